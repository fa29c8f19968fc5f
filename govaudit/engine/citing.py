"""The records behind a verdict on a group: those that were counted, and those that might count, with their places."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from govaudit import frames as fr
from govaudit.engine.backends import Backend
from govaudit.engine.counting import COUNTED, Item, Query
from govaudit.engine.filling import GROUP_KEYS, blank_keys, keyed
from govaudit.messages import text

#: So many records are named in a reason, and so many in the evidence; of the others only the number is told.
NAMED, LISTED = 3, 20
#: The most records that are fetched for one query: a sentence that names three of them needs no more.
FETCHED = 20_000

_CITED = {"_key": pl.String, "_src": pl.Int32, "_row": pl.Int64}
_SCHEMA = COUNTED | _CITED | {"cited": pl.Boolean, "doubtful": pl.Boolean, "capped": pl.Boolean}
_SUBJECT = ["_g", *GROUP_KEYS]


@dataclass(frozen=True)
class _Known:
    """The records of all items: those that are cited and those in doubt, by unit, category and slice; and those that lack some of these keys."""

    cited: pl.DataFrame
    doubtful: pl.DataFrame
    blank: Sequence[tuple[tuple[str, ...], pl.DataFrame]]


class Citations:
    """The records behind the findings of group rules, fetched from the engine when they are first asked for."""

    def __init__(self, queries: Sequence[Query], items: Sequence[Item], wanted: Collection[int], backend: Backend) -> None:
        """Take the queries that counted, and the numbers of the items that have findings."""
        self._queries = queries
        self._items = items
        self._wanted = frozenset(wanted)
        self._backend = backend

    def add_to(self, subjects: pl.DataFrame) -> pl.DataFrame:
        """Add to subjects what their reasons and findings name: `records`, `doubtful` (lists of keys), `which`, `doubt` (words), `_src`, `_row`."""
        known = self._known
        doubtful = [known.doubtful]
        for blank, part in known.blank:
            keys = ["_g", *(key for key in GROUP_KEYS if key not in blank)]
            asked = subjects.select(_SUBJECT).unique()
            doubtful.append(part.drop(blank).join(asked, on=keys, how="inner").select(part.columns))
        for name, found in (("records", known.cited), ("doubtful", pl.concat(doubtful))):
            listed = _listed(found.join(subjects, on=_SUBJECT, how="semi"), name)
            subjects = subjects.join(listed, on=_SUBJECT, how="left", maintain_order="left")
        return subjects.with_columns(
            self._which(subjects).alias("which"),
            _named("doubtful", "doubt").alias("doubt"),
            pl.coalesce("records_src", "doubtful_src").alias("_src"),
            pl.coalesce("records_row", "doubtful_row").alias("_row"),
        )

    @staticmethod
    def _which(subjects: pl.DataFrame) -> pl.Expr:
        """Name the records that were counted; of a share that is too low, those that do not reach it."""
        if "is_least" not in subjects.columns:
            return _named("records", "which")
        return pl.when(pl.col("is_least") & ~pl.col("of_sums")).then(_named("records", "which.not")).otherwise(_named("records", "which"))

    @cached_property
    def _known(self) -> _Known:
        """The records of all items, told apart once."""
        certain = pl.all_horizontal(pl.col(key).is_not_null() for key in GROUP_KEYS)
        sure = self.rows.filter(certain)
        unsure = self.rows.filter(~certain)
        parts = {}
        for blank in blank_keys() if not unsure.is_empty() else ():
            parts[blank] = unsure.filter(pl.col(key).is_null() if key in blank else pl.col(key).is_not_null() for key in GROUP_KEYS)
        return _Known(sure.filter("cited"), sure.filter("doubtful"), [(blank, part) for blank, part in parts.items() if not part.is_empty()])

    @cached_property
    def rows(self) -> pl.DataFrame:
        """The records that count, or might, for the items that have findings, each with its unit, category and slice."""
        parts = [pl.DataFrame(schema=_SCHEMA)]
        for query in self._queries:
            wanted = [(item, tally) for item, tally in query.group if item.number in self._wanted]
            if wanted:
                parts.extend(self._fetched(query, wanted))
        return keyed(pl.concat(parts), self._items)

    def _fetched(self, query: Query, wanted: Sequence[tuple[Item, Any]]) -> list[pl.DataFrame]:
        """Fetch the rows that count, or might, for any of the items of a query, and give each item its own."""
        flags: dict[str, fr.Expr] = {}
        for item, tally in wanted:
            flags[f"cited_{item.number}"] = tally.n if tally.cited is None else tally.cited
            flags[f"doubtful_{item.number}"] = tally.maybe
        rows = query.rows({name: fr.when(flag).then(fr.lit(value=True)).otherwise(fr.lit(value=False)) for name, flag in flags.items()}, places=True)
        got = self._backend.get(rows.filter(fr.any_horizontal(*map(fr.col, flags))).sort("_key", "_src", "_row").head(FETCHED))
        got = got.sort("_key", "_src", "_row")
        parts = []
        for item, _ in wanted:
            known = {"cited": f"cited_{item.number}", "doubtful": f"doubtful_{item.number}"}
            columns = [pl.lit(item.number, pl.Int32).alias("_g")]
            for name, kind in _SCHEMA.items():
                source = known.get(name, name)
                if name == "_day" and query.keys.fixed is not None:
                    columns.append(pl.lit(query.keys.fixed, pl.Date).alias("_day"))
                elif name == "capped":
                    columns.append(pl.lit(len(got) == FETCHED).alias(name))
                elif name in ("n", "maybe"):
                    columns.append(pl.col(known["cited" if name == "n" else "doubtful"]).cast(kind).alias(name))
                elif name != "_g":
                    columns.append((pl.col(source) if source in got.columns else pl.lit(None)).cast(kind).alias(name))
            parts.append(got.select(columns).filter(pl.col("cited") | pl.col("doubtful")))
        return parts


def _listed(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return per subject the first keys, how many there are (null: more than were fetched), and the place of the first."""
    return (
        rows.unique([*_SUBJECT, "_key"], keep="first", maintain_order=True)
        .sort("_key", "_src", "_row")
        .group_by(_SUBJECT, maintain_order=True)
        .agg(
            pl.col("_key").head(LISTED).alias(name),
            pl.when(~pl.col("capped").any()).then(pl.len()).alias(f"{name}_n"),
            pl.col("_src").first().alias(f"{name}_src"),
            pl.col("_row").first().alias(f"{name}_row"),
        )
    )


def _named(listed: str, key: str) -> pl.Expr:
    """Return the first of some keys in words: `(甲、乙、丙等 5 条)`, empty where there are none."""
    before, after = text(key, names="\0").split("\0")
    number = pl.col(f"{listed}_n")
    told = pl.concat_str(pl.lit(text("cited.more")), number.cast(pl.String), pl.lit(text("cited.unit")))
    more = pl.when(number > NAMED).then(told).when(number.is_null()).then(pl.lit(text("cited.more"))).otherwise(pl.lit(""))
    some = pl.col(listed).list.head(NAMED).list.join("、")
    return pl.when(pl.col(listed).list.len() > 0).then(pl.concat_str(pl.lit(before), some, more, pl.lit(after))).otherwise(pl.lit(""))
