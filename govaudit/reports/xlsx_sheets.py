"""The sheets of the workbook that hold one table each: violations by unit, what is open, due next, checked, not taken in."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from govaudit.reports.digest import kind_of, to_settle, with_state
from govaudit.reports.office import Basis, about, due_words, graded, record_words
from govaudit.reports.rows import Finding, label_of, locate_reject, place_of, rows_of
from govaudit.reports.wording import mark, place_text, say
from govaudit.reports.workbook import Book
from govaudit.reports.workbook_table import Column, Table
from govaudit.states import PRECEDENCE, Severity, State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.reports.digest import UnitViolations
    from govaudit.reports.rows import Row
    from govaudit.results import Audit, RuleResult

#: The states a rule's sums are told in, and those that leave a question open.
_OPEN = (State.UNDECIDED, State.MANUAL, State.ERROR)
_RED, _BLUE, _GREEN, _GRAY = "#C00000", "#2E75B6", "#548235", "#7F7F7F"


class Sheets:
    """Adds the sheets to a workbook; every one says what it was made from."""

    def __init__(self, book: Book, audit: Audit, run: str, most: int) -> None:
        """Take the workbook, the audit, what is said of the run on every sheet, and the most rows of a sheet."""
        self._book, self._audit, self._run, self._most = book, audit, run, most
        self._basis = Basis(audit)

    def _table(self, name: str, title: str, intro: str, columns: Sequence[Column], *, tab: str, frozen: int = 2) -> Table:
        return self._book.table(name, title, intro, columns, tab=tab, frozen=frozen, most=self._most)

    def _fixed(self, key: str, name: str, columns: Sequence[Column], *, tab: str, **numbers: int) -> Table:
        return self._table(name, say(f"xlsx.sheet.{key}"), say(f"xlsx.{key}.intro", run=self._run, **numbers), columns, tab=tab)

    # -- violations ----------------------------------------------------------------------------------------------------------

    def unit(self, name: str, found: UnitViolations) -> Table:
        """Add the sheet of one unit's violations."""
        unit = found.unit or say("office.unit.none")
        numbers = {severity: found.number(severity) for severity in Severity}
        intro = say("xlsx.unit.intro", run=self._run, n=sum(numbers.values()), grades=graded(numbers))
        return self._table(name, say("xlsx.unit.title", unit=unit), intro, _ledger(), tab=_RED)

    def others(self, name: str, units: Sequence[UnitViolations]) -> Table:
        """Add the sheet of the violations of all units that have none of their own."""
        number = sum(unit.number(severity) for unit in units for severity in Severity)
        intro = say("xlsx.others.intro", run=self._run, units=len(units), n=number)
        return self._table(name, say("xlsx.unit.title", unit=say("xlsx.sheet.others")), intro, _ledger(with_unit=True), tab=_RED)

    def violation(self, table: Table, one: Finding, *, with_unit: bool) -> None:
        """Add a violation to its sheet; a time limit for the remedy is not made up."""
        row = one.row
        ahead = row.due if row.due and row.due[:10] > self._audit.run.as_of.date().isoformat() else None
        table.add(
            table.total + 1,
            *([row.unit or say("office.unit.none")] if with_unit else []),
            say("office.problem", title=one.rule.title, message=row.message) if row.message else one.rule.title,
            self._basis.of(one.rule, row.clause),
            record_words(row, one.location),
            mark(State.FAIL, one.rule.severity).word,
            row.remedy,
            due_words(row),
            ahead,
            None,
            None,
            None,
            None,
            None,
            one.id,
        )

    # -- what is open --------------------------------------------------------------------------------------------------------

    def open(self, name: str) -> Table:
        """Add the sheet of what could not be judged."""
        counts = {str(state): self._audit.counts[state] for state in _OPEN}
        columns = [
            Column(say("xlsx.head.no"), 6, "number"),
            Column(say("xlsx.head.title"), 30),
            Column(say("xlsx.head.basis"), 28),
            Column(say("xlsx.head.record"), 30),
            Column(say("xlsx.head.unit"), 14),
            Column(say("xlsx.head.state"), 10, "center"),
            Column(say("xlsx.head.reason"), 34),
            Column(say("xlsx.head.advice"), 30),
            Column(say("xlsx.head.id"), 10, "small"),
        ]
        return self._fixed("open", name, columns, tab=_BLUE, **counts)

    def unjudged(self, table: Table, one: Finding) -> None:
        """Add what could not be judged to its sheet."""
        row = one.row
        state = State(row.state)
        kind = kind_of(self._audit, one.rule, row.message or "") if state is State.UNDECIDED else str(state)
        table.add(
            table.total + 1,
            one.rule.title,
            self._basis.of(one.rule, row.clause),
            record_words(row, one.location),
            row.unit,
            mark(state).word,
            row.message,
            say(f"office.settle.{kind}"),
            one.id,
        )

    def settle(self, name: str) -> None:
        """Add the sheet of what would settle what is undecided."""
        columns = [
            Column(say("xlsx.head.no"), 6, "number"),
            Column(say("xlsx.head.kind"), 12, "center"),
            Column(say("xlsx.head.what"), 70),
            Column(say("xlsx.head.advice"), 40),
            Column(say("xlsx.head.rules"), 11, "number"),
            Column(say("xlsx.head.subjects"), 11, "number"),
        ]
        table = self._fixed("settle", name, columns, tab=_BLUE, n=self._audit.counts[State.UNDECIDED])
        for number, one in enumerate(to_settle(self._audit), 1):
            table.add(number, say(f"report.settle.{one.kind}"), one.what, say(f"office.settle.{one.kind}"), one.rules, one.subjects)

    # -- what falls due ------------------------------------------------------------------------------------------------------

    def due(self, name: str) -> None:
        """Add the sheet of what falls due, the soonest first."""
        columns = [
            Column(say("xlsx.head.no"), 6, "number"),
            Column(say("xlsx.head.day"), 17, "center"),
            Column(say("xlsx.head.days"), 10, "number"),
            Column(say("xlsx.head.title"), 34),
            Column(say("xlsx.head.unit"), 16),
            Column(say("xlsx.head.record"), 34),
            Column(say("xlsx.head.facts"), 42),
            Column(say("xlsx.head.basis"), 30),
        ]
        table = self._fixed("due", name, columns, tab=_BLUE, n=self._audit.counts[State.PENDING])
        for rule, row in _soonest(self._audit):
            table.add(
                table.total + 1,
                _day(row),
                _ahead(row, self._audit.run.as_of.date()),
                rule.title,
                row.unit,
                record_words(row, place_of(self._audit, row)),
                about(row).message,
                self._basis.of(rule, row.clause),
            )

    # -- what was checked ----------------------------------------------------------------------------------------------------

    def rules(self, name: str) -> None:
        """Add the sheet of every rule with its sums, passes first among them, and why some subjects were not judged."""
        states = (State.PENDING, State.UNDECIDED, State.MANUAL, State.NOT_APPLICABLE, State.ERROR)
        columns = [
            Column(say("xlsx.head.no"), 6, "number"),
            Column(say("xlsx.head.rule"), 15),
            Column(say("xlsx.head.title"), 34),
            Column(say("xlsx.head.basis"), 34),
            Column(say("xlsx.head.result"), 9, "center"),
            Column(say("xlsx.head.judged"), 8, "number"),
            Column(mark(State.PASS).word, 8, "number"),
            Column(say("xlsx.head.fails"), 8, "number"),
            *(Column(mark(state).word, 8, "number") for state in states),
            Column(say("xlsx.head.total"), 8, "sum"),
            Column(say("xlsx.head.why"), 34),
        ]
        table = self._fixed("rules", name, columns, tab=_GREEN, rules=len(self._audit.rules), subjects=self._audit.subjects)
        for number, rule in enumerate(self._audit.rules, 1):
            passed, failed = rule.counts.get(State.PASS, 0), rule.counts.get(State.FAIL, 0)
            table.add(
                number,
                rule.id,
                rule.title,
                self._basis.all_of(rule),
                mark(rule.state, rule.severity).word,
                passed + failed,
                passed,
                failed,
                *(rule.counts.get(state, 0) for state in states),
                rule.subjects,
                _why(rule),
            )

    def rejects(self, name: str) -> None:
        """Add the sheet of the cells and rows that were not taken in."""
        columns = [
            Column(say("xlsx.head.no"), 6, "number"),
            Column(say("xlsx.head.table"), 18),
            Column(say("xlsx.head.place"), 50),
            Column(say("xlsx.head.what_lost"), 10, "center"),
            Column(say("xlsx.head.value"), 34),
            Column(say("xlsx.head.reason"), 44),
        ]
        rows = sum(one.whole_row for one in self._audit.rejects)
        table = self._fixed("rejects", name, columns, tab=_GRAY, cells=len(self._audit.rejects) - rows, rows=rows)
        for number, one in enumerate(self._audit.rejects, 1):
            lost = say("xlsx.lost.row" if one.whole_row else "xlsx.lost.cell")
            place = place_text(locate_reject(self._audit.run.inputs, one))
            table.add(number, label_of(self._audit, one.table), place, lost, one.value, one.reason)


def _ledger(*, with_unit: bool = False) -> list[Column]:
    progress = tuple(say(f"xlsx.{key}") for key in ("done", "doing", "todo"))
    return [
        Column(say("xlsx.head.no"), 5, "number"),
        *([Column(say("xlsx.head.unit"), 12)] if with_unit else []),
        Column(say("xlsx.head.problem"), 30),
        Column(say("xlsx.head.basis"), 20),
        Column(say("xlsx.head.record"), 22),
        Column(say("xlsx.head.grade"), 6, "center"),
        Column(say("xlsx.head.remedy"), 17),
        Column(say("xlsx.head.due"), 11, "center"),
        Column(say("xlsx.head.until"), 11, "date"),
        Column(say("xlsx.head.measure"), 16),
        Column(say("xlsx.head.person"), 8, "center"),
        Column(say("xlsx.head.progress"), 8, "center", progress),
        Column(say("xlsx.head.done"), 11, "date"),
        Column(say("xlsx.head.link"), 12),
        Column(say("xlsx.head.id"), 8, "small"),
    ]


def _soonest(audit: Audit) -> list[tuple[RuleResult, Row]]:
    rows = [(rule, row) for rule in audit.rules if rule.counts.get(State.PENDING) for row in rows_of(with_state(rule, State.PENDING))]
    return sorted(rows, key=lambda one: (one[1].due is None, one[1].due or ""))


def _day(row: Row) -> str:
    if not row.due:
        return say("xlsx.day.none")
    return say("xlsx.day.provisional", day=row.due) if row.provisional else row.due


def _ahead(row: Row, today: dt.date) -> int | None:
    try:
        return (dt.date.fromisoformat((row.due or "")[:10]) - today).days
    except ValueError:
        return None


def _why(rule: RuleResult) -> str:
    """Return why subjects were not judged, by state."""
    ordered = sorted(rule.reasons, key=lambda one: PRECEDENCE.index(one[0]))
    told = [
        say("xlsx.reason.n" if number > 1 else "xlsx.reason", state=mark(state, rule.severity).word, reason=reason, n=number)
        for state, reason, number in ordered
        if state not in (State.PASS, State.FAIL)
    ]
    return say("office.break").join(told)
