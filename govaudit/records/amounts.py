"""Numbers and shares as offices write them."""

from __future__ import annotations

import datetime as dt
import math
import re
import sys
from decimal import Decimal
from typing import Any

from govaudit.records.plain import BLANKS, WHITE, Cell, Unreadable, decimal_text, narrowed, stripped, text_of

_NUMBER = re.compile(r"([+-]?)(\d+|\d{1,3}(?:,\d{3})+)(\.\d+)?", re.ASCII)
_WITH_UNIT = re.compile(r"([¥¥$]?)\s*([+-]?[\d,]*\d(?:\.\d+)?)\s*(\D{0,6})", re.ASCII)
_FRACTION = re.compile(r"(\d+(?:\.\d+)?)\s*分?\s*/\s*(\d+(?:\.\d+)?)\s*分?", re.ASCII)
_UNITS = (
    "元",
    "千元",
    "万元",
    "亿元",
    "天",
    "日",
    "工作日",
    "个工作日",
    "小时",
    "件",
    "条",
    "项",
    "个",
    "人",
    "名",
    "人次",
    "次",
    "分",
    "份",
    "月",
    "年",
    "万",
    "亿",
    "千",
)
_SAME = {"名": "人", "日": "天", "个工作日": "工作日"}

_INT64 = 2**63
_LARGEST = Decimal(sys.float_info.max)


def decimal(value: Any, cell: Cell) -> Decimal | None:
    """Read a number as written; a trailing percent sign is left to the caller.

    Raises:
        ValueError: it is none.
    """
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool) and math.isfinite(value):
        return Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        raise ValueError("是日期或时间,应为数字")  # noqa: TRY004 - Pydantic takes ValueErrors as refusals
    text = text_of(value, cell)
    if text is None:
        return None
    found = _NUMBER.fullmatch(text)
    if found is None:
        text = narrowed(text, cell)
        found = _NUMBER.fullmatch(text) or _NUMBER.fullmatch(_unitless(text, cell))
    if found is None or len(text) > 100:
        raise ValueError("不是数字,应如 1200、1,200 或 12.5(不写单位)")
    if "," in found[0]:
        cell.did("thousands")
    return Decimal(found[0].replace(",", ""))


def _unitless(text: str, cell: Cell) -> str:
    """Drop the field's own unit; another is refused."""
    found = _WITH_UNIT.fullmatch(text)
    expected = cell.spec.unit if cell.spec is not None else ""
    if found is None:
        return ""
    unit = found[3].strip()
    if unit in _UNITS and expected and _SAME.get(unit, unit) != _SAME.get(expected, expected):
        raise ValueError(f"以{unit}为单位,应为{expected};请换算后只写数字")
    if (unit and unit != expected and _SAME.get(unit, unit) != expected) or (found[1] and expected != "元"):
        return ""
    cell.did("unit")
    return found[2]


def integer(value: Any, cell: Cell) -> int | None:
    """Read a whole number.

    Raises:
        ValueError: it is none, or too large.
    """
    number = decimal(value, cell)
    if number is None:
        return None
    if number != number.to_integral_value():
        raise ValueError("不是整数")
    if not -_INT64 <= number < _INT64:
        raise ValueError("数字过大")
    return int(number)


def real(value: Any, cell: Cell) -> float | None:
    """Read a number.

    Raises:
        ValueError: it is none, or too large.
    """
    number = decimal(value, cell)
    if number is not None and abs(number) > _LARGEST:
        raise ValueError("数字过大")
    return None if number is None else float(number) + 0.0  # no negative zero


def percent(value: Any, cell: Cell) -> float | None:
    """Read a share: with a sign, as a fraction, or as a number from -1 to 1.

    Raises:
        ValueError: it is none, or one of two.
    """
    text = narrowed(stripped(value), Cell()) if isinstance(value, str) else ""
    for sign, whole, name in (("%", 100, "percent_sign"), ("‰", 1000, "permille_sign")):
        if text.endswith(sign):
            number = decimal(text[:-1], cell)
            if number is None:
                raise ValueError(f"{'百' if whole == 100 else '千'}分号前没有数字")
            cell.did(name)
            return float(number / whole)
    fraction = _FRACTION.fullmatch(text)
    if fraction is not None:
        if not Decimal(fraction[2]):
            raise ValueError("分母是 0")
        cell.did("percent_fraction")
        return float(Decimal(fraction[1]) / Decimal(fraction[2]))
    number = decimal(value, cell)
    if number is not None and abs(number) > 1:
        raise ValueError(f"没有百分号,分不清是 {number}% 还是 {number} 倍;请写成 {number}%,或写小数(如 0.04)")
    return None if number is None else float(number)


def as_percents(values: Any) -> list[Any]:
    """Read the numbers of a column as percents, because its heading says so; a number up to 1 may have been meant as a share."""
    return [_as_percent(value) for value in values]


def _as_percent(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return value
    text = value.strip(WHITE) if isinstance(value, str) else str(value) if isinstance(value, int | float) else ""
    try:
        number = None if text in BLANKS else decimal(text, Cell())
    except ValueError:
        return value
    if number is None:
        return value
    if 0 < abs(number) <= 1:
        return Unreadable(text, f"标题写明是 %,分不清是 {text}% 还是 {decimal_text(number * 100)}%;请带上百分号")
    return f"{text}%"
