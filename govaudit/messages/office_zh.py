"""The Chinese texts of the Excel and Word reports; merged into the catalogue."""

TEXTS_OFFICE: dict[str, str] = {}
