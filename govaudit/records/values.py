"""What one cell may hold, per field type: the definition of every spelling that is accepted, and why the others are not.

`ADAPTERS` has one Pydantic adapter per type; `read_cell` gives the typed value or the reason of the refusal. `columns` reads whole columns
faster and is held to the same answers by tests.

- Around a value white space and zero-width characters do not count. Nothing, `无`, `暂无`, `—`, `-` and `/` are blank (null); `无` is "no" in a
  boolean field, and the empty list in a list field (so are the dashes), unless the dictionary lists it among the values.
- date: `2019-07-19`, `2019/4/25`, `2019.7.19`, `2019年7月19日`, `20190719`, years 1000 to 2999; with a time of day the day is kept.
- datetime: the same, and after a space or `T` (after `日` also nothing) `9:32`, `9:32:09` or `09:32:09.250`, then `Z`, `+08:00` or nothing;
  kept without zone, as time of UTC+8.
- integer, number: also as text, with thousands commas. percent: `4%` or a number from -1 to 1.
- boolean: true/false, 是/否, 有/无, √/×, 1/0, Y/N, yes/no.
- enum: any spelling of the dictionary; others only where it is `open`.
- list: a JSON list, or a text divided by `、` `,` `;` `/` (not in addresses) or line breaks; each element as in an enum, each once.
- text: numbers become text. Nested objects, and true or false outside boolean fields, are refused everywhere.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import re
import sys
from decimal import Decimal
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, TypeAdapter, ValidationError, ValidationInfo

from govaudit.vocabulary.model import FieldSpec, FieldType, fold, nearest

WHITE = "".join(map(chr, (*range(9, 14), *range(28, 33), 0x85, 0xA0, 0x1680, *range(0x2000, 0x2010), 0x2028, 0x2029, 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF)))
"""What is stripped from both ends of a cell: the same characters in Python and in polars."""

BLANKS = ("", "无", "暂无", "—", "——", "-", "--", "–", "\uff0d", "/")
"""What offices write into a cell that has no value."""

LOCAL = dt.timezone(dt.timedelta(hours=8))
"""The time of Asia/Shanghai; its summer times of 1940 to 1991 are left aside."""

_DAY = re.compile(
    r"(\d{4})(?:(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|(\d{2})(\d{2}))(?=[ T]|\Z)|年(\d{1,2})月(\d{1,2})日)(.*)",
    re.ASCII | re.DOTALL,
)
_TIME = re.compile(r"(?: *|T)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?: ?(?:(Z)|([+-])(\d{2}):?(\d{2})))?", re.ASCII)
_NUMBER = re.compile(r"([+-]?)(\d+|\d{1,3}(?:[,\uff0c]\d{3})+)(\.\d+)?", re.ASCII)
_SEPARATORS = re.compile(r"[、,\uff0c;\uff1b/\r\n]+")
_SEPARATORS_OF_ADDRESSES = re.compile(r"[、,\uff0c;\uff1b\s]+")

_TRUE = frozenset(("true", "是", "有", "√", "✓", "✔", "1", "y", "yes"))
_FALSE = frozenset(("false", "否", "无", "×", "✗", "✘", "0", "n", "no"))

_INT64 = 2**63
_LARGEST = Decimal(sys.float_info.max)


class Moment(NamedTuple):
    """A point in time, and whether it came with its time of day."""

    at: dt.datetime
    timed: bool


def read_cell(spec: FieldSpec, value: Any) -> tuple[Any, str]:
    """Type one cell; give the value (None: blank) and an empty text, or None and why the cell cannot be taken."""
    try:
        return ADAPTERS[spec.type].validate_python(value, context=spec), ""
    except ValidationError as error:
        item = error.errors(include_url=False)[0]
        return None, str(item.get("ctx", {}).get("error", item["msg"]))


def shown(value: Any, limit: int = 200) -> str:
    """Write a raw value as a message quotes it, on one line and not too long."""
    if not isinstance(value, str):
        value = json.dumps(value, ensure_ascii=False, default=str)
    text = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in value[: limit + 1])
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _plain(value: Any) -> Any:
    """Strip a text, make a number or Python date text, refuse what no cell may be."""
    if isinstance(value, str):
        return _stripped(value)
    if isinstance(value, bool):
        raise ValueError(f"是布尔值 {str(value).lower()},应为文字")  # noqa: TRY004 - Pydantic takes ValueErrors as refusals
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float | Decimal):
        return _decimal_text(value)
    if isinstance(value, dt.date):
        return str(value)
    raise ValueError(f"是{'列表' if isinstance(value, list | tuple) else '嵌套的对象'},应为单个值")


def _stripped(value: str) -> str:
    value = value.strip(WHITE)
    if not value.isascii() and any("\ud800" <= char <= "\udfff" for char in value):
        raise ValueError("含有无效字符(单个代理码)")
    return value


def _decimal_text(value: float | Decimal) -> str:
    if not math.isfinite(value):
        raise ValueError("不是有限的数")
    text = format(Decimal(str(value)) if value else Decimal(0), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _text(value: Any) -> str | None:
    if value is None:
        return None
    text: str = _plain(value)
    return None if text in BLANKS else text


def _date(value: Any) -> dt.date | None:
    moment = _moment(value)
    return None if moment is None else moment.at.date()


def _moment(value: Any) -> Moment | None:
    if isinstance(value, dt.datetime):
        return Moment(value.astimezone(LOCAL).replace(tzinfo=None) if value.tzinfo else value, timed=True)
    text = _text(value)
    if text is None:
        return None
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueError("不是日期,应如 2019-07-19、2019年7月19日" + (";数字形式的时间(Excel 序号、Unix 秒)请先转成日期" if _NUMBER.fullmatch(text) else ""))
    year, month, day, rest = (part for part in found.groups() if part is not None)
    if not "1000" <= year <= "2999":
        raise ValueError(f"年份 {year} 不可信")
    try:
        start = dt.datetime.combine(dt.date(int(year), int(month), int(day)), dt.time())
    except ValueError:
        raise ValueError(f"没有这一天:{year} 年 {int(month)} 月 {int(day)} 日") from None
    return Moment(start + _time(rest), timed=True) if rest else Moment(start, timed=False)


def _time(text: str) -> dt.timedelta:
    """Give how long after midnight of the written day the moment is, in local time."""
    found = _TIME.fullmatch(text)
    if found is None:
        raise ValueError("日期后面的时间看不懂,应如 9:32 或 09:32:09")
    hour, minute, second, fraction, _, sign, zone_hour, zone_minute = found.groups(default="")
    if int(hour) > 23 or int(minute) > 59 or int(second or 0) > 59:
        raise ValueError(f"没有这个时刻:{text.strip(' T')}")
    time = dt.timedelta(hours=int(hour), minutes=int(minute), seconds=int(second or 0), microseconds=int(fraction[:6].ljust(6, "0")))
    if found[5]:
        return time + dt.timedelta(hours=8)
    if not sign:
        return time
    if int(zone_hour) > 14 or int(zone_minute) > 59:
        raise ValueError(f"没有这个时区:{sign}{zone_hour}:{zone_minute}")
    ahead = dt.timedelta(hours=int(zone_hour), minutes=int(zone_minute))
    return time + dt.timedelta(hours=8) - (ahead if sign == "+" else -ahead)


def _decimal(value: Any) -> Decimal | None:
    """Read a number as written; a trailing percent sign is left to the caller."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool) and math.isfinite(value):
        return Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    if isinstance(value, dt.date):
        raise ValueError("是日期,应为数字")  # noqa: TRY004 - as above
    text = _text(value)
    if text is None:
        return None
    found = _NUMBER.fullmatch(text)
    if found is None or len(text) > 100:
        raise ValueError("不是数字,应如 1200、1,200 或 12.5(不写单位)")
    return Decimal(re.sub("[,\uff0c]", "", text))


def _integer(value: Any) -> int | None:
    number = _decimal(value)
    if number is None:
        return None
    if number != number.to_integral_value():
        raise ValueError("不是整数")
    if not -_INT64 <= number < _INT64:
        raise ValueError("数字过大")
    return int(number)


def _float(value: Any) -> float | None:
    number = _decimal(value)
    if number is not None and abs(number) > _LARGEST:
        raise ValueError("数字过大")
    return None if number is None else float(number) + 0.0  # no negative zero


def _percent(value: Any) -> float | None:
    if isinstance(value, str) and (text := _stripped(value)).endswith(("%", "\uff05")):
        number = _decimal(text[:-1])
        if number is None:
            raise ValueError("百分号前没有数字")
        return float(number / 100)
    number = _decimal(value)
    if number is not None and abs(number) > 1:
        raise ValueError(f"没有百分号,分不清是 {number}% 还是 {number} 倍;请写成 {number}%,或写小数(如 0.04)")
    return None if number is None else float(number)


def _boolean(value: Any) -> bool | None:
    if isinstance(value, bool) or value is None:
        return value
    text = fold(_plain(value))
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    if _text(value) is None:
        return None
    raise ValueError("不是“是”或“否”")


def _enum(value: Any, info: ValidationInfo) -> str | None:
    if value is None:
        return None
    return _value(info.context, _plain(value))


def _value(spec: FieldSpec | None, text: str) -> str | None:
    """Find an enumerated value; a blank is one only where the dictionary lists it."""
    if spec is not None and (known := spec.spellings.get(fold(text))) is not None:
        return known
    if text in BLANKS:
        return None
    if spec is None or spec.open or not spec.values:
        return text
    spellings = [spelling for value, aliases in spec.values.items() for spelling in (value, *aliases)]
    raise ValueError(f"“{shown(text, 40)}”不是允许的取值:{'、'.join(spec.values)}{nearest(text[:100], spellings)}")


def _list(value: Any, info: ValidationInfo) -> list[str] | None:
    if value is None:
        return None
    if isinstance(value, list | tuple):
        parts = [_plain(item) for item in value if item is not None]
    else:
        whole: str = _plain(value)
        if not whole:
            return None
        parts = [whole] if _is_one(info.context, whole) else _divided(whole)
    found = (_value(info.context, part.strip(WHITE)) for part in parts)
    return list(dict.fromkeys(item for item in found if item is not None))


def _is_one(spec: FieldSpec | None, text: str) -> bool:
    return text in BLANKS or (spec is not None and fold(text) in spec.spellings)


def _divided(text: str) -> list[str]:
    return (_SEPARATORS_OF_ADDRESSES if "://" in text else _SEPARATORS).split(text)


ADAPTERS: dict[FieldType, TypeAdapter[Any]] = {
    FieldType.TEXT: TypeAdapter(Annotated[str | None, BeforeValidator(_text)]),
    FieldType.INTEGER: TypeAdapter(Annotated[int | None, BeforeValidator(_integer)]),
    FieldType.NUMBER: TypeAdapter(Annotated[float | None, BeforeValidator(_float)]),
    FieldType.PERCENT: TypeAdapter(Annotated[float | None, BeforeValidator(_percent)]),
    FieldType.BOOLEAN: TypeAdapter(Annotated[bool | None, BeforeValidator(_boolean)]),
    FieldType.DATE: TypeAdapter(Annotated[dt.date | None, BeforeValidator(_date)]),
    FieldType.DATETIME: TypeAdapter(Annotated[Moment | None, BeforeValidator(_moment)]),
    FieldType.ENUM: TypeAdapter(Annotated[str | None, BeforeValidator(_enum)]),
    FieldType.LIST: TypeAdapter(Annotated[list[str] | None, BeforeValidator(_list)]),
}
"""One adapter per field type; enum and list want the `FieldSpec` as `context`."""
