"""A glance through the XML of a sheet, .xlsx and .ods, before it is read: linear, in pieces, and thorough only where something looks unusual."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any
from xml.parsers import expat

from govaudit.records.formats.cells import Found, is_close

_UNUSUAL = (b'"e"', b"'e'", b"<f", b":f", b"='", b"<!", b"&#", b"\0", *(mark % space for mark in (b"%s=", b"=%s") for space in (b" ", b"\t", b"\n", b"\r")))
"""An error, a formula, and what spreadsheets hardly write: without them a sheet holds plain values, and `_FAR` finds all cells that are far away."""

_FAR = re.compile(rb'r="(?:([A-Za-z]{2,})[0-9]|[A-Za-z]*([0-9]{6,}))')
"""A column beyond Z, or a row beyond 99,999."""

_OVERLAP = 64

Pieces = Callable[[], Iterator[bytes]]
"""Opens the text and gives it in pieces."""


def glance(pieces: Pieces) -> Found:
    """Look through a sheet of .xlsx.

    Raises:
        ValueError: it is not well-formed, or declares what no spreadsheet declares.
    """
    before = b""
    filled = 0
    columns: set[bytes] = {b"Z"}
    rows: set[bytes] = {b"99999"}
    for piece in pieces():
        text = before + piece
        if any(mark in text for mark in _UNUSUAL):
            return _Cells().read(pieces())
        if _FAR.search(text):
            for column, row in _FAR.findall(text):
                columns.add(column)
                rows.add(row)
        filled += piece.count(b"<v>") + piece.count(b"<is>")
        before = piece[-_OVERLAP:]
    if len(columns) + len(rows) > 2 and not is_close(max(map(len, columns)), max(int(row or 0) for row in rows), filled):
        return _Cells().read(pieces())
    return Found()


class _Parser:
    """A parser that knows elements by their local names and allows no document type."""

    def __init__(self) -> None:
        self.found = Found()
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._refuse

    def read(self, pieces: Iterator[bytes]) -> Found:
        """Parse everything."""
        try:
            for piece in pieces:
                self._parser.Parse(piece, False)  # noqa: FBT003 - expat takes no keywords
            self._parser.Parse(b"", True)  # noqa: FBT003 - the same
        except (expat.ExpatError, LookupError) as error:
            raise ValueError(f"XML 有误:{error}") from None
        return self.found

    def _refuse(self, *_: Any) -> None:
        raise ValueError("XML 里有 DOCTYPE 声明")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        raise NotImplementedError

    def _end(self, name: str) -> None:
        raise NotImplementedError


_DIGITS = "0123456789"


@lru_cache(maxsize=1 << 15)
def _column(letters: str) -> int:
    """Give the position of a column, from 0.

    Raises:
        ValueError: these are no letters of a column.
    """
    if not (letters.isascii() and letters.isalpha()) or len(letters) > 8:
        raise ValueError(f"没有 {letters[:20]} 这一列")
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column - 1


class _Cells(_Parser):
    """The cells of .xlsx."""

    def __init__(self) -> None:
        super().__init__()
        self._row = 0
        self._column = -1
        self._kind = ""
        self._formula = False
        self._value = False
        self._text = ""

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            self._begin_cell(attributes)
        elif name in ("v", "is"):
            self._value = True
            if self._formula or self._kind == "e":
                self._text = ""
                self._parser.CharacterDataHandler = self._more
        elif name == "f":
            self._formula = True
        elif name == "row":
            number = attributes.get("r", "")
            self._row = int(number) if number.isascii() and number.isdigit() else self._row + 1
            self._column = -1

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        if place is None:
            self._column += 1
        else:
            letters = place.rstrip(_DIGITS)
            self._column = _column(letters)
            self._row = int(place[len(letters) :])
        self._kind = attributes.get("t", "")
        self._formula = self._value = False
        self._text = ""

    def _more(self, text: str) -> None:
        self._text = (self._text + text)[:50]

    def _end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "v":
            self._parser.CharacterDataHandler = None
        elif name == "c":
            if self._value:
                self.found.fill(self._row, self._column)
            if self._kind == "e":
                self.found.error(self._row, self._column, self._text or "#N/A")
            elif self._formula and not self._text and self._kind != "str":
                self.found.uncomputed(self._row, self._column)


def sheets_of_ods(pieces: Iterator[bytes]) -> dict[str, Found]:
    """Look through the sheets of .ods, by name.

    Raises:
        ValueError: as above.
    """
    reader = _OpenCells()
    reader.read(pieces)
    return reader.sheets


class _OpenCells(_Parser):
    """The cells of .ods, which repeats rows and cells by a number."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: dict[str, Found] = {}
        self._row = 1
        self._rows = 1
        self._column = 0
        self._cell: tuple[int, bool, bool] = (1, False, False)
        self._text = ""

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self.found = self.sheets.setdefault(attributes.get("table:name", ""), Found())
            self._row, self._rows = 1, 1
        elif name == "table:table-row":
            self._rows = _repeated(attributes, "table:number-rows-repeated")
            self._column = 0
        elif name in ("table:table-cell", "table:covered-table-cell"):
            formula = attributes.get("table:formula", "")
            kind = attributes.get("office:value-type", "")
            wrong = attributes.get("calcext:value-type") == "error"
            self._cell = (_repeated(attributes, "table:number-columns-repeated"), bool(kind) or wrong, bool(formula) and not kind)
            self._text = ""
            self._parser.CharacterDataHandler = self._more if wrong or (formula and kind == "string") else None
            self._wrong = wrong

    def _more(self, text: str) -> None:
        self._text = (self._text + text)[:50]

    def _end(self, name: str) -> None:
        if name == "table:table-row":
            self._row += self._rows
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._parser.CharacterDataHandler = None
            columns, filled, uncomputed = self._cell
            if filled:
                self.found.fill(self._row, self._column, self._rows, columns)
            for row, column in ((self._row + down, self._column + right) for down in range(min(self._rows, 1000)) for right in range(min(columns, 100))):
                if self._wrong or self._text.strip() in _ERRORS:
                    self.found.error(row, column, self._text.strip() or "#N/A")
                elif uncomputed:
                    self.found.uncomputed(row, column)
            self._column += columns


_ERRORS = frozenset(("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "Err:502", "Err:504", "Err:508", "Err:509", "Err:511", "Err:522"))


def _repeated(attributes: dict[str, str], name: str) -> int:
    number = attributes.get(name, "1")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 1
