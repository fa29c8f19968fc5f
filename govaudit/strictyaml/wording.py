"""Chinese wording of what a YAML parser finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govaudit.errors import Place, Problem

if TYPE_CHECKING:
    from yaml import MarkedYAMLError

# What other readers of YAML take for a truth value or nothing: as a key it must be quoted, so that all readers see the same key.
AMBIGUOUS_KEYS = {"yes": "布尔值", "no": "布尔值", "on": "布尔值", "off": "布尔值", "true": "布尔值", "false": "布尔值", "null": "空值"}

_SHOWN = 60

_QUOTE = "若值中有冒号、引号、括号等符号,请给整个值加引号"
_INDENT = "请检查缩进:同级各项须左对齐,用空格缩进"

# (part of the parser's problem or context, what it means, hint); libyaml and pure Python word some of them differently. First match wins.
_SYNTAX = (
    (
        "mapping values are not allowed",
        "此处不应出现冒号",
        "若值中有冒号,请给整个值加引号;并检查缩进,以及上一行的冒号是否半角、其后是否有空格",
    ),
    ("cannot start any token", "值不能以该字符开头", "请给整个值加引号"),
    ("unexpected end of stream", "引号没有成对", "请补上结尾的引号"),
    ("unexpected document", "引号没有成对,遇到了文档分隔符", "请补上结尾的引号"),
    ("or ']'", "方括号列表中缺少逗号或右括号", _QUOTE),
    ("or '}'", "花括号中缺少逗号或右括号", _QUOTE),
    ("could not find expected ':'", "键之后缺少冒号", "冒号用半角“:”,其后留一个空格"),
    ("sequence entries are not allowed", "此处不能写列表项“- ”", _INDENT),
    ("mapping keys are not allowed", "此处不能以“? ”开头", "请给整个值加引号"),
    ("unknown escape character", "双引号中有不认识的转义", "反斜线请写成两个,或改用单引号"),
    ("hexadecimal", "双引号中的转义不完整", "反斜线请写成两个,或改用单引号"),
    ("hexdecimal", "双引号中的转义不完整", "反斜线请写成两个,或改用单引号"),
    ("invalid unicode character", "双引号中的转义不是有效的字符", "请直接写出该字符"),
    ("block scalar", "“|”或“>”的写法有误", "其后须换行,内容须比键缩进"),
    ("directive", "不支持的指令", "以“%”开头的文字请加引号"),
    ("tag", "标签的写法有误(也不允许使用标签)", "以“!”开头的文字请加引号"),
    ("anchor", "锚点的写法有误(也不允许使用锚点)", "以“&”开头的文字请加引号"),
    ("alias", "别名的写法有误(也不允许使用别名)", "以“*”开头的文字请加引号"),
    ("document start", "内容已结束,其后又有多余的内容", _INDENT),
    ("block collection", "列表在此处中断", _INDENT),
    ("block sequence", "列表在此处中断", _INDENT),
    ("block mapping", "键值对在此处中断", f"{_INDENT};以引号或括号开头的值,结束后不能再有文字"),
    ("node content", "此处缺少内容", _QUOTE),
)


def shown(text: str) -> str:
    """Shorten a text of unknown origin and make its invisible characters visible."""
    cut = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in cut)


def kind_of(value: Any) -> str:
    """Name the kind of a loaded value."""
    if value is None:
        return "空值"
    if isinstance(value, dict):
        return "键值对"
    if isinstance(value, list):
        return "列表"
    if isinstance(value, bool):
        return "布尔值"
    return "数字" if isinstance(value, (int, float)) else "文字"


def character(place: Place, char: str) -> Problem:
    """Word a character that no YAML file may hold."""
    if char == "\t":
        return Problem(place, "有制表符(Tab)", "空格", "请改用空格;文字中需要制表符时写成双引号内的 \\t")
    return Problem(place, f"有不允许的字符 U+{ord(char):04X}", "可见的字符", "请删去该字符,可能是从其他软件粘贴而来")


def syntax(error: MarkedYAMLError, text: str, path: str) -> Problem:
    """Word an error of the parser; its own words are kept where no better are known."""
    about = f"{error.problem or ''} | {error.context or ''}".lower()
    found, hint = next(((found, hint) for part, found, hint in _SYNTAX if part in about), (f"YAML 语法有误({error.problem})", ""))
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return Problem(Place(path), found, hint=hint)
    begin = error.context_mark
    if begin is not None and (begin.line, begin.column) != (mark.line, mark.column):
        found += f"(从第 {begin.line + 1} 行第 {begin.column + 1} 列开始)"
    lines = text.splitlines()
    if mark.line >= len(lines):  # libyaml gives the end of the text as a line of its own
        return Problem(Place(path, max(len(lines), 1), len(lines[-1]) + 1 if lines else 1), found, hint=hint)
    return Problem(Place(path, mark.line + 1, mark.column + 1), found, hint=hint)
