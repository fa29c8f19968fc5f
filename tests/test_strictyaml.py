"""The strict YAML loader: what values mean, what is refused and where, and how pydantic's errors are worded."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from enum import Enum
from typing import Annotated, Any, Literal

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from govaudit.errors import Problem, SourceError
from govaudit.strictyaml import load


@pytest.fixture(params=["libyaml", "python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run a test with either parser."""
    if request.param == "python":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    elif not hasattr(yaml, "CSafeLoader"):
        pytest.skip("PyYAML without libyaml")


def _refusals(text: str) -> tuple[Problem, ...]:
    try:
        load(text, "f.yaml")
    except SourceError as error:
        return error.problems
    return ()


VALUES: list[tuple[str, Any]] = [
    *{"true": True, "false": False, "null": None, "~": None, "": None, "# only a comment": None}.items(),
    *((text, json.loads(text)) for text in ["0", "-17", "911101081234567890", "0.6", "-1.50", "9" * 100]),
    *((text, text) for text in ["no", "yes", "on", "off", "True", "NULL", "010", "0o7", "0x1F", "12:30", "1_000", "2021-07-16", ".inf"]),
    *((text, text) for text in [".5", "5.", "1e5", "1.5e3", "+1", "--1", "1.2.3", "10 workdays", "三(三)-c", "=", "-x", "１２", ".nan"]),
    *{"'1'": "1", '"true"': "true", '"\\t\\u4e2d"': "\t中", "''": "", "|\n 1\n": "1\n", ">-\n a\n b\n": "a b", "a\n  b": "a b"}.items(),
    ("[1, no, '2', ~]", [1, "no", "2", None]),
    ("{a: 1, b: {c: []}}", {"a": 1, "b": {"c": []}}),
    ("'2021': 1\n\"yes\": 2\n'<<': 3\n'': 4", {"2021": 1, "yes": 2, "<<": 3, "": 4}),
    ("010: a\n2021-07-16: b\ny: c", {"010": "a", "2021-07-16": "b", "y": "c"}),
    ("\ufeff---\na: 网上\r\nb:\r\n- 1\r\n...\n", {"a": "网上", "b": [1]}),
    ("? a\n: b", {"a": "b"}),
    ("[" * 100 + "]" * 100, json.loads("[" * 100 + "]" * 100)),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
@pytest.mark.usefixtures("parser")
def test_value(text: str, value: Any) -> None:
    """Plain scalars follow the short list of YAML 1.2 forms, everything else is text."""
    data = load(text, "f.yaml").data

    assert repr(value) == repr(data)


REFUSED: list[tuple[str, list[tuple[int, int, str]]]] = [
    ("a: 1\nb: 2\na: 3\na: 4", [(3, 1, "键“a”重复,已在第 1 行第 1 列写过"), (4, 1, "已在第 1 行第 1 列")]),
    ("- {x: 1, x: 2}", [(1, 10, "已在第 1 行第 4 列写过")]),
    ("a: &k 1\nb: *k\nc: !x 2\nd: !!str 3\ne: 1\ne: 2", [(1, 4, "“&k”"), (2, 4, "“*k”"), (3, 4, "“!x”"), (4, 4, "标签"), (6, 1, "重复")]),
    ("a: *没有", [(1, 5, "别名的写法有误")]),
    ("*a : 1", [(1, 1, "别名")]),
    ("a: &b [1]\nc: ! {d: 1}", [(1, 4, "锚点"), (2, 4, "标签“!”")]),
    ("a:\n  <<: {b: 1}", [(2, 3, "合并键")]),
    ("--- 1\n--- 2", [(2, 1, "多个 YAML 文档")]),
    ("2021: a\nyes: b\n~: c\nTrue: d\nNo: e\n1.5: f\nNULL: g", [(line, 1, "会被读作") for line in range(1, 8)]),
    ("a: {? [b] : c}", [(1, 7, "键是列表")]),
    ("{{a: 1}: c}", [(1, 2, "键是键值对")]),
    ("? \n: a", [(1, 2, "缺少键名")]),
    ("[" * 101, [(1, 101, "嵌套超过 100 层")]),
    ("*a : 1\nb: " + "- " * 200, [(1, 1, "别名"), (2, 4, "此处不能写列表项")]),
    ("a: b\n\tc: d\n\t#", [(2, 1, "制表符"), (3, 1, "制表符")]),
    ("a: 1\t# x", [(1, 5, "制表符")]),
    ("网: a\x00b", [(1, 5, "U+0000")]),
    ("a\n \x1b[0m", [(2, 2, "U+001B")]),
    ("a: b\u2028c\r\n\x85", [(1, 5, "U+2028"), (2, 1, "U+0085")]),
    ("a: \ud800", [(1, 4, "U+D800")]),
    ("a: b\ufeff", [(1, 5, "U+FEFF")]),
    ("%YAML 1.1\n---\na", [(1, 1, "指令")]),
    ("# c\n\n%x\n---\na", [(3, 1, "指令")]),
    ("a: " + "9" * 101, [(1, 4, "过长")]),
    ("a: 0." + "9" * 101, [(1, 4, "过长")]),
    ("a: b: c", [(1, 5, "不应出现冒号")]),
    ("key:1\nb: 2", [(2, 2, "不应出现冒号")]),
    ("a: @x", [(1, 4, "不能以该字符开头")]),
    ("a: 'x", [(1, 6, "引号没有成对")]),
    ("a: 'x\n---\n", [(2, 1, "引号没有成对")]),
    ("a: [1\nb: 2", [(2, 2, "方括号")]),
    ("a: {b: 1", [(1, 9, "花括号")]),
    ("- a\nb: 1", [(2, 1, "列表在此处中断")]),
    ("a:\n  b: 1\n c: 2", [(3, 2, "键值对在此处中断")]),
    ("a: 'it's'", [(1, 8, "键值对在此处中断")]),
    ("a: - b", [(1, 4, "此处不能写列表项")]),
    ("a: >x\n b", [(1, 5, "“|”或“>”的写法有误")]),
    ('a: "\\x4"', [(1, 7, "转义不完整")]),
    ("a: & b", [(1, 5, "锚点")]),
    ("x: *k\na: 'x", [(1, 4, "别名"), (2, 6, "引号")]),
]


@pytest.mark.parametrize(("text", "expected"), REFUSED)
@pytest.mark.usefixtures("parser")
def test_refused(text: str, expected: list[tuple[int, int, str]]) -> None:
    """What is ambiguous or malformed is refused, all of it at once, each with its line and column."""
    found = _refusals(text)

    assert [("f.yaml", line, column) for line, column, _ in expected] == [(p.place.path, p.place.line, p.place.column) for p in found]
    assert all(part in str(problem) for (_, _, part), problem in zip(expected, found, strict=True)), found


@pytest.mark.parametrize("text", ["- *a\n" * 300, "\x07\n" * 300])
def test_problems_are_capped(text: str) -> None:
    """A hopeless file gives the first hundred problems and says that there are more."""
    *first, last = _refusals(text)

    assert (100, 101) == (len(first), last.place.line)
    assert "只列出前 100 个" in last.found


BOUNDS = [
    *((text, "双引号中的转义") for text in ['"\\ud800"', '"\\U00110000"', '"\\UFFFFFFFF"', '"\\ud83d\\ude00"']),
    ("a: |#x\n b", "写法有误"),
    ("a" * 5_000_001, "5 MB"),
    ("中" * 1_700_000, "5 MB"),
    ("[" * 500_000, "嵌套超过 100 层"),  # composing these nodes kills the process
]


@pytest.mark.parametrize(("text", "found"), BOUNDS, ids=range(len(BOUNDS)))
@pytest.mark.usefixtures("parser")
def test_refused_by_both_parsers(text: str, found: str) -> None:
    """What the two parsers would treat differently, or would not survive, is refused by both."""
    with pytest.raises(SourceError, match=found):
        load(text, "f.yaml")


RULES = """\
rules:
  - id: A1
    check: {kind: count, count: 3}
  - id: A2
    check:
      kind: expect
      list: [甲, 乙]
"""
PLACES: list[tuple[tuple[str | int, ...], bool, int, int]] = [
    ((), False, 1, 1),
    (("rules",), False, 2, 3),
    (("rules",), True, 1, 1),
    (("rules", 0), False, 2, 5),
    (("rules", 0), True, 2, 5),
    (("rules", 0, "id"), False, 2, 9),
    (("rules", 0, "id"), True, 2, 5),
    (("rules", 1, "check", "expect", "list", 1), False, 7, 17),
    (("rules", 1, "check", "expect", "list"), True, 7, 7),
    (("rules", 0, "check", "count", "count"), True, 3, 26),
    (("rules", 0, "check", "count", "kind"), False, 3, 19),
    (("rules", 0, "check", "count", "count", "int"), False, 3, 33),
    (("rules", 7, "x"), False, 2, 3),
    (("none",), True, 1, 1),
]


@pytest.mark.parametrize(("loc", "key", "line", "column"), PLACES)
@pytest.mark.usefixtures("parser")
def test_place(loc: tuple[str | int, ...], key: bool, line: int, column: int) -> None:
    """A location gives the position of its value or key, or of the nearest thing above it."""
    place = load(RULES, "f.yaml").place(loc, key=key)

    assert ("f.yaml", line, column) == (place.path, place.line, place.column)


class _Force(Enum):
    MUST = "must"
    SHOULD = "should"


class _Count(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: Literal["count"]
    count: int
    at_least: Annotated[int, Field(gt=0)] = 1


class _Expect(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: Literal["expect", "holds"]
    fields: list[Annotated[str, Field(max_length=2)]]


def _even(value: int) -> int:
    if value % 2:
        raise ValueError(f"{value} 是奇数")
    return value


class _Rule(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    name: str = Field("x", alias="id")
    force: Annotated[_Force, Field(strict=False)] = _Force.MUST
    check: Annotated[_Count | _Expect, Field(discriminator="kind")] | None = None
    where: dict[Annotated[str, Field(pattern="^[a-z]+$")], int | str] = {}
    even: Annotated[int, AfterValidator(_even)] = 0
    since: Annotated[date | None, Field(strict=False)] = None
    nested: list[_Rule] = []
    wanted: bool = False
    stop: float = Field(1, multiple_of=0.5)
    of: type = int


WORDED: list[tuple[str, list[str]]] = [
    ("check: {kind: count, at_least: 0}", ["1:8: 缺少必填项 check.count", "1:32: check.at_least 的值是0;应为:大于 0"]),
    ("idd: a", ["1:1: idd 是未知的项;应为:id、force、check、where、even、since、nested、wanted、stop、of。是否想写“id”?"]),
    (
        "check:\n  kind: holds\n  feilds: []",
        ["2:3: 缺少必填项 check.fields", "3:3: check.feilds 是未知的项;应为:kind、fields。是否想写“fields”?"],
    ),
    ("nested:\n- nested: [{forse: 1}]", ["2:13: nested[0].nested[0].forse 是未知的项;应为:id、force、"]),
    ("check: {kind: count, count: 1, counts: 2}", ["1:32: check.counts 是未知的项;应为:kind、count、at_least。是否想写“count”?"]),
    ("force: shoud", ["1:8: force 的值是“shoud”;应为:must、should。是否想写“should”?"]),
    ("check: {kind: cuont}", ["1:15: check.kind 的值是“cuont”;应为:count、expect、holds。是否想写“count”?"]),
    ("check: {count: 1}", ["1:8: 缺少必填项 check.kind"]),
    ("check: []", ["1:8: check 的值是列表(0 项);应为:键值对"]),
    ("check: {kind: expect, fields: [甲乙丙]}", ["1:32: check.fields[0] 的值是“甲乙丙”;应为:不超过 2 个字"]),
    ("id: 2021", ["1:5: id 的值是2021;应为:文字。若本意是文字,请加引号"]),
    ("wanted: yes", ["1:9: wanted 的值是“yes”;应为:布尔值(true 或 false)"]),
    ("where: {ABC: 1}", ["1:9: where.ABC 的键名是“ABC”;应为:符合格式 ^[a-z]+$"]),
    ("where: {a: [1]}", ["1:12: where.a 的值是列表(1 项);应为:整数 或 文字"]),
    ("even: 3", ["1:7: even:3 是奇数"]),
    ("since: 2021-13-01", ["1:8: since 的值是“2021-13-01”;应为:日期,如 2021-07-16"]),
    ("nested: ~", ["1:9: nested 的值是空值;应为:列表"]),
    ("stop: 0.3", ["1:7: stop 的值是0.3;应为:0.5 的倍数"]),
    ("- 1", ["1:1: 文件内容是列表(1 项);应为:键值对"]),
    ('"\\e[31m": 1', ["1:1: \\u001b[31m 是未知的项"]),
]


@pytest.mark.parametrize(("text", "expected"), WORDED)
def test_pydantic_error(text: str, expected: list[str]) -> None:
    """Each error of pydantic tells file, line, column, key path and what was expected, in Chinese."""
    document = load(text, "f.yaml")
    with pytest.raises(ValidationError) as caught:
        _Rule.model_validate(document.data)
    worded = [str(problem) for problem in document.problems(caught.value, _Rule)]

    assert len(expected) == len(worded)
    assert all(line.startswith(f"f.yaml:{part}") for part, line in zip(expected, worded, strict=True)), worded


def test_part_of_a_document_validated() -> None:
    """Errors of a part are placed in the whole, without a model no keys are named, an unknown type keeps pydantic's words."""
    document = load("rules:\n- id: a\n- idd: b\n- of: 1", "f.yaml")
    adapter = TypeAdapter(list[_Rule])
    with pytest.raises(ValidationError) as caught:
        adapter.validate_python(document.data["rules"])

    assert "id、force" in document.problems(caught.value, adapter, at=["rules"])[0].expected
    assert ["f.yaml:3:3: rules[1].idd 是未知的项", "f.yaml:4:7: rules[2].of:Input should be a type"] == [
        str(problem) for problem in document.problems(caught.value, at=["rules"])
    ]


# YAML ends a key after 1,024 characters; in JSON a character can take six.
_TEXT = st.text(st.characters(exclude_categories=["Cs"], max_codepoint=0xFFFF, exclude_characters="\x7f"), max_size=150)
_SCALAR = st.none() | st.booleans() | st.integers() | st.floats(-1e9, 1e9).map(lambda value: round(value, 3)) | _TEXT
_JSON = st.recursive(_SCALAR, lambda inner: st.lists(inner) | st.dictionaries(_TEXT, inner), max_leaves=30)


@given(_JSON)
def test_json_loads_back(data: Any) -> None:
    """What json writes (characters of the basic plane: YAML has no surrogate pairs) is read back equal."""
    assert data == load(json.dumps(data), "f.yaml").data


_PIECES = st.sampled_from([*"a{}[]|>!%\\\"'\n", ": ", "- ", "\n  ", ", ", " #", "? ", "&a", "*a", "---"])


@pytest.mark.usefixtures("parser")
@given(st.text() | st.lists(_PIECES | st.characters(), max_size=20).map("".join))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_loads_or_is_refused(text: str) -> None:
    """No text whatever raises anything but a SourceError, and every problem has a place in the text."""
    lines = [problem.place.line or 0 for problem in _refusals(text)]

    assert all(1 <= line <= len(text.splitlines()) + 1 for line in lines)


def test_heavy_imports_are_lazy() -> None:
    """Importing the package brings in neither pydantic nor yaml."""
    code = "import sys, govaudit.strictyaml; print(sorted({'pydantic', 'yaml', 'difflib'} & set(sys.modules)))"

    assert "[]" == subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
