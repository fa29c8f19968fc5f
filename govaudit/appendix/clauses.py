"""A clause's own row: its facts, how they combine, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govaudit.appendix.combine import Judged, combined
from govaudit.appendix.desk import Desk
from govaudit.appendix.facts import Fact, fact_of
from govaudit.appendix.model import Line, Notes, Outcome, Said
from govaudit.appendix.sections import within
from govaudit.packs.coverage import Answer, Answered
from govaudit.reports.rows import rows_of
from govaudit.reports.wording import listed, say
from govaudit.states import State

if TYPE_CHECKING:
    from govaudit.reports.rows import Row

#: So many records and so many reasons are named; of the others only the number is told.
_NAMED = 5
_REASONS = 3
_TOLD = (State.FAIL, State.ERROR, State.UNDECIDED, State.MANUAL, State.PENDING)


@dataclass(frozen=True, slots=True)
class Told:
    """A clause's row with the facts it was made from."""

    line: Line
    facts: tuple[Fact, ...]


def told(desk: Desk, answered: Answered, notes: Notes) -> Told:
    """Return the row of one clause."""
    clause = answered.clause
    place = within(clause.place)
    if answered.answer in (Answer.NOT_CHECKABLE, Answer.CONTEXT, Answer.NONE):
        outcome = Outcome.CONTEXT if answered.answer is Answer.CONTEXT else Outcome.NOT_CHECKABLE
        reason = answered.reason or say("appendix.unanswered")
        line = Line(clause.id, place, clause.duty, (Said(say("appendix.because", reason=reason)),), outcome, say(f"appendix.outcome.{outcome}"), ())
        return Told(line, ())
    facts = tuple(fact_of(desk, desk.rule(rule), clause.id, notes) for rule in answered.rules if rule in desk.results)
    outcome, word = combined([Judged(fact.rule.force, fact.counts) for fact in facts])
    return Told(Line(clause.id, place, clause.duty, tuple(_done(clause.duty, facts)), outcome, word, tuple(_missing(facts))), facts)


def _done(duty: str, facts: Sequence[Fact]) -> Iterator[Said]:
    """Tell what each rule found; the rule made of a clause that is attested repeats the duty, so its title is left out."""
    for fact in facts:
        key = "appendix.done.plain" if fact.rule.title == duty else "appendix.done"
        yield Said(say(key, title=fact.rule.title, told=fact.told), fact.note)


def _missing(facts: Sequence[Fact]) -> Iterator[str]:
    seen: set[str] = set()
    for fact in facts:
        for text in _of_fact(fact):
            if text not in seen:
                seen.add(text)
                yield text


def _of_fact(fact: Fact) -> Iterator[str]:
    names = {one.name for one in fact.subjects}
    rows = {state: [] for state in _TOLD} if fact.result.make_findings is None else _by_state(fact, names)
    for state in _TOLD:
        if fact.counts.get(state):
            yield _worded(fact, state, rows[state])


def _by_state(fact: Fact, names: set[str]) -> Mapping[State, list[Row]]:
    found: dict[State, list[Row]] = {state: [] for state in _TOLD}
    for row in rows_of(fact.result.findings):
        if row.record in names:
            found[State(row.state)].append(row)
    return found


def _worded(fact: Fact, state: State, rows: Sequence[Row]) -> str:
    if state is State.FAIL:
        remedy = fact.rule.remedy or say("appendix.missing.remedy", title=fact.rule.title)
        return say("appendix.missing.fail", remedy=remedy, records=_records(rows))
    if state is State.PENDING:
        dues = sorted(row.due for row in rows if row.due)
        return say("appendix.missing.pending", due=dues[0], n=fact.counts[state]) if dues else say("appendix.missing.pending.open", n=fact.counts[state])
    reasons = _reasons(rows)
    return say(f"appendix.missing.{state}", reasons=reasons, records=_records(rows))


def _records(rows: Sequence[Row]) -> str:
    """Name the first of the records a finding is about; the office as a whole needs no name."""
    names = list(dict.fromkeys(row.record for row in rows if row.record != "office"))
    if not names:
        return ""
    shown = listed(names[:_NAMED])
    more = say("appendix.missing.more", n=len(names)) if len(names) > _NAMED else ""
    return say("appendix.missing.records", names=shown + more)


def _reasons(rows: Sequence[Row]) -> str:
    found = list(dict.fromkeys(row.message or "" for row in rows))
    more = say("appendix.missing.reasons", n=len(found)) if len(found) > _REASONS else ""
    return say("appendix.semicolon").join(found[:_REASONS]) + more
