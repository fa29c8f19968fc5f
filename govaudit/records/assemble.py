"""From bound raw tables to ledgers: pieces are typed as they come, put together by table, and the first record of each key stays."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import polars as pl

from govaudit.errors import Place
from govaudit.records.headings import Bound
from govaudit.records.model import Ledger, Records, Reject, Source
from govaudit.records.parts import Part, empty_frame, schema_of, typed_part
from govaudit.records.raw import Identity, Ready, pointed
from govaudit.records.references import respelled
from govaudit.records.values import shown
from govaudit.vocabulary.model import TableSpec, Vocabulary

_KINDS = {"headings": "重复的标题", "total": "合计", "note": "说明"}
_NAMED = 5

Kept: TypeAlias = Mapping[str, Collection[str]]
"""Per table the fields whose values are wanted; of a table that is not named, all are."""


@dataclass(frozen=True, slots=True)
class Input:
    """Where raw tables come from; what is told of it when everything was read."""

    path: str
    format: str
    sha256: Callable[[], str] = str
    lines: Callable[[str], Callable[[int], int | None]] | None = None


@dataclass(slots=True)
class _Growing:
    """A source, as far as it was read."""

    source: Source
    position: int = 0
    origin: Input | None = None
    rejects: list[Reject] = field(default_factory=list)
    doubles: list[Reject] = field(default_factory=list)

    def place(self, row: int) -> Place:
        """Locate a row."""
        if self.source.pointer is not None:
            return Place(self.source.path, pointer=pointed(self.source.pointer, row))
        return Place(self.source.path, row, sheet=self.source.sheet)

    def reject(self, row: int, heading: str, value: str, reason: str) -> Reject:
        """Make a reject of the cell in a row under a heading, or of the whole row if there is no heading."""
        one = self.source
        pointer = None if one.pointer is None else pointed(one.pointer, row, heading or None)
        return Reject(one.path, one.table, row, heading, value, reason, one.sheet, pointer, whole_row=not heading)


class Assembly:
    """Takes pieces in the order in which they are read, and gives the records at the end."""

    def __init__(self, vocabulary: Vocabulary, *, more: Kept | None = None, kept: Kept | None = None) -> None:
        """Take the dictionary.

        Args:
            vocabulary: the dictionary the pieces are bound to.
            more: fields, per table, that count as supplied and blank beside the columns there are.
            kept: the fields, per table, whose values are wanted; None: all.
        """
        self._vocabulary = vocabulary
        self._more = more or {}
        self._kept = kept
        self._growing: list[_Growing] = []
        self._known: dict[tuple[int, Identity], int] = {}
        self._parts: dict[str, list[Part]] = {}
        self._lost: dict[str, int] = {}

    def wanted(self, table: str) -> Collection[str] | None:
        """Return the fields of a table whose values are wanted; None: all."""
        return None if self._kept is None else self._kept.get(table)

    def add(self, file: int, origin: Input, bound: Bound) -> None:
        """Take a piece of a table of a file; pieces of one table of one file are one source."""
        raw, table = bound.raw, bound.table
        number = self._known.get((file, raw.identity))
        if number is None:
            number = self._known[file, raw.identity] = len(self._growing)
            position = sum(one.source.table == table for one in self._growing)
            self._growing.append(_Growing(Source(origin.path, "", origin.format, table, 0, 0, raw.sheet, {}, raw.pointer), position, origin))
            self._parts.setdefault(table, [])
        one = self._growing[number]
        part, refused = typed_part((number, one.position), bound, self._vocabulary.tables[table], self._more.get(table, ()), self.wanted(table))
        self._parts[table].append(part)
        self._lost[table] = self._lost.get(table, 0) + len(raw.lost)
        one.rejects += [one.reject(*cell) for cell in refused] + [one.reject(row.row, "", row.value, row.reason) for row in raw.lost]
        columns = {name: (column.heading, column.position) for name, column in bound.columns.items()} | dict(one.source.columns)
        rows = one.source.rows + len(raw.rows) + len(raw.lost)
        left_out = (*one.source.left_out, *((row.row, row.kind, row.value) for row in raw.left_out))
        one.source = replace(one.source, rows=rows, rejected=one.source.rejected + len(raw.lost), columns=columns, left_out=left_out)

    def take(self, ready: Ready, origin: Input) -> None:
        """Take a table that was typed before, with the sources it came from."""
        first = len(self._growing)
        by_source: dict[int, list[Reject]] = {}
        for number, reject in ready.rejects:
            by_source.setdefault(number, []).append(reject)
        for number, source in enumerate(ready.sources):
            self._growing.append(_Growing(replace(source, converted=(origin.path, origin.sha256())), 0, origin, by_source.get(number, [])))
        frame = ready.load(self.wanted(ready.table))
        part = Part(
            frame.with_columns(pl.col("_src") + pl.lit(first, pl.Int32)),
            ready.fields,
            [name for name in ready.bad if f"{name}__bad" in frame.columns],
            pl.repeat(value=False, n=len(frame), eager=True),
            unique=True,
        )
        self._parts.setdefault(ready.table, []).append(part)
        self._lost[ready.table] = self._lost.get(ready.table, 0) + sum(source.rejected for source in ready.sources)

    def records(self, meta: Mapping[str, Any]) -> Records:
        """Put everything together; `meta` is what the files say about themselves."""
        ledgers = {table: self._ledger(table, self._vocabulary.tables[table], parts) for table, parts in self._parts.items()}
        rejects = [reject for one in self._growing for reject in _rejects_of(one)]
        sources = tuple(_finished(one) for one in self._growing)
        return Records(respelled(ledgers, self._vocabulary), sources, tuple(rejects), meta, tuple(note for note in map(_left_out, sources) if note))

    def _ledger(self, table: str, spec: TableSpec, parts: Sequence[Part]) -> Ledger:
        fields = {name for part in parts for name in part.fields}
        bad = [name for name in spec.fields if any(name in part.bad for part in parts)]
        frame = parts[0].frame
        if len(parts) > 1:
            order = empty_frame(schema_of(spec, {name for part in parts for name in part.frame.columns})).columns
            flags = [f"{name}__bad" for name in bad]
            frame = pl.concat([part.frame for part in parts], how="diagonal").select(*order, *(pl.col(flag).fill_null(value=False) for flag in flags))
        lost = self._lost[table]
        if (len(parts) > 1 or not parts[0].unique) and frame["_key"].n_unique() < len(frame):
            before = len(frame)
            frame = self._one_per_key(frame, pl.concat([part.made for part in parts]))
            lost += before - len(frame)
        return Ledger(table, frame, frozenset(fields), frozenset(bad), lost)

    def _one_per_key(self, frame: pl.DataFrame, made: pl.Series) -> pl.DataFrame:
        """Keep the first record of each given key; a made key that is also given to another record is made anew."""
        frame = frame.with_columns(_renamed(frame["_key"], made))
        first = frame["_key"].is_first_distinct()
        twice = frame.filter(~first).select("_key", "_src", "_row")
        firsts = frame.filter(first).join(twice, on="_key", how="semi").select("_key", "_src", "_row")
        places = {key: (source, row) for key, source, row in firsts.iter_rows()}
        for key, source, row in twice.iter_rows():
            place = self._growing[places[key][0]].place(places[key][1])
            reason = f"编号“{shown(key, 40)}”与 {place} 的记录重复,只保留先出现的一条"
            one = self._growing[source]
            one.doubles.append(one.reject(row, "", shown(key), reason))
        return frame.filter(first)


def assemble(inputs: Iterable[tuple[Input, Bound]], vocabulary: Vocabulary, meta: Mapping[str, Any], more: Mapping[str, Collection[str]]) -> Records:
    """Type all tables, put those of the same name together, and let the first record of each key stay; every table is a source of its own."""
    assembly = Assembly(vocabulary, more=more)
    for number, (origin, bound) in enumerate(inputs):
        assembly.add(number, origin, bound)
    return assembly.records(meta)


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


def _rejects_of(one: _Growing) -> Sequence[Reject]:
    """Give the rejects of a source by row; of a row rejected as a whole only that."""
    rows = {reject.row for reject in one.doubles}
    return sorted([*(reject for reject in one.rejects if reject.row not in rows), *one.doubles], key=lambda reject: reject.row)


def _finished(one: _Growing) -> Source:
    """Sum up a source: `rows` counts all that were found, with those rejected."""
    origin, source = one.origin, one.source
    if origin is None or source.converted is not None:
        return replace(source, rejected=source.rejected + len(one.doubles))
    line_of = origin.lines(source.pointer) if origin.lines is not None and source.pointer is not None else None
    return replace(source, sha256=origin.sha256(), rejected=source.rejected + len(one.doubles), line_of=line_of)


def _left_out(source: Source) -> str:
    """Say which rows of a source were not taken for records; titles above the headings go without saying."""
    told = [f"第 {row} 行({_KINDS[kind]})" for row, kind, _ in source.left_out if kind in _KINDS]
    if not told:
        return ""
    more = f" 等,共 {len(told)} 行" if len(told) > _NAMED else ""
    return f"{Place(source.path, sheet=source.sheet)}:没有当作记录的行:{'、'.join(told[:_NAMED])}{more}"
