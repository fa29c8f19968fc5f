"""Tables of findings: from the coded rows of a rule to rows that a report can print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from govaudit.checks.ladder import FINDING
from govaudit.checks.shown import shown, told
from govaudit.engine.plan import DIFFER, Job
from govaudit.engine.printing import evidence_json, met, printed_reason, state_names
from govaudit.messages import text
from govaudit.results import finding_schema
from govaudit.states import State

if TYPE_CHECKING:
    import polars as pl

    from govaudit.engine.record_rules import Prepared


def record_findings(one: Prepared, found: pl.DataFrame) -> pl.DataFrame:
    """Print the findings of one record rule from the rows that have any, in the order of the records."""
    import polars as pl

    from govaudit import frames as fr

    job, scope = one.job, one.scope
    rows = found.filter(pl.col(job.code) >= FINDING).sort("_src", "_row", "_key")
    ready: list[pl.DataFrame] = []
    for check in one.checks:
        facts = {} if job.unset() else check.facts(scope)
        one_rows = fr.computed(rows, **facts) if facts else rows
        ready.append(one_rows if job.unset() else check.finish(one_rows, scope))
    first = ready[0]
    values: dict[str, pl.Expr] = {path.replace(".", "__"): shown(scope, path) for path in one.shown}
    values |= {name: pl.col(name) for name in ("n", "maybe", "lacking", "elapsed") if name in first.columns}
    if "values" not in first.columns:
        first = first.with_columns(told(scope, one.shown).alias("values"))
    codes = [job.code] if len(one.ladders) == 1 else [f"{job.code}_{number}" for number in range(len(one.ladders))]
    message = printed_reason(first, job.code, one.ladders[0], scope)
    state = state_names(job.code, one.ladders[0])
    if len(one.ladders) > 1:
        message, state = readings(job, codes, one.ladders, message, state)
    unit = shown(scope, unit_path) if (unit_path := _unit_path(one)) else pl.lit(None, pl.String)
    return first.select(
        **_frame_of(
            job,
            state=state,
            record=pl.col("_key"),
            clause=pl.lit("、".join(job.rule.clauses)),
            src=pl.col("_src").cast(pl.Int32),
            row=pl.col("_row").cast(pl.Int64),
            field=_pointed_field(one, first),
            unit=unit,
            message=message,
            evidence=evidence_json(values),
            due=pl.col("due") if "due" in first.columns else None,
            overdue=pl.col("overdue") if "overdue" in first.columns else None,
            provisional=pl.col("provisional") if "provisional" in first.columns else None,
        )
    )


def _pointed_field(one: Prepared, found: pl.DataFrame) -> pl.Expr:
    """Return the field a finding points at: the first blank that made it undecided, else the check's own."""
    import polars as pl

    own = [path for check in one.checks for path in check.fields() if "." not in path] or [one.scope.spec.key]
    answer: pl.Expr = pl.coalesce("_point", pl.lit(own[0])) if "_point" in found.columns else pl.lit(own[0])
    for code, case in met(found, one.job.code, one.ladders[0]):
        direct = [path for path in case.blanks if "." not in path and one.scope.supplied(path)]
        if direct:
            blank = pl.coalesce([pl.when(pl.col(one.scope.column(path)).is_null()).then(pl.lit(path)) for path in direct] + [pl.lit(direct[0])])
            answer = pl.when(pl.col(one.job.code) == code).then(blank).otherwise(answer)
    return answer


def _unit_path(one: Prepared) -> str | None:
    from govaudit.engine.gate import unit_field

    path = unit_field(one.job)
    return path if path and one.scope.supplied(path) else None


def readings(job: Job, codes: Sequence[str], ladders: Sequence[Sequence[Any]], message: pl.Expr, state: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Return message and state where readings differ: undecided, naming both places and what each would say."""
    import polars as pl

    names = {str(one): text(f"state.{one}") if one is not State.FAIL else text("state.fail.error") for one in State}
    parts: list[pl.Expr] = []
    places = [reading.place for reading in job.rule.readings or ()]
    for place, code, ladder in zip(places, codes, ladders, strict=True):
        said = state_names(code, ladder).replace_strict(names, default=None, return_dtype=pl.String)
        parts.append(pl.concat_str(pl.lit(text("readings.says", place=place)), said))
    differ = pl.col(job.code) == DIFFER
    told = pl.concat_str(pl.lit(text("readings.short") + ":"), pl.concat_str(parts, separator=","))
    return pl.when(differ).then(told).otherwise(message), pl.when(differ).then(pl.lit(str(State.UNDECIDED))).otherwise(state)


def _frame_of(job: Job, **columns: Any) -> dict[str, pl.Expr]:
    """Return the columns of a table of findings, in their order, absent ones null."""
    import polars as pl

    rule = job.rule
    known = {
        "rule": pl.lit(rule.id),
        "severity": pl.lit(str(rule.force.severity)),
        "table": pl.lit(rule.table),
        "remedy": pl.lit(rule.remedy),
    } | {name: value for name, value in columns.items() if value is not None}
    # A due date speaks of what is still to come or was missed; what could not be judged has none.
    if "due" in known:
        known["due"] = pl.when(known["state"].is_in([str(State.FAIL), str(State.PENDING)])).then(known["due"])
    if "overdue" in known:
        known["overdue"] = pl.when(known["state"] == str(State.FAIL)).then(known["overdue"])
    return {name: known.get(name, pl.lit(None)).cast(kind) for name, kind in finding_schema().items()}


def group_findings(job: Job, found: pl.DataFrame, ladders: Sequence[Sequence[Any]], codes: Sequence[str], evidence: Sequence[str]) -> pl.DataFrame:
    """Print the findings of a rule that judges units and periods; `found` are the coded subjects with the records behind them."""
    import polars as pl

    message = printed_reason(found, job.code, ladders[0], None)
    state = state_names(job.code, ladders[0])
    if len(ladders) > 1:
        message, state = readings(job, codes, ladders, message, state)
    return found.select(
        **_frame_of(
            job,
            state=state,
            record=pl.col("subject"),
            clause=pl.col("clause"),
            src=pl.col("_src") if "_src" in found.columns else None,
            row=pl.col("_row") if "_row" in found.columns else None,
            unit=pl.col("unit"),
            message=message,
            evidence=evidence_json({name: pl.col(name) for name in evidence if name in found.columns}),
            due=pl.col("due") if "due" in found.columns else None,
            overdue=pl.col("overdue") if "overdue" in found.columns else None,
        )
    )


def single_finding(job: Job, state: State, reason: str) -> pl.DataFrame:
    """Return the one finding of a rule that could not be judged at all."""
    import polars as pl

    columns = _frame_of(
        job, state=pl.lit(str(state)), record=pl.lit("office"), clause=pl.lit(job.rule.clauses[0]), message=pl.lit(reason), evidence=pl.lit("{}")
    )
    return pl.DataFrame({"_": [0]}).select(**columns)
