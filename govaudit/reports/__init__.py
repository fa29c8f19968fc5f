"""Formats in which an audit is rendered: a new one is one module with `render(audit, options)` and one line here."""

from __future__ import annotations

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
    `fail_on` None: never.
    """

    verbosity: int = 0
    color: bool = False
    width: int | None = None
    fail_on: Severity | None = Severity.ERROR
    strict: bool = False
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """A format by name: its usual file suffix and the module that renders it, imported when first used."""

    name: str
    suffix: str
    module: str

    def render(self, audit: Audit, options: Options) -> str:
        """Render the audit as text; opens no file."""
        rendered = import_module(self.module).render(audit, options)
        assert isinstance(rendered, str)  # noqa: S101 - held by the tests of every format
        return rendered


FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        Format("terminal", ".txt", "govaudit.reports.terminal"),
        Format("json", ".json", "govaudit.reports.json_"),
    )
}
