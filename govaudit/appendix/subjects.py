"""What a rule judged, one by one, as far as it belongs to the year and to a clause."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from govaudit.appendix.desk import Desk
from govaudit.checks.base import Category, GroupCheck
from govaudit.engine.slices import Slice, slices_of
from govaudit.packs.model import Rule
from govaudit.results import RuleResult
from govaudit.states import State

#: What a rule that could not be judged at all, or that judges the office as a whole, calls its one subject.
WHOLE = "office"


@dataclass(frozen=True, slots=True)
class Subject:
    """One subject of a rule with its state: a record, or a unit, category and slice."""

    name: str
    state: State
    undated: bool = False
    unit: str = ""
    category: Category | None = None
    slice: Slice | None = None


@dataclass(frozen=True, slots=True)
class Subjects:
    """The subjects of a rule that belong to the year, and how many of its records lie in other years."""

    within: tuple[Subject, ...]
    outside: tuple[str, ...] = ()

    def counts(self) -> dict[State, int]:
        """How many subjects are in each state that occurs."""
        found: dict[State, int] = {}
        for one in self.within:
            found[one.state] = found.get(one.state, 0) + 1
        return found

    def names(self, *states: State) -> tuple[str, ...]:
        """Return the names of the subjects in some states."""
        return tuple(one.name for one in self.within if one.state in states)


def subjects_of(desk: Desk, rule: Rule, result: RuleResult) -> Subjects:
    """Return the subjects of a rule in the year."""
    states = result.states()
    if rule.judges == "records":
        return _records(desk, rule, states)
    if rule.judges == "groups":
        return Subjects(tuple(_groups(desk, rule, states)))
    return Subjects(tuple(Subject(name, state) for name, state in states.items()))


def _records(desk: Desk, rule: Rule, states: Mapping[str, State]) -> Subjects:
    """Records by the day that decides when they happened; those without one belong to every year, for nothing says that they do not."""
    when = desk.when(rule)
    days: Mapping[str, dt.date | None] = {} if when is None or rule.table not in desk.context.tables else desk.days(rule.table, when)
    within: list[Subject] = []
    outside: list[str] = []
    order = desk.order(rule.table) if rule.table in desk.context.tables else {}
    for name, state in sorted(states.items(), key=lambda pair: (order.get(pair[0], -1), pair[0])):
        day = days.get(name)
        if day is not None and not desk.year.holds(day):
            outside.append(name)
        else:
            within.append(Subject(name, state, undated=when is not None and day is None))
    return Subjects(tuple(within), tuple(outside))


def _groups(desk: Desk, rule: Rule, states: Mapping[str, State]) -> Iterator[Subject]:
    check = rule.checks[0]
    assert isinstance(check, GroupCheck)  # noqa: S101 - held by Rule's own validation
    window = None if desk.job(rule).unset() is not None else check.window(desk.context)
    parts = [] if window is None else slices_of(window, check.slices)
    named = {
        "/".join(piece for piece in (one.name if one else "", part.label) if piece): (one, part) for one in check.categories() or (None,) for part in parts
    }
    for name, state in states.items():
        end = next((end for end in sorted(named, key=len, reverse=True) if name == (end or WHOLE) or not end or name.endswith(f"/{end}")), None)
        category, part = (None, None) if end is None else named[end]
        if part is None or check.slices is None or (part.first <= desk.year.last and part.last >= desk.year.first):
            unit = "" if end is None or name == (end or WHOLE) else name.removesuffix(f"/{end}" if end else "")
            yield Subject(name, state, unit=unit, category=category, slice=part)
