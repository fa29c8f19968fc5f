"""`count`: so many records per unit and period."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import Field, model_validator

from govaudit import frames as fr
from govaudit.checks.base import Every, GroupCheck, Site, Tally
from govaudit.checks.ladder import Case
from govaudit.checks.scope import Context, Scope
from govaudit.messages import text
from govaudit.states import State


class Count(GroupCheck):
    """At least, or at most, so many records in every slice of the period: two trainings a year, one report a quarter.

    Records whose date, unit or condition is unknown might count: a verdict that depends on them is undecided. With `distinct`, different values of a
    field are counted instead of
    records. A slice that is not over is pending until the number is reached.

        check: {kind: count, at_least: 2}
        check: {kind: count, at_least: 1, every: quarter, per: unit}
    """

    kind: Literal["count"]
    at_least: int | None = Field(default=None, ge=1)
    at_most: int | None = Field(default=None, ge=0)
    every: Every = Field(default=Every.YEAR, description="逐年、半年、季度或月判断")
    distinct: str | None = Field(default=None, description="按此字段的不同取值计数")

    @model_validator(mode="after")
    def _some_bound(self) -> Self:
        if self.at_least is None and self.at_most is None:
            raise ValueError("要写 at_least 或 at_most")
        return self

    @property
    def slices(self) -> Every | None:
        """As asked."""
        return self.every

    def verify(self, site: Site) -> None:
        """The date is a moment, the distinct field exists."""
        if self.date is not None:
            site.moment(self.date, "date")
        if self.distinct is not None:
            site.field(self.distinct, "distinct")

    def fields(self) -> list[str]:
        """Date and distinct field."""
        return [name for name in (self.date, self.distinct) if name]

    def tally(self, scope: Scope, where: fr.Expr) -> Tally:
        """Records in scope, told apart by the distinct field if there is one."""
        if self.distinct is None:
            return Tally(where, where.is_null())
        value = scope.value(self.distinct)
        if value is None:
            return Tally(fr.lit(value=False), where | where.is_null())
        known = ~value.is_null()
        return Tally(where & known, where.is_null() | (where & ~known), distinct=self.distinct)

    def constants(self, context: Context) -> dict[str, Any]:
        """The bounds, and what is counted: occasions, or different values."""
        return {"least": self.at_least, "most": self.at_most, "measure": text("count.times" if self.distinct is None else "count.items")}

    @staticmethod
    def group_cases() -> list[Case]:
        """Too many; too few; enough; cannot tell; the slice is still open. A bound that is not set is null and holds nothing."""
        n, maybe, over, least, most = (fr.col(name) for name in ("n", "maybe", "over", "least", "most"))
        return [
            Case(State.FAIL, n > most, text("count.many")),
            Case(State.FAIL, (n + maybe < least) & over, text("count.few")),
            Case(State.PENDING, (n < least) & ~over, text("count.pending")),
            Case(State.UNDECIDED, n < least, text("count.maybe")),
            Case(State.PENDING, ~most.is_null() & ~over, text("count.open")),
            Case(State.UNDECIDED, n + maybe > most, text("count.maybe")),
            Case(State.PASS, None, text("count.pass")),
        ]
