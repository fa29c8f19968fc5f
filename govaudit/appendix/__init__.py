"""The appendix to the annual report (政府信息公开工作年度报告): how each clause of a notice was carried out in a year, with numbers that lead back to records.

`build(task, year)` gives an `Appendix`; `FORMATS` renders it.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govaudit.appendix.model import Appendix


@dataclass(frozen=True, slots=True)
class Format:
    """A way to render an appendix: its name, the suffixes of its files, and whether it gives bytes instead of text."""

    name: str
    suffixes: tuple[str, ...]
    module: str
    binary: bool = True

    def render(self, appendix: Appendix) -> str | bytes:
        """Render the appendix; opens no file."""
        rendered: str | bytes = import_module(self.module).render(appendix)
        return rendered


FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        Format("markdown", (".md", ".markdown"), "govaudit.appendix.markdown", binary=False),
        Format("docx", (".docx",), "govaudit.appendix.docx"),
        Format("xlsx", (".xlsx",), "govaudit.appendix.xlsx"),
    )
}
