"""What the program's own workbooks hold beside records: taken out where it is as it was written, told where it was changed, never passed over by likeness."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
import pytest

from govaudit.errors import Place
from govaudit.records.raw import RawColumn, RawTable
from govaudit.records.template_rows import EXAMPLE, PAGES, is_own_page, sifted

SAMPLE = (EXAMPLE, "例:标题", "例:2021-07-16")


def table(*rows: Sequence[Any]) -> RawTable:
    """Make a table of three columns."""
    columns = [RawColumn(heading, position, [row[position] for row in rows]) for position, heading in enumerate(("编号", "标题", "日期"))]
    return RawTable(None, columns, range(2, 2 + len(rows)), Place("a.xlsx", sheet="公文"), sheet="公文")


def told(raw: RawTable | None) -> tuple[list[int], list[tuple[int, str]]] | None:
    """Return the rows that stay, and those that are lost with the beginning of the reason."""
    return None if raw is None else (list(raw.rows), [(row.row, row.reason[:6]) for row in raw.lost])


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("1", "a", "b")], ([2], [])),
        ([], ([], [])),
        ([SAMPLE, ("1", "a", "b")], ([3], [])),
        ([("1", "a", "b"), SAMPLE], ([2], [])),
        ([SAMPLE], None),
        ([SAMPLE, (EXAMPLE, None, "例:x")], None),
        ([SAMPLE, ("本期无", None, None)], ([], [])),
        ([("零报告", "", None)], ([], [])),
        ([SAMPLE, ("无", None, ""), ("无", None, "")], ([], [])),
        ([("无", "标题", None)], ([2], [])),
        ([(EXAMPLE, "关于某事的通知", "例:2021-07-16")], ([], [(2, "首格仍是示例")])),
        ([SAMPLE, (EXAMPLE, "例:标题", 44000.0), ("1", "a", "b")], ([4], [(3, "首格仍是示例")])),
        ([("1", "a", "b"), ("本期无", None, None)], ([2], [(3, "表中有记录,")])),
        ([(EXAMPLE + " ", "例:标题", "例:2021")], ([2], [])),
        ([("示例", "例:标题", "例:2021")], ([2], [])),
    ],
)
def test_rows(rows: list[Sequence[Any]], expected: object) -> None:
    """Only the exact signs count; a changed example row and a contradiction are lost rows with a reason."""
    assert expected == told(sifted(table(*rows)))


def test_rows_found_close() -> None:
    """No row disappears but example rows and statements of nothing: what stays and what is lost adds up."""
    raw = table(SAMPLE, ("1", "a", "b"), (EXAMPLE, "x", "y"), ("本期无", None, None), ("2", "c", "d"))
    done = sifted(raw)

    assert done is not None
    assert len(raw.rows) - 1 == len(done.rows) + len(done.lost)
    assert ["1", "2"] == done.columns[0].values


def test_series_are_read_like_lists() -> None:
    """A column of texts that is kept as a series gives the same."""
    raw = table(SAMPLE, ("1", "a", "b"), ("2", "c", "d"))
    packed = RawTable(None, [RawColumn(one.heading, one.position, pl.Series(one.values, dtype=pl.String)) for one in raw.columns], raw.rows, raw.place)
    done = sifted(packed)

    assert told(sifted(raw)) == told(done)
    assert done is not None
    assert [["1", "2"], ["a", "c"], ["b", "d"]] == [list(column.values) for column in done.columns]


def test_a_running_number_in_front() -> None:
    """The sign is found when somebody has put a column before it, but not anywhere in a long record."""
    assert told(sifted(table((1, EXAMPLE, "例:x")))) == ([], [(2, "首格仍是示例")])
    assert told(sifted(table((None, EXAMPLE, "例:x")))) is None


@pytest.mark.parametrize(
    ("sheet", "first", "expected"),
    [
        *((name, title, True) for name, title in PAGES.items()),
        ("核查结果", "编号", False),
        ("公文", PAGES["核查结果"], False),
        (None, PAGES["核查结果"], False),
        ("填报说明", None, False),
    ],
)
def test_own_pages(sheet: str | None, first: object, expected: bool) -> None:
    """A page is the program's own if both its name and its first cell say so; a ledger of the same name is a ledger."""
    assert expected is is_own_page(sheet, first)
