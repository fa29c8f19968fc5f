"""Typing whole columns: the canonical spellings all at once, the rest by `values`, one distinct value at a time."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from govaudit.records.moments import constant, moments_of, only
from govaudit.records.raw import SHORT, Values
from govaudit.records.values import BLANKS, MAX_TEXT, WHITE, coerced, read_cell
from govaudit.vocabulary.model import FieldSpec, FieldType

DTYPES: dict[FieldType, pl.DataType] = {
    FieldType.TEXT: pl.String(),
    FieldType.INTEGER: pl.Int64(),
    FieldType.NUMBER: pl.Float64(),
    FieldType.PERCENT: pl.Float64(),
    FieldType.BOOLEAN: pl.Boolean(),
    FieldType.DATE: pl.Date(),
    FieldType.DATETIME: pl.Datetime("us"),
    FieldType.ENUM: pl.String(),
    FieldType.LIST: pl.List(pl.String()),
}
"""The type of a field's column."""


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that was refused: its index in the column, what stood there, and why."""

    index: int
    value: Any
    reason: str


@dataclass(frozen=True, slots=True)
class TypedColumn:
    """A typed column.

    Attributes:
        values: the values, null where a cell is blank or was refused.
        timed: says of each moment whether it came with its time of day (null where the moment is).
        bad: the cells that were refused.
        coerced: how many cells were read after something was done to them, by the name of that (`coercions`).
    """

    values: pl.Series
    timed: pl.Series | None = None
    bad: Sequence[BadCell] = ()
    coerced: Mapping[str, int] = field(default_factory=dict)


def typed(spec: FieldSpec, raw: Values) -> TypedColumn:
    """Type a column by its field."""
    if isinstance(raw, pl.Series):
        if spec.type is FieldType.TEXT:
            return _texts(spec, raw)
        fast = _FROM_TEXT.get(spec.type)
        return _by_distinct(spec, raw) if fast is None else _completed(spec, raw, fast)
    native = _native(spec.type, raw) if len(raw) > SHORT else None
    return _by_cell(spec, raw) if native is None else native


def repeated(spec: FieldSpec, value: Any, height: int) -> TypedColumn:
    """Make a column that holds the same value throughout.

    Raises:
        ValueError: the value is refused; the text says why.
    """
    cell, reason = read_cell(spec, value)
    if reason:
        raise ValueError(reason)
    if spec.type is FieldType.DATETIME and cell is not None:
        return TypedColumn(constant(cell.at, DTYPES[spec.type], height), constant(cell.timed, pl.Boolean(), height))
    return TypedColumn(constant(cell, DTYPES[spec.type], height), constant(None, pl.Boolean(), height) if spec.type is FieldType.DATETIME else None)


def _series(kind: FieldType, cells: Iterable[Any]) -> tuple[pl.Series, pl.Series | None]:
    if kind is not FieldType.DATETIME:
        return pl.Series(cells, dtype=DTYPES[kind]), None
    moments = [(None, None) if cell is None else cell for cell in cells]
    return pl.Series([at for at, _ in moments], dtype=DTYPES[kind]), pl.Series([timed for _, timed in moments], dtype=pl.Boolean)


def _by_cell(spec: FieldSpec, raw: Sequence[Any]) -> TypedColumn:
    known: dict[Any, tuple[Any, str, tuple[str, ...]]] = {}
    cells: list[Any] = []
    bad = []
    done: Counter[str] = Counter()
    for index, value in enumerate(raw):
        if value is None:
            cells.append(None)
            continue
        name = _name(value)
        found = known.get(name)
        if found is None:
            found = coerced(spec, value)
            if name is not None:
                known[name] = found
        cells.append(found[0])
        done.update(found[2])
        if found[1]:
            bad.append(BadCell(index, value, found[1]))
    values, timed = _series(spec.type, cells)
    return TypedColumn(values, timed, bad, done)


def _name(value: Any) -> Any:
    """Tell equal values of different types apart; None for what is not worth remembering."""
    kind = type(value)
    if kind is str:
        return value
    if kind in (int, float, bool, dt.date, dt.datetime):
        return (kind, value)
    return (list, *value) if kind is list and all(type(item) is str for item in value) else None


def _by_distinct(spec: FieldSpec, raw: pl.Series) -> TypedColumn:
    distinct = raw.drop_nulls().unique()
    cells = [coerced(spec, value) for value in distinct.to_list()]
    values, timed = _series(spec.type, (cell for cell, _, _ in cells))
    found = pl.DataFrame({"raw": distinct, "value": values, "reason": pl.Series((reason or None for _, reason, _ in cells), dtype=pl.String)})
    if timed is not None:
        found = found.with_columns(timed.alias("timed"))
    joined = raw.alias("raw").to_frame().join(found, on="raw", how="left", maintain_order="left")
    bad = [BadCell(index, raw[index], joined["reason"][index]) for index in joined["reason"].is_not_null().arg_true()] if any(r for _, r, _ in cells) else []
    done = {index: names for index, (_, _, names) in enumerate(cells) if names}
    return TypedColumn(joined["value"], None if timed is None else joined["timed"], bad, _counted(raw, distinct, done))


def _counted(raw: pl.Series, distinct: pl.Series, done: Mapping[int, Sequence[str]]) -> Mapping[str, int]:
    """Count the cells to which something was done, from the distinct values to which it was."""
    if not done:
        return {}
    numbers = dict(raw.filter(raw.is_in(distinct.gather(list(done)).to_list())).value_counts().iter_rows())
    counts: Counter[str] = Counter()
    for index, names in done.items():
        counts.update(dict.fromkeys(names, numbers[distinct[index]]))
    return counts


def _completed(spec: FieldSpec, raw: pl.Series, fast: Callable[[pl.Series], TypedColumn]) -> TypedColumn:
    """Read what the fast way can; then the rest stripped; then the rest cell by cell."""
    done = fast(raw)
    rest = _rest(raw, done)
    if not len(rest):
        return done
    cells = raw.gather(rest).str.strip_chars(WHITE)
    retried = fast(cells)
    done = _filled(done, rest, retried)
    again = _rest(cells, retried)
    if not len(again):
        return done
    rest = rest.gather(again)
    last = _by_distinct(spec, raw.gather(rest))
    return _filled(done, rest, last, [BadCell(rest[cell.index], cell.value, cell.reason) for cell in last.bad])


def _rest(raw: pl.Series, done: TypedColumn) -> pl.Series:
    """Number the cells that hold something but were not read."""
    if done.values.null_count() == raw.null_count():
        return pl.Series(dtype=pl.UInt32)
    return (raw.is_not_null() & done.values.is_null()).arg_true()


def _filled(column: TypedColumn, rows: pl.Series, part: TypedColumn, bad: Sequence[BadCell] = ()) -> TypedColumn:
    timed = None if column.timed is None or part.timed is None else column.timed.scatter(rows, part.timed)
    return TypedColumn(column.values.scatter(rows, part.values), timed, bad, Counter(column.coerced) + Counter(part.coerced))


def _texts(spec: FieldSpec, raw: pl.Series) -> TypedColumn:
    """Strip texts and make the blank ones null; those that begin like an error or a label, or are too long, are read one by one."""
    stripped = raw.str.strip_chars(WHITE)
    blank = stripped.is_in(BLANKS)
    done = TypedColumn(stripped)
    if blank.any():
        said = int(blank.sum()) - int((stripped == "").sum())
        done = TypedColumn(stripped.set(blank, None), coerced=Counter({"absent": said}))
    odd = stripped.str.starts_with("#")
    for label in (spec.label, *spec.aliases):
        odd |= stripped.str.starts_with(label)
    if int(stripped.str.len_bytes().max() or 0) > MAX_TEXT:  # type: ignore[arg-type]
        odd |= stripped.str.len_bytes() > MAX_TEXT
    rest = odd.arg_true()
    if not len(rest):
        return done
    last = _by_distinct(spec, raw.gather(rest))
    return _filled(done, rest, last, [BadCell(rest[cell.index], cell.value, cell.reason) for cell in last.bad])


def _numbers(raw: pl.Series, pattern: str, dtype: pl.DataType) -> TypedColumn:
    plain = raw.str.contains(pattern)
    return TypedColumn(only(raw, plain).cast(dtype, strict=False))


def _integers(raw: pl.Series) -> TypedColumn:
    return _numbers(raw, r"^-?[0-9]{1,18}$", pl.Int64())


def _floats(raw: pl.Series) -> TypedColumn:
    return _numbers(raw, r"^(?:-0*[1-9])?[0-9]{1,15}(?:\.[0-9]{1,15})?$", pl.Float64())


def _dates(raw: pl.Series) -> TypedColumn:
    found = moments_of(raw)
    return TypedColumn(found.values.dt.date(), coerced=Counter(found.coerced) + Counter({"time_dropped": found.timed.sum()}))


def _moments(raw: pl.Series) -> TypedColumn:
    found = moments_of(raw)
    return TypedColumn(found.values, found.timed, coerced=found.coerced)


_FROM_TEXT: dict[FieldType, Callable[[pl.Series], TypedColumn]] = {
    FieldType.INTEGER: _integers,
    FieldType.NUMBER: _floats,
    FieldType.DATE: _dates,
    FieldType.DATETIME: _moments,
}


def _native(kind: FieldType, raw: list[Any]) -> TypedColumn | None:
    """Take over a column whose cells have the right type already; None if they do not."""
    types = set(map(type, raw)) - {type(None)}
    if kind is FieldType.BOOLEAN and types == {bool}:
        return TypedColumn(pl.Series(raw, dtype=pl.Boolean))
    if types == {int} and kind in (FieldType.TEXT, FieldType.INTEGER):
        try:
            whole = pl.Series(raw, dtype=pl.Int64).cast(DTYPES[kind])
        except (OverflowError, TypeError):
            return None
        return TypedColumn(whole, coerced={"number_as_text": len(whole) - whole.null_count()} if kind is FieldType.TEXT else {})
    if kind is FieldType.NUMBER and types and types <= {int, float}:
        try:
            numbers = pl.Series([None if value is None else float(value) + 0.0 for value in raw], dtype=pl.Float64)
        except OverflowError:
            return None
        return TypedColumn(numbers) if numbers.is_finite().all() else None
    return _native_moments(kind, raw) if types and types <= {dt.date, dt.datetime} and kind.is_moment else None


def _native_moments(kind: FieldType, raw: list[Any]) -> TypedColumn | None:
    """Take over a column of Python's dates and moments without zone, as spreadsheets give them."""
    if any(type(value) is dt.datetime and value.tzinfo is not None for value in raw):
        return None
    days = [dt.datetime.combine(value, dt.time()) if type(value) is dt.date else value for value in raw]
    moments = pl.Series(days, dtype=pl.Datetime("us"))
    timed = pl.Series([None if value is None else type(value) is dt.datetime for value in raw], dtype=pl.Boolean)
    if kind is FieldType.DATETIME:
        return TypedColumn(moments, timed)
    return TypedColumn(moments.dt.date(), coerced=Counter({"time_dropped": timed.sum()}))
