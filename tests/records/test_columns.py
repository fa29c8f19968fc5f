"""Whole columns are read like their cells, one by one."""

import datetime as dt
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govaudit.records.columns import DTYPES, repeated, typed
from govaudit.records.raw import SHORT, packed
from govaudit.records.values import read_cell
from govaudit.vocabulary.model import FieldSpec, FieldType

VALUES = {"网站": ["门户网站"], "微博": []}
SPECS = [
    FieldSpec(type=kind, label="字段", values=VALUES if kind in (FieldType.ENUM, FieldType.LIST) else {}, open=is_open)
    for kind in FieldType
    for is_open in ((True, False) if kind in (FieldType.ENUM, FieldType.LIST) else (False,))
]

number = st.integers(0, 70)
padded = number.map("{:02d}".format) | number.map(str)
year = st.sampled_from(["2019", "2024", "1999", "0999", "3000", "+2019", "19", " 2020"])
day = st.builds(str.format, st.sampled_from(["{}-{}-{}", "{}/{}/{}", "{}.{}.{}", "{}年{}月{}日", "{}{}{}", "{}-{}/{}"]), year, padded, padded)
zone = st.sampled_from(["", "", "Z", "+08:00", "+0800", "-05:00", "+15:00", " Z"])
time = st.builds(
    str.format,
    st.sampled_from([" {}:{}:{}", "T{}:{}:{}", " {}:{}", "{}:{}:{}", "  {}:{}:{}", " {}:{}:{}.25", "T{}:{}:{}.1234567", "T{}:{}:{}.1"]),
    padded,
    padded,
    padded,
)
moment = st.builds("{}{}{}{}".format, st.sampled_from(["", "", " ", "\u3000"]), day, time | st.just(""), zone)
real = st.datetimes(dt.datetime(1000, 1, 1), dt.datetime(2999, 12, 31)).flatmap(
    lambda at: st.sampled_from(
        [str(at), at.isoformat(), str(at.date()), f"{at:%Y/%m/%d %H:%M}", f"{at.year}年{at.month}月{at.day}日", f"{at:%Y-%m-%dT%H:%M:%S}Z"]
    )
)
figure = st.from_regex(r"\A[+-]?[0-9]{1,20}(\.[0-9]{1,17})?%?\Z") | st.sampled_from(
    ["1,200", "1,20", "007", "1e3", "-0", "-0.0", "0.1", "1.", ".5", "nan", "inf", "12 "]
)
word = st.sampled_from(["是", "无", "√", "0", "网站", "门户 网站", "微博、网站", "http://a/b,c", "/", "—", " ", "", "其他;微博", "true"])
cell_text = moment | real | figure | word | st.text(max_size=6)
scalar = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=True) | cell_text
anything = scalar | st.lists(scalar, max_size=3) | st.dictionaries(st.text(max_size=2), scalar, max_size=1)

unhurried = settings(max_examples=30, deadline=None)


def one_by_one(spec: FieldSpec, values: list[Any]) -> list[tuple[Any, Any, str]]:
    """Read cells singly, as (value, timed, reason)."""
    found = []
    for value in values:
        cell, reason = read_cell(spec, value)
        found.append((*cell, "") if spec.type is FieldType.DATETIME and cell is not None else (cell, None, reason))
    return found


def at_once(spec: FieldSpec, values: list[Any]) -> list[tuple[Any, Any, str]]:
    """Read a column, as (value, timed, reason) per cell."""
    column = typed(spec, packed(values))
    assert DTYPES[spec.type] == column.values.dtype
    reasons = {bad.index: bad.reason for bad in column.bad}
    assert [values[bad.index] for bad in column.bad] == [bad.value for bad in column.bad]
    timed = [None] * len(values) if column.timed is None else column.timed.to_list()
    return [(value, timed[index], reasons.get(index, "")) for index, value in enumerate(column.values.to_list())]


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: f"{spec.type}{'-open' * spec.open}")
@given(values=st.lists(cell_text | st.none(), min_size=1, max_size=12))
@unhurried
def test_texts_are_read_like_cells(spec: FieldSpec, values: list[str | None]) -> None:
    """The fast way through a column of texts and the single cells agree."""
    values = values * (SHORT + 1)

    assert repr(one_by_one(spec, values)) == repr(at_once(spec, values))


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: f"{spec.type}{'-open' * spec.open}")
@given(
    values=st.lists(anything, min_size=1, max_size=6) | st.lists(st.integers() | st.none(), min_size=1) | st.lists(st.floats() | st.integers(-9, 9), min_size=1)
)
@unhurried
def test_mixed_columns_are_read_like_cells(spec: FieldSpec, values: list[Any]) -> None:
    """A column of anything and the single cells agree, be it short or long."""
    long = values * (SHORT + 1)

    assert repr(one_by_one(spec, values)) == repr([(value, timed, reason) for value, timed, reason in at_once(spec, values)])
    assert repr(one_by_one(spec, long)) == repr(at_once(spec, long))


@pytest.mark.parametrize(
    "text",
    [
        "2019-07-19 09:32:09",
        "2019-07-19",
        "2019/7/19 9:32:09",
        "2019年7月19日",
        "20190719",
        "2019.7.19",
        "2019-07-19T09:32:09Z",
        "2019-07-19T09:32:09.5+08:00",
        " 2019-07-19 9:32",
    ],
)
def test_common_moments_are_read_at_once(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The spellings that exports use do not need the slow way."""

    def slow(*_: object) -> None:
        pytest.fail("cell by cell")

    monkeypatch.setattr("govaudit.records.columns.read_cell", slow)
    column = typed(FieldSpec(type=FieldType.DATETIME, label="时间"), pl.Series([text, None] * 100))

    assert 100 == column.values.null_count()


def test_a_constant_is_repeated() -> None:
    """A constant is typed once, with its precision."""
    column = repeated(FieldSpec(type=FieldType.DATETIME, label="时间"), "2019-07-19", 3)

    assert [dt.datetime(2019, 7, 19)] * 3 == column.values.to_list()
    assert column.timed is not None
    assert [False] * 3 == column.timed.to_list()
