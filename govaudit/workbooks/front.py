"""The page in front of the template: how to fill it in, what the colours mean, what each sheet is for, how to say that there was nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from govaudit.messages import text
from govaudit.packs.load import Pack
from govaudit.records.template_rows import EXAMPLE, FRONT_PAGE, NOTHING, PAGES
from govaudit.workbooks.plan import Rank, Sheet
from govaudit.workbooks.style import COLORS, Styles

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_WIDTHS = (24, 44, 10, 70)
_HOW = ("rows", "example", "cells", "choices", "columns", "unit")
_NOTHING = ("rows", "none", "blank", "category")
_NAMED = 12


def write_front(page: Worksheet, sheets: Sequence[Sheet], packs: Sequence[Pack], styles: Styles) -> None:
    """Write the page."""
    page.hide_gridlines(2)
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    for column, width in enumerate(_WIDTHS):
        page.set_column(column, column, width)
    writer = _Writer(page, styles)
    writer.title(PAGES[FRONT_PAGE])
    writer.line("\n".join(text("template.pack", title=pack.info.title, id=pack.id) for pack in packs) or text("template.all"))
    writer.section(text("template.how"))
    for number, name in enumerate(_HOW, 1):
        writer.line(text("template.numbered", n=number, text=text(f"template.how.{name}", example=EXAMPLE)))
    writer.section(text("template.nothing"))
    for number, name in enumerate(_NOTHING, 1):
        writer.line(text("template.numbered", n=number, text=text(f"template.nothing.{name}", nothing=NOTHING[0])))
    writer.section(text("template.colors"))
    for rank in sorted({column.rank for sheet in sheets for column in sheet.columns}):
        writer.color(COLORS[rank], text(f"template.color.{rank.name.lower()}"), text(f"template.color.{rank.name.lower()}.{'means' if packs else 'any'}"))
    writer.section(text("template.sheets", n=len(sheets)))
    writer.table(sheets)
    writer.section(text("template.then"))
    options = "".join(f" -p {pack.id}" for pack in packs) or text("template.then.pack")
    writer.line(text("template.then.check", packs=options))
    writer.line(text("template.then.inspect", packs=options))


class _Writer:
    """Writes from the top down."""

    def __init__(self, page: Worksheet, styles: Styles) -> None:
        self._page = page
        self._styles = styles
        self._row = 0

    def title(self, title: str) -> None:
        self._page.write_string(0, 0, title, self._styles.of(bold=True, font_size=16))
        self._page.set_row(0, 30)
        self._row = 1

    def section(self, title: str) -> None:
        self._row += 1
        self._page.write_string(self._row, 0, title, self._styles.of(bold=True, font_size=12, font_color=COLORS[Rank.KEY]))
        self._page.set_row(self._row, 22)
        self._row += 1

    def line(self, line: str) -> None:
        """Write a paragraph over the width of the page."""
        last = len(_WIDTHS) - 1
        self._page.merge_range(self._row, 0, self._row, last, "", self._styles.of(text_wrap=True, valign="top"))
        self._page.write_string(self._row, 0, line, self._styles.of(text_wrap=True, valign="top"))
        self._page.set_row(self._row, 17 * _lines(line, sum(_WIDTHS)))
        self._row += 1

    def color(self, color: str, name: str, meaning: str) -> None:
        self._page.write_string(self._row, 0, name, self._styles.of(bold=True, font_color="#FFFFFF", bg_color=color, align="center"))
        self._page.write_string(self._row, 1, meaning, self._styles.of())
        self._page.set_row(self._row, 19)
        self._row += 1

    def table(self, sheets: Sequence[Sheet]) -> None:
        """List the sheets, each with a link to it."""
        head = self._styles.of(bold=True, bg_color="#E5E7EB", border=1, border_color="#9CA3AF", text_wrap=True, align="center")
        cell = self._styles.of(border=1, border_color="#9CA3AF", text_wrap=True, valign="top")
        number = self._styles.of(border=1, border_color="#9CA3AF", valign="top", align="center")
        link = self._styles.of(border=1, border_color="#9CA3AF", font_color="#0563C1", underline=1, valign="top")
        for column, name in enumerate(("sheet", "row", "rules", "fields")):
            self._page.write_string(self._row, column, text(f"template.head.{name}"), head)
        self._page.set_row(self._row, 20)
        for sheet in sheets:
            self._row += 1
            names = [column.spec.label for column in sheet.columns if column.rank is Rank.REQUIRED]
            shown = text("template.list").join(names[:_NAMED])
            if len(names) > _NAMED:
                shown = text("template.fields.more", fields=shown, n=len(names))
            self._page.write_url(self._row, 0, f"internal:'{sheet.title}'!A1", link, sheet.title)
            self._page.write_string(self._row, 1, sheet.spec.description, cell)
            self._page.write_number(self._row, 2, sheet.rules, number)
            self._page.write_string(self._row, 3, shown, cell)
            self._page.set_row(self._row, 17 * max(_lines(sheet.spec.description, _WIDTHS[1]), _lines(shown, _WIDTHS[3]), 1))
        self._row += 1


def _lines(value: str, width: int) -> int:
    """Return how many lines a text takes in a column; a Chinese character is two of Latin script wide."""
    return sum(1 + sum(1 if char.isascii() else 2 for char in line) // (width - 2) for line in value.split("\n"))
