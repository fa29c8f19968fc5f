"""Typing whole columns: the canonical spellings all at once, the rest by `values`, one distinct value at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import polars as pl

from govaudit.records.raw import SHORT, Values
from govaudit.records.values import BLANKS, WHITE, read_cell
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

_DAYS = (
    (r"[12]\d{3}-\d{1,2}-\d{1,2}", "%Y-%m-%d"),
    (r"[12]\d{3}/\d{1,2}/\d{1,2}", "%Y/%m/%d"),
    (r"[12]\d{3}年\d{1,2}月\d{1,2}日", "%Y年%m月%d日"),
    (r"[12]\d{3}\.\d{1,2}\.\d{1,2}", "%Y.%m.%d"),
    (r"[12]\d{7}", "%Y%m%d"),
)
_TIMES = (
    (r" \d{1,2}:\d\d:[0-5]\d", " %H:%M:%S"),
    (r"T\d{1,2}:\d\d:[0-5]\d", "T%H:%M:%S"),
    (r" \d{1,2}:\d\d", " %H:%M"),
    (r"T\d{1,2}:\d\d:[0-5]\d\+08:00", "T%H:%M:%S+08:00"),
    (r"T\d{1,2}:\d\d:[0-5]\d\.\d{1,6}\+08:00", "T%H:%M:%S%.f+08:00"),
    (r"T\d{1,2}:\d\d:[0-5]\dZ", "T%H:%M:%SZ"),
    (r"T\d{1,2}:\d\d:[0-5]\d\.\d{1,6}Z", "T%H:%M:%S%.fZ"),
)


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that was refused: its index in the column, what stood there, and why."""

    index: int
    value: Any
    reason: str


@dataclass(frozen=True, slots=True)
class TypedColumn:
    """A typed column; `timed` says of each moment whether it came with its time of day (null where the moment is)."""

    values: pl.Series
    timed: pl.Series | None = None
    bad: Sequence[BadCell] = ()


def typed(spec: FieldSpec, raw: Values) -> TypedColumn:
    """Type a column by its field."""
    if isinstance(raw, pl.Series):
        fast = _FROM_TEXT.get(spec.type)
        return _by_distinct(spec, raw) if fast is None else _completed(spec, raw, fast)
    if len(raw) > SHORT:
        native = _native(spec.type, raw)
        if native is not None:
            return TypedColumn(native)
    return _by_cell(spec, raw)


def constant(value: Any, dtype: pl.DataType, height: int) -> pl.Series:
    """Make a series that holds the same value throughout."""
    if height <= SHORT:
        return pl.Series([value] * height, dtype=dtype)
    return pl.Series([value], dtype=dtype).new_from_index(0, height)


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
    known: dict[Any, tuple[Any, str]] = {}
    cells: list[Any] = []
    bad = []
    for index, value in enumerate(raw):
        if value is None:
            cells.append(None)
            continue
        name = _name(value)
        found = known.get(name)
        if found is None:
            found = read_cell(spec, value)
            if name is not None:
                known[name] = found
        cells.append(found[0])
        if found[1]:
            bad.append(BadCell(index, value, found[1]))
    values, timed = _series(spec.type, cells)
    return TypedColumn(values, timed, bad)


def _name(value: Any) -> Any:
    """Tell equal values of different types apart; None for what is not worth remembering."""
    kind = type(value)
    if kind is str:
        return value
    if kind in (int, float, bool):
        return (kind, value)
    return (list, *value) if kind is list and all(type(item) is str for item in value) else None


def _by_distinct(spec: FieldSpec, raw: pl.Series) -> TypedColumn:
    distinct = raw.drop_nulls().unique()
    cells = [read_cell(spec, value) for value in distinct.to_list()]
    values, timed = _series(spec.type, (cell for cell, _ in cells))
    found = pl.DataFrame({"raw": distinct, "value": values, "reason": pl.Series((reason or None for _, reason in cells), dtype=pl.String)})
    if timed is not None:
        found = found.with_columns(timed.alias("timed"))
    joined = raw.alias("raw").to_frame().join(found, on="raw", how="left", maintain_order="left")
    bad = [BadCell(index, raw[index], joined["reason"][index]) for index in joined["reason"].is_not_null().arg_true()] if any(r for _, r in cells) else []
    return TypedColumn(joined["value"], None if timed is None else joined["timed"], bad)


def _completed(spec: FieldSpec, raw: pl.Series, fast: Callable[[pl.Series], TypedColumn]) -> TypedColumn:
    """Read what the fast way can; then the rest stripped; then the rest cell by cell."""
    done = fast(raw)
    rest = _rest(raw, done)
    if spec.type is FieldType.TEXT or not len(rest):
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
    return TypedColumn(column.values.scatter(rows, part.values), timed, bad)


def _texts(raw: pl.Series) -> TypedColumn:
    stripped = raw.str.strip_chars(WHITE)
    blank = stripped.is_in(BLANKS)
    return TypedColumn(stripped.set(blank, None) if blank.any() else stripped)


def _numbers(raw: pl.Series, pattern: str, dtype: pl.DataType) -> TypedColumn:
    plain = raw.str.contains(pattern)
    return TypedColumn(_only(raw, plain).cast(dtype, strict=False))


def _integers(raw: pl.Series) -> TypedColumn:
    return _numbers(raw, r"^-?[0-9]{1,18}$", pl.Int64())


def _floats(raw: pl.Series) -> TypedColumn:
    return _numbers(raw, r"^(?:-0*[1-9])?[0-9]{1,15}(?:\.[0-9]{1,15})?$", pl.Float64())


@lru_cache(maxsize=256)
def _guard(pattern: str) -> str:
    """Anchor a pattern, its digits ASCII ones; without it chrono takes signs, spaces and the 60th second as well."""
    return "^" + pattern.replace(r"\d", "[0-9]") + "$"


def _moments(raw: pl.Series) -> TypedColumn:
    """Try one spelling after the other until every cell is read: first that of ISO 8601, with and without time."""
    values = constant(None, DTYPES[FieldType.DATETIME], len(raw))
    timed = constant(None, pl.Boolean(), len(raw))
    for day, day_format in _DAYS:
        if not raw.str.contains("^" + day.replace(r"\d", "[0-9]")).any():
            continue
        for time, time_format in (*_TIMES, ("", "")):
            hit = raw.str.contains(_guard(day + time))
            if not hit.any():
                continue
            read = _read_moments(raw if hit.all(ignore_nulls=False) else _only(raw, hit), day_format, time_format)
            with_time = constant(bool(time), pl.Boolean(), len(raw))
            timed = with_time.zip_with(read.is_not_null(), timed)
            values = read.zip_with(read.is_not_null(), values)
            if values.null_count() == raw.null_count():
                return TypedColumn(values, timed)
    return TypedColumn(values, timed)


def _read_moments(texts: pl.Series, day_format: str, time_format: str) -> pl.Series:
    if not time_format:
        return texts.str.to_date(day_format, strict=False).cast(pl.Datetime("us"))
    read = texts.str.to_datetime(day_format + time_format, time_unit="us", strict=False, cache=False)
    return read.dt.offset_by("8h") if time_format.endswith("Z") else read


def _dates(raw: pl.Series) -> TypedColumn:
    return TypedColumn(_moments(raw).values.dt.date())


def _only(raw: pl.Series, mask: pl.Series) -> pl.Series:
    """Make null what the mask does not hold true."""
    return raw if mask.all(ignore_nulls=False) else raw.set(~mask, None)


_FROM_TEXT: dict[FieldType, Callable[[pl.Series], TypedColumn]] = {
    FieldType.TEXT: _texts,
    FieldType.INTEGER: _integers,
    FieldType.NUMBER: _floats,
    FieldType.DATE: _dates,
    FieldType.DATETIME: _moments,
}


def _native(kind: FieldType, raw: list[Any]) -> pl.Series | None:
    """Take over a column whose cells have the right type already; None if they do not."""
    types = set(map(type, raw)) - {type(None)}
    if kind is FieldType.BOOLEAN and types == {bool}:
        return pl.Series(raw, dtype=pl.Boolean)
    if types == {int} and kind in (FieldType.TEXT, FieldType.INTEGER):
        try:
            return pl.Series(raw, dtype=pl.Int64).cast(DTYPES[kind])
        except (OverflowError, TypeError):
            return None
    if kind is FieldType.NUMBER and types and types <= {int, float}:
        try:
            numbers = pl.Series([None if value is None else float(value) + 0.0 for value in raw], dtype=pl.Float64)
        except OverflowError:
            return None
        return numbers if numbers.is_finite().all() else None
    return None
