"""`by_date`: something exists, or is done, by a date."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from govaudit import frames as fr
from govaudit.checks.base import GroupCheck, Site
from govaudit.checks.ladder import Case
from govaudit.checks.scope import Context, Scope
from govaudit.checks.values import AfterIssue, DateValue, Limit, Unit, parse_since
from govaudit.messages import text
from govaudit.states import State

if TYPE_CHECKING:
    import polars as pl


class ByDate(GroupCheck):
    """Enough records exist by a date; with `per: record`, each record's date lies on or before it.

    The date counts whole: done on that day is in time. Records before `since` (default: the start of the notice's period) do not count. `by:
    {after_issue: 20 days}` reckons
    from the notice's date of issue, and is undecided if it has none. A date that had passed when the notice was issued is not judged unless asked.

        check: {kind: by_date, date: publish_date, by: 2021-10-31}
        check: {kind: by_date, date: submitted_date, by: {after_issue: 20 days}, at_least: 1}
    """

    kind: Literal["by_date"]
    per: Literal["office", "unit", "record"] = Field(default="office", description="判断对象:office 全机关,unit 各单位,record 每条记录")  # type: ignore[assignment]
    by: DateValue = Field(description="期限,如 2021-10-31,或 {after_issue: 20 days}")
    since: Annotated[dt.date | Literal["any"] | None, BeforeValidator(parse_since)] = Field(
        default=None, description="从何时起算数,缺省为要点年度之始;any 不限"
    )
    at_least: int = Field(default=1, ge=1)

    @property
    def judges(self) -> Literal["records", "groups", "attestations"]:
        """Records if asked per record, else groups."""
        return "records" if self.per == "record" else "groups"

    def verify(self, site: Site) -> None:
        """The date is a moment; a record-wise check names it."""
        if self.date is not None:
            site.moment(self.date, "date")
        elif self.per == "record":
            site.report(("date",), "per: record 要写 date")
        if self.per == "record" and (self.at_least != 1 or self.since is not None):
            site.report(("per",), "per: record 不能写 at_least 和 since")

    def fields(self) -> list[str]:
        """The date."""
        return [self.date] if self.date else []

    def due(self, context: Context) -> dt.date | None:
        """Return the last day that is in time, None if it runs from an issue that is not printed."""
        by: Any = context.value(self.by)
        if not isinstance(by, AfterIssue):
            return by  # type: ignore[no-any-return]
        limit: Limit = context.value(by.after_issue)
        if context.issued is None:
            return None
        if limit.unit is Unit.WORKDAYS:
            due = context.calendar().due(context.issued, limit.count)
            # Past the calendar's horizon nothing is guessed.
            return None if due.provisional else due.date
        days = limit.count if limit.unit is Unit.DAYS else -(-limit.count // 24)
        return context.issued + dt.timedelta(days=days)

    def window(self, context: Context) -> tuple[dt.date | None, dt.date] | None:
        """From `since` to the due date."""
        due = self.due(context)
        if due is None:
            return None
        if self.since == "any":
            return None, due
        return (self.since or context.period[0]), due

    def no_window(self, context: Context) -> str:
        """The notice prints no date of issue, or the working days to count are not published yet."""
        return text("no_issue") if context.issued is None else text("due_unknown")

    def constants(self, context: Context) -> dict[str, Any]:
        """How many there must be."""
        return {"least": self.at_least}

    @staticmethod
    def group_cases() -> list[Case]:
        """Enough; time is left; too few; cannot tell."""
        n, maybe, over, least = (fr.col(name) for name in ("n", "maybe", "over", "least"))
        return [
            Case(State.PASS, n >= least, text("by_date.pass")),
            Case(State.PENDING, ~over, text("by_date.pending")),
            Case(State.FAIL, n + maybe < least, text("by_date.fail")),
            Case(State.UNDECIDED, None, text("by_date.maybe")),
        ]

    # -- per: record ---------------------------------------------------------------------------------------------------

    def cases(self, scope: Scope) -> list[Case]:
        """Done in time, late, overdue, or time is left."""
        context = scope.context
        due = self.due(context)
        path = str(self.date)
        if due is None:
            return [Case(State.UNDECIDED, None, self.no_window(context))]
        if context.issued is not None and due < context.issued and not context.retroactive:
            return [Case(State.NOT_APPLICABLE, None, text("by_date.before_issue", due=due, issued=context.issued))]
        if not scope.supplied(path):
            return [Case(State.UNDECIDED, None, text("blank"), blanks=(path,))]
        moment, label = scope.moment(path), scope.label(path)
        readable = scope.readable(path)
        unreadable = [] if readable is None else [Case(State.UNDECIDED, ~readable, text("blank"), blanks=(path,))]
        done = ~moment.lo.is_null() & (moment.lo <= fr.lit(context.as_of, fr.DATETIME))
        over = fr.lit(value=context.as_of.date() > due)
        return [
            *unreadable,
            Case(State.PASS, done & (moment.day <= fr.lit(due, fr.DATE)), text("by_date.record_pass", due=due)),
            Case(State.FAIL, done, text("by_date.record_late", due=due, to_label=label)),
            Case(State.FAIL, over, text("by_date.record_overdue", due=due, to_label=label)),
            Case(State.PENDING, None, text("by_date.record_pending", due=due, to_label=label)),
        ]

    def facts(self, scope: Scope) -> dict[str, fr.Expr]:
        """The date judged."""
        if not self.date or not scope.supplied(self.date):
            return {}
        return {"_to": scope.moment(self.date).lo, "_to_hi": scope.moment(self.date).hi}

    def finish(self, findings: pl.DataFrame, scope: Scope) -> pl.DataFrame:
        """Add the due date and by how much it was missed."""
        from govaudit.checks.due import add_fixed_due

        return add_fixed_due(findings, self.due(scope.context), scope.context)
