"""Parsing JSON strictly and fast, and wording what is wrong with it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from govaudit.errors import Place, Problem
from govaudit.records.formats.text import without_bom
from govaudit.records.raw import Values, escaped

_MESSAGES = (
    ("EOF while", "内容不完整,文件可能被截断", "请重新导出"),
    ("trailing comma", "最后一项后面多了逗号", "请删去"),
    ("trailing characters", "内容结束之后还有文字", "一个 JSON 文件只能有一个对象;每行一条记录的文件请以 .jsonl 结尾"),
    ("expected `,`", "缺少逗号或右括号", ""),
    ("expected `:`", "键名后面缺少冒号", ""),
    ("key must be", "键名要用双引号", ""),
    ("recursion limit", "嵌套过深", "台账只有“表、记录、字段”三层"),
    ("number out of range", "数字过长", "编号等请写成文字,加双引号"),
    ("invalid number", "数字写法有误", "以 0 开头的编号请写成文字,加双引号"),
    ("control character", "文字中有没有转义的换行或控制字符", "换行请写成 \\n"),
    ("hex escape", "\\u 转义不完整或不是有效的字符", ""),
    ("invalid escape", "反斜线后面的转义不认识", "反斜线请写成 \\\\"),
    ("invalid unicode", "不是有效的 UTF-8 文字", "请另存为 UTF-8 编码"),
    ("expected", "此处不是 JSON 的值", "文字要用双引号;空值写 null;NaN、Infinity 不是 JSON"),
)
_ESCAPE = re.compile(rb"\\.", re.DOTALL)


def parse(data: bytes) -> Any:
    """Parse one JSON value; raises a ValueError that `syntax` words."""
    from pydantic_core import from_json

    return from_json(data, allow_inf_nan=False)


def syntax(error: ValueError, data: bytes, path: str, line: int | None = None) -> Problem:
    """Word an error of the parser; `line` is the number of the line if `data` is just one line of the file."""
    text = str(error)
    found, hint = next(((found, hint) for part, found, hint in _MESSAGES if part in text), (text, ""))
    where = re.search(r"line (\d+) column (\d+)$", text)
    if where is None:
        return Problem(Place(path, line), found, hint=hint)
    row, column = int(where[1]), int(where[2])
    before = data.split(b"\n", row)[row - 1][: max(column - 1, 0)] if row <= data.count(b"\n") + 1 else b""
    return Problem(Place(path, row if line is None else line, len(before.decode(errors="replace")) + 1), found, hint=hint)


def number_of_strings(data: bytes) -> int:
    r"""Count the strings, keys and values, of a valid JSON text.

    Every string has two quotes, and a quote inside one is written `\"` (or without a quote, `\u0022`). So counting bytes is enough, as long as each `\"` is a
    quote and not the end of a string after an escaped backslash; where there are escaped backslashes, the escapes are taken apart one by one.
    """
    quotes = data.count(b'"')
    if b"\\" not in data:
        inside = 0
    elif b"\\\\" not in data:
        inside = data.count(b'\\"')
    else:
        inside = sum(escape == b'\\"' for escape in _ESCAPE.findall(data))
    return (quotes - inside) // 2


def strings_in(value: Any) -> int:
    """Count the strings, keys and values, of a parsed value."""
    if isinstance(value, str):
        return 1
    if isinstance(value, dict):
        return len(value) + sum(map(strings_in, value.values()))
    return sum(map(strings_in, value)) if isinstance(value, list) else 0


def strings_in_columns(columns: Iterable[Values]) -> int:
    """Count the strings in columns, without looking at every cell where the column is known to hold nothing else."""
    return sum(strings_in(values) if isinstance(values, list) else len(values) - values.null_count() for values in columns)


def doubled_keys(data: bytes, path: str, line: int | None = None) -> list[Problem]:
    """Find the keys that stand twice in one object; slow, so only called when the count of strings says that there are some."""
    problems: list[Problem] = []
    value = json.loads(without_bom(data), object_pairs_hook=_Pairs, parse_int=str)
    _collect(value, "", problems, Place(path, line))
    return problems


class _Pairs(list[tuple[str, Any]]):
    """The members of an object as they stand."""


def _collect(value: Any, pointer: str, problems: list[Problem], place: Place) -> None:
    if isinstance(value, _Pairs):
        seen = set()
        for key, member in value:
            if key in seen:
                problems.append(Problem(Place(place.path, place.line, pointer=pointer or None), f"键“{key}”在同一个对象里出现了两次", hint="请删去一个"))
            seen.add(key)
            _collect(member, f"{pointer}/{escaped(key)}", problems, place)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            _collect(item, f"{pointer}/{number}", problems, place)
