"""`sequence`: moments come in order, or together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from govaudit import frames as fr
from govaudit.checks.base import RecordCheck, Site
from govaudit.checks.ladder import Case
from govaudit.checks.scope import Moment, Scope
from govaudit.checks.shown import told
from govaudit.messages import text
from govaudit.states import State
from govaudit.vocabulary.model import FieldType

if TYPE_CHECKING:
    import polars as pl


class Sequence(RecordCheck):
    """The moments are in the order given: reviewed, then published; or all on one day (`together`).

    Two fields of type `date` are compared as days, and the same day is in order. Where a datetime without its time of day leaves the order open, the
    state is undecided; a blank
    step likewise. `strict` asks that each step comes truly after the one before.

        check: {kind: sequence, steps: [review_date, publish_date]}
        check: {kind: sequence, steps: [document.signoff_date, signoff_date], together: true}
    """

    kind: Literal["sequence"]
    steps: list[str] = Field(min_length=2)
    together: bool = Field(default=False, description="应在同一天")
    strict: bool = Field(default=False, description="后一步应晚于前一步,不能同时")

    def verify(self, site: Site) -> None:
        """All steps are moments."""
        for number, step in enumerate(self.steps):
            site.moment(step, "steps", number)

    def fields(self) -> list[str]:
        """The last step first: it is what a finding points at."""
        return list(reversed(self.steps))

    def cases(self, scope: Scope) -> list[Case]:
        """A step unknown; surely out of order; surely in order; cannot tell."""
        absent = tuple(step for step in self.steps if not scope.supplied(step))
        if absent:
            return [Case(State.UNDECIDED, None, text("blank"), blanks=absent)]
        moments = [scope.moment(step) for step in self.steps]
        wrong = fr.lit(value=False)
        right = fr.lit(value=True)
        for first, second in zip(self.steps, self.steps[1:], strict=False):
            surely_wrong, surely_right = self._pair(scope, first, second)
            wrong = wrong | surely_wrong
            right = right & surely_right
        blank = fr.lit(value=False)
        for moment in moments:
            blank = blank | moment.lo.is_null()
        return [
            Case(State.FAIL, wrong, text("sequence.apart" if self.together else "sequence.fail", order=" → ".join(scope.label(step) for step in self.steps))),
            Case(State.UNDECIDED, blank, text("blank"), blanks=tuple(self.steps)),
            Case(State.PASS, right, text("sequence.pass")),
            Case(State.UNDECIDED, None, text("sequence.precision")),
        ]

    def finish(self, findings: pl.DataFrame, scope: Scope) -> pl.DataFrame:
        """Add the steps with their moments."""
        return findings.with_columns(told(scope, self.steps).alias("values"))

    def _pair(self, scope: Scope, first: str, second: str) -> tuple[fr.Expr, fr.Expr]:
        a, b = scope.moment(first), scope.moment(second)
        days = FieldType.DATE in (scope.field(first).type, scope.field(second).type)
        if self.together:
            return a.day != b.day, a.day == b.day
        if days:
            return (a.day >= b.day, a.day < b.day) if self.strict else (a.day > b.day, a.day <= b.day)
        return self._instants(a, b)

    def _instants(self, a: Moment, b: Moment) -> tuple[fr.Expr, fr.Expr]:
        if self.strict:
            return a.lo >= b.hi, a.hi < b.lo
        return a.lo > b.hi, a.hi <= b.lo
