"""The Chinese texts of inspect, template, convert and the marked workbook; merged into the catalogue."""

TEXTS_INPUT: dict[str, str] = {}
