"""The Excel report 整改台账: what each unit must put right, to be filled in and returned; what is open, falls due, was checked, was not taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.reports.digest import to_settle, violations
from govaudit.reports.office import as_of_words
from govaudit.reports.rows import all_findings
from govaudit.reports.wording import say
from govaudit.reports.workbook import Book
from govaudit.reports.workbook_table import ROWS, plain
from govaudit.reports.xlsx_overview import Overview
from govaudit.reports.xlsx_sheets import Sheets
from govaudit.states import State

if TYPE_CHECKING:
    from govaudit.reports import Options
    from govaudit.reports.digest import UnitViolations
    from govaudit.reports.workbook_table import Table
    from govaudit.results import Audit

#: Units that have a sheet of their own, the gravest first; a workbook of thousands of sheets cannot be used.
UNITS = 100
_BLUE = "#1F4E79"
#: The states that findings on the sheet of what is open have.
_OPEN = frozenset((State.UNDECIDED, State.MANUAL, State.ERROR))
#: Excel takes 255 characters at the head of a page.
_HEADER = 60


def render(audit: Audit, options: Options) -> bytes:
    """Render the audit as a workbook; `options.limit` is the most rows of every sheet."""
    run = audit.run
    book = Book(say("xlsx.title"), run.unit, run.as_of.replace(microsecond=0))
    header = say("xlsx.header", title=say("xlsx.title"), office=plain(run.unit)[:_HEADER])
    book.running(f"&L{_page(header)}&R{_page(as_of_words(run.as_of))}", f"&C{say('xlsx.footer')}")
    counts = audit.counts
    found = violations(audit)
    names = {key: book.name(say(f"xlsx.sheet.{key}")) for key in ("overview", "due", "open", "settle", "rules", "rejects", "others")}
    overview = Overview(book, book.sheet(names["overview"], _BLUE), names["overview"], audit)
    said = as_of_words(run.as_of) + (say("report.comma") + run.unit if run.unit else "")
    sheets = Sheets(book, audit, said, ROWS if options.limit is None else options.limit)
    units = _unit_tables(book, sheets, found, names["others"])
    sheets.due(names["due"])
    open_ = sheets.open(names["open"])
    sheets.settle(names["settle"])
    sheets.rules(names["rules"])
    sheets.rejects(names["rejects"])
    for one in all_findings(audit, {str(state) for state in (*_OPEN, State.FAIL)}):
        if one.row.state == State.FAIL:
            table = units[one.row.unit]
            sheets.violation(table, one, with_unit=table.name == names["others"])
        else:
            sheets.unjudged(open_, one)
    links = [units[unit.unit].name for unit in found]
    others = [(names["others"], units[found[-1].unit].total)] if len(found) > UNITS else []
    entries = [
        *others,
        (names["due"], counts[State.PENDING]),
        (names["open"], sum(counts[state] for state in _OPEN)),
        (names["settle"], len(to_settle(audit))),
        (names["rules"], len(audit.rules)),
        (names["rejects"], len(audit.rejects)),
    ]
    overview.fill(found, entries, links)
    return book.finish()


def _unit_tables(book: Book, sheets: Sheets, found: list[UnitViolations], others: str) -> dict[str | None, Table]:
    """Add a sheet for each unit, and one for all that come after the first hundred."""
    shown = found if len(found) <= UNITS else found[: UNITS - 1]
    tables = {unit.unit: sheets.unit(book.name(unit.unit or say("office.unit.none")), unit) for unit in shown}
    if left := found[len(shown) :]:
        table = sheets.others(others, left)
        tables |= dict.fromkeys((unit.unit for unit in left), table)
    return tables


def _page(text: str) -> str:
    """Return a text for the head of a page, in which Excel takes `&` for a command."""
    return text.replace("&", "&&")
