"""Workbooks that are damaged, protected, something else, or made to fill the memory: one clear message each."""

import io
import resource
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from govaudit.errors import Place, SourceError
from govaudit.records import Records
from govaudit.records.formats import cells, guard, ole
from govaudit.records.formats.workbook import read
from tests.records.books import SHEET, of_xml, sheet_xml, with_parts, xls, xlsx

Reading = Callable[..., Records]
Refusal = Callable[..., list[tuple[str, str]]]

GOOD = xlsx({"公文": [["编号", "标题"], ["A", "甲"]]})
OLD = xls({"公文": [["编号", "标题"], ["A", "甲"]]})
ONE = '<row r="1"><c r="A1" t="inlineStr"><is><t>编号</t></is></c></row>'


def renamed(data: bytes, name: str) -> bytes:
    """Give the one stream of a compound file another name."""
    old, new = "Workbook".encode("utf-16-le"), name.encode("utf-16-le")
    at = data.index(old)
    return data[:at] + new.ljust(64, b"\0") + (len(new) + 2).to_bytes(2, "little") + data[at + 66 :]


def zipped(**parts: str) -> bytes:
    """Make a zip file of parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "found", "hint"),
    [
        ("a.xlsx", b"", "文件是空的", "确实没有记录的台账"),
        ("a.xlsx", GOOD[:-400], "工作簿已损坏,不能读取(File is not a zip file)", "另存"),
        ("a.xlsx", GOOD[:200] + b"\0" * 300 + GOOD[500:], "工作簿已损坏", "另存"),
        ("a.xls", OLD[:700], "工作簿已损坏", "另存"),
        ("a.xls", ole.SIGNATURE + b"\0" * 600, "工作簿已损坏", "另存"),
        ("a.xlsx", renamed(OLD, "EncryptedPackage"), "工作簿有打开密码,不能读取", "取消密码后另存"),
        ("a.xls", renamed(OLD, "WordDocument"), "内容是Word 文档(.doc)", "表格"),
        ("a.xls", renamed(OLD, "Other"), "内容是旧式 Office 文件,里面没有工作簿", "另存"),
        ("a.xls", b"<html><head><meta charset='gbk'></head><table><tr><td>1</td></tr></table>", "内容是网页(HTML)表格", "另存为 .xlsx 或 CSV"),
        ("a.xls", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "内容是“XML 电子表格 2003”", "另存"),
        ("a.xlsx", "编号,标题\nA,甲\n".encode(), "内容是文本,不是工作簿", "后缀改为 .csv"),
        ("a.xlsx", "编号\t标题\nA\t甲\n".encode("gb18030"), "内容是文本,不是工作簿", "后缀改为 .csv"),
        ("a.xls", "编号\t标题\n".encode("utf-16"), "内容是文本,不是工作簿", "后缀改为 .csv"),
        ("a.xlsx", b'{"documents": []}', "内容是JSON 文本", ".json"),
        ("a.xlsx", b"%PDF-1.7", "内容是PDF 文件", "导出"),
        ("a.xlsx", bytes(range(256)), "内容是看不出是什么格式的内容", "另存"),
        ("a.xls", b"\x09\x04\x06\x00\x00\x00\x10\x00", "内容是很旧的 Excel 文件", "另存为 .xlsx"),
        ("a.xlsx", zipped(word__document="x"), "内容是Word 文档(.docx)", "表格"),
        ("a.xlsx", zipped(a="x"), "内容是压缩包(zip)", "先解压"),
        ("a.xlsx", zipped(xl__workbook="x").replace(b"xl/workbook", b"xl/workbook"), "内容是压缩包(zip)", "先解压"),
    ],
)
def test_not_a_workbook(refusal: Refusal, name: str, data: bytes, found: str, hint: str) -> None:
    """What a file is instead is said, and what to do about it."""
    problems = refusal({name: data})

    assert [(name, True)] == [(place, text.startswith(found)) for place, text in problems], problems
    with pytest.raises(SourceError, match=hint):
        read(data, name)


@pytest.mark.parametrize(("name", "data"), [("a.xls", GOOD), ("a.xlsx", OLD), ("a.ods", GOOD)])
def test_another_suffix_of_a_workbook(reading: Reading, name: str, data: bytes) -> None:
    """One kind of workbook under the suffix of another is read as what it is."""
    assert ["A"] == reading({name: data}).ledgers["documents"].frame["_key"].to_list()


@pytest.mark.parametrize(
    ("rows", "place", "found"),
    [
        (ONE + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "a.xlsx › 公文", "工作表从 A1 到 XFD1048576 共 17179869184 格,有内容的只有 2 格"),
        (ONE + "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>", "a.xlsx › 公文", "工作表从 A1 到 XFD1048576"),
        (ONE + '<row r="70000"><c r="ZZ70000"><v>1</v></c></row>', "a.xlsx › 公文", "工作表从 A1 到 ZZ70000 共 49140000 格"),
        (ONE + '<row r="1048577"><c r="A1048577"><v>1</v></c></row>', "a.xlsx", "工作簿已损坏,不能读取(有单元格在第 1048577 行第 1 列"),
        (ONE + '<row r="99999999999999999999999"><c><v>1</v></c></row>', "a.xlsx", "工作簿已损坏,不能读取(有单元格在第"),
        (ONE + '<row r="2"><c r="XFE2"><v>1</v></c></row>', "a.xlsx", "工作簿已损坏,不能读取(有单元格在第 2 行第 16385 列"),
    ],
)
def test_sheets_that_would_fill_the_memory(refusal: Refusal, rows: str, place: str, found: str) -> None:
    """A sheet that spans billions of cells is refused before it is laid out; the message says where to look."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    problems = refusal({"a.xlsx": of_xml(rows)})

    assert [(place, True)] == [(where, text.startswith(found)) for where, text in problems], problems
    assert 200_000 > resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before


def test_claimed_rows_do_not_matter(reading: Reading) -> None:
    """A sheet that claims all rows, or has empty cells at its very end, is as long as what stands in it."""
    rows = ONE + '<row r="2"><c r="A2"><v>7</v></c></row><row r="1048575"/><row r="1048576"><c r="XFD1048576" s="0"/></row>'

    assert [("7", 2)] == reading({"a.xlsx": of_xml(rows, '<dimension ref="A1:XFD1048576"/>')}).ledgers["documents"].frame.select("id", "_row").rows()


def test_a_stray_cell_far_below(reading: Reading) -> None:
    """A narrow sheet with a cell at the bottom is read; it takes no room."""
    rows = ONE + '<row r="1048576"><c r="A1048576"><v>7</v></c></row>'

    assert [("7", 1048576)] == reading({"a.xlsx": of_xml(rows)}).ledgers["documents"].frame.select("id", "_row").rows()


def test_bombs(refusal: Refusal, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part that becomes hundreds of times as long is not unpacked; nor is one that is too long by itself."""
    long = sheet_xml(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"a" * (34 << 20)}</t></is></c></row>')
    bomb = with_parts(GOOD, {SHEET: long})

    assert 200_000 > len(bomb)
    assert ["xl/worksheets/sheet1.xml 解开后是压缩前的 250 倍以上,像是压缩炸弹,不再读取"] == [text for _, text in refusal({"a.xlsx": bomb})]
    shared = with_parts(GOOD, {"xl/sharedStrings.xml": "<sst>" + "a" * (34 << 20) + "</sst>"})
    assert ["xl/sharedStrings.xml 解开后是压缩前的 250 倍以上,像是压缩炸弹,不再读取"] == [text for _, text in refusal({"a.xlsx": shared})]
    monkeypatch.setattr(guard, "MAX_PART", 1 << 10)
    assert ["解开后超过 0 GB,不再读取"] == [text for _, text in refusal({"a.xlsx": GOOD})]


def test_parts_that_lie_about_their_length(refusal: Refusal) -> None:
    """A length in the list of parts that is not the real one is damage."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as file:
        real = file.getinfo(SHEET).file_size
    liar = GOOD.replace(real.to_bytes(4, "little"), (real - 9).to_bytes(4, "little"))

    assert liar != GOOD
    assert [True] == [text.startswith("工作簿已损坏") for _, text in refusal({"a.xlsx": liar})]


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ({SHEET: "<!DOCTYPE a [<!ENTITY b 'c'>]>" + sheet_xml(ONE)}, "XML 里有 DOCTYPE 声明"),
        ({"xl/workbook.xml": "<!DOCTYPE a><workbook/>"}, "XML 里有 DOCTYPE 声明"),
        ({"xl/workbook.xml": "<workbook><sheets>"}, "XML 有误"),
        ({SHEET: sheet_xml("<row r='1'><c r='A1'><v>1</c></row>")}, "XML 有误"),
        ({SHEET: sheet_xml('<row r="1"><c r="XFD1048576"><v>1</v></c></row>').encode("utf-16")}, "XML 有误"),
        ({SHEET: sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>').replace("UTF-8", "UTF-16").encode("utf-16")}, "工作表“公文”有内容,却读不出来"),
    ],
)
def test_xml_that_no_spreadsheet_writes(refusal: Refusal, parts: dict[str, Any], found: str) -> None:
    """Document types, unclosed elements and other encodings are damage, never an empty sheet."""
    problems = refusal({"a.xlsx": with_parts(GOOD, parts)})

    assert [True] == [found in text for _, text in problems], problems


def test_a_very_long_cell(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text longer than any cell is refused where it stands; the rest is read."""
    monkeypatch.setattr("govaudit.records.plain.MAX_TEXT", 1000)
    records = reading({"a.xlsx": xlsx({"公文": [["编号", "标题"], ["A", "x" * 1001], ["B", "x" * 1000]]})})

    assert [(2, "有 1001 字,超过上限 1000 字;多半是引号没有成对,或导出有误")] == [(reject.row, reject.reason) for reject in records.rejects]
    assert ["A", "B"] == records.ledgers["documents"].frame["_key"].to_list()


def test_links_to_other_workbooks(reading: Reading) -> None:
    """A link to another workbook is not followed, and that is said."""
    book = with_parts(GOOD, {"xl/externalLinks/externalLink1.xml": "<externalLink/>"})

    assert ["工作簿引用了别的工作簿,没有去取;用的是文件里存下的值"] == [note.rpartition(".xlsx:")[2] for note in reading({"a.xlsx": book}).notes]


def test_how_far_cells_reach() -> None:
    """Up to some millions of cells it does not matter how few are filled; beyond, some must be."""
    found = cells.Found()
    found.fill(1, 0)
    found.fill(100_000, 79)
    found.refuse_vast(Place("a"))
    found.fill(100_001, 79)
    with pytest.raises(SourceError, match="共 8000080 格,有内容的只有 3 格"):
        found.refuse_vast(Place("a"))
    found.filled = 200_002
    found.refuse_vast(Place("a"))


def test_what_is_close_without_a_closer_look() -> None:
    """A narrow sheet may be long if it is filled, a wide one short; nothing reaches beyond the last row."""
    assert cells.is_close(1, 300_000, 0)
    assert not cells.is_close(1, 400_000, 0)
    assert cells.is_close(1, 1 << 20, 1 << 20)
    assert not cells.is_close(1, (1 << 20) + 1, 1 << 24)
    assert cells.is_close(2, 11_000, 0)
    assert not cells.is_close(3, 500, 0)
