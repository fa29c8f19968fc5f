"""The workbook and hostile values: nothing is a formula, nothing is markup, every limit of Excel is kept and what was cut is told."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from govaudit.reports import FORMATS, Options
from govaudit.reports.workbook import Book
from govaudit.reports.workbook_table import CELL, NAME, Column, cell_text, plain
from tests.reports.fixtures import clean
from tests.reports.hostile import LONG, SURROGATE, VALUES
from tests.reports.office_dump import parts, rendered

MOMENT = dt.datetime(2021, 12, 31)
TEXTS = (*VALUES, SURROGATE, LONG, "<r></oops>&</r>", "_x000D_", "\ufffe\uffff", "]]>", " 前后有空格 ", "{=1+1}", "\t=1+1")


def book() -> Book:
    """Begin a workbook."""
    return Book("标题", "机关", MOMENT)


def test_nothing_in_a_hostile_report_is_a_formula() -> None:
    """Every cell is a text or a number, and every part of the file is well-formed."""
    data = rendered("xlsx", "hostile", Options())
    parts(data)
    found = [cell for sheet in load_workbook(io.BytesIO(data)).worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]

    assert {"s", "n"} == {cell.data_type for cell in found}
    assert not any(content.count(b"<f>") for name, content in parts(data).items() if "worksheets/" in name and b"dataValidation" not in content)
    told = {str(cell.value) for cell in found}
    assert all(any(plain(value).strip() in text for text in told) for value in VALUES)


def test_texts_stay_what_they_are() -> None:
    """In a table and beside it: what is opened is what was put in, but for what cannot be seen, which is written as its escape."""
    made = book()
    names = [made.name("表") for _ in TEXTS]
    for name, text in zip(names, TEXTS, strict=True):
        made.table(name, text, text, [Column("甲", 20), Column("乙", 20)], tab="#C00000").add(text, text)
    data = made.finish()
    parts(data)
    opened = load_workbook(io.BytesIO(data))

    for name, text in zip(names, TEXTS, strict=True):
        for cell in ("A1", "A2", "A4", "B4"):
            assert opened[name][cell].data_type == "s"
            assert cell_text(text).strip() == str(opened[name][cell].value).replace("_x005F_", "_").strip()


@pytest.mark.parametrize(
    ("wanted", "made"),
    [
        ("党政办", "党政办"),
        ("a[b]:c*d?e/f\\g'h", "a［b］：c＊d？e／f＼g’h"),
        ("", "_"),
        ("  ", "_"),
        ("History", "History(2)"),
        ("两\r\n行", "两 行"),
        ("\x0b", "＼x0b"),
        ("长" * 40, "长" * 31),
        ("😀" * 20, "😀" * 15),
    ],
)
def test_names_of_sheets(wanted: str, made: str) -> None:
    """What Excel forbids in a name is replaced by its full-width likeness, and a long one is cut."""
    assert made == book().name(wanted)


def test_names_of_sheets_are_unique_whatever_their_case() -> None:
    """A name that is taken gets a number, and stays within the limit."""
    made = book()
    names = [made.name(name) for name in ("Abc", "aBC", "ABC", "a" * 31, "A" * 40, "a" * 31)]

    assert ["Abc", "aBC(2)", "ABC(3)", "a" * 31, "A" * 28 + "(2)", "a" * 28 + "(3)"] == names


@given(st.lists(st.text(max_size=40), max_size=8))
def test_any_names_can_be_sheets(wanted: list[str]) -> None:
    """Whatever units are called, Excel takes the names of their sheets, and no two are the same."""
    made = book()
    names = [made.name(name) for name in wanted]

    assert len(names) == len({name.casefold() for name in names})
    assert all(name and len(name.encode("utf-16-le")) <= 2 * NAME and not set(name) & set("[]:*?/\\'") for name in names)


@pytest.mark.parametrize("text", ["长" * CELL, "长" * (CELL + 1), "😀" * (CELL // 2 + 1), "😀a" * CELL, "\x00" * 10_000])
def test_a_cell_holds_so_much_and_says_how_long_the_text_was(text: str) -> None:
    """The limit is counted in UTF-16 units, as Excel does; a text that fits is not touched."""
    shown = cell_text(text)

    assert len(shown.encode("utf-16-le")) <= 2 * CELL
    assert (shown == plain(text)) or shown.endswith(f"…(全文共 {len(text)} 字,此处从略)")
    assert (shown == plain(text)) == (len(plain(text).encode("utf-16-le")) <= 2 * CELL)


def test_heads_of_pages_obey_nothing() -> None:
    """`&` is a command at the head of a page: a name that has one shows it."""
    audit = clean()
    data = FORMATS["xlsx"].render(replace(audit, run=replace(audit.run, unit="A&B&D" + "长" * 300)), Options())
    assert isinstance(data, bytes)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        head = archive.read("xl/worksheets/sheet1.xml").decode()

    assert "政务公开整改台账  A&amp;&amp;B&amp;&amp;D长" in head
    assert len(head.partition("<oddHeader>")[2].partition("</oddHeader>")[0]) < 255


def test_a_row_is_as_high_as_its_text() -> None:
    """A wrapped text is printed whole: the row has a line for each, and grows when the office writes more."""
    made = book()
    table = made.table("表", "", "", [Column("甲", 21), Column("乙", 11)], tab="#C00000")
    for texts in (("一行", "一行"), ("字" * 11, "一行"), ("一行", "两\n行"), ("字" * 10_000, "")):
        table.add(*texts)
    sheet = load_workbook(io.BytesIO(made.finish()))["表"]

    assert [18, 32, 32, 409] == [sheet.row_dimensions[row].height for row in range(4, 8)]
