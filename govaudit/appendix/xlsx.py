"""The appendix as a workbook: head and sums, statistics, paragraphs, clauses, and where each number comes from."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from govaudit.appendix.model import Appendix
from govaudit.appendix.tables import clause_columns, clause_row, marked, note_rows, notes_columns, shown
from govaudit.reports.wording import clip, say, visible

if TYPE_CHECKING:
    import xlsxwriter

#: Records named per number, and the most characters a cell can hold.
KEYS = 1000
_CELL = 32_000
#: Points per line of a cell, and the most points of a row.
_LINE, _HIGHEST = 13.5, 409


def render(appendix: Appendix) -> bytes:
    """Render the appendix as a workbook in which every cell is plain text or a number."""
    import xlsxwriter

    made = io.BytesIO()
    # Nothing that stands in a ledger may become a formula or a link.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(made, options) as book:
        book.set_properties({"title": visible(appendix.title), "created": appendix.as_of.replace(microsecond=0)})
        sheets = _Sheets(book)
        _overview(sheets, appendix)
        figures = [(one.title, label, value, marked(one.note)) for one in appendix.statistics for label, value in one.figures]
        sheets.table(say("appendix.sheet.statistics"), _columns("topic", "figure", "value", "note"), figures, (18, 44, 26, 8))
        paragraphs = [(say("appendix.statistics"), one.title, shown(one.paragraph)) for one in appendix.statistics]
        paragraphs += [(chapter.title, section.title, shown(section.paragraph)) for chapter in appendix.chapters for section in chapter.sections]
        sheets.table(say("appendix.sheet.paragraphs"), _columns("chapter", "section", "paragraph"), paragraphs, (26, 26, 100))
        for number, chapter in enumerate(appendix.chapters, start=1):
            name = say("appendix.sheet.clauses") + (str(number) if len(appendix.chapters) > 1 else "")
            rows = [(section.title, *clause_row(line)) for section in chapter.sections for line in section.lines]
            sheets.table(name, (say("appendix.column.section"), *clause_columns()), rows, (20, 20, 32, 56, 14, 44))
        sheets.table(say("appendix.sheet.notes"), notes_columns(), note_rows(appendix, KEYS, repeat=True), (8, 32, 16, 22, 18, 50, 60))
    return made.getvalue()


def _columns(*names: str) -> tuple[str, ...]:
    return tuple(say(f"appendix.column.{name}") for name in names)


def _overview(sheets: _Sheets, appendix: Appendix) -> None:
    sheet = sheets.sheet(say("appendix.sheet.overview"), (18, 110))
    sheet.write_string(0, 0, visible(appendix.title), sheets.title)
    sheet.write_string(1, 0, visible(appendix.subtitle), sheets.number)
    row = 3
    for name, value in appendix.head:
        sheets.row(sheet, row, (name, value), (18, 110))
        row += 1
    for chapter in appendix.chapters:
        row += 1
        sheet.write_string(row, 0, visible(chapter.title), sheets.title)
        sheets.row(sheet, row + 1, _columns("outcome", "count"), (18, 110), sheets.heading)
        row += 2
        for outcome, number in chapter.sums.items():
            sheet.write_string(row, 0, say(f"appendix.outcome.{outcome}"), sheets.plain)
            sheet.write_number(row, 1, number, sheets.number)
            row += 1
        sheet.write_string(row, 0, say("appendix.total"), sheets.plain)
        sheet.write_number(row, 1, sum(chapter.sums.values()), sheets.number)
        row += 1


def _cells(text: str) -> int:
    """Return how many columns of a character a text takes: a Chinese one takes two."""
    return sum(1 + (unicodedata.east_asian_width(char) in "FWA") for char in text)


class _Sheets:
    """The workbook's sheets, all in one manner: wrapped text, frozen heads, filters, A4 landscape one page wide."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        base = {"font_name": "宋体", "font_size": 10, "valign": "top"}
        self.plain = book.add_format({**base, "text_wrap": True})
        self.number = book.add_format({**base, "align": "left"})
        self.heading = book.add_format({**base, "bold": True, "text_wrap": True, "bg_color": "#DDE6F0", "border": 1})
        self.title = book.add_format({**base, "bold": True, "font_size": 14})

    def sheet(self, name: str, widths: Sequence[int]) -> Any:
        """Add a sheet with columns of these widths."""
        sheet = self._book.add_worksheet(name)
        for number, width in enumerate(widths):
            sheet.set_column(number, number, width, self.plain)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")
        return sheet

    def row(self, sheet: Any, number: int, values: Iterable[str], widths: Sequence[int], style: Any = None) -> None:
        """Write a row of text, as high as its longest cell needs, for not every program makes room by itself."""
        high = 1
        for column, (value, width) in enumerate(zip(values, widths, strict=True)):
            shown = clip("\n".join(visible(line) for line in value.split("\n")), _CELL)
            high = max(high, sum(-(-_cells(line) // width) or 1 for line in shown.split("\n")))
            sheet.write_string(number, column, shown, style or self.plain)
        sheet.set_row(number, min(high * _LINE, _HIGHEST))

    def table(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]) -> None:
        """Add a sheet with a table."""
        sheet = self.sheet(name, widths)
        self.row(sheet, 0, columns, widths, self.heading)
        last = 0
        for last, row in enumerate(rows, start=1):
            self.row(sheet, last, row, widths)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, last, len(columns) - 1)
