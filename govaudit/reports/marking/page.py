"""The page that is put in front of a marked workbook, written as the XML of a sheet; every value is text, never a formula."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from govaudit.reports.marking.sheet import name_of
from govaudit.reports.marking.splicing import xml_attribute, xml_text
from govaudit.reports.wording import clip

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LONGEST = 8_000  # characters of a cell; a spreadsheet takes 32,767
_TALLEST = 400
#: A sheet takes no more links than this.
LINKS = 65_000


@dataclass(frozen=True, slots=True)
class Cell:
    """A value, its style, and the cell of the workbook it links to (`'公文'!F12`)."""

    value: str
    style: int
    link: str = ""


class PageWriter:
    """Writes a sheet from the top down."""

    def __init__(self, widths: Sequence[int]) -> None:
        """Begin with these widths of columns, in characters of Latin script."""
        self._widths = widths
        self._rows: list[str] = []
        self._links: list[str] = []
        self._merged: list[str] = []
        self._head = 0

    def row(self, cells: Sequence[Cell], height: int | None = None) -> None:
        """Add a row."""
        number = len(self._rows) + 1
        lines = max((_lines(cell.value, width) for cell, width in zip(cells, self._widths, strict=False)), default=1)
        written = "".join(self._cell(cell, number, position) for position, cell in enumerate(cells))
        self._rows.append(f'<row r="{number}" ht="{height or min(15 * lines + 4, _TALLEST)}" customHeight="1">{written}</row>')

    def line(self, value: str, style: int, height: int | None = None) -> None:
        """Add a row that is one cell over the width of the page."""
        number = len(self._rows) + 1
        lines = _lines(value, sum(self._widths))
        written = self._cell(Cell(value, style), number, 0)
        self._merged.append(f'<mergeCell ref="A{number}:{name_of((number, len(self._widths) - 1))}"/>')
        self._rows.append(f'<row r="{number}" ht="{height or 15 * lines + 4}" customHeight="1">{written}</row>')

    def head(self, titles: Sequence[str], style: int) -> None:
        """Add the headings of the list; what is above and they stay where they are when the list is scrolled."""
        self.row([Cell(title, style) for title in titles], 24)
        self._head = len(self._rows)

    def xml(self) -> bytes:
        """Return the sheet."""
        columns = "".join(f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>' for at, width in enumerate(self._widths, 1))
        filtered = f'<autoFilter ref="A{self._head}:{name_of((len(self._rows), len(self._widths) - 1))}"/>' if self._head else ""
        below = f"A{self._head + 1}"
        merged = f'<mergeCells count="{len(self._merged)}">{"".join(self._merged)}</mergeCells>' if self._merged else ""
        links = f"<hyperlinks>{''.join(self._links)}</hyperlinks>" if self._links else ""
        return (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            f'<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0"><pane ySplit="{self._head}" topLeftCell="{below}" '
            f'activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="{below}" sqref="{below}"/></sheetView></sheetViews>'
            f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData>{"".join(self._rows)}</sheetData>{filtered}{merged}{links}'
            '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
            '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
        ).encode()

    def _cell(self, cell: Cell, row: int, position: int) -> str:
        name = name_of((row, position))
        if cell.link and len(self._links) < LINKS:
            self._links.append(f"<hyperlink ref={xml_attribute(name)} location={xml_attribute(cell.link)}/>")
        text = xml_text(clip(cell.value, _LONGEST))
        return f'<c r="{name}" s="{cell.style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>' if text else f'<c r="{name}" s="{cell.style}"/>'


def _lines(value: str, width: int) -> int:
    """Return how many lines a text takes in a column; in this encoding a Chinese character is as long as it is wide: two of Latin script."""
    room = max(width - 2, 4)
    return sum(1 + len(line.encode("gb18030", "replace")) // room for line in value[:_LONGEST].split("\n"))
