"""Counting working days: exactly where the notices are known, with bounds and provisional dates where they are not.

A day is *known* from ``first`` to ``horizon``, both included. Outside, two different answers are needed:

* a due date to print: Monday to Friday are assumed to be working days, and the date is marked provisional;
* a verdict that must not be guessed: any unknown day may turn out to be a working day or not, so counts are bounds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from govaudit.errors import UsageError

_ASSUMED = "(按周一至周五暂计)"


@dataclass(frozen=True, slots=True)
class Day:
    """One day: whether it is a working day, why, and whether that is only assumed."""

    date: dt.date
    working: bool
    reason: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class Due:
    """A due date; provisional if a day on the way to it had to be assumed."""

    date: dt.date
    provisional: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One day on the way to a due date; ``number`` is its count, 0 for the start, None for a day that is skipped."""

    day: Day
    number: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """The known days from ``first`` to ``horizon``, where they come from, and how to count with them."""

    first: dt.date
    horizon: dt.date
    source: str
    _counts: tuple[int, ...] = field(repr=False)
    """Working days from ``first`` up to each known day, preceded by the 0 of the day before ``first``."""
    _workdays: tuple[int, ...] = field(repr=False)
    """The known working days as ordinals, ascending."""
    _reasons: Mapping[int, str] = field(repr=False)
    """Why, for the days (as ordinals) that are more than a plain working day or weekend."""

    @classmethod
    def of(cls, first: dt.date, working: Sequence[bool], reasons: Mapping[dt.date, str], source: str) -> Calendar:
        """Make a calendar of consecutive days from ``first``; ``working`` says which of them are working days."""
        start = first.toordinal()
        return cls(
            first=first,
            horizon=dt.date.fromordinal(start + len(working) - 1),
            source=source,
            _counts=(0, *accumulate(map(int, working))),
            _workdays=tuple(start + index for index, works in enumerate(working) if works),
            _reasons={day.toordinal(): reason for day, reason in reasons.items()},
        )

    def day(self, d: dt.date) -> Day:
        """Say whether ``d`` is a working day and why; outside the known days Monday to Friday are assumed."""
        return self._day(d.toordinal())

    def workday_bounds(self, d: dt.date) -> tuple[int, int]:
        """Bound the number N(d) of working days in (epoch, d]; the epoch is the day before ``first``.

        For known days and the epoch both bounds are N(d). Past the horizon every day may turn out to be a working day or not:
        the lower bound stays, the upper grows by one a day. Before the epoch N(d) is minus the number in (d, epoch], which may be
        anything from 0 to all of those days. Hence, for any a <= b, the true number of working days in (a, b] lies in

            [lo(b) - hi(a), hi(b) - lo(a)]

        When a is not before the epoch, the narrower [lo(b) - lo(a), hi(b) - hi(a)] holds as well, and no bound is better:
        the unknown days up to a are taken off on both sides. ``elapsed`` gives the narrowest bounds for any a and b.
        """
        epoch, horizon, ordinal = self.first.toordinal() - 1, self.horizon.toordinal(), d.toordinal()
        if ordinal < epoch:
            return ordinal - epoch, 0
        known = self._counts[min(ordinal, horizon) - epoch]
        return known, known + max(0, ordinal - horizon)

    def table(self, start: dt.date, end: dt.date) -> tuple[list[dt.date], list[int], list[int]]:
        """Give ``workday_bounds`` of every day from ``start`` to ``end`` as columns: dates, lower bounds, upper bounds."""
        epoch, horizon = self.first.toordinal() - 1, self.horizon.toordinal()
        low, stop = start.toordinal(), end.toordinal() + 1
        before = range(low, min(stop, epoch))
        known = self._counts[max(low - epoch, 0) : max(min(stop, horizon + 1) - epoch, 0)]
        after = range(max(low, horizon + 1), stop)
        total = self._counts[-1]
        return (
            [dt.date.fromordinal(ordinal) for ordinal in range(low, stop)],
            [*(ordinal - epoch for ordinal in before), *known, *(total for _ in after)],
            [*(0 for _ in before), *known, *(total + ordinal - horizon for ordinal in after)],
        )

    def due(self, start: dt.date, n: int) -> Due:
        """Find the n-th working day after ``start``: the start is day 0, whatever day it is, and n = 0 gives the start itself.

        Provisional if any day after the start up to the due date lies outside the known days. A date beyond the end of Python's
        calendar is given as its last day, provisional.
        """
        if n < 0:
            raise UsageError(f"工作日天数不能为负数:{n}")
        ordinal = start.toordinal()
        if n == 0:
            return Due(dt.date.fromordinal(ordinal), provisional=False)
        found = self._nth(self._number(ordinal) + n)
        return Due(
            dt.date.fromordinal(min(found, dt.date.max.toordinal())),
            provisional=ordinal + 1 < self.first.toordinal() or found > self.horizon.toordinal(),
        )

    def due_dates(self, starts: Sequence[dt.date], n: int) -> tuple[list[dt.date], list[bool]]:
        """Find ``due`` for many starts, as columns: dates, provisional. Each distinct start is worked out once."""
        dues = {start: self.due(start, n) for start in set(starts)}
        dates = {start: due.date for start, due in dues.items()}
        provisional = {start: due.provisional for start, due in dues.items()}
        return [dates[start] for start in starts], [provisional[start] for start in starts]

    def next_workday(self, d: dt.date) -> Due:
        """Find the first working day after ``d``, which is never ``d`` itself."""
        return self.due(d, 1)

    def elapsed(self, start: dt.date, end: dt.date) -> tuple[int, int]:
        """Bound the working days after ``start`` up to and including ``end``, as narrowly as the known days allow.

        Both bounds are equal when all those days are known. With ``end`` before ``start`` the count is negative: minus the
        working days after ``end`` up to and including ``start``.
        """
        a, b = start.toordinal(), end.toordinal()
        if b < a:
            low, high = self.elapsed(end, start)
            return -high, -low
        epoch, horizon = self.first.toordinal() - 1, self.horizon.toordinal()
        a_known, b_known = (min(max(ordinal, epoch), horizon) for ordinal in (a, b))
        count = self._counts[b_known - epoch] - self._counts[a_known - epoch]
        unknown = (b - a) - (b_known - a_known)
        return count, count + unknown

    def explain(self, start: dt.date, n: int) -> list[Step]:
        """List every day from ``start`` to its n-th working day, numbered if counted."""
        low, high = start.toordinal(), self.due(start, n).date.toordinal()
        steps = [Step(self._day(low), 0)]
        number = 0
        for ordinal in range(low + 1, high + 1):
            day = self._day(ordinal)
            number += day.working
            steps.append(Step(day, number if day.working else None))
        return steps

    def _day(self, ordinal: int) -> Day:
        date = dt.date.fromordinal(ordinal)
        plain = _is_weekday(ordinal)
        if not self.first <= date <= self.horizon:
            return Day(date, plain, ("工作日" if plain else "周末") + _ASSUMED, provisional=True)
        index = ordinal - self.first.toordinal()
        working = self._counts[index + 1] > self._counts[index]
        return Day(date, working, self._reasons.get(ordinal, "工作日" if working else "周末"), provisional=False)

    def _number(self, ordinal: int) -> int:
        """Count the working days from the epoch to a day, assuming Monday to Friday where unknown; negative before the epoch."""
        epoch, horizon = self.first.toordinal() - 1, self.horizon.toordinal()
        if ordinal < epoch:
            return _weekdays(ordinal) - _weekdays(epoch)
        if ordinal > horizon:
            return self._counts[-1] + _weekdays(ordinal) - _weekdays(horizon)
        return self._counts[ordinal - epoch]

    def _nth(self, number: int) -> int:
        """Find the working day with this ``_number``: the first one that has it."""
        if number <= 0:
            return _nth_weekday(_weekdays(self.first.toordinal() - 1) + number)
        if number <= len(self._workdays):
            return self._workdays[number - 1]
        return _nth_weekday(_weekdays(self.horizon.toordinal()) + number - len(self._workdays))


def _is_weekday(ordinal: int) -> bool:
    return (ordinal - 1) % 7 < 5  # ordinal 1, the first of January of the year 1, is a Monday


def _weekdays(ordinal: int) -> int:
    """Count the days from Monday to Friday among the ordinals 1 to ``ordinal``."""
    weeks, rest = divmod(ordinal, 7)
    return weeks * 5 + min(rest, 5)


def _nth_weekday(number: int) -> int:
    """Find the ordinal of a day from Monday to Friday by its ``_weekdays``."""
    weeks, rest = divmod(number - 1, 5)
    return weeks * 7 + rest + 1
