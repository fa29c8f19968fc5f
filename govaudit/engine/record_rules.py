"""Rules that judge records: all rules of one table are evaluated together, in one pass over it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govaudit import frames as fr
from govaudit.checks.base import RecordCheck
from govaudit.checks.ladder import FINDING, Case, Ladder, ladder_expression, state_of
from govaudit.checks.scope import Scope
from govaudit.engine.backends import Backend
from govaudit.engine.findings import record_findings
from govaudit.engine.gate import LENGTH, Gate, gate_of, unit_field, when_field
from govaudit.engine.plan import Job, codes, combined, condition_fields
from govaudit.engine.printing import missing, summary_reason
from govaudit.engine.subjects import nobody_bound, rests_on_facts
from govaudit.messages import text
from govaudit.results import RuleResult
from govaudit.states import State

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Prepared:
    """A job with its scope and ladders, ready to be evaluated."""

    job: Job
    scope: Scope
    gate: Gate
    ladders: tuple[Ladder, ...]
    shown: tuple[str, ...]

    @property
    def checks(self) -> list[RecordCheck]:
        """The rule's checks."""
        return list(self.job.rule.checks)  # type: ignore[arg-type]


def judge_records(jobs: Sequence[Job], backend: Backend) -> list[RuleResult]:
    """Judge every record of one table by all rules on it."""
    context = jobs[0].context
    table = jobs[0].rule.table
    view = context.tables.get(table)
    if view is None:
        label = context.vocabulary.label(table)
        absent, unbound = (State.UNDECIDED, text("no_table", table=label)), (State.NOT_APPLICABLE, text("not_bound"))
        return [job.whole(*(unbound if nobody_bound(job, backend) else absent)) for job in jobs]
    shared = Scope(table, context)
    prepared = [_prepare(job, shared) for job in jobs]
    columns = _code_columns(prepared)
    frame = _narrow(view.frame, shared.used)
    for step in shared.steps.values():
        frame = step(frame)
    coded = shared.with_kept(frame).with_columns(**columns)
    kept = backend.keep(coded.drop([one.name for one in shared.kept.values()]))
    totals, rows = _totals(kept, prepared, backend)
    found = backend.get(kept.filter(_any_finding(prepared))) if any(_has_findings(one, totals) for one in prepared) else None
    return [_result(one, totals, rows, found, _states_of(one, kept, backend)) for one in prepared]


def _prepare(job: Job, shared: Scope) -> Prepared:
    scope = Scope(job.rule.table, job.context, sharing=shared)
    gate = gate_of(job, scope)
    ladders: list[Ladder] = []
    unset = job.unset()
    for check in job.rule.checks:
        own = [Case(State.UNDECIDED, None, unset)] if unset else check.cases(scope)  # type: ignore[union-attr]  # Rule holds that it judges records
        ladders.append((*gate.cases, *own))
        if unset is None:
            check.facts(scope)  # type: ignore[union-attr]  # registers the joins it needs
    return Prepared(job, scope, gate, tuple(ladders), tuple(_shown(job, scope)))


def _shown(job: Job, scope: Scope) -> list[str]:
    """Return the fields a finding shows as evidence: the record's title, what the check reads, what put it in scope."""
    title = [name for name in ("title", "name", "subject", "topic", "item", "content") if name in scope.spec.fields and scope.supplied(name)][:1]
    when = [when_field(job)]
    paths = [*title, *[path for check in job.rule.checks for path in check.fields()], *condition_fields(job), *[path for path in when if path]]
    known = [path for path in dict.fromkeys(paths) if scope.supplied(path)]
    unit = unit_field(job)
    for path in [*known, *([unit] if unit and scope.supplied(unit) else [])]:
        scope.column(path)
    return known


def _narrow(frame: fr.LazyFrame, used: set[str]) -> fr.LazyFrame:
    """Keep the columns that the rules read."""
    names = frame.columns
    return frame.select(*[name for name in names if name.startswith("_") or name.partition("__")[0] in used])


def _code_columns(prepared: Sequence[Prepared]) -> dict[str, fr.Expr]:
    columns: dict[str, fr.Expr] = {}
    for one in prepared:
        answers = [one.gate.guard(ladder_expression(ladder, first=LENGTH)) for ladder in one.ladders]
        columns[one.job.code] = answers[0]
        if len(answers) > 1:
            states = [one.gate.guard(ladder_expression(ladder, first=LENGTH, value=state_of), state_of) for ladder in one.ladders]
            columns[one.job.code] = combined(answers, states)
            columns |= {f"{one.job.code}_{number}": answer for number, answer in enumerate(answers)}
        if one.gate.bound.column is not None:
            columns[f"{one.job.code}_bound"] = one.gate.bound.column
    return columns


def _any_finding(prepared: Sequence[Prepared]) -> fr.Expr:
    return fr.any_horizontal(*[fr.col(one.job.code) >= FINDING for one in prepared])


def _totals(frame: fr.LazyFrame, prepared: Sequence[Prepared], backend: Backend) -> tuple[dict[str, int], int]:
    """Count, in one query, how often each code of each rule occurs, and how often a role was assumed."""
    wanted = {one.job.code: list(codes(one.ladders[0], readings=len(one.ladders) > 1)) for one in prepared}
    blank = [f"{one.job.code}_bound" for one in prepared if one.gate.bound.column is not None]
    totals = backend.count(frame, wanted, blank)
    rows = totals["rows"]
    for one in prepared:
        if one.job.rule.binds and one.gate.bound.column is None and one.gate.bound.answer is None:
            totals[f"{one.job.code}_bound?"] = rows
    return totals, rows


def _has_findings(one: Prepared, totals: dict[str, int]) -> bool:
    return any(value >= FINDING and totals[f"{one.job.code}={value}"] for value in codes(one.ladders[0], readings=len(one.ladders) > 1))


def _states_of(one: Prepared, kept: fr.LazyFrame, backend: Backend) -> Callable[[], dict[str, State]]:
    def states() -> dict[str, State]:
        known = codes(one.ladders[0], readings=len(one.ladders) > 1)
        rows = backend.get(kept.select("_key", one.job.code)).rows()
        return {key: known[code][0] if code in known else State.ERROR for key, code in rows}

    return states


def _told_apart(case: Case, scope: Scope) -> bool:
    """Tell whether the records of a case can lack different things: one of several fields, or one that is blank here and unreadable there."""
    return len(case.blanks) > 1 or any(path in scope.context.tables[scope.table].bad for path in case.blanks)


def _blank_reasons(one: Prepared, case: Case, code: int, found: pl.DataFrame) -> list[tuple[str, int]]:
    """Return which of the fields of a case are blank, and in how many records."""
    import polars as pl

    before, _, after = case.reason.partition("{missing}")
    told = pl.concat_str(pl.lit(before), missing(one.scope, case.blanks, found.columns), pl.lit(after))
    return (
        found.filter(pl.col(one.job.code) == code)
        .with_columns(told.alias("reason"))
        .group_by("reason")
        .len()
        .sort("len", "reason", descending=[True, False])
        .rows()
    )


def _result(one: Prepared, totals: dict[str, int], rows: int, found: pl.DataFrame | None, states: Callable[[], dict[str, State]]) -> RuleResult:
    job = one.job
    counts: dict[State, int] = {}
    reasons: list[tuple[State, str, int]] = []
    for code, (state, case) in codes(one.ladders[0], readings=len(one.ladders) > 1).items():
        number = totals[f"{job.code}={code}"]
        if number == 0:
            continue
        counts[state] = counts.get(state, 0) + number
        if state is State.UNDECIDED and case is not None and found is not None and _told_apart(case, one.scope):
            reasons.extend((state, reason, times) for reason, times in _blank_reasons(one, case, code, found))
        elif state in (State.UNDECIDED, State.NOT_APPLICABLE):
            reasons.append((state, summary_reason(case, one.scope) if case is not None else text("readings.short"), number))
    # A code that no ladder has (a null from an engine) is an error, so that the sums always close.
    lost = rows - sum(counts.values())
    if lost:
        counts[State.ERROR] = counts.get(State.ERROR, 0) + lost
    if rows == 0:
        return job.nothing()
    assumed = 0 if rests_on_facts(job) else totals.get(f"{job.code}_bound?", 0)
    make = None if found is None or not _has_findings(one, totals) else (lambda: record_findings(one, found))
    return job.result(counts, reasons, assumed, make, states)
