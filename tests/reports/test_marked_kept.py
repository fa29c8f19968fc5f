"""What the marked workbook leaves as it was: every part but those that were marked, every cell's value, formula, format and place; and what it refuses."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import zipfile
from pathlib import Path

import pytest

from govaudit.errors import SourceError
from tests.needs import program
from tests.reports.marked_book import SHEET, audit_of, color, fail, marked, note, office_book, opened, part, plain_book, rewritten

BOOK = office_book()
AUDIT = audit_of(BOOK, fail("D1", 2, "publish_date"), fail("D2", 3, "publish_date"), fail("D2", 3, "title"), fail("D7", 8, "doc_no"))
MARKED = marked(AUDIT, BOOK)


def test_all_cells_are_as_before() -> None:
    """Values, formulas, number formats, fonts, borders, merged cells, widths, validations, filters, panes: only the colour differs."""
    before, after = opened(BOOK), opened(MARKED)
    for sheet in before.worksheets:
        other = after[sheet.title]
        for row in sheet.iter_rows(max_row=20, max_col=12):
            for cell in row:
                same = other[cell.coordinate]
                assert (cell.value, cell.data_type) == (same.value, same.data_type)
                if not cell.has_style:  # blank cells look like their column, which this library does not tell
                    continue
                assert cell.number_format == same.number_format
                assert repr((cell.font, cell.border, cell.alignment, cell.protection)) == repr((same.font, same.border, same.alignment, same.protection))
        assert [str(area) for area in sheet.merged_cells.ranges] == [str(area) for area in other.merged_cells.ranges]
        assert {key: (one.width, one.hidden) for key, one in sheet.column_dimensions.items()} == {
            key: (one.width, one.hidden) for key, one in other.column_dimensions.items()
        }
        assert [str(one.sqref) for one in sheet.data_validations.dataValidation] == [str(one.sqref) for one in other.data_validations.dataValidation]
        assert (sheet.auto_filter.ref, sheet.freeze_panes, sheet.dimensions) == (other.auto_filter.ref, other.freeze_panes, other.dimensions)
        assert len(sheet.conditional_formatting) == len(other.conditional_formatting)
    assert before[SHEET].defined_names.keys() == after[SHEET].defined_names.keys()


def test_formulas_keep_their_values() -> None:
    """The value that a formula had is still stored with it, so that the marked workbook can be read again."""
    before = re.findall(rb"<f>[^<]*</f><v>[^<]*</v>", part(BOOK, "xl/worksheets/sheet1.xml"))

    assert 4 == len(before)
    assert before == re.findall(rb"<f>[^<]*</f><v>[^<]*</v>", part(MARKED, "xl/worksheets/sheet1.xml"))


def test_other_parts_are_kept_byte_for_byte() -> None:
    """Charts, drawings, themes, texts and whatever else is in the file come through untouched."""
    touched = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"}
    names = set(zipfile.ZipFile(io.BytesIO(BOOK)).namelist())
    changed = {name for name in names if part(BOOK, name) != part(MARKED, name)}

    assert "xl/charts/chart1.xml" in names
    assert touched | {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"} == changed
    assert {"xl/worksheets/sheet3.xml"} == set(zipfile.ZipFile(io.BytesIO(MARKED)).namelist()) - names


def test_unknown_parts_come_through() -> None:
    """A macro, an image or a part that nobody knows is handed back as it was."""
    data = io.BytesIO(BOOK)
    with zipfile.ZipFile(data, "a") as book:
        book.writestr("xl/vbaProject.bin", b"\x00\xffmacro")
    book_with = data.getvalue()

    assert b"\x00\xffmacro" == part(marked(audit_of(book_with, fail("D1", 2, "title")), book_with), "xl/vbaProject.bin")


def test_prefixed_names() -> None:
    """Some programs write every element with a prefix; the marks follow suit."""

    def prefixed(name: str, data: bytes) -> bytes:
        if not name.startswith(("xl/worksheets/sheet", "xl/styles")):
            return data
        text = re.sub(r"<(/?)(?=[A-Za-z])", r"<\1x:", data.decode("utf-8"))
        return text.replace('xmlns="http://schemas.openxmlformats.org/spreadsheetml', 'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml').encode()

    book = rewritten(plain_book(), prefixed)
    data = marked(audit_of(book, fail("D1", 2, "title"), fail("D1", 2, "publish_date")), book)

    assert ["FFC7CE", "FFC7CE"] == [color(data, cell) for cell in ("B2", "D2")]
    assert note(data, "B2").startswith("【违规】")


def test_cells_that_do_not_say_where_they_stand() -> None:
    """Rows and cells without reference stand after the one before."""
    book = rewritten(plain_book(), lambda name, data: re.sub(rb'<(row|c) r="[A-Z]*\d+"', rb"<\1", data) if name.startswith("xl/worksheets/sheet") else data)
    data = marked(audit_of(book, fail("D2", 3, "title"), fail("D2", 3, "publish_date")), book)

    assert b'<c r="D3"' in part(data, "xl/worksheets/sheet1.xml")
    assert 2 == len(re.findall(rb'<c [^>]*s="[1-9]', part(data, "xl/worksheets/sheet1.xml")))


def test_utf16_parts() -> None:
    """A part in UTF-16 is read, and written in UTF-8."""
    book = rewritten(
        plain_book(),
        lambda name, data: ('<?xml version="1.0" encoding="UTF-16"?>' + data.decode().split("?>")[-1]).encode("utf-16") if "sheet1.xml" in name else data,
    )

    assert "FFC7CE" == color(marked(audit_of(book, fail("D1", 2, "title")), book), "B2")


def test_a_workbook_without_styles() -> None:
    """A workbook that has no styles gets some."""

    def unstyled(name: str, data: bytes) -> bytes | None:
        if name == "xl/styles.xml":
            return None
        if name.endswith("workbook.xml.rels"):
            return re.sub(rb"<Relationship [^>]*styles[^>]*/>", b"", data)
        return re.sub(rb"<Override [^>]*styles[^>]*/>", b"", data) if name == "[Content_Types].xml" else data

    book = rewritten(plain_book(), unstyled)

    assert "FFC7CE" == color(marked(audit_of(book, fail("D1", 2, "title")), book), "B2")


BROKEN = {
    "no zip": (b"no zip at all", "不是 .xlsx 工作簿"),
    "no workbook": (rewritten(BOOK, lambda name, data: None if name == "xl/workbook.xml" else data), "不是 .xlsx 工作簿"),
    "strict": (
        rewritten(BOOK, lambda _name, data: data.replace(b"schemas.openxmlformats.org/spreadsheetml", b"purl.oclc.org/ooxml/spreadsheetml")),
        "严格 Open XML",
    ),
    "cut off": (rewritten(BOOK, lambda name, data: data[: len(data) // 2] if "sheet1.xml" in name and "rels" not in name else data), "结构不合规范"),
    "document type": (
        rewritten(BOOK, lambda name, data: data.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet', 1) if "worksheets/" in name else data),
        "结构不合规范",
    ),
    "no fills": (rewritten(BOOK, lambda name, data: data.replace(b"fills", b"filled") if name == "xl/styles.xml" else data), "结构不合规范"),
}


@pytest.mark.parametrize(("data", "expected"), BROKEN.values(), ids=BROKEN)
def test_broken_workbooks(data: bytes, expected: str) -> None:
    """A workbook that is not what it should be is refused with a clear message."""
    with pytest.raises(SourceError, match=expected):
        marked(audit_of(data, fail("D1", 2, "title")), data)


@pytest.mark.office
def test_libreoffice_sees_the_same_data(tmp_path: Path) -> None:
    """Another program opens the marked workbook, finds the page in front, and in every sheet the same values as before."""
    soffice = program("soffice", "libreoffice")
    found = {}
    for name, data in (("before", BOOK), ("after", MARKED)):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "a.xlsx").write_bytes(data)
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
        subprocess.run([soffice, profile, "--headless", "--convert-to", every_sheet, "--outdir", folder, folder / "a.xlsx"], check=True, capture_output=True)
        found[name] = {path.stem.removeprefix("a-"): list(csv.reader(path.read_text(encoding="utf-8").splitlines())) for path in folder.glob("*.csv")}
    front = found["after"].pop("核查结果")

    assert "政务公开核查结果" == front[0][0]
    assert found["before"] == found["after"]
