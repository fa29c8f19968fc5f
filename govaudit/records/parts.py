"""One piece of a source, typed: a frame with the fields that are wanted, the keys that were made, and every cell that was refused."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from govaudit.records.columns import DTYPES, TypedColumn, repeated, typed
from govaudit.records.headings import Bound
from govaudit.records.moments import constant
from govaudit.records.native import typed_natively
from govaudit.records.raw import RawTable
from govaudit.records.values import shown
from govaudit.vocabulary.model import FieldType, TableSpec

_YES, _NO = True, False

Schema = tuple[tuple[str, FieldType], ...]
Refused = tuple[int, str, str, str]
"""A cell that was refused: the number of the row, the heading, what stood there, and why."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some records of one table, typed.

    Attributes:
        fields: the fields the source has here, also those whose values were not kept.
        bad: the fields of the frame that have a `__bad` column.
        made: marks the keys that were made because the record has none.
        unique: whether it is known that no key stands in it twice.
    """

    frame: pl.DataFrame
    fields: Collection[str]
    bad: Sequence[str]
    made: pl.Series
    unique: bool = False


@lru_cache(maxsize=1024)
def empty_frame(schema: Schema) -> pl.DataFrame:
    """Make a frame without rows that has the columns of these fields."""
    columns: dict[str, pl.DataType] = {"_key": pl.String(), "_src": pl.Int32(), "_row": pl.Int64()}
    for name, kind in schema:
        columns[name] = DTYPES[kind]
        if kind is FieldType.DATETIME:
            columns[f"{name}__timed"] = pl.Boolean()
    return pl.DataFrame(schema=columns)


def schema_of(spec: TableSpec, fields: Collection[str]) -> Schema:
    """Put fields of a table in the dictionary's order, with their types."""
    return tuple((name, field.type) for name, field in spec.fields.items() if name in fields)


def typed_part(order: tuple[int, int], bound: Bound, spec: TableSpec, more: Collection[str], kept: Collection[str] | None) -> tuple[Part, list[Refused]]:
    """Type a piece of a source; every cell is read, though only the fields in `kept` (None: all) stay.

    Args:
        order: the number of the source among all, and among those of the table.
        bound: the piece, its columns bound to fields.
        spec: the table.
        more: fields that count as supplied and blank beside the columns there are.
        kept: the fields whose values are wanted.
    """
    raw = bound.raw
    height = len(raw.rows)
    fields = {*bound.columns, *bound.constants, *more}
    wanted = fields if kept is None else fields.intersection(kept)
    series = [constant(order[0], pl.Int32(), height).alias("_src"), pl.Series("_row", raw.rows, dtype=pl.Int64)]
    refused: list[Refused] = []
    bad = []
    key = None
    for name, column in bound.columns.items():
        values = column.values
        field = spec.fields[name]
        done = typed_natively(field, values) if isinstance(values, pl.Series) and values.dtype != pl.String else typed(field, values)
        refused += [(raw.rows[cell.index], column.heading, shown(cell.value), cell.reason) for cell in done.bad]
        if name == spec.key:
            key = done.values
        if name in wanted:
            series += _series(name, done, height)
            if done.bad:
                bad.append(name)
    for name, value in bound.constants.items():
        done = repeated(spec.fields[name], value, height)
        series += _series(name, done, height) if name in wanted else []
        key = done.values if name == spec.key else key
    keys, made = _keys(raw, order[1], key)
    # The fields that the piece lacks are added blank by putting it under a frame that has them all: one step, however many there are.
    frame = pl.concat([empty_frame(schema_of(spec, wanted)), pl.DataFrame([keys, *series])], how="diagonal")
    return Part(frame, fields, bad, made), refused


def _series(name: str, column: TypedColumn, height: int) -> list[pl.Series]:
    """Name the columns a field becomes."""
    series = [column.values.alias(name)]
    if column.timed is not None:
        series.append(column.timed.alias(f"{name}__timed"))
    if column.bad:
        flags = constant(_NO, pl.Boolean(), height).scatter([cell.index for cell in column.bad], _YES)
        series.append(flags.alias(f"{name}__bad"))
    return series


def _keys(raw: RawTable, position: int, given: pl.Series | None) -> tuple[pl.Series, pl.Series]:
    """Take the keys that are given; call the other records after their row (`行12`), and after the file if it is not the table's first (`文件2行12`)."""
    height = len(raw.rows)
    if given is not None and given.dtype != pl.String:
        given = given.cast(pl.String)
    if given is not None and not given.null_count():
        return given.alias("_key"), constant(_NO, pl.Boolean(), height)
    keys = [None] * height if given is None else given.to_list()
    prefix = (f"文件{position + 1}" if position else "") + raw.key_prefix
    named = [f"{prefix}{row + raw.key_base}" if key is None else key for key, row in zip(keys, raw.rows, strict=True)]
    return pl.Series("_key", named, dtype=pl.String), pl.Series([key is None for key in keys], dtype=pl.Boolean)
