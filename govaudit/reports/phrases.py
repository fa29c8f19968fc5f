"""Phrases that several reports say alike: a record, a basis, the sums, the as-of moment, the ledgers, the verdict."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from govaudit.messages.reports_zh import TEXTS_REPORTS
from govaudit.reports.rows import as_of_text
from govaudit.reports.wording import Mark, clip, listed, mark, say, visible
from govaudit.states import Severity, State

if TYPE_CHECKING:
    from govaudit.reports.digest import Due, Example, UnitViolations
    from govaudit.results import Audit, RuleResult, Run

#: The most characters of a value, and of a due date, in a summary.
VALUE, DUE = 60, 16


def named(example: Example, most: int = VALUE) -> str:
    """Return a record by key and, where it has one, title."""
    return " ".join(clip(part, most) for part in (example.record, example.title) if part)


def subject(example: Example, unit: str | None) -> str:
    """Return a record as `named` does, or nothing where the unit that stands beside it, or the office, is what was judged."""
    return "" if example.record in (unit, say("office")) else named(example)


def basis(rule: RuleResult, cited: Sequence[str]) -> str:
    """Return the place of the cited clauses in the notice: the first, and how many there are."""
    places = [clause.place for clause in rule.clauses if clause.id in cited] or [clause.place for clause in rule.clauses]
    places = list(dict.fromkeys(places))
    return places[0] if len(places) == 1 else say("report.basis.more", place=places[0], n=len(places)) if places else ""


def sums(audit: Audit) -> Iterator[tuple[State, Mark, int]]:
    """Give every state, the violations by severity, with its mark and its number, also the zeros; they add up to the subjects."""
    fails = audit.fails_by_severity
    for state in State:
        for severity in Severity if state is State.FAIL else (Severity.ERROR,):
            yield state, mark(state, severity), fails[severity] if state is State.FAIL else audit.counts[state]


def as_of_told(run: Run) -> tuple[str, str]:
    """Return the as-of moment in words, and where it was taken from."""
    shown = as_of_text(run.as_of)
    key = f"report.as_of.{run.as_of_source}"
    source = say(key) if key in TEXTS_REPORTS else say("report.aside", what=run.as_of_source) if run.as_of_source else ""
    return say("report.as_of.minute" if ":" in shown else "report.as_of.day", as_of=shown), source


def ledgers_told(run: Run) -> tuple[list[str], int]:
    """Return each ledger with how many rows were read and how many not, those with rejected rows first, and how many rows there are in all."""
    tables: dict[str, list[int]] = {}
    for one in run.inputs:
        total = tables.setdefault(one.label, [0, 0])
        total[0] += one.rows
        total[1] += one.rejected
    told = [
        say("report.input", label=clip(label, VALUE), rows=rows) + (say("report.input.rejected", rejected=rejected) if rejected else "")
        for label, (rows, rejected) in sorted(tables.items(), key=lambda item: not item[1][1])
    ]
    return told, sum(rows for rows, _ in tables.values())


def notes_told(audit: Audit) -> list[tuple[str, int]]:
    """Return what the rules note, assumptions and figures set by the user, each with how many rules note it."""
    return list(Counter(note for rule in audit.rules for note in rule.notes).items())


def due_told(one: Due, today: dt.date) -> str:
    """Return the due date, and how far ahead it is."""
    if not one.due:
        return say("report.pending.none")
    try:
        days = (dt.date.fromisoformat(one.due[:10]) - today).days
    except ValueError:
        return visible(clip(one.due, DUE))
    ahead = say("report.pending.days", n=days) if days > 0 else say("report.pending.today")
    provisional = say("report.comma") + say("report.pending.provisional") if one.provisional else ""
    return one.due + say("report.aside", what=ahead + provisional)


def violations_told(audit: Audit, found: Sequence[UnitViolations]) -> tuple[str, str]:
    """Return how many violations by how many units there are, and, if there is none, what can be said of that."""
    total = audit.counts[State.FAIL]
    known = sum(unit.unit is not None for unit in found)
    judged = audit.counts[State.PASS]
    none = say("report.violations.none", n=judged) if judged else say("report.verdict.nothing")
    return say("report.violations.sum" if known else "report.items", n=total, units=known), "" if total else none


def rejects_told(audit: Audit) -> str:
    """Return how many cells and how many rows were not taken in."""
    rows = sum(one.whole_row for one in audit.rejects)
    cells = len(audit.rejects) - rows
    return listed(say(f"report.rejects.{what}", n=number) for what, number in (("cells", cells), ("rows", rows)) if number)


def verdict(audit: Audit) -> str:
    """Return in words what the exit code says, with everything that was not judged."""
    counts = audit.counts
    told = [say("report.verdict.error", n=counts[State.ERROR])] if counts[State.ERROR] else []
    told.append(_judged(audit))
    open_ = [_number(mark(state), counts[state]) for state in (State.UNDECIDED, State.MANUAL) if counts[state]]
    if open_:
        told.append(say("report.verdict.open", open=listed(open_)))
    if counts[State.PENDING]:
        told.append(say("report.verdict.pending", n=counts[State.PENDING]))
    if audit.rejects:
        told.append(say("report.verdict.rejects", rejects=rejects_told(audit)))
    return say("report.semicolon").join(told) + say("report.stop")


def _number(told: Mark, number: int) -> str:
    return say("report.mark", word=told.word, n=say("report.items", n=number))


def _judged(audit: Audit) -> str:
    judged = audit.counts[State.PASS] + audit.counts[State.FAIL]
    if not judged:
        return say("report.verdict.nothing")
    if not audit.counts[State.FAIL]:
        return say("report.verdict.clean", n=judged)
    fails = audit.fails_by_severity
    told = listed(_number(mark(State.FAIL, severity), fails[severity]) for severity in Severity if fails[severity])
    return say("report.verdict.fails" if fails[Severity.ERROR] else "report.verdict.notes", fails=told)
