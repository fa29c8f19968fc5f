"""From counts to subjects: every unit, category and slice that is judged, with what counts for it and what might."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import combinations
from typing import Any

import polars as pl

from govaudit.engine.backends import Backend
from govaudit.engine.counting import Item
from govaudit.engine.slices import slices_of
from govaudit.engine.subjects import bound_units, office_bound, rests_on_facts, zero_reports
from govaudit.messages import pieces, text

_SUBJECT = {
    "_g": pl.Int32, "subject": pl.String, "unit": pl.String, "_unit": pl.String, "category": pl.String, "clause": pl.String, "slice": pl.String,
    "first": pl.Date, "last": pl.Date, "over": pl.Boolean, "chosen": pl.Boolean,
    "bound": pl.Boolean, "facts": pl.Boolean, "early": pl.Boolean, "zero": pl.Boolean, "maybe": pl.Int64,
}  # fmt: skip
#: What a subject is told apart by, beside its rule.
GROUP_KEYS = ("_unit", "category", "slice")


def subjects(items: Sequence[Item], counted: pl.DataFrame, backend: Backend) -> tuple[pl.DataFrame, list[Item]]:
    """Return one row per item, unit, category and slice, and the items whose units cannot be listed."""
    rows: list[tuple[Any, ...]] = []
    unlisted: list[Item] = []
    zero = zero_reports(items, backend)
    for item in items:
        units: list[tuple[str, bool | None]] | None = [("", office_bound(item.job))]
        if item.check.per == "unit":
            named = counted.filter((pl.col("_g") == item.number) & pl.col("_unit").is_not_null())["_unit"].unique().sort().to_list()
            units = bound_units(item.job, named, backend)
        if units is None:
            unlisted.append(item)
            continue
        rows.extend(_rows(item, units, zero))
    return pl.DataFrame(rows, schema=_SUBJECT, orient="row"), unlisted


def _rows(item: Item, units: Sequence[tuple[str, bool | None]], zero: dict[tuple[str, str], list[str]]) -> list[tuple[Any, ...]]:
    context = item.job.context
    today, issued = context.as_of.date(), context.issued
    categories = [(category.name, category.clause, category.names) for category in item.check.categories()] or [("", item.job.rule.clauses[0], ())]
    rejected = context.tables[item.job.rule.table].rejected
    facts = rests_on_facts(item.job)
    found: list[tuple[Any, ...]] = []
    for unit, bound in units:
        chosen = not context.units or (unit or context.unit) in context.units
        for category, clause, names in categories:
            periods = [period for name in names for period in zero.get((unit, name), ())]
            for part in slices_of(item.window, item.check.slices):
                name = "/".join(piece for piece in (unit, category, part.label) if piece) or "office"
                early = issued is not None and part.last < issued and not context.retroactive
                excused = any(part.is_covered_by(period) for period in periods)
                found.append(
                    (item.number, name, unit or context.unit or None, unit, category, clause, part.label, part.first, part.last,
                     today > part.last, chosen, bound, facts, early, excused, rejected)
                )  # fmt: skip
    return found


def fill(asked: pl.DataFrame, counted: pl.DataFrame, items: Sequence[Item]) -> pl.DataFrame:
    """Join to each subject what was counted for it; rows without date, unit or category might count for any subject."""
    rows = keyed(counted, items)
    filled = asked
    certain = rows.filter(pl.all_horizontal(pl.col(key).is_not_null() for key in GROUP_KEYS))
    distinct = pl.col("_distinct").is_not_null().any()
    told = pl.col("_distinct").filter(pl.col("n") > 0).n_unique().cast(pl.Int64)
    grouped = certain.group_by("_g", *GROUP_KEYS).agg(
        pl.when(distinct).then(told).otherwise(pl.col("n").sum()).alias("n"),
        pl.col("part", "whole").sum(),
        pl.col("maybe").sum().alias("_doubt"),
        pl.col("first_key").filter(pl.col("n") > 0).min(),
    )
    filled = filled.join(grouped, on=["_g", *GROUP_KEYS], how="left", maintain_order="left")
    # Counts, not verdicts: a subject that no row counts for has none.
    filled = filled.with_columns(pl.col("n", "part", "whole").fill_null(0), (pl.col("maybe") + pl.col("_doubt").fill_null(0)))
    for blank in blank_keys():
        part = rows.filter(pl.col(key).is_null() if key in blank else pl.col(key).is_not_null() for key in GROUP_KEYS)
        if part.is_empty():
            continue
        keys = ["_g", *(key for key in GROUP_KEYS if key not in blank)]
        doubt = part.group_by(keys).agg((pl.col("n") + pl.col("maybe")).sum().alias("_more"))
        filled = filled.join(doubt, on=keys, how="left", maintain_order="left").with_columns(pl.col("maybe") + pl.col("_more").fill_null(0)).drop("_more")
    late = _late(counted, items)
    return filled.drop("_doubt").join(late, on=["_g", "_unit", "category"], how="left", maintain_order="left")


def _late(counted: pl.DataFrame, items: Sequence[Item]) -> pl.DataFrame:
    """Return, per item, unit and category, when the first record came after a window that is judged whole: `late_day`, `late_key`."""
    whole = [item for item in items if item.check.slices is None]
    ends = pl.DataFrame([(item.number, item.window[1]) for item in whole], schema={"_g": pl.Int32, "_end": pl.Date}, orient="row")
    today = items[0].job.context.as_of.date() if items else dt.date.max
    rows = _named(counted, items).join(ends, on="_g", how="inner").filter((pl.col("n") > 0) & (pl.col("_day") > pl.col("_end")) & (pl.col("_day") <= today))
    return (
        rows.sort("_day", "first_key")
        .group_by("_g", "_unit", "category")
        .agg(pl.col("_day").first().alias("late_day"), pl.col("first_key").first().alias("late_key"))
    )


def blank_keys() -> list[tuple[str, ...]]:
    """Return every choice of keys that a record may lack."""
    return [subset for size in range(1, len(GROUP_KEYS) + 1) for subset in combinations(GROUP_KEYS, size)]


def keyed(counted: pl.DataFrame, items: Sequence[Item]) -> pl.DataFrame:
    """Give each row its unit, category and slice, null where unknown; drop what surely counts for nothing."""
    rows = _named(counted, items)
    slices = [(item.number, part.label, part.first, part.last) for item in items for part in slices_of(item.window, item.check.slices)]
    parts = pl.DataFrame(slices, schema={"_g": pl.Int32, "slice": pl.String, "_first_day": pl.Date, "_last_day": pl.Date}, orient="row").sort("_first_day")
    today = items[0].job.context.as_of.date() if items else dt.date.max
    dated = rows.filter(pl.col("_day") <= today).sort("_day")
    dated = dated.join_asof(parts, left_on="_day", right_on="_first_day", by="_g", strategy="backward", check_sortedness=False)
    dated = dated.filter(pl.col("slice").is_not_null() & (pl.col("_day") <= pl.col("_last_day")))
    undated = rows.filter(pl.col("_day").is_null()).with_columns(pl.lit(None, pl.String).alias("slice"))
    return pl.concat([dated.select(undated.columns), undated])


def _named(counted: pl.DataFrame, items: Sequence[Item]) -> pl.DataFrame:
    """Give each row its unit and category, null where unknown; drop rows of categories that nobody asks for."""
    by_unit = [item.number for item in items if item.check.per == "unit"]
    names = [(item.number, name, category.name) for item in items for category in item.check.categories() for name in category.names]
    known = pl.DataFrame(names, schema={"_g": pl.Int32, "_by": pl.String, "category": pl.String}, orient="row")
    sorted_by_category = pl.col("_g").is_in(known["_g"].unique().to_list())
    rows = counted.join(known, on=["_g", "_by"], how="left", maintain_order="left").filter(
        ~sorted_by_category | pl.col("_by").is_null() | pl.col("category").is_not_null()
    )
    return rows.with_columns(
        pl.when(sorted_by_category).then(pl.col("category")).otherwise(pl.lit("")).alias("category"),
        pl.when(pl.col("_g").is_in(by_unit)).then(pl.col("_unit")).otherwise(pl.lit("")).alias("_unit"),
    )


def printed(frame: pl.DataFrame, today: dt.date) -> pl.DataFrame:
    """Add what reasons and evidence name: first and last day, the share, how long it is overdue."""
    late = (pl.coalesce("late_day", pl.lit(today)) - pl.col("last")).dt.total_days()
    if "of_sums" in frame.columns:
        frame = frame.with_columns(pl.when("of_sums").then(pl.col("whole")).otherwise(pl.col("n").cast(pl.Float64)).alias("whole"))
    # The last digits of a sum of decimals depend on the order of adding up, which is the engine's.
    frame = frame.with_columns(pl.col("part", "whole").round(6))
    share = (pl.col("part") / pl.col("whole") * 100).round(2).cast(pl.String).str.strip_suffix(".0")
    return frame.with_columns(
        pl.when(pl.col("first") > dt.date.min).then(pl.col("first").dt.strftime("%Y-%m-%d")).otherwise(pl.lit(text("any"))).alias("start"),
        pl.col("last").dt.strftime("%Y-%m-%d").alias("end"),
        pl.col("last").dt.strftime("%Y-%m-%d").alias("due"),
        pl.when(late > 0).then(pl.concat_str(late.cast(pl.String), pl.lit(" 日"))).alias("overdue"),
        fill_late(late).alias("late_note"),
        _had(frame.columns).alias("had"),
        pl.when(pl.col("whole") > 0).then(pl.concat_str(share, pl.lit("%"))).otherwise(pl.lit("无")).alias("share"),
        *[pl.col(name).cast(pl.String).str.strip_suffix(".0").alias(name) for name in ("part", "whole")],
    )


def _had(columns: Sequence[str]) -> pl.Expr:
    """Return, in words, how many there are: `只有 2 次`, `一次也没有`."""
    measure = pl.col("measure") if "measure" in columns else pl.lit(text("records.measure"))
    known = {"n": pl.col("n").cast(pl.String), "measure": measure}
    some, none = (pl.concat_str([known[piece] if is_name else pl.lit(piece) for piece, is_name in pieces(text(key))]) for key in ("had", "had.none"))
    return pl.when(pl.col("n") > 0).then(some).otherwise(none)


def fill_late(days: pl.Expr) -> pl.Expr:
    """Return, in words, when what was missing by the due date came after all."""
    first = pl.concat_str(pl.lit(" "), pl.col("late_day").dt.strftime("%Y-%m-%d"), pl.lit(" "))
    known = {"first": first, "key": pl.col("late_key"), "days": days.cast(pl.String)}
    parts = [known[piece] if is_name else pl.lit(piece) for piece, is_name in pieces(text("by_date.late_note"))]
    return pl.when(pl.col("late_day").is_not_null()).then(pl.concat_str(parts)).otherwise(pl.lit(""))
