"""The Word report: its whole content, the layout of official documents, what it says of nothing, and how sentences are set."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from govaudit.reports import FORMATS, Options, docx_context
from govaudit.reports.docx_text import numeral, sentence, typeset, value
from govaudit.results import Audit
from govaudit.states import State
from tests.reports.fixtures import canonical
from tests.reports.hostile import VALUES
from tests.reports.office_dump import CASES, GOLDEN, dumped, parts, rendered


@pytest.mark.parametrize("name", [name for name in CASES if ".docx" in name])
def test_content_is_the_golden_file(name: str) -> None:
    """The whole content is compared; `python -m tests.reports.office_dump` writes the files anew."""
    assert (GOLDEN / name).read_bytes().decode() == dumped(name)


@pytest.mark.parametrize(
    ("said", "set_"),
    [
        ("共 12 项,其中 3 项违规;见附件2。", "共12项，其中3项违规；见附件2。"),
        ("截至 2021-08-02 届满", "截至2021年8月2日届满"),
        ("受理时间 2021-11-01 09:40,至今", "受理时间2021年11月1日09:40，至今"),
        ("编号 A-2021-08-02-7", "编号A-2021-08-02-7"),
        ("2021-08-021", "2021-08-021"),
        ("(三)第2句(见(附表)和(a))", "（三）第2句（见（附表）和（a））"),
        ("f(x) and (y)", "f(x) and (y)"),
        ("govaudit 0.1, by hand", "govaudit 0.1, by hand"),
        ("现为 否", "现为 否"),
        ("10:30 到 11:45", "10:30到11:45"),
        ("“甲”,“乙”:丙", "“甲”，“乙”：丙"),
        ("占 94.7% 以上", "占94.7%以上"),
        ("", ""),
    ],
)
def test_typesetting(said: str, set_: str) -> None:
    """Punctuation beside Chinese is full-width, figures stand close, dates are in words; all else stays."""
    assert set_ == typeset(said)
    assert set_ == typeset(set_)


def test_numerals() -> None:
    """Sections are numbered in Chinese."""
    assert ["一", "九", "十", "十一", "十九", "二十", "二十一", "九十九", "100", "0"] == [numeral(number) for number in (1, 9, 10, 11, 19, 20, 21, 99, 100, 0)]


def test_values_are_on_one_line_and_cut_with_their_length() -> None:
    """A value in the text has no line breaks, and is cut where it would fill pages."""
    assert "两 行 格" == value("两\r\n行\t格")
    assert "长" * 400 + "…(共 401 字)" == value("长" * 401)
    assert "没有读入" == sentence("没有读入。")
    assert "" == value(None)


def test_hostile_values_stay_text() -> None:
    """Every value is in the document as text or as its escape; every part is well-formed."""
    data = rendered("docx", "hostile", Options())
    markup = b"".join(parts(data).values())
    told = "\n".join(cell.text for row in docx.Document(io.BytesIO(data)).tables[2].rows for cell in row.cells)

    assert b"<script>" not in markup
    assert all(value(text) in told for text in VALUES)


def test_layout_is_that_of_official_documents() -> None:
    """A4 with the margins of GB/T 9704, annexes across, Chinese fonts for Chinese, and page numbers on both sides."""
    document = docx.Document(io.BytesIO(rendered("docx", "canonical", Options())))
    first, annex = document.sections
    margins = [round(side.mm) for side in (first.top_margin, first.bottom_margin, first.left_margin, first.right_margin) if side is not None]

    assert [37, 35, 28, 26] == margins
    assert round(Mm(297).mm) == round((annex.page_width or Mm(0)).mm) == round((first.page_height or Mm(0)).mm)
    for style, font, size in (("Normal", "仿宋", 16), ("Title", "方正小标宋简体", 22), ("Heading 1", "黑体", 16), ("Heading 2", "楷体", 16)):
        fonts = document.styles[style].element.rPr.rFonts
        assert {font} == {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")}
        assert fonts.get(qn("w:eastAsiaTheme")) is None
        assert size == document.styles[style].font.size.pt
    assert document.settings.odd_and_even_pages_header_footer
    assert all("PAGE" in footer._element.xml for footer in (first.footer, first.even_page_footer))


def test_rows_of_tables_do_not_split_and_heads_are_repeated() -> None:
    """Every table begins with a head that is repeated on each page, and no row is broken by one."""
    for table in docx.Document(io.BytesIO(rendered("docx", "canonical", Options()))).tables:
        rows = [row._tr.find(qn("w:trPr")) for row in table.rows]
        assert all(row.find(qn("w:cantSplit")) is not None for row in rows)
        assert [True] + [False] * (len(rows) - 1) == [row.find(qn("w:tblHeader")) is not None for row in rows]


def test_sums_close() -> None:
    """The states in the table add up to the total, and the violations of the units to those in the text."""
    known = docx_context.context(canonical(), Options())
    n = known["n"]

    assert n["total"] == sum(n[str(state)] for state in State) == known["subject_count"]
    assert n["fail"] == n["violations"] + n["warnings"] + n["hints"] == sum(unit["total"] for unit in known["units"]) == len(known["findings"])
    assert n["fail"] == sum(problem["number"] for kind in known["kinds"] for problem in kind["problems"])
    assert known["rule_count"] == len(known["rules"])
    assert docx_context.NAMES == set(known)


def test_what_is_cut_is_counted() -> None:
    """With one entry per list, what the text leaves out and what it tells add up."""
    known = docx_context.context(canonical(), Options(limit=1))

    assert "此外还有4类问题、5项没有在正文列出。" == known["problems_more"]
    assert "本表列出前1项，共8项，其余见整改台账。" == known["findings_left"]
    assert "其余14项见整改台账，共16项。" == known["open"][0]["lines"][-1]
    assert "其余2项见整改台账，共3项。" == known["due"][-1]


@pytest.mark.parametrize(
    ("passed", "failed", "share"), [(0, 0, ""), (0, 5, "0"), (1, 9999, "0.1"), (5, 0, "100"), (99_999, 1, "99.9"), (2, 1, "66.7"), (1, 7, "12.5")]
)
def test_share_of_passes(passed: int, failed: int, share: str) -> None:
    """All is 100, none is 0, and nothing between is rounded to either."""
    rule = replace(canonical().rules[0], counts={State.PASS: passed, State.FAIL: failed}, make_findings=None)

    assert share == docx_context._share(Audit(canonical().run, (rule,), ()))


@pytest.mark.parametrize(
    ("titles", "short"),
    [(["2021年店下镇政务公开工作要点"], "《要点》"), (["解读回应制度 "], "《制度》"), (["甲要点", "乙要点"], ""), (["2021年任务"], ""), ([], "")],
)
def test_short_title(titles: list[str], short: str) -> None:
    """A notice is called by its kind only where there is but one and its title ends with that."""
    audit = canonical()
    packs = tuple(replace(audit.run.packs[0], title=title) for title in titles)

    assert short == docx_context.short_title(replace(audit, run=replace(audit.run, packs=packs)))


def test_year_is_named_only_if_it_is_one() -> None:
    """Notices of several years, or none, have no year in the title."""
    audit = canonical()
    one = replace(audit, run=replace(audit.run, packs=audit.run.packs[:1]))

    assert "2021年" == docx_context.context(one, Options())["year"]
    assert "" == docx_context.context(audit, Options())["year"]


def test_a_hundred_findings_more_than_the_annex_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The annex is cut at its cap and says so."""
    monkeypatch.setattr(docx_context, "FINDINGS", 3)
    data = FORMATS["docx"].render(canonical(), Options())
    assert isinstance(data, bytes)

    assert "本表列出前3项，共8项，其余见整改台账。" in [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]
