"""Workbooks for tests, made when they are needed: .xlsx by openpyxl, .xls by xlwt, and .xlsx of which a part is replaced."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

Rows = Sequence[Sequence[Any]]

SHEET = "xl/worksheets/sheet1.xml"
"""The part of a workbook that holds its first sheet."""

_SHEET_XML = '<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'


def xlsx(sheets: Mapping[str, Rows], *, merged: Mapping[str, Iterable[str]] | None = None, hidden: Iterable[str] = ()) -> bytes:
    """Make a workbook of sheets of rows; None is an empty cell."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet: Worksheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for area in (merged or {}).get(name, ()):
            sheet.merge_cells(area)
        if name in hidden:
            sheet.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_parts(book: bytes, parts: Mapping[str, str | bytes]) -> bytes:
    """Replace or add parts of a workbook."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def sheet_xml(rows: str, before: str = "") -> str:
    """Write the XML of a sheet around its rows."""
    return _SHEET_XML.format(f"{before}<sheetData>{rows}</sheetData>")


def of_xml(rows: str, before: str = "") -> bytes:
    """Make a workbook whose one sheet has this XML."""
    return with_parts(xlsx({"公文": [["编号"]]}), {SHEET: sheet_xml(rows, before)})


def xls(sheets: Mapping[str, Rows]) -> bytes:
    """Make an old workbook."""
    import xlwt

    book = xlwt.Workbook()
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for at, row in enumerate(rows):
            for position, value in enumerate(row):
                if value is not None:
                    sheet.write(at, position, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_csv(rows: Rows) -> str:
    """Write rows as CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([["" if cell is None else cell for cell in row] for row in rows])
    return out.getvalue()
