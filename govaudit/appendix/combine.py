"""One word for a clause that several rules serve: what fails wins, and what was judged only in part is never met."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from govaudit.appendix.model import Outcome
from govaudit.reports.wording import say
from govaudit.states import Force, State

#: What leaves a clause open, the gravest first; with something that passed beside it the clause is partly established.
_OPEN = (State.ERROR, State.UNDECIDED, State.MANUAL, State.PENDING)
_FAIL = {Force.MUST: Outcome.FAIL, Force.SHOULD: Outcome.WARNING, Force.INFERRED: Outcome.HINT}


@dataclass(frozen=True, slots=True)
class Judged:
    """One rule as it serves a clause: how its duty is worded, and how many subjects are in each state."""

    force: Force
    counts: Mapping[State, int]

    def some(self, *states: State) -> bool:
        """Whether any subject is in one of these states."""
        return any(self.counts.get(state) for state in states)


def combined(rules: Sequence[Judged]) -> tuple[Outcome, str]:
    """Return how a clause came out, and the word for it; partly established says k of n."""
    for force in Force:
        if any(rule.some(State.FAIL) for rule in rules if rule.force is force):
            return _worded(_FAIL[force])
    asked = [rule for rule in rules if rule.some(State.PASS, *_OPEN)]
    open_ = next((state for state in _OPEN if any(rule.some(state) for rule in asked)), None)
    if open_ is None:
        return _worded(Outcome.MET if asked else Outcome.NOT_APPLICABLE)
    if not any(rule.some(State.PASS) for rule in asked):
        return _worded(Outcome(open_))
    met = sum(not rule.some(*_OPEN) for rule in asked)
    if len(asked) > 1 and met:
        return Outcome.PARTLY, say("appendix.outcome.partly.rules", k=met, n=len(asked))
    k = sum(rule.counts.get(State.PASS, 0) for rule in asked)
    n = sum(rule.counts.get(state, 0) for rule in asked for state in (State.PASS, *_OPEN))
    return Outcome.PARTLY, say("appendix.outcome.partly.subjects", k=k, n=n)


def _worded(outcome: Outcome) -> tuple[Outcome, str]:
    return outcome, say(f"appendix.outcome.{outcome}")
