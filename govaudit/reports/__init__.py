"""Formats in which an audit is rendered: a new one is one module with `render(audit, options)` and one line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from govaudit.states import Severity

if TYPE_CHECKING:
    from govaudit.results import Audit


@dataclass(frozen=True, slots=True)
class Options:
    """How an audit is to be rendered; nothing here changes a verdict.

    `width` None: 80 columns. `limit`: the most entries of every list, None: each list's own cap; what is cut is always counted.
    `fail_on` None: never. `base`: the folder, as a POSIX path, to which the paths of inputs are made relative where a format asks for that,
    `folder`: the one from which relative paths start, likewise (empty: that same folder). `template`: an office's own Word document.
    `original`: gives the bytes of an input by its path, for the formats that hand it back; `book`: which of several.
    """

    verbosity: int = 0
    color: bool = False
    width: int | None = None
    fail_on: Severity | None = Severity.ERROR
    strict: bool = False
    limit: int | None = None
    base: str = ""
    folder: str = ""
    template: bytes | None = None
    original: Callable[[str], bytes] | None = None
    book: str = ""


@dataclass(frozen=True, slots=True)
class Format:
    """A format by name: its usual file suffix, the module that renders it (imported when first used), and whether that gives bytes instead of text."""

    name: str
    suffix: str
    module: str
    binary: bool = False

    def render(self, audit: Audit, options: Options) -> str | bytes:
        """Render the audit as text, or as bytes if the format is binary; opens no file."""
        rendered: str | bytes = import_module(self.module).render(audit, options)
        assert isinstance(rendered, bytes if self.binary else str)  # noqa: S101 - held by the tests of every format
        return rendered

    def text(self, audit: Audit, options: Options) -> str:
        """Render a format that is no binary one."""
        rendered = self.render(audit, options)
        return rendered if isinstance(rendered, str) else rendered.decode()


FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        Format("terminal", ".txt", "govaudit.reports.terminal"),
        Format("json", ".json", "govaudit.reports.json_"),
        Format("html", ".html", "govaudit.reports.page.document"),
        Format("jsonl", ".jsonl", "govaudit.reports.jsonl"),
        Format("csv", ".csv", "govaudit.reports.csv_"),
        Format("markdown", ".md", "govaudit.reports.markdown"),
        Format("sarif", ".sarif", "govaudit.reports.sarif"),
        Format("sarif-full", ".sarif", "govaudit.reports.sarif_full"),
        Format("junit", ".xml", "govaudit.reports.junit"),
        Format("gitlab", ".json", "govaudit.reports.gitlab"),
        Format("github", ".txt", "govaudit.reports.github"),
        Format("xlsx", ".xlsx", "govaudit.reports.xlsx", binary=True),
        Format("docx", ".docx", "govaudit.reports.docx_", binary=True),
        Format("marked", ".xlsx", "govaudit.reports.marked", binary=True),
    )
}
