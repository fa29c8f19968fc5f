"""How the template looks: one set of formats for all its sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govaudit.vocabulary.model import FieldType
from govaudit.workbooks.plan import Rank

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

FONT = "微软雅黑"
#: Colours of the headings; white on each is legible (contrast of at least 4.5).
COLORS = {Rank.KEY: "#1F3864", Rank.REQUIRED: "#B45309", Rank.HELPFUL: "#2E6B3E", Rank.OPTIONAL: "#6B7280"}

_NUMBERS = {
    FieldType.DATE: "yyyy-mm-dd",
    FieldType.DATETIME: "yyyy-mm-dd hh:mm",
    FieldType.PERCENT: "0.##%",
    FieldType.INTEGER: "0",
    FieldType.NUMBER: "General",
}
_TEXT = "@"


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        """Begin with none."""
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def of(self, **properties: Any) -> Format:
        """Return the format with these properties."""
        known = {"font_name": FONT, "font_size": 10, "valign": "vcenter", **properties}
        return self._made.setdefault(tuple(sorted(known.items())), self._workbook.add_format(known))

    def heading(self, rank: Rank) -> Format:
        """Return the format of a heading."""
        return self.of(bold=True, font_color="#FFFFFF", bg_color=COLORS[rank], border=1, border_color="#FFFFFF", align="center", text_wrap=True)

    def example(self) -> Format:
        """Return the format of an example row."""
        return self.of(italic=True, font_color="#6B7280", bg_color="#F3F4F6", text_wrap=True, num_format=_TEXT)

    def column(self, kind: FieldType) -> Format:
        """Return the format of the cells that are to be filled in; text stays as it is typed."""
        return self.of(num_format=_NUMBERS.get(kind, _TEXT))
