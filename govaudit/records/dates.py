"""Moments as offices write them: every spelling that is read, and why the others are not."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any, NamedTuple

from govaudit.records.plain import LABEL, Cell, narrowed, own_labels, text_of
from govaudit.vocabulary.model import fold

LOCAL = dt.timezone(dt.timedelta(hours=8))
"""The time of Asia/Shanghai; its summer times of 1940 to 1991 are left aside."""

_DAY = re.compile(
    r"(\d{4})(?:(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|(\d{2})(\d{2}))(?=[ T]|\Z)|年(\d{1,2})月(\d{1,2})日)(.*)",
    re.ASCII | re.DOTALL,
)
_TIME = re.compile(r"(?: *|T)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?: ?(?:(Z)|([+-])(\d{2}):?(\d{2})))?", re.ASCII)
_NUMBER = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_COMPACT = re.compile(r"([12]\d{3})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?", re.ASCII)
_WEEKDAY = re.compile(r"[(\[]?(?:星期|礼拜|周)([一二三四五六日天])[)\]]?")
_CLOCK = re.compile(
    r"(凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|夜间|[AaPp][Mm])? ?(\d{1,2})(?:[时点:](?:(\d{1,2})分?|(半))?)(?::?(\d{1,2})秒?)? ?([AaPp][Mm])?",
    re.ASCII,
)
_PARTIAL = re.compile(r"\d{4}[-/.年]\d{1,2}月?|\d{4}年?", re.ASCII)
_NO_YEAR = re.compile(r"\d{1,2}[-/.月]\d{1,2}日?", re.ASCII)
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_NUMERALS = re.compile(r"([〇○零O一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日(.*)", re.DOTALL)
_SPELLINGS = {"-": "", "/": "date_slash", ".": "date_dot", "年": "date_chinese"}
_GENERAL_LABELS = frozenset(("日期", "时间", "date", "time"))

SERIAL = (36526, 73051)
"""Numbers of days in Excel that can be a date: 2000-01-01 to 2100-01-01."""

_SERIAL_ZERO = dt.datetime.fromisoformat("1899-12-30")
_UNIX_ZERO = dt.datetime.fromisoformat("1970-01-01 08:00")
_UNIX = (1_000_000_000, 4_102_444_800)
"""Seconds that can be a date: 2001-09-09 to 2100-01-01."""

HOW = "不是日期,应如 2019-07-19、2019年7月19日"


class Moment(NamedTuple):
    """A point in time, and whether it came with its time of day."""

    at: dt.datetime
    timed: bool


def moment(value: Any, cell: Cell) -> Moment | None:
    """Read a moment; None if the cell is blank.

    Raises:
        ValueError: it is none; the text says why.
    """
    if isinstance(value, dt.datetime):
        return Moment(value.astimezone(LOCAL).replace(tzinfo=None) if value.tzinfo else value, timed=True)
    if isinstance(value, dt.date):
        return Moment(dt.datetime.combine(value, dt.time()), timed=False)
    if isinstance(value, dt.time | dt.timedelta):
        raise ValueError("只有时刻,没有日期")  # noqa: TRY004 - Pydantic takes ValueErrors as refusals
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return _of_number(Decimal(str(value)), cell)
    text = text_of(value, cell)
    if text is None:
        return None
    found = _DAY.fullmatch(text)
    return _tidied(text, cell) if found is None or _WEEKDAY.search(text) else _moment(found, cell)


def _moment(found: re.Match[str], cell: Cell) -> Moment:
    year, month, day, rest = (part for part in found.groups() if part is not None)
    if not "1000" <= year <= "2999":
        raise ValueError(f"年份 {year} 不可信")
    try:
        start = dt.datetime.combine(dt.date(int(year), int(month), int(day)), dt.time())
    except ValueError:
        raise ValueError(f"没有这一天:{year} 年 {int(month)} 月 {int(day)} 日") from None
    spelling = _SPELLINGS.get(found[0][4], "date_compact")
    if spelling:
        cell.did(spelling)
    return Moment(start + _time(rest, cell), timed=True) if rest else Moment(start, timed=False)


def _time(text: str, cell: Cell) -> dt.timedelta:
    """Give how long after midnight of the written day the moment is, in local time."""
    found = _TIME.fullmatch(text)
    if found is None:
        return _spoken(text.strip(), cell)
    hour, minute, second, fraction, _, sign, zone_hour, zone_minute = found.groups(default="")
    if int(hour) > 23 or int(minute) > 59 or int(second or 0) > 59:
        raise ValueError(f"没有这个时刻:{text.strip(' T')}")
    time = dt.timedelta(hours=int(hour), minutes=int(minute), seconds=int(second or 0), microseconds=int(fraction[:6].ljust(6, "0")))
    if found[5]:
        cell.did("zone")
        return time + dt.timedelta(hours=8)
    if not sign:
        return time
    if int(zone_hour) > 14 or int(zone_minute) > 59:
        raise ValueError(f"没有这个时区:{sign}{zone_hour}:{zone_minute}")
    ahead = dt.timedelta(hours=int(zone_hour), minutes=int(zone_minute)) * (1 if sign == "+" else -1)
    if ahead != dt.timedelta(hours=8):
        cell.did("zone")
    return time + dt.timedelta(hours=8) - ahead


def _spoken(text: str, cell: Cell) -> dt.timedelta:
    """Read a time of day in words: 上午9时30分, 下午 3:05, 9:32 PM."""
    found = _CLOCK.fullmatch(text)
    if found is None or (found[1] and found[6]):
        raise ValueError("日期后面的时间看不懂,应如 9:32 或 09:32:09")
    part = (found[1] or found[6] or "").upper()
    hour, minute, second = int(found[2]), 30 if found[4] else int(found[3] or 0), int(found[5] or 0)
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError(f"没有这个时刻:{text}")
    cell.did("date_clock")
    if part in ("AM", "PM"):
        if not 1 <= hour <= 12:
            raise ValueError(f"没有这个时刻:{text}")
        return dt.timedelta(hours=hour % 12 + (12 if part == "PM" else 0), minutes=minute, seconds=second)
    if (hour == 12 and part not in ("", "中午", "下午")) or (hour > 12 and part in _MORNING) or (hour == 0 and part in _EVENING):
        raise ValueError(f"“{text}”分不清是几点,请写成 24 小时制,如 00:30 或 12:30")
    late = (part in _EVENING and hour < 12) or (part == "中午" and hour < 3)
    return dt.timedelta(hours=hour + 12 if late else hour, minutes=minute, seconds=second)


_MORNING = ("凌晨", "清晨", "早上", "早晨", "上午")
_EVENING = ("下午", "傍晚", "晚上", "夜里", "夜间")


def _tidied(text: str, cell: Cell) -> Moment | None:
    """Read what is no plain date: tidy it up step by step, and refuse what is left."""
    text = _unlabelled(narrowed(text, cell).strip(), cell)
    numerals = _NUMERALS.fullmatch(text)
    if numerals is not None:
        cell.did("date_numerals")
        text = f"{numerals[1].replace('O', '0').translate(_DIGITS)}年{_number(numerals[2])}月{_number(numerals[3])}日{numerals[4]}"
    if _NUMBER.fullmatch(text):
        return _of_number(Decimal(text), cell)
    text, weekday = _without_weekday(text, cell)
    plain = re.sub(r"(?<=\d)\s*[‐‑‒–—―−]\s*(?=\d)", "-", text)
    plain = re.sub(r"\s*(年|月)\s*", r"\1", re.sub(r"\s*[日号]", "日", plain)) if "年" in plain else plain
    plain = re.sub(r"\s*([-/.])\s*(?=\d{1,2}([-/.]|\D|\Z))", r"\1", plain, count=2) if re.match(r"\d{4}\s*[-/.]", plain) else plain
    plain = plain.strip("()[]<>《》“”\"'").rstrip(".。;,、 ")
    if plain != text:
        cell.did("date_signs")
    found = _DAY.fullmatch(plain) or _DAY.fullmatch(re.sub(r"(?<=\d)(?=[上下中凌早晚傍夜清AaPp])", " ", plain, count=1))
    if found is None:
        raise ValueError(_why_not(plain))
    at = _moment(found, cell)
    if weekday is not None and at.at.weekday() != weekday:
        raise ValueError(f"日期和星期对不上:{at.at:%Y-%m-%d} 是星期{'一二三四五六日'[at.at.weekday()]}")
    return at


def _unlabelled(text: str, cell: Cell) -> str:
    """Drop a label before a date, if it is this field's or says nothing; another field's is refused."""
    found = LABEL.fullmatch(text)
    if found is None or found[1][-1:].isdigit() or not re.match(r"\D", found[1]):
        return text
    label = fold(found[1])
    if label not in _GENERAL_LABELS and not (cell.spec is not None and label in own_labels(cell.spec)):
        raise ValueError(f"单元格写的是“{found[1][:20]}”,这一列是“{cell.spec.label if cell.spec is not None else '日期'}”")
    cell.did("label")
    return found[2].strip()


def _without_weekday(text: str, cell: Cell) -> tuple[str, int | None]:
    found = _WEEKDAY.search(text)
    if found is None:
        return text, None
    cell.did("date_weekday")
    rest = f"{text[: found.start()].rstrip()} {text[found.end() :].lstrip()}".strip()
    return rest, "一二三四五六日天".index(found[1]) % 7 if found[1] != "天" else 6


def _number(numeral: str) -> int:
    """Read a Chinese numeral up to 39."""
    tens, ten, ones = numeral.rpartition("十")
    units = int(ones.translate(_DIGITS)) if len(ones) == 1 else 0 if not ones else 99
    return units if not ten else (int(tens.translate(_DIGITS)) if tens else 1) * 10 + units if len(tens) < 2 else 99


def _of_number(number: Decimal, cell: Cell) -> Moment:
    """Read a date that was stored as a number: a day as eight digits, a moment as twelve or fourteen, Excel's number of the day, Unix seconds."""
    if not number.is_finite():
        raise ValueError("不是有限的数")
    whole = number == number.to_integral_value()
    if whole and 10_000_000 <= number < 100_000_000:
        found = _DAY.fullmatch(str(int(number)))
        if found is not None:
            return _moment(found, cell)
    if SERIAL[0] <= number < SERIAL[1]:
        cell.did("date_serial")
        seconds = int((number * 86400).to_integral_value())
        return Moment(_SERIAL_ZERO + dt.timedelta(seconds=seconds), timed=not whole)
    for scale, name in ((1, "date_unix"), (1000, "date_unix_millis")):
        if _UNIX[0] * scale <= number < _UNIX[1] * scale:
            cell.did(name)
            return Moment(_UNIX_ZERO + dt.timedelta(microseconds=int(number * 1_000_000 / scale)), timed=True)
    compact = _COMPACT.fullmatch(str(int(number))) if whole else None
    if compact is not None:
        cell.did("date_compact")
        found = _DAY.fullmatch(f"{compact[1]}-{compact[2]}-{compact[3]} {compact[4]}:{compact[5]}:{compact[6] or '00'}")
        if found is not None:
            return _moment(found, cell)
    raise ValueError(f"{HOW};这个数字也不是 Excel 的日期序号(2000 年到 2099 年)或 Unix 秒")


def _why_not(text: str) -> str:
    if _PARTIAL.fullmatch(text):
        return f"{HOW};只有年月,没有日"
    if _NO_YEAR.fullmatch(text):
        return f"{HOW};没有年份"
    return HOW
