"""The template: an empty workbook of the ledgers that packs need, which the readers take back as it was filled in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from govaudit.messages import text
from govaudit.packs.load import Pack
from govaudit.records.template_rows import EXAMPLE, EXAMPLE_CELL, FRONT_PAGE, OPTIONS_PAGE, PAGES
from govaudit.vocabulary.model import FieldType, Vocabulary
from govaudit.workbooks.examples import example_of
from govaudit.workbooks.front import write_front
from govaudit.workbooks.notes import note_of
from govaudit.workbooks.plan import Column, Rank, Sheet, sheets_of
from govaudit.workbooks.style import COLORS, Styles

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

#: Not the time of making: the same packs give the same bytes.
_CREATED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_LAST_ROW = 1_048_575
_FIRST_RECORD = 2
_EARLIEST = dt.date(1949, 10, 1)
_WIDTHS = {FieldType.DATE: 13, FieldType.DATETIME: 18, FieldType.BOOLEAN: 12, FieldType.INTEGER: 12, FieldType.NUMBER: 12, FieldType.PERCENT: 12}
_LONG = ("title", "content", "url")


def template(packs: Sequence[Pack], vocabulary: Vocabulary, *, every: bool = False) -> bytes:
    """Return the workbook for what the packs' rules read; with `every`, for all tables of the dictionary."""
    from xlsxwriter import Workbook

    sheets = sheets_of(packs, vocabulary, every=every)
    data = BytesIO()
    with Workbook(data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        workbook.set_properties({"title": PAGES[FRONT_PAGE], "created": _CREATED})
        workbook.set_size(24000, 14000)
        styles = Styles(workbook)
        write_front(workbook.add_worksheet(FRONT_PAGE), sheets, packs, styles)
        pages = [workbook.add_worksheet(sheet.title) for sheet in sheets]
        options = _Options(workbook.add_worksheet(OPTIONS_PAGE), styles)
        for page, sheet in zip(pages, sheets, strict=True):
            _write(page, sheet, packs, styles, options)
    return data.getvalue()


class _Options:
    """The hidden page of values to choose from: a column for each list; equal lists share one."""

    def __init__(self, page: Worksheet, styles: Styles) -> None:
        self._page = page
        self._format = styles.of()
        self._ranges: dict[tuple[str, ...], str] = {}
        page.hide()
        page.write_string(0, 0, PAGES[OPTIONS_PAGE], self._format)

    def range_of(self, values: tuple[str, ...]) -> str:
        """Return the cells that hold these values."""
        from xlsxwriter.utility import xl_range_abs

        if values not in self._ranges:
            column = len(self._ranges)
            for row, value in enumerate(values, 1):
                self._page.write_string(row, column, value, self._format)
            self._ranges[values] = f"='{OPTIONS_PAGE}'!{xl_range_abs(1, column, len(values), column)}"
        return self._ranges[values]


def _write(page: Worksheet, sheet: Sheet, packs: Sequence[Pack], styles: Styles, options: _Options) -> None:
    """Write a ledger: headings with their notes, the example row, and what the cells below accept."""
    page.set_row(0, 36)
    page.set_row(1, 30)
    page.freeze_panes(1, 1)
    page.set_tab_color(COLORS[Rank.REQUIRED if sheet.rules else Rank.OPTIONAL])
    page.set_landscape()
    page.set_paper(9)
    page.repeat_rows(0)
    page.ignore_errors({"number_stored_as_text": f"A1:XFD{_LAST_ROW + 1}"})
    page.set_default_row(20)
    for position, column in enumerate(sheet.columns):
        page.set_column(position, position, _width(column), styles.column(column.spec.type))
        page.write_string(0, position, column.heading, styles.heading(column.rank))
        note = note_of(column, sheet, ranked=bool(packs) or column.rank is Rank.KEY)
        lines = sum(1 + len(line) // 22 for line in note.splitlines())
        page.write_comment(0, position, note, {"author": text("template.author"), "x_scale": 2.4, "y_scale": max(lines, 4) / 4.2, "font_size": 9})
        page.write_string(1, position, EXAMPLE_CELL + example_of(column, packs) if position else EXAMPLE, styles.example())
        _accept(page, position, column, options)


def _width(column: Column) -> float:
    """Return the width of a column, in characters of Latin script."""
    least = max(10, min(2 * len(column.heading) + 2, 24))
    if column.rank is Rank.KEY:
        return 30  # the sign of the example row
    return max(least, 40 if column.name in _LONG else _WIDTHS.get(column.spec.type, 18))


def _accept(page: Worksheet, position: int, column: Column, options: _Options) -> None:
    """Offer the values of a field, or ask back where what is typed is not of its type; lists and open values may hold others."""
    cells = (_FIRST_RECORD, position, _LAST_ROW, position)
    kind = column.spec.type
    if column.options:
        source = options.range_of(column.options)
        error = {"error_title": text("template.error.title"), "error_message": text("template.error.choice")}
        page.data_validation(*cells, {"validate": "list", "source": source, "show_error": column.closed, **error})
    elif kind.is_moment:
        page.data_validation(*cells, _asked("date", _EARLIEST, "template.error.date"))
    elif kind is FieldType.INTEGER:
        page.data_validation(*cells, _asked("integer", -(10**9), "template.error.integer"))
    elif kind in (FieldType.NUMBER, FieldType.PERCENT):
        page.data_validation(*cells, _asked("decimal", -(10**12), "template.error.number"))


def _asked(kind: str, least: object, message: str) -> dict[str, object]:
    error = {"error_type": "warning", "error_title": text("template.error.title"), "error_message": text(message)}
    return {"validate": kind, "criteria": ">=", "value": least, **error}
