"""Ledgers: keys, doubles, several sources, and sums that close."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from govaudit.errors import UsageError
from govaudit.records import Records, read
from govaudit.vocabulary.model import Vocabulary

Reading = Callable[..., Records]
Refusal = Callable[..., list[tuple[str, str]]]


def test_the_columns_of_a_frame(reading: Reading) -> None:
    """A frame has the key, the source, the row, then the supplied fields in the dictionary's order, with their marks."""
    frame = reading({"公文.csv": "发布时间,成文日期,编号,特征,页数\n2021-03-01,2021-02-30,A,涉企,1\n"}).ledgers["documents"].frame

    assert {
        "_key": pl.String(),
        "_src": pl.Int32(),
        "_row": pl.Int64(),
        "id": pl.String(),
        "issued": pl.Date(),
        "published": pl.Datetime("us"),
        "published__timed": pl.Boolean(),
        "traits": pl.List(pl.String()),
        "pages": pl.Int64(),
        "issued__bad": pl.Boolean(),
    } == dict(frame.schema)
    assert ["_key", "_src", "_row", "id", "issued", "published", "published__timed", "traits", "pages", "issued__bad"] == frame.columns


def test_keys_are_made_for_records_without(reading: Reading) -> None:
    """A record without a key is called after its row, also where the key cannot be read; that is no reject."""
    records = reading({"公文.csv": "编号,标题\nA,甲\n,乙\n无,丙\n", "发文台账.csv": "标题\n丁\n"})

    assert ["A", "行3", "行4", "文件2行2"] == records.ledgers["documents"].frame["_key"].to_list()
    assert () == records.rejects


def test_a_made_key_gives_way(reading: Reading) -> None:
    """A made key that is another record's own is changed, whichever comes first."""
    frame = reading({"公文.csv": "编号,标题\n,甲\n行2,乙\n行5,丙\n,丁\n"}).ledgers["documents"].frame

    assert ["行2(无编号)", "行2", "行5", "行5(无编号)"] == frame["_key"].to_list()


def test_doubled_keys_are_rejected_whole(reading: Reading, tmp_path: Path) -> None:
    """The first record of a key stays; every other is rejected as a row and names the first, also across files."""
    records = reading(
        {
            "公文.csv": "编号,成文日期\nA,2021-03-01\nA,2021-02-30\nB,2021-02-30\n",
            "b.json": '{"公文": [{"编号": "C"}, {"编号": "B", "页数": "x"}, {"编号": "C"}]}',
        }
    )
    ledger = records.ledgers["documents"]

    assert ["A", "B", "C"] == ledger.frame["_key"].to_list()
    assert 3 == ledger.rejected
    assert [(3, 1), (3, 2)] == [(source.rows, source.rejected) for source in records.sources]
    assert [
        ("公文.csv", 3, "", f"编号“A”与 {tmp_path}/公文.csv:2 的记录重复,只保留先出现的一条"),
        ("公文.csv", 4, "成文日期", "没有这一天:2021 年 2 月 30 日"),
        ("b.json", 1, "", f"编号“B”与 {tmp_path}/公文.csv:4 的记录重复,只保留先出现的一条"),
        ("b.json", 2, "", f"编号“C”与 {tmp_path}/b.json#/公文/0 的记录重复,只保留先出现的一条"),
    ] == [(Path(reject.path).name, reject.row, reject.column, reject.reason) for reject in records.rejects]


def test_tables_of_several_files_are_put_together(reading: Reading) -> None:
    """A field one file does not have is blank there; a mark one file does not need is no there."""
    records = reading({"公文.csv": "编号,成文日期\nA,x\n", "发文台账.csv": "编号,标题\nB,乙\n"})
    ledger = records.ledgers["documents"]

    assert [("A", 0, None, None, True), ("B", 1, "乙", None, False)] == ledger.frame.select("_key", "_src", "title", "issued", "issued__bad").rows()
    assert (frozenset({"id", "title", "issued"}), frozenset({"issued"})) == (ledger.fields, ledger.bad)


def test_a_table_may_stand_in_a_file_twice(reading: Reading) -> None:
    """Two names of one table in one file are two sources."""
    records = reading({"a.json": '{"公文": [{"id": 1}], "documents": [{"id": 2}, {}]}'})

    assert ["1", "2", "文件2行2"] == records.ledgers["documents"].frame["_key"].to_list()
    assert ["documents", "documents"] == [source.table for source in records.sources]


def test_sources_know_their_files(reading: Reading) -> None:
    """A source has the path, the format and the SHA-256 of its bytes."""
    content = "编号\nA\n"
    source = reading({"公文.csv": content}).sources[0]

    assert ("公文.csv", "csv", hashlib.sha256(content.encode()).hexdigest()) == (Path(source.path).name, source.format, source.sha256)


def test_meta_of_several_files(reading: Reading, refusal: Refusal) -> None:
    """What files say about themselves is put together, but may not differ."""
    one, other = '{"meta": {"unit": "甲", "a": 1}}', '{"meta": {"unit": "甲", "b": 2}}'

    assert {"unit": "甲", "a": 1, "b": 2} == reading({"a.json": one, "b.json": other}).meta
    assert ["b.json#/meta/unit"] == [place for place, _ in refusal({"a.json": one, "b.json": other.replace("甲", "乙")})]


def test_paths_that_cannot_be_read(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """Missing files, doubled paths and unknown formats are all named at once."""
    for name in ("a.json", "b.pdf"):
        (tmp_path / name).write_text("{}")

    with pytest.raises(UsageError) as caught:
        read([tmp_path / "a.json", str(tmp_path / "a.json"), tmp_path / "b.pdf", tmp_path / "c.csv"], vocabulary)

    assert ["同一个文件给了两次", "不能读取 .pdf 文件", "没有这个文件"] == [problem.found for problem in caught.value.problems]
    with pytest.raises(UsageError, match="没有给出台账文件"):
        read([], vocabulary)


cell = st.sampled_from(["", "A", "B", "2021-03-01", "2021-02-30", "—", "x,y", "涉企"])
rows = st.lists(st.lists(cell, min_size=1, max_size=5), max_size=60)


@given(content=rows)
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_sums_close(tmp_path: Path, vocabulary: Vocabulary, content: list[list[str]]) -> None:
    """Whatever stands in a file: rows found = rows in the frame + rows rejected, bad cells are named, and the same file gives the same frame."""
    path = tmp_path / "公文.csv"
    quoted = [",".join(f'"{text}"' for text in row) for row in content]
    path.write_text("\n".join(["编号,成文日期,发布时间,特征", *quoted]), encoding="utf-8")

    records, again = read([path], vocabulary), read([path], vocabulary)
    ledger, source = records.ledgers["documents"], records.sources[0]
    whole = [reject for reject in records.rejects if reject.whole_row]

    assert sum(any(row) for row in content) == source.rows == len(ledger.frame) + source.rejected
    assert source.rejected == ledger.rejected == len(whole)
    assert len(records.rejects) - len(whole) == sum(ledger.frame[f"{name}__bad"].sum() for name in ledger.bad)
    assert ledger.frame["_key"].is_unique().all()
    assert records.rejects == again.rejects
    assert_frame_equal(ledger.frame, again.ledgers["documents"].frame)
