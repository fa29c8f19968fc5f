"""`deadline`: B happens within N hours, days or working days of A."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pydantic import ConfigDict, Field

from govaudit import frames as fr
from govaudit.checks.base import RecordCheck, Site
from govaudit.checks.ladder import Case
from govaudit.checks.related import First, first_moment, lacking, nameless
from govaudit.checks.scope import Moment, Scope
from govaudit.checks.values import Limit, LimitValue, Unit
from govaudit.messages import text
from govaudit.states import State

if TYPE_CHECKING:
    import polars as pl

MINUTE = "1m"
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


class Deadline(RecordCheck):
    """The second moment comes at most so long after the first.

    Day 0 is the day of the first moment; day N is in time, day N+1 late. Working days are the State Council's, make-up weekends included. Hours run
    through nights and
    holidays, to the minute. A blank second moment means not done yet: pending while there is time, else a failure. A moment after the as-of date has
    not happened yet. A second
    moment before the first is undecided, unless `early: allowed`.

        check: {kind: deadline, from: received_at, to: replied_at, within: 10 workdays}
        check: {kind: deadline, from: publish_date, to: {first: interpretations.publish_date}, within: 5 workdays, early: allowed}
    """

    model_config = ConfigDict(populate_by_name=True)

    kind: Literal["deadline"]
    start: str = Field(alias="from", description="起点字段")
    end: str | First = Field(alias="to", description="终点字段,或指向本记录的记录中最早的一个时间")
    within: LimitValue = Field(description="期限,如 10 workdays、20 days、24 hours")
    early: Literal["undecided", "allowed"] = Field(default="undecided", description="终点早于起点时:无法判定,或允许")

    def verify(self, site: Site) -> None:
        """Both ends are moments; a related one is reached by a relation."""
        site.moment(self.start, "from")
        if isinstance(self.end, str):
            site.moment(self.end, "to")
        else:
            self.end.verify(site, "to")

    def fields(self) -> list[str]:
        """The end first: it is what a finding points at."""
        return [self.end, self.start] if isinstance(self.end, str) else [self.start]

    def cases(self, scope: Scope) -> list[Case]:
        """From unknown; not done; too early; in time; late; cannot tell."""
        limit: Limit = scope.context.value(self.within)
        if not scope.supplied(self.start):
            return [Case(State.UNDECIDED, None, text("blank"), blanks=(self.start,))]
        start = scope.moment(self.start)
        end = self._end(scope)
        if end is None:
            return [self._no_end(scope)]
        return self._ladder(limit, _span(start, end, limit.unit, scope), start, end, scope)

    def _ladder(self, limit: Limit, span: _Span, start: Moment, end: _End, scope: Scope) -> list[Case]:
        in_time, late = span.longest <= span.of(limit), span.shortest > span.of(limit)
        unclear = "deadline.precision" if limit.unit is Unit.HOURS else "deadline.calendar"
        unclear_now = "deadline.as_of" if limit.unit is Unit.HOURS else "deadline.calendar"
        target = tuple(self.fields()[:1])
        cases = [Case(State.UNDECIDED, start.lo.is_null(), text("blank"), blanks=(self.start,))]
        if isinstance(self.end, First):
            cases.append(nameless(scope))
        if end.readable is not None:
            cases.append(Case(State.UNDECIDED, ~end.readable, text("blank"), blanks=target))
        if self.early == "undecided":
            cases.append(Case(State.UNDECIDED, span.early, text("deadline.early")))
        cases.append(Case(State.PASS, span.done & in_time, text("deadline.pass", limit=limit.told)))
        cases.append(Case(State.PENDING, in_time, text("deadline.pending")))
        if end.maybe is not None:
            cases.append(Case(State.UNDECIDED, end.maybe > 0, text("deadline.maybe")))
        return [
            *cases,
            Case(State.FAIL, span.done & late, text("deadline.late", limit=limit.told)),
            Case(State.FAIL, late, text("deadline.not_done_overdue", limit=limit.told)),
            Case(State.UNDECIDED, span.done, text(unclear, limit=limit.told)),
            Case(State.UNDECIDED, None, text(unclear_now, limit=limit.told)),
        ]

    def _end(self, scope: Scope) -> _End | None:
        as_of = scope.context.as_of
        if isinstance(self.end, First):
            found = first_moment(self.end, scope)
            if found is None:
                return None
            moment, maybe = found
            return _End(moment, ~moment.lo.is_null(), maybe, None)
        if not scope.supplied(self.end):
            return None
        moment = scope.moment(self.end)
        return _End(moment, ~moment.lo.is_null() & (moment.lo <= fr.lit(as_of, fr.DATETIME)), None, scope.readable(self.end))

    def _no_end(self, scope: Scope) -> Case:
        if isinstance(self.end, First):
            return Case(State.UNDECIDED, None, lacking(scope, self.end.table, self.end.by, self.end.field))
        return Case(State.UNDECIDED, None, text("blank"), blanks=(self.end,))

    def facts(self, scope: Scope) -> dict[str, fr.Expr]:
        """The moments judged, and whether they came with a time of day."""
        start = scope.moment(self.start) if scope.supplied(self.start) else None
        end = self._end(scope)
        found: dict[str, fr.Expr] = {}
        if start is not None:
            found |= {"_from": start.lo, "_from_hi": start.hi}
        if end is not None:
            found |= {"_to": end.moment.lo, "_to_hi": end.moment.hi}
            if end.maybe is not None:
                found["maybe"] = end.maybe
        return found

    def finish(self, findings: pl.DataFrame, scope: Scope) -> pl.DataFrame:
        """Add the printed limit, due date, elapsed and overdue time."""
        from govaudit.checks.due import add_due

        to_label = scope.label(self.end) if isinstance(self.end, str) else self.end.label(scope)
        return add_due(findings, scope.context.value(self.within), scope.context, from_label=scope.label(self.start), to_label=to_label)


@dataclass(frozen=True)
class _End:
    moment: Moment
    done: fr.Expr
    maybe: fr.Expr | None
    readable: fr.Expr | None


@dataclass(frozen=True)
class _Span:
    """The time from the start to the end, or to the as-of moment if the end has not happened: the shortest and the longest it can be."""

    unit: Unit
    done: fr.Expr
    early: fr.Expr
    shortest: fr.Expr
    longest: fr.Expr

    def of(self, limit: Limit) -> int | dt.timedelta:
        """Return a limit as it is compared with the span."""
        if self.unit is Unit.WORKDAYS:
            return limit.count
        return limit.count * (DAY if self.unit is Unit.DAYS else HOUR)


def _span(start: Moment, end: _End, unit: Unit, scope: Scope) -> _Span:
    """Compute a span once for all rules of the table that ask for it."""
    key = f"{start.name}:{end.moment.name}:{scope.context.as_of}"
    done = scope.keep(f"done:{key}", lambda: end.done)
    early = scope.keep(f"early:{key}", lambda: end.done & (end.moment.hi < start.lo))
    if unit is Unit.WORKDAYS:
        # The joins must be known before the columns that use them are computed.
        bounds = _workdays(start, end, scope)
    else:
        bounds = _days(start, end, scope) if unit is Unit.DAYS else _hours(start, end, scope)
    shortest = scope.keep(f"shortest:{unit}:{key}", lambda: bounds[0])
    longest = scope.keep(f"longest:{unit}:{key}", lambda: bounds[1])
    return _Span(unit, done, early, shortest, longest)


def _workdays(start: Moment, end: _End, scope: Scope) -> tuple[fr.Expr, fr.Expr]:
    start_lo, start_hi = scope.workdays(start)
    end_lo, end_hi = scope.workdays(end.moment)
    now_lo, now_hi = scope.context.calendar().workday_bounds(scope.context.as_of.date())
    # Subtracting like from like gives the narrowest bounds: Calendar.workday_bounds.
    lo = fr.when(end.done).then(end_lo).otherwise(fr.lit(now_lo, fr.INT32)) - start_lo
    hi = fr.when(end.done).then(end_hi).otherwise(fr.lit(now_hi, fr.INT32)) - start_hi
    # Before the start the bounds change places.
    return fr.min_horizontal(lo, hi), fr.max_horizontal(lo, hi)


def _days(start: Moment, end: _End, scope: Scope) -> tuple[fr.Expr, fr.Expr]:
    today = fr.lit(dt.datetime.combine(scope.context.as_of.date(), dt.time()), fr.DATETIME)
    days = fr.when(end.done).then(_midnight(end.moment.day)).otherwise(today) - _midnight(start.day)
    return days, days


def _hours(start: Moment, end: _End, scope: Scope) -> tuple[fr.Expr, fr.Expr]:
    now = fr.lit(scope.context.as_of.replace(second=0, microsecond=0), fr.DATETIME)
    lo = fr.when(end.done).then(_minute(end.moment.lo)).otherwise(now) - _minute(start.hi)
    hi = fr.when(end.done).then(_minute(end.moment.hi)).otherwise(now) - _minute(start.lo)
    return lo, hi


def _midnight(day: fr.Expr) -> fr.Expr:
    return day.cast(fr.DATETIME)


def _minute(instant: fr.Expr) -> fr.Expr:
    return instant.truncate(MINUTE)
