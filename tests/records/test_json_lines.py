"""JSON Lines: one record per line, of one table or several."""

from collections.abc import Callable

import pytest

from govaudit.records import Records
from govaudit.records.mapping import MappingFile

Reading = Callable[..., Records]
Refusal = Callable[..., list[tuple[str, str]]]


def test_records_name_their_tables(reading: Reading) -> None:
    """Every record names its table; its number is its line."""
    content = '{"table": "公文", "id": "A"}\n\n{"table": "messages", "id": "M"}\r\n{"table": "公文", "id": "B", "页数": 2}'

    records = reading({"a.jsonl": content})

    assert [("A", 1, None), ("B", 4, 2)] == records.ledgers["documents"].frame.select("_key", "_row", "pages").rows()
    assert [("M", 3)] == records.ledgers["messages"].frame.select("_key", "_row").rows()


@pytest.mark.parametrize(("name", "table"), [("公文.jsonl", None), ("x.ndjson", "documents")])
def test_the_table_is_told_from_outside(reading: Reading, name: str, table: str | None) -> None:
    """The file's name or the mapping gives the table of the records that do not name one; a line that is no record is rejected."""
    records = reading({name: '\ufeff{"id": "A"}\n5\n{"table": "留言", "id": "M"}\n'}, MappingFile(table=table))

    assert (["A"], ["M"]) == tuple(records.ledgers[table].frame["_key"].to_list() for table in ("documents", "messages"))
    assert [("documents", 2, "5", True)] == [(reject.table, reject.row, reject.value, reject.whole_row) for reject in records.rejects]


def test_bad_cells_have_their_line(reading: Reading) -> None:
    """A bad cell has the line of its record and the key it stood under."""
    records = reading({"公文.jsonl": '{"id": 1}\n\n{"id": 2, "成文日期": "2021-02-30"}\n'})

    assert [(3, "成文日期", None)] == [(reject.row, reject.column, reject.pointer) for reject in records.rejects]


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        ("\n \n", [("公文.jsonl", "文件是空的")]),
        ('{"id": 1}\n{"id": }\n{"id": 2\n', [("公文.jsonl:2:8", "此处不是 JSON 的值"), ("公文.jsonl:3:8", "内容不完整,文件可能被截断")]),
        ('{"id": 1}\n{"id": 2, "标题": "\\"", "id": 3}\n', [("公文.jsonl:2", "键“id”在同一个对象里出现了两次")]),
        ('{"id": 1} {"id": 2}\n', [("公文.jsonl:1:11", "内容结束之后还有文字")]),
        ('{"table": 5}\n', [("公文.jsonl:1", "table 的值是 5")]),
        ('{"table": "公文"}\n{"table": "留言"}\n5\n', [("公文.jsonl:3", "是 5,不是记录(对象),看不出属于哪张表")]),
        ("标题\n".encode("gb18030"), [("公文.jsonl:1", "第 1 个字节起不是 UTF-8 编码")]),
    ],
)
def test_not_json_lines(refusal: Refusal, content: str | bytes, problems: list[tuple[str, str]]) -> None:
    """Lines that cannot be read are named one by one."""
    assert problems == refusal({"公文.jsonl": content})


def test_many_bad_lines_are_counted(refusal: Refusal) -> None:
    """Of many bad lines the first are named and the others counted."""
    problems = refusal({"公文.jsonl": "x\n" * 50})

    assert 21 == len(problems)
    assert ("公文.jsonl", "另有 30 行也不能读取") in problems
