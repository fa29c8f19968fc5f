"""The calendar of the State Council's yearly notices, read from the ``holidays`` library.

``holidays`` answers for any year. For a year whose notice is not in it, it works the days out from the law without the make-up
weekends, and does not say so. What it has of each notice is a table by year, ``special_public_holidays``: which day is off in exchange
for which weekend. Every notice since 2001 has such exchanges, so the years that have them are the published ones, and the
calendar ends with the last of them.

A notice can also reach back: those for 2007, 2008, 2012 and 2019 changed the last days of the December before (29 to 31). These days of
the horizon's year are therefore known only as far as the notices so far go.

The library is imported when the calendar is first asked for, for it takes over 0.1 s of CPU: it imports all countries to give one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cache
from types import ModuleType
from typing import Any

from govaudit.calendar.model import Calendar
from govaudit.errors import EngineError, Problem

FIRST = dt.date(2007, 1, 1)
"""The first day known: from 2007 on the library was compared day by day with the notices."""

_PART_OF = {"农历除夕": "春节", "春节延长假期": "春节"}


@cache
def china_calendar() -> Calendar:
    """Build the calendar of the State Council of China; once, for it never changes within a run."""
    try:
        import holidays
    except ImportError as error:
        raise EngineError(Problem(found="缺少 holidays 库,无法取得国务院办公厅节假日安排", hint="请执行 pip install holidays")) from error
    return read_calendar(holidays)


def read_calendar(library: ModuleType) -> Calendar:
    """Build the calendar from the ``holidays`` module; raise EngineError if its data cannot be understood."""
    version = getattr(library, "__version__", "版本不明")
    try:
        swaps = dict(_swaps(library.country_holidays("CN").special_public_holidays))
        horizon = dt.date(_last_published_year({off.year for off in swaps}), 12, 31)
        years = range(FIRST.year, horizon.year + 1)
        entity = library.country_holidays("CN", years=years, language="zh_CN")
        names = {day: tuple(name.split("; ")) for day, name in entity.items()}
        makeups = frozenset(entity.weekend_workdays)
        _refuse_contradictions({off: makeup for off, makeup in swaps.items() if FIRST <= off <= horizon}, names, makeups)
    except (AttributeError, LookupError, NotImplementedError, TypeError, ValueError) as error:
        raise EngineError(
            Problem(
                found=f"holidays {version} 的中国节假日数据无法识别({type(error).__name__}: {error})",
                expected=f"含 {FIRST.year} 年以来逐年调休安排(special_public_holidays)",
                hint="请换用经过验证的 holidays 版本(如 0.109)",
            )
        ) from error
    working = {day: (day in makeups if day.weekday() >= 5 else day not in names) for day in _days(FIRST, horizon)}
    reasons = _reasons(working, names, swaps)
    return Calendar.of(FIRST, list(working.values()), reasons, f"国务院办公厅节假日安排(holidays {version})")


def _swaps(notices: Mapping[int, Any]) -> Iterator[tuple[dt.date, dt.date]]:
    """Give the exchanges of all notices: the day off and the weekend worked for it."""
    for year, entries in notices.items():
        for entry in entries if isinstance(entries[0], tuple) else (entries,):
            if len(entry) == 3:  # month, day, name: a day off that nobody makes up for
                continue
            month, day, made_month, made_day = entry[:4]
            (made_year,) = entry[4:] or (year,)
            yield dt.date(year, month, day), dt.date(made_year, made_month, made_day)


def _last_published_year(years: set[int]) -> int:
    """Find the last year that has a notice; a gap since ``FIRST`` means that the data are not what they are taken for."""
    last = max(years, default=0)
    missing = sorted(set(range(FIRST.year, last + 1)) - years)
    if last < FIRST.year or missing:
        raise ValueError(f"缺少 {'、'.join(map(str, missing)) or FIRST.year} 年的安排")
    return last


def _refuse_contradictions(swaps: Mapping[dt.date, dt.date], names: Mapping[dt.date, tuple[str, ...]], makeups: frozenset[dt.date]) -> None:
    """Check that the library itself reads the exchanges as we do."""
    moved_on = set(swaps.values())
    for off, makeup in swaps.items():
        if (off not in names and off not in moved_on) or (makeup.weekday() >= 5 and makeup not in makeups):
            raise ValueError(f"{off} 与 {makeup} 的调休前后不一致")


def _days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    return map(dt.date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


def _reasons(working: Mapping[dt.date, bool], names: Mapping[dt.date, tuple[str, ...]], swaps: Mapping[dt.date, dt.date]) -> dict[dt.date, str]:
    """Name the holiday of each day off, and of each make-up weekend the holiday it is worked for."""
    reasons = {}
    for day, labels in names.items():
        if day not in swaps:
            reasons[day] = "、".join(labels).replace("（", "(").replace("）", ")")
    for off, makeup in swaps.items():
        if off in working:
            holiday = _holiday_around(off, working, names, swaps) or "节假日"
            reasons[off] = f"{holiday}(调休)"
            reasons[makeup] = f"调休上班({holiday})"
    return reasons


def _holiday_around(off: dt.date, working: Mapping[dt.date, bool], names: Mapping[dt.date, tuple[str, ...]], swaps: Mapping[dt.date, dt.date]) -> str:
    """Name the holiday or holidays in the unbroken run of days off that holds ``off``."""
    run = [off]
    for step in (dt.timedelta(days=-1), dt.timedelta(days=1)):
        day = off + step
        while not working.get(day, True):
            run.append(day)
            day += step
    labels = [label.partition("（")[0] for day in sorted(run) if day not in swaps for label in names.get(day, ())]
    return "、".join(dict.fromkeys(_PART_OF.get(label, label) for label in labels))
