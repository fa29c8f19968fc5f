"""What the program's own workbooks hold beside records: pages that are no ledger, example rows, and the statement that there was nothing.

The template (`govaudit template`) and the marked workbook (`-f marked`) write these signs; the readers of tables with headings know them by
`is_own_page` and `sifted`. They are exact texts, so that no record of an office is ever passed over for looking like one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from govaudit.records.raw import LostRow, RawColumn, RawTable, Values

EXAMPLE = "示例行,不计入台账(可删可留)"
"""Stands in the first cell of a template's example row."""

EXAMPLE_CELL = "例:"
"""What every other cell of an example row begins with."""

NOTHING = ("本期无", "零报告", "无")
"""What stands alone in a row to say that there was nothing to record."""

FRONT_PAGE, OPTIONS_PAGE, FINDINGS_PAGE = "填报说明", "选项", "核查结果"
PAGES = {FRONT_PAGE: "政务公开台账填报说明", OPTIONS_PAGE: "下拉选项", FINDINGS_PAGE: "政务公开核查结果"}
"""The program's own pages: name of the sheet → what its first cell says."""

_SEARCHED = 3  # columns: the sign stands in the first, but somebody may have put a running number before it


def is_own_page(sheet: str | None, first_cell: object) -> bool:
    """Whether a sheet is one of the program's own pages, not a ledger."""
    return sheet is not None and PAGES.get(sheet) == first_cell


def sifted(raw: RawTable) -> RawTable | None:
    """Take the example row and the statement of nothing out of a table; None if it is a sheet of the template that nobody has filled in.

    An example row in which something was changed, and a statement of nothing beside records, are lost rows with their reason, never passed over.
    """
    examples = _rows_with(raw, (EXAMPLE,))
    nothing = [row for row in _rows_with(raw, NOTHING) if len(_cells(raw, row)) == 1]
    if not examples and not nothing:
        return raw
    changed = {row for row in examples if not all(cell == EXAMPLE or _is_example_cell(cell) for cell in _cells(raw, row))}
    left = [row for row in range(len(raw.rows)) if row not in {*examples, *nothing}]
    if not left and not nothing and not changed:
        return None
    lost = [LostRow(raw.rows[row], EXAMPLE, "首格仍是示例行的字样,其余各格却已改动;请在首格写上编号,或删去这一行") for row in sorted(changed)]
    if left:
        lost += [LostRow(raw.rows[row], str(_cells(raw, row)[0]), "表中有记录,这一行却说没有;请删去这一行,或删去其他各行") for row in nothing]
    columns = [RawColumn(column.heading, column.position, _only(column.values, left)) for column in raw.columns]
    return replace(raw, columns=columns, rows=[raw.rows[row] for row in left], lost=[*raw.lost, *lost])


def _rows_with(raw: RawTable, signs: Collection[str]) -> list[int]:
    """Find the rows that have one of the signs in their first columns."""
    found: set[int] = set()
    for column in sorted(raw.columns, key=lambda one: one.position)[:_SEARCHED]:
        values = column.values
        if isinstance(values, list):
            found.update(row for row, value in enumerate(values) if value in signs)
        else:
            found.update(values.is_in(list(signs)).arg_true())
    return sorted(found)


def _cells(raw: RawTable, row: int) -> list[Any]:
    """Give the cells of a row that are not empty."""
    return [value for column in raw.columns if (value := column.values[row]) is not None and value != ""]


def _is_example_cell(cell: object) -> bool:
    return isinstance(cell, str) and cell.startswith(EXAMPLE_CELL)


def _only(values: Values, rows: Sequence[int]) -> Values:
    return [values[row] for row in rows] if isinstance(values, list) else values.gather(list(rows))
