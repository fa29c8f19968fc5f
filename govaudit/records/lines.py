"""The line of a JSON file on which a record begins: looked up when a report first asks, by reading the file once more.

The parser that reads millions of records says nothing of lines, and few reports need more than some. So the file is scanned again, by patterns that take a
whole record in one step where it holds no other object, and bracket by bracket where it does. A file that is gone or has changed since has no lines.
"""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Callable, Iterator

from govaudit.errors import SourceError
from govaudit.records.raw import escaped
from govaudit.records.streams import Material, Observer

_TEXT = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_RECORD = re.compile(rb'\{[^"{}]*+(?:' + _TEXT + rb'[^"{}]*+)*+\}\s*+(?:,\s*+)?', re.DOTALL)
_STRING = re.compile(_TEXT, re.DOTALL)
_PLAIN = re.compile(rb"[^,\]}\s]++")
_SPACE = re.compile(rb"\s*+")
_MARK = re.compile(_TEXT + rb"|[\[\]{}]", re.DOTALL)
_OPEN, _CLOSE, _END = b"[{", b"]}", ord("]")


class Lines:
    """Where the records of a JSON file begin; reads the file when it is first asked, and scans it as far as it is asked."""

    def __init__(self, material: Material, sha256: str = "") -> None:
        """Take the input that was read; of one that was read in an earlier run, the digest it had."""
        self._material = material
        self._sha256 = sha256
        self._rest: Iterator[tuple[str, int]] | None = None
        self._found: dict[str, array[int]] = {}

    def of(self, pointer: str) -> Callable[[int], int | None]:
        """Return what gives, for a record of the array at `pointer`, the line on which it begins; None where that is not known."""

        def line_of(row: int) -> int | None:
            if self._rest is None:
                self._rest = lines_in(self._content())
            lines = self._found.setdefault(pointer, array("I"))
            while len(lines) <= row:
                known = next(self._rest, None)
                if known is None:
                    return None
                self._found.setdefault(known[0], array("I")).append(known[1])
            return lines[row] if row >= 0 else None

        return line_of

    def _content(self) -> bytes:
        """Read the file again; nothing if it is gone or has changed."""
        self._material.observer = Observer()
        try:
            if self._sha256:
                data = self._material.read()
                return data if self._material.sha256 == self._sha256 else b""
            return self._material.read() if self._material.unchanged() else b""
        except SourceError:
            return b""


def lines_in(data: bytes) -> Iterator[tuple[str, int]]:
    """Give, for every element of every array at the top of a valid JSON object, the pointer of the array and the line on which the element begins."""
    at = _after_space(data, data.find(b"{") + 1)
    line, counted = 1, 0
    while data[at : at + 1] == b'"':
        end = _end(data, at)
        pointer = f"/{escaped(json.loads(data[at:end]))}"
        at = _after_space(data, data.index(b":", end) + 1)
        if data[at : at + 1] == b"[":
            for start in _elements(data, at):
                if start < 0:
                    at = -start
                    break
                line += data.count(b"\n", counted, start)
                counted = start
                yield pointer, line
        else:
            at = _end(data, at)
        at = _after_space(data, at)
        at = _after_space(data, at + 1) if data[at : at + 1] == b"," else len(data)


def _elements(data: bytes, at: int) -> Iterator[int]:
    """Give where every element of the array that begins at `at` begins; at last, negative, where the array ends."""
    at = _after_space(data, at + 1)
    while data[at] != _END:
        yield at
        flat = _RECORD.match(data, at)
        if flat is not None:  # nearly always
            at = flat.end()
            continue
        at = _after_space(data, _end(data, at))
        if data[at : at + 1] == b",":
            at = _after_space(data, at + 1)
    yield -(at + 1)


def _end(data: bytes, at: int) -> int:
    """Return where the value that begins at `at` ends."""
    first = data[at : at + 1]
    if first == b'"':
        text = _STRING.match(data, at)
        return len(data) if text is None else text.end()
    if first not in (b"[", b"{"):
        plain = _PLAIN.match(data, at)
        return len(data) if plain is None else plain.end()
    depth = 0
    for mark in _MARK.finditer(data, at):
        sign = mark[0]
        if sign in _OPEN:
            depth += 1
        elif sign in _CLOSE:
            depth -= 1
            if not depth:
                return mark.end()
    return len(data)


def _after_space(data: bytes, at: int) -> int:
    found = _SPACE.match(data, at)
    return at if found is None else found.end()
