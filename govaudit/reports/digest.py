"""An audit drawn together for people: what is violated by whom, what falls due next, what would settle what is open."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from govaudit.messages import pieces, short, text
from govaudit.reports.rows import evidence_of, label_of
from govaudit.reports.wording import listed, say
from govaudit.states import Severity, State

if TYPE_CHECKING:
    import polars as pl

    from govaudit.results import Audit, RuleResult


@dataclass(frozen=True, slots=True)
class Example:
    """One finding as an example: which record, under which title, and what is wrong with it."""

    record: str
    title: str
    message: str


@dataclass(frozen=True, slots=True)
class Violation:
    """The violations of one rule by one unit: how many, of which clauses, due when at the earliest, how late, and the worst of them."""

    rule: RuleResult
    number: int
    clauses: tuple[str, ...]
    due: str | None
    overdue: str | None
    worst: Example


@dataclass(frozen=True, slots=True)
class UnitViolations:
    """The violations of one unit (None: the findings name none), the gravest and most numerous rules first."""

    unit: str | None
    violations: tuple[Violation, ...]

    def number(self, severity: Severity) -> int:
        """How many violations of a severity the unit has."""
        return sum(one.number for one in self.violations if one.rule.severity is severity)


@dataclass(frozen=True, slots=True)
class Due:
    """The subjects of one rule whose deadline is the same day still ahead: how many, and the first of them."""

    rule: RuleResult
    number: int
    unit: str | None
    due: str | None
    provisional: bool
    first: Example


@dataclass(frozen=True, slots=True)
class Settle:
    """What would settle undecided subjects: the kind of thing that is missing, which one, and for how many rules and subjects."""

    kind: str
    what: str
    rules: int
    subjects: int


def with_state(rule: RuleResult, state: State) -> pl.DataFrame:
    """Return the rule's findings in one state; ask only for one that the rule counts, for this makes them."""
    import polars as pl

    return rule.findings.filter(pl.col("state") == str(state))


def violations(audit: Audit) -> list[UnitViolations]:
    """Return the violations by unit, the units with the gravest and most first."""
    units: dict[str | None, list[Violation]] = {}
    for rule in audit.rules:
        if rule.counts.get(State.FAIL):
            for unit, violation in _by_unit(rule):
                units.setdefault(unit, []).append(violation)
    grave = list(Severity)
    for found in units.values():
        found.sort(key=lambda one: (grave.index(one.rule.severity), -one.number))
    grouped = [UnitViolations(unit, tuple(found)) for unit, found in units.items()]
    return sorted(grouped, key=lambda one: (one.unit is None, *(-one.number(severity) for severity in grave), one.unit or ""))


def _by_unit(rule: RuleResult) -> Iterator[tuple[str | None, Violation]]:
    import polars as pl

    late = _amount(pl.col("overdue"))
    grouped = (
        with_state(rule, State.FAIL)
        .group_by("unit", maintain_order=True)
        .agg(
            pl.len().alias("number"),
            pl.col("due").min(),
            pl.col("clause").unique(maintain_order=True),
            pl.col("overdue", "record", "message", "evidence").sort_by(late, descending=True, nulls_last=True, maintain_order=True).first(),
        )
    )
    for row in grouped.iter_rows(named=True):
        worst = example(row["record"], row["evidence"], row["message"])
        yield row["unit"], Violation(rule, row["number"], tuple(row["clause"]), row["due"], row["overdue"], worst)


def _amount(overdue: pl.Expr) -> pl.Expr:
    """Return a printed length of time (`31 个工作日`, `5 小时 3 分`) as a number that orders those of one rule."""
    import polars as pl

    first = overdue.str.extract(r"^(\d+)").cast(pl.Int64, strict=False)
    minutes = overdue.str.extract(r"^\d+\D+(\d+)").cast(pl.Int64, strict=False).fill_null(0)
    return first * 60 + minutes


def example(record: str, evidence: str | None, message: str | None) -> Example:
    """Return a finding as an example; the office as a whole is called by its word."""
    title = evidence_of(evidence).get("title")
    return Example(text("office") if record == "office" else record, title if isinstance(title, str) else "", message or "")


def due_next(audit: Audit) -> list[Due]:
    """Return what falls due by day and rule, the soonest first; without a date last."""
    import polars as pl

    columns = ("unit", "record", "message", "evidence")
    grouped = [
        with_state(rule, State.PENDING)
        .group_by("due", "provisional", maintain_order=True)
        .agg(pl.lit(number).alias("rule"), pl.len().alias("number"), pl.col(columns).first())
        for number, rule in enumerate(audit.rules)
        if rule.counts.get(State.PENDING)
    ]
    if not grouped:
        return []
    soonest = pl.concat(grouped).sort("due", nulls_last=True, maintain_order=True)
    return [
        Due(audit.rules[rule], number, unit, due, bool(provisional), example(record, evidence, message))
        for due, provisional, rule, number, unit, record, message, evidence in soonest.iter_rows()
    ]


def manual_clauses(audit: Audit) -> dict[str, str]:
    """Return the clauses that wait for an attestation, with what the rule asks, in the order of the rules."""
    found: dict[str, str] = {}
    for rule in audit.rules:
        if rule.counts.get(State.MANUAL):
            for clause, message in with_state(rule, State.MANUAL).select("clause", "message").unique(maintain_order=True).iter_rows():
                found.setdefault(clause, message or "")
    return found


# -- what would settle what is undecided -----------------------------------------------------------------------------------

#: Kinds whose reasons name the thing that is missing; the gravest that a reason names is its kind.
_NAMED = {"table": ("no_table", "blank.table"), "column": ("blank.column",), "unreadable": ("blank.bad",), "blank": ("blank.field",)}
#: Kinds told by the whole reason, in its short form.
_WHOLE = {
    "units": ("no_units",),
    "issue": ("no_issue",),
    "readings": ("readings.short",),
    "calendar": ("deadline.calendar",),
    "precision": ("deadline.precision", "deadline.as_of", "sequence.precision"),
    "doubt": (
        *(f"{kind}.maybe" for kind in ("deadline", "linked", "by_date", "count", "ratio", "coverage")),
        *("deadline.early", "attest.contradict", "attest.ambiguous"),
    ),
}
KINDS = ("table", "column", "unreadable", "blank", "parameter", "units", "issue", "readings", "calendar", "precision", "doubt", "other")
#: The most fields of a ledger that are named at once; the others are counted.
FIELDS = 8


def to_settle(audit: Audit) -> list[Settle]:
    """Return what is missing for the undecided subjects, by kind, the most subjects first; every undecided subject is in one entry."""
    groups: dict[tuple[str, str], _Group] = {}
    for rule in audit.rules:
        left = rule.counts.get(State.UNDECIDED, 0)
        for state, reason, number in rule.reasons:
            if state is State.UNDECIDED:
                kind, what, fields = _missing(audit, rule, reason)
                groups.setdefault((kind, what), _Group()).add(rule, number, fields)
                left -= number
        if left > 0:
            groups.setdefault(("other", say("report.settle.unexplained")), _Group()).add(rule, left, ())
    entries = [Settle(kind, group.told(what), len(group.rules), group.subjects) for (kind, what), group in groups.items()]
    return sorted(entries, key=lambda one: (KINDS.index(one.kind), -one.subjects))


def kind_of(audit: Audit, rule: RuleResult, message: str) -> str:
    """Return the kind of thing that one undecided finding misses: by what it says, else by the rule's reasons where they are all of one kind."""
    found = _missing(audit, rule, message)[0]
    if found == "other":
        kinds = {_missing(audit, rule, reason)[0] for state, reason, _ in rule.reasons if state is State.UNDECIDED}
        return kinds.pop() if len(kinds) == 1 else found
    return found


class _Group:
    """What waits for the same thing: which rules, how many subjects, and, of a ledger, for which fields how many."""

    def __init__(self) -> None:
        self.rules: set[int] = set()
        self.subjects = 0
        self.fields: Counter[str] = Counter()

    def add(self, rule: RuleResult, number: int, fields: Iterable[str]) -> None:
        self.rules.add(id(rule))
        self.subjects += number
        for field in fields:
            self.fields[field] += number

    def told(self, what: str) -> str:
        """Return what is missing: of a ledger the fields, the most wanted first."""
        if not self.fields:
            return what
        first = [field for field, _ in self.fields.most_common(FIELDS)]
        key = "report.settle.fields" if len(first) == len(self.fields) else "report.settle.fields.more"
        return say(key, table=what, fields=listed(first), n=len(self.fields))


def _missing(audit: Audit, rule: RuleResult, reason: str) -> tuple[str, str, Iterable[str]]:
    """Return the kind of thing that an undecided reason misses, which one, and of a ledger which fields."""
    if kind := _whole_reasons().get(reason):
        return kind, f"{rule.id} {rule.title}" if kind == "readings" else reason, ()
    if unset := _template("unset").fullmatch(reason):
        return "parameter", say("report.settle.parameter.what", label=unset[1], why=unset[2]), ()
    named = {kind: labels for kind, keys in _NAMED.items() if (labels := [label for key in keys for label in _template(key).findall(reason)])}
    if not named:
        return "other", reason, ()
    kind = next(iter(named))
    if kind == "table":
        return kind, listed(dict.fromkeys(named[kind])), ()
    return kind, label_of(audit, rule.table), dict.fromkeys(label for found in named.values() for label in found)


@cache
def _whole_reasons() -> dict[str, str]:
    """Return the kinds of the reasons that are always worded alike."""
    return {short(text(key)): kind for kind, keys in _WHOLE.items() for key in keys}


@cache
def _template(key: str) -> re.Pattern[str]:
    """Return a pattern for the texts that a message makes; only its last placeholder may hold quotation marks."""
    parts = [re.escape(part) if not is_name else "([^\u201c\u201d]+?)" for part, is_name in pieces(text(key))]
    if pieces(text(key))[-1][1]:
        parts[-1] = "(.+)"
    return re.compile("".join(parts), re.DOTALL)
