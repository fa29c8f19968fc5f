"""Sections of a notice, read from the printed places of its clauses."""

from __future__ import annotations

import re
from collections.abc import Sequence

from govaudit.packs.load import Pack
from govaudit.packs.model import Clause

_NUMERAL = "[一二三四五六七八九十]+"
#: A document (正文, 附表2, 《…》), its part (“一、…”, also 第一个“四、”(…), or 一 before a bracket), and its sub-part (二).
_PLACE = re.compile(
    rf"((?:正文|转发通知|《[^》]*》|附[件表]\d*)?(?:末段|开头一段|(?:第{_NUMERAL}个)?“{_NUMERAL}、[^”]*”(?:\((?!{_NUMERAL}\))[^()]*\))?|{_NUMERAL}、?(?=\()|{_NUMERAL}、)?(?:\({_NUMERAL}\))?)"
)
_DETAIL = re.compile(r"第\d|末|[一二三四五六七八九十]是")


def section_of(place: str) -> str:
    """Return the section a printed place lies in: the place without sentence, row or item; the whole place where it has none."""
    found = _PLACE.match(place)
    if found and found[1]:
        return found[1]
    return place[: detail.start()] if (detail := _DETAIL.search(place)) and detail.start() else place


def within(place: str) -> str:
    """Return what a place says beside its section; the whole place where that is nothing."""
    return place.removeprefix(section_of(place)) or place


def by_section(pack: Pack) -> dict[str, Sequence[Clause]]:
    """Return the clauses of a pack by section, both in the notice's own order."""
    found: dict[str, list[Clause]] = {}
    for clause in pack.clauses:
        found.setdefault(section_of(clause.place), []).append(clause)
    return dict(found)
