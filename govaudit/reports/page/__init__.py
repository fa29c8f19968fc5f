"""The web page: one file that opens from a USB stick, with charts, filters and every finding's evidence.

`document` puts it together from `tally` and `chart` (what is counted and drawn), `listing` (the findings) and `sections` (the tables), with the
templates, the style sheet and the script beside them.
"""
