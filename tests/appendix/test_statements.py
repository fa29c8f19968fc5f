"""What is said of a clause: on time or late, done on which day, published or not, attested by whom; and the means of working days."""

from __future__ import annotations

from typing import Any

import pytest

from govaudit.appendix.model import Outcome
from tests.appendix.cases import appendix, figure_of, line_of, note_of, text_of


def test_deadlines_are_told_with_their_share() -> None:
    """On time, late, not due and undecided are counted, and the share of those decided is exact."""
    days = [
        ("甲", "2021-09-17", "2021-10-08"),
        ("乙", "2021-09-17", "2021-10-09"),
        ("丙", "2021-12-20", None),
        ("丁", "2021-03-01", "2021-02-26"),
        ("戊", "2021-05-06", "2021-05-06"),
    ]
    made = appendix({"inquiries": [{"id": key, "received_at": start, "replied_at": end} for key, start, end in days]}, as_of="2021-12-31")
    line = line_of(made, "一(一)-1")

    assert line.outcome is Outcome.FAIL
    assert line.done[0].text.endswith("核查 5 件,其中按期 2 件、逾期 1 件、未到期 1 件、无法判定 1 件,按期率 2/3(66.67%)")
    assert figure_of(made, "来件 10 个工作日内答复", "逾期").keys == ("乙",)
    assert line.missing[0] == "整改:立即答复(乙)"
    assert "“来件 10 个工作日内答复”按期率 2/3(66.67%)" in text_of(made, "答复")
    # 10 working days, 11, and 0: the reply before the question is not counted.
    assert "平均 7.00 个工作日(按已办结的 3 件计,最长 11 个工作日)(另有 1 件先后颠倒,没有计入)" in text_of(made, "答复")


@pytest.mark.parametrize(
    ("dates", "as_of", "told", "outcome"),
    [
        (["2021-09-30"], "2022-01-31", "2021年9月30日完成(期限 2021年9月30日)", Outcome.MET),
        (["2021-10-01"], "2022-01-31", "迟至2021年10月1日完成(M0)(期限 2021年9月30日)", Outcome.FAIL),
        ([], "2022-01-31", "没有完成(期限 2021年9月30日)", Outcome.FAIL),
        ([], "2021-09-30", "尚未完成(期限 2021年9月30日)", Outcome.PENDING),
        ([None], "2022-01-31", "不能断定是否完成(期限 2021年9月30日)", Outcome.UNDECIDED),
        (["2021-05-01", "2021-04-01"], "2022-01-31", "2021年4月1日完成,期内共 2 份(期限 2021年9月30日)", Outcome.MET),
    ],
)
def test_a_fixed_date_is_told_by_the_day_it_was_done(dates: list[str | None], as_of: str, told: str, outcome: Outcome) -> None:
    """The statement names the day on which enough was done, or that it was late, is open or cannot be told."""
    records = [{"id": f"M{number}", "type": "主动公开基本目录", "publish_date": date} for number, date in enumerate(dates)]
    line = line_of(appendix({"catalogs": records}, as_of=as_of), "一(二)-1")

    assert (line.done[0].text, line.outcome) == (told, outcome)


def test_categories_are_told_one_by_one() -> None:
    """Each clause of a list tells its own category, under any of its names; the paragraph counts them together."""
    records = [{"id": "甲", "category": "预决算", "publish_date": "2021-03-01"}, {"id": "乙", "category": "财政", "publish_date": "2020-03-01"}]
    made = appendix({"publications": records})
    section = next(section for section in made.chapters[0].sections if section.title.endswith("(二)"))

    assert line_of(made, "一(二)-2").done[0].text.endswith("“财政”公开 1 条")
    assert line_of(made, "一(二)-3").done[0].text.endswith("“教育”没有公开记录")
    assert figure_of(made, "两类信息都公开了", "财政").keys == ("甲",)
    assert "两类信息都公开了,2 类中 1 类有公开记录,没有公开记录的有教育" in "".join(said.text for said in section.paragraph)


def test_a_share_is_told_as_it_is() -> None:
    """A share that is not reached by a hair is printed with its fraction, never rounded up to the threshold."""
    records = [{"id": str(number), "forms": ["图示图解"] if number < 13 else ["撰稿解读"], "publish_date": "2021-05-01"} for number in range(22)]
    line = line_of(appendix({"interpretations": records}), "一(二)-4")

    assert (line.outcome, line.done[0].text) == (Outcome.FAIL, "13/22(59.09%)(要求不低于 60%)")


@pytest.mark.parametrize(
    ("record", "outcome", "told"),
    [
        ({}, Outcome.MET, "办公室主任于2021年6月1日证明已落实,材料:制度.pdf"),
        ({"result": "未落实"}, Outcome.FAIL, "办公室主任于2021年6月1日证明未落实,材料:制度.pdf"),
        ({"result": "不适用"}, Outcome.NOT_APPLICABLE, "办公室主任于2021年6月1日证明不适用,材料:制度.pdf"),
        ({"file": None}, Outcome.MANUAL, "尚无有效的人工证明"),
        ({"date": "2022-02-01"}, Outcome.MANUAL, "尚无有效的人工证明"),
        ({"unit": "别的单位"}, Outcome.MANUAL, "尚无有效的人工证明"),
    ],
)
def test_attestations_are_told_by_signer_and_evidence(record: dict[str, Any], outcome: Outcome, told: str) -> None:
    """Who attested, when, with which evidence; what does not count is not told as if it did."""
    known = {"id": "甲", "clause_id": "二-1", "result": "已落实", "signer": "办公室主任", "date": "2021-06-01", "file": "制度.pdf"}
    made = appendix({"attestations": [known | record]})
    line = line_of(made, "二-1")

    assert (line.outcome, line.done[0].text) == (outcome, told)
    if outcome is Outcome.MET:
        assert note_of(made, "健全制度").figures[0].keys == ("甲",)


def test_a_rule_that_waits_for_a_figure_makes_its_clause_partly_established() -> None:
    """One rule of two was judged: the clause says so and what is missing."""
    made = appendix({"documents": [{"id": "甲", "issued_date": "2021-03-01", "publish_date": "2021-03-02", "disclosure_attr": "主动公开"}]})
    line = line_of(made, "一(一)-3")

    assert (line.outcome, line.word) == (Outcome.PARTLY, "部分核实 1/2(项规则)")
    assert any("公开期限" in text for text in line.missing)


def test_clauses_nobody_can_check_give_the_reason() -> None:
    """A clause that cannot be checked, or sets no obligation, is listed with the reason."""
    made = appendix({"documents": []})

    assert (line_of(made, "二-2").word, line_of(made, "二-2").done[0].text) == ("不能查验", "没有可以查验的事实")
    assert (line_of(made, "二-3").word, line_of(made, "二-3").done[0].text) == ("不设义务", "没有设定义务")
