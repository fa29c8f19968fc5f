"""Converting: what was read once reads the same from Parquet, with every place, and nothing is overwritten that is not ours."""

import datetime as dt
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from govaudit.errors import GovauditError
from govaudit.records import Records, read
from govaudit.records.converted import KEY
from govaudit.records.writing import Sum, check_destination, sums, write
from govaudit.vocabulary.model import Vocabulary
from tests.records.conftest import TABLES

Reading = Callable[..., Records]

FILES: dict[str, str | bytes] = {
    "a.json": '{"meta": {"unit": "县政府"}, "留言": [{"编号": "M", "留言时间": "2021-03-01 09:30"}],\n"公文": [\n'
    '{"编号": "A", "成文日期": "2021-02-30", "特征": ["涉企"]},\n'
    '{"标题": "乙", "页数": 3}, 5, {"编号": "A"}]}',
    "公文.csv": "编号,标题,发布时间\nB,丙,2021-03-01\nA,丁,\n合计,2,\n",
    "空表.json": '{"meta": {}}',
}


def comparable(records: Records) -> Any:
    """Give what a report is made of, but for the files it was read from."""
    sources = [replace(source, converted=None) for source in records.sources]
    lines = [[source.line_of(row) for row in range(source.rows)] for source in records.sources if source.line_of is not None]
    ledgers = {name: (one.fields, one.bad, one.rejected) for name, one in records.ledgers.items()}
    return ledgers, sources, lines, records.rejects, records.meta, records.notes


@pytest.fixture
def original(reading: Reading) -> Records:
    """Read ledgers with all that can be wrong with them."""
    return reading(FILES)


@pytest.fixture
def folder(original: Records, vocabulary: Vocabulary, tmp_path: Path) -> Path:
    """Convert them."""
    write(original, vocabulary, tmp_path / "库")
    return tmp_path / "库"


def test_the_same_records_come_back(original: Records, folder: Path, vocabulary: Vocabulary) -> None:
    """Frames, sources, places, lines, rejects and meta are those of the first reading; which file was read is said beside."""
    again = read([folder], vocabulary)

    assert comparable(original) == comparable(again)
    for name, ledger in original.ledgers.items():
        assert_frame_equal(ledger.frame, again.ledgers[name].frame)
    assert ["documents.parquet", "messages.parquet"] == sorted(path.name for path in folder.iterdir())
    assert {"messages.parquet", "documents.parquet"} == {Path(source.converted[0]).name for source in again.sources if source.converted}


def test_a_conversion_can_be_converted(folder: Path, original: Records, vocabulary: Vocabulary, tmp_path: Path) -> None:
    """Once more is the same, to the byte."""
    write(read([folder], vocabulary), vocabulary, tmp_path / "又一次")

    assert comparable(original) == comparable(read([tmp_path / "又一次"], vocabulary))
    assert [path.read_bytes() for path in sorted(folder.iterdir())] == [path.read_bytes() for path in sorted((tmp_path / "又一次").iterdir())]


def test_only_the_columns_that_are_wanted_are_read(folder: Path, vocabulary: Vocabulary) -> None:
    """Of a converted file the other columns are not even read."""
    ledger = read([folder], vocabulary, kept=lambda _: {"documents": {"issued"}}).ledgers["documents"]

    assert ["_key", "_src", "_row", "issued", "issued__bad"] == ledger.frame.columns
    assert "title" in ledger.fields


def test_new_records_beside_converted_ones(folder: Path, reading: Reading, vocabulary: Vocabulary, tmp_path: Path) -> None:
    """A key that is given in both is doubled, and its first place is that of the file converted once."""
    (tmp_path / "发文台账.csv").write_text("编号,标题\nB,新\nZ,新\n,新\n", encoding="utf-8")

    records = read([folder, tmp_path / "发文台账.csv"], vocabulary)

    frame = records.ledgers["documents"].frame
    assert ["A", "行2", "B", "Z", "文件3行4"] == frame["_key"].to_list()
    reject = records.rejects[-1]
    assert ("发文台账.csv", 2, True) == (Path(reject.path).name, reject.row, reject.whole_row)
    assert "公文.csv:2 的记录重复" in reject.reason
    assert ["发文台账.csv" if row == 3 else "" for row in (3,)] == [Path(records.sources[frame["_src"][3]].path).name]


def test_the_sums_are_told(original: Records) -> None:
    """Per table: rows found are rows written and rows rejected, and cells that could not be read are counted."""
    found = sums(original)

    assert [Sum("messages", 1, 1, 0, 0), Sum("documents", 6, 3, 3, 1)] == found
    assert all(one.found == one.written + one.rejected for one in found)


def test_a_changed_dictionary(folder: Path) -> None:
    """A file whose fields mean something else by now must be converted anew; one that lacks what is new need not."""
    tables: dict[str, Any] = json.loads(json.dumps(TABLES))
    tables["documents"]["fields"]["issued"]["type"] = "datetime"
    with pytest.raises(GovauditError, match=r"“公文”的“成文日期”\(issued\)在词典里的定义变了"):
        read([folder], Vocabulary.model_validate({"tables": tables}))
    del tables["documents"]["fields"]["issued"]
    with pytest.raises(GovauditError, match="“公文”没有字段 issued"):
        read([folder], Vocabulary.model_validate({"tables": tables}))
    tables = json.loads(json.dumps(TABLES))
    tables["documents"]["fields"]["extra"] = {"type": "text", "label": "新栏"}
    assert 3 == len(read([folder], Vocabulary.model_validate({"tables": tables})).ledgers["documents"].frame)


CHANGES: dict[str, Callable[[pl.DataFrame], pl.DataFrame]] = {
    "value": lambda frame: frame.with_columns(pl.lit("改").alias("title")),
    "row": lambda frame: frame.head(1),
    "none": lambda frame: frame,
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_file_changed_by_another_hand(folder: Path, vocabulary: Vocabulary, change: str) -> None:
    """A converted file that was written by anything else afterwards is not trusted; the same content is."""
    path = folder / "documents.parquet"
    metadata = {KEY: pl.read_parquet_metadata(path)[KEY]}
    CHANGES[change](pl.read_parquet(path)).write_parquet(path, compression="zstd", metadata=metadata)

    if change == "none":
        assert read([folder], vocabulary).ledgers
    else:
        with pytest.raises(GovauditError, match="内容与转换时不同,文件已损坏或被改动"):
            read([folder], vocabulary)


@pytest.mark.parametrize(
    ("metadata", "found"),
    [("{", "转换文件的说明部分已损坏"), ('{"schema": "govaudit/ledger/9", "data": ""}', "转换格式是 govaudit/ledger/9"), ('{"schema": []}', "转换格式是")],
)
def test_a_damaged_description(folder: Path, vocabulary: Vocabulary, metadata: str, found: str) -> None:
    """A description that cannot be read, or is of another version, is one message."""
    pl.DataFrame({"_key": ["A"]}).write_parquet(folder / "documents.parquet", metadata={KEY: metadata})

    with pytest.raises(GovauditError, match=found):
        read([folder], vocabulary)


def test_a_damaged_byte_is_found(folder: Path, vocabulary: Vocabulary) -> None:
    """Whatever byte of the data is changed, the file is refused before it is decoded."""
    path = folder / "documents.parquet"
    whole = path.read_bytes()
    for at in range(4, 400, 37):
        data = bytearray(whole)
        data[at] ^= 0xFF
        path.write_bytes(data)
        with pytest.raises(GovauditError, match=r"内容与转换时不同|已损坏"):
            read([folder], vocabulary)


def test_a_folder_is_replaced_as_a_whole(folder: Path, reading: Reading, vocabulary: Vocabulary) -> None:
    """Tables of an earlier conversion do not stay behind; the settings beside them do, and nothing else is left over."""
    (folder / "govaudit.yaml").write_text("packs: []\n", encoding="utf-8")
    check_destination(folder, [])

    write(reading({"公文.csv": "编号\nX\n"}), vocabulary, folder)

    assert ["documents.parquet", "govaudit.yaml"] == sorted(path.name for path in folder.iterdir())
    assert [] == [path.name for path in folder.parent.iterdir() if path.name.startswith(".")]


def test_one_table_in_one_file(reading: Reading, vocabulary: Vocabulary, tmp_path: Path) -> None:
    """A single table may be a file of any name."""
    records = reading({"公文.csv": "编号,成文日期\nX,2021-03-01\n"})
    write(records, vocabulary, tmp_path / "新文件夹" / "x.parquet")

    frame = read([tmp_path / "新文件夹" / "x.parquet"], vocabulary).ledgers["documents"].frame
    assert [("X", dt.date(2021, 3, 1))] == frame.select("_key", "issued").rows()


def test_destinations_that_are_refused(folder: Path, tmp_path: Path) -> None:
    """Nothing is overwritten that was not converted: other files, sources, a folder that holds other things."""
    (tmp_path / "有别的").mkdir()
    (tmp_path / "有别的" / "年报.docx").write_text("x", encoding="utf-8")
    (tmp_path / "文件").write_text("x", encoding="utf-8")
    (tmp_path / "夹.parquet").mkdir()
    tables = {"documents": "公文", "messages": "留言"}
    refused: list[tuple[Path, list[str], str]] = [
        (tmp_path / "有别的", [], "文件夹里有不是转换结果的文件:年报.docx"),
        (tmp_path / "文件", [], "不是文件夹"),
        (tmp_path / "夹.parquet", [], "是文件夹"),
        (folder, [str(folder)], "目标就是来源"),
        (folder / "库", [str(folder)], "在来源文件夹里"),
        (tmp_path / "x.parquet", [], "一个文件只放一张表,这里有 2 张:公文(documents)、留言(messages)"),
    ]
    for destination, sources, found in refused:
        with pytest.raises(GovauditError, match=re.escape(found)):
            check_destination(destination, sources, tables)


def test_a_failure_leaves_what_was_there(folder: Path, original: Records, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the disk is full half way, the earlier conversion is still there, whole, and no pieces lie about."""
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def full(*_arguments: object, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pl.DataFrame, "write_parquet", full)
    with pytest.raises(GovauditError, match="写不进去:No space left on device"):
        write(original, vocabulary, folder)

    assert before == {path.name: path.read_bytes() for path in folder.iterdir()}
    assert [] == [path.name for path in folder.parent.iterdir() if path.name.startswith(".")]
