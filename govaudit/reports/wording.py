"""What the reports for people share: texts of the catalogue, a word and a symbol for every state, and values made safe to show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from govaudit.messages import TEXTS, pieces, text
from govaudit.states import Severity, State

if TYPE_CHECKING:
    from govaudit.reports import Options
    from govaudit.reports.rows import Location

_T = TypeVar("_T")

#: Characters that a terminal obeys or does not show: controls, format characters (bidirectional, zero width), fillers, lone surrogates.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


@dataclass(frozen=True, slots=True)
class Mark:
    """How a state is told: by symbol, by word, and, where there is colour, by style."""

    symbol: str
    word: str
    style: str


def say(key: str, **known: object) -> str:
    """Return a text of the reports with its placeholders filled; values are put in as they are."""
    template = _template(key)
    if not known:
        return template[0]
    try:
        return template[1] % known
    except KeyError:
        return "".join([str(known[piece]) if is_name and piece in known else f"{{{piece}}}" if is_name else piece for piece, is_name in pieces(TEXTS[key])])


@cache
def _template(key: str) -> tuple[str, str]:
    """Return a text as it is without values, and as a template for the operator that fills it fastest: some formats say a million texts."""
    parts = pieces(TEXTS[key])
    bare = "".join(f"{{{piece}}}" if is_name else piece for piece, is_name in parts)
    return bare, "".join(f"%({piece})s" if is_name else piece.replace("%", "%%") for piece, is_name in parts)


#: All symbols can be printed by a Chinese Windows console (GBK).
_MARKS = {
    "pass": ("√", "green"),
    "fail.error": ("×", "bold red"),
    "fail.warning": ("▲", "yellow"),
    "fail.info": ("△", "cyan"),
    "pending": ("○", "blue"),
    "undecided": ("?", "magenta"),
    "manual": ("□", "magenta"),
    "not_applicable": ("-", "dim"),
    "error": ("!", "bold red"),
}


@cache
def mark(state: State, severity: Severity = Severity.ERROR) -> Mark:
    """Return how a state, and of a fail its severity, is told."""
    key = f"fail.{severity}" if state is State.FAIL else str(state)
    symbol, style = _MARKS[key]
    return Mark(symbol, text(f"state.{key}"), style)


def visible(value: str) -> str:
    """Return a value with every character that would act on the terminal, or not be seen, written as its escape."""
    return _UNSEEN.sub(_escape, value) if not value.isascii() or not value.isprintable() else value


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    code = ord(char)
    return _SHORT.get(char) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")


def clip(value: str, most: int) -> str:
    """Return at most so many characters of a value; what is cut is told by the whole length."""
    return value if len(value) <= most else value[:most] + say("report.clipped", n=len(value))


def listed(parts: Iterable[str]) -> str:
    """Join the parts of an enumeration."""
    return say("report.list").join(parts)


def capped(entries: Sequence[_T], cap: int, options: Options) -> tuple[Sequence[_T], int]:
    """Return the entries to print and how many are left out."""
    most = cap if options.limit is None else options.limit
    return entries[:most], max(len(entries) - most, 0)


def place_text(place: Location) -> str:
    """Return a place in words: file, sheet, row, column; a JSON document by its pointer."""
    if place.path is None:
        return ""
    if place.pointer is not None:
        return f"{place.path}#{place.pointer}" + ("" if place.line is None else say("report.place.at", line=place.line))
    if place.row is None:
        return place.path
    column = say("report.place.column", column=place.column) if place.column else ""
    if place.cell is not None:
        return say("report.place.cell", path=place.path, sheet=place.sheet, cell=place.cell) + column
    key = "report.place.line" if place.sheet is None else "report.place.sheet"
    return say(key, path=place.path, row=place.row, sheet=place.sheet) + column
