"""The Chinese texts of the appendix of the annual report; merged into the catalogue."""

TEXTS_APPENDIX: dict[str, str] = {}
