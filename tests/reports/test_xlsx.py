"""The workbook: every finding on a sheet, sums that close, prints as it should, and blanks for the office to fill in."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from govaudit.reports import FORMATS, Options, xlsx
from govaudit.results import Audit, RuleResult
from govaudit.states import State
from tests.reports.build import rule_result
from tests.reports.fixtures import RUN, canonical
from tests.reports.office_dump import CASES, GOLDEN, dumped, parts, rendered
from tests.reports.record_rules import REPLY, inquiry

FIXED = ("总览", "即将到期", "无法判定与待人工", "需补数据", "核查一览", "未读入数据")


def opened(audit: Audit, options: Options | None = None) -> Workbook:
    """Render an audit and open the workbook."""
    data = FORMATS["xlsx"].render(audit, options or Options())
    assert isinstance(data, bytes)
    parts(data)
    return load_workbook(io.BytesIO(data))


def fails(units: list[str | None], **more: str) -> Audit:
    """Make an audit of one violation per unit."""
    found = [inquiry(number, "", "标题", "fail", "逾期", **more) | {"unit": unit} for number, unit in enumerate(units)]
    return Audit(RUN, (rule_result("R-1", "按期答复", (REPLY,), "inquiries", {State.FAIL: len(units)}, *found),), ())


def column(sheet: Worksheet, heading: str) -> list[object]:
    """Return the cells under a heading, which stands in the third row."""
    number = next(cell.column for cell in sheet[3] if cell.value == heading)
    return [row[0].value for row in sheet.iter_rows(min_row=4, min_col=number, max_col=number)]


@pytest.mark.parametrize("name", [name for name in CASES if ".xlsx" in name])
def test_content_is_the_golden_file(name: str) -> None:
    """The whole content is compared; `python -m tests.reports.office_dump` writes the files anew."""
    assert (GOLDEN / name).read_bytes().decode() == dumped(name)


def test_every_golden_file_has_a_case() -> None:
    """No golden file is left over."""
    assert set(CASES) == {path.name for path in GOLDEN.iterdir()}


def test_every_violation_is_on_the_sheet_of_its_unit() -> None:
    """The sheets of the units together hold each violation once, under a number of its own."""
    audit = canonical()
    book = opened(audit)
    ids = [name for sheet in book.worksheets if sheet.title not in FIXED for name in column(sheet, "核查编号")]

    assert audit.counts[State.FAIL] == len(ids) == len(set(ids))


def test_everything_open_is_on_one_sheet() -> None:
    """Undecided, manual and error are each listed with what would settle it."""
    audit = canonical()
    sheet = opened(audit)["无法判定与待人工"]

    assert sum(audit.counts[state] for state in (State.UNDECIDED, State.MANUAL, State.ERROR)) == len(column(sheet, "状态"))
    assert all(column(sheet, "怎样才能判定"))


def test_sums_of_every_rule_close() -> None:
    """Each rule is listed, passes too, and its columns add up to its total."""
    audit = canonical()
    sheet = opened(audit)["核查一览"]
    counted = [column(sheet, heading) for heading in ("合格", "问题", "未到期", "无法判定", "待人工", "不适用", "出错", "合计")]

    assert [rule.id for rule in audit.rules] == column(sheet, "规则编号")
    for *numbers, total in zip(*counted, strict=True):
        assert total == sum(number for number in numbers if isinstance(number, int))
    assert audit.subjects == sum(number for number in counted[-1] if isinstance(number, int))


def test_a_deadline_that_has_passed_is_no_deadline_for_the_remedy() -> None:
    """A time limit for the remedy is not made up: it is given only where the due date is still ahead."""
    for due, until in (("2021-10-30", None), ("2021-10-31", None), ("2021-11-01", "2021-11-01")):
        sheet = opened(fails(["甲"], due=due))["甲"]

        assert [due] == column(sheet, "原定期限")
        assert [until] == column(sheet, "整改时限")


def test_what_the_office_fills_in_is_blank_and_has_a_choice() -> None:
    """Measures, person, progress, date and link are empty; progress is chosen from three."""
    sheet = opened(fails(["甲", "甲"]))["甲"]

    for heading in ("整改措施", "责任人", "完成情况", "完成日期", "整改链接"):
        assert [None, None] == column(sheet, heading)
    (choice,) = sheet.data_validations.dataValidation
    assert '"已完成,整改中,未开始"' == choice.formula1
    assert "K4:K5" == str(choice.sqref)
    assert "yyyy-mm-dd" == sheet["L4"].number_format


def test_rows_without_unit_have_a_sheet() -> None:
    """A violation that names no unit is the office's own."""
    assert ["逾期"] == [str(text).partition(":")[2] for text in column(opened(fails([None]))["本机关(未指明单位)"], "问题")]


def test_many_units_share_a_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    """A workbook has at most so many sheets of units; the others are on one, which names them, and no violation is lost."""
    monkeypatch.setattr(xlsx, "UNITS", 3)
    book = opened(fails(["甲", "甲", "甲", "乙", "乙", "丙", "丁"]))
    sheet = book["其他单位"]

    assert ["总览", "甲", "乙", "其他单位", *FIXED[1:]] == book.sheetnames
    assert {"丙", "丁"} == set(column(sheet, "责任单位"))
    assert "前面没有单列工作表的 2 个单位,共 2 项" in str(sheet["A2"].value)
    assert "其他单位" not in opened(fails(["甲", "乙", "丙"])).sheetnames


def test_what_is_cut_is_said_with_the_total() -> None:
    """A sheet with more rows than it may have ends with how many are left out."""
    sheet = opened(fails(["甲"] * 5), Options(limit=2))["甲"]

    assert [1, 2, None] == column(sheet, "序号")
    assert "另有 3 项没有列出,共 5 项" == sheet["B6"].value


def test_more_rows_than_a_chunk_keep_their_numbers() -> None:
    """Rows are put by in chunks; nothing is lost or doubled where one ends."""
    sheet = opened(fails(["甲"] * 1030))["甲"]

    assert list(range(1, 1031)) == column(sheet, "序号")
    assert "A1:N1033" == sheet.dimensions
    assert "A3:N1033" == sheet.auto_filter.ref


def test_a_document_number_is_told() -> None:
    """A record's number, where the evidence has one, stands beside its key; the key itself is not told twice."""
    audit = fails(["甲"])
    for number, told in (("店府发〔2021〕7号", ["文号 店府发〔2021〕7号"]), ("LY-2021-0000", []), ("", [])):
        rule = audit.rules[0]
        found = [inquiry(0, "甲", "标题", "fail", "逾期") | {"evidence": {"title": "标题", "doc_no": number}}]
        changed: RuleResult = replace(rule, make_findings=rule_result("R-1", "按期答复", (REPLY,), "inquiries", {State.FAIL: 1}, *found).make_findings)
        lines = str(column(opened(replace(audit, rules=(changed,)))["甲"], "涉及记录")[0]).split("\n")

        assert told == [line for line in lines if line.startswith("文号")]


def test_overview_has_a_chart_and_links() -> None:
    """The first sheet is shown first, with a native chart and a link to the sheet of every unit."""
    book = opened(canonical())
    sheet = book.worksheets[0]
    targets = {cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink}

    assert book.active is not None
    assert "总览" == book.active.title
    assert ["xl/charts/chart1.xml"] == [name for name in parts(rendered("xlsx", "canonical", Options())) if "chart" in name and "rels" not in name]
    assert {f"'{name}'!A1" for name in book.sheetnames[1:]} == targets
