"""Paragraphs that can be pasted into the report: what a section came to, in sentences, each number with its note."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from govaudit.appendix.clauses import Told
from govaudit.appendix.desk import Desk
from govaudit.appendix.facts import Fact
from govaudit.appendix.model import Figure, Notes, Outcome, Said, Sentence
from govaudit.appendix.subjects import Subjects
from govaudit.appendix.words import subject_text
from govaudit.checks.coverage import Coverage
from govaudit.reports.wording import listed, say
from govaudit.states import Force, State

#: So many entries of an enumeration are told in a paragraph; the rows of the clauses have them all.
_ENTRIES = 12
_OPEN = (State.ERROR, State.UNDECIDED)


def sums(lines: Sequence[Told]) -> dict[Outcome, int]:
    """Count the clauses by outcome, those that occur, in the order of outcomes."""
    found = {outcome: sum(one.line.outcome is outcome for one in lines) for outcome in Outcome}
    return {outcome: number for outcome, number in found.items() if number}


def summary(title: str, lines: Sequence[Told], desk: Desk, notes: Notes, *, whole: bool) -> Said:
    """Tell how many clauses there are and how they came out; the note names them."""
    counted = sums(lines)
    parts = listed(say("appendix.sum", word=say(f"appendix.outcome.{outcome}"), n=number) for outcome, number in counted.items())
    figures = [Figure(say("appendix.sum.all"), say("appendix.sum.n", n=len(lines)), say("appendix.sum.all.how"), tuple(one.line.clause for one in lines))]
    figures += [
        Figure(
            say(f"appendix.outcome.{outcome}"),
            say("appendix.sum.n", n=number),
            say(f"appendix.outcome.{outcome}.how"),
            tuple(one.line.clause for one in lines if one.line.outcome is outcome),
        )
        for outcome, number in counted.items()
    ]
    note = notes.add((desk.pack.id, "clauses", title), say("appendix.sum.title", title=title), say("appendix.sum.ledger"), figures)
    return Said(say("appendix.sum.whole" if whole else "appendix.sum.section", n=len(lines), parts=parts), note)


def paragraph(title: str, lines: Sequence[Told], desk: Desk, notes: Notes) -> Sentence:
    """Return the paragraph of a section: sums, what was done, what was published, what was violated, what is open."""
    facts = list(_merged([fact for one in lines for fact in one.facts], title, desk, notes))
    if not facts:
        return (summary(title, lines, desk, notes, whole=False), Said(say("appendix.stop")))
    said: list[Said] = [summary(title, lines, desk, notes, whole=False), Said(say("appendix.stop"))]
    for part in (_done(facts), _attested(facts), _violated(facts), _pending(facts), _open(facts), _manual(facts)):
        said.extend(part)
    return tuple(said)


def _met(fact: Fact) -> bool:
    states = {state for state, number in fact.counts.items() if number and state is not State.NOT_APPLICABLE}
    return states == {State.PASS}


def _is_coverage(fact: Fact) -> bool:
    return isinstance(fact.rule.checks[0], Coverage)


def _enumerated(key: str, entries: Sequence[Said]) -> Iterator[Said]:
    """Put entries in a sentence, the first dozen by name."""
    if not entries:
        return
    yield Said(say(f"appendix.paragraph.{key}"))
    for number, entry in enumerate(entries[:_ENTRIES]):
        yield Said((say("appendix.semicolon") if number else "") + entry.text, entry.note)
    if len(entries) > _ENTRIES:
        yield Said(say("appendix.paragraph.more", n=len(entries)))
    yield Said(say("appendix.stop"))


def _done(facts: Sequence[Fact]) -> Iterator[Said]:
    met = [fact for fact in facts if _met(fact) and fact.rule.judges != "attestations" and fact.note is not None]
    return _enumerated("done", [Said(say("appendix.paragraph.short", title=fact.rule.title, told=fact.short), fact.note) for fact in met])


def _merged(facts: Sequence[Fact], title: str, desk: Desk, notes: Notes) -> Iterator[Fact]:
    """Put the categories of a rule, each of which serves a clause of its own, together again."""
    known: dict[str, list[Fact]] = {}
    for fact in facts:
        key = fact.rule.id if _is_coverage(fact) and fact.note is not None else f"{fact.rule.id} {fact.note}"
        known.setdefault(key, []).append(fact)
    for some in known.values():
        yield some[0] if not _is_coverage(some[0]) or some[0].note is None else _covered(some, title, desk, notes)


def _covered(facts: Sequence[Fact], title: str, desk: Desk, notes: Notes) -> Fact:
    rule = facts[0].rule
    subjects = tuple({one.name: one for fact in facts for one in fact.subjects}.values())
    counts = Subjects(subjects).counts()
    asked = [one for one in subjects if one.state is not State.NOT_APPLICABLE]
    names = {state: tuple(subject_text(one) for one in asked if one.state is state) for state in State}
    figures = [
        Figure(say("appendix.covered.all"), say("appendix.covered.n", n=len(asked)), say("appendix.covered.how"), tuple(subject_text(one) for one in asked))
    ]
    figures += [
        Figure(say(f"appendix.covered.{state}"), say("appendix.covered.n", n=len(found)), say("appendix.figure.state", title=rule.title), found)
        for state, found in names.items()
        if found
    ]
    note = notes.add((desk.pack.id, rule.id, "section", title), say("appendix.note.rule", rule=rule.id, title=rule.title), desk.label(rule.table), figures)
    short = say("appendix.covered.n", n=len(asked))
    open_ = [
        say("appendix.covered.rest", word=say(f"appendix.covered.{state}"), names=_capped(found))
        for state, found in names.items()
        if found and state is not State.PASS
    ]
    done = say("appendix.covered.some", n=len(asked), k=len(names[State.PASS]))
    return replace(facts[0], counts=counts, subjects=subjects, told=say("appendix.comma").join((done, *open_)), short=short, note=note)


def _capped(names: Sequence[str]) -> str:
    more = say("appendix.paragraph.more.named", n=len(names)) if len(names) > _ENTRIES else ""
    return listed(names[:_ENTRIES]) + more


def _attested(facts: Sequence[Fact]) -> Iterator[Said]:
    met = [fact for fact in facts if fact.rule.judges == "attestations" and _met(fact)]
    return _enumerated("attested", [Said(fact.rule.title, fact.note) for fact in met])


def _violated(facts: Sequence[Fact]) -> Iterator[Said]:
    for force in Force:
        failed = [fact for fact in facts if fact.counts.get(State.FAIL) and fact.rule.force is force]
        key = "appendix.paragraph.fact"
        yield from _enumerated(f"violated.{force}", [Said(say(key, title=fact.rule.title, told=fact.told), fact.note) for fact in failed])


def _pending(facts: Sequence[Fact]) -> Iterator[Said]:
    waiting = [fact for fact in facts if fact.counts.get(State.PENDING) and not fact.counts.get(State.FAIL)]
    return _enumerated("pending", [Said(say("appendix.paragraph.fact", title=fact.rule.title, told=fact.told), fact.note) for fact in waiting])


def _open(facts: Sequence[Fact]) -> Iterator[Said]:
    """Tell what cannot be judged; what fails or is still to come was told before, with all its numbers."""
    found = [
        fact for fact in facts if any(fact.counts.get(state) for state in _OPEN) and not fact.counts.get(State.FAIL) and not fact.counts.get(State.PENDING)
    ]
    return _enumerated("open", [Said(say("appendix.paragraph.fact", title=fact.rule.title, told=fact.told), fact.note) for fact in found])


def _manual(facts: Sequence[Fact]) -> Iterator[Said]:
    waiting = [fact.rule.title for fact in facts if fact.counts.get(State.MANUAL)]
    return _enumerated("manual", [Said(title) for title in waiting])
