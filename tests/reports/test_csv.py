"""CSV: Excel knows its encoding, no cell is a formula, the numbers add up."""

from __future__ import annotations

import csv
import io
import re

import pytest

from govaudit.reports.csv_ import cell
from govaudit.states import State
from tests.reports.cases import AUDITS
from tests.reports.hostile import LONG, VALUES
from tests.reports.made import audit_of, text_of

WORDS = {"合格": State.PASS, "违规": State.FAIL, "预警": State.FAIL, "提示": State.FAIL, "未到期": State.PENDING, "无法判定": State.UNDECIDED}
WORDS |= {"待人工": State.MANUAL, "不适用": State.NOT_APPLICABLE, "出错": State.ERROR}
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠\t\r]")


def rows_of(audit: str) -> list[dict[str, str]]:
    """Render an audit and read it as a spreadsheet does."""
    text = text_of("csv", audit)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline=""), strict=True))


@pytest.mark.parametrize("audit", AUDITS)
def test_numbers_add_up(audit: str) -> None:
    """The column 项数, by 状态, is the audit's counts."""
    made = AUDITS[audit]()
    counts = dict.fromkeys(State, 0)
    for row in rows_of(audit):
        counts[WORDS[row["状态"]]] += int(row["项数"])

    assert made.counts == counts


@pytest.mark.parametrize("audit", AUDITS)
def test_no_cell_is_a_formula(audit: str) -> None:
    """No cell begins, after whatever a reader strips, with what makes a formula; no cell breaks a line."""
    cells = [value for row in rows_of(audit) for value in row.values()]

    assert [] == [value for value in cells if FORMULA.match(value)]
    assert [] == [value for value in cells if "\n" in value or "\r" in value]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        (" =1", "' =1"),
        ("＝1", "'＝1"),
        ("\t=1", r"\t=1"),
        ("a;=1", "a;'=1"),
        ('a|"=1', "a|'\"=1"),
        ("2021-10-08", "2021-10-08"),
        ("a=b", "a=b"),
        ("迟-1", "迟-1"),
    ],
)
def test_what_a_spreadsheet_would_calculate_is_text(value: str, expected: str) -> None:
    """A formula gets an apostrophe, also where another separator would make a cell of it; other values stay."""
    assert expected == cell(value)


def test_hostile_values_are_there() -> None:
    """Every record is there, unseen characters as escapes, and a cell of 10,000 characters whole."""
    records = {row["记录"] for row in rows_of("hostile")}

    assert {cell(value) for value in (*VALUES, LONG)} <= records
    assert LONG in records


def test_a_row_says_all_of_a_finding() -> None:
    """State, rule, clause and its place, who, which record, until when, what to do, and where it stands."""
    first = rows_of("canonical")[0]
    expected = {
        "状态": "违规",
        "项数": "1",
        "要点": "dianxia-2021",
        "规则": "DX21-3.3.3",
        "条款": "三甲(三)-3",
        "责任单位": "民政办",
        "台账": "网民留言与来件",
        "记录": "LY-2021-0113",
        "记录名称": "关于低保申请进度的咨询",
        "期限": "2021-08-02",
        "逾期": "58 个工作日",
        "文件": "exports/留言答复台账.csv",
        "行": "114",
        "栏目": "答复时间",
    }

    assert expected == {name: first[name] for name in expected}


def test_rows_have_ids_of_their_own() -> None:
    """No two rows have the same 编号."""
    for audit in AUDITS:
        names = [row["编号"] for row in rows_of(audit)]
        assert len(names) == len(set(names))


def test_an_empty_cell_is_empty() -> None:
    """What is not known is not written as a word."""
    text = text_of("csv", audit_of({"message": None}))

    assert "None" not in text
    assert "null" not in text
