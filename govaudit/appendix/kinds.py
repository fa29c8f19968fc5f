"""The kinds of figures a statistic can be: a number, a breakdown, a sum, a share, a mean of working days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from govaudit.appendix.catalogue import FigureSpec, Topic
from govaudit.appendix.desk import Desk
from govaudit.appendix.filters import words
from govaudit.appendix.model import Figure
from govaudit.appendix.shares import plain, rounded, share, total
from govaudit.reports.wording import listed, say
from govaudit.vocabulary.model import FieldSpec, FieldType

if TYPE_CHECKING:
    import polars as pl

_HOLES = ("{n}", "{parts}", "{share}", "{mean}")


@dataclass(frozen=True, slots=True)
class Asked:
    """One figure to be worked out: its records of the year, and in words which they are."""

    desk: Desk
    topic: Topic
    spec: FigureSpec
    rows: pl.DataFrame
    condition: str

    @property
    def keys(self) -> tuple[str, ...]:
        """The records, by key."""
        return tuple(self.rows["_key"])

    @property
    def label(self) -> str:
        """What the figure counts."""
        return label_of(self.spec)

    def n(self, number: int | Fraction) -> str:
        """Return a number of records with their measure word."""
        return say("appendix.n", n=plain(Fraction(number)), measure=self.desk.measure(self.topic.table))

    def field(self, name: str | None) -> FieldSpec:
        """Return a field of the topic's table."""
        return self.desk.context.vocabulary.tables[self.topic.table].fields[str(name)]


Worked = tuple[str, Sequence[Figure]]
"""A figure in words (nothing where there is nothing to say), and its numbers."""


def label_of(spec: FigureSpec) -> str:
    """Return what a figure counts: its sentence without the number."""
    text = spec.say
    for hole in _HOLES:
        text = text.replace(hole, "")
    return text.strip(" ,。")


def worked_out(asked: Asked) -> Worked:
    """Work a figure out."""
    kinds: dict[str, Callable[[Asked], Worked]] = {"by": _by, "sum": _sum, "share": _share, "workdays": _workdays}
    return next((make for name, make in kinds.items() if getattr(asked.spec, name) is not None), _number)(asked)


def _number(asked: Asked) -> Worked:
    n = asked.n(asked.rows.height)
    return asked.spec.say.replace("{n}", n), [Figure(asked.label, n, asked.condition, asked.keys)]


def _by(asked: Asked) -> Worked:
    """Count by value, the values in the order of the vocabulary; blanks are a value of their own, so that the parts add up to the whole."""
    spec = asked.field(asked.spec.by)
    groups: dict[str, list[str]] = {}
    blank: list[str] = []
    for key, value in asked.rows.select("_key", "by").iter_rows():
        values = [one for one in (value if isinstance(value, list) else [value]) if one is not None]
        if not values:
            blank.append(key)
        for one in dict.fromkeys(values):
            groups.setdefault(say("appendix.yes" if one else "appendix.no") if isinstance(one, bool) else str(one), []).append(key)
    order = {name: number for number, name in enumerate(spec.values)}
    names = sorted(groups, key=lambda name: (order.get(name, len(order)), -len(groups[name]), name))
    pairs = [(name, groups[name]) for name in names] + ([(say("appendix.blank"), blank)] if blank else [])
    if not pairs:
        return "", []
    parts = listed(say("appendix.part", name=name, n=asked.n(len(keys))) for name, keys in pairs)
    several = say("appendix.several") if spec.type is FieldType.LIST and sum(len(keys) for _, keys in pairs) > asked.rows.height else ""
    figures = [
        Figure(
            say("appendix.by", field=spec.label, name=name),
            asked.n(len(keys)),
            say("appendix.by.condition", condition=asked.condition, field=spec.label, name=name),
            tuple(keys),
        )
        for name, keys in pairs
    ]
    return asked.spec.say.replace("{parts}", parts) + several, figures


def _sum(asked: Asked) -> Worked:
    spec = asked.field(asked.spec.sum)
    told = asked.rows.filter(asked.rows["sum"].is_not_null())
    blank = asked.rows.height - told.height
    if blank and not told.height:
        return uncounted(asked.spec, say("appendix.sum.none", field=spec.label), asked.keys)
    n = say("appendix.n", n=plain(total(told["sum"])), measure=spec.unit)
    figure = Figure(asked.label, n, say("appendix.sum.condition", condition=asked.condition, field=spec.label), tuple(told["_key"]))
    return asked.spec.say.replace("{n}", n) + (say("appendix.sum.blank", n=asked.n(blank), field=spec.label) if blank else ""), [figure]


def _share(asked: Asked) -> Worked:
    decided = asked.rows.filter(asked.rows["share"].is_not_null())
    met, open_ = decided.filter(decided["share"]), asked.rows.height - decided.height
    if open_ and not decided.height:
        return uncounted(asked.spec, say("appendix.share.nothing"), asked.keys)
    value = share(met.height, decided.height)
    how = say("appendix.share.how", condition=words(asked.desk, asked.topic.table, asked.spec.share))
    figures = [
        Figure(asked.label, value, asked.condition, tuple(decided["_key"])),
        Figure(say("appendix.share.part", label=asked.label), asked.n(met.height), how, tuple(met["_key"])),
    ]
    return asked.spec.say.replace("{share}", value) + (say("appendix.share.open", n=asked.n(open_)) if open_ else ""), figures


def _workdays(asked: Asked) -> Worked:
    """Working days from one moment to another, of the records that have both; the first day is day 0."""
    lengths: dict[str, int] = {}
    left: dict[str, list[str]] = {"backward": [], "unknown": []}
    calendar, as_of = asked.desk.context.calendar(), asked.desk.year.as_of
    for key, start, end, start_at, end_at in asked.rows.select("_key", "start", "end", "start_at", "end_at").iter_rows():
        if start is None or end is None or end_at > as_of:
            continue
        low, high = calendar.elapsed(start, end)
        if end < start or (start == end and dt.time.min < end_at.time() < start_at.time()):
            left["backward"].append(key)
        elif low != high:
            left["unknown"].append(key)
        else:
            lengths[key] = low
    beside = "".join(say(f"appendix.workdays.{name}", n=asked.n(len(keys))) for name, keys in left.items() if keys)
    figures = [Figure(say(f"appendix.workdays.{name}.label", label=asked.label), asked.n(len(keys)), "", tuple(keys)) for name, keys in left.items() if keys]
    if not lengths:
        return (say("appendix.uncounted", what=asked.label, why=beside.strip("()")), figures) if figures else ("", [])
    mean, most = rounded(Fraction(sum(lengths.values()), len(lengths))), max(lengths.values())
    how = say("appendix.workdays.how", condition=asked.condition, sum=sum(lengths.values()), n=len(lengths))
    longest = tuple(key for key, length in lengths.items() if length == most)
    told = [
        Figure(asked.label, say("appendix.workdays.value", mean=mean), how, tuple(lengths)),
        Figure(say("appendix.workdays.most", label=asked.label), say("appendix.workdays.value", mean=most), say("appendix.workdays.most.how"), longest),
    ]
    text = say("appendix.workdays", mean=mean, most=most, n=asked.n(len(lengths)))
    return asked.spec.say.replace("{mean}", text) + beside, [*told, *figures]


def uncounted(spec: FigureSpec, why: str, keys: tuple[str, ...] = ()) -> Worked:
    """Return a figure that cannot be worked out, with the reason; never zero."""
    label = label_of(spec)
    return say("appendix.uncounted", what=label, why=why), [Figure(label, say("appendix.uncounted.value"), why, keys)]
