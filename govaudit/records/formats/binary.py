"""A glance through the records of .xls and .xlsb: errors, formulas without result, and how far the cells reach."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from govaudit.records.formats.cells import Found

_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA"}

_BOF, _EOF, _BOUNDSHEET, _FILEPASS = 0x0809, 0x000A, 0x0085, 0x002F
_CELLS = {0x0203, 0x027E, 0x00FD, 0x0204, 0x00D6, 0x0205, 0x0006}
_MULRK = 0x00BD

_ROW_HEADER, _BUNDLE = 0, 156


class PasswordError(ValueError):
    """The records are encrypted."""


def sheets_of_xls(data: bytes) -> dict[str, Found]:
    """Look through the sheets of an .xls workbook stream, by name.

    Raises:
        PasswordError: the stream is encrypted.
        ValueError: it is damaged.
    """
    starts: dict[str, int] = {}
    position = 0
    modern = data[4:6] == b"\x00\x06"
    while position + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, position)
        if kind == _FILEPASS:
            raise PasswordError
        if kind == _BOUNDSHEET and length >= 6:
            starts[_name(data[position + 10 : position + 4 + length], modern=modern)] = struct.unpack_from("<I", data, position + 4)[0]
        position += 4 + length
        if kind == _EOF:
            break
    return {name: _xls_sheet(data, start) for name, start in starts.items()}


def _name(body: bytes, *, modern: bool) -> str:
    """Read the name of a sheet: from Excel 97 on in Unicode, or in Latin-1 if that is enough; before, as the program's users wrote."""
    if not modern:
        return body[1 : 1 + body[0]].decode("gb18030", "replace") if body else ""
    if len(body) > 2 and body[1] & 1:
        return body[2 : 2 + 2 * body[0]].decode("utf-16-le", "replace")
    return body[2 : 2 + body[0]].decode("latin-1") if body else ""


def _xls_sheet(data: bytes, position: int) -> Found:
    found = Found()
    depth = 0
    while position + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, position)
        body = position + 4
        position = body + length
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                break
        elif depth == 1 and length >= 6 and position <= len(data):
            _xls_cell(found, kind, data[body:position])
    return found


def _xls_cell(found: Found, kind: int, body: bytes) -> None:
    row, column = struct.unpack_from("<HH", body)
    if kind == _MULRK:
        found.fill(row + 1, column, columns=max((len(body) - 6) // 6, 1))
    elif kind in _CELLS:
        found.fill(row + 1, column)
        if kind == 0x0205 and len(body) >= 8 and body[7]:
            found.error(row + 1, column, _ERRORS.get(body[6], "#N/A"))
        elif kind == 0x0006 and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2:
            found.error(row + 1, column, _ERRORS.get(body[8], "#N/A"))


def sheet_of_xlsb(pieces: Iterator[bytes]) -> Found:
    """Look through a sheet of .xlsb.

    Raises:
        ValueError: it is damaged.
    """
    found = Found()
    row = 0
    for kind, body in _records(b"".join(pieces)):
        if kind == _ROW_HEADER and len(body) >= 4:
            row = struct.unpack_from("<I", body)[0] + 1
        elif 2 <= kind <= 11 and len(body) >= 8:
            column = struct.unpack_from("<I", body)[0]
            found.fill(row, column)
            if kind in (3, 11) and len(body) >= 9:
                found.error(row, column, _ERRORS.get(body[8], "#N/A"))
    return found


def names_of_xlsb(data: bytes) -> list[tuple[str, str]]:
    """Give the sheets of an .xlsb workbook: name and relationship.

    Raises:
        ValueError: it is damaged.
    """
    found = []
    for kind, body in _records(data):
        if kind == _BUNDLE:
            relation, at = _wide(body, 8)
            found.append((_wide(body, at)[0], relation))
    return found


def _wide(body: bytes, at: int) -> tuple[str, int]:
    if at + 4 > len(body):
        raise ValueError("记录不完整")
    length = struct.unpack_from("<I", body, at)[0]
    if length == 0xFFFFFFFF:
        return "", at + 4
    end = at + 4 + 2 * length
    return body[at + 4 : end].decode("utf-16-le", "replace"), end


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Take the records apart: a kind of one or two bytes, a length of up to four, each with seven bits."""
    at = 0
    while at < len(data):
        kind = data[at]
        at += 1
        if kind & 0x80 and at < len(data):
            kind = (kind & 0x7F) | (data[at] & 0x7F) << 7
            at += 1
        length = 0
        for shift in (0, 7, 14, 21):
            if at >= len(data):
                raise ValueError("记录不完整")
            length |= (data[at] & 0x7F) << shift
            at += 1
            if not data[at - 1] & 0x80:
                break
        yield kind, data[at : at + length]
        at += length
