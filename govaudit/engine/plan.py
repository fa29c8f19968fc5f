"""A rule made ready for one audit: its scope, its ladders (one per reading) and what its findings show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from govaudit import frames as fr
from govaudit.checks.condition import fields_of, parse
from govaudit.checks.ladder import FINDING, NO_CASE, Case, Ladder
from govaudit.checks.scope import Context
from govaudit.checks.values import parameters_in
from govaudit.messages import text
from govaudit.packs.load import Pack
from govaudit.packs.model import Rule
from govaudit.results import CitedClause, RuleResult
from govaudit.states import State

#: The code given where the readings of a rule differ.
DIFFER = FINDING + 61


@dataclass(frozen=True)
class Job:
    """One rule of one pack, with what an audit of it takes as given, and its number in the run."""

    rule: Rule
    pack: Pack
    context: Context
    number: int

    @property
    def code(self) -> str:
        """The column that holds the rule's code."""
        return f"c{self.number}"

    def cited(self) -> tuple[CitedClause, ...]:
        """The rule's clauses as a report cites them."""
        return tuple(CitedClause(clause.id, clause.place, clause.duty) for clause in map(self.pack.clause, self.rule.clauses))

    def unset(self) -> str | None:
        """Return the message for the first parameter that the rule needs and nobody has set."""
        specs = {spec.id: spec for spec in self.pack.info.parameters}
        for name in self.parameters():
            if name not in self.context.parameters:
                return text("unset", label=specs[name].label, why=specs[name].why)
        return None

    def parameters(self) -> list[str]:
        """Return the ids of the parameters that the rule refers to."""
        checks = [
            part for check in self.rule.checks for part in (check, getattr(check, "that", None), getattr(check, "where", None), getattr(check, "of", None))
        ]
        return list(dict.fromkeys(parameters_in([self.rule.where, *checks])))

    def notes(self, assumed: int) -> tuple[str, ...]:
        """Return what the report must say of the rule: an assumed role, figures that are the user's."""
        found = [text("role_assumed", n=assumed)] if assumed else []
        specs = {spec.id: spec for spec in self.pack.info.parameters}
        for name in self.parameters():
            if name in self.context.parameters:
                found.append(text("parameter_used", label=specs[name].label, value=self.context.parameters[name]))
        return tuple(found)

    def result(self, counts: dict[State, int], reasons: Sequence[tuple[State, str, int]], assumed: int, make: Any, states: Any = None) -> RuleResult:
        """Return the rule's result."""
        rule = self.rule
        return RuleResult(
            rule.id, self.pack.id, self.cited(), rule.title, rule.force, rule.table, counts, tuple(reasons), self.notes(assumed), make, states,
        )  # fmt: skip

    def whole(self, state: State, reason: str) -> RuleResult:
        """Return the result of a rule that could not be judged at all: one subject, the ledger itself."""
        from govaudit.engine.findings import single_finding

        return self.result(
            {state: 1}, [(state, reason, 1)], 0, (lambda: single_finding(self, state, reason)) if state.is_finding else None, lambda: {"office": state}
        )

    def nothing(self) -> RuleResult:
        """Return the result of a rule whose ledger has no record in scope."""
        return self.result({}, [(State.NOT_APPLICABLE, text("no_record"), 0)], 0, None)


def combined(answers: Sequence[fr.Expr], states: Sequence[fr.Expr]) -> fr.Expr:
    """Return the code of a rule with readings: the first reading's where all agree on the state, else `DIFFER`."""
    agree = reduce(lambda a, b: a & b, [states[0] == other for other in states[1:]])
    return fr.when(agree).then(answers[0]).otherwise(fr.lit(DIFFER, fr.INT8))


def codes(ladder: Ladder, *, readings: bool) -> dict[int, tuple[State, Case | None]]:
    """Return every code a rule's column can hold, with its state."""
    found: dict[int, tuple[State, Case | None]] = {}
    for number, case in enumerate(ladder):
        if case is None:
            continue
        found[number + FINDING if case.state.is_finding else number] = (case.state, case)
    if readings:
        found[DIFFER] = (State.UNDECIDED, None)
    found[NO_CASE] = (State.ERROR, None)
    return found


def condition_fields(job: Job) -> list[str]:
    """Return the fields of the rule's own condition."""
    if job.rule.where is None:
        return []
    return fields_of(parse(job.rule.where, job.rule.table, job.context.vocabulary, lambda _loc, _message: None))
