"""The mapping file: what it can say, and what is wrong with it where."""

from collections.abc import Callable
from pathlib import Path

import pytest

from govaudit.errors import GovauditError, UsageError
from govaudit.records import Records, load_mapping
from govaudit.records.mapping import MappingFile

Reading = Callable[..., Records]
Refusal = Callable[..., list[tuple[str, str]]]


@pytest.fixture
def mapping(tmp_path: Path) -> Callable[[str], MappingFile]:
    """Write a mapping file and load it."""

    def run(text: str) -> MappingFile:
        (tmp_path / "映射.yaml").write_text(text, encoding="utf-8")
        return load_mapping(tmp_path / "映射.yaml")

    return run


def test_columns_and_constants(reading: Reading, mapping: Callable[[str], MappingFile]) -> None:
    """Headings become fields or are ignored; a constant is the value of every record, and not a column of the source."""
    said = mapping("table: 留言\ncolumns: {序号: id, 何时: 留言时间, 字数: ignore, 编号: ignore}\nconstants: {渠道: 网站}\n")

    records = reading({"导出.csv": "序号,何时,字数,编号\n1,2021-03-01 9:30,20,x\n2,2021-03-02,30,y\n"}, said)
    ledger = records.ledgers["messages"]

    assert {"id", "received", "channel"} == ledger.fields
    assert ["1", "2"] == ledger.frame["_key"].to_list()
    assert ["网站", "网站"] == ledger.frame["channel"].to_list()
    assert {"id": ("序号", 0), "received": ("何时", 1)} == records.sources[0].columns


def test_a_constant_moment_has_its_precision(reading: Reading, mapping: Callable[[str], MappingFile]) -> None:
    """A constant without time of day stands for the whole day, in every record."""
    frame = reading({"留言.csv": "标题\n甲\n乙\n"}, mapping("constants: {received: 2021-03-01}\n")).ledgers["messages"].frame

    assert [False, False] == frame["received__timed"].to_list()
    assert ["2021-03-01 00:00:00"] * 2 == frame["received"].dt.to_string("%Y-%m-%d %H:%M:%S").to_list()


def test_several_files(reading: Reading, mapping: Callable[[str], MappingFile]) -> None:
    """What is said about a pattern is added to what is said about all files; the first pattern that fits counts."""
    said = mapping(
        """
        columns: {备注: ignore}
        files:
          "信箱*.csv": {table: messages, constants: {channel: 微博}}
          "*.csv": {table: documents}
        """
    )

    records = reading({"信箱1.csv": "编号,备注\n1,x\n", "文件.csv": "编号,备注\nA,x\n"}, said)

    assert ["messages", "documents"] == list(records.ledgers)
    assert ["微博"] == records.ledgers["messages"].frame["channel"].to_list()


def test_a_table_in_the_mapping_is_about_that_table_only(reading: Reading, mapping: Callable[[str], MappingFile]) -> None:
    """In a file of several tables, columns and constants go to the named table."""
    said = mapping("table: messages\ncolumns: {标题: ignore}\nconstants: {channel: 微博}\n")

    records = reading({"a.json": '{"公文": [{"标题": "甲"}], "留言": [{"标题": "乙"}]}'}, said)

    assert {"title"} == records.ledgers["documents"].fields
    assert {"channel"} == records.ledgers["messages"].fields


def test_without_a_table_entries_go_where_they_fit(reading: Reading, mapping: Callable[[str], MappingFile]) -> None:
    """In a file of several tables, an entry concerns every table that has the field."""
    records = reading(
        {"a.json": '{"公文": [{"甲": "2021-03-01"}], "留言": [{"乙": "2021-03-01"}]}'},
        mapping("columns: {甲: issued, 乙: received}\nconstants: {channel: 微博}\n"),
    )

    assert {"issued"} == records.ledgers["documents"].fields
    assert {"received", "channel"} == records.ledgers["messages"].fields


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("columns: {标题: titel}\n", [("映射.yaml:1:11", "映射中的“titel”不是“公文”的字段(相近的有:title、traits)")]),
        ("constants: {titel: 甲}\n", [("映射.yaml:1:13", "映射中的“titel”不是“公文”的字段(相近的有:title、traits)")]),
        ("constants: {标题: 甲}\n", [("映射.yaml:1:13", "“标题”在文件中已有“标题”一列")]),
        ("constants:\n  issued: 2021-02-30\n", [("映射.yaml:2:3", "“issued”的值 2021-02-30 不能用:没有这一天:2021 年 2 月 30 日")]),
        ("table: 公闻\n", [("映射.yaml:1:1", "没有“公闻”这张表(相近的有:公文)")]),
        ("files:\n  公*.csv: {table: 公闻}\n", [("映射.yaml:2:12", "没有“公闻”这张表(相近的有:公文)")]),
        ("columns: {编号: title}\n", [("公文.csv:1:2", "“编号”和“标题”两列都是“标题”(title)")]),
    ],
)
def test_wrong_entries(refusal: Refusal, mapping: Callable[[str], MappingFile], text: str, problems: list[tuple[str, str]]) -> None:
    """An entry that cannot be followed is an error at its place in the mapping file."""
    assert problems == refusal({"公文.csv": "编号,标题\nA,甲\n"}, mapping(text))


@pytest.mark.parametrize(
    ("text", "place", "found"),
    [
        ("tabel: documents\n", "映射.yaml:1:1", "tabel 是未知的项"),
        ("columns: [a, b]\n", "映射.yaml:1:10", "columns 的值是列表(2 项)"),
        ("table: a\ntable: b\n", "映射.yaml:2:1", "重复"),
        ("columns: {a: [\n", "映射.yaml", ""),
    ],
)
def test_not_a_mapping(mapping: Callable[[str], MappingFile], text: str, place: str, found: str) -> None:
    """A file that is no mapping is refused, with line and column."""
    with pytest.raises(GovauditError) as caught:
        mapping(text)

    assert place in str(caught.value.problems[0].place)
    assert found in caught.value.problems[0].found


def test_an_empty_mapping_says_nothing(mapping: Callable[[str], MappingFile]) -> None:
    """An empty file is the mapping without entries."""
    assert MappingFile().model_dump() == mapping("").model_dump()


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    """A missing file and one in another encoding have their own errors."""
    (tmp_path / "b.yaml").write_bytes("table: 公文".encode("gb18030"))

    with pytest.raises(UsageError, match="不能打开映射文件"):
        load_mapping(tmp_path / "a.yaml")
    with pytest.raises(GovauditError, match="不是 UTF-8"):
        load_mapping(tmp_path / "b.yaml")
