"""What belongs to a year, what is still to come, what has no date; a ledger that is absent and one that is empty."""

from __future__ import annotations

from typing import Any

import pytest

from govaudit.appendix.model import Outcome
from govaudit.appendix.year import parse_year
from govaudit.errors import UsageError
from tests.appendix.cases import appendix, figure_of, line_of, note_of, text_of

TOPIC = "本要点的来件统计"
RULE = "来件 10 个工作日内答复"


def inquiry(key: str, received: str | None, replied: str | None = None, **more: Any) -> dict[str, Any]:
    """Make one record of the ledger of inquiries."""
    return {"id": key, "received_at": received, "replied_at": replied, **more}


@pytest.mark.parametrize(
    ("received", "inside"),
    [
        ("2020-12-31 23:59", False),
        ("2021-01-01 00:00", True),
        ("2021-01-01", True),
        ("2021-12-31 23:59", True),
        ("2021-12-31", True),
        ("2022-01-01 00:00", False),
        ("2022-01-01", False),
    ],
)
def test_a_year_is_from_its_first_to_its_last_minute(received: str, inside: bool) -> None:
    """A record belongs to the year of its own date, to the minute."""
    made = appendix({"inquiries": [inquiry("甲", received)]})

    assert ("甲",) * inside == figure_of(made, TOPIC, "收到来件").keys
    assert f"收到来件 {int(inside)} 件" in text_of(made, TOPIC)


@pytest.mark.parametrize(
    ("received", "year", "inside"), [("2020-12-31 23:59", 2020, True), ("2020-12-31 23:59", 2021, False), ("2021-01-01 00:00", 2020, False)]
)
def test_a_pack_of_two_years_is_told_year_by_year(received: str, year: int, inside: bool) -> None:
    """Of a notice that binds for two years, only what happened in the year is checked; the rest is counted beside it."""
    made = appendix({"inquiries": [inquiry("甲", received, received)]}, year)
    line = line_of(made, "一(一)-1")

    assert line.outcome is (Outcome.MET if inside else Outcome.NOT_APPLICABLE)
    if inside:
        assert figure_of(made, RULE, "核查").keys == ("甲",)


def test_other_years_are_counted_beside() -> None:
    """Records of another year are not checked, and their number is told with their keys."""
    made = appendix({"inquiries": [inquiry("甲", "2021-05-06", "2021-05-07"), inquiry("乙", "2020-05-06", "2020-05-07")]})

    assert figure_of(made, RULE, "核查").keys == ("甲",)
    assert figure_of(made, RULE, "其他年度").keys == ("乙",)


def test_slices_of_other_years_are_left_out() -> None:
    """Of a count per year only that of the year asked for is told."""
    trainings = [{"id": "甲", "date": "2020-03-03"}, {"id": "乙", "date": "2021-03-03"}, {"id": "丙", "date": "2021-12-31"}]
    made = appendix({"trainings": trainings})
    line = line_of(made, "一(一)-2")

    assert line.outcome is Outcome.MET
    assert line.done[0].text == "2 场(要求全年不少于 2 场)"
    assert note_of(made, "每年培训不少于两场").figures[0].keys == ("乙", "丙")
    assert line_of(appendix({"trainings": trainings}, 2020), "一(一)-2").outcome is Outcome.FAIL


def test_what_has_no_date_is_said_apart() -> None:
    """A record without the deciding date belongs to no year in the statistics, and stays open where the rule is told."""
    made = appendix({"inquiries": [inquiry("甲", None), inquiry("乙", "2021-02-30"), inquiry("丙", "2021-03-01", "2021-03-02")]})

    assert figure_of(made, TOPIC, "收到来件").keys == ("丙",)
    assert figure_of(made, TOPIC, "收到来件(没有日期)").keys == ("甲", "乙")
    assert "“受理时间”没有填写或读不出的 2 件没有计入" in text_of(made, TOPIC)
    assert line_of(made, "一(一)-1").word == "部分核实 1/3(项记录)"
    assert figure_of(made, RULE, "其中没有日期").keys == ("甲", "乙")


def test_what_is_still_to_come_is_said_apart() -> None:
    """What lies after the as-of moment has not happened yet, to the minute."""
    made = appendix({"inquiries": [inquiry("甲", "2021-06-30 10:00"), inquiry("乙", "2021-06-30 10:01")]}, as_of="2021-06-30 10:00")

    assert figure_of(made, TOPIC, "收到来件").keys == ("甲",)
    assert figure_of(made, TOPIC, "收到来件(统计时点之后)").keys == ("乙",)
    assert dict(made.head)["统计时点"] == "截至 2021-06-30 10:00,报告年度尚未结束,此后发生的没有计入"


def test_an_absent_ledger_is_never_zero() -> None:
    """Without a ledger nothing is counted, and the clause cannot be judged."""
    made = appendix({"documents": []})
    line = line_of(made, "一(一)-1")

    assert text_of(made, TOPIC) == "未提供“网民留言与来件”台账,没有统计。"
    assert {value for one in made.statistics if one.title == TOPIC for _, value in one.figures} == {"未提供台账"}
    assert (line.outcome, line.done[0].text, line.done[0].note) == (Outcome.UNDECIDED, "没有提供“网民留言与来件”台账", None)
    assert line_of(made, "一(一)-2").outcome is Outcome.UNDECIDED


def test_an_empty_ledger_is_zero() -> None:
    """A ledger that was supplied without a record counts zero, and what must be there is missing."""
    made = appendix({"inquiries": [], "trainings": []})

    assert figure_of(made, TOPIC, "收到来件").value == "0 件"
    assert line_of(made, "一(一)-1").outcome is Outcome.NOT_APPLICABLE
    assert line_of(made, "一(一)-2").outcome is Outcome.FAIL
    assert line_of(made, "一(一)-2").done[0].text == "0 场(要求全年不少于 2 场)"


def test_a_blank_that_decides_is_said_apart() -> None:
    """Where a condition cannot be told of a record it is left out and named; where it can be told of none there is no number at all."""
    made = appendix({"inquiries": [inquiry("甲", "2021-03-01", kind="咨询"), inquiry("乙", "2021-03-02", kind=None), inquiry("丙", "2021-03-02", kind="投诉")]})
    unknown = appendix({"inquiries": [inquiry("甲", "2021-03-01", kind=None)]})

    assert figure_of(made, TOPIC, "其中咨询").keys == ("甲",)
    assert "1 件不能判断是否属于“咨询”,没有计入" in text_of(made, TOPIC)
    assert "其中咨询没有统计(1 件都不能判断是否属于)" in text_of(unknown, TOPIC)
    assert "其中咨询没有统计(台账没有“来件类别”一栏)" in text_of(appendix({"inquiries": [{"id": "甲", "received_at": "2021-03-01"}]}), TOPIC)


@pytest.mark.parametrize(
    ("year", "as_of", "found"),
    [(2019, "2022-01-31", "不适用于 2019 年"), (2022, "2022-01-31", "不适用于 2022 年"), (2021, "2020-12-31", "2020-12-31 在 2021 年之前")],
)
def test_a_wrong_year_is_refused(year: int, as_of: str, found: str) -> None:
    """A year no pack speaks of, or that has not begun, is an error that says so."""
    with pytest.raises(UsageError, match=found):
        appendix({"inquiries": []}, year, as_of=as_of)


@pytest.mark.parametrize("text", ["", "21", "2021年", "20211", "1800", "abcd"])
def test_what_is_no_year_is_refused(text: str) -> None:
    """A year has four digits."""
    with pytest.raises(UsageError, match="不是年份"):
        parse_year(text)
