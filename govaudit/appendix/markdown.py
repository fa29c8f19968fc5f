"""The appendix as Markdown: text that reads as it is, and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from govaudit.appendix.model import Appendix, Chapter, Said
from govaudit.appendix.tables import clause_columns, clause_row, counted_topics, note_rows, notes_columns, shown
from govaudit.reports.wording import say

#: Records named per number; the workbook names more.
KEYS = 12
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#~$&!])")


def render(appendix: Appendix) -> str:
    """Render the appendix as Markdown."""
    return "\n".join(_lines(appendix)) + "\n"


def _lines(appendix: Appendix) -> Iterator[str]:
    yield f"# {_safe(appendix.title)}"
    yield ""
    yield _safe(appendix.subtitle)
    yield ""
    yield from _table((say("appendix.head"), ""), appendix.head)
    yield f"## {say('appendix.statistics')}"
    yield ""
    topics, absent = counted_topics(appendix)
    for topic in topics:
        yield f"**{_safe(topic.title)}** {_said(topic.paragraph)}"
        yield ""
    if absent:
        yield _safe(absent)
        yield ""
    yield f"## {say('appendix.chapters')}"
    yield ""
    for chapter in appendix.chapters:
        yield from _chapter(chapter)
    yield f"## {say('appendix.notes')}"
    yield ""
    yield from _table(notes_columns(), note_rows(appendix, KEYS))


def _chapter(chapter: Chapter) -> Iterator[str]:
    yield f"### {_safe(chapter.title)}"
    yield ""
    yield _safe(chapter.basis)
    yield ""
    yield _said(chapter.summary)
    yield ""
    for section in chapter.sections:
        yield f"#### {_safe(section.title)}"
        yield ""
        yield _said(section.paragraph)
        yield ""
        yield from _table(clause_columns(), map(clause_row, section.lines))


def _said(sentence: Sequence[Said]) -> str:
    return _safe(shown(sentence))


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(_safe(one) for one in columns) + " |"
    yield "|" + "---|" * len(columns)
    for row in rows:
        yield "| " + " | ".join(_cell(one) for one in row) + " |"
    yield ""


def _cell(text: str) -> str:
    return "<br>".join(_safe(line) for line in text.split("\n"))


def _safe(text: str) -> str:
    """Write what would be markup as plain characters; note marks need none of that."""
    from govaudit.reports.wording import visible

    return _MARK.sub(r"[\1]", _SPECIAL.sub(r"\\\1", visible(text)))


_MARK = re.compile(r"\\\[(\d+)\\\]")
