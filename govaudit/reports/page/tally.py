"""The findings of an audit counted for the charts: by unit, by notice, by clause, and by the month in which their deadlines fall."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from govaudit.reports.wording import Mark, mark, say
from govaudit.states import PRECEDENCE, Severity, State

if TYPE_CHECKING:
    from govaudit.results import Audit, CitedClause, RuleResult

#: What the findings can be, the gravest first: as a state, or as a violation of some severity. Also the order of the page.
MARKS = tuple(
    key for state in PRECEDENCE if state.is_finding for key in ([f"fail.{severity}" for severity in Severity] if state is State.FAIL else [str(state)])
)
#: All that a subject can be, as the sums print it.
ALL_MARKS = ("pass", *(f"fail.{severity}" for severity in Severity), *(str(state) for state in State if state not in (State.PASS, State.FAIL)))


def mark_key(state: State, severity: Severity) -> str:
    """Return what a state is called on the page: a fail also by its severity."""
    return f"fail.{severity}" if state is State.FAIL else str(state)


def told(key: str) -> Mark:
    """Return the symbol and the word of what `mark_key` names."""
    state, _, severity = key.partition(".")
    return mark(State(state), Severity(severity or "error"))


def cited(rule: RuleResult, named: str) -> tuple[CitedClause, ...]:
    """Return the clauses of a rule that a finding names; all of them if it names none that the rule has."""
    wanted = {named, *named.split(say("report.list"))}
    return tuple(clause for clause in rule.clauses if clause.id in wanted) or rule.clauses


@dataclass
class Tally:
    """How many findings of each kind there are per unit, notice and clause, and when their deadlines are."""

    units: dict[str | None, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    packs: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    clauses: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    cited: dict[tuple[str, str], CitedClause] = field(default_factory=dict)
    months: dict[int, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    undated: int = 0


def tally(audit: Audit) -> Tally:
    """Count the findings of an audit; they are grouped before they are gone through, for there may be very many."""
    found = Tally()
    for rule in audit.rules:
        for clause in rule.clauses:
            found.cited.setdefault((rule.pack, clause.id), clause)
        if rule.make_findings is None or rule.findings.is_empty():
            continue
        for (unit, named, state, due), number in _grouped(rule):
            key = mark_key(State(state), rule.severity)
            found.units[unit or None][key] += number
            found.packs[rule.pack][key] += number
            for clause in cited(rule, named or ""):
                found.clauses[rule.pack, clause.id][key] += number
            if state in (State.FAIL, State.PENDING):
                month = month_of(due)
                if month is None:
                    found.undated += number
                else:
                    found.months[month][key] += number
    return found


def _grouped(rule: RuleResult) -> list[tuple[tuple[str | None, str | None, str, str | None], int]]:
    import polars as pl

    # By month: by day there could be as many groups as findings.
    columns = ["unit", "clause", "state", pl.col("due").str.slice(0, len("2021-12"))]
    rows = rule.findings.group_by(columns, maintain_order=True).len().iter_rows()
    return [((unit, named, state, due), number) for unit, named, state, due, number in rows]


def month_of(due: str | None) -> int | None:
    """Return the month of a due date, counted from the year 0; None if there is none."""
    try:
        day = dt.date.fromisoformat(f"{(due or '')[:7]}-01")
    except ValueError:
        return None
    return day.year * 12 + day.month - 1
