"""Reading whole columns of moments in the spellings that exports use, all cells of a spelling at once: first that of ISO 8601, with and without time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import polars as pl

from govaudit.records.raw import SHORT

_DAYS = (
    (r"[12]\d{3}-\d{1,2}-\d{1,2}", "%Y-%m-%d", ""),
    (r"[12]\d{3}/\d{1,2}/\d{1,2}", "%Y/%m/%d", "date_slash"),
    (r"[12]\d{3}年\d{1,2}月\d{1,2}日", "%Y年%m月%d日", "date_chinese"),
    (r"[12]\d{3}\.\d{1,2}\.\d{1,2}", "%Y.%m.%d", "date_dot"),
    (r"[12]\d{7}", "%Y%m%d", "date_compact"),
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


class Moments(NamedTuple):
    """A column of moments: the values, whether each came with its time of day, and how many were read after which coercion."""

    values: pl.Series
    timed: pl.Series
    coerced: Mapping[str, int]


def constant(value: Any, dtype: pl.DataType, height: int) -> pl.Series:
    """Make a series that holds the same value throughout."""
    if height <= SHORT:
        return pl.Series([value] * height, dtype=dtype)
    return pl.Series([value], dtype=dtype).new_from_index(0, height)


def moments_of(raw: pl.Series) -> Moments:
    """Read a column: nearly always all cells are written like the first; else one spelling after the other is tried until every cell is read."""
    spelling = _spelling(next((text for text in raw.head(SHORT) if text is not None), ""))
    if spelling is not None and raw.str.contains(_guard(spelling[0] + spelling[2])).all():
        _, day_format, time, time_format, name = spelling
        values = _read_moments(raw, day_format, time_format)
        if values.null_count() == raw.null_count():
            return Moments(values, _where(values, timed=bool(time)), _counts(values, name, time))
    return _one_by_one(raw)


def _spelling(text: str) -> tuple[str, str, str, str, str] | None:
    """Find the spelling of a text: pattern and format of the day, of the time, and the name of the coercion."""
    for day, day_format, name in _DAYS:
        for time, time_format in (*_TIMES, ("", "")):
            if re.fullmatch(_guard(day + time), text):
                return day, day_format, time, time_format, name
    return None


def _one_by_one(raw: pl.Series) -> Moments:
    values = constant(None, pl.Datetime("us"), len(raw))
    timed = constant(None, pl.Boolean(), len(raw))
    done: Counter[str] = Counter()
    for day, day_format, name in _DAYS:
        if not raw.str.contains("^" + day.replace(r"\d", "[0-9]")).any():
            continue
        for time, time_format in (*_TIMES, ("", "")):
            hit = raw.str.contains(_guard(day + time))
            if not hit.any():
                continue
            read = _read_moments(only(raw, hit), day_format, time_format)
            timed = _where(read, timed=bool(time)).zip_with(read.is_not_null(), timed)
            values = read.zip_with(read.is_not_null(), values)
            done += _counts(read, name, time)
            if values.null_count() == raw.null_count():
                return Moments(values, timed, done)
    return Moments(values, timed, done)


def _where(values: pl.Series, *, timed: bool) -> pl.Series:
    """Say of every value that it came with its time, or without; null where there is none."""
    flags = constant(timed, pl.Boolean(), len(values))
    return flags if not values.null_count() else flags.set(values.is_null(), None)


def _counts(values: pl.Series, name: str, time: str) -> Counter[str]:
    """Count what was done to the values of one spelling."""
    names = [one for one in (name, "zone" if time.endswith("Z") else "") if one]
    return Counter(dict.fromkeys(names, len(values) - values.null_count()))


def _read_moments(texts: pl.Series, day_format: str, time_format: str) -> pl.Series:
    if not time_format:
        return texts.str.to_date(day_format, strict=False).cast(pl.Datetime("us"))
    read = texts.str.to_datetime(day_format + time_format, time_unit="us", strict=False, cache=False)
    return read.dt.offset_by("8h") if time_format.endswith("Z") else read


def only(raw: pl.Series, mask: pl.Series) -> pl.Series:
    """Make null what the mask does not hold true."""
    return raw if mask.all(ignore_nulls=False) else raw.set(~mask, None)


@lru_cache(maxsize=256)
def _guard(pattern: str) -> str:
    """Anchor a pattern, its digits ASCII ones; without it chrono takes signs, spaces and the 60th second as well."""
    return "^" + pattern.replace(r"\d", "[0-9]") + "$"
