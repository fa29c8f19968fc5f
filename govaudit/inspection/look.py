"""Looking at files: every table, every column, as a check would read them, without judging anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from govaudit.errors import GovauditError
from govaudit.inspection.guess import Guess, guess, hints_for
from govaudit.inspection.model import REFUSED, SAMPLES, ColumnLook, Inspection, TableLook, tally
from govaudit.inspection.reach import reach_of, wanted_fields
from govaudit.packs.load import Pack
from govaudit.records.assemble import Assembly, Input
from govaudit.records.headings import Bound, bind
from govaudit.records.mapping import IGNORE, MappingFile
from govaudit.records.model import Records
from govaudit.records.opening import find
from govaudit.records.raw import Identity, RawColumn, RawFile, RawTable, Values
from govaudit.records.reading import Listener, opened_file
from govaudit.records.streams import Material, Observer
from govaudit.records.titles import heading_of, target
from govaudit.records.values import WHITE, shown
from govaudit.vocabulary.model import TableSpec, Vocabulary

Choose = Callable[[Mapping[str, Any]], tuple[Sequence[Pack], Vocabulary]]
"""Gives, by what the files say about themselves, the packs to hold the ledgers against, and the dictionary they make."""

_LONGEST = 24
_LOOKED_AT = 200


@dataclass(slots=True)
class _Open:
    """A table that is being read piece by piece."""

    look: TableLook
    guess: Guess
    layout: Any = None
    columns: dict[int, ColumnLook] = field(default_factory=dict)


def inspect_files(paths: Sequence[Path | str], choose: Choose, mapping: MappingFile, *, input_format: str = "", observer: Observer | None = None) -> Inspection:
    """Look at files.

    Raises:
        UsageError: a path that cannot be read at all.
    """
    notes = Listener(observer or Observer())
    found = Inspection()
    opened = [(material, raw) for material in find(paths, input_format=input_format, observer=notes) if (raw := _opened(material, found)) is not None]
    meta = {key: value for _, raw in opened for key, value in raw.meta.items()}
    packs, vocabulary = choose(meta)
    looking = _Looking(vocabulary, mapping, found)
    for number, (material, raw) in enumerate(opened):
        looking.take(number, material, raw)
    records = looking.finished()
    found.notes = [*notes.notes, *records.notes]
    supplied = {
        table: frozenset(vocabulary.tables[table].fields) if ledger.frame.is_empty() and not ledger.rejected else ledger.fields
        for table, ledger in records.ledgers.items()
    }
    found.reach = reach_of(packs, supplied)
    found.wanted = wanted_fields(packs, supplied)
    return found


def _opened(material: Material, found: Inspection) -> RawFile | None:
    """Read a file as far as it is needed at first; one that cannot be read is noted, and the others are looked at all the same."""
    try:
        raw = opened_file(material)
    except GovauditError as error:
        found.problems += (str(problem) for problem in error.problems)
        return None
    found.problems += (str(problem) for problem in raw.problems)
    return raw


class _Looking:
    """Looks at one file after the other."""

    def __init__(self, vocabulary: Vocabulary, mapping: MappingFile, found: Inspection) -> None:
        self._vocabulary = vocabulary
        self._mapping = mapping
        self._found = found
        self._assembly = Assembly(vocabulary)

    def take(self, number: int, material: Material, raw: RawFile) -> None:
        """Look at all tables of a file."""
        origin = Input(material.path, material.format, lambda: material.sha256)
        tables: dict[Identity, _Open] = {}
        try:
            if raw.ready is not None:
                self._assembly.take(raw.ready(self._vocabulary), origin)
            for table in raw.tables:
                self._take_piece(number, origin, table, tables)
        except GovauditError as error:
            self._found.problems += (str(problem) for problem in error.problems)

    def _take_piece(self, number: int, origin: Input, raw: RawTable, tables: dict[Identity, _Open]) -> None:
        one = tables.get(raw.identity)
        if one is None:
            entries = self._mapping.entries(origin.path)
            taken = guess(raw, self._vocabulary, entries)
            bound = taken.bound
            look = TableLook(origin.path, origin.format, raw.sheet, str(raw.place), why=taken.why, fits=taken.fits, problems=taken.problems, draft=taken.draft)
            look.skipped = taken.skipped
            one = tables[raw.identity] = _Open(look, taken, None if bound is None else bound.raw.layout)
            self._found.tables.append(look)
        elif one.guess.bound is None:
            return
        else:
            again = bind(replace(raw, name=one.guess.bound.table, layout=one.layout), self._vocabulary, one.guess.entries)
            bound = None if again is None else replace(again, raw=replace(again.raw, name=raw.name))
        if bound is None:
            _look_at_unknown(one, raw)
            return
        _look_at(one, bound, self._vocabulary.tables[bound.table])
        self._assembly.add(number, origin, bound)

    def finished(self) -> Records:
        """Put together what was read, and tell every table how many of its rows and cells were refused."""
        records = self._assembly.records({})
        looks = {(look.path, look.sheet, look.table): look for look in self._found.tables if look.table is not None}
        for source in records.sources:
            look = looks.get((source.path, source.sheet, source.table))
            if look is None:
                look = _of_typed(source.path, source.format, source.table, self._vocabulary)
                self._found.tables.append(look)
            look.rows, look.rejected = source.rows, source.rejected
        for reject in records.rejects:
            look = looks.get((reject.path, reject.sheet, reject.table))
            if look is not None and reject.whole_row:
                look.lost.append((reject.row, reject.value, reject.reason))
        return records


def _of_typed(path: str, format_: str, table: str, vocabulary: Vocabulary) -> TableLook:
    """Describe a table that was typed before it was read: every column is a field of its own name."""
    return TableLook(path, format_, place=path, table=table, label=vocabulary.label(table), why="typed")


def _look_at(one: _Open, bound: Bound, spec: TableSpec) -> None:
    """Count what a piece of a known table holds."""
    look, raw = one.look, bound.raw
    look.table, look.label = bound.table, spec.label
    look.constants = [spec.fields[name].label for name in bound.constants]
    tally(look.left_out, ((row.kind, 1) for row in raw.left_out))
    fields = {column.position: name for name, column in bound.columns.items()}
    for column in raw.columns:
        seen = one.columns.get(column.position)
        if seen is None:
            seen = one.columns[column.position] = _first_look(column, fields, spec, one.guess)
            look.columns.append(seen)
        name = fields.get(column.position)
        if name is None:
            _count_plain(seen, column.values)
        else:
            _count_typed(seen, bound.columns[name], spec, name, raw.rows)


def _first_look(column: RawColumn, fields: Mapping[int, str], spec: TableSpec, taken: Guess) -> ColumnLook:
    seen = ColumnLook(column.heading, column.position)
    name = fields.get(column.position)
    if name is not None:
        seen.name, seen.label, seen.kind = name, spec.fields[name].label, str(spec.fields[name].type)
    elif target(column.title or heading_of((column.heading,)), spec, taken.entries) == IGNORE and column.heading not in taken.draft.headings:
        seen.name = IGNORE
    else:
        seen.hints = [spec.fields[hint].label for hint in hints_for(column.heading, list(_some(column.values, _LOOKED_AT)), spec, set(fields.values()))]
        if taken.draft.headings.get(column.heading) == "":
            taken.draft.headings[column.heading] = "、".join(seen.hints)
    return seen


def _count_plain(seen: ColumnLook, values: Values) -> None:
    blank = sum(_is_blank(value) for value in values)
    seen.empty += blank
    seen.filled += len(values) - blank
    _sample(seen, values)


def _count_typed(seen: ColumnLook, column: RawColumn, spec: TableSpec, name: str, rows: Sequence[int]) -> None:
    """Type a column as a check would, and count what came of it."""
    import polars as pl

    from govaudit.records.columns import typed
    from govaudit.records.native import typed_natively

    values = column.values
    if isinstance(values, pl.Series) and values.dtype != pl.String:
        done = typed_natively(spec.fields[name], values)
    else:
        done = typed(spec.fields[name], values)
    blank = done.values.null_count() - len(done.bad)
    seen.empty += blank
    seen.filled += len(values) - blank
    seen.rejected += len(done.bad)
    tally(seen.coerced, done.coerced.items())
    seen.refused += [(rows[cell.index], shown(cell.value, _LONGEST), cell.reason) for cell in done.bad[: REFUSED - len(seen.refused)]]
    _sample(seen, values)


def _sample(seen: ColumnLook, values: Values) -> None:
    if len(seen.samples) < SAMPLES:
        fresh = dict.fromkeys(shown(_told(value), _LONGEST) for value in _some(values, _LOOKED_AT))
        seen.samples += [text for text in fresh if text not in seen.samples][: SAMPLES - len(seen.samples)]


def _told(value: Any) -> str:
    """Write a cell as it would be seen."""
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _some(values: Values, most: int) -> Iterator[Any]:
    """Give the first values of a column that are there."""
    filled = (value for value in values if not _is_blank(value))
    for _, value in zip(range(most), filled, strict=False):
        yield value


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip(WHITE))


def _look_at_unknown(one: _Open, raw: RawTable) -> None:
    """Describe a table that cannot be taken for any: its headings, as far as they can be made out, and what stands below."""
    look = one.look
    if raw.grid is None:
        look.rows += len(raw.rows)
        columns = list(raw.columns)
    elif look.skipped:
        look.rows = len(raw.grid.rows)
        return
    else:
        rows = raw.grid.rows
        head = max(range(min(len(rows), 25)), key=lambda at: (sum(isinstance(cell, str) and bool(cell.strip()) for cell in rows[at]), -at))
        look.rows = len(rows) - head - 1
        columns = [
            RawColumn(str(text), position, [row[position] if position < len(row) else None for row in rows[head + 1 :]])
            for position, text in enumerate(rows[head])
            if not _is_blank(text)
        ]
    for column in columns:
        seen = ColumnLook(shown(column.heading, 60), column.position)
        _count_plain(seen, column.values)
        look.columns.append(seen)
