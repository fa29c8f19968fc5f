"""Markdown from texts that are not Markdown: escaped, in tables that stay tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_MARKUP = re.compile(r"[\\`*_\[\]<>|~#&$]")


def escaped(text: str) -> str:
    """Return a text so that Markdown shows it as it is, on one line."""
    return _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))


def code(text: str) -> str:
    """Return an identifier in code type, fit for a table."""
    return "`" + " ".join(text.split()).replace("`", "'").replace("|", r"\|") + "`"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of cells that are Markdown already."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def heading(level: int, title: str, anchor: str = "") -> str:
    """Return a heading, with an anchor of its own that no wording changes."""
    mark = f'<a id="{anchor}"></a>\n\n' if anchor else ""
    return f"{mark}{'#' * level} {title}\n"
