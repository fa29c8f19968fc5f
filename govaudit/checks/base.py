"""What a check kind is: Pydantic parameters, what they mean for the vocabulary, and a ladder of cases.

A kind that judges records gives its ladder over the table itself; a kind that judges the office, units or periods says which records count (a
`Tally`), and gives
its ladder over the subjects joined with what was counted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from govaudit import frames as fr
from govaudit.checks.condition import Condition, Report, parse, resolve_path
from govaudit.checks.scope import Context, Scope
from govaudit.messages import text
from govaudit.vocabulary.model import FieldSpec, Vocabulary

if TYPE_CHECKING:
    import polars as pl

    from govaudit.checks.ladder import Case


class Every(StrEnum):
    """The slices of the period that a check judges one by one."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"


Per = Literal["office", "unit"]


@dataclass(frozen=True)
class Site:
    """Where a check stands: its table, its own condition on the records, and the rule's clauses; faults go to `report`."""

    table: str
    vocabulary: Vocabulary
    report: Report
    clauses: tuple[str, ...] = ()

    def field(self, path: str, *loc: str | int) -> FieldSpec | None:
        """Look a field up; report it if the vocabulary does not have it."""
        found = resolve_path(path, self.table, self.vocabulary)
        if isinstance(found, str):
            self.report(loc, found)
            return None
        return found

    def moment(self, path: str, *loc: str | int) -> None:
        """Report a field that is not there or is neither date nor datetime."""
        found = self.field(path, *loc)
        if found is not None and not found.type.is_moment:
            self.report(loc, f"{path} 是 {found.type},这里要 date 或 datetime 字段")

    def condition(self, raw: Any, *loc: str | int, table: str | None = None) -> Condition | None:
        """Parse a condition; report what is wrong with it."""
        if raw is None:
            return None
        return parse(raw, table or self.table, self.vocabulary, self.report, loc)


class Check(BaseModel):
    """Base of all kinds; the class docstring is the kind's manual."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str

    @property
    def judges(self) -> Literal["records", "groups", "attestations"]:
        """What the kind judges: the records of the rule's table, groups of them, or the clauses' attestations."""
        raise NotImplementedError

    def verify(self, site: Site) -> None:
        """Hold the parameters against the vocabulary; every fault goes to `site.report`."""

    def fields(self) -> list[str]:
        """Return the fields of the rule's table that the check reads, the one that a finding points at first."""
        return []


class RecordCheck(Check):
    """A kind that judges each record."""

    @property
    def judges(self) -> Literal["records", "groups", "attestations"]:
        """Records."""
        return "records"

    def cases(self, scope: Scope) -> list[Case]:
        """Return the ladder over the table's rows."""
        raise NotImplementedError

    def facts(self, scope: Scope) -> dict[str, fr.Expr]:
        """Return computed columns that the printed reasons and the evidence name, beside the fields."""
        return {}

    def finish(self, findings: pl.DataFrame, scope: Scope) -> pl.DataFrame:
        """Add `due` (date or datetime), `provisional` (bool) and what else the reasons name to the rows that became findings."""
        return findings


@dataclass(frozen=True)
class Tally:
    """Which records a group check counts, and how they are told apart.

    `n` is the condition on the table's rows that count; `maybe` holds for rows that might (something about them is unknown); `cited`, of the rows that
    count, for those that explain a violation (by default all). `part` and `whole` are added up over the rows of `n`, for shares. Counting is done per
    unit, per value of the fields `by` and `distinct`, and per day.
    """

    n: fr.Expr
    maybe: fr.Expr
    part: fr.Expr | None = None
    whole: fr.Expr | None = None
    by: str | None = None
    distinct: str | None = None
    cited: fr.Expr | None = None

    def flags(self) -> dict[str, fr.Expr]:
        """Return what is computed per row, by name."""
        known = {"n": self.n, "maybe": self.maybe, "part": self.part, "whole": self.whole}
        return {name: value for name, value in known.items() if value is not None}


class GroupCheck(Check):
    """A kind that judges the office, its units, or periods, by the records that count for them."""

    per: Per = Field(default="office", description="判断对象:office 全机关,unit 各单位")
    date: str | None = Field(default=None, description="决定记录归入哪一期的日期字段,缺省为表的 event")

    @property
    def judges(self) -> Literal["records", "groups", "attestations"]:
        """Groups of records."""
        return "groups"

    @property
    def slices(self) -> Every | None:
        """How the window is cut; None leaves it whole."""
        return None

    def window(self, context: Context) -> tuple[dt.date | None, dt.date] | None:
        """Return the first (None: any) and last day that count; None when that cannot be told (no date of issue)."""
        return context.period

    def no_window(self, context: Context) -> str:
        """Return why the window cannot be told."""
        return text("no_issue")

    def tally(self, scope: Scope, where: fr.Expr) -> Tally:
        """Return what to count, given the truth of the rule's own `where`."""
        return Tally(where, where.is_null())

    def constants(self, context: Context) -> dict[str, Any]:
        """Return the check's own figures, as the ladder and its reasons name them."""
        return {}

    @staticmethod
    def group_cases() -> list[Case]:
        """Return the ladder of the kind over the subjects; columns: `n`, `maybe`, `part`, `whole`, `over`, `zero` and the constants."""
        raise NotImplementedError

    def categories(self) -> Sequence[Category]:
        """Return the categories that are subjects of their own, if any."""
        return ()


class Category(BaseModel):
    """A named category of information that must have been published, and the clause that says so."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1)
    clause: str
    any_of: list[str] = Field(default=[], description="同一类别的其他名称")

    @property
    def names(self) -> tuple[str, ...]:
        """All names under which the category may stand in a ledger."""
        return (self.name, *self.any_of)
