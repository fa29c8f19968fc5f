"""Sheets as offices export them, the same as CSV and as a workbook: titles above, headings in two rows, totals and notes below."""

from collections.abc import Callable
from typing import Any

import pytest

from govaudit.records import Records
from govaudit.records.mapping import MappingFile
from tests.records.books import Rows, as_csv, xls, xlsx

Reading = Callable[..., Records]
Refusal = Callable[..., list[tuple[str, str]]]

FORMS: dict[str, Callable[[Rows], dict[str, str | bytes]]] = {
    "csv": lambda rows: {"公文.csv": as_csv(rows)},
    "xlsx": lambda rows: {"公文.xlsx": xlsx({"Sheet1": rows})},
    "xls": lambda rows: {"公文.xls": xls({"Sheet1": rows})},
}

PLAIN: Rows = [["编号", "标题", "成文日期"], ["A", "甲", "2021-03-01"], ["B", "乙", "2021-03-02"]]
READ = [("A", "甲", "2021-03-01"), ("B", "乙", "2021-03-02")]

SHEETS: dict[str, tuple[Rows, list[int], list[tuple[int, str]]]] = {
    "plain": (PLAIN, [2, 3], []),
    "titles above": (
        [["某县2021年公文台账", None, None], ["填报单位:某县政府办", None, "制表日期:2021-12-31"], [None, None, None], *PLAIN],
        [5, 6],
        [(1, "above"), (2, "above")],
    ),
    "a label and its value in two cells": ([["填报单位:", "某县政府办", "填报日期:"], *PLAIN], [3, 4], [(1, "above")]),
    "empty rows between": ([PLAIN[0], [None] * 3, PLAIN[1], [None] * 3, PLAIN[2]], [3, 5], []),
    "empty columns": ([[*row[:1], None, *row[1:], None] for row in PLAIN], [2, 3], []),
    "an empty column in front": ([[None, *row] for row in PLAIN], [2, 3], []),
    "spaces, full width, marks": ([["编  号", "标 题*", "成文日期（必填）"], *PLAIN[1:]], [2, 3], []),
    "English and fields by name": ([["ID", "Title", "ISSUED"], *PLAIN[1:]], [2, 3], []),
    "a running number": ([["序号", *PLAIN[0]], [1, *PLAIN[1]], [2, *PLAIN[2]]], [2, 3], []),
    "totals in the first column": ([*PLAIN[:2], ["小计", "1件", None], PLAIN[2], ["合 计:", "2", None]], [2, 4], [(3, "total"), (5, "total")]),
    "notes below": (
        [*PLAIN, ["注:本表按季度填报", None, None], ["填表人:甲", None, "联系电话:123"], ["审核人:", "乙", "填报日期:"]],
        [2, 3],
        [(4, "note"), (5, "note"), (6, "note")],
    ),
    "headings on every page": ([*PLAIN[:2], PLAIN[0], PLAIN[2]], [2, 4], [(3, "headings")]),
    "grouped headings": ([["基本信息", None, "成文日期"], ["编号", "标题", None], *PLAIN[1:]], [3, 4], []),
    "parent and child": ([["编号", "标题", "成文"], [None, None, "日期"], *PLAIN[1:]], [3, 4], []),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", SHEETS)
def test_one_content_many_sheets(reading: Reading, form: str, name: str) -> None:
    """The records are the same, with the numbers of their rows; what is left out is told by row and kind."""
    rows, numbers, left_out = SHEETS[name]
    records = reading(FORMS[form](rows))
    frame = records.ledgers["documents"].frame

    assert [(*cells, number) for cells, number in zip(READ, numbers, strict=True)] == [
        (key, title, str(issued), row) for key, title, issued, row in frame.select("id", "title", "issued", "_row").rows()
    ]
    assert left_out == [(row, kind) for row, kind, _ in records.sources[0].left_out]
    assert () == records.rejects
    assert bool([1 for _, kind in left_out if kind != "above"]) is bool([note for note in records.notes if "第" in note])


@pytest.mark.parametrize(
    "row",
    [
        ["合计工程", "甲", None],  # a longer word
        ["C", "合计", None],  # has a key of its own
        ["注册登记", None, None],  # begins like a note
        ["说明:", None, None],  # nothing is noted
        ["注:有附件", "标题", None],  # other cells
        ["联系人:甲", "关于联系人", None],
    ],
)
def test_records_that_look_like_something_else(reading: Reading, row: list[Any]) -> None:
    """A row that could be a record is one."""
    assert 3 == len(reading({"公文.csv": as_csv([*PLAIN, row])}).ledgers["documents"].frame)


def test_a_total_beside_a_key(reading: Reading) -> None:
    """With the key in another column, a total is known by the first cell if the key is empty."""
    rows: Rows = [["标题", "编号"], ["甲", "A"], ["总计", None], ["合计", "B"]]

    assert ["A", "B"] == reading({"公文.csv": as_csv(rows)}).ledgers["documents"].frame["_key"].to_list()


@pytest.mark.parametrize(
    ("rows", "problems"),
    [
        ([["编号", "标题"], ["标题", "编号"], ["A", "甲"]], [("公文.csv", "分不清哪一行是标题:第 1 行(编号 标题)、第 2 行(标题 编号)")]),
        (
            [["A", "甲", "2021"], ["编号", "标题", "成文日期"], ["B", "乙", "2021-03-01"]],
            [("公文.csv", "分不清哪一行是标题:第 1 行(A 甲 2021)、第 2 行(编号 标题 成文日期)")],
        ),
        ([["编号", "计划", "标题"], [None, "成文日期", None], ["A", "2021-03-01", "甲"]], [("公文.csv:1:2", "“公文”没有“计划”这一列")]),
        ([["编号", None], ["A", "甲"]], [("公文.csv:1:2", "第 2 列有内容,没有标题")]),
        ([["编号", "页数(万页)"], ["A", "1"]], [("公文.csv:1:2", "“页数(万页)”以万页为单位,字段“页数”(pages)不带倍数")]),
    ],
)
def test_what_is_doubtful_is_asked(refusal: Refusal, rows: Rows, problems: list[tuple[str, str]]) -> None:
    """Where it could be two things, the question names both."""
    assert problems == refusal({"公文.csv": as_csv(rows)})


def test_the_mapping_names_the_row(reading: Reading) -> None:
    """The row of headings can be given, as it stands in the file."""
    rows: Rows = [["编号", "标题"], [None, None], ["标题", "编号"], ["甲", "A"]]

    frame = reading({"公文.csv": as_csv(rows)}, MappingFile(heading_row=3)).ledgers["documents"].frame

    assert [("A", "甲", 4)] == frame.select("id", "title", "_row").rows()


def test_a_row_that_is_no_heading(refusal: Refusal) -> None:
    """A given row that is empty or too far below is refused."""
    assert [("映射", "第 9 行不能是标题行")] == [(place, found[-11:]) for place, found in refusal({"公文.csv": as_csv(PLAIN)}, MappingFile(heading_row=9))]
