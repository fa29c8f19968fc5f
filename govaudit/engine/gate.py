"""What every rule on records asks first: is the unit bound, is the record in scope, does it lie in the period?

The answers have fixed places at the head of every ladder, so that what rules share (the period, a condition, who is bound) is computed once per table.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from govaudit import frames as fr
from govaudit.checks.condition import parse
from govaudit.checks.ladder import Case, Ladder, code_of
from govaudit.checks.scope import Scope
from govaudit.checks.truth import kept_truth, truth
from govaudit.checks.values import parameters_in
from govaudit.engine.plan import Job
from govaudit.engine.subjects import rests_on_facts
from govaudit.messages import text
from govaudit.packs.verify import binds_condition
from govaudit.states import State

NOT_BOUND, NOT_SELECTED, NOT_IN_SCOPE, BEFORE_PERIOD, BEFORE_ISSUE, AFTER_PERIOD, AFTER_AS_OF, PERIOD_UNKNOWN, SCOPE_UNKNOWN, BOUND_UNKNOWN = range(10)
LENGTH = 10


@dataclass(frozen=True)
class Bound:
    """Who is bound: a column that is true, false or null per record, or one answer for all (None: not known)."""

    column: fr.Expr | None = None
    answer: bool | None = True


@dataclass(frozen=True)
class Gate:
    """The first rungs of a rule: their cases for the printed reasons, and what they hold against."""

    cases: Ladder
    bound: Bound
    selected: fr.Expr | None
    in_scope: fr.Expr | None
    timing: fr.Expr | None
    scope: Scope
    key: str

    def guard(self, own: fr.Expr, code: Callable[[int, State], int] = code_of) -> fr.Expr:
        """Put the gate before a check's own answer; `code` gives a case's value from its number and state."""
        if all(case is None for case in self.cases):
            return own
        gate = self.scope.keep(f"gate:{code.__name__}:{self.key}", lambda: self._answer(code), later=True)
        return fr.when(gate.is_null()).then(own).otherwise(gate)

    def _answer(self, code: Callable[[int, State], int]) -> fr.Expr:
        """Return the code of the rung that stops a record, null where none does."""

        def value(number: int) -> fr.Expr:
            case = self.cases[number]
            assert case is not None  # noqa: S101 - asked only for rungs that are there
            return fr.lit(code(number, case.state), fr.INT8)

        answer = fr.lit(None, fr.INT8)
        if self.in_scope is not None:
            answer = fr.when(self.in_scope.is_null()).then(value(SCOPE_UNKNOWN)).otherwise(answer)
        if self.timing is not None:
            told = self.timing if code is code_of else _translate(self.timing, code)
            answer = fr.when(self.timing.is_null()).then(answer).otherwise(told)
        elif self.cases[PERIOD_UNKNOWN] is not None:
            answer = value(PERIOD_UNKNOWN)
        if self.in_scope is not None:
            answer = fr.when(~self.in_scope).then(value(NOT_IN_SCOPE)).otherwise(answer)
        if self.selected is not None:
            answer = fr.when(self.selected).then(answer).otherwise(value(NOT_SELECTED))
        return self._bound(answer, value)

    def _bound(self, answer: fr.Expr, value: Callable[[int], fr.Expr]) -> fr.Expr:
        column = self.bound.column
        if self.cases[BOUND_UNKNOWN] is not None:
            unknown = answer.is_null() if column is None else column.is_null() & answer.is_null()
            answer = fr.when(unknown).then(value(BOUND_UNKNOWN)).otherwise(answer)
        if column is not None:
            return fr.when(~column).then(value(NOT_BOUND)).otherwise(answer)
        return value(NOT_BOUND) if self.bound.answer is False else answer


def _translate(timing: fr.Expr, code: Callable[[int, State], int]) -> fr.Expr:
    answer: fr.Expr = fr.lit(code(PERIOD_UNKNOWN, State.UNDECIDED), fr.INT8)
    return fr.when(timing < code_of(0, State.FAIL)).then(fr.lit(code(BEFORE_PERIOD, State.NOT_APPLICABLE), fr.INT8)).otherwise(answer)


def unit_field(job: Job) -> str | None:
    """Return the field with the unit that must act."""
    return job.rule.responsible or job.context.vocabulary.tables[job.rule.table].unit


def gate_of(job: Job, scope: Scope) -> Gate:
    """Prepare the gate of a rule."""
    cases: list[Case | None] = [None] * LENGTH
    bound = _bound(job, scope)
    if bound.column is not None or bound.answer is False:
        cases[NOT_BOUND] = Case(State.NOT_APPLICABLE, None, text("not_bound"))
    if rests_on_facts(job) and (bound.column is not None or bound.answer is None):
        cases[BOUND_UNKNOWN] = Case(State.UNDECIDED, None, text("bound_unknown"))
    selected = _selected(job, scope)
    if selected is not None:
        cases[NOT_SELECTED] = Case(State.NOT_APPLICABLE, None, text("not_selected"))
    in_scope = None
    if job.rule.where is not None and all(name in job.context.parameters for name in parameters_in(job.rule.where)):
        in_scope, paths = kept_truth(job.rule.where, scope)
        cases[NOT_IN_SCOPE] = Case(State.NOT_APPLICABLE, None, text("not_in_scope"))
        cases[SCOPE_UNKNOWN] = Case(State.UNDECIDED, None, text("scope_unknown"), blanks=paths)
    timing = _timing(job, scope, cases)
    key = json.dumps([job.rule.binds, job.rule.where if in_scope is not None else None, when_field(job), unit_field(job)], ensure_ascii=False, default=str)
    return Gate(cases, bound, selected, in_scope, timing, scope, f"{key}:{sorted(job.context.parameters.items(), key=str)}")


def _bound(job: Job, scope: Scope) -> Bound:
    if not job.rule.binds:
        return Bound()
    condition = parse(binds_condition(job.rule.binds), "units", job.context.vocabulary, lambda _loc, _message: None)
    field = unit_field(job)
    row = scope.unit_row(field) if field is not None and scope.supplied(field) else None
    if row is None:
        return Bound(None, job.context.bound(condition))
    return Bound(scope.keep(f"bound:{row.prefix}:{job.rule.binds}", lambda: truth(condition, row)))


def _selected(job: Job, scope: Scope) -> fr.Expr | None:
    """Return whether the record belongs to a unit the user has chosen; a record without a unit is not left out."""
    field = unit_field(job)
    if not job.context.units or field is None or not scope.supplied(field):
        return None
    unit = fr.col(scope.column(field))
    return scope.keep(f"selected:{field}", lambda: unit.is_in(list(job.context.units)) | unit.is_null())


def when_field(job: Job) -> str | None:
    """Return the field that says when a record of the rule's table happened, None when time does not matter."""
    return None if job.rule.when == "none" else job.rule.when or job.context.vocabulary.tables[job.rule.table].event


def _timing(job: Job, scope: Scope, cases: list[Case | None]) -> fr.Expr | None:
    """Return a column with the code of what puts the record out of the period, null where it lies in it."""
    context = job.context
    when = when_field(job)
    if when is None:
        return None
    cases[PERIOD_UNKNOWN] = Case(State.UNDECIDED, None, text("period_unknown"), blanks=(when,))
    if not scope.supplied(when):
        return None
    cases[BEFORE_PERIOD] = Case(State.NOT_APPLICABLE, None, text("before_period"))
    cases[BEFORE_ISSUE] = Case(State.NOT_APPLICABLE, None, text("before_issue", issued=context.issued))
    cases[AFTER_PERIOD] = Case(State.NOT_APPLICABLE, None, text("after_period"))
    cases[AFTER_AS_OF] = Case(State.NOT_APPLICABLE, None, text("after_as_of"))
    return scope.keep(f"timing:{when}", lambda: _timing_code(job, scope, when))


def _timing_code(job: Job, scope: Scope, when: str) -> fr.Expr:
    context = job.context
    moment = scope.moment(when)
    first, last = context.period
    rungs: list[tuple[int, State, fr.Expr]] = []
    if not context.retroactive:
        rungs.append((BEFORE_PERIOD, State.NOT_APPLICABLE, moment.day < fr.lit(first, fr.DATE)))
        if context.issued is not None and context.issued > first:
            rungs.append((BEFORE_ISSUE, State.NOT_APPLICABLE, moment.day < fr.lit(context.issued, fr.DATE)))
    rungs.append((AFTER_PERIOD, State.NOT_APPLICABLE, moment.day > fr.lit(last, fr.DATE)))
    rungs.append((AFTER_AS_OF, State.NOT_APPLICABLE, moment.lo > fr.lit(context.as_of, fr.DATETIME)))
    rungs.append((PERIOD_UNKNOWN, State.UNDECIDED, moment.lo.is_null()))
    return fold(rungs)


def fold(rungs: Sequence[tuple[int, State, fr.Expr]]) -> fr.Expr:
    """Compile rungs to the code of the first that holds, null where none does."""
    answer: fr.Expr = fr.lit(None, fr.INT8)
    for number, state, holds in reversed(rungs):
        answer = fr.when(holds).then(fr.lit(code_of(number, state), fr.INT8)).otherwise(answer)
    return answer
