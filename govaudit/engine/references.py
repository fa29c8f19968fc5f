"""References to records that are not there: said in the report, for what rests on them is judged without them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import polars as pl

from govaudit.errors import Place
from govaudit.messages import text
from govaudit.vocabulary.model import Relation, Vocabulary

if TYPE_CHECKING:
    from govaudit.records.model import Ledger, Records, Source

NAMED = 3
"""So many places are named; of the others only the number is told."""


def dangling(records: Records, vocabulary: Vocabulary) -> Iterator[str]:
    """Word, per relation, the references whose record is not in the ledger they point at; nothing where that ledger was not supplied."""
    for name, ledger in records.ledgers.items():
        for relation in vocabulary.tables[name].relations.values():
            target = records.ledgers.get(relation.to)
            if target is not None and relation.field in ledger.frame.columns:
                yield from _dangling(ledger, relation, target, records.sources, vocabulary)


def _dangling(ledger: Ledger, relation: Relation, target: Ledger, sources: tuple[Source, ...], vocabulary: Vocabulary) -> Iterator[str]:
    pointing = ledger.frame.select("_src", "_row", "_key", pl.col(relation.field).alias("to")).filter(pl.col("to").is_not_null())
    lost = pointing.join(target.frame.select("_key"), left_on="to", right_on="_key", how="anti").sort("_src", "_row", "_key")
    if lost.is_empty():
        return
    told = [f"“{_clip(to)}”({_place(sources, src, row)})" for src, row, to in lost.head(NAMED).select("_src", "_row", "to").iter_rows()]
    yield text(
        "warning.dangling",
        n=len(lost),
        table=vocabulary.label(ledger.table),
        field=vocabulary.label(ledger.table, relation.field),
        to=vocabulary.label(relation.to),
        places="、".join(told) + (text("warning.dangling.more") if len(lost) > NAMED else ""),
    )


def _place(sources: tuple[Source, ...], src: int | None, row: int | None) -> Place:
    if src is None or row is None or not 0 <= src < len(sources):
        return Place()
    source = sources[src]
    if source.pointer is not None:
        return Place(source.path, pointer=f"{source.pointer}/{row}")
    return Place(source.path, row, sheet=source.sheet)


def _clip(value: str, limit: int = 40) -> str:
    return value if len(value) <= limit else value[: limit - 1] + "…"
