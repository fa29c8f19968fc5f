"""Typing columns that have types already, as those of Parquet files: taken over where they fit, else read cell by cell like any other."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from govaudit.records.columns import DTYPES, TypedColumn, typed
from govaudit.records.moments import constant
from govaudit.vocabulary.model import FieldSpec, FieldType

_YES, _NO = True, False
_LOCAL_ZONE = "Etc/GMT-8"
"""UTC+8 all the year, as moments written with their zone are read."""

_FIRST, _LAST = pl.date(1000, 1, 1), pl.date(2999, 12, 31)


def typed_natively(spec: FieldSpec, raw: pl.Series) -> TypedColumn:
    """Type a column of any type by its field."""
    if raw.dtype in (pl.Categorical, pl.Enum):
        raw = raw.cast(pl.String)
    take = None if raw.dtype == pl.String else _TAKERS.get(spec.type)
    found = None if take is None else take(raw)
    if found is not None:
        return found
    if isinstance(raw.dtype, pl.Date | pl.Datetime):
        raw = raw.dt.strftime("%Y-%m-%d" if raw.dtype == pl.Date else "%Y-%m-%d %H:%M:%S")
    return typed(spec, raw if raw.dtype == pl.String else raw.to_list())


def _number(raw: pl.Series) -> TypedColumn | None:
    if not raw.dtype.is_integer() and not raw.dtype.is_float():
        return None
    numbers = raw.cast(pl.Float64)
    return TypedColumn(numbers + 0.0) if numbers.is_finite().all() else None


def _share(raw: pl.Series) -> TypedColumn | None:
    found = _number(raw)
    return found if found is not None and (found.values.abs() <= 1).all() else None


def _integer(raw: pl.Series) -> TypedColumn | None:
    if not raw.dtype.is_integer():
        return None
    numbers = raw.cast(pl.Int64, strict=False)
    return TypedColumn(numbers) if numbers.null_count() == raw.null_count() else None


def _boolean(raw: pl.Series) -> TypedColumn | None:
    return TypedColumn(raw) if raw.dtype == pl.Boolean else None


def _text(raw: pl.Series) -> TypedColumn | None:
    return TypedColumn(raw.cast(pl.String)) if raw.dtype.is_integer() or raw.dtype == pl.Date else None


def _date(raw: pl.Series) -> TypedColumn | None:
    found = _moment(raw)
    return None if found is None else TypedColumn(found.values.dt.date())


def _moment(raw: pl.Series) -> TypedColumn | None:
    if raw.dtype == pl.Date:
        moments, timed = raw.cast(DTYPES[FieldType.DATETIME]), _NO
    elif isinstance(raw.dtype, pl.Datetime):
        local = raw if raw.dtype.time_zone is None else raw.dt.convert_time_zone(_LOCAL_ZONE).dt.replace_time_zone(None)
        moments, timed = local.cast(DTYPES[FieldType.DATETIME]), _YES
    else:
        return None
    plausible = moments.to_frame("at").select((pl.col("at").cast(pl.Date) >= _FIRST) & (pl.col("at").cast(pl.Date) <= _LAST))["at"]
    if not plausible.all():
        return None
    known = constant(timed, pl.Boolean(), len(raw))
    return TypedColumn(moments, known.zip_with(moments.is_not_null(), constant(None, pl.Boolean(), len(raw))) if moments.null_count() else known)


_TAKERS: dict[FieldType, Callable[[pl.Series], TypedColumn | None]] = {
    FieldType.TEXT: _text,
    FieldType.INTEGER: _integer,
    FieldType.NUMBER: _number,
    FieldType.PERCENT: _share,
    FieldType.BOOLEAN: _boolean,
    FieldType.DATE: _date,
    FieldType.DATETIME: _moment,
}
