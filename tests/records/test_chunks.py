"""Reading piece by piece gives what reading at once gives: the same frame, the same rejects, the same problems, wherever the cuts are."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from govaudit.errors import GovauditError
from govaudit.records import Records, read
from govaudit.records.formats import csv_file, decoding, json_lines, parquet_file
from govaudit.vocabulary.model import Vocabulary

Reading = Callable[..., Records]
Refusal = Callable[..., list[tuple[str, str]]]

FIELDS = ["编号", "标题", "成文日期", "发布时间", "页数"]


@contextmanager
def cut(rows: int, size: int) -> Iterator[None]:
    """Cut CSV and Parquet after so many rows, JSON Lines after so many bytes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_file, "CHUNK", rows)
        patch.setattr(parquet_file, "CHUNK", rows)
        patch.setattr(json_lines, "CHUNK", size)
        yield


def told(records: Records) -> Any:
    """Give all but the frames, as it can be compared."""
    ledgers = {name: (ledger.fields, ledger.bad, ledger.rejected) for name, ledger in records.ledgers.items()}
    return ledgers, records.sources, records.rejects, records.notes


def assert_same(one: Records, other: Records) -> None:
    """Two readings are the same in everything."""
    assert told(one) == told(other)
    for name, ledger in one.ledgers.items():
        assert_frame_equal(ledger.frame, other.ledgers[name].frame)


cell = st.sampled_from(["", "A", "B", "C1", "2021-03-01", "2021/3/1 9:30", "2021-02-30", "—", "12", "x,y", 'a"b', "一\n二", "合计"])
record = st.lists(cell, min_size=1, max_size=6)
values = st.dictionaries(st.sampled_from([*FIELDS, "table"]), st.sampled_from([None, "A", "B", "2021-03-01", "x", 5, 1.5, ["涉企"], {"a": 1}]), max_size=5)


@given(content=st.lists(record, max_size=90), rows=st.integers(30, 50))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_csv_in_pieces(tmp_path: Path, vocabulary: Vocabulary, content: list[list[str]], rows: int) -> None:
    """A CSV file may be cut after any row below its headings: rows found are still rows kept and rows rejected."""
    path = tmp_path / "公文.csv"
    lines = [",".join('"' + text.replace('"', '""') + '"' for text in row) for row in [FIELDS, *content]]
    path.write_text("\n".join(lines), encoding="utf-8")

    whole = read([path], vocabulary)
    with cut(rows, 1):
        pieces = read([path], vocabulary)

    assert_same(whole, pieces)
    source = pieces.sources[0]
    assert sum(any(row) for row in content) == source.rows + len(source.left_out)
    assert source.rows == len(pieces.ledgers["documents"].frame) + source.rejected


@given(content=st.lists(values.map(lambda one: {k: v for k, v in one.items() if k != "table"}) | st.just(5), max_size=40), size=st.integers(1, 400))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_json_lines_in_pieces(tmp_path: Path, vocabulary: Vocabulary, content: list[Any], size: int) -> None:
    """A JSON Lines file may be cut after any line, wherever a key is met first."""
    path = tmp_path / "公文.jsonl"
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in [{"编号": "K"}, *content]), encoding="utf-8")

    whole = read([path], vocabulary)
    with cut(1, size):
        pieces = read([path], vocabulary)

    ours, theirs = pieces.ledgers["documents"], whole.ledgers["documents"]
    assert_frame_equal(ours.frame, theirs.frame, check_column_order=False)
    assert (ours.fields, ours.bad, ours.rejected, sorted(pieces.rejects)) == (theirs.fields, theirs.bad, theirs.rejected, sorted(whole.rejects))
    assert (len(content) + 1, ours.rejected) == (pieces.sources[0].rows, pieces.sources[0].rejected)
    assert len(ours.frame) == pieces.sources[0].rows - ours.rejected


def test_parquet_in_pieces(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """A Parquet file of others may be cut anywhere, also within what is doubled or cannot be read."""
    path = tmp_path / "公文.parquet"
    pl.DataFrame({"编号": [f"N{n % 70}" for n in range(100)], "成文日期": ["2021-03-01", "x"] * 50, "页数": range(100)}).write_parquet(path)

    whole = read([path], vocabulary)
    with cut(7, 1):
        assert_same(whole, read([path], vocabulary))
    assert (70, 30) == (len(whole.ledgers["documents"].frame), whole.ledgers["documents"].rejected)


def test_keys_are_doubled_across_pieces(reading: Reading) -> None:
    """The first record of a key stays, though the second comes many pieces later."""
    rows = "".join(f"K{number},甲\n" for number in range(100))
    with cut(30, 1):
        records = reading({"公文.csv": "编号,标题\n" + rows + "K3,乙\n"})

    assert [("", 102, True)] == [(reject.column, reject.row, reject.whole_row) for reject in records.rejects]
    assert "公文.csv:5 的记录重复" in records.rejects[0].reason
    assert 100 == len(records.ledgers["documents"].frame)


def test_a_table_is_what_its_first_piece_is(reading: Reading) -> None:
    """Records that do not name their table are one table to the end, even if later ones look like another."""
    content = '{"编号": "A", "页数": 1}\n' + "".join(f'{{"编号": "{number}", "标题": "x"}}\n' for number in range(20))
    with cut(1, 10):
        records = reading({"x.jsonl": content})

    assert (["documents"], 21) == (list(records.ledgers), records.sources[0].rows)


def test_every_piece_may_be_wrong(refusal: Refusal) -> None:
    """Unknown keys and broken lines of all pieces are named together, the same key once."""
    good = '{"编号": "A", "甲": 1}\n' * 3 + '{"编号": "B", "乙": 1}\n' * 3
    with cut(1, 10):
        assert ["甲", "乙"] == [found.split("“")[2][0] for _, found in refusal({"公文.jsonl": good})]
        assert [("公文.jsonl:2", "键“编号”在同一个对象里出现了两次"), ("公文.jsonl:5:2", "键名要用双引号")] == refusal(
            {"公文.jsonl": '{}\n{"编号": 1, "编号": 2}\n{}\n\n{x}\n'}
        )


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("公文.csv", "编号\n".encode() + b"A\n" * 90 + "甲\n".encode("gb18030") + "乙€\n".encode() + b"\xff\xff", ("公文.csv:94", "文件编码无法识别")),
        ("公文.csv", "编号\n".encode() + b"A\n" * 90 + b"B\0\n", ("公文.csv:92", "有空字符(NUL),不是文本文件")),
        ("公文.csv", "编号\nA\n" + "B" * 300, ("公文.csv:3", "这一行超过 0 百万字")),
        ("公文.csv", '编号\nA\n"B\n' + "C\n" * 90, ("公文.csv:3", "引号没有成对,一直到文件末尾")),
        ("公文.jsonl", b'{"id": 1}\n' * 90 + '{"id": "甲"}\n'.encode("gb18030"), ("公文.jsonl:91", "第 909 个字节起不是 UTF-8 编码")),
        ("公文.jsonl", b'{"id": 1}\n{"id": "' + b"x" * 300 + b'"}\n', ("公文.jsonl:2", "这一行超过 0 MB")),
        ("公文.jsonl", b'{"id": 1}\n' * 90 + b'{"id": \0}\n', ("公文.jsonl:91:8", "此处不是 JSON 的值")),
    ],
    ids=["mixed", "nul", "long", "quote", "jsonl-mixed", "jsonl-long", "jsonl-nul"],
)
def test_bad_input_far_down(refusal: Refusal, monkeypatch: pytest.MonkeyPatch, name: str, data: str | bytes, problem: tuple[str, str]) -> None:
    """What is wrong in a later piece is named with its line in the file."""
    monkeypatch.setattr(decoding, "MAX_LINE", 200)
    monkeypatch.setattr(json_lines, "MAX_LINE", 100)
    with cut(30, 64):
        assert [problem] == refusal({name: data})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(reading: Reading, encoding: str, newline: str) -> None:
    """However a text is written, lines are counted the same, across the end of a block too."""
    content = "编号,标题\n" + "".join(f'N{number},"一\n二"\n' for number in range(20_000))
    records = reading({"公文.csv": content.replace("\n", newline).encode(encoding)})

    frame = records.ledgers["documents"].frame
    assert (20_000, "N19999", 40_000) == (len(frame), frame["_key"][-1], frame["_row"][-1])


def test_only_what_is_wanted_stays(reading: Reading) -> None:
    """Fields that no rule reads are validated like the others, but their values do not stay in memory."""
    files: dict[str, str | bytes] = {"公文.csv": "编号,标题,成文日期,页数\nA,甲,2021-02-30,x\n,乙,2021-03-01,2\n"}
    whole, part = reading(files), reading(files, kept=lambda _: {"documents": {"issued"}})
    ledger = part.ledgers["documents"]

    assert ["_key", "_src", "_row", "issued", "issued__bad"] == ledger.frame.columns
    assert_frame_equal(whole.ledgers["documents"].frame.select(ledger.frame.columns), ledger.frame)
    assert (whole.rejects, whole.sources) == (part.rejects, part.sources)
    assert (whole.ledgers["documents"].fields, frozenset({"issued"})) == (ledger.fields, ledger.bad)


def test_a_file_that_cannot_be_opened(tmp_path: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system refuses between finding and reading is one message too."""
    path = tmp_path / "公文.csv"
    path.write_text("编号\nA\n", encoding="utf-8")
    monkeypatch.setattr("govaudit.records.opening.foreign", lambda *_: path.unlink())

    with pytest.raises(GovauditError, match="不能打开文件"):
        read([path], vocabulary)
