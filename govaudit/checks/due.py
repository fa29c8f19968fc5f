"""Due dates, elapsed and overdue time of findings: computed only for the rows that became findings, by column."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from govaudit.checks.values import Limit, Unit
from govaudit.messages import text

if TYPE_CHECKING:
    import polars as pl

    from govaudit.checks.scope import Context

_PROVISIONAL = "(暂定,所涉年份的放假安排尚未公布)"


def add_due(findings: pl.DataFrame, limit: Limit, context: Context, *, from_label: str, to_label: str) -> pl.DataFrame:
    """Add `due`, `elapsed`, `overdue` (text), `provisional` (boolean) and the labels and values that reasons name.

    Takes the instants `_from`, `_to` and the latest instants they can be, `_from_hi`, `_to_hi`; those may be absent when the export has no such column.
    """
    import polars as pl

    empty = pl.lit(None, pl.Datetime("us"))
    names = ("_from", "_from_hi", "_to", "_to_hi")
    findings = findings.with_columns(empty.alias(name) for name in names if name not in findings.columns)
    findings = findings.with_columns(
        pl.lit(from_label).alias("from_label"),
        pl.lit(to_label).alias("to_label"),
        shown_instant("_from").alias("from_value"),
        shown_instant("_to").alias("to_value"),
        pl.lit(str(context.calendar().horizon) if limit.unit is Unit.WORKDAYS else "").alias("horizon"),
    )
    if limit.unit is Unit.HOURS:
        return _hours(findings, limit, context)
    return _days(findings, limit, context)


def add_fixed_due(findings: pl.DataFrame, due: dt.date | None, context: Context) -> pl.DataFrame:
    """Add the one due date of all rows, and by how many days `_to` (or the as-of date) is past it."""
    import polars as pl

    if due is None:
        return findings
    if "_to" not in findings.columns:
        findings = findings.with_columns(pl.lit(None, pl.Datetime("us")).alias("_to"), pl.lit(None, pl.Datetime("us")).alias("_to_hi"))
    done = pl.when(pl.col("_to") <= context.as_of).then(pl.col("_to").dt.date()).otherwise(pl.lit(context.as_of.date()))
    late = (done - pl.lit(due)).dt.total_days()
    return findings.with_columns(
        shown_instant("_to").alias("to_value"),
        pl.lit(str(due)).alias("due"),
        pl.when(late > 0).then(pl.concat_str(late.cast(pl.String), pl.lit(" 日"))).alias("overdue"),
    )


def shown_instant(name: str) -> pl.Expr:
    """Return an instant as text: a date where the time of day is not known."""
    import polars as pl

    known = pl.col(name) == pl.col(f"{name}_hi")
    return pl.when(known).then(pl.col(name).dt.strftime("%Y-%m-%d %H:%M")).otherwise(pl.col(name).dt.strftime("%Y-%m-%d"))


def _reached(context: Context) -> pl.Expr:
    import polars as pl

    return pl.when(pl.col("_to") <= context.as_of).then(pl.col("_to")).otherwise(pl.lit(context.as_of))


def _days(findings: pl.DataFrame, limit: Limit, context: Context) -> pl.DataFrame:
    import polars as pl

    start = findings["_from"].dt.date()
    reached = findings.select(_reached(context).dt.date()).to_series()
    if limit.unit is Unit.WORKDAYS:
        calendar = context.calendar()
        known = start.drop_nulls().unique().to_list()
        dues, provisional = calendar.due_dates(known, limit.count)
        due = start.replace_strict(known, dues, default=None, return_dtype=pl.Date)
        doubtful = start.replace_strict(known, provisional, default=False, return_dtype=pl.Boolean)
        numbers = _workday_numbers(context, [start, reached])
        elapsed = reached.replace_strict(*numbers, default=None, return_dtype=pl.Int64) - start.replace_strict(*numbers, default=None, return_dtype=pl.Int64)
    else:
        due = start + dt.timedelta(days=limit.count)
        doubtful = pl.repeat(value=False, n=len(start), dtype=pl.Boolean, eager=True)
        elapsed = (reached - start).dt.total_days()
    unit = limit.unit.chinese
    return findings.with_columns(
        due.cast(pl.String).alias("due"),
        doubtful.alias("provisional"),
        pl.Series("_elapsed", elapsed, pl.Int64),
    ).with_columns(
        pl.when(pl.col("provisional")).then(pl.lit(_PROVISIONAL)).otherwise(pl.lit("")).alias("provisional_note"),
        pl.concat_str(pl.col("_elapsed").cast(pl.String), pl.lit(f" {unit}")).alias("elapsed"),
        pl.when(pl.col("_elapsed") > limit.count).then(pl.concat_str((pl.col("_elapsed") - limit.count).cast(pl.String), pl.lit(f" {unit}"))).alias("overdue"),
    )


def _workday_numbers(context: Context, series: list[pl.Series]) -> tuple[list[dt.date], list[int]]:
    days = sorted({day for one in series for day in one.drop_nulls().unique().to_list()})
    calendar = context.calendar()
    return days, [calendar.workday_bounds(day)[0] for day in days]


def _hours(findings: pl.DataFrame, limit: Limit, context: Context) -> pl.DataFrame:
    import polars as pl

    # Where the start has no time of day everything is reckoned from its last minute: what is late then is late in any case.
    start = pl.col("_from_hi").dt.truncate("1m")
    due = start + dt.timedelta(hours=limit.count)
    reached = _reached(context).dt.truncate("1m")
    late, took = (reached - due).dt.total_minutes(), (reached - start).dt.total_minutes()
    least = pl.when(pl.col("_from") == pl.col("_from_hi")).then(pl.lit("")).otherwise(pl.lit(text("deadline.at_least")))
    return findings.with_columns(
        due.dt.strftime("%Y-%m-%d %H:%M").alias("due"),
        pl.lit(value=False).alias("provisional"),
        pl.lit("").alias("provisional_note"),
        pl.concat_str(least, _hours_text(took)).alias("elapsed"),
        pl.when(late > 0).then(pl.concat_str(least, _hours_text(late))).alias("overdue"),
    )


def _hours_text(minutes: pl.Expr) -> pl.Expr:
    import polars as pl

    hours, rest = minutes // 60, minutes % 60
    return pl.concat_str(
        pl.when(hours > 0).then(pl.concat_str(hours.cast(pl.String), pl.lit(" 小时"))),
        pl.when((rest > 0) | (hours <= 0)).then(pl.concat_str(rest.cast(pl.String), pl.lit(" 分钟"))),
        separator=" ",
        ignore_nulls=True,
    )
