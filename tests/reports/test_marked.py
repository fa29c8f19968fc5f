"""The marked workbook: what is coloured and said, what the page in front lists, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from govaudit.errors import GovauditError
from govaudit.records.template_rows import FINDINGS_PAGE, PAGES
from govaudit.reports.marking import gather
from govaudit.results import Audit, Input, RejectedCell
from govaudit.states import Force, State
from tests.reports.build import rule_result
from tests.reports.fixtures import RUN, canonical
from tests.reports.hostile import LONG, VALUES
from tests.reports.marked_book import (
    CLAUSES,
    COLUMNS,
    PATH,
    SHEET,
    audit_of,
    color,
    fail,
    lines,
    marked,
    note,
    office_book,
    opened,
    plain_book,
    text_above,
    with_rules,
)

BOOK = office_book()
RED, YELLOW, BLUE, GREY, VIOLET, GREEN = (gather.COLORS[kind] for kind in ("fail.error", "fail.warning", "fail.info", "reject", "undecided", "pending"))


def test_a_cell_is_coloured_and_says_why() -> None:
    """The offending cell has the colour of the severity and a comment with rule, clause, reason and remedy."""
    data = marked(audit_of(BOOK, fail("D1", 2, "publish_date", "迟了 3 个工作日", "立即公开")), BOOK)

    assert RED == color(data, "D2")
    assert "【违规】公文及时公开\n迟了 3 个工作日\n依据:正文三(三)第2句(DX21-1)\n整改:立即公开" == note(data, "D2")
    assert "" == color(data, "C2")


@pytest.mark.parametrize(("force", "expected"), [(Force.MUST, RED), (Force.SHOULD, YELLOW), (Force.INFERRED, BLUE)])
def test_colours_follow_severity(force: Force, expected: str) -> None:
    """Each severity has its own colour."""
    assert expected == color(marked(audit_of(BOOK, fail("D1", 2, "title"), force=force), BOOK), "B2")


@pytest.mark.parametrize(("state", "expected"), [("undecided", VIOLET), ("pending", GREEN)])
def test_what_is_not_judged_has_other_colours(state: str, expected: str) -> None:
    """Undecided and pending cells are marked as such, without a remedy."""
    data = marked(audit_of(BOOK, fail("D1", 2, "title") | {"state": state}), BOOK)

    assert expected == color(data, "B2")
    assert "整改" not in note(data, "B2")


def test_a_blank_cell_is_put_in() -> None:
    """A finding about a cell that was left blank colours it where it would stand, in the style of its column."""
    data = marked(audit_of(BOOK, fail("D2", 3, "publish_date", "没有发布日期")), BOOK)
    cell = opened(data)[SHEET]["D3"]

    assert (RED, None, "yyyy-mm-dd", True) == (color(data, "D3"), cell.value, cell.number_format, cell.font.bold)


def test_a_column_the_export_lacks() -> None:
    """A finding about a field that the sheet has no column for stands on the record's first cell."""
    data = marked(audit_of(BOOK, fail("D1", 2, "doc_no", "没有文号")), BOOK)

    assert RED == color(data, "A2")


def test_several_findings_on_one_cell_are_joined() -> None:
    """The gravest gives the colour and comes first; of many, the rest is counted."""
    graver = audit_of(BOOK, *(fail("D1", 2, "title", f"问题{number}") for number in range(4)))
    milder = audit_of(BOOK, *(fail("D1", 2, "title", f"小事{number}") for number in range(3)), force=Force.INFERRED)
    data = marked(with_rules(milder, graver), BOOK)
    told = note(data, "B2")

    assert RED == color(data, "B2")
    assert told.index("问题0") < told.index("问题3") < told.index("小事0")
    assert "小事1" not in told
    assert "另有 2 项,共 7 项,见“核查结果”页。" in told


def test_existing_comments_stay() -> None:
    """What the office wrote on a cell stays in front of what the audit says."""
    told = note(marked(audit_of(BOOK, fail("D2", 3, "title")), BOOK), "B3")

    assert told.startswith("原有的批注\n\n【违规】")


def test_rejected_cells_and_rows_are_marked() -> None:
    """A cell that was not taken in is grey with the reason; of a row that was not, every cell is, and the first says why."""
    rejects = [
        RejectedCell(PATH, "documents", SHEET, 7, "成文日期", None, "2021-02-30", "没有这一天", whole_row=False),
        RejectedCell(PATH, "documents", SHEET, 8, "", None, "D6", "编号重复", whole_row=True),
    ]
    data = marked(audit_of(BOOK, rejects=rejects), BOOK)

    assert [GREY] * 5 == [color(data, cell) for cell in ("C7", "A8", "B8", "C8", "D8")]
    assert "【未读入】2021-02-30:没有这一天" == note(data, "C7")
    assert ["【未读入】整行未收:编号重复", "", ""] == [note(data, cell) for cell in ("A8", "B8", "C8")]
    assert ["未读入", "未读入"] == [line[1] for line in lines(data)]


def test_the_page_in_front_lists_everything() -> None:
    """Every finding has a line, the gravest first, with a link to its cell; those about no record have none."""
    office = {"record": "office", "state": "fail", "unit": "店下镇", "message": "只有 1 次", "remedy": "补办"}
    more = rule_result("DX21-2", "每年培训两次", CLAUSES, "trainings", {State.FAIL: 1}, office)
    audit = audit_of(BOOK, fail("D3", 4, "title") | {"state": "undecided"}, fail("D1", 2, "publish_date", "迟了"))
    data = marked(replace(audit, rules=(*audit.rules, more)), BOOK)

    assert [
        ["1", "违规", "公文及时公开\nD1:迟了", "正文三(三)第2句\nDX21-1", "公文!D2", "党政办公室", "改正"],
        ["2", "违规", "每年培训两次\n只有 1 次", "正文三(三)第2句\nDX21-2", "", "店下镇", "补办"],
        ["3", "无法判定", "公文及时公开\nD3:不符合", "正文三(三)第2句\nDX21-1", "公文!B4", "党政办公室", "改正"],
    ] == lines(data)
    assert {"'公文'!D2", "'公文'!B4"} == {cell.hyperlink.location for row in opened(data)["核查结果"].iter_rows() for cell in row if cell.hyperlink}


def test_the_page_closes_its_sums() -> None:
    """All states are printed and add up to the number of subjects."""
    above = text_above(marked(canonical_book(), BOOK))
    counts = canonical().counts

    assert f"合计 {sum(counts.values())} 项判断:" in above
    assert f"合格 {counts[State.PASS]}、" in above
    assert f"不适用 {counts[State.NOT_APPLICABLE]}、" in above


def test_findings_in_other_ledgers_are_counted() -> None:
    """What is not in this workbook is not silently left out: the page says how many there are, and where."""
    above = text_above(marked(canonical_book(), BOOK))

    assert "项在其他台账,不在本工作簿中:" in above
    assert "exports/records.json" in above


def canonical_book() -> Audit:
    """Return the canonical audit with the workbook among its inputs."""
    audit = canonical()
    own = audit_of(BOOK).run.inputs[0]
    inputs = tuple(replace(own, path=one.path, table=one.table) if one.sheet else one for one in audit.run.inputs)
    return replace(audit, run=replace(audit.run, inputs=inputs))


def test_the_page_is_known_to_the_readers() -> None:
    """The page has the name and the first cell by which a reader passes it over, and is what is seen first."""
    data = marked(audit_of(BOOK), BOOK)
    book = opened(data)

    assert [FINDINGS_PAGE, SHEET, "说明'甲"] == book.sheetnames
    assert (FINDINGS_PAGE, PAGES[FINDINGS_PAGE]) == (book.active.title, book.active["A1"].value)
    assert not any(sheet.sheet_view.tabSelected for sheet in book.worksheets[1:])


def test_caps_tell_the_true_total(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many findings only some are listed and commented, and how many there are is said; every cell is coloured."""
    monkeypatch.setattr("govaudit.reports.marking.gather.LINES", 3)
    monkeypatch.setattr("govaudit.reports.marked.COMMENTS", 2)
    data = marked(audit_of(BOOK, *(fail(f"D{row}", row, "title") for row in range(2, 9))), BOOK)

    assert 3 == len(lines(data))
    assert "共 7 项,下面列出最重的 3 项" in text_above(data)
    assert "共 7 格有问题,只给最重的 2 格加了批注" in text_above(data)
    assert [RED] * 7 == [color(data, f"B{row}") for row in range(2, 9)]
    assert 2 == sum("【违规】" in note(data, f"B{row}") for row in range(2, 9))


def test_hostile_values_are_text() -> None:
    """Whatever stands in a record comes out as text: no formula, no markup, no control character, nothing that a library refuses to read."""
    data = marked(audit_of(BOOK, *(fail(value, 2 + number % 7, "title", value, value) for number, value in enumerate((*VALUES, LONG)))), BOOK)
    cells = [cell for row in opened(data)["核查结果"].iter_rows() for cell in row if cell.value is not None]

    assert {"s"} == {cell.data_type for cell in cells}
    assert len(VALUES) + 1 == len(lines(data))


def test_same_bytes() -> None:
    """The same audit gives the same bytes."""
    audit = audit_of(BOOK, fail("D1", 2, "title"), fail("D2", 3, "publish_date"))

    assert marked(audit, BOOK) == marked(audit, BOOK)


def test_other_writers() -> None:
    """A workbook that another library wrote, without comments or drawings, is marked as well."""
    book = plain_book()
    data = marked(audit_of(book, fail("D1", 2, "publish_date"), fail("D1", 2, "title")), book)

    assert [RED, RED] == [color(data, cell) for cell in ("B2", "D2")]
    assert note(data, "D2").startswith("【违规】")


def problem_of(audit: Audit, data: bytes) -> str:
    """Return the error that an audit gives."""
    with pytest.raises(GovauditError) as caught:
        marked(audit, data)
    return str(caught.value)


def test_only_workbooks_can_be_marked() -> None:
    """Other inputs are named, with what to do."""
    audit = replace(canonical(), run=replace(RUN, inputs=tuple(one for one in RUN.inputs if one.sheet is None)))

    assert "没有可以标注的工作簿,这次的台账是:exports/留言答复台账.csv、exports/records.json" in problem_of(audit, BOOK)


def test_several_workbooks_want_a_folder() -> None:
    """Two workbooks cannot go to one file; each can be asked for."""
    audit = audit_of(BOOK, fail("D1", 2, "title"))
    second = Input("b.xlsx", audit.run.inputs[0].sha256, "xlsx", "trainings", "培训", 1, 0, SHEET, COLUMNS)
    both = replace(audit, run=replace(audit.run, inputs=(*audit.run.inputs, second)))

    assert "有 2 本工作簿要标注" in problem_of(both, BOOK)
    assert [] == lines(marked(both, BOOK, book="b.xlsx"))
    assert 1 == len(lines(marked(both, BOOK, book=PATH)))


def test_a_changed_file_is_not_marked() -> None:
    """A workbook that is not the one that was judged is refused."""
    assert "在核查期间被改动" in problem_of(audit_of(BOOK), plain_book())


def test_a_marked_workbook_is_not_marked_again() -> None:
    """Old colours would pass for new ones."""
    data = marked(audit_of(BOOK), BOOK)

    assert "已经标注过" in problem_of(audit_of(data), data)
