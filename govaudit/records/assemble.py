"""From bound raw tables to ledgers: typed frames, keys, and every cell and row that could not be taken."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import polars as pl

from govaudit.errors import Place
from govaudit.records.columns import DTYPES, TypedColumn, constant, repeated, typed
from govaudit.records.headings import Bound
from govaudit.records.model import Ledger, Records, Reject, Source
from govaudit.records.raw import SHORT, RawTable
from govaudit.records.values import shown
from govaudit.vocabulary.model import FieldType, TableSpec, Vocabulary

_YES, _NO = True, False

Schema = tuple[tuple[str, FieldType], ...]


@dataclass(frozen=True, slots=True)
class Input:
    """Where a raw table came from."""

    path: str
    sha256: str
    format: str


@dataclass(frozen=True, slots=True)
class Part:
    """The records of one source, typed; `made` marks the keys that were made because the record has none."""

    number: int
    bound: Bound
    frame: pl.DataFrame
    schema: Schema
    bad: Sequence[str]
    made: pl.Series
    rejects: Sequence[Reject]


def assemble(inputs: Iterable[tuple[Input, Bound]], vocabulary: Vocabulary, meta: Mapping[str, Any], more: Mapping[str, Collection[str]]) -> Records:
    """Type all tables, put those of the same name together, and let the first record of each key stay.

    Args:
        inputs: the raw tables, in order, and where each came from.
        vocabulary: the dictionary the tables are bound to.
        meta: what the files say about themselves.
        more: fields, per table, that count as supplied and blank beside the columns there are.
    """
    origins: list[Input] = []
    groups: dict[str, list[Part]] = {}
    for number, (origin, bound) in enumerate(inputs):
        origins.append(origin)
        group = groups.setdefault(bound.table, [])
        group.append(_part((number, len(group)), origin, bound, vocabulary.tables[bound.table], more.get(bound.table, ())))
    ledgers = {}
    doubles: dict[int, list[Reject]] = {}
    for table, group in groups.items():
        ledgers[table] = _ledger(vocabulary.tables[table], group, origins, doubles)
    parts = sorted((part for group in groups.values() for part in group), key=lambda part: part.number)
    sources = tuple(_source(origins[part.number], part, len(doubles.get(part.number, ()))) for part in parts)
    return Records(ledgers, sources, tuple(reject for part in parts for reject in _rejects(part, doubles.get(part.number, []))), meta)


@lru_cache(maxsize=1024)
def empty_frame(schema: Schema) -> pl.DataFrame:
    """Make a frame without rows that has the columns of these fields."""
    columns: dict[str, pl.DataType] = {"_key": pl.String(), "_src": pl.Int32(), "_row": pl.Int64()}
    for name, kind in schema:
        columns[name] = DTYPES[kind]
        if kind is FieldType.DATETIME:
            columns[f"{name}__timed"] = pl.Boolean()
    return pl.DataFrame(schema=columns)


@lru_cache(maxsize=1024)
def _small_blank_frame(schema: Schema, height: int) -> pl.DataFrame:
    return empty_frame(schema).clear(height)


def blank_frame(schema: Schema, height: int) -> pl.DataFrame:
    """Make a frame of these fields in which every cell is null; remembered if it is small, as making it takes longer than filling it."""
    return _small_blank_frame(schema, height) if height <= SHORT else empty_frame(schema).clear(height)


def _part(order: tuple[int, int], origin: Input, bound: Bound, spec: TableSpec, more: Collection[str]) -> Part:
    """Type one source; `order` is its number among all sources and among those of the table."""
    number, position = order
    raw = bound.raw
    height = len(raw.rows)
    schema = tuple((name, field.type) for name, field in spec.fields.items() if name in bound.columns or name in bound.constants or name in more)
    series = [constant(number, pl.Int32(), height).alias("_src"), pl.Series("_row", raw.rows, dtype=pl.Int64)]
    rejects = [_reject(origin, bound, (row.row, ""), row.value, row.reason) for row in raw.lost]
    bad = []
    for name, column in bound.columns.items():
        done = typed(spec.fields[name], column.values)
        series += _series(name, done, height)
        if done.bad:
            bad.append(name)
            rejects += [_reject(origin, bound, (raw.rows[cell.index], column.heading), shown(cell.value), cell.reason) for cell in done.bad]
    for name, value in bound.constants.items():
        series += _series(name, repeated(spec.fields[name], value, height), height)
    keys, made = _keys(raw, position, next((column for column in series if column.name == spec.key), None))
    frame = blank_frame(schema, height).with_columns(keys, *series)
    return Part(number, bound, frame, schema, bad, made, sorted(rejects, key=lambda reject: reject.row))


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


def _ledger(spec: TableSpec, group: Sequence[Part], origins: Sequence[Input], doubles: dict[int, list[Reject]]) -> Ledger:
    """Put the parts of a table together; the rows that are rejected for their key are added to `doubles`, by source."""
    fields = {name for part in group for name, _ in part.schema}
    bad = [name for name in spec.fields if any(name in part.bad for part in group)]
    frame = group[0].frame
    if len(group) > 1:
        order = empty_frame(tuple((name, field.type) for name, field in spec.fields.items() if name in fields)).columns
        flags = [f"{name}__bad" for name in bad]
        frame = pl.concat([part.frame for part in group], how="diagonal").select(*order, *(pl.col(flag).fill_null(value=False) for flag in flags))
    if frame["_key"].n_unique() < len(frame):
        frame = _one_per_key(frame, group, origins, doubles)
    rejected = sum(len(part.bound.raw.lost) + len(doubles.get(part.number, ())) for part in group)
    return Ledger(group[0].bound.table, frame, frozenset(fields), frozenset(bad), rejected)


def _one_per_key(frame: pl.DataFrame, group: Sequence[Part], origins: Sequence[Input], doubles: dict[int, list[Reject]]) -> pl.DataFrame:
    """Keep the first record of each given key; a made key that is also given to another record is made anew."""
    made = pl.concat([part.made for part in group])
    frame = frame.with_columns(_renamed(frame["_key"], made))
    first = frame["_key"].is_first_distinct()
    parts = {part.number: part for part in group}
    twice = frame.filter(~first).select("_key", "_src", "_row")
    places = {key: (source, row) for key, source, row in frame.filter(first).join(twice, on="_key", how="semi").select("_key", "_src", "_row").iter_rows()}
    for key, source, row in twice.iter_rows():
        origin, bound = origins[source], parts[source].bound
        place = _place(origins[places[key][0]], parts[places[key][0]].bound.raw, places[key][1])
        reason = f"编号“{shown(key, 40)}”与 {place} 的记录重复,只保留先出现的一条"
        doubles.setdefault(source, []).append(_reject(origin, bound, (row, ""), shown(key), reason))
    return frame.filter(first)


def _renamed(keys: pl.Series, made: pl.Series) -> pl.Series:
    """Change the made keys that stand in the way of another."""
    clash = (made & keys.is_duplicated()).arg_true()
    if not len(clash):
        return keys
    taken = set(keys.to_list())
    names = []
    for key in keys.gather(clash):
        name = key + "(无编号)"
        while name in taken:
            name += "′"
        taken.add(name)
        names.append(name)
    return keys.scatter(clash, names)


def _place(origin: Input, raw: RawTable, row: int) -> Place:
    if raw.pointer is not None:
        return Place(origin.path, pointer=raw.pointer_to(row))
    return Place(origin.path, row, sheet=raw.sheet)


def _reject(origin: Input, bound: Bound, at: tuple[int, str], value: str, reason: str) -> Reject:
    """Make a reject of the cell in a row under a heading, or of the whole row if there is no heading."""
    raw = bound.raw
    row, heading = at
    return Reject(origin.path, bound.table, row, heading, value, reason, raw.sheet, raw.pointer_to(row, heading or None), whole_row=not heading)


def _rejects(part: Part, doubles: Sequence[Reject]) -> Sequence[Reject]:
    """Give the rejects of a source by row; of a row rejected as a whole only that."""
    if not doubles:
        return part.rejects
    rows = {reject.row for reject in doubles}
    return sorted([*(reject for reject in part.rejects if reject.row not in rows), *doubles], key=lambda reject: reject.row)


def _source(origin: Input, part: Part, doubles: int) -> Source:
    """Sum up a source: `rows` counts all that were found, with those rejected."""
    raw = part.bound.raw
    columns = {name: (column.heading, column.position) for name, column in part.bound.columns.items()}
    rejected = len(raw.lost) + doubles
    return Source(origin.path, origin.sha256, origin.format, part.bound.table, len(raw.rows) + len(raw.lost), rejected, raw.sheet, columns)
