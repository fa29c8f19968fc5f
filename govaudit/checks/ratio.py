"""`ratio`: a share reaches, or does not exceed, a threshold; compared exactly, never rounded first."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from govaudit import frames as fr
from govaudit.checks.base import Every, GroupCheck, Site, Tally
from govaudit.checks.ladder import Case
from govaudit.checks.scope import Context, Scope
from govaudit.checks.truth import kept_truth
from govaudit.checks.values import PercentValue, print_percent
from govaudit.messages import text
from govaudit.states import State


class Ratio(GroupCheck):
    """A share of records (`of`), or of one sum in another (`part`, `whole`), per period.

    Records that cannot be told are taken once as all meeting the condition and once as none: only a verdict that stands both ways is given. Before
    the period is over it is
    pending, with the share so far. No record in scope: not applicable.

        check: {kind: ratio, of: {forms: {contains_any: [图示图解, 短视频]}}, at_least: 60%}
        check: {kind: ratio, part: materials_after, whole: materials_before, at_most: 40%}
    """

    kind: Literal["ratio"]
    of: dict[str, Any] | None = Field(default=None, description="计入分子的条件")
    part: str | None = Field(default=None, description="分子:该字段之和")
    whole: str | None = Field(default=None, description="分母:该字段之和")
    at_least: PercentValue | None = None
    at_most: PercentValue | None = None
    every: Every = Field(default=Every.YEAR, description="逐年、半年、季度或月判断")

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("at_least 和 at_most 写其中一个")
        sums = (self.part is not None, self.whole is not None)
        if (self.of is not None and any(sums)) or (self.of is None and not all(sums)):
            raise ValueError("写 of,或者写 part 和 whole")
        return self

    @property
    def slices(self) -> Every | None:
        """As asked."""
        return self.every

    def verify(self, site: Site) -> None:
        """The condition fits; the summed fields are numbers."""
        site.condition(self.of, "of")
        if self.date is not None:
            site.moment(self.date, "date")
        for name in ("part", "whole"):
            path = getattr(self, name)
            spec = site.field(path, name) if path else None
            if spec is not None and not spec.type.is_number:
                site.report((name,), f"{path} 是 {spec.type},这里要数字字段")

    def tally(self, scope: Scope, where: fr.Expr) -> Tally:
        """Records that meet the condition, all decided records, and those in doubt; or the two sums."""
        if self.of is not None:
            of, _ = kept_truth(self.of, scope)
            # A record surely out of scope, or one that is in scope and decided, is not in doubt.
            doubt = fr.when(where).then(of.is_null()).otherwise(where.is_null())
            return Tally(where & ~of.is_null(), doubt, part=where & of, cited=where & (of if self.at_least is None else ~of))
        part, whole = scope.value(str(self.part)), scope.value(str(self.whole))
        if part is None or whole is None:
            return Tally(fr.lit(value=False), where | where.is_null())
        known = where & ~part.is_null() & ~whole.is_null()
        doubt = where.is_null() | (where & (part.is_null() | whole.is_null()))
        return Tally(known, doubt, part=fr.when(known).then(part), whole=fr.when(known).then(whole))

    def constants(self, context: Context) -> dict[str, Any]:
        """The threshold as an exact fraction, in which direction, and whether records or sums are compared."""
        least = self.at_least is not None
        share: Fraction = context.value(self.at_least if least else self.at_most)
        shown = print_percent(share)
        return {
            "top": share.numerator,
            "bottom": share.denominator,
            "is_least": least,
            "of_sums": self.of is None,
            "limit": shown,
            "threshold": ("不低于 " if least else "不高于 ") + shown,
        }

    @staticmethod
    def group_cases() -> list[Case]:
        """Still open; empty; surely reached; surely not; cannot tell."""
        part, n, maybe, over = (fr.col(name) for name in ("part", "n", "maybe", "over"))
        top, bottom, is_least, of_sums = (fr.col(name) for name in ("top", "bottom", "is_least", "of_sums"))
        # Sums of decimals are taken as whole numbers of millionths, so that 0.1 + 0.2 is 0.3 whatever the order of adding up.
        part = fr.when(of_sums).then((part * 1_000_000).round(0)).otherwise(part)
        whole = fr.when(of_sums).then((fr.col("whole") * 1_000_000).round(0)).otherwise(n.cast(fr.FLOAT64))
        # Compared as part x bottom with whole x top: exact, for all are whole numbers well below 2^53.
        # Records in doubt are taken once as all meeting the condition and once as none; in sums nothing is known of them.
        bound = (whole + maybe) * top
        low, high = part * bottom, (part + maybe) * bottom
        sure = ~of_sums | (maybe == 0)
        reached = sure & ((is_least & (low >= bound)) | (~is_least & (high <= bound)))
        missed = sure & ((is_least & (high < bound)) | (~is_least & (low > bound)))
        return [
            Case(State.PENDING, ~over, text("ratio.pending")),
            Case(State.NOT_APPLICABLE, (whole == 0) & (maybe == 0), text("ratio.empty")),
            Case(State.PASS, reached, text("ratio.pass")),
            Case(State.FAIL, missed & is_least, text("ratio.low")),
            Case(State.FAIL, missed, text("ratio.high")),
            Case(State.UNDECIDED, None, text("ratio.maybe")),
        ]
