"""Rules that judge the office, units and periods: counted together on the engine, then judged together, one ladder per kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from govaudit import frames as fr
from govaudit.checks.base import GroupCheck
from govaudit.checks.describe import which
from govaudit.checks.ladder import Case
from govaudit.checks.ratio import Ratio
from govaudit.checks.scope import Scope
from govaudit.engine.backends import Backend
from govaudit.engine.citing import Citations
from govaudit.engine.coded import Judged, evaluate, result_of
from govaudit.engine.counting import Item, count, queries
from govaudit.engine.filling import fill, printed, subjects
from govaudit.engine.plan import Job
from govaudit.engine.subjects import nobody_bound
from govaudit.messages import text
from govaudit.results import RuleResult
from govaudit.states import State

EVIDENCE = ("n", "maybe", "records", "doubtful", "late_key", "start", "end")
SHARE_EVIDENCE = ("part", "whole", "share", "maybe", "records", "doubtful", "start", "end")
#: The rungs every group rule begins with: who is bound, and what was over before the notice was issued.
COMMON = (
    Case(State.NOT_APPLICABLE, ~fr.col("bound"), text("not_bound")),
    Case(State.NOT_APPLICABLE, ~fr.col("chosen"), text("not_selected")),
    Case(State.UNDECIDED, fr.col("bound").is_null() & fr.col("facts"), text("bound_unknown")),
    Case(State.NOT_APPLICABLE, fr.col("early"), text("slice_before_issue")),
)


def judge_groups(jobs: Sequence[Job], backend: Backend) -> dict[int, RuleResult]:
    """Judge rules on groups of records; returns their results by number."""
    results: dict[int, RuleResult] = {}
    items: list[Item] = []
    for job in jobs:
        found = _items(job, len(items), backend)
        if isinstance(found, RuleResult):
            results[job.number] = found
        else:
            items.extend(found)
    asked_of = queries(items)
    counted = count(asked_of, backend)
    asked, unlisted = subjects(items, counted, backend)
    for item in unlisted:
        results[item.job.number] = item.job.whole(State.UNDECIDED, text("no_units"))
    filled = fill(asked, counted, items)
    kinds: dict[type[GroupCheck], list[Item]] = {}
    for item in items:
        kinds.setdefault(type(item.check), []).append(item)
    judged = {item.number: one for group in kinds.values() for item, one in zip(group, _judge_kind(group, filled), strict=True)}
    told = {item.job.number for item in items if judged[item.number].has_findings}
    citations = Citations(asked_of, items, [item.number for item in items if item.job.number in told], backend)
    if not backend.lasting:
        _ = citations.rows
    for job in jobs:
        if job.number not in results:
            evidence = SHARE_EVIDENCE if isinstance(job.rule.checks[0], Ratio) else EVIDENCE
            results[job.number] = result_of(job, [judged[item.number] for item in items if item.job is job], evidence, citations.add_to)
    return results


def _items(job: Job, first: int, backend: Backend) -> list[Item] | RuleResult:
    """Return a rule's checks as items, or its result where nothing can be counted."""
    context = job.context
    if (job.unset() is not None or job.rule.table not in context.tables) and nobody_bound(job, backend):
        return job.whole(State.NOT_APPLICABLE, text("not_bound"))
    unset = job.unset()
    if unset is not None:
        return job.whole(State.UNDECIDED, unset)
    if job.rule.table not in context.tables:
        return job.whole(State.UNDECIDED, text("no_table", table=context.vocabulary.label(job.rule.table)))
    found: list[Item] = []
    for check in job.rule.checks:
        assert isinstance(check, GroupCheck)  # noqa: S101 - held by Rule's own validation
        window = check.window(context)
        if window is None:
            return job.whole(State.UNDECIDED, check.no_window(context))
        found.append(Item(first + len(found), job, check, window))
    return found


def _constants(item: Item) -> dict[str, Any]:
    """Return what the ladder of an item and its reasons name: the check's figures, its table, and which records of it count."""
    rule, context = item.job.rule, item.job.context
    told = {"issued": str(context.issued or ""), "table": context.vocabulary.label(rule.table), "scope": which(rule.where, Scope(rule.table, context))}
    return {"_g": item.number, **told, **item.check.constants(context)}


def _judge_kind(items: Sequence[Item], filled: pl.DataFrame) -> list[Judged]:
    """Judge all items of one kind at once: their figures are columns."""
    constants = [_constants(item) for item in items]
    rows = filled.join(pl.DataFrame(constants, schema_overrides={"_g": pl.Int32}, infer_schema_length=None), on="_g", how="inner", maintain_order="left")
    ladder = (*COMMON, *items[0].check.group_cases())
    coded = printed(evaluate(rows, ladder), items[0].job.context.as_of.date())
    parts = coded.partition_by("_g", as_dict=True, maintain_order=True)
    empty = coded.clear()
    return [Judged(parts.get((item.number,), empty), ladder) for item in items]
