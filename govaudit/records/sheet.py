"""From a sheet as it stands to a table: which rows are headings, which are records, which are neither.

The rows of headings are those in which the dictionary (or the mapping) knows most headings, up to three rows deep. Where two places are equally good, or
rows above would be lost that look like records, the question goes to the user.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from govaudit.errors import Problem, SourceError
from govaudit.records.mapping import Entries
from govaudit.records.raw import Grid, LeftOut, LostRow, RawColumn, RawTable, packed
from govaudit.records.row_kinds import kind_of
from govaudit.records.titles import Heading, heading_of, target
from govaudit.records.values import WHITE, Unreadable, shown
from govaudit.vocabulary.model import TableSpec

SEARCHED = 25
"""So many rows from the top may be headings."""

_DEEPEST = 3
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Layout:
    """A place where headings may stand.

    Attributes:
        first: index of the first row.
        line: number of the last row.
        rows: the texts of the rows.
        headings: the heading of every column that has one.
    """

    first: int
    line: int
    rows: tuple[tuple[str, ...], ...]
    headings: dict[int, Heading]

    @property
    def depth(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    @property
    def width(self) -> int:
        """How many columns there are, with those without heading."""
        return max(map(len, self.rows))

    def known(self, spec: TableSpec, entries: Entries) -> dict[int, str]:
        """Give the columns whose heading is known, with the field (or `ignore`)."""
        found = {position: target(heading, spec, entries) for position, heading in self.headings.items()}
        return {position: name for position, name in found.items() if name is not None}


def layouts(grid: Grid) -> list[Layout]:
    """List every place where headings may stand, from the top."""
    rows = [_strings(row) for row in grid.rows[:SEARCHED]]
    found = [
        Layout(first, grid.numbers[first], (tuple(row),), {at: heading_of((text,)) for at, text in enumerate(row) if text})
        for first, row in enumerate(rows)
        if any(row)
    ]
    for depth in range(2, _DEEPEST + 1):
        for first in range(len(rows) - depth + 1):
            block = rows[first : first + depth]
            if all(any(row) for row in block) and all(isinstance(cell, str) or cell is None for row in grid.rows[first : first + depth] for cell in row):
                found.append(Layout(first, grid.numbers[first + depth - 1], tuple(map(tuple, block)), _stacked(grid, first, block)))
    return found


def best_layout(raw: RawTable, found: Sequence[Layout], spec: TableSpec, entries: Entries) -> Layout:
    """Choose the place in which most headings are known; if none is, the first row with two cells.

    Raises:
        SourceError: two places are equally good, or what stands above looks like records.
    """
    grid = raw.grid
    assert grid is not None  # noqa: S101 - only sheets have layouts
    if entries.heading_row is not None:
        return _chosen(raw, grid, found, spec, entries)
    scores = [len(layout.known(spec, entries)) for layout in found]
    most = max(scores, default=0)
    if not most:
        return next((layout for layout in found if len(layout.headings) > 1), found[0])
    best = [layout for layout, score in zip(found, scores, strict=True) if score == most]
    chosen = min(best, key=lambda layout: (layout.depth, layout.first))
    for other in best:
        apart = other.first >= chosen.first + chosen.depth or other.first + other.depth <= chosen.first
        if apart and other.depth == chosen.depth and [h.forms for h in other.headings.values()] != [h.forms for h in chosen.headings.values()]:
            _ask(raw, grid, [chosen, other])
    if any(_looks_like_record(grid.rows[index], chosen) for index in range(chosen.first)):
        _ask(raw, grid, [found[0], chosen])
    return chosen


def laid_out(raw: RawTable, layout: Layout, spec: TableSpec, entries: Entries) -> RawTable:
    """Make the columns of a sheet by the place of its headings.

    Raises:
        SourceError: a column has content but no heading.
    """
    grid = raw.grid
    assert grid is not None  # noqa: S101 - only sheets have layouts
    start = layout.first + layout.depth if raw.layout is None else 0
    known = layout.known(spec, entries)
    key = next((position for position, name in known.items() if name == spec.key), None)
    left_out = [LeftOut(grid.numbers[index], "above", _line(grid.rows[index])) for index in range(start and layout.first)]
    cells, spread = _spread(grid, start)
    starts = {row[0] for row in layout.rows}
    rows: list[Sequence[Any]] = []
    numbers: list[int] = []
    lost: list[LostRow] = []
    for number, row in zip(grid.numbers[start:], cells, strict=True):
        kind = kind_of(row, key)
        if kind is None and row[0] in starts and tuple(_strings(row)) in layout.rows:
            kind = "headings"
        if kind is not None:
            left_out.append(LeftOut(number, kind, _line(row)))
        elif len(row) == layout.width:
            rows.append(row)
            numbers.append(number)
        elif any(_strings(row[layout.width :])):
            reason = f"有 {len(row)} 格,标题只有 {layout.width} 格;多半是内容中有逗号而没有加引号"
            lost.append(LostRow(number, shown(",".join(map(str, row))), reason))
        else:
            rows.append([*row[: layout.width], *[None] * (layout.width - len(row))])
            numbers.append(number)
    columns = _columns(raw, layout, rows, spread)
    return replace(raw, columns=columns, rows=numbers, lost=lost, headings_line=layout.line, grid=None, left_out=left_out, layout=layout)


def _spread(grid: Grid, start: int) -> tuple[Sequence[Sequence[Any]], Counter[int]]:
    """Give every row the values of the merged cells that reach down into it; count them by column."""
    rows = grid.rows[start:]
    counts: Counter[int] = Counter()
    reaching = [one for one in grid.merged if one[2] > one[0]]
    if not reaching:
        return rows, counts
    filled: list[list[Any]] = [list(row) for row in rows]
    numbers = grid.numbers[start:]
    covered: dict[int, int] = {}
    for top, left, bottom, _ in sorted(reaching):
        at = bisect_left(numbers, top)
        if at == len(numbers) or numbers[at] != top or covered.get(left, 0) >= top or left >= len(filled[at]):
            continue
        covered[left] = bottom
        for row in filled[at + 1 : bisect_right(numbers, bottom)]:
            if row[left] in ("", None):
                row[left] = filled[at][left]
                counts[left] += 1
    return filled, counts


def _columns(raw: RawTable, layout: Layout, rows: Sequence[Sequence[Any]], spread: Mapping[int, int]) -> list[RawColumn]:
    cells: Iterator[Sequence[Any]] = zip(*rows, strict=True) if rows else iter([[]] * (max(layout.headings, default=-1) + 1))
    columns = []
    problems = []
    for position, values in enumerate(cells):
        heading = layout.headings.get(position)
        if heading is not None:
            columns.append(RawColumn(heading.text, position, tidied(values), heading, spread.get(position, 0)))
        elif any(_strings(values)):
            place = replace(raw.place, line=layout.line, column=position + 1)
            problems.append(Problem(place, f"第 {position + 1} 列有内容,没有标题", hint="请补上标题,或删去这一列"))
    if problems:
        raise SourceError(problems)
    return columns


def tidied(values: Sequence[Any]) -> Any:
    """Make a column of cells as a spreadsheet keeps them: blanks are None, and whole numbers, which it keeps as fractions, are whole."""
    types = set(map(type, values))
    if float in types:
        return [None if value == "" else int(value) if type(value) is float and value.is_integer() else value for value in values]
    if str in types and types - {str}:
        return [None if value == "" else value for value in values]
    return packed(list(values))


def _strings(row: Sequence[Any]) -> list[str]:
    """Give the cells of a row as texts without white space around."""
    return [_string(cell) for cell in row]


def _string(cell: Any) -> str:
    if isinstance(cell, str):
        return cell.strip(WHITE)
    if isinstance(cell, Unreadable):
        return cell.text
    return "" if cell is None else str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell)


def _line(row: Sequence[Any]) -> str:
    """Write a row on one line."""
    return shown(" ".join(filter(None, _strings(row))), 100)


def _stacked(grid: Grid, first: int, block: Sequence[Sequence[str]]) -> dict[int, Heading]:
    """Read headings in several rows: what is merged, or has blanks to its right above filled cells, stands above all of them."""
    width = max(map(len, block))
    filled = [[*row, *[""] * (width - len(row))] for row in block]
    numbers = grid.numbers[first : first + len(block)]
    merged = [one for one in grid.merged if one[0] in numbers and one[1] < width]
    for top, left, bottom, right in merged:
        for row in (filled[at] for at, number in enumerate(numbers) if top <= number <= bottom):
            row[left : right + 1] = [filled[numbers.index(top)][left]] * len(row[left : right + 1])
    if not merged:
        for upper, lower in pairwise(filled):
            for position in range(1, width):
                if not upper[position] and lower[position] and lower[position - 1]:
                    upper[position] = upper[position - 1]
    headings = {}
    for position in range(width):
        parts = tuple(dict.fromkeys(row[position] for row in filled if row[position]))
        if parts and max(map(len, parts)) <= _LONGEST:
            headings[position] = heading_of(parts)
    return headings


def _chosen(raw: RawTable, grid: Grid, found: Sequence[Layout], spec: TableSpec, entries: Entries) -> Layout:
    """Take the row of headings that the mapping names, and the rows below that belong to it."""
    entry = entries.heading_row
    assert entry is not None  # noqa: S101 - asked for only then
    here = [layout for layout in found if grid.numbers[layout.first] == entry.value]
    if not here:
        raise SourceError(Problem(entry.place, f"{raw.place} 的第 {entry.value} 行不能是标题行", f"前 {SEARCHED} 个有内容的行之一"))
    return max(here, key=lambda layout: (len(layout.known(spec, entries)), -layout.depth))


def _looks_like_record(row: Sequence[Any], layout: Layout) -> bool:
    """Tell whether a row above the headings is filled like a record, and not like a title or `填报单位:…`."""
    count = 0
    labelled = False
    for cell in row:
        text = cell if isinstance(cell, str) else "" if cell is None else "x"
        if text and not labelled and ":" not in text and "：" not in text:
            count += 1
        labelled = text.rstrip(WHITE).endswith((":", "：")) or (labelled and not text)
    return count > 1 and 2 * count > len(layout.headings)


def _ask(raw: RawTable, grid: Grid, candidates: Sequence[Layout]) -> None:
    named = "、".join(f"第 {grid.numbers[one.first]} 行({_line(grid.rows[one.first])})" for one in candidates)
    raise SourceError(Problem(raw.place, f"分不清哪一行是标题:{named}", hint="请删去标题以上的行,或在映射文件里写 heading_row: 行号"))
