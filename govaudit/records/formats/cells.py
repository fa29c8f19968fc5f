"""What the reader of workbooks does not tell: cells with an error, formulas whose result was not stored, sheets too wide apart to be laid out in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from govaudit.errors import Place, Problem, SourceError, column_letters
from govaudit.records.values import Unreadable

MAX_ROW, MAX_COLUMN = 1 << 20, 1 << 14
"""How far a sheet reaches."""

MAX_CELLS = 60_000_000
"""The most cells a sheet may span, empty ones counted: 1,048,576 rows of 57 columns."""

ROOMY = 8_000_000
"""Up to so many cells it does not matter how few of them are filled."""

MAX_EMPTY = 40
"""Beyond, a sheet may span at most so many times the cells that are filled."""

UNCOMPUTED = "是公式,文件里没有存下算出的结果;请用 Excel 或 WPS 打开,保存后再读"

Position: TypeAlias = tuple[int, int]
"""Number of the row, position of the column (from 0)."""


@dataclass(slots=True)
class Found:
    """What a sheet holds: the cells that cannot be read, and how far the filled ones reach."""

    unreadable: dict[Position, Unreadable] = field(default_factory=dict)
    filled: int = 0
    top: int = 0
    left: int = 0
    bottom: int = 0
    right: int = 0

    def fill(self, row: int, column: int, rows: int = 1, columns: int = 1) -> None:
        """Count a filled cell, or as many equal ones beside and below it.

        Raises:
            ValueError: there is no such cell on any sheet.
        """
        if row + rows > MAX_ROW + 1 or column + columns > MAX_COLUMN:
            raise ValueError(f"有单元格在第 {min(row, 1 << 63)} 行第 {column + 1} 列,超出了工作表的范围")
        self.filled += rows * columns
        if row < self.top or not self.bottom:
            self.top = row
        if column < self.left or self.filled == rows * columns:
            self.left = column
        if row + rows > self.bottom:
            self.bottom = row + rows - 1
        if column + columns > self.right:
            self.right = column + columns - 1

    def error(self, row: int, column: int, text: str) -> None:
        """Remember a cell that holds an error."""
        self.unreadable[row, column] = Unreadable(text, f"单元格是错误值 {text};请在原表中改正")

    def uncomputed(self, row: int, column: int) -> None:
        """Remember a formula without result."""
        self.unreadable[row, column] = Unreadable("(公式)", UNCOMPUTED)

    def refuse_vast(self, place: Place) -> None:
        """Refuse a sheet that would take unreasonably much memory.

        Raises:
            SourceError: it spans too many cells, or nearly all of them are empty.
        """
        rows, columns = self.bottom - self.top + 1, self.right - self.left + 1
        if not self.filled or (rows * columns <= MAX_CELLS and rows * columns <= max(ROOMY, MAX_EMPTY * self.filled)):
            return
        area = f"{column_letters(self.left)}{self.top} 到 {column_letters(self.right)}{self.bottom}"
        found = f"工作表从 {area} 共 {rows * columns} 格,有内容的只有 {self.filled} 格,不再读取"
        hint = f"请看一看第 {self.bottom} 行和 {column_letters(self.right)} 列有没有多余的内容,删去后再存;确实这样大的台账,请另存为 CSV"
        raise SourceError(Problem(place, found, hint=hint))


def is_close(letters: int, bottom: int, filled: int) -> bool:
    """Tell whether a sheet whose columns have so many letters, and that ends in this row, can be laid out in memory, whatever it looks like."""
    cells = bottom * (26, 702, MAX_COLUMN)[min(letters, 3) - 1]
    return bottom <= MAX_ROW and cells <= MAX_CELLS and cells <= max(ROOMY, MAX_EMPTY * filled)
