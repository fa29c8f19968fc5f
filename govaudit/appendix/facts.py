"""What one rule says of one clause: the sentence with its numbers, the note they rest on, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from govaudit.appendix.attested import attested
from govaudit.appendix.desk import Desk
from govaudit.appendix.filters import described
from govaudit.appendix.groups import group_fact
from govaudit.appendix.model import Figure, Notes
from govaudit.appendix.shares import share
from govaudit.appendix.subjects import WHOLE, Subject, Subjects, subjects_of
from govaudit.packs.model import Rule
from govaudit.reports.wording import listed, say
from govaudit.results import RuleResult
from govaudit.states import State

_TIMED = ("deadline", "by_date")
#: In this order states are told.
_ORDER = (State.PASS, State.FAIL, State.PENDING, State.UNDECIDED, State.MANUAL, State.ERROR)


@dataclass(frozen=True, slots=True)
class Fact:
    """What one rule says of one clause; `short` is the number a paragraph repeats, `told` the sentence of the clause's own row."""

    rule: Rule
    result: RuleResult
    counts: Mapping[State, int]
    told: str
    short: str
    note: int | None
    subjects: tuple[Subject, ...]


def fact_of(desk: Desk, rule: Rule, clause: str, notes: Notes) -> Fact:
    """State what a rule found for a clause."""
    result = desk.results[rule.id]
    subjects = subjects_of(desk, rule, result)
    if rule.judges == "groups":
        own = tuple(one for one in subjects.within if one.category is None or one.category.clause == clause)
    elif rule.judges == "attestations":
        own = tuple(one for one in subjects.within if len(rule.clauses) == 1 or one.name.split("/")[-1] == clause)
    else:
        own = subjects.within
    counts = Subjects(own).counts()
    if not any(counts.get(state) for state in _ORDER):
        # That a clause does not apply may have been attested: then who says so is told.
        told, _, note = attested(desk, rule, clause, own, notes) if rule.judges == "attestations" else ("", "", None)
        return Fact(rule, result, counts, told if note is not None else _not_applicable(result), "", note, own)
    if not _judged(own, desk, rule):
        return Fact(rule, result, counts, _unjudged(result), "", None, own)
    if rule.judges == "records":
        told, short, note = _record_fact(desk, rule, Subjects(own, subjects.outside), notes)
    elif rule.judges == "groups":
        told, short, note = group_fact(desk, rule, clause, own, notes)
    else:
        told, short, note = attested(desk, rule, clause, own, notes)
    return Fact(rule, result, counts, told + "".join(say("appendix.remark", remark=remark) for remark in result.notes), short, note, own)


def _judged(subjects: Sequence[Subject], desk: Desk, rule: Rule) -> bool:
    """Whether there is anything to count: the ledger is there and no parameter is missing."""
    if rule.judges == "attestations":
        return True
    single = len(subjects) == 1 and subjects[0].name == WHOLE
    return rule.table in desk.context.tables and desk.job(rule).unset() is None and not (single and rule.judges == "records")


def _unjudged(result: RuleResult) -> str:
    return listed(dict.fromkeys(reason for state, reason, _ in result.reasons if state is not State.NOT_APPLICABLE)) or say("appendix.open.unexplained")


def _not_applicable(result: RuleResult) -> str:
    reasons = dict.fromkeys(reason for state, reason, _ in result.reasons if state is State.NOT_APPLICABLE)
    return say("appendix.not_applicable", reasons=listed(reasons)) if reasons else say("appendix.not_applicable.plain")


def state_word(rule: Rule, state: State) -> str:
    """Return how a state of a rule's records is called in a sentence: 按期 and 逾期 where it is about time, else 符合 and 不符合."""
    kind = "timed" if rule.checks[0].kind in _TIMED else "plain"
    return say(f"appendix.records.{state}.{kind}" if state in (State.PASS, State.FAIL) else f"appendix.records.{state}")


def _record_fact(desk: Desk, rule: Rule, subjects: Subjects, notes: Notes) -> tuple[str, str, int]:
    counts, measure = subjects.counts(), desk.measure(rule.table)
    judged = subjects.names(*_ORDER)
    undated = tuple(one.name for one in subjects.within if one.undated and one.state in _ORDER)
    parts = [say("appendix.count", word=state_word(rule, state), n=counts[state], measure=measure) for state in _ORDER if counts.get(state)]
    figures = [Figure(say("appendix.records.all"), say("appendix.n", n=len(judged), measure=measure), described(desk, rule.table, rule.where), judged)]
    figures += [
        Figure(
            state_word(rule, state), say("appendix.n", n=counts[state], measure=measure), say("appendix.figure.state", title=rule.title), subjects.names(state)
        )
        for state in _ORDER
        if counts.get(state)
    ]
    beside: list[str] = []
    done, late = counts.get(State.PASS, 0), counts.get(State.FAIL, 0)
    if rule.checks[0].kind in _TIMED and done and late:
        told_share = share(done, done + late)
        beside.append(say("appendix.on_time", share=told_share))
        figures.append(Figure(say("appendix.on_time.label"), told_share, say("appendix.on_time.how")))
    if undated:
        beside.append(say("appendix.undated.within", n=len(undated), measure=measure))
        figures.append(Figure(say("appendix.undated.label"), say("appendix.n", n=len(undated), measure=measure), say("appendix.undated.how"), undated))
    figures += _beside(subjects, measure, desk)
    note = notes.add((desk.pack.id, rule.id), _title(rule), desk.label(rule.table), figures, [rule.note] if rule.note else [])
    only = next((state for state in _ORDER if counts.get(state) == len(judged)), None)
    if only is not None:
        first = say("appendix.records.every", n=len(judged), measure=measure, word=state_word(rule, only))
    else:
        first = say("appendix.records.told", n=len(judged), measure=measure, parts=listed(parts))
    told = say("appendix.comma").join((first, *beside))
    if only is State.PASS:
        return told, say("appendix.n", n=done, measure=measure), note
    return told, told, note


def _title(rule: Rule) -> str:
    return say("appendix.note.rule", rule=rule.id, title=rule.title)


def _beside(subjects: Subjects, measure: str, desk: Desk) -> list[Figure]:
    """Return what the sums need to close: the records the rule does not apply to, and those of other years."""
    found: list[Figure] = []
    for key, names in (("not_applicable", subjects.names(State.NOT_APPLICABLE)), ("outside", subjects.outside)):
        if names:
            n = say("appendix.n", n=len(names), measure=measure)
            found.append(Figure(say(f"appendix.beside.{key}"), n, say(f"appendix.beside.{key}.how", year=desk.year.number), names))
    return found
