"""Rules that only a person can decide: the attestations that are valid at the as-of date."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from govaudit import frames as fr
from govaudit.checks.attest import Attest
from govaudit.checks.ladder import Case
from govaudit.engine.backends import Backend
from govaudit.engine.coded import Judged, evaluate, result_of
from govaudit.engine.plan import Job
from govaudit.engine.subjects import bound_units, office_bound, rests_on_facts
from govaudit.messages import text
from govaudit.results import RuleResult
from govaudit.states import State

_COLUMNS = ("clause_id", "unit", "result", "signer", "date", "valid_until", "file")


def read_attestations(jobs: Sequence[Job], backend: Backend) -> pl.DataFrame:
    """Return all attestations that name a clause, with `fault`: why one does not count, null where it does.

    One counts with a result, a signer and a file, signed by the as-of date in or after the period's start, still valid, by the audited office or for it.
    """
    context = jobs[0].context
    view = context.tables.get("attestations")
    schema = {"clause_id": pl.String, "unit": pl.String, "result": pl.String, "signer": pl.String, "date": pl.Date, "valid_until": pl.Date, "file": pl.String}
    if view is None or "clause_id" not in view.fields:
        return pl.DataFrame(schema=schema | {"fault": pl.String})
    known = [name for name in _COLUMNS if name in view.fields]
    bad = [f"{name}__bad" for name in known if name in view.bad]
    rows = backend.get(view.frame.select(*[fr.col(name) for name in [*known, *bad]])).filter(pl.col("clause_id").is_not_null())
    rows = rows.with_columns(pl.lit(None, kind).alias(name) for name, kind in schema.items() if name not in rows.columns)
    today = context.as_of.date()
    old = pl.lit(value=False) if context.retroactive else pl.col("date") < context.period[0]
    # An expiry that cannot be read is no reason to take the attestation for valid.
    unreadable = pl.any_horizontal(*[pl.col(name).fill_null(value=False) for name in bad]) if bad else pl.lit(value=False)
    faults = [(unreadable, "unreadable"), *[(pl.col(name).is_null(), f"no_{name}") for name in ("result", "signer", "date", "file")]]
    faults += [(pl.col("date") > today, "future"), (old, "old"), (pl.col("valid_until") < today, "expired")]
    fault: pl.Expr = pl.lit(None, pl.String)
    for when, key in reversed(faults):
        fault = pl.when(when).then(pl.lit(text(f"attest.{key}"))).otherwise(fault)
    return rows.with_columns(fault.alias("fault")).sort("clause_id", "unit", "date", "signer", "file", nulls_last=True)


def judge_attested(jobs: Sequence[Job], shared: frozenset[str], backend: Backend) -> dict[int, RuleResult]:
    """Judge rules by the valid attestations; `shared` are clause ids that several audited packs have, which must be cited as `pack/clause`."""
    results: dict[int, RuleResult] = {}
    registered = read_attestations(jobs, backend)
    rows: list[dict[str, Any]] = []
    for job in jobs:
        check = job.rule.checks[0]
        assert isinstance(check, Attest)  # noqa: S101 - held by Rule's own validation
        units = bound_units(job, [], backend) if check.per == "unit" else [("", office_bound(job))]
        if units is None:
            results[job.number] = job.whole(State.UNDECIDED, text("no_units"))
            continue
        rows.extend(
            {"_g": job.number, "ask": check.ask, **_subject(job, clause, unit, bound, registered, shared)}
            for clause in job.rule.clauses
            for unit, bound in units
        )
    gate = (
        Case(State.NOT_APPLICABLE, ~fr.col("bound"), text("not_bound")),
        Case(State.NOT_APPLICABLE, ~fr.col("chosen"), text("not_selected")),
        Case(State.UNDECIDED, fr.col("bound").is_null() & fr.col("facts"), text("bound_unknown")),
    )
    ladder = (*gate, *Attest.attest_cases())
    coded = evaluate(pl.DataFrame(rows, schema=_SCHEMA), ladder)
    parts = coded.partition_by("_g", as_dict=True, maintain_order=True)
    for job in jobs:
        if job.number not in results:
            results[job.number] = result_of(job, [Judged(parts.get((job.number,), coded.clear()), ladder)], ("signer", "date", "file"))
    return results


_SCHEMA = {
    "_g": pl.Int32, "ask": pl.String, "subject": pl.String, "unit": pl.String, "clause": pl.String, "bound": pl.Boolean,
    "chosen": pl.Boolean, "facts": pl.Boolean, "met": pl.Int64, "unmet": pl.Int64, "exempt": pl.Int64,
    "ambiguous": pl.Boolean, "why": pl.String, "signer": pl.String, "date": pl.String, "file": pl.String,
}  # fmt: skip


def _subject(job: Job, clause: str, unit: str, bound: bool | None, registered: pl.DataFrame, shared: frozenset[str]) -> dict[str, Any]:  # noqa: FBT001 - three-valued
    own = pl.col("clause_id") == f"{job.pack.id}/{clause}"
    bare = pl.col("clause_id") == clause
    office = job.context.unit
    of_unit = pl.col("unit") == unit if unit else (pl.col("unit").is_null() | (pl.col("unit") == office)) if office else pl.lit(value=True)
    about = registered.filter(own if clause in shared else own | bare) if registered.height else registered
    named = about.filter(of_unit & pl.col("fault").is_null())
    faults = about.filter(of_unit)["fault"].drop_nulls().to_list() or [text("attest.other_unit")] * (about.height > 0)
    results = named["result"].to_list()
    last = named.sort("date").tail(1)
    parts = [unit, clause if len(job.rule.clauses) > 1 else ""]
    return {
        "subject": "/".join(part for part in parts if part) or "office",
        "unit": unit or job.context.unit or None,
        "clause": clause,
        "bound": bound,
        "facts": rests_on_facts(job),
        "chosen": not job.context.units or (unit or job.context.unit) in job.context.units,
        "met": results.count("已落实"),
        "unmet": results.count("未落实"),
        "exempt": results.count("不适用"),
        "ambiguous": clause in shared and registered.height > 0 and registered.filter(of_unit & bare).height > 0,
        "why": text("attest.why", why=faults[-1]) if faults and named.is_empty() else "",
        "signer": last["signer"][0] if last.height else None,
        "date": str(last["date"][0]) if last.height else None,
        "file": last["file"][0] if last.height else None,
    }
