"""What a rule on the office, its units or periods says of a clause: how often, by when, which share, which categories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from govaudit.appendix.counted import Counted, Counter
from govaudit.appendix.desk import Desk
from govaudit.appendix.groups_figures import figures, measure_of
from govaudit.appendix.model import Figure, Notes
from govaudit.appendix.shares import share
from govaudit.appendix.subjects import Subject
from govaudit.appendix.words import chinese_day, slice_text, subject_text
from govaudit.checks.base import GroupCheck
from govaudit.checks.by_date import ByDate
from govaudit.checks.count import Count
from govaudit.checks.coverage import Coverage
from govaudit.checks.ratio import Ratio
from govaudit.checks.values import print_percent
from govaudit.engine.slices import Slice
from govaudit.packs.model import Rule
from govaudit.reports.wording import listed, say
from govaudit.states import State

#: So many units are named one by one; of the others only the number is told.
_UNITS = 8


def group_fact(desk: Desk, rule: Rule, clause: str, subjects: Sequence[Subject], notes: Notes) -> tuple[str, str, int]:
    """Return the sentence of a rule on groups, its short form, and the note."""
    asked = [one for one in subjects if one.state is not State.NOT_APPLICABLE]
    excused = [one for one in subjects if one.state is State.NOT_APPLICABLE and one.category is not None]
    places = [reading.place for reading in rule.readings or ()] or [""]
    told: list[str] = []
    shorts: list[str] = []
    found: list[Figure] = []
    for place, check in zip(places, rule.checks, strict=True):
        assert isinstance(check, GroupCheck)  # noqa: S101 - held by Rule's own validation
        one = _Reading(desk, rule, check, asked, several=len(places) > 1)
        words, short = one.told()
        told.append(say("appendix.reading", place=place, what=words) if place else words)
        shorts.append(say("appendix.reading", place=place, what=short) if place else short)
        found += figures(desk, rule, check, one.pairs, place)
    if excused:
        told.append(say("appendix.coverage.excused", names=listed(subject_text(one) for one in excused)))
    key = (desk.pack.id, rule.id, clause) if isinstance(rule.checks[0], Coverage) else (desk.pack.id, rule.id)
    title = say("appendix.note.rule", rule=rule.id, title=rule.title)
    note = notes.add(key, title, desk.label(rule.table), found, [rule.note] if rule.note else [])
    return say("appendix.semicolon").join(told), say("appendix.semicolon").join(shorts), note


class _Reading:
    """One check of a rule (one way to read it), with what counts for each of its subjects."""

    def __init__(self, desk: Desk, rule: Rule, check: GroupCheck, subjects: Sequence[Subject], *, several: bool) -> None:
        self._desk = desk
        self._rule = rule
        self._check = check
        self._several = several
        self._counter = Counter(desk, rule, check)
        self._window = check.window(desk.context)
        self.pairs = [(one, self._counter.of(one)) for one in map(self._in_window, subjects)]

    def _in_window(self, subject: Subject) -> Subject:
        """Give a subject the window of this reading, which may end on another day than the first's."""
        if self._check.slices is not None or self._window is None:
            return subject
        whole = subject.slice or Slice("", self._window[1], self._window[1])
        return replace(subject, slice=replace(whole, last=self._window[1]))

    def told(self) -> tuple[str, str]:
        """Return the sentence, and its short form."""
        check = self._check
        if isinstance(check, ByDate):
            return self._by_unit(say("appendix.by_date.due", due=chinese_day(check.due(self._desk.context))))
        if isinstance(check, Count):
            return self._by_unit(self._bound(check))
        if isinstance(check, Ratio):
            limit = self._desk.context.value(check.at_least or check.at_most)
            key = "appendix.ratio.least" if check.at_least is not None else "appendix.ratio.most"
            return self._by_unit(say(key, limit=print_percent(limit)))
        covered = say("appendix.semicolon").join(self._covered(*pair) for pair in self.pairs)
        return covered, covered

    def _bound(self, check: Count) -> str:
        every, measure = say(f"appendix.every.{check.every}"), self._measure()
        parts = [say("appendix.count.least", every=every, n=check.at_least, measure=measure)] if check.at_least is not None else []
        parts += [say("appendix.count.most", every=every, n=check.at_most, measure=measure)] if check.at_most is not None else []
        return say("appendix.comma").join(parts)

    def _by_unit(self, asked: str) -> tuple[str, str]:
        """Tell one subject, or every slice, or of many units how many did it and which did not."""
        if not any(one.unit for one, _ in self.pairs):
            slices = listed(say("appendix.slice", slice=slice_text(one.slice), what=self._word(one, found)) for one, found in self.pairs)
            return say("appendix.asked", what=slices, asked=asked), slices
        done = [pair for pair in self.pairs if self._reached(*pair)]
        rest = [pair for pair in self.pairs if not self._reached(*pair)]
        key = "some" if rest else "every"
        short = say(f"appendix.units.{key}", k=len(done), n=len(self.pairs))
        told = say("appendix.asked", what=short, asked=asked)
        if not rest:
            return told, short
        named = [
            say("appendix.unit", unit=one.unit, what=say("appendix.slice", slice=slice_text(one.slice), what=self._word(one, found)))
            for one, found in rest[:_UNITS]
        ]
        more = say("appendix.units.more", n=len(rest)) if len(rest) > _UNITS else ""
        return say("appendix.semicolon").join((told, say("appendix.units.rest", named=listed(named) + more))), short

    def _reached(self, subject: Subject, found: Counted) -> bool:
        """Whether a subject did what this reading asks; with one reading that is its state."""
        if self._several and isinstance(self._check, ByDate):
            return found.n >= self._check.at_least
        return subject.state is State.PASS

    def _word(self, subject: Subject, found: Counted) -> str:
        if isinstance(self._check, ByDate):
            return self._by_date(self._check, subject, found)
        if isinstance(self._check, Ratio):
            return share(found.part, found.whole)
        return self._n(found.n)

    def _measure(self) -> str:
        return measure_of(self._desk, self._rule, self._check)

    def _n(self, n: int) -> str:
        return say("appendix.n", n=n, measure=self._measure())

    def _by_date(self, check: ByDate, subject: Subject, found: Counted) -> str:
        if found.n >= check.at_least:
            if not found.is_dated:
                return say("appendix.by_date.standing", n=self._n(found.n))
            more = say("appendix.by_date.more", n=self._n(found.n)) if found.n > check.at_least else ""
            return say("appendix.by_date.done", date=chinese_day(found.days[check.at_least - 1])) + more
        only = say("appendix.by_date.only", n=self._n(found.n)) if found.n else ""
        if subject.state is State.UNDECIDED and not self._several:
            return say("appendix.by_date.undecided") + only
        assert subject.slice is not None  # noqa: S101 - a check with a date has a window
        if self._desk.context.as_of.date() <= subject.slice.last:
            return say("appendix.by_date.pending") + only
        late = self._counter.of(replace(subject, slice=replace(subject.slice, last=self._desk.context.as_of.date())))
        if found.is_dated and late.n >= check.at_least:
            return say("appendix.by_date.late", date=chinese_day(late.days[check.at_least - 1]), record=late.keys[check.at_least - 1]) + only
        return say("appendix.by_date.not") + only

    def _covered(self, subject: Subject, found: Counted) -> str:
        name = subject.category.name if subject.category is not None else subject.name
        where = subject.unit + slice_text(subject.slice)
        if found.n:
            return say("appendix.coverage.done", where=where, name=name, n=self._n(found.n))
        key = {State.PENDING: "pending", State.UNDECIDED: "undecided"}.get(subject.state, "none")
        return say(f"appendix.coverage.{key}", where=where, name=name)
