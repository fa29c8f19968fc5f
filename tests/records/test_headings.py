"""Which table a file is, and which field a column."""

from collections.abc import Callable
from typing import Any

import pytest

from govaudit.errors import SourceError
from govaudit.records import Records
from govaudit.records.mapping import MappingFile

Reading = Callable[..., Records]
Refusal = Callable[..., list[tuple[str, str]]]


@pytest.mark.parametrize("heading", ["issued", "成文日期", " 成文 日期 ", "ISSUED", "成文\u200b日期"])
def test_a_field_has_several_headings(reading: Reading, heading: str) -> None:
    """Name, label and alias are known, whatever the case, width and spaces."""
    records = reading({"公文.csv": f"编号,{heading}\nA,2021-03-01\n"})

    assert {"id", "issued"} == records.ledgers["documents"].fields
    assert (heading.strip(" \u200b"), 1) == records.sources[0].columns["issued"]


@pytest.mark.parametrize(
    ("name", "content", "table"),
    [
        ("公文.csv", "标题\n甲\n", "documents"),
        ("发文台账.csv", "标题\n甲\n", "documents"),
        ("MESSAGES.csv", "标题\n甲\n", "messages"),
        ("导出.csv", "编号,标题,成文日期\nA,甲,2021-03-01\n", "documents"),
        ("导出.csv", "标题,留言时间,渠道\n甲,2021-03-01,微博\n", "messages"),
        ("导出.jsonl", '{"标题": "甲", "页数": 3}\n', "documents"),
    ],
)
def test_the_table_is_found(reading: Reading, name: str, content: str, table: str) -> None:
    """The file's name tells the table, or else its headings."""
    assert [table] == list(reading({name: content}).ledgers)


@pytest.mark.parametrize(
    ("name", "content", "problems"),
    [
        ("导出.csv", "编号,标题\nA,甲\n", [("导出.csv", "分不清这是哪一张台账,标题同样符合 2 张表:公文(documents)、留言(messages)")]),
        ("导出.csv", "甲,乙,丙\n1,2,3\n", [("导出.csv", "看不出这是哪一张台账,标题是:甲、乙、丙")]),
        ("导出.csv", "页数,甲,乙\n1,2,3\n", [("导出.csv", "看不出这是哪一张台账,标题是:页数、甲、乙")]),
        ("导出.jsonl", '{"页数": 1, "甲": 1, "乙": 2}\n', [("导出.jsonl", "看不出这是哪一张台账,标题是:页数、甲、乙")]),
        ("公文.csv", "编号,标提\nA,甲\n", [("公文.csv:1:2", "“公文”没有“标提”这一列(相近的有:标题)")]),
        ("公文.csv", "编号,日期\nA,2021\n", [("公文.csv:1:2", "“公文”的“日期”可以是“成文日期”(issued)、“发布时间”(published)")]),
        ("公文.csv", "标题,名称,编号\n甲,乙,A\n", [("公文.csv:1:2", "“标题”和“名称”两列都是“标题”(title)")]),
        ("公文.csv", "标题,标题\n甲,乙\n", [("公文.csv:1:2", "“标题”和“标题”两列都是“标题”(title)")]),
        ("a.json", '{"documents": [{"id": 1}, {"id": 2, "x/y": 0}]}', [("a.json#/documents/1/x~1y", "“公文”没有“x/y”这一列")]),
        ("a.json", '{"documents": [{"title": "甲", "标题": "乙"}]}', [("a.json#/documents/0/标题", "“title”和“标题”两列都是“标题”(title)")]),
        ("a.jsonl", '{"table": "公文", "id": 1}\n\n{"table": "公文", "甲": 1}\n', [("a.jsonl:3", "“公文”没有“甲”这一列")]),
        ("a.json", '{"document": []}', [("a.json#/document", "没有“document”这张表(相近的有:documents)")]),
        ("a.jsonl", '{"table": "留言"}\n{"table": "流言"}\n', [("a.jsonl:2", "没有“流言”这张表(相近的有:留言)")]),
    ],
)
def test_what_is_not_known_is_asked(refusal: Refusal, name: str, content: str, problems: list[tuple[str, str]]) -> None:
    """What the dictionary does not know is an error with its place and the nearest names."""
    assert problems == refusal({name: content})


def test_the_way_out_is_named(reading: Reading) -> None:
    """The message for an unknown column says how to go on."""
    with pytest.raises(SourceError, match=r"columns: \{备注: 字段名\},不需要的写 \{备注: ignore\}"):
        reading({"公文.csv": "编号,备注\nA,甲\n"})


def test_all_problems_come_at_once(refusal: Refusal) -> None:
    """Every file is looked at before the error is raised."""
    files = {"公文.csv": "甲,乙\n1,2\n", "a.json": "[]", "留言.csv": "", "b.json": '{"公文": [{"丙": 1}], "丁": []}'}

    assert ["a.json:1", "b.json#/丁", "b.json#/公文/0/丙", "公文.csv:1:1", "公文.csv:1:2", "留言.csv"] == sorted(place for place, _ in refusal(files))


@pytest.mark.parametrize("mapping", [MappingFile(ignore_unknown=True), MappingFile(files={"*.json": {"ignore_unknown": True}})])  # type: ignore[dict-item]
def test_what_is_not_known_can_be_passed_over(reading: Reading, mapping: MappingFile) -> None:
    """With ignore_unknown, unknown tables and columns are left out."""
    content = '{"documents": [{"id": 1, "备注": 2}], "其他": [{"a": 1}]}'

    records = reading({"a.json": content}, mapping)

    assert ["documents"] == list(records.ledgers)
    assert {"id"} == records.ledgers["documents"].fields
    assert records.ledgers.keys() == reading({"a.json": content}, ignore_unknown=True).ledgers.keys()


def test_ignore_unknown_does_not_excuse_two_columns_for_one_field(refusal: Refusal) -> None:
    """Which of two columns counts is never guessed."""
    mapping: Any = MappingFile(ignore_unknown=True)

    assert [("公文.csv:1:2", "“标题”和“名称”两列都是“标题”(title)")] == refusal({"公文.csv": "标题,名称\n甲,乙\n"}, mapping)
