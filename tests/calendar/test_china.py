"""The State Council's calendar: against an independent library, and against cases taken from the notices."""

import datetime as dt
from collections.abc import Iterator
from importlib.metadata import version

import chinese_calendar
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govaudit.calendar import Day, Due, china_calendar

CALENDAR = china_calendar()


def last_year_of_the_oracle() -> int:
    """Find the last year that chinese_calendar has; it raises for others."""
    year = 2007
    try:
        while True:
            chinese_calendar.is_workday(dt.date(year, 1, 1))
            year += 1
    except NotImplementedError:
        return year - 1


def days_of(year: int) -> Iterator[dt.date]:
    """Give every day of a year."""
    first = dt.date(year, 1, 1)
    return (first + dt.timedelta(days=index) for index in range((dt.date(year + 1, 1, 1) - first).days))


COMMON_YEARS = range(2007, min(last_year_of_the_oracle(), CALENDAR.horizon.year) + 1)


def test_twenty_years_are_compared() -> None:
    """The comparison with the oracle covers 2007 to 2026 at least, and cannot shrink unnoticed."""
    assert set(range(2007, 2027)) <= set(COMMON_YEARS)


@pytest.mark.parametrize("year", COMMON_YEARS)
def test_working_days_agree_with_chinese_calendar(year: int) -> None:
    """Every day is a working day exactly when chinese_calendar, which has its own data, says so."""
    expected = [day for day in days_of(year) if chinese_calendar.is_workday(day)]

    assert expected == [day for day in days_of(year) if CALENDAR.day(day).working]


@pytest.mark.parametrize("year", COMMON_YEARS)
def test_make_up_days_name_the_holiday_chinese_calendar_names(year: int) -> None:
    """A make-up weekend says which holiday it is worked for."""
    expected = [day for day in days_of(year) if day.weekday() >= 5 and chinese_calendar.is_workday(day)]
    found = {day: CALENDAR.day(day).reason for day in days_of(year) if CALENDAR.day(day).reason.startswith("调休上班(")}

    assert expected == list(found)
    for day, reason in found.items():
        assert chinese_calendar.Holiday(chinese_calendar.get_holiday_detail(day)[1]).chinese in reason


def test_known_days_agree_with_the_public_answer_of_holidays() -> None:
    """Reading the data of ``holidays`` gives the same days as asking it one by one."""
    china = holidays.country_holidays("CN")
    known = [day for year in range(2007, CALENDAR.horizon.year + 1) for day in days_of(year)]
    expected = [day for day in known if china.is_working_day(day)]

    assert expected == [day for day in known if CALENDAR.day(day).working]


def test_known_days_span_whole_years() -> None:
    """The calendar starts with 2007 and ends with the last day of a year, 2026 or later, and says where it comes from."""
    assert dt.date(2007, 1, 1) == CALENDAR.first
    assert (12, 31) == (CALENDAR.horizon.month, CALENDAR.horizon.day)
    assert CALENDAR.horizon.year >= 2026
    assert f"国务院办公厅节假日安排(holidays {version('holidays')})" == CALENDAR.source


def test_calendar_is_built_once() -> None:
    """Asking again gives the same object."""
    assert CALENDAR is china_calendar()


@pytest.mark.parametrize(
    ("date", "working", "reason"),
    [
        (dt.date(2021, 9, 17), True, "工作日"),
        (dt.date(2021, 9, 18), True, "调休上班(中秋节)"),
        (dt.date(2021, 9, 19), False, "周末"),
        (dt.date(2021, 9, 20), False, "中秋节(调休)"),
        (dt.date(2021, 9, 21), False, "中秋节"),
        (dt.date(2021, 9, 26), True, "调休上班(国庆节)"),
        (dt.date(2021, 10, 2), False, "国庆节"),
        (dt.date(2021, 10, 4), False, "国庆节(补假)"),
        (dt.date(2021, 10, 7), False, "国庆节(调休)"),
        (dt.date(2021, 10, 9), True, "调休上班(国庆节)"),
        (dt.date(2020, 10, 1), False, "中秋节、国庆节"),
        (dt.date(2020, 10, 10), True, "调休上班(中秋节、国庆节)"),
        (dt.date(2018, 12, 29), True, "调休上班(元旦)"),
        (dt.date(2018, 12, 31), False, "元旦(调休)"),
        (dt.date(2020, 1, 31), False, "春节延长假期"),
        (dt.date(2009, 2, 1), True, "调休上班(春节)"),
        (dt.date(2015, 9, 6), True, "调休上班(中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日)"),
    ],
)
def test_day_says_why(date: dt.date, working: bool, reason: str) -> None:
    """A known day carries its holiday, exchange or weekend in words."""
    assert Day(date, working, reason, provisional=False) == CALENDAR.day(date)


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        pytest.param("2021-09-17", 1, "2021-09-18", id="make-up Saturday before Mid-Autumn is day 1"),
        pytest.param("2021-09-17", 4, "2021-09-24", id="Mid-Autumn is skipped"),
        pytest.param("2021-09-17", 5, "2021-09-26", id="make-up Sunday before National Day counts"),
        pytest.param("2021-09-17", 9, "2021-09-30", id="last day before National Day"),
        pytest.param("2021-09-17", 10, "2021-10-08", id="first day after National Day"),
        pytest.param("2021-09-17", 11, "2021-10-09", id="make-up Saturday after National Day"),
        pytest.param("2021-09-17", 12, "2021-10-11", id="Monday after the make-up Saturday"),
        pytest.param("2024-02-02", 1, "2024-02-04", id="make-up Sunday before Spring Festival"),
        pytest.param("2024-02-09", 1, "2024-02-18", id="make-up Sunday after Spring Festival"),
        pytest.param("2024-02-09", 2, "2024-02-19", id="Monday after the make-up Sunday"),
        pytest.param("2020-01-23", 1, "2020-02-03", id="Spring Festival extended in the epidemic"),
        pytest.param("2018-12-28", 1, "2018-12-29", id="make-up Saturday before New Year"),
        pytest.param("2018-12-28", 2, "2019-01-02", id="New Year bridged with 31 December"),
        pytest.param("2011-12-30", 1, "2011-12-31", id="make-up day ordered by the next year's notice"),
        pytest.param("2011-12-30", 2, "2012-01-04", id="New Year of three days"),
        pytest.param("2015-09-02", 1, "2015-09-06", id="victory day, decreed for one year"),
        pytest.param("2021-10-02", 1, "2021-10-08", id="start on a holiday"),
        pytest.param("2021-09-19", 1, "2021-09-22", id="start on a Sunday"),
        pytest.param("2021-09-18", 1, "2021-09-22", id="start on a make-up day"),
        pytest.param("2021-10-02", 0, "2021-10-02", id="n = 0 on a holiday is the start"),
        pytest.param("2021-09-17", 0, "2021-09-17", id="n = 0 on a working day is the start"),
    ],
)
def test_due(start: str, n: int, due: str) -> None:
    """The n-th working day after the start, by hand from the notices."""
    assert Due(dt.date.fromisoformat(due), provisional=False) == CALENDAR.due(dt.date.fromisoformat(start), n)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2021-09-17", "2021-09-17", 0),
        ("2021-09-17", "2021-10-07", 9),
        ("2021-09-17", "2021-10-08", 10),
        ("2021-09-17", "2021-10-09", 11),
        ("2021-09-17", "2021-10-10", 11),
        ("2021-10-01", "2021-10-07", 0),
        ("2021-10-08", "2021-09-17", -10),
        ("2020-12-31", "2021-12-31", 250),
    ],
)
def test_elapsed(start: str, end: str, days: int) -> None:
    """Working days after the start up to the end, by hand; 2021 had 250 of them; backwards they are negative."""
    assert (days, days) == CALENDAR.elapsed(dt.date.fromisoformat(start), dt.date.fromisoformat(end))


def test_explain_numbers_every_day_that_counts() -> None:
    """The way to a due date lists every day; rest days have no number."""
    steps = CALENDAR.explain(dt.date(2021, 9, 17), 11)

    assert [dt.date(2021, 9, 17) + dt.timedelta(days=index) for index in range(23)] == [step.day.date for step in steps]
    assert [0, 1, None, None, None, 2, 3, 4, None, 5, 6, 7, 8, 9, None, None, None, None, None, None, None, 10, 11] == [step.number for step in steps]


@pytest.mark.parametrize(
    ("date", "following"),
    [("2021-10-01", "2021-10-08"), ("2021-10-07", "2021-10-08"), ("2021-10-08", "2021-10-09"), ("2021-10-09", "2021-10-11")],
)
def test_next_workday(date: str, following: str) -> None:
    """The next working day is never the day itself."""
    assert Due(dt.date.fromisoformat(following), provisional=False) == CALENDAR.next_workday(dt.date.fromisoformat(date))


def test_the_guess_of_holidays_is_not_taken_over() -> None:
    """After the horizon a weekday that ``holidays`` guesses to be a holiday is an assumed working day, marked provisional."""
    year = CALENDAR.horizon.year + 1
    guessed = [day for day in holidays.country_holidays("CN", years=year) if day.weekday() < 5]

    assert guessed
    assert [Day(day, working=True, reason="工作日(按周一至周五暂计)", provisional=True) for day in guessed] == [CALENDAR.day(day) for day in guessed]


known_starts = st.dates(CALENDAR.first - dt.timedelta(days=1), CALENDAR.horizon - dt.timedelta(days=90))


@given(known_starts, st.integers(0, 40))
def test_elapsed_undoes_due(start: dt.date, n: int) -> None:
    """As many working days have passed on the due date as were given."""
    due = CALENDAR.due(start, n)

    assert not due.provisional
    assert (n, n) == CALENDAR.elapsed(start, due.date)


@given(known_starts, st.integers(0, 60))
def test_due_undoes_elapsed(start: dt.date, days: int) -> None:
    """Counting the elapsed days from the start again ends on the same day, or on the last working day before it."""
    end = start + dt.timedelta(days=days)
    n, _ = CALENDAR.elapsed(start, end)
    expected = end
    while expected > start and not CALENDAR.day(expected).working:
        expected -= dt.timedelta(days=1)

    assert expected == CALENDAR.due(start, n).date
