"""The first sheet of the workbook: which notices, as of when, the sums by state and unit with a chart, and links to the other sheets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from govaudit.reports.office import facts
from govaudit.reports.wording import mark, say
from govaudit.states import Severity, State

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from govaudit.reports.digest import UnitViolations
    from govaudit.reports.workbook import Book
    from govaudit.results import Audit

#: Units that are listed, and that the chart shows.
UNITS, CHART = 300, 10
#: Columns: the tables on the left, the chart on the right of them.
_WIDTHS = (18, 9, 9, 9, 9, 30, 3, 18, 18, 18)
_TABLE, _LAST = 5, 9
#: Half-width characters beside a label: merged cells do not grow by themselves.
_LINE, _WIDE, _MOST = 14.5, 116, 20
#: Points of a row of a table, and its pixels: the chart is as high as what it stands beside.
_ROW, _PIXELS = 18.0, 24
#: How every state is told, of violations each severity; what does not apply is last, for the chart leaves it out.
_GRADES = (
    ("pass", State.PASS, Severity.ERROR, "#70AD47"),
    ("fail.error", State.FAIL, Severity.ERROR, "#C00000"),
    ("fail.warning", State.FAIL, Severity.WARNING, "#ED7D31"),
    ("fail.info", State.FAIL, Severity.INFO, "#FFC000"),
    ("pending", State.PENDING, Severity.ERROR, "#5B9BD5"),
    ("undecided", State.UNDECIDED, Severity.ERROR, "#7030A0"),
    ("manual", State.MANUAL, Severity.ERROR, "#B4A7D6"),
    ("error", State.ERROR, Severity.ERROR, "#404040"),
    ("not_applicable", State.NOT_APPLICABLE, Severity.ERROR, "#D9D9D9"),
)


class Overview:
    """Fills the first sheet from above."""

    def __init__(self, book: Book, sheet: Worksheet, name: str, audit: Audit) -> None:
        """Begin at the first row."""
        self._book, self._sheet, self._name, self._audit = book, sheet, name, audit
        self._row = 0

    def fill(self, units: Sequence[UnitViolations], sheets: Sequence[tuple[str, int]], links: Sequence[str]) -> None:
        """Write everything; `links` are the sheets of the units, `sheets` the others with the number of their entries."""
        for column, width in enumerate(_WIDTHS):
            self._sheet.set_column(column, column, width)
        self._sheet.set_row(0, 32)
        self._merged(say("xlsx.title"), "title")
        self._row = 1
        self._facts()
        beside = self._row
        first_sum = self._sums()
        if units:
            self._unit_chart(self._units(units, links), beside, min(len(units), CHART))
        else:
            self._state_chart(first_sum, beside)
        self._links(sheets)

    def _merged(self, text: str, style: str, first: int = 0) -> None:
        self._sheet.merge_range(self._row, first, self._row, _LAST, "", self._book.style(style))
        self._book.put(self._sheet, self._row, first, text, style)

    def _facts(self) -> None:
        self._section("run", _LAST)
        run, counts = self._audit.run, self._audit.counts
        office = say("report.office.role", office=run.unit, role=run.role) if run.role else run.unit
        judged = counts[State.PASS] + counts[State.FAIL]
        total = say("xlsx.overview.judged.text", judged=judged, passed=counts[State.PASS], failed=counts[State.FAIL])
        before = ""
        for key, text in [("xlsx.overview.office", office), *facts(self._audit), ("xlsx.overview.judged", total)]:
            if text:
                self._sheet.set_row(self._row, _LINE * min(1 + 2 * len(text) // _WIDE, _MOST))
                self._book.put(self._sheet, self._row, 0, "" if key == before else say(key), "label")
                self._merged(text, "plain", 1)
                self._row += 1
                before = key
        self._row += 1

    def _section(self, key: str, last: int = _TABLE) -> None:
        self._sheet.set_row(self._row, 20)
        for column in range(last + 1):
            self._book.put(self._sheet, self._row, column, "" if column else say(f"xlsx.overview.{key}"), "section")
        self._row += 1

    def _line(self, style: str, *values: str | int) -> None:
        """Write a row of a table; its last value takes the columns that are left."""
        last = len(values) - 1
        self._sheet.set_row(self._row, _ROW)
        for column, value in enumerate(values):
            if column == last < _TABLE:
                self._sheet.merge_range(self._row, column, self._row, _TABLE, "", self._book.style(style))
            if isinstance(value, int):
                self._book.number(self._sheet, self._row, column, value, "total" if style == "total" else "count")
            else:
                self._book.put(self._sheet, self._row, column, value, style)
        self._row += 1

    def _sums(self) -> int:
        """Write the number of every state, zeros too, and the total they add up to; return the first of their rows."""
        self._section("sums")
        self._line("head", say("xlsx.head.state"), say("xlsx.head.count"), say("xlsx.head.meaning"))
        first = self._row
        for key, state, severity, _ in _GRADES:
            number = self._audit.fails_by_severity[severity] if state is State.FAIL else self._audit.counts[state]
            self._line("cell", mark(state, severity).word, number, say(f"xlsx.meaning.{key}"))
        self._line("total", say("xlsx.overview.total"), self._audit.subjects, say("xlsx.overview.total.meaning", rules=len(self._audit.rules)))
        self._row += 1
        return first

    def _units(self, units: Sequence[UnitViolations], links: Sequence[str]) -> int:
        """Write the number of violations by unit; return the first of their rows."""
        self._section("units")
        words = [mark(State.FAIL, severity).word for severity in Severity]
        self._line("head", say("xlsx.head.unit"), *words, say("xlsx.overview.total"), say("xlsx.head.sheet"))
        first = self._row
        for unit, name in zip(units[:UNITS], links, strict=False):
            numbers = [unit.number(severity) for severity in Severity]
            self._line("cell", unit.unit or say("office.unit.none"), *numbers, sum(numbers), "")
            self._book.link(self._sheet, self._row - 1, _TABLE, name)
        if len(units) > UNITS:
            self._line("cell", say("xlsx.overview.units.more", n=len(units) - UNITS, total=len(units)))
        fails = self._audit.fails_by_severity
        self._line("total", say("xlsx.overview.total"), *(fails[severity] for severity in Severity), self._audit.counts[State.FAIL], "")
        self._row += 1
        return first

    def _links(self, sheets: Sequence[tuple[str, int]]) -> None:
        self._section("sheets")
        for name, number in sheets:
            self._line("cell", "", say("report.items", n=number))
            self._book.link(self._sheet, self._row - 1, 0, name)

    def _state_chart(self, first: int, beside: int) -> None:
        last = first + len(_GRADES) - 2
        series = self._series(first, last, 1) | {"points": [{"fill": {"color": color}} for *_, color in _GRADES[:-1]], "data_labels": {"value": True}}
        self._chart(beside, {"type": "column", "title": say("xlsx.chart.states")}, [series])

    def _unit_chart(self, first: int, beside: int, shown: int) -> None:
        """Show the units with the gravest and most violations; a bar each, beside the sums, where no page ends."""
        graded = [(severity, color) for _, state, severity, color in _GRADES if state is State.FAIL]
        series = [
            self._series(first, first + shown - 1, column) | {"name": mark(State.FAIL, severity).word, "fill": {"color": color}}
            for column, (severity, color) in enumerate(graded, 1)
        ]
        title = say("xlsx.chart.units", n=shown)
        self._chart(beside, {"type": "bar", "subtype": "stacked", "legend": True, "y_axis": {"reverse": True, "interval_unit": 1}, "title": title}, series)

    def _series(self, first: int, last: int, column: int) -> dict[str, Any]:
        return {"categories": [self._name, first, 0, last, 0], "values": [self._name, first, column, last, column], "gap": 50}

    def _chart(self, beside: int, options: dict[str, Any], series: Sequence[dict[str, Any]]) -> None:
        size = {"width": 410, "height": _PIXELS * (len(_GRADES) + 3)}
        self._book.chart(self._sheet, (beside, _TABLE + 2), options | size, series)
