"""JSON: the shape of the file, pointers, strictness."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govaudit.records import Records
from govaudit.records.formats.json_text import doubled_keys, number_of_strings, strings_in

Reading = Callable[..., Records]
Refusal = Callable[..., list[tuple[str, str]]]


def test_tables_and_meta(reading: Reading) -> None:
    """Every key but `meta` is a table; a record has its index, and nothing a file says about itself is lost."""
    records = reading({"a.json": '{"meta": {"unit": "县政府", "packs": ["x"]}, "公文": [{"id": 7, "标题": "甲"}, {"页数": null}], "messages": []}'})

    assert {"unit": "县政府", "packs": ["x"]} == records.meta
    assert [("7", 0, "甲", None), ("行2", 1, None, None)] == records.ledgers["documents"].frame.select("_key", "_row", "title", "pages").rows()
    assert {"id", "title", "pages"} == records.ledgers["documents"].fields
    assert (0, frozenset()) == (len(records.ledgers["messages"].frame), records.ledgers["messages"].fields)


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf{}", b'{"meta": null}', b" {} \n"])
def test_no_tables(reading: Reading, data: bytes) -> None:
    """A file may hold no table at all."""
    assert ({}, {}) == (reading({"a.json": data}).ledgers, reading({"a.json": data}).meta)


def test_places_of_rejects(reading: Reading) -> None:
    """A bad cell has the JSON pointer with the key as it is written; a row that is no record is rejected whole."""
    records = reading({"a.json": '{"公文": [{"成文日期": "2021-02-30", "页数": {"a": 1}}, 5, ["x"], {"成文日期": "2021-03-01"}]}'})

    assert [
        ("/公文/0/成文日期", "成文日期", "2021-02-30", False),
        ("/公文/0/页数", "页数", '{"a": 1}', False),
        ("/公文/1", "", "5", True),
        ("/公文/2", "", '["x"]', True),
    ] == [(reject.pointer, reject.column, reject.value, reject.whole_row) for reject in records.rejects]
    frame = records.ledgers["documents"].frame
    assert [(0, True, True), (3, False, False)] == frame.select("_row", "issued__bad", "pages__bad").rows()
    assert (4, 2) == (records.sources[0].rows, records.sources[0].rejected)


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        ("", [("a.json", "文件是空的")]),
        ("[]", [("a.json:1", "最外层是列表")]),
        ('"公文"', [("a.json:1", "最外层是文字")]),
        ("3", [("a.json:1", "最外层是数字")]),
        ('{"公文": {"id": 1}}', [("a.json#/公文", "“公文”是对象")]),
        ('{"公文": null, "meta": []}', [("a.json#/meta", "meta 是列表"), ("a.json#/公文", "“公文”是空值(null)")]),
        ('{\n "公文": [\n  {"标题": 甲}\n ]\n}', [("a.json:3:10", "此处不是 JSON 的值")]),
        ('{"公文": [{"页数": NaN}]}', [("a.json:1:16", "此处不是 JSON 的值")]),
        ('{"公文": [{"页数": Infinity}]}', [("a.json:1:16", "此处不是 JSON 的值")]),
        ('{"公文": [{"id": 007}]}', [("a.json:1:17", "数字写法有误")]),
        ('{"公文": [{"id": 1,}]}', [("a.json:1:18", "最后一项后面多了逗号")]),
        ('{"公文": [{"id": "a\nb"}]}', [("a.json:2:1", "文字中有没有转义的换行或控制字符")]),
        ('{"公文": [', [("a.json:1:8", "内容不完整,文件可能被截断")]),
        ("{}\n{}", [("a.json:2:1", "内容结束之后还有文字")]),
        ("{'公文': []}", [("a.json:1:2", "键名要用双引号")]),
        ('{"公文": [{"标题": "\\ud800"}]}', [("a.json:1:23", "\\u 转义不完整或不是有效的字符")]),
        ('{"公文": ' + "[" * 300 + "]" * 300 + "}", [("a.json:1:208", "嵌套过深")]),
        ("{}".encode("utf-16"), [("a.json", "文件是 UTF-16 编码")]),
        ('{"a": 1,\n"公文": []}'.encode("gb18030"), [("a.json:2", "第 11 个字节起不是 UTF-8 编码")]),
        ('{"公文": [{"id": ' + "9" * 5000 + "}]}", [("a.json:1:4317", "数字过长")]),
    ],
)
def test_not_the_expected_json(refusal: Refusal, content: str | bytes, problems: list[tuple[str, str]]) -> None:
    """What is not the expected JSON is refused with one message and its place."""
    assert problems == refusal({"a.json": content})


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        ('{"公文": [{"id": 1, "id": 2}]}', [("a.json#/公文/0", "键“id”在同一个对象里出现了两次")]),
        ('{"公文": [{"id": 1}, {"id": 2, "标题": "x", "id"\n: "3"}]}', [("a.json#/公文/1", "键“id”在同一个对象里出现了两次")]),
        ('{"公文": [{"id": 1}], "公文": []}', [("a.json", "键“公文”在同一个对象里出现了两次")]),
        ('{"meta": {"a": 1, "a": 1}}', [("a.json#/meta", "键“a”在同一个对象里出现了两次")]),
        ('{"公文": [{"i\\u0064": 1, "id": 2}]}', [("a.json#/公文/0", "键“id”在同一个对象里出现了两次")]),
        ('{"公文": [5, {"traits": [{"a\\\\": 1, "a\\\\": 2}]}]}', [("a.json#/公文/1/traits/0", "键“a\\”在同一个对象里出现了两次")]),
    ],
)
def test_doubled_keys(refusal: Refusal, content: str, problems: list[tuple[str, str]]) -> None:
    """A key that stands twice in one object is an error, wherever it is and however it is written."""
    assert problems == refusal({"a.json": content})


@pytest.mark.parametrize("title", ['":', ':"', '\\":', '\\\\":', "\\", '"', "\\u0022:", ": 您好", '{"a":1,"a":2}', '\\"'])
def test_texts_that_look_like_keys(reading: Reading, monkeypatch: pytest.MonkeyPatch, title: str) -> None:
    """Quotes, colons and backslashes in texts do not start the slow search for doubled keys."""
    monkeypatch.setattr("govaudit.records.formats.json_file.doubled_keys", lambda *_: pytest.fail("slow"))
    content = json.dumps({"meta": {title: [title]}, "公文": [{"标题": title, "特征": [title, None]}, {"编号": "B"}, title]}, ensure_ascii=False)

    assert [title, None] == reading({"a.json": content}).ledgers["documents"].frame["title"].to_list()


texts = st.text(alphabet='a":\\u0{ é\n', max_size=4)
trees = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.lists(st.tuples(texts, inner), max_size=3).map(tuple),
    max_leaves=12,
)


def written(tree: Any, *, ascii_only: bool) -> str:
    """Write a tree in which a tuple of pairs stands for an object, doubled keys and all."""
    if isinstance(tree, tuple):
        return "{" + ", ".join(f"{json.dumps(key, ensure_ascii=ascii_only)} :{written(value, ascii_only=ascii_only)}" for key, value in tree) + "}"
    if isinstance(tree, list):
        return "[" + ",".join(written(item, ascii_only=ascii_only) for item in tree) + "]"
    return json.dumps(tree, ensure_ascii=ascii_only)


@given(tree=trees, ascii_only=st.booleans())
def test_the_count_finds_every_doubled_key(tree: Any, ascii_only: bool) -> None:
    """The number of strings in the text and in what was parsed differ exactly if a key stands twice in an object."""
    data = written(tree, ascii_only=ascii_only).encode()

    assert (number_of_strings(data) != strings_in(json.loads(data))) == bool(doubled_keys(data, "a.json"))
