"""The slices of a window that are judged one by one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from govaudit.checks.base import Every

Window = tuple[dt.date | None, dt.date]
_MONTHS = {Every.YEAR: 12, Every.HALF: 6, Every.QUARTER: 3, Every.MONTH: 1}


@dataclass(frozen=True)
class Slice:
    """One part of the window; `label` is empty when there is only one."""

    label: str
    first: dt.date
    last: dt.date

    def is_covered_by(self, report: str) -> bool:
        """Whether a zero report for `report` (2021, 2021-Q3, 2021-07 …) covers this slice: the slice itself or the year it lies in."""
        return report == self.label or (report == str(self.first.year) == str(self.last.year))


def slices_of(window: Window, every: Every | None) -> list[Slice]:
    """Cut a window in calendar years, halves, quarters or months; None leaves it whole."""
    first, last = window
    if first is None or every is None:
        return [Slice("", first or dt.date.min, last)]
    months = _MONTHS[every]
    found: list[Slice] = []
    start = dt.date(first.year, (first.month - 1) // months * months + 1, 1)
    while start <= last:
        number = start.year * 12 + start.month - 1 + months
        following = dt.date(number // 12, number % 12 + 1, 1)
        found.append(Slice(_label(start, every), max(start, first), min(following - dt.timedelta(days=1), last)))
        start = following
    return [Slice("", found[0].first, found[0].last)] if len(found) == 1 else found


def _label(start: dt.date, every: Every) -> str:
    part = (start.month - 1) // _MONTHS[every] + 1
    return {Every.YEAR: f"{start.year}", Every.HALF: f"{start.year}-H{part}", Every.QUARTER: f"{start.year}-Q{part}", Every.MONTH: f"{start:%Y-%m}"}[every]
