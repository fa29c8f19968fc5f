"""The second part of the Word report: the violations by kind, the units named in brackets, as circulars of inspections have them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from govaudit.reports.docx_text import sentence, typeset, value
from govaudit.reports.rows import label_of
from govaudit.reports.wording import listed, mark, say
from govaudit.states import Severity, State

if TYPE_CHECKING:
    from govaudit.reports import Options
    from govaudit.reports.digest import Example, UnitViolations, Violation
    from govaudit.results import Audit, RuleResult

#: The most problems told in the text, and the most units named for one of them; the annex has them all.
PROBLEMS, UNITS = 80, 12


@dataclass(frozen=True, slots=True)
class _Problem:
    """The violations of one rule by all units."""

    rule: RuleResult
    units: tuple[tuple[str | None, Violation], ...]

    @property
    def number(self) -> int:
        return sum(one.number for _, one in self.units)

    @property
    def worst(self) -> tuple[str | None, Violation]:
        """The unit with the longest delay; without delays the one with the most violations."""
        return max(self.units, key=lambda one: (_late(one[1].overdue), one[1].number))


def problems(audit: Audit, found: Sequence[UnitViolations], short: str, options: Options) -> dict[str, Any]:
    """Return the names of the second part: its opening words, the kinds of problems, and what the text leaves to the annex."""
    kinds = _kinds(audit, found)
    every = [one for group in kinds.values() for one in group]
    room = PROBLEMS if options.limit is None else options.limit
    shown: list[dict[str, Any]] = []
    for name, group in kinds.items():
        told = group[:room]
        room -= len(told)
        if told:
            number = sum(one.number for one in group)
            shown.append(
                {
                    "name": name,
                    "number": number,
                    "title": typeset(say("docx.kind", name=name, n=number)),
                    "problems": [_told(one, audit, short) for one in told],
                }
            )
    printed = sum(len(kind["problems"]) for kind in shown)
    lost = sum(one.number for one in every) - sum(problem["number"] for kind in shown for problem in kind["problems"])
    more = say("docx.problems.more", rules=len(every) - printed, n=lost) if printed < len(every) else ""
    return {"kinds": shown, "problems_lead": typeset(_lead(audit, len(every))), "problems_more": typeset(more)}


def _lead(audit: Audit, kinds: int) -> str:
    if kinds:
        return say("docx.problems.lead", n=audit.counts[State.FAIL], kinds=kinds)
    passed = audit.counts[State.PASS]
    return say("docx.problems.none", n=passed) if passed else say("docx.problems.nothing")


def _kinds(audit: Audit, found: Sequence[UnitViolations]) -> dict[str, list[_Problem]]:
    """Return the problems by ledger, the ledgers with the gravest and most first, and of each likewise the problems."""
    units: dict[int, list[tuple[str | None, Violation]]] = {}
    for unit in found:
        for one in unit.violations:
            units.setdefault(id(one.rule), []).append((unit.unit, one))
    groups: dict[str, list[_Problem]] = {}
    for rule in audit.rules:
        if id(rule) in units:
            label = value(label_of(audit, rule.table)) if rule.table else ""
            groups.setdefault(label or say("docx.kind.office"), []).append(_Problem(rule, tuple(units[id(rule)])))
    for group in groups.values():
        group.sort(key=lambda one: (_grade(one.rule), -one.number))
    return dict(sorted(groups.items(), key=lambda item: tuple(-sum(one.number for one in item[1] if _grade(one.rule) == grade) for grade in range(3))))


def _grade(rule: RuleResult) -> int:
    return list(Severity).index(rule.severity)


def _late(overdue: str | None) -> list[int]:
    """Return a printed length of time so that it can be compared with others of the same rule."""
    return [int(figure) for figure in re.findall(r"[0-9]+", overdue or "")][:3]


def _told(one: _Problem, audit: Audit, short: str) -> dict[str, Any]:
    unit, worst = one.worst
    cited = dict.fromkeys(clause for _, violation in one.units for clause in violation.clauses)
    dues = [violation.due for _, violation in one.units if violation.due]
    known = {
        "title": typeset(say("docx.problem.title", title=sentence(one.rule.title))),
        "number": one.number,
        "grade": mark(State.FAIL, one.rule.severity).word,
        "units": _units(one),
        "since": sentence(min(dues)) if dues else "",
        "overdue": sentence(worst.overdue),
        "example": fact(worst.worst, unit),
        "basis": basis(one.rule, tuple(cited), audit, short),
    }
    return known | {"text": typeset(_text(known))}


def _text(known: dict[str, Any]) -> str:
    told = say("docx.problem.count", grade=known["grade"], n=known["number"], units=known["units"])
    several = known["number"] > 1
    if several and known["since"] and known["overdue"]:
        told += say("docx.problem.due", due=known["since"]) + say("docx.problem.late", overdue=known["overdue"])
    if known["example"]:
        told += say("docx.problem.example" if several else "docx.problem.fact", fact=known["example"])
    return told + (say("docx.problem.basis", basis=known["basis"]) if known["basis"] else "")


def _units(one: _Problem) -> str:
    named = [(typeset(say("office.unit.none")) if unit is None else value(unit, 60), violation.number) for unit, violation in one.units]
    if len(named) == 1:
        return named[0][0]
    told = listed(say("docx.problem.unit", unit=unit, n=number) for unit, number in named[:UNITS])
    return told + (say("docx.problem.units.more", n=len(named)) if len(named) > UNITS else "")


def fact(one: Example, unit: str | None) -> str:
    """Return a finding as a clause of a sentence: which record, unless it is the unit or the office itself, and what is wrong with it."""
    whole = one.record in (unit, say("office"))
    record = "" if whole else who(one)
    return say("docx.colon").join(part for part in (record, sentence(one.message, 300)) if part)


def who(one: Example) -> str:
    """Return a record by title and key."""
    record = value(one.record, 60)
    return say("docx.record", title=value(one.title, 100), record=record) if one.title else record


def basis(rule: RuleResult, cited: Iterable[str], audit: Audit, short: str) -> str:
    """Return the places of the cited clauses, under the name by which the notice was introduced."""
    chosen = set(cited)
    places = dict.fromkeys(clause.place for clause in rule.clauses if clause.id in chosen) or dict.fromkeys(clause.place for clause in rule.clauses)
    title = short or next((say("office.quoted", title=pack.title) for pack in audit.run.packs if pack.id == rule.pack), rule.pack)
    shown = list(places)[:3]
    told = listed(shown) if len(shown) == len(places) else say("report.basis.more", place=listed(shown), n=len(places))
    return typeset(value(title + told))
