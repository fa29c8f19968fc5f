"""The workbooks beside .xlsx: .xlsb, .ods and .xls, with their errors and their limits."""

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from govaudit.records import Records
from govaudit.records.formats import binary
from tests.needs import program
from tests.records.books import Rows, with_parts, xls, xlsx
from tests.records.xlsb_book import record, xlsb

Reading = Callable[..., Records]
Refusal = Callable[..., list[tuple[str, str]]]

ROWS: Rows = [["某县公文台账", None, None], ["编号", "标题", "成文日期"], ["A", "甲", "2021-03-01"], ["B", None, "2021年3月2日"], ["合计", 2, None]]

_CONTENT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
    '<office:body><office:spreadsheet><table:table table:name="公文">{}</table:table></office:spreadsheet></office:body></office:document-content>'
)
_TEXT = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'


def ods(rows: str) -> bytes:
    """Make an .ods whose one sheet has this XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("META-INF/manifest.xml", '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>')
        file.writestr("content.xml", _CONTENT.format(rows))
    return out.getvalue()


def row(*cells: str, more: str = "") -> str:
    """Write a row of .ods."""
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


def text(content: str, more: str = "") -> str:
    """Write a text cell of .ods."""
    return _TEXT.format(more, content)


def test_xlsb(reading: Reading) -> None:
    """An .xlsb is read, and its errors are refused cells."""
    book = xlsb("公文", [(0, 0, "编号"), (0, 1, "成文日期"), (0, 2, "页数"), (2, 0, "A"), (2, 1, None), (2, 2, 3.0)])

    records = reading({"a.xlsb": book})

    assert [("A", None, 3, 3)] == records.ledgers["documents"].frame.select("id", "issued", "pages", "_row").rows()
    assert [(3, "成文日期", "#N/A")] == [(reject.row, reject.column, reject.value) for reject in records.rejects]


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ([(0, 0, "编号"), (1048575, 16383, "x")], "工作表从 A1 到 XFD1048576 共 17179869184 格"),
        ([(0, 0, "编号"), (1048576, 0, "x")], "工作簿已损坏,不能读取(有单元格在第 1048577 行"),
    ],
)
def test_vast_xlsb(refusal: Refusal, cells: Any, found: str) -> None:
    """Cells far away are found in .xlsb too."""
    assert [True] == [said.startswith(found) for _, said in refusal({"a.xlsb": xlsb("公文", cells)})]


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.bin", "xl/workbook.bin"])
def test_damaged_xlsb(refusal: Refusal, part: str) -> None:
    """A record that is not whole is damage."""
    assert [True] == [
        said.startswith("工作簿已损坏") for _, said in refusal({"a.xlsb": with_parts(xlsb("公文", [(0, 0, "编号")]), {part: b"\x9c\x01\xff\xff"})})
    ]


def test_records_of_seven_bits() -> None:
    """Kinds and lengths of more than seven bits are put together."""
    body = struct.pack("<II", 0, 1) + b"\x05\0\0\0" + "rId12".encode("utf-16-le") + b"\x80\0\0\0" + ("表" * 128).encode("utf-16-le")

    assert [("表" * 128, "rId12")] == binary.names_of_xlsb(record(131) + record(156, body))


def test_ods(reading: Reading) -> None:
    """An .ods is read; a repeated empty tail is nothing, an error is a refused cell, also where it is repeated."""
    error = '<table:table-cell table:formula="of:=1/0" office:value-type="string" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
    rows = row(text("编号"), text("成文日期")) + row(text("A"), error) + row(text("B"), text("2021-03-02"))
    tail = row('<table:table-cell table:number-columns-repeated="16384"/>', more=' table:number-rows-repeated="1048573"')

    records = reading({"a.ods": ods(rows + tail)})

    assert [("A", None), ("B", "2021-03-02")] == [
        (key, str(day) if day else None) for key, day in records.ledgers["documents"].frame.select("id", "issued").rows()
    ]
    assert [(2, "#DIV/0!", "单元格是错误值 #DIV/0!;请在原表中改正")] == [(reject.row, reject.value, reject.reason) for reject in records.rejects]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (
            row(text("编号")) + row(text("x", ' table:number-columns-repeated="16384"'), more=' table:number-rows-repeated="1048575"'),
            "工作表从 A1 到 XFD1048576",
        ),
        (row(text("编号", ' table:number-columns-repeated="99999999999"')), "工作簿已损坏,不能读取(有单元格在第 1 行第 1 列,超出了"),
        ("<!DOCTYPE a>", "工作簿已损坏"),
    ],
)
def test_repeated_without_end(refusal: Refusal, rows: str, found: str) -> None:
    """A cell that is repeated over all rows and columns is not laid out."""
    assert [True] == [said.startswith(found) for _, said in refusal({"a.ods": ods(rows)})]


def biff(kind: int, body: bytes = b"") -> bytes:
    """Write a record of .xls."""
    return struct.pack("<HH", kind, len(body)) + body


def test_errors_in_old_workbooks() -> None:
    """Cells of .xls that hold an error, and formulas that gave one, are found by their records; true or false is none."""
    head = biff(0x0809, b"\0\6\5\0")
    name = b"\2\1" + "公文".encode("utf-16-le")
    cells = [
        biff(0x0205, struct.pack("<HHHBB", 1, 0, 15, 0x17, 1)),
        biff(0x0205, struct.pack("<HHHBB", 1, 1, 15, 1, 0)),
        biff(0x0006, struct.pack("<HHH", 2, 1, 15) + b"\2\0\x2a\0\0\0\xff\xff" + b"\0" * 8),
        biff(0x0006, struct.pack("<HHHd", 3, 1, 15, 1.5) + b"\0" * 8),
        biff(0x00BD, struct.pack("<HH", 4, 2) + b"\0" * 12 + b"\3\0"),
    ]
    start = len(head) + 4 + 6 + len(name) + 4
    stream = head + biff(0x0085, struct.pack("<IH", start, 0) + name) + biff(0x000A) + head + b"".join(cells) + biff(0x000A)

    found = binary.sheets_of_xls(stream)["公文"]

    assert {(2, 0): "#REF!", (3, 1): "#N/A"} == {position: cell.text for position, cell in found.unreadable.items()}
    assert (6, 2, 5, 0, 3) == (found.filled, found.top, found.bottom, found.left, found.right)


def test_protected_old_workbooks(refusal: Refusal) -> None:
    """An .xls whose records are encrypted is refused as protected."""
    book = xls({"公文": [["编号"]]})
    at = book.index(struct.pack("<HH", 0x0042, 2))  # the code page, which becomes the record of a password
    locked = book[:at] + struct.pack("<HH", 0x002F, 2) + book[at + 4 :]

    assert [("a.xls", "工作簿有打开密码,不能读取")] == refusal({"a.xls": locked})


@pytest.mark.office
def test_what_libreoffice_writes(reading: Reading, tmp_path: Path) -> None:
    """The same sheet as .xlsx, .ods and .xls, written by LibreOffice, gives the same records and leaves out the same rows."""
    import subprocess

    soffice = program("soffice")
    (tmp_path / "源.xlsx").write_bytes(xlsx({"公文": [*ROWS, ["=1/0", None, "=DATE(2021,3,1)"]]}, merged={"公文": ["A1:C1", "B3:B4"]}))
    found = []
    for suffix in ("xlsx", "ods", "xls"):
        folder = tmp_path / suffix
        subprocess.run(
            [
                soffice,
                f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
                "--headless",
                "--convert-to",
                suffix,
                "--outdir",
                folder,
                tmp_path / "源.xlsx",
            ],
            check=True,
            capture_output=True,
        )
        records = reading({f"a.{suffix}": (folder / f"源.{suffix}").read_bytes()})
        titles = records.ledgers["documents"].frame.select("_key", "issued", "_row").rows()
        found.append((titles, [(reject.row, reject.column, reject.value) for reject in records.rejects], [one[:2] for one in records.sources[0].left_out]))

    assert [("A", 3), ("B", 4), ("行6", 6)] == [(key, row) for key, _, row in found[0][0]]
    assert [(6, "编号", "#DIV/0!")] == found[0][1]
    assert [found[0]] * 3 == found
