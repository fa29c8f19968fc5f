"""The numbers of a rule on groups, each with the records that count for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from govaudit.appendix.counted import Counted
from govaudit.appendix.desk import Desk
from govaudit.appendix.filters import described, words
from govaudit.appendix.model import Figure
from govaudit.appendix.shares import share
from govaudit.appendix.subjects import Subject
from govaudit.appendix.words import slice_text
from govaudit.checks.base import GroupCheck
from govaudit.checks.by_date import ByDate
from govaudit.checks.coverage import Coverage
from govaudit.checks.ratio import Ratio
from govaudit.packs.model import Rule
from govaudit.reports.wording import listed, say


def figures(desk: Desk, rule: Rule, check: GroupCheck, counted: Sequence[tuple[Subject, Counted]], place: str) -> list[Figure]:
    """Return the numbers of one reading of a rule, those of each subject."""
    found: list[Figure] = []
    where = described(desk, rule.table, rule.where)
    for subject, one in counted:
        names = [place, subject.unit, subject.category.name if subject.category else "", slice_text(subject.slice).strip()]
        label = listed(name for name in names if name) or say("appendix.whole")
        condition = say("appendix.comma").join(part for part in (where, _category(check, subject), _window(subject, one)) if part)
        if isinstance(check, Ratio):
            found += _shares(desk, rule, check, one, label, condition)
            continue
        value = say("appendix.n", n=one.n, measure=measure_of(desk, rule, check))
        if isinstance(check, ByDate) and one.n >= check.at_least and one.is_dated:
            value = say("appendix.by_date.figure", n=value, date=one.days[check.at_least - 1])
        found.append(Figure(label, value, condition, one.keys))
    return found


def measure_of(desk: Desk, rule: Rule, check: GroupCheck) -> str:
    """Return the measure word of what a check counts: its records, or the different values of a field."""
    distinct = getattr(check, "distinct", None)
    return desk.measure(rule.table) if distinct is None else say("appendix.measure.distinct", field=desk.context.vocabulary.label(rule.table, distinct))


def _shares(desk: Desk, rule: Rule, check: Ratio, one: Counted, label: str, condition: str) -> list[Figure]:
    if check.of is None:
        vocabulary = desk.context.vocabulary
        sums = say("appendix.ratio.sums", part=vocabulary.label(rule.table, str(check.part)), whole=vocabulary.label(rule.table, str(check.whole)))
        return [Figure(label, share(one.part, one.whole), say("appendix.comma").join((condition, sums)), one.keys)]
    n = say("appendix.n", n=one.part, measure=desk.measure(rule.table))
    part = say("appendix.share.how", condition=words(desk, rule.table, check.of))
    return [Figure(label, share(one.part, one.whole), condition, one.keys), Figure(say("appendix.share.part", label=label), n, part, one.part_keys)]


def _category(check: GroupCheck, subject: Subject) -> str:
    if not isinstance(check, Coverage) or subject.category is None:
        return ""
    return say("appendix.coverage.how", names=listed(subject.category.names))


def _window(subject: Subject, one: Counted) -> str:
    if subject.slice is None or not one.is_dated:
        return ""
    if subject.slice.first == dt.date.min:
        return say("appendix.window.until", last=subject.slice.last)
    return say("appendix.window", first=subject.slice.first, last=subject.slice.last)
