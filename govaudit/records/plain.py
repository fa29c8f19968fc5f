"""What all values have in common: what is stripped from a cell, what counts as blank, and how a cell is shown."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
import unicodedata
from decimal import Decimal
from typing import Any, NamedTuple

from govaudit.vocabulary.model import FieldSpec, fold

WHITE = "".join(map(chr, (*range(9, 14), *range(28, 33), 0x85, 0xA0, 0x1680, *range(0x2000, 0x2010), 0x2028, 0x2029, 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF)))
"""What is stripped from both ends of a cell: the same characters in Python and in polars."""

BLANKS = (
    *("", "无", "暂无", "空", "空白", "(空)", "\uff08空\uff09", "(空白)", "\uff08空白\uff09", "NULL", "null", "(null)"),
    *("—", "——", "―", "─", "-", "--", "---", "–", "\uff0d", "/", "//", "\uff0f"),
)
"""What offices and their systems write into a cell that has no value."""

ERRORS = frozenset(("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"))
"""What a spreadsheet writes for a formula that failed."""

HASHES = re.compile(r"#{3,}")

MAX_TEXT = 1_000_000
"""The longest text of a cell; Excel's own has 32,767 characters."""

LABEL = re.compile(r"([^:\uff1a]{1,40}?)\s*[:\uff1a]\s*(.*)", re.DOTALL)


class Unreadable(NamedTuple):
    """Stands in a cell of which is known already that it cannot be read: what is shown of it, and why."""

    text: str
    reason: str


class Cell:
    """One cell that is being read: its field, and the names of what was done to it beside reading."""

    __slots__ = ("done", "spec")

    def __init__(self, spec: FieldSpec | None = None) -> None:
        """Take the field."""
        self.spec = spec
        self.done: list[str] = []

    def did(self, name: str) -> None:
        """Note a coercion by its name, once."""
        if name not in self.done:
            self.done.append(name)


def plain(value: Any, cell: Cell) -> Any:
    """Strip a text, make a number or Python date text, refuse what no cell may be.

    Raises:
        ValueError: it is no single value.
    """
    if isinstance(value, str):
        return stripped(value)
    if isinstance(value, bool):
        raise ValueError(f"是布尔值 {str(value).lower()},应为文字")  # noqa: TRY004 - Pydantic takes ValueErrors as refusals
    if isinstance(value, int):
        cell.did("number_as_text")
        return str(value)
    if isinstance(value, float | Decimal):
        cell.did("number_as_text")
        return decimal_text(value)
    if isinstance(value, dt.date | dt.time):
        cell.did("date_as_text")
        return str(value)
    if isinstance(value, dt.timedelta):
        raise ValueError("是一段时长")  # noqa: TRY004 - as above
    if isinstance(value, Unreadable):
        raise ValueError(value.reason)  # noqa: TRY004 - as above
    raise ValueError(f"是{'列表' if isinstance(value, list | tuple) else '嵌套的对象'},应为单个值")


def stripped(value: str) -> str:
    """Strip a text.

    Raises:
        ValueError: it is no text that can be written, what a spreadsheet writes for an error, or longer than any cell.
    """
    value = value.strip(WHITE)
    if not value.isascii() and any("\ud800" <= char <= "\udfff" for char in value):
        raise ValueError("含有无效字符(单个代理码)")
    if value[:1] == "#" and (value in ERRORS or HASHES.fullmatch(value)):
        raise ValueError(f"单元格是错误值 {value[:20]};请在原表中改正")
    if len(value) > MAX_TEXT:
        raise ValueError(f"有 {len(value)} 字,超过上限 {MAX_TEXT} 字;多半是引号没有成对,或导出有误")
    return value


def decimal_text(value: float | Decimal) -> str:
    """Write a number as people do, without exponent and without zeros behind.

    Raises:
        ValueError: it is not finite.
    """
    if not math.isfinite(value):
        raise ValueError("不是有限的数")
    text = format(Decimal(str(value)) if value else Decimal(0), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def text_of(value: Any, cell: Cell) -> str | None:
    """Read a cell as text: None if it is blank; a label of its own field in front is dropped.

    Raises:
        ValueError: as `plain` and `stripped`.
    """
    if value is None:
        return None
    text: str = unlabelled(plain(value, cell), cell)
    if text in BLANKS:
        if text:
            cell.did("absent")
        return None
    return text


def unlabelled(text: str, cell: Cell) -> str:
    """Drop the name of the field from the front of a value: `发文字号:渝府发〔2023〕15号`."""
    if cell.spec is not None and (":" in text or "\uff1a" in text):
        for label in (cell.spec.label, *cell.spec.aliases):
            if text.startswith(label) and (rest := text[len(label) :].lstrip(WHITE)).startswith((":", "\uff1a")):
                cell.did("label")
                return rest[1:].strip(WHITE)
    return text


def own_labels(spec: FieldSpec) -> set[str]:
    """Give the names under which a field is known, folded."""
    return {fold(label) for label in (spec.label, *spec.aliases)}


def narrowed(text: str, cell: Cell) -> str:
    """Make full-width signs normal ones and drop invisible characters."""
    narrow = re.sub("[\u200b-\u200f\u2060\ufeff]", "", unicodedata.normalize("NFKC", text))
    if narrow != text:
        cell.did("full_width")
    return narrow


def shown(value: Any, limit: int = 200) -> str:
    """Write a raw value as a message quotes it, on one line and not too long."""
    if isinstance(value, Unreadable):
        value = value.text
    if not isinstance(value, str):
        value = json.dumps(value, ensure_ascii=False, default=str)
    text = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in value[: limit + 1])
    return text if len(text) <= limit else text[: limit - 1] + "…"
