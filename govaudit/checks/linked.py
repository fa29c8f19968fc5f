"""`linked`: each record has at least, or at most, so many related records that meet a condition."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import Field, model_validator

from govaudit import frames as fr
from govaudit.checks.base import RecordCheck, Site
from govaudit.checks.describe import which
from govaudit.checks.ladder import Case
from govaudit.checks.related import lacking, nameless, related_counts, verify_relation
from govaudit.checks.scope import Scope
from govaudit.messages import text
from govaudit.states import State


class Linked(RecordCheck):
    """Each record has enough related records: every normative document has an interpretation, every decision a hearing.

    Counts the records of another table that point at this one and meet `where`. A related record whose condition or whose link cannot be told, or a
    rejected row of the other
    table, makes a verdict that depends on it undecided; so does a record without a key, for nothing can point at it. A table that was supplied empty
    is a count of zero.

        check: {kind: linked, to: interpretations, where: {interpreter_role: {eq: 起草部门}}, at_least: 1}
    """

    kind: Literal["linked"]
    to: str = Field(description="被清点的表")
    by: str | None = Field(default=None, description="那张表指向本表的关系,只有一个时可省")
    where: dict[str, Any] | None = Field(default=None, description="只数符合条件的记录")
    at_least: int | None = Field(default=None, ge=1)
    at_most: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _some_bound(self) -> Self:
        if self.at_least is None and self.at_most is None:
            object.__setattr__(self, "at_least", 1)
        return self

    def verify(self, site: Site) -> None:
        """The relation exists, and the condition fits the other table."""
        if verify_relation(site, self.to, self.by, "to"):
            site.condition(self.where, "where", table=self.to)

    def _tag(self) -> str:
        import zlib

        return f"linked_{self.to}_{zlib.crc32(self.model_dump_json().encode())}"

    def _counts(self, scope: Scope) -> tuple[fr.Expr, fr.Expr] | None:
        if lacking(scope, self.to, self.by):
            return None
        return related_counts(scope, self.to, self.by, self.where, self._tag())

    def cases(self, scope: Scope) -> list[Case]:
        """Too few even with the doubtful ones, too many even without them, enough, cannot tell."""
        counts = self._counts(scope)
        if counts is None:
            return [Case(State.UNDECIDED, None, lacking(scope, self.to, self.by))]
        n, maybe = counts
        known = {
            "table": scope.context.vocabulary.label(self.to),
            "least": self.at_least,
            "most": self.at_most,
            "scope": which(self.where, Scope(self.to, scope.context)),
        }
        cases = [nameless(scope)]
        doubt = fr.lit(value=False)
        if self.at_least is not None:
            cases.append(Case(State.FAIL, n + maybe < self.at_least, text("linked.few", **known)))
            doubt = doubt | (n < self.at_least)
        if self.at_most is not None:
            cases.append(Case(State.FAIL, n > self.at_most, text("linked.many", **known)))
            doubt = doubt | (n + maybe > self.at_most)
        return [*cases, Case(State.UNDECIDED, doubt, text("linked.maybe", **known)), Case(State.PASS, None, text("linked.pass", **known))]

    def facts(self, scope: Scope) -> dict[str, fr.Expr]:
        """How many there are, and how many are in doubt."""
        counts = self._counts(scope)
        return {} if counts is None else {"n": counts[0], "maybe": counts[1]}
