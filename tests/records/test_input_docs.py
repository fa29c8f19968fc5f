"""What `docs/input.md` shows is what the readers do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from govaudit.errors import GovauditError
from govaudit.records import load_mapping, read
from govaudit.records.coercions import COERCIONS
from govaudit.records.formats import READERS
from govaudit.records.values import BLANKS
from govaudit.vocabulary.load import standard_vocabulary
from tests.records.books import of_xml

DOCUMENT = (Path(__file__).parents[2] / "docs" / "input.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """Return the fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)


def refused(path: Path, content: bytes) -> str:
    """Write a file that cannot be read; give the message, without the folder."""
    path.write_bytes(content)
    with pytest.raises(GovauditError) as caught:
        read([path], standard_vocabulary())
    return str(caught.value).replace(f"{path.parent}/", "")


def test_the_sheet_is_read_as_it_stands(tmp_path: Path) -> None:
    """The ledger with titles, headings in two rows, a total and a note has two records, and says which rows are none."""
    path = tmp_path / "公文.csv"
    path.write_text(blocks("csv")[0], encoding="utf-8")

    records = read([path], standard_vocabulary())

    assert () == records.rejects
    assert [
        ("某府办〔2021〕1号", "关于供水保障的通知", "2021-03-01", "主动公开", "2021-03-02 16:34:00", True),
        ("某府办〔2021〕2号", "关于道路养护的批复", "2021-03-05", "主动公开", "2021-03-06 00:00:00", False),
    ] == [
        (key, title, str(issued), attr, str(published), timed)
        for key, title, issued, attr, published, timed in records.ledgers["documents"]
        .frame.select("_key", "title", "issued_date", "disclosure_attr", "publish_date", "publish_date__timed")
        .rows()
    ]
    assert [note.replace(f"{tmp_path}/", "") + "\n" for note in records.notes] == [blocks("text")[1]]


def test_messages(tmp_path: Path) -> None:
    """The messages are word for word those of the program."""
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'

    assert [
        refused(tmp_path / "导出.xls", b"<html><table>") + "\n",
        refused(tmp_path / "公文.csv", "编号,标提\nA,甲\n".encode()) + "\n",
        refused(tmp_path / "台账.xlsx", of_xml(far)) + "\n",
    ] == [blocks("text")[at] for at in (0, 2, 3)]


def test_the_mapping_is_one(tmp_path: Path) -> None:
    """The example of a mapping file loads, and says what it shows."""
    path = tmp_path / "映射.yaml"
    path.write_text(blocks("yaml")[0], encoding="utf-8")

    entries = load_mapping(path).entries("信箱1.csv")

    assert ("inquiries", "局长信箱") == (entries.table_name(standard_vocabulary()), entries.constants["channel"].value)
    assert entries.of_sheet("旧数据2020").ignored


def test_tables_are_complete() -> None:
    """Every suffix, every coercion and every word for a blank is there."""
    rows = {tuple(cell.strip() for cell in line.strip("|").split("|")) for line in DOCUMENT.splitlines() if line.startswith("| `")}

    assert {(f"`{name}`", one.label, one.before, one.after.replace("|", " · ") or "(空)") for name, one in COERCIONS.items()} <= rows
    assert READERS.keys() == set(re.findall(r"`(\.[a-z]+)`", " ".join(row[0] for row in rows)))
    assert all(f"`{blank}`" in DOCUMENT for blank in BLANKS if blank)
