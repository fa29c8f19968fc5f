"""The Chinese texts of the formats that CI reads; merged into the catalogue."""

TEXTS_CI: dict[str, str] = {}
