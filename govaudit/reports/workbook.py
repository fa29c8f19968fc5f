"""A workbook of long tables: sheets, heads, styles, charts and how it is printed."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from govaudit.reports.wording import say
from govaudit.reports.workbook_table import HEAD, NAME, ROWS, Column, Table, cell_text, cut, plain
from govaudit.reports.zipped import Change, rewritten

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_FONT = "宋体"
_FORBIDDEN = str.maketrans("[]:*?/\\'", "［］：＊？／＼’")
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"},
    "intro": {"font_size": 9, "font_color": "#404040", "text_wrap": True, "valign": "vcenter"},
    "section": {"bold": True, "font_size": 12, "valign": "vcenter", "bottom": 2, "bottom_color": "#1F4E79"},
    "plain": {"text_wrap": True, "valign": "top"},
    "label": {"bold": True, "valign": "top"},
    "cell": {"valign": "vcenter", "border": 1, "text_wrap": True},
    "count": {"valign": "vcenter", "align": "center", "border": 1, "num_format": "0"},
    "head": {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1, "bg_color": "#D9E2F3"},
    "text": {"text_wrap": True, "valign": "top", "border": 1},
    "center": {"text_wrap": True, "valign": "top", "align": "center", "border": 1},
    "number": {"valign": "top", "align": "center", "border": 1, "num_format": "0"},
    "date": {"valign": "top", "align": "center", "border": 1, "num_format": "yyyy-mm-dd", "text_wrap": True},
    "small": {"valign": "top", "text_wrap": True, "border": 1, "font_size": 7, "font_color": "#808080"},
    "sum": {"bold": True, "valign": "top", "align": "center", "border": 1, "num_format": "0"},
    "total": {"bold": True, "valign": "vcenter", "align": "center", "border": 1, "num_format": "0", "bg_color": "#F2F2F2"},
    "link": {"valign": "vcenter", "border": 1, "font_color": "#0563C1", "underline": 1},
}


class Book:
    """A workbook in the making."""

    def __init__(self, title: str, author: str, created: dt.datetime) -> None:
        """Begin a workbook; its properties bear the moment the audit speaks of, not that of writing."""
        from xlsxwriter import Workbook as XlsxWorkbook

        self._target = io.BytesIO()
        self._book: Workbook = XlsxWorkbook(self._target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        self._book.set_properties({"title": plain(title), "author": plain(author), "created": created})
        self._styles: dict[str, Format] = {name: self._book.add_format({"font_name": _FONT, "font_size": 10} | style) for name, style in _STYLES.items()}
        self._names: set[str] = {"history"}  # Excel keeps this name to itself
        self._tables: list[tuple[int, Table]] = []
        self._running = ("", "")

    def running(self, header: str, footer: str) -> None:
        """Set what stands at the head and foot of every page of the sheets to come."""
        self._running = (header, footer)

    def name(self, wanted: str) -> str:
        """Return a name for a sheet like the one wanted, that Excel accepts and no other sheet has."""
        base = cut(plain(wanted).replace("\n", " ").translate(_FORBIDDEN).strip(), NAME) or "_"
        found, number = base, 1
        while found.casefold() in self._names:
            number += 1
            found = f"{cut(base, NAME - len(str(number)) - 2)}({number})"
        self._names.add(found.casefold())
        return found

    def sheet(self, name: str, tab: str) -> Worksheet:
        """Add a sheet under a name from `name`, set to print on A4 across, as wide as the page."""
        sheet = self._book.add_worksheet(name)
        sheet.set_tab_color(tab)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.center_horizontally()
        sheet.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.set_header(self._running[0])
        sheet.set_footer(self._running[1])
        sheet.hide_gridlines(2)
        return sheet

    def table(self, name: str, title: str, intro: str, columns: Sequence[Column], *, tab: str, frozen: int = 2, most: int = ROWS) -> Table:
        """Add a sheet with one table, its heads frozen and repeated."""
        sheet = self.sheet(name, tab)
        last = len(columns) - 1
        for row, (text, style, height) in enumerate(((title, "title", 28.0), (intro, "intro", 30.0))):
            sheet.set_row(row, height)
            sheet.merge_range(row, 0, row, last, "", self._styles[style])
            self.put(sheet, row, 0, text, style)
        sheet.set_row(HEAD - 1, 30)
        for number, column in enumerate(columns):
            sheet.set_column(number, number, column.width)
            self.put(sheet, HEAD - 1, number, column.heading, "head")
            sheet.write_blank(HEAD, number, None, self._styles[column.style])
        sheet.repeat_rows(0, HEAD - 1)
        sheet.freeze_panes(HEAD, frozen)
        table = Table(sheet, name, columns, most)
        self._tables.append((len(self._book.worksheets()), table))
        return table

    def style(self, name: str) -> Format:
        """Return a style by name."""
        return self._styles[name]

    def put(self, sheet: Worksheet, row: int, column: int, text: str, style: str) -> None:
        """Write a text; XlsxWriter would take one between `<r>` and `</r>` for markup."""
        shown = cell_text(text)
        sheet.write_string(row, column, f"{shown} " if shown.startswith("<r>") else shown, self._styles[style])

    def number(self, sheet: Worksheet, row: int, column: int, number: int, style: str = "number") -> None:
        """Write a number."""
        sheet.write_number(row, column, number, self._styles[style])

    def link(self, sheet: Worksheet, row: int, column: int, name: str) -> None:
        """Write a link to another sheet."""
        sheet.write_url(row, column, f"internal:'{name}'!A1", self._styles["link"], string=name)

    def chart(self, sheet: Worksheet, cell: tuple[int, int], options: dict[str, Any], series: Iterable[dict[str, Any]]) -> None:
        """Insert a native chart: its kind and subtype, title and size, and its series."""
        chart = self._book.add_chart({key: options[key] for key in ("type", "subtype") if key in options})
        for one in series:
            chart.add_series(one)
        font = {"name": _FONT, "size": 8}
        chart.set_title({"name": options["title"], "name_font": font | {"size": 11}})
        chart.set_legend({"position": "bottom", "font": font} if options.get("legend") else {"none": True})
        chart.set_x_axis({"num_font": font, "major_gridlines": {"visible": False}} | options.get("x_axis", {}))
        chart.set_y_axis({"num_font": font, "major_gridlines": {"visible": False}} | options.get("y_axis", {}))
        chart.set_size({"width": options["width"], "height": options["height"]})
        sheet.insert_chart(*cell, chart, {"object_position": 2, "description": options["title"]})

    def finish(self) -> bytes:
        """Return the workbook."""
        changes: dict[str, Change] = {}
        for number, table in self._tables:
            table.end()
            last = HEAD + table.written - 1
            table.sheet.autofilter(HEAD - 1, 0, last, len(table.columns) - 1)
            for position, column in enumerate(table.columns):
                if column.choices:
                    table.sheet.data_validation(HEAD, position, last, position, {"validate": "list", "source": list(column.choices)} | _hint())
            changes[f"xl/worksheets/sheet{number}.xml"] = table.change
        self._book.close()
        return rewritten(self._target.getvalue(), changes)


def _hint() -> dict[str, str]:
    return {"input_title": say("xlsx.progress.title"), "input_message": say("xlsx.progress.hint")}
