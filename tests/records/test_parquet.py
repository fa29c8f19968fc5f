"""Parquet of others: typed like any export, taken over where the types fit, and refused in one message where it is broken."""

import datetime as dt
import gzip
import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from govaudit.errors import GovauditError
from govaudit.records import Records, read
from govaudit.records.formats import parquet_file
from govaudit.vocabulary.model import FieldSpec, FieldType, Vocabulary

Reading = Callable[..., Records]
Refusal = Callable[..., list[tuple[str, str]]]


def parquet(frame: pl.DataFrame, **metadata: str) -> bytes:
    """Write a frame as Parquet."""
    file = io.BytesIO()
    frame.write_parquet(file, metadata=metadata or None)
    return file.getvalue()


@pytest.fixture(autouse=True)
def quick(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the process that reads a file first, but where it is the matter."""
    if "careful" not in request.fixturenames:
        monkeypatch.setattr(parquet_file, "fault_of", lambda _: None)


@pytest.fixture
def careful() -> None:
    """Have every file read first in a process of its own."""


NOON = dt.datetime(2021, 3, 1, 12, 30)
EIGHT = dt.timezone(dt.timedelta(hours=8))


@pytest.mark.parametrize(
    ("heading", "values", "typed", "reasons"),
    [
        ("标题", pl.Series(["甲", " ", None]), ["甲", None, None], []),
        ("标题", pl.Series([1, 2, None]), ["1", "2", None], []),
        ("标题", pl.Series([1.5, 2.0, None]), ["1.5", "2", None], []),
        ("标题", pl.Series(["甲", "乙", None], dtype=pl.Categorical), ["甲", "乙", None], []),
        ("标题", pl.Series([dt.date(2021, 3, 1)] * 3), ["2021-03-01"] * 3, []),
        ("标题", pl.Series([True, False, None]), [None, None, None], ["是布尔值 true,应为文字", "是布尔值 false,应为文字"]),
        ("标题", pl.Series([{"a": 1}, None, None]), [None, None, None], ["是嵌套的对象,应为单个值"]),
        ("页数", pl.Series([1, None, 3], dtype=pl.UInt8), [1, None, 3], []),
        ("页数", pl.Series(["1", "2,000", "x"]), [1, 2000, None], ["不是数字"]),
        ("页数", pl.Series([1.0, 2.5, None]), [1, None, None], ["不是整数"]),
        ("页数", pl.Series([2**64 - 1, 1, None], dtype=pl.UInt64), [None, 1, None], ["数字过大"]),
        ("页数", pl.Series([Decimal(3), None, None]), [3, None, None], []),
        ("成文日期", pl.Series([dt.date(2021, 3, 1), None, dt.date(1, 1, 1)]), [dt.date(2021, 3, 1), None, None], ["年份 0001 不可信"]),
        ("成文日期", pl.Series([NOON, None, None]), [dt.date(2021, 3, 1), None, None], []),
        ("成文日期", pl.Series(["2021年3月1日", "2021-02-30", None]), [dt.date(2021, 3, 1), None, None], ["没有这一天"]),
        ("发布时间", pl.Series([NOON, None, None], dtype=pl.Datetime("ms")), [NOON, None, None], []),
        ("发布时间", pl.Series([NOON.replace(tzinfo=dt.UTC), None, None]), [NOON + dt.timedelta(hours=8), None, None], []),
        ("发布时间", pl.Series([NOON.replace(tzinfo=EIGHT)] * 3).dt.convert_time_zone("America/New_York"), [NOON] * 3, []),
        ("特征", pl.Series([["涉企政策"], [], None]), [["涉企"], [], None], []),
        ("特征", pl.Series(["涉企政策、其他", None, None]), [["涉企", "其他"], None, None], []),
        ("有效性", pl.Series(["现行有效", "无效", None]), ["有效", None, None], ["“无效”不是允许的取值"]),
        ("页数", pl.Series([None, None, None]), [None, None, None], []),
    ],
)
def test_columns_of_every_type(reading: Reading, heading: str, values: pl.Series, typed: list[Any], reasons: list[str]) -> None:
    """A column is what its field says, whatever type it has in the file; what does not fit is a cell that cannot be read."""
    for repeat in (1, 20):
        records = reading({"公文.parquet": parquet(pl.DataFrame({heading: pl.concat([values] * repeat)}))})
        name = next(name for name in records.ledgers["documents"].fields)

        assert typed * repeat == records.ledgers["documents"].frame[name].to_list()
        found = [reject.reason for reject in records.rejects]
        assert len(reasons) * repeat == len(found)
        assert all(reason in told for reason, told in zip(reasons * repeat, found, strict=True))


@pytest.mark.parametrize(("values", "timed"), [([dt.date(2021, 3, 1), None], [False, None]), ([NOON.replace(hour=0, minute=0), None], [True, None])])
def test_a_day_is_no_moment(reading: Reading, values: list[Any], timed: list[bool | None]) -> None:
    """A date in a field of moments stands for the whole day; a time stamp has its time, midnight too."""
    frame = reading({"公文.parquet": parquet(pl.DataFrame({"发布时间": values}))}).ledgers["documents"].frame

    assert timed == frame["published__timed"].to_list()


@pytest.mark.parametrize(
    ("name", "metadata", "table"), [("公文.parquet", {}, "documents"), ("x.parquet", {"govaudit.table": "留言"}, "messages"), ("x.parquet", {}, "")]
)
def test_the_table(reading: Reading, name: str, metadata: dict[str, str], table: str) -> None:
    """The table is told by the metadata, or by the name of the file."""
    files: dict[str, str | bytes] = {name: parquet(pl.DataFrame({"编号": ["A"], "标题": ["甲"]}), **metadata)}
    if table:
        assert [table] == list(reading(files).ledgers)
    else:
        with pytest.raises(GovauditError, match="分不清这是哪一张台账"):
            reading(files)


def test_rows_and_places(reading: Reading) -> None:
    """Rows are counted from 1; a record without key is called after its row, and unknown columns are refused."""
    records = reading({"公文.parquet": parquet(pl.DataFrame({"编号": ["A", None, "A"], "页数": ["1", "x", "2"]}))})

    assert [("A", 1), ("行2", 2)] == records.ledgers["documents"].frame.select("_key", "_row").rows()
    assert [(2, "页数", False), (3, "", True)] == [(reject.row, reject.column, reject.whole_row) for reject in records.rejects]
    with pytest.raises(GovauditError, match="“公文”没有“页码”这一列"):
        reading({"公文.parquet": parquet(pl.DataFrame({"页码": [1]}))})


def test_a_file_without_rows(reading: Reading) -> None:
    """A ledger that was supplied empty is there."""
    records = reading({"公文.parquet": parquet(pl.DataFrame(schema={"编号": pl.String}))})

    assert (0, frozenset({"id"})) == (len(records.ledgers["documents"].frame), records.ledgers["documents"].fields)


@pytest.mark.parametrize("cut", [0, 4, 5, 100, -1, -4, -9])
def test_a_broken_file(refusal: Refusal, cut: int) -> None:
    """A file that was cut off is refused in one message."""
    whole = parquet(pl.DataFrame({"编号": [f"N{number}" for number in range(500)]}))
    ((place, found),) = refusal({"公文.parquet": whole[:cut] if cut else b""})

    assert "公文.parquet" == place
    assert found == "文件是空的" if not cut else found.startswith("Parquet 文件不完整或已损坏(")


@pytest.mark.usefixtures("careful")
@pytest.mark.parametrize("at", [5, 9, 30, -60])
def test_a_damaged_file_takes_nothing_down(tmp_path: Path, vocabulary: Vocabulary, at: int) -> None:
    """Bytes that are not what they were: the file is read or refused, even where the library that reads it would not survive."""
    data = bytearray(parquet(pl.DataFrame({"编号": [f"N{number}" for number in range(50)], "页数": range(50)})))
    data[at : at + 3] = b"\xff\xff\xff"
    path = tmp_path / "公文.parquet"
    path.write_bytes(data)
    said = ""
    try:
        said = str(read([path], vocabulary).sources[0].rows)
    except GovauditError as error:
        said = error.problems[0].found

    assert said == "50" or said.startswith("Parquet 文件不完整或已损坏(")


@pytest.mark.usefixtures("careful")
def test_a_compressed_file_is_probed_too(reading: Reading) -> None:
    """What does not lie on disk as it is goes to the probe through its standard input."""
    data = gzip.compress(parquet(pl.DataFrame({"编号": ["A"]})))

    assert ["A"] == reading({"公文.parquet.gz": data}).ledgers["documents"].frame["_key"].to_list()


def test_a_file_that_claims_too_much(refusal: Refusal, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file with billions of rows is a bomb."""
    monkeypatch.setattr(parquet_file, "MANY", 1000)
    monkeypatch.setattr(parquet_file, "MAX_ROWS_PER_BYTE", 100)
    bomb = parquet(pl.DataFrame({"编号": ["A"]}).select(pl.col("编号").repeat_by(3_000_000).explode()))

    ((_, found),) = refusal({"公文.parquet": bomb})
    assert found.startswith("文件称有 3000000 行")


def test_every_type_has_a_column() -> None:
    """No type of the dictionary is forgotten among those taken over."""
    from govaudit.records import native

    always_by_cell = {FieldType.ENUM, FieldType.LIST}
    assert set(FieldType) == native._TAKERS.keys() | always_by_cell
    assert native.typed_natively(FieldSpec(type=FieldType.NUMBER, label="数"), pl.Series([1, None])).values.to_list() == [1.0, None]
