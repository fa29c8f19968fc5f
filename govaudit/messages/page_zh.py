"""The Chinese texts of the web page; merged into the catalogue."""

TEXTS_PAGE: dict[str, str] = {}
