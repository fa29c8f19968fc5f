"""A long table of a workbook: its rows are written here and streamed into the sheet that XlsxWriter has made.

XlsxWriter takes some ten microseconds a cell, and passes a text that begins with `<r>` on as markup; here a cell takes one, and is text whatever it says.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import zip_longest
from typing import TYPE_CHECKING

from govaudit.errors import column_letters
from govaudit.reports.wording import say, visible

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

#: Excel's limits: UTF-16 units in a cell and in the name of a sheet; of its 1,048,576 rows some are left to the head and to the office.
CELL, NAME, ROWS = 32_767, 31, 1_000_000
#: Rows of a sheet above its records: title, what it is about, headings.
HEAD = 3
_CHUNK = 512
#: Points: the height of a line, what a row has beside its lines, and the most that Excel gives a row.
_LINE, _PADDING, _TALLEST = 14, 4, 409
_ESCAPE = re.compile("_x(?=[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, its width in digits, the style of its cells, and what may be chosen in them."""

    heading: str
    width: float
    style: str = "text"
    choices: tuple[str, ...] = ()


def plain(value: str) -> str:
    """Return a text fit for XML, lines kept: what is not seen, or acts on its surroundings, is written as its escape."""
    if value.isascii() and value.isprintable():
        return value
    lines = value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    return "\n".join(map(visible, lines))


def cell_text(value: str) -> str:
    """Return a text as a cell can hold it; what is cut is told by the whole length."""
    shown = plain(value)
    if len(shown) * 2 <= CELL or _units(shown) <= CELL:
        return shown
    note = say("xlsx.more.cell", n=len(value))
    return cut(shown, CELL - _units(note)) + note


def _units(value: str) -> int:
    """Return how long Excel takes a text to be: characters outside the basic plane count twice."""
    return len(value) + sum(char > "\uffff" for char in value)


def cut(value: str, most: int) -> str:
    """Return at most so many UTF-16 units of a text."""
    kept = value[:most]
    while _units(kept) > most:
        kept = kept[: len(kept) - max((_units(kept) - most) // 2, 1)]
    return kept


class Table:
    """One sheet with one table: a title, what it is about, headings that are repeated on every page, and rows."""

    def __init__(self, sheet: Worksheet, name: str, columns: Sequence[Column], most: int = ROWS) -> None:
        """Begin the table without rows; at most so many are written, the others are counted."""
        self.sheet, self.name, self.columns = sheet, name, columns
        self.total = 0
        self._most = min(most, ROWS)
        self._plan = [(column_letters(position), f"\0{column.style}\0", column.width) for position, column in enumerate(columns)]
        self._chunks: list[bytes] = []
        self._waiting: list[tuple[str | int | None, ...]] = []

    def add(self, *values: str | int | None) -> None:
        """Add a row: texts, numbers, or cells left for the office to fill in."""
        self.total += 1
        if self.total > self._most:
            return
        self._waiting.append(values)
        if len(self._waiting) == _CHUNK:
            self._pack()

    @property
    def written(self) -> int:
        """How many rows the sheet has, with the line that says what is left out, or that there is nothing."""
        return min(self.total, self._most) + (self.total > self._most or not self.total)

    def end(self) -> None:
        """Say what was left out, or that there is nothing."""
        if self.total > self._most:
            self._waiting.append((None, say("xlsx.more", n=self.total - self._most, total=self.total)))
        elif not self.total:
            self._waiting.append((None, say("xlsx.none")))
        self._pack()

    def _pack(self) -> None:
        """Put the waiting rows by, packed: a hundred thousand of them are a hundred megabytes of markup."""
        if self._waiting:
            first = HEAD + 1 + len(self._chunks) * _CHUNK
            text = "".join([self._row(first + number, values) for number, values in enumerate(self._waiting)])
            self._chunks.append(zlib.compress(text.encode(), 1))
            self._waiting = []

    def _row(self, number: int, values: Sequence[str | int | None]) -> str:
        """Return a row's markup; a cell bears the name of its style until XlsxWriter has numbered the styles."""
        cells, tallest = [], 1
        for value, (letters, mark, width) in zip_longest(values[: len(self._plan)], self._plan):
            start = f'<c r="{letters}{number}{mark}'
            if value is None or value == "":
                cells.append(f"{start}/>")
            elif isinstance(value, int):
                cells.append(f"{start}><v>{value}</v></c>")
            else:
                markup, lines = _content(value, width)
                tallest = max(tallest, lines)
                cells.append(f"{start}{markup}")
        # without customHeight: the row grows when the office writes into it
        return f'<row r="{number}" ht="{min(tallest * _LINE + _PADDING, _TALLEST)}">{"".join(cells)}</row>'

    def change(self, content: bytes) -> Iterator[bytes]:
        """Give the sheet's XML with the rows in the place of the one that shows the styles of their cells."""
        number = HEAD + 1
        before, sample, after = _around(content, number)
        styles = dict(zip((mark.encode() for _, mark, _ in self._plan), re.findall(rb'<c r="[A-Z]+\d+"( s="\d+")/>', sample), strict=True))
        last = f"A1:{column_letters(len(self.columns) - 1)}{number + self.written - 1}"
        yield re.sub(rb'(<dimension ref=")[^"]*', rb"\g<1>" + last.encode(), before, count=1)
        for chunk in self._chunks:
            rows = zlib.decompress(chunk)
            for mark, style in styles.items():
                rows = rows.replace(mark, b'"' + style)
            yield rows
        yield after


def _around(content: bytes, number: int) -> tuple[bytes, bytes, bytes]:
    start = content.index(b'<row r="%d"' % number)
    end = content.index(b"</row>", start) + len(b"</row>")
    return content[:start], content[start:end], content[end:]


@lru_cache(2048)
def _content(value: str, width: float) -> tuple[str, int]:
    """Return a text as the rest of a cell's markup, and how many lines it takes; titles, clauses and remedies come again and again."""
    shown = cell_text(value)
    lines = 1
    if 2 * len(shown) >= width - 1 or "\n" in shown:
        lines = sum([1 + int((len(line.encode()) + len(line)) / 2 / (width - 1)) for line in shown.split("\n")])
    if "_x" in shown:
        shown = _ESCAPE.sub("_x005F_x", shown)
    return f' t="inlineStr"><is><t xml:space="preserve">{escape(shown, quote=False)}</t></is></c>', lines
