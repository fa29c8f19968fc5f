"""The template: what is in it, and that what it writes the readers read."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from govaudit.api import Request, load_selected, merged_vocabulary, perform
from govaudit.config import Config
from govaudit.inspection.look import inspect_files
from govaudit.messages import TEXTS
from govaudit.packs.load import Pack
from govaudit.records import read
from govaudit.records.mapping import MappingFile
from govaudit.records.template_rows import EXAMPLE, PAGES
from govaudit.records.values import read_cell
from govaudit.results import Audit
from govaudit.states import State
from govaudit.vocabulary.load import standard_vocabulary
from govaudit.workbooks.plan import Rank, Sheet, sheets_of
from govaudit.workbooks.template import template

PACK = "dianxia-2021"


@cache
def packs() -> list[Pack]:
    """Load the pack of the tests."""
    return load_selected([PACK])


@cache
def made() -> bytes:
    """Make the template once."""
    return template(packs(), merged_vocabulary(packs()))


@cache
def sheets() -> dict[str, Sheet]:
    """Plan the sheets once."""
    return {sheet.table: sheet for sheet in sheets_of(packs(), merged_vocabulary(packs()))}


def opened() -> Any:
    """Open the template, to be filled in."""
    return load_workbook(io.BytesIO(made()))


@cache
def looked_at() -> Any:
    """Open the template once, to be looked at."""
    return opened()


def save(book: Any, path: Path) -> Path:
    """Save a workbook that was filled in."""
    book.save(path)
    return path


def audit(path: Path) -> Audit:
    """Check a workbook."""
    return perform([path], Request(packs=(PACK,), as_of="2022-01-10"), Config())


def test_only_what_the_rules_need() -> None:
    """There is a sheet for every ledger the rules read and for no other; with all, for the whole dictionary."""
    read_by_rules = {rule.table for pack in packs() for rule in pack.rules if rule.table}

    assert read_by_rules <= sheets().keys()
    assert {"units", "attestations", "zero_reports"} == sheets().keys() - read_by_rules
    assert [sheet.title for sheet in sheets().values()] == looked_at().sheetnames[1:-1]
    assert merged_vocabulary(packs()).tables.keys() == {sheet.table for sheet in sheets_of(packs(), merged_vocabulary(packs()), every=True)}


def test_columns_are_ranked() -> None:
    """The key comes first, then what rules need with the places of the clauses, then the rest."""
    columns = sheets()["inquiries"].columns
    by_name = {column.name: column for column in columns}

    assert "id" == columns[0].name
    assert sorted(columns, key=lambda column: column.rank) == list(columns)
    assert Rank.REQUIRED is by_name["received_at"].rank
    assert all(column.places for column in columns if column.rank is Rank.REQUIRED)
    assert any(column.rank is Rank.OPTIONAL for column in columns)


def test_headings_notes_and_drop_downs() -> None:
    """Headings are Chinese with their unit, notes say meaning, form and clauses, values are offered, days have their format."""
    book = looked_at()
    page = book["依申请公开"]
    heads = {cell.value: cell for cell in page[1]}
    lists = {str(one.sqref): one for one in book["公文"].data_validations.dataValidation if one.type == "list"}
    attribute = next(cell for cell in book["公文"][1] if cell.value == "公开属性")

    assert "收取费用(元)" in heads
    assert "要用它的条款" in heads["收到日期"].comment.text
    assert "日期,如 2021-07-16" in heads["收到日期"].comment.text
    assert "yyyy-mm-dd" == page.column_dimensions[heads["收到日期"].column_letter].number_format
    assert any(area.startswith(f"{attribute.column_letter}3:") for area in lists)
    assert "hidden" == book["选项"].sheet_state
    assert [PAGES["填报说明"], PAGES["选项"]] == [book["填报说明"]["A1"].value, book["选项"]["A1"].value]


def test_drop_downs_offer_what_is_accepted() -> None:
    """Every value that a drop-down offers can be read, and where nothing else can be read every value is offered."""
    for sheet in sheets().values():
        for column in sheet.columns:
            assert [""] * len(column.options) == [read_cell(column.spec, option)[1] for option in column.options]
            assert not column.closed or set(column.options) == set(column.spec.values or ("是", "否"))


def test_example_rows() -> None:
    """The second row is marked as an example in its first cell, and every other cell of it begins like one."""
    book = looked_at()
    for sheet in sheets().values():
        cells = [cell.value for cell in book[sheet.title][2]]
        assert EXAMPLE == cells[0]
        assert all(value.startswith("例:") for value in cells[1:])


def test_same_bytes() -> None:
    """The same packs give the same bytes."""
    assert made() == template(packs(), merged_vocabulary(packs()))


def test_an_empty_template_supplies_nothing(tmp_path: Path) -> None:
    """A template that nobody filled in is no statement that there was nothing: no rule is judged."""
    path = tmp_path / "台账.xlsx"
    path.write_bytes(made())
    found = audit(path)

    assert ((), ()) == (found.run.inputs, found.rejects)
    assert 0 == found.counts[State.PASS] + found.counts[State.FAIL]


def test_filled_and_checked(tmp_path: Path) -> None:
    """Records typed into a template are judged; the statement of nothing counts as zero; nothing is rejected."""
    book = opened()
    page = book["网民留言与来件"]
    heads = {cell.value: cell.column for cell in page[1]}
    for row, replied in ((3, "2021-10-08"), (4, "2021年10月9日")):
        for heading, value in {"编号": f"L{row}", "渠道": "微博", "受理时间": "2021-09-17", "答复时间": replied}.items():
            page.cell(row, heads[heading]).value = value
    book["培训"]["A3"] = "本期无"
    found = audit(save(book, tmp_path / "台账.xlsx"))
    rules = {rule.id: rule for rule in found.rules}

    assert () == found.rejects
    assert [("网民留言与来件", 2), ("培训", 0)] == sorted(((one.label, one.rows) for one in found.run.inputs), reverse=True)
    assert {State.PASS: 1, State.FAIL: 1} == {state: n for state, n in rules["DX21-3.3.3"].counts.items() if n}
    assert [State.FAIL] == [rule.state for rule in found.rules if rule.table == "trainings"][:1]


def test_an_example_row_written_over_is_not_lost(tmp_path: Path) -> None:
    """Whoever types into the example row hears of it."""
    book = opened()
    book["培训"]["B2"] = "党政办公室"
    found = audit(save(book, tmp_path / "台账.xlsx"))

    assert [("培训", 2, True)] == [(one.sheet, one.row, one.whole_row) for one in found.rejects]


def test_every_column_is_read_back(tmp_path: Path) -> None:
    """Every heading of every sheet of the whole dictionary is recognised, and every example is a value that is accepted."""
    book = load_workbook(io.BytesIO(template([], standard_vocabulary(), every=True)))
    for page in book.worksheets[1:-1]:
        for cell in page[2]:
            page.cell(3, cell.column or 1).value = "1" if cell.value == EXAMPLE else str(cell.value).removeprefix("例:")
    path = save(book, tmp_path / "台账.xlsx")
    found = read([path], standard_vocabulary())
    expected = {table: frozenset(spec.fields) for table, spec in standard_vocabulary().tables.items()}

    assert () == found.rejects
    assert expected == {table: ledger.fields for table, ledger in found.ledgers.items()}
    assert {1} == {len(ledger.frame) for ledger in found.ledgers.values()}


def test_inspect_names_what_was_not_filled_in(tmp_path: Path) -> None:
    """The sheets that nobody filled in are named as such."""
    path = tmp_path / "台账.xlsx"
    path.write_bytes(made())
    found = inspect_files([path], lambda _meta: (packs(), merged_vocabulary(packs())), MappingFile())

    assert {"own", "模板的工作表,没有填写"} == {look.skipped for look in found.tables}


@pytest.mark.parametrize("label", ["甲" * 40, "甲/乙", "甲:乙", "'甲'", "甲\x07"])
def test_names_of_sheets(label: str) -> None:
    """Whatever a pack calls its table, the sheet's name is one that a spreadsheet takes."""
    raw = {"label": label, "fields": {"id": {"type": "text", "label": "编号"}}}
    vocabulary = type(standard_vocabulary()).model_validate({"tables": {"a": raw, "b": raw}})
    book = load_workbook(io.BytesIO(template([], vocabulary, every=True)))

    assert 4 == len(set(book.sheetnames))
    assert all(len(name) <= 31 for name in book.sheetnames)


def test_no_text_is_left_over() -> None:
    """Every text of the template's has its placeholders filled."""
    book = looked_at()
    values = [str(cell.value) for page in book.worksheets for row in page.iter_rows(max_row=80) for cell in row if cell.value is not None]
    notes = [cell.comment.text for page in book.worksheets for cell in page[1] if cell.comment]

    assert not [value for value in (*values, *notes) if "{" in value]
    assert any(key.startswith("template.") for key in TEXTS)
