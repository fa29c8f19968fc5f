"""Small pieces of text: days and slices as an office writes them."""

from __future__ import annotations

import datetime as dt

from govaudit.appendix.subjects import Subject
from govaudit.engine.slices import Slice
from govaudit.reports.wording import say


def chinese_day(day: dt.date | None) -> str:
    """Return a day as 2021年9月24日."""
    return say("appendix.day.unknown") if day is None else say("appendix.day", year=day.year, month=day.month, day=day.day)


def subject_text(subject: Subject) -> str:
    """Return a category, where it is one of several units or slices with those before it."""
    name = subject.category.name if subject.category is not None else subject.name
    return subject.unit + slice_text(subject.slice) + name


def slice_text(part: Slice | None) -> str:
    """Return a slice in words: 第三季度, 上半年, 7 月; nothing where the window is not cut."""
    _, dash, piece = ("", "", "") if part is None else part.label.partition("-")
    if not dash:
        return ""
    if piece[0] in "QH":
        return say(f"appendix.slice.{piece}")
    return say("appendix.slice.month", month=int(piece))
