"""The declared statistics: all are right, a pack's own take their place, and what is wrong is told with its line."""

from __future__ import annotations

import pytest

from govaudit.appendix.catalogue import catalogue, parsed
from govaudit.errors import Problem
from govaudit.strictyaml import load
from govaudit.vocabulary.load import standard_vocabulary
from tests.appendix.cases import appendix


def problems(text: str) -> list[str]:
    """Return what is wrong with a file of statistics."""
    found: list[Problem] = []
    parsed(load(text, "statistics.yaml"), standard_vocabulary(), found)
    return [str(problem) for problem in found]


def test_the_programs_own_statistics_are_right() -> None:
    """Every topic names tables, fields and values of the vocabulary, and every measure word a table."""
    found = catalogue([], standard_vocabulary())

    assert len(found.topics) == len({topic.id for topic in found.topics}) > 10
    assert found.measures[""]


def test_a_pack_may_add_and_replace_topics() -> None:
    """A topic of the pack with a known id takes the place of the program's, a new one comes after them."""
    titles = [one.title for one in appendix({"documents": []}).statistics]

    assert "本要点的来件统计" in titles
    assert "留言和来件办理" not in titles
    assert titles[-1] == "答复"


def test_a_pack_may_change_measure_words() -> None:
    """The measure word of a table is the pack's where it gives one."""
    made = appendix({"documents": [{"id": "甲", "issued_date": "2021-03-01"}]})

    assert next(value for one in made.statistics for label, value in one.figures if label == "制发公文") == "1 份"


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ('{id: a, say: "共 {n}", date: issued}', "没有字段 issued"),
        ('{id: a, say: "共 {n}", date: title}', "title 是 text,这里要日期字段"),
        ('{id: a, say: "共 {n}", sum: title}', "title 是 text,这里要数字字段"),
        ('{id: a, say: "分 {parts}", by: issued_date}', "issued_date 是 date,这里要文本、选项或列表字段"),
        ('{id: a, say: "共 {n}", where: {is_policy: 是}}', "应为 true 或 false"),
        ('{id: a, say: "占 {share}", share: {nothing: 1}}', "没有字段 nothing"),
        ('{id: a, say: "共"}', "say 里要有 {n}"),
        ('{id: a, say: "分 {n}", by: doc_type}', "say 里要有 {parts}"),
        ('{id: a, say: "{parts}{share}", by: doc_type, share: {is_policy: true}}', "只能写一个"),
        ('{id: a, say: "共 {n}", when: issued_date}', "when"),
        ('{id: a, say: "平均{mean}", workdays: {from: issued_date, to: title}}', "title 是 text,这里要日期字段"),
    ],
)
def test_faults_are_told_with_their_place(figure: str, said: str) -> None:
    """Unknown fields, wrong types and sentences without their number are refused, with file and line."""
    text = f"topics:\n  - id: a\n    title: 甲\n    table: documents\n    figures:\n      - {figure}\n"

    found = problems(text)

    assert found
    assert said in found[0]
    assert found[0].startswith("statistics.yaml:6:")


def test_unknown_tables_are_told() -> None:
    """A topic or a measure word of a table that there is not is refused with the nearest names."""
    found = problems('measures: {document: 件}\ntopics:\n  - {id: a, title: 甲, table: meeting, figures: [{id: a, say: "共 {n}"}]}\n')

    assert any("没有表 document(相近的有:documents" in text for text in found)
    assert any("没有表 meeting(相近的有:meetings" in text for text in found)


def test_a_table_without_a_date_of_its_own_needs_one() -> None:
    """Where neither table nor figure says which date decides, the topic is refused."""
    assert "没有 event,要写 date" in problems('topics:\n  - {id: a, title: 甲, table: catalogs, figures: [{id: a, say: "共 {n}"}]}\n')[0]
