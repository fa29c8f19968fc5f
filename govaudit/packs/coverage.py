"""How each clause of a pack is answered: by rules, by attestation, not checkable, or no obligation."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from govaudit.checks.attest import Attest
from govaudit.packs.load import Pack
from govaudit.packs.model import Clause


class Answer(StrEnum):
    """How a clause is answered."""

    RULES = "rules"
    ATTEST = "attest"
    NOT_CHECKABLE = "not_checkable"
    CONTEXT = "context"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Answered:
    """One clause with its answer; `rules` are those that judge it by records, `reason` what stands in clauses.yaml."""

    clause: Clause
    answer: Answer
    rules: tuple[str, ...] = ()
    reason: str = ""


def coverage(pack: Pack) -> list[Answered]:
    """Return every clause in the order of the notice, with its answer."""
    by_records: dict[str, list[str]] = {}
    attested: dict[str, list[str]] = {}
    for rule in pack.rules:
        target = attested if all(isinstance(check, Attest) for check in rule.checks) else by_records
        for clause in rule.clauses:
            target.setdefault(clause, []).append(rule.id)
    return [_answer(clause, by_records.get(clause.id, []), attested.get(clause.id, [])) for clause in pack.clauses]


def _answer(clause: Clause, judged: list[str], attested: list[str]) -> Answered:
    if judged:
        return Answered(clause, Answer.RULES, (*judged, *attested), clause.attest or "")
    if attested:
        return Answered(clause, Answer.ATTEST, tuple(attested), clause.attest or "")
    if clause.not_checkable is not None:
        return Answered(clause, Answer.NOT_CHECKABLE, (), clause.not_checkable)
    if clause.context is not None:
        return Answered(clause, Answer.CONTEXT, (), clause.context)
    return Answered(clause, Answer.NONE)


def tally(answers: list[Answered]) -> dict[Answer, int]:
    """Count the clauses by answer, every answer present."""
    found = Counter(one.answer for one in answers)
    return {answer: found.get(answer, 0) for answer in Answer}
