"""The year an appendix speaks of: its first and last day, and what the as-of moment leaves of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from govaudit.errors import Problem, UsageError
from govaudit.packs.load import Pack

_YEAR = re.compile(r"(?:19|20)\d{2}")


@dataclass(frozen=True, slots=True)
class Year:
    """A calendar year, as seen from the as-of moment."""

    number: int
    as_of: dt.datetime

    @property
    def first(self) -> dt.date:
        """The first of January."""
        return dt.date(self.number, 1, 1)

    @property
    def last(self) -> dt.date:
        """The 31st of December."""
        return dt.date(self.number, 12, 31)

    @property
    def is_over(self) -> bool:
        """Whether the as-of moment lies after the year."""
        return self.as_of.date() > self.last

    def holds(self, day: dt.date) -> bool:
        """Whether a day lies in the year."""
        return self.first <= day <= self.last


def parse_year(text: str) -> int:
    """Turn `2021` into a year.

    Raises:
        UsageError: it is no year.
    """
    if not _YEAR.fullmatch(text.strip()):
        raise UsageError(Problem(found=f"--year {text!r} 不是年份", expected="四位数字的年份,如 --year 2021"))
    return int(text)


def of_the_year(packs: Sequence[Pack], number: int, as_of: dt.datetime) -> tuple[Year, list[Pack], list[Pack]]:
    """Return the year, the packs whose period reaches into it, and the others.

    Raises:
        UsageError: no pack speaks of the year, or it has not begun at the as-of moment.
    """
    year = Year(number, as_of)
    inside = [pack for pack in packs if pack.info.period.first <= year.last and pack.info.period.last >= year.first]
    if not inside:
        spans = "、".join(f"{pack.id} 为 {pack.info.period.first} 至 {pack.info.period.last}" for pack in packs)
        raise UsageError(Problem(found=f"所选要点不适用于 {number} 年({spans})", hint="请核对 --year,或用 -p 另选要点"))
    if as_of.date() < year.first:
        raise UsageError(Problem(found=f"统计时点 {as_of.date()} 在 {number} 年之前", expected=f"{year.first} 或以后", hint="用 --as-of 另定时点"))
    return year, inside, [pack for pack in packs if pack not in inside]
