"""Markdown in which everything that comes from data stays text: escaping, tables, a page of blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from govaudit.reports.ci import VALUE
from govaudit.reports.wording import clip, listed, say, visible

#: Written as entities, which no reader of Markdown takes for structure: HTML, mentions, formulas.
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&dollar;"} | {char: f"\\{char}" for char in "\\`*_{}[]|~^"})
#: What makes a heading, a list, a quotation or a rule at the beginning of a line.
_LEADING = re.compile(r"^(\d+)([.)])|^([#+=:-])")
#: What forges make a link of: people, issues, merge requests, milestones, labels, emoji. A character of no width stands between, as their own bots have it.
_REFERENCES = re.compile(r"[@#!](?=\w)|(?<!\d)%(?=[\w\"])|:(?=[\w+-]+:)|&(?:amp|dollar);(?=\d)|\\~(?=[\w\"])")
_ADDRESSES = re.compile(r"(?i)\b(https?|ftp|mailto|xmpp):|\bwww\.|\bGH-(?=\d)")
_NOTHING = "&#8203;"


def safe(value: str, most: int = VALUE) -> str:
    """Return a value as Markdown that shows it and does nothing else, on one line."""
    text = visible(clip(value, most)).translate(_ENTITIES)
    text = _LEADING.sub(lambda match: f"{match[1]}\\{match[2]}" if match[1] else f"\\{match[3]}", text)
    text = _REFERENCES.sub(rf"\g<0>{_NOTHING}", text)
    return _ADDRESSES.sub(lambda match: f"{match[0][:-1]}{_NOTHING}{match[0][-1]}", text)


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[int] = ()) -> list[str]:
    """Return the lines of a table of cells that are Markdown already; columns in `right` are numbers."""
    rule = ["---:" if number in right else "---" for number in range(len(headings))]
    return [f"| {' | '.join(cells)} |" for cells in (headings, rule, *rows)]


class Page:
    """Blocks of Markdown, with an empty line between them."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._blocks: list[str] = []

    def block(self, *lines: str) -> None:
        """Add lines that belong together."""
        if lines:
            self._blocks.append("\n".join(lines))

    def heading(self, text: str, *counts: str, level: int = 2) -> None:
        """Add a heading, with counts after it."""
        self.block(f"{'#' * level} {text}" + (say("report.aside", what=listed(counts)) if counts else ""))

    def text(self) -> str:
        """Return the whole page."""
        return "\n\n".join(self._blocks) + "\n"
