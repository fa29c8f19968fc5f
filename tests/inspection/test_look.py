"""Looking at files: what each table and column is taken for, what is counted, and that nothing an office hands over makes it fail."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from govaudit.api import load_selected, merged_vocabulary
from govaudit.inspection.look import inspect_files
from govaudit.inspection.model import ColumnLook, Inspection, TableLook
from govaudit.inspection.plain import as_json
from govaudit.inspection.shown import shown
from govaudit.packs.load import Pack
from govaudit.records import load_mapping
from govaudit.records.mapping import MappingFile
from govaudit.vocabulary.model import Vocabulary
from tests.reports.hostile import VALUES

REPLIES = "留言编号,留言时间,答复时间,答复字数\nL1,2021/9/17 9:30,2021-10-08,30\nL2,2021年9月18日,2021-02-30,\nL2,2021-09-18,,5\n"


@cache
def chosen() -> tuple[list[Pack], Vocabulary]:
    """Load the pack of the tests and its dictionary."""
    packs = load_selected(["dianxia-2021"])
    return packs, merged_vocabulary(packs)


def look_at(folder: Path, content: str | bytes, name: str = "留言.csv", mapping: MappingFile | None = None) -> Inspection:
    """Write a file and look at it."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return inspect_files([path], lambda _meta: chosen(), mapping or MappingFile())


def only(found: Inspection) -> TableLook:
    """Return the one table that was found."""
    assert 1 == len(found.tables)
    return found.tables[0]


def column(look: TableLook, heading: str) -> ColumnLook:
    """Return a column by its heading."""
    return next(one for one in look.columns if one.heading == heading)


def book(folder: Path, sheets: dict[str, list[list[Any]]], name: str = "台账.xlsx") -> Path:
    """Write a workbook."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    made.save(folder / name)
    return folder / name


def test_what_a_table_was_taken_for(tmp_path: Path) -> None:
    """The table, the reason, the columns with their fields, and what else it might be."""
    look = only(look_at(tmp_path, REPLIES))

    assert ("inquiries", "网民留言与来件", "headings") == (look.table, look.label, look.why)
    assert ["id", "received_at", "replied_at", None] == [one.name for one in look.columns]
    assert ("inquiries", 3) == (look.fits[0].table, look.fits[0].known)


def test_counts_close(tmp_path: Path) -> None:
    """Rows found are rows taken and rejected; the cells of a column are filled and empty, and the refused ones are told with their place."""
    look = only(look_at(tmp_path, REPLIES))
    replied = column(look, "答复时间")

    assert (3, 1) == (look.rows, look.rejected)
    assert [(4, "L2")] == [(row, value) for row, value, _ in look.lost]
    assert {3} == {one.filled + one.empty for one in look.columns}
    assert (2, 1, 1) == (replied.filled, replied.empty, replied.rejected)
    assert [(3, "2021-02-30", "没有这一天:2021 年 2 月 30 日")] == replied.refused


def test_coercions_are_told(tmp_path: Path) -> None:
    """What was done to cells so that they could be read is counted by what it was."""
    assert {"date_slash": 1, "date_chinese": 1} == column(only(look_at(tmp_path, REPLIES)), "留言时间").coerced


def test_unknown_columns_do_not_fail(tmp_path: Path) -> None:
    """A column that a check would refuse is shown, with what the check would say."""
    look = only(look_at(tmp_path, REPLIES))

    assert (None, ["30", "5"]) == (column(look, "答复字数").name, column(look, "答复字数").samples)
    assert 1 == len(look.problems)
    assert "没有“答复字数”这一列" in look.problems[0]


@pytest.mark.parametrize(
    ("heading", "cells", "expected"),
    [
        ("pub_date", ["成文日期:2021-08-01", "成文日期:2021-08-02"], "成文日期"),
        ("发布日", ["2021-08-01", "2021-08-02"], "发布日期"),
        ("公开的属性", ["主动公开"], "公开属性"),
        ("某时", ["2021-08-01", "2021年8月2日"], "公开属性认定日期"),
    ],
)
def test_hints(tmp_path: Path, heading: str, cells: list[str], expected: str) -> None:
    """An unknown column is likened to fields by labels glued to its cells, by its name, and by what stands in it."""
    look = only(look_at(tmp_path, "\n".join([f"编号,标题,文号,{heading}", *(f"{at},甲,乙,{cell}" for at, cell in enumerate(cells))]), "公文.csv"))

    assert expected == column(look, heading).hints[0]


def test_a_sheet_that_is_no_ledger(tmp_path: Path) -> None:
    """A sheet that knows nothing of the dictionary is shown as it is; the others are read."""
    path = book(tmp_path, {"公文": [["编号", "标题"], ["D1", "通知"]], "杂项": [["天气", "心情"], ["晴", "好"], ["雨", "差"]]})
    found = inspect_files([path], lambda _meta: chosen(), MappingFile())
    known, other = found.tables

    assert ("documents", "sheet", 1) == (known.table, known.why, known.rows)
    assert (None, "unknown", 2) == (other.table, other.why, other.rows)
    assert [("天气", ["晴", "雨"]), ("心情", ["好", "差"])] == [(one.heading, one.samples) for one in other.columns]
    assert other.draft.hopeless


def test_a_guess_is_called_one(tmp_path: Path) -> None:
    """A table that a check could not tell is taken for the likeliest, and called a guess."""
    path = book(tmp_path, {"Sheet1": [["url", "pub_date", "doc_number"], *[["http://a.example/1", "成文日期:2021-08-01", "发文字号:甲〔2021〕1号"]] * 3]})
    look = only(inspect_files([path], lambda _meta: chosen(), MappingFile()))

    assert ("documents", "guess", "documents") == (look.table, look.why, look.draft.table)
    assert 1 == len(look.problems)


def test_unreadable_files_do_not_hide_the_others(tmp_path: Path) -> None:
    """A file that is not what it says is told, and the rest is looked at."""
    (tmp_path / "坏.json").write_bytes(b"{]")
    (tmp_path / "留言.csv").write_text(REPLIES, encoding="utf-8")
    found = inspect_files([tmp_path], lambda _meta: chosen(), MappingFile())

    assert 1 == len(found.problems)
    assert "坏.json" in found.problems[0]
    assert 3 == only(found).rows


def test_json_tables(tmp_path: Path) -> None:
    """The tables of a JSON file are named by it; an unknown one is shown."""
    found = look_at(tmp_path, json.dumps({"meta": {}, "inquiries": [{"id": "1", "channel": "微博"}], "weather": [{"sun": 1}]}), "台账.json")

    assert [("inquiries", "name"), (None, "unknown")] == [(look.table, look.why) for look in found.tables]
    assert ["微博"] == column(found.tables[0], "channel").samples
    assert 1 == found.tables[1].rows


@pytest.mark.parametrize("name", ["台账.jsonl", "网民留言与来件.csv"])
def test_tables_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A table that is read piece by piece is one table, counted whole."""
    monkeypatch.setattr("govaudit.records.formats.json_lines.CHUNK", 1_000)
    monkeypatch.setattr("govaudit.records.formats.csv_file.CHUNK", 1_000)
    head, row = ("", '{{"table": "inquiries", "id": "{0}", "受理时间": "2021/9/1"}}\n') if name.endswith("l") else ("id,受理时间\n", "{0},2021/9/1\n")
    look = only(look_at(tmp_path, head + "".join(row.format(number) for number in range(300)), name))
    received = column(look, "受理时间")

    assert (300, 300, {"date_slash": 300}) == (look.rows, received.filled, received.coerced)


def test_what_can_be_judged(tmp_path: Path) -> None:
    """Of every pack's rules, how many have all they read; the numbers add up, and what is missing is named."""
    whole = "编号,渠道,受理时间,答复时间,答复内容,承办单位\nL1,微博,2021-09-17,2021-10-08,已办,党政办\n"
    one = look_at(tmp_path, whole).reach[0]
    less = look_at(tmp_path, REPLIES).reach[0]

    assert (one.rules, one.rules) == (one.ready + one.columns + one.tables + one.attested, less.ready + less.columns + less.tables + less.attested)
    assert one.ready > 0 == less.ready
    assert {"渠道", "承办单位", "答复内容"} == less.lacking_columns["网民留言与来件"].keys()
    assert "公文" in less.lacking_tables


def test_a_mapping_is_followed(tmp_path: Path) -> None:
    """What a mapping says is shown as read."""
    (tmp_path / "映射.yaml").write_text("table: inquiries\ncolumns: {答复字数: ignore}\nconstants: {channel: 微博}\n", encoding="utf-8")
    look = only(look_at(tmp_path, REPLIES, mapping=load_mapping(tmp_path / "映射.yaml")))

    assert ("mapping", [], ["渠道"], "ignore") == (look.why, look.problems, look.constants, column(look, "答复字数").name)


def test_hostile_cells_are_shown_as_text(tmp_path: Path) -> None:
    """Whatever stands in headings and cells is shown escaped, in lines that fit, and as JSON."""
    values = [value.replace("\r\n", " ").replace("\x00", "") for value in VALUES]
    rows = [[f"标题{value}"[:60] for value in values], [*values]]
    text = "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    found = look_at(tmp_path, text, "x.csv")
    told = shown(found, 80, color=False)

    assert not [char for char in told if not char.isprintable() and char != "\n"]
    assert json.loads(as_json(found))["schema"] == "govaudit/inspection/1"


def test_same_text_twice(tmp_path: Path) -> None:
    """The same files give the same text."""
    assert shown(look_at(tmp_path, REPLIES), 80, color=False) == shown(look_at(tmp_path, REPLIES), 80, color=False)
