"""Counting on the engine: all group rules of a table in as few queries as possible, per unit, category and day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from govaudit import frames as fr
from govaudit.checks.base import GroupCheck, Tally
from govaudit.checks.scope import Scope
from govaudit.checks.truth import kept_truth
from govaudit.engine.backends import Backend
from govaudit.engine.gate import unit_field
from govaudit.engine.plan import Job
from govaudit.vocabulary.model import FieldType

Window = tuple[dt.date | None, dt.date]

#: What counting gives for every item: `_g` its number, then the keys (null where unknown or not asked for), then what was counted.
COUNTED = {
    "_g": pl.Int32, "_unit": pl.String, "_by": pl.String, "_distinct": pl.String, "_day": pl.Date,
    "n": pl.Int64, "maybe": pl.Int64, "part": pl.Float64, "whole": pl.Float64, "first_key": pl.String,
}  # fmt: skip


@dataclass(frozen=True)
class Item:
    """One check (one reading of one rule) on groups, with its number in the run and its window."""

    number: int
    job: Job
    check: GroupCheck
    window: Window


@dataclass(frozen=True)
class _Keys:
    """What the rows of an item are told apart by; items with the same keys share a query."""

    day: str | None
    fixed: dt.date | None
    unit: str | None
    by: str | None
    distinct: str | None


@dataclass(frozen=True)
class Query:
    """One query on the engine: the table with what its items need, and the items it counts for."""

    frame: fr.LazyFrame
    keys: _Keys
    group: Sequence[tuple[Item, Tally]]
    scope: Scope

    def rows(self, flags: Mapping[str, fr.Expr], *, places: bool = False) -> fr.LazyFrame:
        """Return the records with their keys and some flags, and, if asked, where each stands."""
        return _rows(self.frame, self.keys, self.scope, {**({"_src": fr.col("_src"), "_row": fr.col("_row")} if places else {}), **flags})


def queries(items: Sequence[Item]) -> list[Query]:
    """Return the queries that count for all items: as few as their tables and keys allow."""
    tables: dict[str, list[Item]] = {}
    for item in items:
        tables.setdefault(f"{item.job.pack.id}/{item.job.rule.table}", []).append(item)
    return [query for group in tables.values() for query in _of_table(group)]


def count(asked: Sequence[Query], backend: Backend) -> pl.DataFrame:
    """Count for every item; columns as `COUNTED`."""
    return pl.concat([pl.DataFrame(schema=COUNTED), *[_unpacked(backend.get(_totalled(query)), query.group) for query in asked]])


def _of_table(items: Sequence[Item]) -> list[Query]:
    context = items[0].job.context
    scope = Scope(items[0].job.rule.table, context)
    found: dict[_Keys, list[tuple[Item, Tally]]] = {}
    for item in items:
        where = fr.lit(value=True) if item.job.rule.where is None else kept_truth(item.job.rule.where, scope)[0]
        tally = item.check.tally(scope, where)
        found.setdefault(_keys(item, tally, scope), []).append((item, tally))
    frame = context.tables[scope.table].frame
    for step in scope.steps.values():
        frame = step(frame)
    frame = scope.with_kept(frame)
    return [Query(frame, keys, group, scope) for keys, group in found.items()]


def _keys(item: Item, tally: Tally, scope: Scope) -> _Keys:
    rule, check = item.job.rule, item.check
    date = check.date or (None if rule.when == "none" else rule.when or scope.spec.event)
    fixed = None
    if rule.when == "none" and check.date is None:
        # The record stands for the state of things now: it counts without a date.
        fixed = min(item.window[1], item.job.context.as_of.date())
    unit = unit_field(item.job) if check.per == "unit" else None
    for path in (date, unit, tally.by, tally.distinct):
        if path is not None and scope.supplied(path):
            scope.column(path)
    return _Keys(date if date and scope.supplied(date) else None, fixed, unit if unit and scope.supplied(unit) else None, tally.by, tally.distinct)


def _rows(frame: fr.LazyFrame, keys: _Keys, scope: Scope, flags: Mapping[str, fr.Expr]) -> fr.LazyFrame:
    columns: dict[str, fr.Expr] = {"_key": fr.col("_key")}
    if keys.day is not None:
        columns["_day"] = scope.moment(keys.day).day
    if keys.unit is not None:
        columns["_unit"] = fr.col(scope.column(keys.unit))
    for name, path in (("_by", keys.by), ("_distinct", keys.distinct)):
        if path is not None:
            value = fr.col(scope.column(path))
            textual = scope.field(path).type in (FieldType.TEXT, FieldType.ENUM, FieldType.LIST)
            columns[name] = value if textual else value.cast(fr.STRING)
    rows = frame.select(**columns, **flags)
    if keys.by is not None and scope.field(keys.by).type is FieldType.LIST:
        rows = rows.explode("_by")
    return rows


def _totalled(query: Query) -> fr.LazyFrame:
    group = query.group
    rows = query.rows({f"{name}_{item.number}": value for item, tally in group for name, value in tally.flags().items()})
    known = {"_day": query.keys.day, "_unit": query.keys.unit, "_by": query.keys.by, "_distinct": query.keys.distinct}
    by = [name for name, path in known.items() if path is not None]
    totals = {name: expr for item, tally in group for name, expr in _totals(item.number, tally).items()}
    return rows.totals(by, **totals) if by else rows.select(**totals)


def _totals(number: int, tally: Tally) -> dict[str, fr.Expr]:
    n = fr.col(f"n_{number}")
    totals = {f"n_{number}": n.cast(fr.INT64).sum(), f"maybe_{number}": fr.col(f"maybe_{number}").cast(fr.INT64).sum()}
    if tally.part is not None:
        totals[f"part_{number}"] = fr.col(f"part_{number}").cast(fr.FLOAT64).sum()
    if tally.whole is not None:
        totals[f"whole_{number}"] = fr.col(f"whole_{number}").cast(fr.FLOAT64).sum()
    return totals | {f"key_{number}": fr.when(n).then(fr.col("_key")).min()}


def _unpacked(got: pl.DataFrame, group: Sequence[tuple[Item, Tally]]) -> pl.DataFrame:
    """Give each item rows of its own, without those that count for nothing."""
    parts: list[pl.LazyFrame] = []
    for item, _ in group:
        number = item.number
        names = {"n": f"n_{number}", "maybe": f"maybe_{number}", "part": f"part_{number}", "whole": f"whole_{number}", "first_key": f"key_{number}"}
        columns = [pl.lit(number, pl.Int32).alias("_g")]
        for name, kind in COUNTED.items():
            source = names.get(name, name)
            if name == "_day" and item.job.rule.when == "none" and item.check.date is None:
                columns.append(pl.lit(min(item.window[1], item.job.context.as_of.date()), pl.Date).alias("_day"))
            elif name != "_g":
                value = pl.col(source) if source in got.columns else pl.lit(None)
                columns.append((value.fill_null(0) if name in ("n", "maybe", "part", "whole") else value).cast(kind).alias(name))
        # A sum of nothing is zero: these are counts, not verdicts.
        parts.append(got.lazy().select(columns).filter((pl.col("n") > 0) | (pl.col("maybe") > 0)))
    return pl.concat(parts).collect()
