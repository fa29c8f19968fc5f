"""CSV: encodings, line numbers, ragged rows, and files that are not CSV."""

from collections.abc import Callable

import pytest

from govaudit.records import Records

Reading = Callable[..., Records]
Refusal = Callable[..., list[tuple[str, str]]]

PLAIN = "编号,标题\nA,甲\nB,乙\n"


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("gb18030"),
        PLAIN.encode("utf-16"),
        b"\xfe\xff" + PLAIN.encode("utf-16-be"),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace("\n", "\r").encode(),
        PLAIN.replace(",", "\t").encode(),
        PLAIN.replace(",", ";").encode(),
        PLAIN.strip().encode(),
        b'"\xe7\xbc\x96\xe5\x8f\xb7","\xe6\xa0\x87\xe9\xa2\x98"\n"A","\xe7\x94\xb2"\n"B","\xe4\xb9\x99"\n',
    ],
)
def test_one_content_many_encodings(reading: Reading, content: bytes) -> None:
    """Encoding, line ends, quotes and separators do not matter."""
    assert [("A", 2, "甲"), ("B", 3, "乙")] == reading({"公文.csv": content}).ledgers["documents"].frame.select("_key", "_row", "title").rows()


def test_tab_separated(reading: Reading) -> None:
    """A .tsv file is the same with tabs."""
    assert ["A", "B"] == reading({"公文.tsv": PLAIN.replace(",", "\t")}).ledgers["documents"].frame["_key"].to_list()


def test_row_numbers_are_lines(reading: Reading) -> None:
    """A record has the number of the line it begins on; quoted line breaks count, empty lines are no records."""
    content = '编号,标题\n\nA,"第一行\n第二行"\n , \nB,乙\n,,\n"C\n",丙\n'

    frame = reading({"公文.csv": content}).ledgers["documents"].frame

    assert [("A", 3, "第一行\n第二行"), ("B", 6, "乙"), ("C", 8, "丙")] == frame.select("_key", "_row", "title").rows()


def test_ragged_rows(reading: Reading) -> None:
    """A short row is filled up with blanks, a long one rejected unless what is too much is empty."""
    records = reading({"公文.csv": "编号,标题,页数\nA\nB,乙,3,,\nC,丙,4,多\n"})

    assert [("A", None, None), ("B", "乙", 3)] == records.ledgers["documents"].frame.select("id", "title", "pages").rows()
    assert [(4, "C,丙,4,多", True)] == [(reject.row, reject.value, reject.whole_row) for reject in records.rejects]
    assert "有 4 格,标题只有 3 格" in records.rejects[0].reason
    assert (3, 1) == (records.sources[0].rows, records.sources[0].rejected)


def test_headings_without_records(reading: Reading) -> None:
    """A file with headings only is a table that was supplied empty."""
    ledger = reading({"公文.csv": "编号,标题\n"}).ledgers["documents"]

    assert (frozenset({"id", "title"}), 0) == (ledger.fields, len(ledger.frame))


def test_empty_columns_without_heading_are_nothing(reading: Reading) -> None:
    """Spreadsheets export empty columns; they do not matter."""
    assert {"id"} == reading({"公文.csv": "编号,,\nA,,\n"}).ledgers["documents"].fields


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", ("公文.csv", "文件是空的")),
        (b"\xef\xbb\xbf \n\n", ("公文.csv", "文件是空的")),
        (b"id,title\nA,\0\n", ("公文.csv:2", "有空字符(NUL),不是文本文件")),
        (b'id,title\nA,x\nB,"abc\nC,d\n', ("公文.csv:3", "引号没有成对,一直到文件末尾")),
        (b'id,title\nA,"abc"d\n', ("公文.csv:2", "引号结束后还有文字")),
        (b'id,title\nA,"' + b"x" * 140_000 + b'"\n', ("公文.csv:2", "单元格超过 131072 字,多半是引号没有成对")),
        (b"id,title\n\xff\xff\xff,x\n", ("公文.csv:2", "文件编码无法识别")),
        (b"\xff\xfei\0d\0\n", ("公文.csv", "文件标明是 UTF-16 编码,但内容不完整")),
        ("编号,\nA,甲\n".encode(), ("公文.csv:1:2", "第 2 列有内容,没有标题")),
    ],
)
def test_not_csv(refusal: Refusal, content: bytes, problem: tuple[str, str]) -> None:
    """A file that cannot be a table is refused with one clear message and its place."""
    assert [problem] == refusal({"公文.csv": content})
