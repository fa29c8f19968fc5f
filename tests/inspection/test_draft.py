"""The mapping file that an inspection writes: a check accepts the files with it, and what it decides is marked for a person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from govaudit.inspection.draft import draft
from govaudit.inspection.look import inspect_files
from govaudit.inspection.model import Inspection
from govaudit.records import Records, load_mapping, read
from govaudit.records.mapping import MappingFile
from tests.inspection.test_look import REPLIES, book, chosen

#: What an office might hand over, each refused as it is: name of the file, its content, the table it becomes, the rows that are read.
FILES: dict[str, tuple[str, Any, str, int]] = {
    "unknown column": ("留言.csv", REPLIES, "inquiries", 3),
    "two columns for one field": ("留言.csv", "留言编号,答复时间,答复日期,受理时间\nL1,2021-09-01,2021-09-02,2021-08-01\n", "inquiries", 1),
    "headings of no table": ("a.csv", "url,pub_date,doc_number\nhttp://a.example,成文日期:2021-08-01,甲1号\n", "documents", 1),
    "unknown sheet": ("a.xlsx", {"Sheet1": [["url", "pub_date", "doc_number"], ["http://a.example", "成文日期:2021-08-01", "甲1号"]]}, "documents", 1),
    "one sheet of two": (
        "a.xlsx",
        {"公文": [["编号", "标题"], ["D1", "通知"]], "杂项": [["天气", "心情"], ["晴", "好"]]},
        "documents",
        1,
    ),
    "unit that is another": ("依申请公开.csv", "编号,收到日期,收取费用(万元)\nF1,2021-09-01,1\n", "foi_requests", 1),
    "hostile headings": ("留言.csv", '留言编号,留言时间,答复时间,"a: [b] # {c}","""引号"""\nL1,2021-09-01,2021-09-02,1,2\n', "inquiries", 1),
    "name like a pattern": ("留言[1]*.csv", REPLIES, "inquiries", 3),
}


def written(folder: Path, name: str, content: Any) -> Path:
    """Write the file of an office."""
    if isinstance(content, dict):
        return book(folder, content, name)
    (folder / name).write_text(content, encoding="utf-8")
    return folder / name


def looked(path: Path) -> Inspection:
    """Look at a file."""
    return inspect_files([path], lambda _meta: chosen(), MappingFile())


def accepted(folder: Path, path: Path) -> Records:
    """Read a file with the mapping that was drafted for it."""
    mapping = folder / "映射.yaml"
    mapping.write_text(draft(looked(path), chosen()[1]), encoding="utf-8")
    return read([path], chosen()[1], load_mapping(mapping))


@pytest.mark.parametrize(("name", "content", "table", "rows"), FILES.values(), ids=FILES)
def test_a_check_accepts_the_files(tmp_path: Path, name: str, content: Any, table: str, rows: int) -> None:
    """With the draft, files are read that are refused without it."""
    path = written(tmp_path, name, content)
    found = accepted(tmp_path, path)

    assert any(look.problems for look in looked(path).tables)
    assert [(table, rows)] == [(one.table, one.rows) for one in found.sources]


def test_what_is_decided_is_marked(tmp_path: Path) -> None:
    """Every column that the draft passes over says so, with the fields it might be, and constants that rules want are offered."""
    text = draft(looked(written(tmp_path, "留言.csv", REPLIES.replace("答复字数", "公开日"))), chosen()[1])

    assert '"公开日": ignore  # 待定:可改成 公开日期' in text
    assert "#   channel:   # 渠道,1 条规则要用,文件里没有;可填 " in text


def test_nothing_to_say(tmp_path: Path) -> None:
    """A file that is read as it is needs no entry."""
    path = written(tmp_path, "留言.csv", "编号,渠道,受理时间\nL1,微博,2021-09-17\n")
    text = draft(looked(path), chosen()[1])

    assert '  "留言.csv": {}' in text
    assert 1 == accepted(tmp_path, path).sources[0].rows
