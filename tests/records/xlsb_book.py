"""A tiny .xlsb, record by record, as no library at hand writes one."""

from __future__ import annotations

import io
import struct
import zipfile

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary'
    '.macroEnabled.main"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_RELATION = '<Relationship Id="{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/>'

Cell = tuple[int, int, str | float | None]
"""Row and column from 0, and what stands there: a text, a number, or None for an error."""


def record(kind: int, body: bytes = b"") -> bytes:
    """Write a record: its kind and length in groups of seven bits."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length = len(body)
    size = b""
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 127 else 0)])
        length >>= 7
        if not length:
            return head + size + body


def wide(text: str) -> bytes:
    """Write a text with its length before it."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def sheet(cells: list[Cell]) -> bytes:
    """Write a sheet of cells, in order."""
    rows = max((row for row, _, _ in cells), default=0)
    columns = max((column for _, column, _ in cells), default=0)
    out = record(129) + record(148, struct.pack("<IIII", 0, rows, 0, columns)) + record(145)
    last = -1
    for row, column, value in cells:
        if row != last:
            out += record(0, struct.pack("<IIHBBB", row, 0, 300, 0, 0, 0) + struct.pack("<I", 0))
            last = row
        head = struct.pack("<II", column, 0)
        if value is None:
            out += record(3, head + b"\x2a")
        else:
            out += record(6, head + wide(value)) if isinstance(value, str) else record(5, head + struct.pack("<d", value))
    return out + record(146) + record(130)


def xlsb(name: str, cells: list[Cell]) -> bytes:
    """Make a workbook of one sheet."""
    book = record(131) + record(143) + record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide(name)) + record(144) + record(132)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", _TYPES)
        file.writestr("_rels/.rels", _RELATIONS.format(_RELATION.format("rId1", "officeDocument", "xl/workbook.bin")))
        file.writestr("xl/workbook.bin", book)
        file.writestr("xl/_rels/workbook.bin.rels", _RELATIONS.format(_RELATION.format("rId1", "worksheet", "worksheets/sheet1.bin")))
        file.writestr("xl/worksheets/sheet1.bin", sheet(cells))
    return out.getvalue()
