"""CSV for Excel: every finding on a row, and per rule a row for what passes and one for what does not apply, so that the numbers add up."""

from __future__ import annotations

import csv
import io
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from govaudit.reports.ci import reasons_told
from govaudit.reports.digest import example
from govaudit.reports.rows import Finding, all_findings, digest, label_of
from govaudit.reports.wording import clip, listed, mark, say, visible
from govaudit.states import State

if TYPE_CHECKING:
    from govaudit.reports import Options
    from govaudit.results import Audit, RuleResult

HEADINGS = (
    "id", "state", "number", "pack", "rule", "title", "clause", "place", "unit", "table", "record", "name", "message",
    "due", "provisional", "overdue", "remedy", "path", "sheet", "line", "column", "cell",
)  # fmt: skip
_Cells = dict[str, str | int | None]
#: Excel cuts a cell at 32,767 characters.
_CELL = 32_000
#: What a spreadsheet takes for a formula, at the beginning of a cell or of what another separator would make one.
_FORMULA = re.compile(r"(^|[;|])(?=[\s'\"]*[=+\-@\uff1d\uff0b\uff0d\uff20])")
_MARK = "\ufeff"


def render(audit: Audit, options: Options) -> str:  # noqa: ARG001 - every format has this signature
    """Render the findings as CSV with Chinese headings, in UTF-8 with the mark by which Excel knows it."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([say(f"ci.csv.{name}") for name in HEADINGS])
    alike: dict[tuple[int, str, str], _Cells] = {}
    for one in all_findings(audit):
        key = (id(one.rule), one.row.state, one.row.clause)
        if key not in alike:
            alike[key] = _cited(audit, one)
        writer.writerow(_row(alike[key] | _finding(one)))
    for rule in audit.rules:
        for state in (State.PASS, State.NOT_APPLICABLE):
            if rule.counts.get(state) or (state is State.NOT_APPLICABLE and not rule.subjects):
                writer.writerow(_row(_summed(rule, state, label_of(audit, rule.table))))
    return _MARK + file.getvalue()


def _cited(audit: Audit, one: Finding) -> _Cells:
    """Return the cells that the findings of a rule have alike, if they are in one state and of one clause."""
    cited = [clause.place for clause in one.rule.clauses if clause.id == one.row.clause] or [clause.place for clause in one.rule.clauses]
    known = {"clause": one.row.clause, "place": listed(dict.fromkeys(cited)), "table": label_of(audit, one.row.table)}
    return _rule(one.rule, State(one.row.state), 1) | known


def _finding(one: Finding) -> _Cells:
    row, place = one.row, one.location
    shown = example(row.record, row.evidence, row.message)
    return {
        "id": one.id,
        "unit": row.unit,
        "record": shown.record,
        "name": shown.title,
        "message": row.message,
        "due": row.due,
        "provisional": say("ci.csv.yes") if row.provisional else None,
        "overdue": row.overdue,
        "remedy": row.remedy if row.state == State.FAIL else None,
        "path": place.path,
        "sheet": place.sheet,
        "line": place.line or (place.row if place.sheet is not None else None),
        "column": place.column,
        "cell": place.cell,
    }


def _summed(rule: RuleResult, state: State, label: str) -> _Cells:
    clauses = {"clause": listed(one.id for one in rule.clauses), "place": listed(dict.fromkeys(one.place for one in rule.clauses))}
    number = rule.counts.get(state, 0)
    message = reasons_told(rule, state) or (None if number else say("ci.no_subject"))
    return {**_rule(rule, state, number), "id": digest([rule.id, rule.table, str(state)]), **clauses, "table": label, "message": message}


def _rule(rule: RuleResult, state: State, number: int) -> _Cells:
    return {"state": mark(state, rule.severity).word, "number": number, "pack": rule.pack, "rule": rule.id, "title": rule.title}


def _row(cells: _Cells) -> list[str | int]:
    return [value if isinstance(value, int) else cell(value or "") for value in map(cells.get, HEADINGS)]


@lru_cache(maxsize=1024)
def cell(value: str) -> str:
    """Return a text as a cell that no spreadsheet takes for a formula."""
    return _FORMULA.sub(r"\1'", visible(clip(value, _CELL)))
