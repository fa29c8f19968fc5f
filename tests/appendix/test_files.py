"""Word and Excel files, opened again: they hold what the Markdown says, and nothing that stands in a ledger acts."""

from __future__ import annotations

import io
import zipfile
from functools import cache

import docx
import openpyxl
import pytest

from govaudit.appendix import FORMATS
from govaudit.appendix.model import Appendix
from govaudit.appendix.tables import clause_row, keys_text, note_rows, shown
from tests.appendix.cases import appendix

HOSTILE = ('=HYPERLINK("http://x.example")', "+1+1|cmd", "<script>&amp;</script>", "一|二`*_[3]\\", "换\n行", "\x07\u202e反", "\ud800", "长" * 40_000)


@cache
def made() -> Appendix:
    """Write an appendix whose records, units and signers are what nobody should call them."""
    documents = [{"id": f"{name}{number}", "issued_date": "2021-03-01", "unit": name} for number, name in enumerate(HOSTILE)]
    attestation = {"id": "甲", "clause_id": "二-1", "result": "已落实", "signer": HOSTILE[0], "date": "2021-06-01", "file": HOSTILE[3]}
    return appendix({"documents": documents, "attestations": [attestation], "inquiries": []}, office=HOSTILE[2])


def binary(name: str) -> bytes:
    """Render the appendix in a format that is bytes."""
    rendered = FORMATS[name].render(made())
    assert isinstance(rendered, bytes)
    return rendered


def test_word_holds_the_text_and_every_row() -> None:
    """Each paragraph and each row of the tables stands in the document, escaped where it would not be seen."""
    document = docx.Document(io.BytesIO(binary("docx")))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    chapter = made().chapters[0]

    assert all(section.title in text for section in chapter.sections)
    assert all(shown(section.paragraph) in text for section in chapter.sections if "\n" not in shown(section.paragraph))
    assert [len(table.rows) for table in document.tables] == [
        len(made().head),
        *(1 + len(section.lines) for section in chapter.sections),
        1 + len(list(note_rows(made(), 12))),
    ]
    assert document.tables[1].cell(1, 1).text == clause_row(chapter.sections[0].lines[0])[1]
    assert "\\x07\\u202e反" in "".join(cell.text for table in document.tables[-1:] for row in table.rows for cell in row.cells)


def test_a_workbook_holds_text_alone() -> None:
    """Every sheet is there with all its rows, and no cell is a formula or a link."""
    book = openpyxl.load_workbook(io.BytesIO(binary("xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]

    assert book.sheetnames == ["基本情况", "主要数据", "文字稿", "逐条落实", "数据出处"]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)
    assert any(HOSTILE[0] in str(cell.value) for cell in cells)
    assert max(len(str(cell.value)) for cell in cells) <= 32_767
    assert book["逐条落实"].max_row == 1 + sum(made().chapters[0].sums.values())
    assert book["数据出处"].max_row == 1 + len(list(note_rows(made(), 1000)))
    assert book["数据出处"].freeze_panes == "A2"


@pytest.mark.parametrize("name", ["docx", "xlsx"])
def test_archives_know_no_time(name: str) -> None:
    """No entry of an office file is dated by the clock."""
    with zipfile.ZipFile(io.BytesIO(binary(name))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_markdown_shows_hostile_names_as_they_are() -> None:
    """Nothing in a ledger becomes markup: a row keeps its seven cells, a tag stays text."""
    text = str(FORMATS["markdown"].render(made()))
    rows = [line for line in text.split("\n") if line.startswith("| [")]

    assert "<script>" not in text
    assert "\n行" not in text
    assert rows
    assert {row.replace("\\|", "").count("|") for row in rows} == {8}


@pytest.mark.parametrize(("number", "shown_text"), [(0, "——"), (1, "0"), (3, "0、1、2"), (4, "0、1、2 等,共 4 条")])
def test_records_are_named_up_to_a_cap_with_their_total(number: int, shown_text: str) -> None:
    """More records than are named are counted."""
    assert keys_text([str(one) for one in range(number)], 3) == shown_text
