"""Counting and bounding, on small made-up calendars, against counting one day at a time."""

import datetime as dt
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govaudit.calendar import Calendar, Day, Due
from govaudit.errors import UsageError

DAY = dt.timedelta(days=1)


def calendar(pattern: str, first: dt.date = dt.date(2024, 1, 1)) -> Calendar:
    """Make a calendar from one letter a day: W for a working day, a point for a rest day."""
    return Calendar.of(first, [letter == "W" for letter in pattern], {}, "测试")


# From Monday 1 January 2024, a holiday, to Sunday the 14th; Saturday the 6th is worked.
FORTNIGHT = calendar(".WWWWW." + "WWWWW..")


@dataclass(frozen=True)
class World:
    """A calendar, and one way in which the days it does not know may turn out."""

    calendar: Calendar
    truth: dict[dt.date, bool]

    def count(self, after: dt.date, until: dt.date) -> int:
        """Count the days that truly are working days in (after, until]."""
        return sum(works for day, works in self.truth.items() if after < day <= until)


MARGIN = 40


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Draw a short calendar and the truth from 40 days before to 40 days after it."""
    first = draw(st.dates(dt.date(1990, 1, 1), dt.date(2030, 1, 1)))
    working = draw(st.lists(st.booleans(), min_size=1, max_size=30))
    before, after = (draw(st.lists(st.booleans(), min_size=MARGIN, max_size=MARGIN)) for _ in range(2))
    truth = {first + (index - MARGIN) * DAY: works for index, works in enumerate(before + working + after)}
    return World(Calendar.of(first, working, {}, "测试"), truth)


@st.composite
def worlds_with_two_days(draw: st.DrawFn) -> tuple[World, dt.date, dt.date]:
    """Draw a world and two days of it, in order."""
    world = draw(worlds())
    a, b = sorted(draw(st.lists(st.sampled_from(list(world.truth)), min_size=2, max_size=2)))
    return world, a, b


@given(worlds_with_two_days())
def test_differences_of_bounds_hold_the_truth(case: tuple[World, dt.date, dt.date]) -> None:
    """Whatever the unknown days turn out to be, the number of working days in (a, b] is within the promised bounds."""
    world, a, b = case
    (lo_a, hi_a), (lo_b, hi_b) = world.calendar.workday_bounds(a), world.calendar.workday_bounds(b)
    truth = world.count(a, b)

    assert lo_a <= hi_a
    assert lo_b - hi_a <= truth <= hi_b - lo_a


@given(worlds_with_two_days())
def test_narrower_differences_hold_from_the_first_day_on(case: tuple[World, dt.date, dt.date]) -> None:
    """Unless a lies before the epoch, lower minus lower and upper minus upper hold too, and are what ``elapsed`` gives."""
    world, a, b = case
    (lo_a, hi_a), (lo_b, hi_b) = world.calendar.workday_bounds(a), world.calendar.workday_bounds(b)

    if a >= world.calendar.first - DAY:
        assert lo_b - lo_a <= world.count(a, b) <= hi_b - hi_a
        assert (lo_b - lo_a, hi_b - hi_a) == world.calendar.elapsed(a, b)


@given(worlds_with_two_days())
def test_elapsed_is_as_narrow_as_can_be(case: tuple[World, dt.date, dt.date]) -> None:
    """Its bounds are the counts with every unknown day a rest day, and with every unknown day a working day."""
    world, a, b = case
    known = {day: works for day, works in world.truth.items() if world.calendar.first <= day <= world.calendar.horizon}
    least = World(world.calendar, dict.fromkeys(world.truth, False) | known)
    most = World(world.calendar, dict.fromkeys(world.truth, True) | known)

    assert (least.count(a, b), most.count(a, b)) == world.calendar.elapsed(a, b)
    assert (-most.count(a, b), -least.count(a, b)) == world.calendar.elapsed(b, a)


@given(worlds())
def test_bounds_are_exact_where_known_and_widen_by_one_a_day(world: World) -> None:
    """Known days and the epoch have one number, counted from the epoch; each unknown day further out adds one of doubt."""
    first, horizon = world.calendar.first, world.calendar.horizon
    epoch = first - DAY
    total = world.count(epoch, horizon)

    for day in world.truth:
        if day < epoch:
            expected = (-(epoch - day).days, 0)
        elif day <= horizon:
            expected = (world.count(epoch, day), world.count(epoch, day))
        else:
            expected = (total, total + (day - horizon).days)
        assert expected == world.calendar.workday_bounds(day)


@given(worlds_with_two_days())
def test_table_lists_the_bounds_of_every_day(case: tuple[World, dt.date, dt.date]) -> None:
    """The columns hold each day from start to end with its bounds."""
    world, start, end = case
    dates = [day for day in world.truth if start <= day <= end]
    bounds = [world.calendar.workday_bounds(day) for day in dates]

    assert (dates, [lo for lo, _ in bounds], [hi for _, hi in bounds]) == world.calendar.table(start, end)


def test_table_of_no_days_is_empty() -> None:
    """An end before the start gives empty columns."""
    assert ([], [], []) == FORTNIGHT.table(dt.date(2024, 1, 5), dt.date(2024, 1, 4))


def step_by_step(world: World, start: dt.date, n: int) -> Due:
    """Find a due date one day at a time, taking Monday to Friday where the calendar knows nothing."""
    day, provisional = start, False
    while n > 0:
        day += DAY
        known = world.calendar.first <= day <= world.calendar.horizon
        provisional = provisional or not known
        n -= world.truth[day] if known else day.weekday() < 5
    return Due(day, provisional)


@given(worlds(), st.integers(-15, 40), st.integers(0, 30))
def test_due_is_found_by_stepping(world: World, offset: int, n: int) -> None:
    """Before, across, within and after the known days, the due date is the one found by counting day by day."""
    start = world.calendar.first + offset * DAY

    assert step_by_step(world, start, n) == world.calendar.due(start, n)


@given(worlds(), st.lists(st.integers(-MARGIN, 30 + MARGIN)), st.integers(0, 20))
def test_due_dates_keep_the_order_of_the_starts(world: World, offsets: list[int], n: int) -> None:
    """Many starts, repeated or not, are answered in their order."""
    starts = [world.calendar.first + offset * DAY for offset in offsets]
    expected = [step_by_step(world, start, n) for start in starts]

    assert ([due.date for due in expected], [due.provisional for due in expected]) == world.calendar.due_dates(starts, n)


@given(worlds(), st.integers(-MARGIN, 30 + MARGIN), st.integers(0, 30))
def test_due_is_monotone(world: World, offset: int, n: int) -> None:
    """One more working day is a later date, and a later start is never due earlier."""
    start = world.calendar.first + offset * DAY

    assert world.calendar.due(start, n).date < world.calendar.due(start, n + 1).date
    assert world.calendar.due(start, n).date <= world.calendar.due(start + DAY, n).date


@given(worlds(), st.integers(-MARGIN, 30 + MARGIN), st.integers(0, 30))
def test_explain_counts_to_the_due_date(world: World, offset: int, n: int) -> None:
    """The steps are consecutive from start to due, number the working days in turn, and are provisional where unknown."""
    start = world.calendar.first + offset * DAY
    due = step_by_step(world, start, n)
    steps = world.calendar.explain(start, n)

    assert [start + index * DAY for index in range((due.date - start).days + 1)] == [step.day.date for step in steps]
    assert list(range(n + 1)) == [step.number for step in steps if step.number is not None]
    assert [step.day.working for step in steps[1:]] == [step.number is not None for step in steps[1:]]
    assert due.provisional is any(step.day.provisional for step in steps[1:])


@pytest.mark.parametrize(
    ("start", "n", "due", "provisional"),
    [
        pytest.param("2024-01-11", 1, "2024-01-12", False, id="last known working day"),
        pytest.param("2024-01-12", 0, "2024-01-12", False, id="nothing counted"),
        pytest.param("2024-01-12", 1, "2024-01-15", True, id="first day past the horizon"),
        pytest.param("2024-01-12", 6, "2024-01-22", True, id="weekend skipped past the horizon"),
        pytest.param("2024-02-01", 0, "2024-02-01", False, id="nothing counted past the horizon"),
        pytest.param("2023-12-31", 1, "2024-01-02", False, id="all counted days known"),
        pytest.param("2023-12-30", 1, "2024-01-02", True, id="an unknown Sunday on the way"),
        pytest.param("2023-12-21", 2, "2023-12-25", True, id="before the first day"),
        pytest.param("2023-12-28", 1, "2023-12-29", True, id="last weekday before the first day"),
        pytest.param("2023-12-29", 5, "2024-01-06", True, id="from before into the known days"),
    ],
)
def test_due_at_the_edges(start: str, n: int, due: str, provisional: bool) -> None:
    """A due date is provisional exactly when a day after the start is not known."""
    assert Due(dt.date.fromisoformat(due), provisional) == FORTNIGHT.due(dt.date.fromisoformat(start), n)


@pytest.mark.parametrize(("n", "due", "provisional"), [(4, dt.date(2024, 1, 5), False), (5, dt.date(2024, 1, 8), True)])
def test_due_on_the_horizon_is_known(n: int, due: dt.date, provisional: bool) -> None:
    """The horizon itself, when a working day, is a certain due date; the next one is not."""
    assert Due(due, provisional) == calendar("WWWWW").due(dt.date(2024, 1, 1), n)


@pytest.mark.parametrize(
    ("date", "day"),
    [
        (dt.date(2023, 12, 31), Day(dt.date(2023, 12, 31), working=False, reason="周末(按周一至周五暂计)", provisional=True)),
        (dt.date(2024, 1, 1), Day(dt.date(2024, 1, 1), working=False, reason="周末", provisional=False)),
        (dt.date(2024, 1, 14), Day(dt.date(2024, 1, 14), working=False, reason="周末", provisional=False)),
        (dt.date(2024, 1, 15), Day(dt.date(2024, 1, 15), working=True, reason="工作日(按周一至周五暂计)", provisional=True)),
    ],
)
def test_day_at_the_edges(date: dt.date, day: Day) -> None:
    """The first and last known days are known, their neighbours outside are assumed."""
    assert day == FORTNIGHT.day(date)


def test_same_day_reply_past_the_horizon_is_certain() -> None:
    """Nothing is unknown about no days at all: elapsed is exactly 0, far past the horizon too."""
    assert (0, 0) == FORTNIGHT.elapsed(dt.date(2024, 6, 1), dt.date(2024, 6, 1))


def test_negative_number_of_days_is_refused() -> None:
    """Counting backwards is a mistake in a rule or an option, and says so."""
    with pytest.raises(UsageError, match="工作日天数不能为负数:-1"):
        FORTNIGHT.due(dt.date(2024, 1, 2), -1)


@pytest.mark.parametrize("start", [dt.date.max, dt.date(9999, 12, 20)])
def test_end_of_time_is_provisional_not_a_crash(start: dt.date) -> None:
    """A ledger with the year 9999 for 'never' gets the last date there is, provisional."""
    assert Due(dt.date.max, provisional=True) == FORTNIGHT.due(start, 10)
    assert dt.date.max == FORTNIGHT.explain(start, 10)[-1].day.date


def test_beginning_of_time_is_provisional_not_a_crash() -> None:
    """The first of January of the year 1 was a Monday."""
    assert Due(dt.date(1, 1, 8), provisional=True) == FORTNIGHT.due(dt.date.min, 5)


@pytest.mark.parametrize("n", [0, 1])
def test_a_moment_counts_as_its_day(n: int) -> None:
    """A datetime is taken for its date and gives a plain date."""
    due = FORTNIGHT.due(dt.datetime.fromisoformat("2024-01-02T23:59"), n)

    assert dt.date(2024, 1, 2 + n) == due.date
    assert type(due.date) is dt.date
