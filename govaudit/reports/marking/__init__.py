"""Marking an office's own workbook: its parts are kept byte for byte, but for what is put in.

A workbook is a zip file of XML parts. A library that loads and saves it again drops what it does not know (charts, shapes, the values that formulas had),
so nothing is loaded here: cells get another style, comments and a page are added, and everything else stays as it was.
"""
