"""Build a document from the parser's events.

Events, not composed nodes: the composer recurses in C and dies of a deep document, resolves aliases before we see them and
takes twice the time.

libyaml and pure Python give the same data, positions and refusals, but for two things: Python refuses an unquoted ``?`` within
brackets (``[是否?]`` with the ASCII mark), and a ``? key`` without value has its null elsewhere.
"""

from __future__ import annotations

import re
from typing import Any, NoReturn

import yaml
from yaml.events import AliasEvent, DocumentStartEvent, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, StreamEndEvent

from govaudit.errors import Place, Problem, SourceError
from govaudit.strictyaml.document import Branch, Document, Mark, Tree
from govaudit.strictyaml.wording import AMBIGUOUS_KEYS, character, kind_of, shown, syntax

MAX_BYTES = 5_000_000
MAX_DEPTH = 100
MAX_DIGITS = 100  # beyond it float() gives inf and int() may refuse; no ledger holds such a number
MAX_PROBLEMS = 100

_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?")
_SURROGATE = re.compile("[\ud800-\udfff]")
# The characters of YAML 1.2 without the tab, the byte order mark and the breaks that only YAML 1.1 knows (U+0085, U+2028, U+2029).
_REFUSED = re.compile("[^\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_BREAK = re.compile("\r\n?|\n")
_DIRECTIVE = re.compile(r"(?:[ \r\n]++|#[^\r\n]*+)*+%")
_GLUED_COMMENT = re.compile("[|>][-+0-9]*#")


def parse(text: str, path: str) -> Document:
    """Parse the text of one file, or raise a ``SourceError`` with all problems that one pass finds."""
    if len(text) > MAX_BYTES or (len(text) * 4 > MAX_BYTES and len(text.encode("utf-8", "replace")) > MAX_BYTES):
        raise SourceError(Problem(Place(path), "文件超过 5 MB", "不超过 5 MB 的 YAML 文件", "请拆分文件"))
    text = text.removeprefix("\ufeff")
    if _REFUSED.search(text):
        raise SourceError(_refused_characters(text, path))
    if directive := _DIRECTIVE.match(text):
        *above, line = _BREAK.split(directive.group())
        raise SourceError(Problem(Place(path, len(above) + 1, len(line)), "不支持以“%”开头的指令", hint="请删去该行;若本意是文字,请加引号"))
    return _Builder(text, path).document()


def _refused_characters(text: str, path: str) -> list[Problem]:
    """Report the first refused character of each line, up to ``MAX_PROBLEMS`` lines."""
    problems: list[Problem] = []
    for number, line in enumerate(_BREAK.split(text), 1):
        if match := _REFUSED.search(line):
            problems.append(character(Place(path, number, match.start() + 1), match.group()))
        if len(problems) == MAX_PROBLEMS:
            return [*problems, _too_many(problems[-1].place)]
    return problems


def _too_many(last: Place) -> Problem:
    return Problem(Place(last.path, (last.line or 0) + 1), f"问题太多,只列出前 {MAX_PROBLEMS} 个,其后未再检查")


class _Builder:
    """Turns the events of one text into data and positions, and collects what it refuses."""

    def __init__(self, text: str, path: str) -> None:
        self._text = text
        self._path = path
        self._problems: list[Problem] = []
        self._loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
        self._next = self._loader.get_event

    def document(self) -> Document:
        """Read the whole stream."""
        data, tree = None, None
        try:
            self._next()  # start of the stream
            if type(event := self._next()) is not StreamEndEvent:
                data, tree = self._node(self._next(), 0)
                self._next()  # end of the document
                event = self._next()
            if type(event) is DocumentStartEvent:
                second: Any = event.start_mark
                self._report(second, "一个文件中有多个 YAML 文档(“---”之后又是一份)", "一个文件只有一个文档", "请拆成多个文件")
        except yaml.MarkedYAMLError as error:
            self._problems.append(syntax(error, self._text, self._path))
        except (yaml.YAMLError, ValueError, OverflowError):  # the pure Python scanner lets chr() fail on "\U00110000"
            mark = self._loader.get_mark() if hasattr(self._loader, "get_mark") else None
            place = self._place(mark) if mark else Place(self._path)
            self._problems.append(Problem(place, "双引号中的转义不是有效的字符", hint="请直接写出该字符"))
        if self._problems:
            raise SourceError(self._problems)
        return Document(data, self._path, None if data is None else tree)  # the parsers disagree where an empty document is

    def _node(self, event: Any, depth: int) -> tuple[Any, Tree]:
        kind = type(event)
        if kind is ScalarEvent:
            return self._scalar(event), event.start_mark
        if kind is AliasEvent:
            self._alias(event)
            return None, event.start_mark
        if depth == MAX_DEPTH:
            self._report(event.start_mark, f"嵌套超过 {MAX_DEPTH} 层", f"不超过 {MAX_DEPTH} 层")
            self._stop()
        if event.tag is not None or event.anchor is not None:
            self._properties(event)
        return self._mapping(event, depth + 1) if kind is MappingStartEvent else self._sequence(event, depth + 1)

    def _sequence(self, start: Any, depth: int) -> tuple[list[Any], Branch]:
        data: list[Any] = []
        trees: list[Tree] = []
        while type(event := self._next()) is not SequenceEndEvent:
            value, tree = self._node(event, depth)
            data.append(value)
            trees.append(tree)
        return data, Branch(start.start_mark, trees)

    def _mapping(self, start: Any, depth: int) -> tuple[dict[str, Any], Branch]:
        data: dict[str, Any] = {}
        trees: dict[str, Tree] = {}
        keys: dict[str, Mark] = {}
        while type(event := self._next()) is not MappingEndEvent:
            key = self._key(event, depth)
            value, tree = self._node(self._next(), depth)
            if key is None:
                continue
            if key in keys:
                first = self._place(keys[key])
                found = f"键“{shown(key)}”重复,已在第 {first.line} 行第 {first.column} 列写过"
                self._report(event.start_mark, found, hint="请删去或合并其中一处")
                continue
            data[key], trees[key], keys[key] = value, tree, event.start_mark
        return data, Branch(start.start_mark, trees, keys)

    def _key(self, event: Any, depth: int) -> str | None:
        """Give the key, or None for one that is refused."""
        value, tree = self._node(event, depth)
        if isinstance(tree, Branch):
            self._report(event.start_mark, f"键是{kind_of(value)},不是文字", "文字", "以 { 或 [ 开头的文字请加引号")
            return None
        if type(event) is AliasEvent:
            return None
        text: str = event.value
        return text if event.style or self._is_plain_key(event, value) else None

    def _is_plain_key(self, event: Any, value: Any) -> bool:
        text: str = event.value
        if text and text != "<<" and isinstance(value, str) and text.lower() not in AMBIGUOUS_KEYS:
            return True
        if text == "<<":
            self._report(event.start_mark, "不允许使用合并键“<<”", hint="请把内容逐项写出")
        elif not text:
            self._report(event.start_mark, "冒号前缺少键名", "文字")
        else:
            kind = AMBIGUOUS_KEYS.get(text.lower()) or kind_of(value)
            self._report(event.start_mark, f"键“{shown(text)}”会被读作{kind}", "文字", f'请加引号:"{shown(text)}"')
        return False

    def _scalar(self, event: Any) -> Any:
        if event.tag is not None or event.anchor is not None:
            self._properties(event)
        value: str = event.value
        if event.style:  # '' in libyaml, None in pure Python: plain
            if not value.isascii() and _SURROGATE.search(value):
                self._report(event.start_mark, "双引号中的转义不是有效的字符(单个代理码)", hint="请直接写出该字符")
            if event.style in "|>" and _GLUED_COMMENT.match(self._text, event.start_mark.index):  # only libyaml lets it pass
                self._report(event.start_mark, "“|”或“>”的写法有误", hint="其后的“#”前须留空格")
            return value
        if value in _WORDS:
            return _WORDS[value]
        return self._number(event, value) if value[0] in "-0123456789" else value

    def _number(self, event: Any, value: str) -> int | float | str:
        match = _NUMBER.fullmatch(value)
        if match is None:
            return value
        if len(value) > MAX_DIGITS:
            self._report(event.start_mark, f"数字“{shown(value)}”过长", f"不超过 {MAX_DIGITS} 位", "若本意是文字,请加引号")
            return value
        return float(value) if match.group(1) else int(value)

    def _alias(self, event: Any) -> None:
        self._report(event.start_mark, f"不允许使用别名“*{shown(event.anchor)}”", hint="请把内容写出;若本意是以“*”开头的文字,请加引号")

    def _properties(self, event: Any) -> None:
        if event.anchor is not None:
            self._report(event.start_mark, f"不允许使用锚点“&{shown(event.anchor)}”", hint="请删去;若本意是以“&”开头的文字,请加引号")
        if event.tag is not None:
            self._report(event.start_mark, f"不允许使用标签“{shown(event.tag)}”", hint="请删去;若本意是以“!”开头的文字,请加引号")

    def _place(self, mark: Mark) -> Place:
        return Place(self._path, mark.line + 1, mark.column + 1)

    def _report(self, mark: Mark, found: str, expected: str = "", hint: str = "") -> None:
        self._problems.append(Problem(self._place(mark), found, expected, hint))
        if len(self._problems) == MAX_PROBLEMS:
            self._problems.append(_too_many(self._problems[-1].place))
            self._stop()

    def _stop(self) -> NoReturn:
        raise SourceError(self._problems)
