"""Lines of text for a terminal: wrapped by cells with the rules of Chinese typesetting, coloured by span, never interpreted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from rich.cells import cell_len, chop_cells

from govaudit.reports.wording import clip, visible

if TYPE_CHECKING:
    from rich.style import Style

#: A piece of a line: text, or text and style.
Part = str | tuple[str, str]

_WIDE = "\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\U0001f300-\U0003fffd"
_QUOTES = "\u201c\u2018\u3008\u300a\u300c\u300e\u3010\u3014\uff08\uff3b"
_OPENING = _QUOTES + "(\\["
_CLOSING = "\u201d\u2019\u3009\u300b\u300d\u300f\u3011\u3015\uff09\uff3d)\\],.;:!?%\uff0c\u3002\u3001\uff1b\uff1a\uff01\uff1f\u2026\u00b7"
#: What stays on one line: a word or a wide character, a number with its measure word, each with the brackets and stops that cling to it.
_ATOM = re.compile(rf" +|[{_OPENING}]*(?:[^\s{_WIDE}{_QUOTES}]*\d [{_WIDE}]|[^\s{_WIDE}{_QUOTES}]+|\S)[{_CLOSING}]*|[{_OPENING}]+|\s")
_LEAST = 20


def wrap(line: str, first: int, rest: int) -> list[tuple[int, int]]:
    """Return the spans of a line's parts: the first fits in `first` cells, every other in `rest`; spaces at the breaks are left out."""
    room = first
    if 2 * len(line) <= room or cell_len(line) <= room:
        return [(0, len(line))]
    spans: list[tuple[int, int]] = []
    start, end, used = 0, 0, 0
    for at, atom, wide in _atoms(line, rest):
        if used + wide > room and end > start:
            spans.append((start, end))
            start, end, used, room = at, at, 0, rest
        used += wide
        if not atom.isspace():
            end = at + len(atom)
        elif end == start:
            start, end, used = at + len(atom), at + len(atom), 0
    return [*spans, (start, end)]


def _atoms(line: str, most: int) -> Iterator[tuple[int, str, int]]:
    """Give what may stand alone on a line, with its position and width; what is too wide is cut."""
    for match in _ATOM.finditer(line):
        at, atom = match.start(), match[0]
        wide = len(atom) if atom.isascii() else cell_len(atom)
        if wide <= most:
            yield at, atom, wide
            continue
        for part in chop_cells(atom, most):
            yield at, part, cell_len(part)
            at += len(part)


class Page:
    """The lines of a report. Every part is data: unseen characters are escaped, nothing is markup."""

    def __init__(self, width: int | None, *, color: bool) -> None:
        """Begin an empty page; without colour no escape sequence is written."""
        self.width = max(width or 80, 40)
        self._color = color
        self._lines: list[str] = []

    def line(self, *parts: Part, indent: int = 0, hang: int | None = None, most: int = 240) -> None:
        """Add a paragraph; its further lines begin at cell `hang` (default: as the first).

        Of a part longer than `most` characters the rest is left out and the whole length told.
        """
        pieces = [(visible(clip(text, most)), style) for text, style in ((part, "") if isinstance(part, str) else part for part in parts)]
        indent = min(indent, self.width - _LEAST)
        hang = min(indent if hang is None else hang, self.width - _LEAST)
        spans = wrap("".join(piece for piece, _ in pieces), self.width - indent, self.width - hang)
        for number, span in enumerate(spans):
            self._lines.append((" " * (hang if number else indent) + self._cut(pieces, *span)).rstrip(" "))

    def heading(self, title: str, tail: str = "") -> None:
        """Add a blank line and a section's title, drawn out to the width of the page."""
        self.blank()
        rule = "─" * max(self.width - cell_len(title) - cell_len(tail) - (6 if tail else 4), 2)
        parts: list[Part] = [("─ ", "dim"), (title, "bold"), (" " + rule, "dim")]
        self.line(*parts, *([(" ", ""), (tail, ""), (" ─", "dim")] if tail else [("─", "dim")]))

    def blank(self) -> None:
        """Add an empty line, unless the page begins here."""
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def text(self) -> str:
        """Return the page with a line end after every line."""
        return "".join(f"{line}\n" for line in self._lines)

    def _cut(self, pieces: Sequence[tuple[str, str]], start: int, end: int) -> str:
        """Return what stands from `start` to `end` of the pieces together, each in its style."""
        done, at = "", 0
        for piece, style in pieces:
            done += self._paint(piece[max(start - at, 0) : max(end - at, 0)], style)
            at += len(piece)
        return done

    def _paint(self, text: str, style: str) -> str:
        if not self._color or not style or not text:
            return text
        from rich.color import ColorSystem

        return _style(style).render(text, color_system=ColorSystem.STANDARD)


@cache
def _style(name: str) -> Style:
    from rich.style import Style

    return Style.parse(name)
