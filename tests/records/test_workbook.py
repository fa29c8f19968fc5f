"""Workbooks: what kinds of cells become, several sheets, merged and hidden ones, and what is no ledger."""

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from govaudit.errors import SourceError
from govaudit.records import Records
from govaudit.records.mapping import MappingFile
from govaudit.records.streams import Observer
from tests.records.books import xls, xlsx

Reading = Callable[..., Records]
Refusal = Callable[..., list[tuple[str, str]]]

HEADS = ["编号", "标题", "成文日期", "发布时间", "页数"]


class Told(Observer):
    """Remembers what was passed over."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def passed_over(self, path: str, reason: str) -> None:
        """Remember it."""
        self.told.append(f"{Path(path.partition(' › ')[0]).name} › {path.partition(' › ')[2]}: {reason}")


@pytest.mark.parametrize("make", [xlsx, xls])
def test_cells_keep_their_types(reading: Reading, make: Callable[..., bytes]) -> None:
    """Dates without time stand for the whole day, those with keep it; whole numbers are whole; texts are read like any."""
    import xlwt

    day, moment = dt.date(2021, 3, 1), dt.datetime(2021, 3, 1, 9, 30, 15)
    rows: list[list[Any]] = [HEADS, [12.0, 3.5, day, moment, 7.0], ["B", "2021", "2021/3/1", day, " 8 "]]
    if make is xls:
        book = xlwt.Workbook()
        sheet = book.add_sheet("公文")
        for at, row in enumerate(rows):
            for position, value in enumerate(row):
                form = "YYYY-MM-DD HH:MM:SS" if isinstance(value, dt.datetime) else "YYYY-MM-DD" if isinstance(value, dt.date) else "General"
                sheet.write(at, position, value, xlwt.easyxf(num_format_str=form))
        out = io.BytesIO()
        book.save(out)
        data = out.getvalue()
    else:
        data = xlsx({"公文": rows})

    frame = reading({f"a.{make.__name__}": data}).ledgers["documents"].frame

    assert [
        ("12", "3.5", day, moment, True, 7, 2),
        ("B", "2021", day, dt.datetime(2021, 3, 1), False, 8, 3),
    ] == frame.select("id", "title", "issued", "published", "published__timed", "pages", "_row").rows()


def test_a_time_alone_and_a_truth_value(reading: Reading) -> None:
    """A time of day is no date, and true is no text."""
    records = reading({"公文.xlsx": xlsx({"Sheet1": [HEADS, ["A", True, dt.time(9, 30), None, dt.date(2021, 3, 1)]]})})

    assert [
        ("成文日期", "只有时刻,没有日期"),
        ("标题", "是布尔值 true,应为文字"),
        ("页数", "是日期或时间,应为数字"),
    ] == sorted((reject.column, reject.reason) for reject in records.rejects)


def test_errors_and_formulas(reading: Reading) -> None:
    """An error, and a formula whose result was not stored, are refused cells with sheet and row; a stored result is read."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("公文")
    sheet.write_row(0, 0, HEADS)
    sheet.write_row(1, 0, ["A", "甲"])
    sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!")
    sheet.write_formula(1, 4, "=1+1", None, 2)
    sheet.write(2, 0, "B")
    sheet.write_formula(2, 2, "=NA()", None, "#N/A")
    sheet.write_formula(2, 4, "=A1", None, "")
    book.close()

    records = reading({"a.xlsx": out.getvalue()})

    assert [("A", None, 2), ("B", None, None)] == records.ledgers["documents"].frame.select("id", "issued", "pages").rows()
    assert [
        (2, "成文日期", "#DIV/0!", "单元格是错误值 #DIV/0!;请在原表中改正", "公文"),
        (3, "成文日期", "#N/A", "单元格是错误值 #N/A;请在原表中改正", "公文"),
        (3, "页数", "(公式)", "是公式,文件里没有存下算出的结果;请用 Excel 或 WPS 打开,保存后再读", "公文"),
    ] == [(reject.row, reject.column, reject.value, reject.reason, reject.sheet) for reject in records.rejects]


def test_an_error_alone_in_its_row(reading: Reading) -> None:
    """A row that holds nothing but an error is a row."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["编号", "成文日期"])
    sheet["B3"] = "#REF!"
    out = io.BytesIO()
    book.save(out)

    records = reading({"公文.xlsx": out.getvalue()})

    assert [("行3", 3)] == records.ledgers["documents"].frame.select("_key", "_row").rows()
    assert ["#REF!"] == [reject.value for reject in records.rejects]


def test_sheets_are_matched_one_by_one(reading: Reading) -> None:
    """A sheet is the table it is called after, if its headings fit, else the one whose headings fit best; every one is a source."""
    records = reading(
        {
            "导出.xlsx": xlsx(
                {
                    "发文台账": [["编号", "标题"], ["A", "甲"]],
                    "Sheet2": [["标题", "留言时间", "渠道"], ["乙", "2021-03-01", "微博"]],
                    "空表": [],
                    "公文": [["编号", "留言时间", "渠道"], ["3", "2021-03-02", "网站"]],
                }
            )
        }
    )

    assert [("documents", "发文台账"), ("messages", "Sheet2"), ("messages", "公文")] == [(source.table, source.sheet) for source in records.sources]


def test_a_sheet_that_is_no_ledger(reading: Reading, refusal: Refusal) -> None:
    """A sheet with content that is no table is an error with the way out; the mapping can pass it over."""
    book = xlsx({"公文": [["编号", "标题"], ["A", "甲"]], "统计": [["科室", "件数"], ["一科", 3]]})

    assert [("a.xlsx › 统计", "看不出这是哪一张台账,标题是:科室、件数")] == refusal({"a.xlsx": book})
    with pytest.raises(SourceError, match=r"sheets: \{统计: \{table: 表名\}\};不是台账的写 \{table: ignore\}"):
        reading({"a.xlsx": book})
    told = Told()
    mapping: Any = MappingFile.model_validate({"sheets": {"统*": {"table": "ignore"}}})
    assert 1 == len(reading({"a.xlsx": book}, mapping, observer=told).ledgers["documents"].frame)
    assert ["a.xlsx › 统计: 映射文件说明不读,有内容的 2 行都没有读"] == told.told


def test_notes_and_hidden_sheets(reading: Reading) -> None:
    """Sheets of notes, and hidden ones that are no ledger, are passed over and told; a hidden ledger is read, and that is told."""
    told = Told()
    sheets = {
        "公文": [["编号", "标题"], ["A", "甲"]],
        "填表说明": [["一、本表按季度填报"], ["二、日期写到日"]],
        "选项数据": [["是"], ["否"]],
        "旧公文": [["编号", "标题", "成文日期"], ["B", "乙", "2021-03-01"]],
    }

    records = reading({"a.xlsx": xlsx(sheets, hidden=["选项数据", "旧公文"])}, observer=told)

    assert ["A", "B"] == records.ledgers["documents"].frame["_key"].to_list()
    assert [
        "a.xlsx › 填表说明: 不像台账,有内容的 2 行都没有读",
        "a.xlsx › 选项数据: 隐藏的工作表,不像台账,有内容的 2 行都没有读",
        "a.xlsx › 旧公文: 工作表是隐藏的,也当作“公文”读了",
    ] == told.told


def test_sheets_in_the_mapping(reading: Reading) -> None:
    """What the mapping says about a sheet is added to what it says about the file."""
    book = xlsx({"一": [["编号", "名"], ["A", "甲"]], "二": [["编号", "名"], ["1", "乙"]]})
    mapping = MappingFile.model_validate(
        {"columns": {"名": "title"}, "files": {"*.xlsx": {"sheets": {"一": {"table": "公文"}, "二": {"table": "留言", "constants": {"渠道": "网站"}}}}}}
    )

    records = reading({"a.xlsx": book}, mapping)

    assert [("A", "甲")] == records.ledgers["documents"].frame.select("id", "title").rows()
    assert [("1", "乙", "网站")] == records.ledgers["messages"].frame.select("id", "title", "channel").rows()


def test_merged_cells(reading: Reading) -> None:
    """Headings under a merged one, and cells that reach down over several records."""
    rows = [
        ["公文台账", None, None, None],
        ["编号", "标题", "成文", None],
        [None, None, "日期", "页(备注)"],
        ["A", "同一标题", "2021-03-01", None],
        ["B", None, None, None],
        ["C", None, "2021-03-03", None],
    ]
    book = xlsx({"Sheet1": rows}, merged={"Sheet1": ["A1:D1", "A2:A3", "B2:B3", "B4:B6", "C4:C5"]})

    frame = reading({"a.xlsx": book}, MappingFile(columns={"页(备注)": "ignore"})).ledgers["documents"].frame

    assert [("A", "同一标题", "2021-03-01"), ("B", "同一标题", "2021-03-01"), ("C", "同一标题", "2021-03-03")] == [
        (key, title, str(day)) for key, title, day in frame.select("id", "title", "issued").rows()
    ]


def test_sheets_that_hold_next_to_nothing(reading: Reading, refusal: Refusal) -> None:
    """White space is nothing, an error is no heading, and a year in a heading is a whole number."""
    book = xlsx({"公文": [["编号"], ["A"]], "空格": [["  ", " "], ["\u3000"]]})

    assert ["A"] == reading({"a.xlsx": book}).ledgers["documents"].frame["_key"].to_list()
    assert [("b.xlsx › 公文!B1", "“公文”没有“#N/A”这一列"), ("b.xlsx › 公文!C1", "“公文”没有“2021”这一列")] == refusal(
        {"b.xlsx": xlsx({"公文": [["编号", "#N/A", 2021.0], ["A", 1, 2]]})}
    )


def test_merged_cells_that_overlap(reading: Reading) -> None:
    """Areas that overlap, begin in an empty row or lie beside the table fill nothing twice and nothing new."""
    book = xlsx({"公文": [["编号", "标题"], ["A", "甲"], ["B", None], ["C", None]]}, merged={"公文": ["B2:B3", "D2:D9", "B9:B12"]})

    assert ["甲", "甲", None] == reading({"a.xlsx": book}).ledgers["documents"].frame["title"].to_list()


def test_places_in_workbooks(refusal: Refusal) -> None:
    """A problem with a heading names the cell, one with a sheet the sheet."""
    book = xlsx({"公文": [[None, None], ["编号", "标题", "标提"], ["A", "甲", "乙"]]})

    assert [("a.xlsx › 公文!C2", "“公文”没有“标提”这一列(相近的有:标题)")] == refusal({"a.xlsx": book})


def test_macros_are_data(reading: Reading) -> None:
    """A workbook with macros is read like any; they are not even looked at."""
    from tests.records.books import with_parts

    book = with_parts(xlsx({"公文": [["编号"], ["A"]]}), {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})

    assert ["A"] == reading({"a.xlsm": book}).ledgers["documents"].frame["_key"].to_list()
