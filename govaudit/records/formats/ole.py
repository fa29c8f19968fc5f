"""The compound files of old Office programs: their streams by name, as much of them as is needed to look through an .xls."""

from __future__ import annotations

import struct
from collections.abc import Iterator

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_END = 0xFFFFFFFA
"""From here on a number is no sector."""


def streams(data: bytes) -> dict[str, bytes]:
    """Give the streams of a compound file by name.

    Raises:
        ValueError: the file is damaged.
    """
    try:
        return dict(_streams(data))
    except (struct.error, IndexError, OverflowError):
        raise ValueError("复合文件的结构已损坏") from None


def _streams(data: bytes) -> Iterator[tuple[str, bytes]]:
    shift, small_shift = struct.unpack_from("<HH", data, 30)
    if not (7 <= shift <= 16 and small_shift <= shift):
        raise ValueError("复合文件的文件头有误")
    size = 1 << shift
    directory, _, limit, small_start, _, more, _ = struct.unpack_from("<IIIIIII", data, 48)
    table = _allocation(data, size, more)
    entries = _chain(data, table, directory, size)
    found = []
    for at in range(0, len(entries) - 127, 128):
        length, kind = struct.unpack_from("<HB", entries, at + 64)
        start, big = struct.unpack_from("<IQ", entries, at + 116)
        name = entries[at : at + min(max(length - 2, 0), 62)].decode("utf-16-le", "replace")
        found.append((name, kind, start, big & 0xFFFFFFFF))
    if not any(kind == 5 for _, kind, _, _ in found):
        raise ValueError("复合文件没有目录")
    small = b""
    small_table: tuple[int, ...] = ()
    for name, kind, start, length in found:
        if kind == 5:
            small = _chain(data, table, start, size)
            raw = _chain(data, table, small_start, size)
            small_table = struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])
        elif kind == 2 and length < limit:
            yield name, _chain(small, small_table, start, 1 << small_shift, offset=0)[:length]
        elif kind == 2:
            yield name, _chain(data, table, start, size)[:length]


def _allocation(data: bytes, size: int, more: int) -> tuple[int, ...]:
    """Collect the table that says which sector follows which."""
    sectors = list(struct.unpack_from("<109I", data, 76))
    per = size // 4
    for _ in range(len(data) // size + 1):
        if more >= _END:
            break
        block = struct.unpack_from(f"<{per}I", data, (more + 1) * size)
        sectors += block[:-1]
        more = block[-1]
    table: list[int] = []
    for sector in sectors:
        if sector < _END:
            piece = data[(sector + 1) * size : (sector + 2) * size]
            table += struct.unpack(f"<{len(piece) // 4}I", piece[: len(piece) // 4 * 4])
    return tuple(table)


def _chain(data: bytes, table: tuple[int, ...], sector: int, size: int, offset: int = 1) -> bytes:
    """Put the sectors of a stream together; a chain that runs in a circle ends when every sector was used."""
    pieces = []
    for _ in range(len(table)):
        if sector >= _END:
            break
        pieces.append(data[(sector + offset) * size : (sector + offset + 1) * size])
        sector = table[sector]
    return b"".join(pieces)
