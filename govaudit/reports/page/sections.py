"""The sections of the page beside the findings: what falls due, what is open, what was checked, what was not read, and how it was judged."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from govaudit.reports.digest import Due, due_next, manual_clauses, to_settle
from govaudit.reports.page.chart import Piece, pieces
from govaudit.reports.page.listing import places_of
from govaudit.reports.page.tally import ALL_MARKS, MARKS, mark_key
from govaudit.reports.phrases import as_of_told
from govaudit.reports.rows import label_of, locate_reject
from govaudit.reports.wording import clip, mark, place_text, say
from govaudit.states import State

if TYPE_CHECKING:
    from govaudit.results import Audit, RuleResult

#: The most entries of every table beside that of the rules; what is left out is always counted.
LINES = 500
#: The most characters of a name and of a value.
NAME, VALUE = 200, 500
#: In which order the rules are listed, by their gravest answer.
RULE_MARKS = (*MARKS, str(State.PASS), str(State.NOT_APPLICABLE))


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of a table, and how many there are with those that are left out."""

    lines: Sequence[Any]
    total: int

    @property
    def left(self) -> int:
        """How many are left out."""
        return self.total - len(self.lines)


def table(entries: Sequence[Any], most: int | None) -> Table:
    """Return the first entries as a table."""
    return Table(entries[: LINES if most is None else most], len(entries))


def counts_by_mark(audit: Audit) -> dict[str, int]:
    """Return how many subjects there are of each mark, the zeros too; they add up to the subjects."""
    fails = {mark_key(State.FAIL, severity): number for severity, number in audit.fails_by_severity.items()}
    return {key: fails[key] if key in fails else audit.counts[State(key)] for key in ALL_MARKS}


@dataclass(frozen=True, slots=True)
class Coming:
    """What falls due: when, how far ahead that is, what, whose, and how many."""

    due: str
    ahead: str
    rule: RuleResult
    title: str
    who: str
    number: int


def coming(audit: Audit, most: int | None) -> Table:
    """Return what falls due next, the soonest first."""
    entries = table(due_next(audit), most)
    return Table([_coming(one, audit.run.as_of.date()) for one in entries.lines], entries.total)


def _coming(one: Due, today: dt.date) -> Coming:
    due = clip(one.due or "", NAME) or say("report.pending.none")
    try:
        days = (dt.date.fromisoformat((one.due or "")[:10]) - today).days
        told = [say("report.pending.days", n=days) if days > 0 else say("report.pending.today")]
    except ValueError:
        told = []
    if one.provisional:
        told.append(say("report.pending.provisional"))
    named = [clip(part, NAME) for part in dict.fromkeys((one.unit or "", one.first.record, one.first.title)) if part and part != say("office")]
    who = " ".join(named)
    return Coming(
        due, say("report.comma").join(told), one.rule, clip(one.rule.title, NAME), say("report.pending.first", shown=who) if one.number > 1 else who, one.number
    )


def open_points(audit: Audit, most: int | None) -> Table:
    """Return what would settle what could not be judged."""
    return table(to_settle(audit), most)


def to_attest(audit: Audit, most: int | None) -> Table:
    """Return the clauses that wait for a person, with their place and duty, and what is asked."""
    places = {clause.id: places_of(audit, rule, [clause]) for rule in audit.rules if rule.counts.get(State.MANUAL) for clause in rule.clauses}
    asked = [(clip(clause, NAME), places.get(clause, ()), clip(ask, VALUE)) for clause, ask in manual_clauses(audit).items()]
    return table(asked, most)


def attestations(audit: Audit) -> str:
    """Return what the ledger is called in which attestations are registered."""
    label = label_of(audit, "attestations")
    return say("report.attestations") if label == "attestations" else clip(label, NAME)


@dataclass(frozen=True, slots=True)
class Checked:
    """One rule with its sums and the reasons that are not the records' own doing."""

    rule: RuleResult
    title: str
    places: tuple[str, ...]
    counts: tuple[Piece, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckedGroup:
    """The rules whose gravest answer is the same: what they have in common, the rules, and how many subjects they have together."""

    key: str
    rules: tuple[Checked, ...]
    subjects: int


def checked(audit: Audit) -> Iterator[CheckedGroup]:
    """Give all rules by their gravest answer, each with its sums: what was checked and is in order belongs in a report, too."""
    for key in RULE_MARKS:
        rules = [rule for rule in audit.rules if mark_key(rule.state, rule.severity) == key]
        if rules:
            yield CheckedGroup(key, tuple(_checked(audit, rule) for rule in rules), sum(rule.subjects for rule in rules))


def _checked(audit: Audit, rule: RuleResult) -> Checked:
    counts = {mark_key(state, rule.severity): number for state, number in rule.counts.items()}
    reasons = [
        f"{mark(state, rule.severity).word}:" + (say("report.because", reason=clip(reason, VALUE), n=number) if number > 1 else clip(reason, VALUE))
        for state, reason, number in rule.reasons
        if state is not State.FAIL
    ]
    return Checked(rule, clip(rule.title, NAME), places_of(audit, rule, rule.clauses), pieces(counts, max(rule.subjects, 1), ALL_MARKS), tuple(reasons))


def rejects(audit: Audit, most: int | None) -> Table:
    """Return what was not taken in: where, what, and why."""
    shown = table(audit.rejects, most)
    lines = [
        (
            clip(place_text(locate_reject(audit.run.inputs, one)), VALUE),
            clip(label_of(audit, one.table), NAME),
            clip(one.value, VALUE) + (say("page.rejects.row") if one.whole_row else ""),
            clip(one.reason, VALUE),
        )
        for one in shown.lines
    ]
    return Table(lines, shown.total)


def choices(audit: Audit) -> Iterator[tuple[str, list[str]]]:
    """Give what was chosen for this run, and what it assumed, each under its heading."""
    run = audit.run
    calendar = say("page.how.calendar.until", source=run.calendar_source, horizon=run.calendar_horizon) if run.calendar_horizon else run.calendar_source
    yield say("page.how.as_of"), ["".join(as_of_told(run))]
    yield say("page.how.calendar"), [clip(calendar, VALUE) or say("page.how.calendar.none")]
    if run.unit:
        yield say("page.how.office"), [say("report.office.role", office=run.unit, role=run.role) if run.role else run.unit]
    yield say("page.how.engine"), [f"govaudit {run.version}, {run.engine}"]
    if run.retroactive:
        yield say("page.how.retroactive"), [say("report.retroactive.on")]
    if run.parameters:
        yield say("page.how.parameters"), [f"{clip(name, NAME)} = {clip(run.parameters[name], VALUE)}" for name in sorted(run.parameters)]
    if run.selection:
        chosen = " ".join(f"--{name} {clip(value, NAME)}" for name in sorted(run.selection) for value in run.selection[name])
        yield say("page.how.selection"), [say("report.selection.on", options=chosen)]
    if notes := Counter(note for rule in audit.rules for note in rule.notes):
        yield say("page.how.notes"), [clip(note, VALUE) + say("report.note.rules", n=number) for note, number in notes.items()]
