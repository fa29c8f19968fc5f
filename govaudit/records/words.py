"""Texts, yes and no, listed values and lists as offices write them."""

from __future__ import annotations

import re
from typing import Any

from govaudit.records.plain import BLANKS, WHITE, Cell, plain, shown, text_of, unlabelled
from govaudit.vocabulary.model import FieldSpec, fold, nearest

_SEPARATORS = re.compile(r"[、,\uff0c;\uff1b/\r\n]+")
_SEPARATORS_OF_ADDRESSES = re.compile(r"[、,\uff0c;\uff1b\s]+")
_NUMBERED = re.compile(r"(?:\A|(?<=[;\uff1b\r\n\s,\uff0c、。]))[(\uff08]?\d{1,2}(?:[、.\uff0e](?!\d)|[)\uff09][、.]?)\s*")
_OPENING, _CLOSING = "([{（［｛【〔〈《「『“‘", ")]}）］｝】〕〉》」』”’"

_YES = frozenset(("true", "是"))
_NO = frozenset(("false", "否"))
_TRUE = frozenset(("有", "√", "✓", "✔", "☑", "✅", "对", "已", "1", "y", "yes", "t"))
_FALSE = frozenset(("无", "没有", "不是", "×", "╳", "✗", "✘", "✕", "✖", "❌", "☒", "未", "0", "n", "no", "f"))
_DONE = re.compile(r"已\w{1,4}")
_NOT_DONE = re.compile(r"(?:尚?未|没有?)\w{1,4}")


def text(value: Any, cell: Cell) -> str | None:
    """Read a text.

    Raises:
        ValueError: it is none.
    """
    return text_of(value, cell)


def boolean(value: Any, cell: Cell) -> bool | None:
    """Read yes or no.

    Raises:
        ValueError: it is neither.
    """
    if isinstance(value, bool) or value is None:
        return value
    word = fold(unlabelled(plain(value, Cell()), cell))
    if word in _YES or word in _NO:
        return word in _YES
    answer = True if word in _TRUE or _DONE.fullmatch(word) else False if word in _FALSE or _NOT_DONE.fullmatch(word) else None
    if answer is not None:
        cell.did("boolean_word")
    elif text_of(value, cell) is not None:
        raise ValueError("不是“是”或“否”")
    return answer


def listed(value: Any, cell: Cell) -> str | None:
    """Read one of the values that the dictionary lists.

    Raises:
        ValueError: it is none of them.
    """
    return None if value is None else _value(unlabelled(plain(value, cell), cell), cell)


def _value(text: str, cell: Cell) -> str | None:
    """Find an enumerated value; a blank is one only where the dictionary lists it."""
    spec = cell.spec
    if spec is not None and (known := spec.spellings.get(fold(text))) is not None:
        if known != text:
            cell.did("enum_spelling")
        return known
    if text in BLANKS:
        if text:
            cell.did("absent")
        return None
    if spec is None or spec.open or not spec.values:
        return text
    spellings = [spelling for value, aliases in spec.values.items() for spelling in (value, *aliases)]
    raise ValueError(f"“{shown(text, 40)}”不是允许的取值:{'、'.join(spec.values)}{nearest(text[:100], spellings)}")


def several(value: Any, cell: Cell) -> list[str] | None:
    """Read a list.

    Raises:
        ValueError: it is none, or an element is not one of those that the dictionary lists.
    """
    if value is None:
        return None
    if isinstance(value, list | tuple):
        parts = [plain(item, cell) for item in value if item is not None]
    else:
        whole: str = unlabelled(plain(value, cell), cell)
        if not whole:
            return None
        parts = [whole] if _is_one(cell.spec, whole) else _divided(whole, cell)
    found = (_value(part.strip(WHITE), cell) for part in parts)
    return list(dict.fromkeys(item for item in found if item is not None))


def _is_one(spec: FieldSpec | None, text: str) -> bool:
    return text in BLANKS or (spec is not None and fold(text) in spec.spellings)


def _divided(text: str, cell: Cell) -> list[str]:
    """Divide a text where it says so, but not inside brackets, and not inside addresses."""
    if "://" in text:
        parts = _SEPARATORS_OF_ADDRESSES.split(text)
    else:
        if re.match(r"[(\uff08]?1(?:[、.\uff0e]|[)\uff09])\s*[^\d\s]", text):
            cell.did("list_numbered")
            text = _NUMBERED.sub("\n", text)
        parts = _SEPARATORS.split(text)
        if len(parts) > 1 and any(sign in text for sign in _OPENING):
            parts = _outside_brackets(text)
    parts = [part for part in parts if part.strip(WHITE)]
    if len(parts) > 1:
        cell.did("list_divided")
    return parts


def _outside_brackets(text: str) -> list[str]:
    """Divide a text outside its brackets; if they do not pair off, everywhere."""
    parts = [""]
    depth = 0
    for char in text:
        depth += (char in _OPENING) - (char in _CLOSING)
        if depth < 0:
            break
        if depth == 0 and _SEPARATORS.fullmatch(char):
            parts.append("")
        else:
            parts[-1] += char
    return parts if depth == 0 else _SEPARATORS.split(text)
