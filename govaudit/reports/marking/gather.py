"""What there is to mark in one workbook: the lines of the page in front, and per cell its colour and comment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from govaudit.reports.marking.sheet import Cell, cell_of, name_of
from govaudit.reports.phrases import basis
from govaudit.reports.rows import Finding, Location, all_findings, locate_reject
from govaudit.reports.wording import clip, mark, say
from govaudit.states import Severity, State

if TYPE_CHECKING:
    from govaudit.results import Audit, Input, RejectedCell

SUFFIXES = (".xlsx", ".xlsm")
#: From the gravest on: what a cell is coloured by, and the order of the list. The colours are light, so that what stands in the cell stays legible.
COLORS = {
    "fail.error": "FFC7CE",
    "fail.warning": "FFEB9C",
    "fail.info": "DDEBF7",
    "error": "F4B084",
    "reject": "D0CECE",
    "undecided": "E4DFEC",
    "manual": "FCE4D6",
    "pending": "E2EFDA",
}
_RANKS = {kind: rank for rank, kind in enumerate(COLORS)}
#: The most lines of the list, the most findings told in the comment on one cell, and the most characters of each.
LINES, TOLD, LONGEST = 20_000, 5, 600


class Line(NamedTuple):
    """A line of the list: its kind, what is wrong, on what basis, where (and the link to it), who must act, what to do."""

    kind: str
    problem: str
    basis: str
    place: str
    link: str
    unit: str
    remedy: str


@dataclass(slots=True)
class Mark:
    """What is marked on one cell."""

    kind: str
    number: int = 0
    told: list[tuple[int, str]] = field(default_factory=list)

    def add(self, kind: str, text: str) -> None:
        """Add what is wrong with the cell; of many only the gravest are told."""
        self.number += 1
        self.kind = min(self.kind, kind, key=_RANKS.__getitem__)
        self.told.append((_RANKS[kind], text))
        if len(self.told) > 4 * TOLD:
            self._cut()

    def comment(self) -> str:
        """Return the text of the comment."""
        self._cut()
        more = [say("marked.comment.more", n=self.number - len(self.told), total=self.number)] if self.number > len(self.told) else []
        return "\n\n".join([*(text for _, text in self.told), *more])

    def _cut(self) -> None:
        self.told = sorted(self.told, key=lambda one: one[0])[:TOLD]


@dataclass(slots=True)
class Gathered:
    """Everything there is to say in one workbook; `total` counts the lines that there would be, `elsewhere` those of other files by path."""

    lines: dict[str, list[Line]] = field(default_factory=lambda: {kind: [] for kind in COLORS})
    total: int = 0
    elsewhere: dict[str, int] = field(default_factory=dict)
    marks: dict[str, dict[Cell, Mark]] = field(default_factory=dict)

    def listed(self) -> Iterator[Line]:
        """Give the lines that are printed, the gravest first."""
        left = LINES
        for lines in self.lines.values():
            yield from lines[:left]
            left -= min(left, len(lines))

    @property
    def cut(self) -> int:
        """How many lines are not printed."""
        return max(self.total - LINES, 0)


def can_be_marked(path: str) -> bool:
    """Whether an input is a workbook that can be handed back."""
    return PurePath(path).suffix.lower() in SUFFIXES


def gather(audit: Audit, path: str) -> Gathered:
    """Collect what the audit says about one workbook and about the office as a whole."""
    found = Gathered()
    first = _first_columns(audit.run.inputs, path)
    states = {str(state) for state in State if state.is_finding}
    for finding in all_findings(audit, states):
        _add_finding(found, finding, path, first)
    for reject in audit.rejects:
        _add_reject(found, audit, reject, path, first)
    return found


def _first_columns(inputs: tuple[Input, ...], path: str) -> dict[str, list[int]]:
    """Return, of each sheet of a workbook, the positions of the columns that were read."""
    return {one.sheet: sorted({position for _, position in one.columns.values()}) for one in inputs if one.path == path and one.sheet is not None}


def _add_finding(found: Gathered, finding: Finding, path: str, columns: dict[str, list[int]]) -> None:
    row, rule, place = finding.row, finding.rule, finding.location
    if place.path not in (None, path):
        found.elsewhere[place.path] = found.elsewhere.get(place.path, 0) + 1
        return
    kind = f"fail.{rule.severity}" if row.state == State.FAIL else row.state
    told = _one_line(row.message)
    cited = basis(rule, [row.clause])
    remedy = _one_line(row.remedy)
    found.total += 1
    if len(found.lines[kind]) < LINES:
        shown, link = _told_place(place, columns)
        problem = say("marked.problem", title=rule.title, record=_record(finding), message=told)
        found.lines[kind].append(Line(kind, problem, say("marked.basis", place=cited, rule=rule.id), shown, link, row.unit or "", remedy))
    for cell in _cells(place, columns)[:1]:
        parts = {"word": word_of(kind), "rule": rule.id, "title": rule.title, "message": told, "basis": cited, "remedy": remedy}
        text = say("marked.comment.fail" if remedy and row.state == State.FAIL else "marked.comment", **{k: clip(v, LONGEST) for k, v in parts.items()})
        found.marks.setdefault(place.sheet or "", {}).setdefault(cell, Mark(kind)).add(kind, text)


def _add_reject(found: Gathered, audit: Audit, reject: RejectedCell, path: str, columns: dict[str, list[int]]) -> None:
    place = locate_reject(audit.run.inputs, reject)
    if place.path != path:
        found.elsewhere[reject.path] = found.elsewhere.get(reject.path, 0) + 1
        return
    found.total += 1
    key = "report.reject.row" if reject.whole_row else "report.reject.cell"
    told = say(key, value=_one_line(clip(reject.value, LONGEST)), reason=_one_line(reject.reason))
    shown, link = _told_place(place, columns)
    found.lines["reject"].append(Line("reject", told, "", shown, link, "", say("marked.reject.remedy")))
    for number, cell in enumerate(_cells(place, columns)):
        one = found.marks.setdefault(place.sheet or "", {}).setdefault(cell, Mark("reject"))
        if number == 0:
            one.add("reject", say("marked.comment.reject", word=word_of("reject"), told=told))
        elif one.number == 0:
            one.kind = "reject"


def _cells(place: Location, columns: dict[str, list[int]]) -> list[Cell]:
    """Return the cells that a place means: its own, or, of a whole row, all that were read, the first of which is told."""
    if place.sheet is None or place.row is None:
        return []
    cell = cell_of(place.cell) if place.cell is not None else None
    return [cell] if cell is not None else [(place.row, position) for position in columns.get(place.sheet, [0])]


def _told_place(place: Location, columns: dict[str, list[int]]) -> tuple[str, str]:
    """Return a place in words, and what a link to it is written like."""
    if place.sheet is None:
        return "", ""
    cells = _cells(place, columns)
    name = name_of(cells[0]) if cells else "A1"
    quoted = place.sheet.replace("'", "''")
    shown = say("marked.place" if cells else "marked.place.sheet", sheet=place.sheet, cell=name)
    return shown, f"'{quoted}'!{name}"


def _record(finding: Finding) -> str:
    """Return the record as the list calls it; what is about the office or a unit has a unit's column for that."""
    row = finding.row
    return "" if row.record in (row.unit, "office") else say("marked.record", record=clip(_one_line(row.record), 60))


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())


def word_of(kind: str) -> str:
    """Return what a kind of mark is called."""
    if kind == "reject":
        return say("marked.reject")
    state, _, severity = kind.partition(".")
    return mark(State(state), Severity(severity) if severity else Severity.ERROR).word
