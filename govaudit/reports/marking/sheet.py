"""One sheet of the workbook: its cells get another style, those left blank are put in where needed, and nothing else of it changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from govaudit.errors import column_letters
from govaudit.reports.marking.splicing import Element, Splices, broken, end_of_tag, parse, parser_of, whole

#: What may stand after the place of the comments' drawing; the drawing goes before the first of them that is there.
_AFTER_DRAWING = ("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst")
_REFERENCE = re.compile(r"\$?([A-Z]+)\$?([0-9]+)")

Cell = tuple[int, int]
"""Row, from 1, and position of the column, from 0."""

Restyle = Callable[[int, str], int]
"""Takes the style a cell has and a colour, gives the style it is to have."""


def cell_of(name: str) -> Cell | None:
    """Return the cell that is called like `F12`."""
    match = _REFERENCE.fullmatch(name)
    if match is None:
        return None
    position = 0
    for letter in match[1]:
        position = 26 * position + ord(letter) - ord("A") + 1
    return int(match[2]), position - 1


def name_of(cell: Cell) -> str:
    """Return what a cell is called: `F12`."""
    return f"{column_letters(cell[1])}{cell[0]}"


@dataclass(slots=True)
class _Row:
    """A row with cells to be marked: its start tag, its cells by position with their tags' places, and where its end tag stands (0: it has none)."""

    number: int
    tag: Element
    cells: dict[int, tuple[int, Mapping[str, str]]] = field(default_factory=dict)
    stop: int = 0


class SheetPart:
    """A sheet's XML, read once, and what is put into it."""

    def __init__(self, data: bytes, rows: Collection[int]) -> None:
        """Read the sheet; only of these rows are the cells noted.

        Raises:
            SourceError: it is no sheet.
        """
        self._splices = Splices(data)
        self._data = data
        self._wanted = rows
        self._path: list[str] = []
        self._rows: list[_Row] = []
        self._row = 0
        self._position = -1
        self._open: _Row | None = None
        self._columns: list[tuple[int, int, int]] = []
        self._views: list[Element] = []
        self._children: dict[str, int] = {}
        self._drawing: Element | None = None
        self._root = ""
        self._parser = parser_of(self._begin, self._end)
        parse(self._parser, data)
        if "sheetData" not in self._children:
            raise broken("sheetData")

    @property
    def drawing(self) -> str | None:
        """The id of the drawing that holds the boxes of comments, if there is one."""
        return None if self._drawing is None else self._drawing.attribute("id")

    def mark(self, colors: Mapping[Cell, str], restyle: Restyle) -> set[Cell]:
        """Colour cells; return those whose row was there."""
        done: set[Cell] = set()
        by_row: dict[int, dict[int, str]] = {}
        for (number, position), color in colors.items():
            by_row.setdefault(number, {})[position] = color
        for row in self._rows:
            added: dict[int, list[str]] = {}
            for position, color in sorted(by_row.get(row.number, {}).items()):
                done.add((row.number, position))
                if position in row.cells:
                    at, attributes = row.cells[position]
                    tag = Element("c", "", attributes, 0, at, end_of_tag(self._data, at))
                    self._splices.attributes(tag, s=str(restyle(whole(attributes.get("s")), color)))
                else:
                    style = restyle(self._base(row, position), color)
                    after = min((at for other, (at, _) in row.cells.items() if other > position), default=row.stop)
                    added.setdefault(after, []).append(f'<{row.tag.prefix}c r="{name_of((row.number, position))}" s="{style}"/>')
            for after, pieces in added.items():
                self._put(row, after, "".join(pieces))
        return done

    def unselect(self) -> None:
        """Let the sheet no longer be one of those that are selected, so that nobody types into two at once."""
        for view in self._views:
            if view.attributes.get("tabSelected") in ("1", "true"):
                self._splices.attributes(view, tabSelected="0")

    def add_drawing(self, identity: str, namespace: str) -> None:
        """Refer to a drawing that holds the boxes of comments."""
        after = min((at for name, at in self._children.items() if name in _AFTER_DRAWING), default=self._data.rindex(b"</"))
        self._splices.put(after, f'<{self._root}legacyDrawing xmlns:r="{namespace}" r:id="{identity}"/>')

    def done(self) -> bytes:
        """Return the sheet as edited."""
        return self._splices.done()

    def _put(self, row: _Row, after: int, cells: str) -> None:
        if after:
            self._splices.put(after, cells)
        else:
            self._splices.append(row.tag, cells)

    def _base(self, row: _Row, position: int) -> int:
        """Return the style that a cell has that was left blank: its row's, or its column's."""
        if row.tag.attributes.get("customFormat") in ("1", "true"):
            return whole(row.tag.attributes.get("s"))
        return next((style for first, last, style in self._columns if first <= position + 1 <= last), 0)

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        depth = len(self._path)
        self._path.append(name)
        if depth > 3 or (depth == 3 and self._open is None):
            return
        prefix, colon, local = name.rpartition(":")
        if depth == 3:
            if local == "c":
                self._note_cell(attributes)
        elif depth == 0:
            self._root = prefix + colon
        elif depth == 1:
            self._children.setdefault(local, self._parser.CurrentByteIndex)
            if local == "legacyDrawing":
                self._drawing = self._element(local, attributes)
        elif local == "row":
            self._note_row(prefix + colon, attributes)
        elif local == "col":
            self._columns.append((whole(attributes.get("min")), whole(attributes.get("max")), whole(attributes.get("style"))))
        elif local == "sheetView":
            self._views.append(self._element(local, attributes))

    def _end(self, name: str) -> None:
        self._path.pop()
        if len(self._path) == 2 and self._open is not None:
            self._open.stop = 0 if self._open.tag.is_empty else self._parser.CurrentByteIndex
            self._rows.append(self._open)
            self._open = None

    def _note_row(self, prefix: str, attributes: dict[str, str]) -> None:
        """Take down a row; one that does not say its number stands after the one before."""
        self._row = whole(attributes["r"]) if "r" in attributes else self._row + 1
        self._position = -1
        if self._row in self._wanted:
            tag = self._element("row", attributes, prefix)
            self._open = _Row(self._row, tag)

    def _note_cell(self, attributes: dict[str, str]) -> None:
        place = cell_of(attributes.get("r", ""))
        self._position = self._position + 1 if place is None else place[1]
        assert self._open is not None  # noqa: S101 - asked only within a row
        self._open.cells[self._position] = (self._parser.CurrentByteIndex, attributes)

    def _element(self, name: str, attributes: dict[str, str], prefix: str = "") -> Element:
        at = self._parser.CurrentByteIndex
        inner = end_of_tag(self._data, at)
        closes_itself = self._data[inner - 2 : inner] == b"/>"
        return Element(name, prefix, attributes, len(self._path), at, inner, inner if closes_itself else 0)
