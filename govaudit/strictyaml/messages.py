"""Chinese wording of pydantic's errors, with the position of the value or key they are about."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from pydantic import PydanticUserError, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from govaudit.errors import Place, Problem
from govaudit.strictyaml.schema import allowed_keys
from govaudit.strictyaml.wording import kind_of, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import pydantic
    from pydantic_core import ErrorDetails

    from govaudit.strictyaml.document import Document, Loc, Step

# What is expected, for ``<kind>_type`` and ``<kind>_parsing``.
_KINDS = {
    "bool": "布尔值(true 或 false)",
    "bytes": "文字",
    "dataclass": "键值对",
    "date": "日期,如 2021-07-16",
    "datetime": "日期和时间,如 2021-07-16 09:30",
    "decimal": "数字",
    "dict": "键值对",
    "float": "数字",
    "frozen_set": "列表",
    "int": "整数",
    "iterable": "列表",
    "list": "列表",
    "mapping": "键值对",
    "model": "键值对",
    "model_attributes": "键值对",
    "set": "列表",
    "string": "文字",
    "time": "时间,如 09:30",
    "time_delta": "时长",
    "tuple": "列表",
    "url": "网址",
    "uuid": "UUID",
}

# What is expected, with the values that pydantic gives in ``ctx``.
_EXPECTED = {
    "date_from_datetime_inexact": "只有日期,没有时间",
    "date_from_datetime_parsing": _KINDS["date"],
    "date_future": "将来的日期",
    "date_past": "过去的日期",
    "datetime_from_date_parsing": _KINDS["datetime"],
    "decimal_max_digits": "总共不超过 {max_digits} 位",
    "decimal_max_places": "小数不超过 {decimal_places} 位",
    "decimal_whole_digits": "整数部分不超过 {whole_digits} 位",
    "finite_number": "有限的数",
    "greater_than": "大于 {gt}",
    "greater_than_equal": "不小于 {ge}",
    "int_from_float": "整数(没有小数部分)",
    "int_parsing_size": "位数较少的整数",
    "invalid_key": "文字",
    "less_than": "小于 {lt}",
    "less_than_equal": "不大于 {le}",
    "multiple_of": "{multiple_of} 的倍数",
    "none_required": "空值",
    "string_not_ascii": "只含 ASCII 字符",
    "string_pattern_mismatch": "符合格式 {pattern}",
    "string_too_long": "不超过 {max_length} 个字",
    "string_too_short": "不少于 {min_length} 个字",
    "too_long": "不超过 {max_length} 项",
    "too_short": "不少于 {min_length} 项",
    "url_scheme": "以 {expected_schemes} 开头的网址",
}


def problems(document: Document, error: pydantic.ValidationError, model: Any, at: Loc) -> list[Problem]:
    """Word all errors, in the order of the file; the alternatives of a union that failed in one place become one problem."""
    merged: dict[tuple[Place, str, str], list[str]] = {}
    for item in error.errors(include_url=False):
        problem = _Error(document, item, model, at).problem()
        expected = merged.setdefault((problem.place, problem.found, problem.hint), [])
        if problem.expected and problem.expected not in expected:
            expected.append(problem.expected)
    return sorted(Problem(place, found, " 或 ".join(expected), hint) for (place, found, hint), expected in merged.items())


class _Error:
    """One error of pydantic, and where it is in the document."""

    def __init__(self, document: Document, item: ErrorDetails, model: Any, at: Loc) -> None:
        self.document = document
        self.item = item
        self.model = model
        self.context: dict[str, Any] = item.get("ctx") or {}
        self.loc = item["loc"]
        self.is_key = bool(self.loc) and self.loc[-1] == "[key]"
        self.steps = document.walk((*at, *(self.loc[:-1] if self.is_key else self.loc)))

    def problem(self) -> Problem:
        """Choose the wording by the type of the error."""
        kind = self.item["type"]
        if kind in _SPECIAL:
            return _SPECIAL[kind](self)
        if kind in _EXPECTED:
            return self._value(_EXPECTED[kind].format_map({name: shown(str(value)) for name, value in self.context.items()}))
        stem = kind.removesuffix("_type").removesuffix("_parsing")
        if stem != kind and stem in _KINDS:
            return self._value(_KINDS[stem])
        return self._said(self.item["msg"])

    def missing(self) -> Problem:
        """Word a key that is not there, at the mapping that should hold it."""
        held = [number for number, step in enumerate(self.steps) if step.data is self.item["input"]]
        if held:  # the walk may have taken the name of a union member for a key
            self.steps = self.steps[: held[-1] + 1]
        elif self.document.data is self.item["input"]:
            self.steps = []
        return self._absent(str(self.loc[-1]))

    def extra(self) -> Problem:
        """Word a key that is not allowed, with the allowed ones where the model tells them."""
        name = str(self.loc[-1])
        allowed = [] if self.model is None else allowed_keys(_schema(self.model), self.loc[:-1])
        place = self.document.place_of(self.steps, key=True)
        return Problem(place, f"{_dotted(self.steps)} 是未知的项", "、".join(allowed), _nearest(name, allowed))

    def choice(self) -> Problem:
        """Word a value that is not one of the allowed ones."""
        return self._one_of(self.item["input"], _quoted(str(self.context.get("expected", ""))))

    def tag(self) -> Problem:
        """Word a discriminator with an unknown value."""
        name = self._discriminator()
        self._enter(name)
        return self._one_of(self.context.get("tag"), _quoted(str(self.context.get("expected_tags", ""))))

    def no_tag(self) -> Problem:
        """Word a discriminator that is not there."""
        name = self._discriminator()
        return self._absent(name) if name else self._said("无法判断属于哪一种")

    def own_words(self) -> Problem:
        """Give the text with which a validator of ours refused the value."""
        text = str(self.context.get("error") or "")
        return self._said(text or self.item["msg"])

    def _discriminator(self) -> str:
        text = str(self.context.get("discriminator", ""))
        return text[1:-1] if len(text) > 2 and text[0] == text[-1] == "'" else ""

    def _enter(self, name: str) -> None:
        """Go down to one key, if it is there."""
        loc = [*(step.name for step in self.steps), name]
        deeper = self.document.walk(loc)
        if name and len(deeper) == len(loc):
            self.steps = deeper

    def _absent(self, name: str) -> Problem:
        path = f"{_dotted(self.steps)}.{name}" if self.steps else name
        return Problem(self.document.place_of(self.steps), f"缺少必填项 {path}")

    def _one_of(self, value: Any, allowed: Sequence[str]) -> Problem:
        problem = self._value("、".join(allowed))
        return replace(problem, hint=_nearest(value, allowed)) if isinstance(value, str) else problem

    def _value(self, expected: str) -> Problem:
        value = self.item["input"] if self.is_key or not self.steps else self.steps[-1].data
        hint = ""
        if expected == _KINDS["string"] and isinstance(value, (bool, int, float)):
            hint = "若本意是文字,请加引号"
        return Problem(self._place(), f"{self._subject()}是{_described(value)}", expected, hint)

    def _said(self, text: str) -> Problem:
        return Problem(self._place(), f"{_dotted(self.steps)}:{text}" if self.steps else text)

    def _place(self) -> Place:
        return self.document.place_of(self.steps, key=self.is_key)

    def _subject(self) -> str:
        if not self.steps:
            return "文件内容"
        return f"{_dotted(self.steps)} 的{'键名' if self.is_key else '值'}"


_SPECIAL: dict[str, Callable[[_Error], Problem]] = {
    "assertion_error": _Error.own_words,
    "enum": _Error.choice,
    "extra_forbidden": _Error.extra,
    "literal_error": _Error.choice,
    "missing": _Error.missing,
    "union_tag_invalid": _Error.tag,
    "union_tag_not_found": _Error.no_tag,
    "value_error": _Error.own_words,
}


def _dotted(steps: Iterable[Step]) -> str:
    text = "".join(f"[{step.name}]" if isinstance(step.name, int) else f".{shown(step.name)}" for step in steps)
    return text.removeprefix(".")


def _described(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return shown(str(value))
    if isinstance(value, str):
        return f"“{shown(value)}”"
    return f"{kind_of(value)}({len(value)} 项)" if isinstance(value, (dict, list)) else kind_of(value)


def _quoted(listed: str) -> list[str]:
    """Take apart pydantic's list of reprs, ``'a', "b'c" or 3``."""
    found = re.findall(r"'([^']*)'|\"([^\"]*)\"|([^\s,'\"]+)", listed)
    return [single or double or bare for single, double, bare in found if bare != "or"]


def _nearest(name: str, allowed: Sequence[str]) -> str:
    near = get_close_matches(name[:100], allowed, n=1)
    return f"是否想写“{near[0]}”?" if near else ""


class _Lenient(GenerateJsonSchema):
    """A JSON Schema only to read names from: what cannot be expressed is left open."""

    def handle_invalid_for_json_schema(self, schema: Any, error_info: str) -> JsonSchemaValue:
        """Allow anything."""
        return {}

    def emit_warning(self, kind: Any, detail: str) -> None:
        """Be quiet about defaults that JSON cannot express."""


def _schema(model: Any) -> dict[str, Any]:
    """Give the JSON Schema of a model, or an empty one where it has none."""
    adapter = model if isinstance(model, TypeAdapter) else TypeAdapter(model)
    try:
        return adapter.json_schema(schema_generator=_Lenient)
    except PydanticUserError:
        return {}
