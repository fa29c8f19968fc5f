"""What all formats of the appendix share: pieces of text with their note marks, and the rows of the tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govaudit.appendix.model import Appendix, Line, Said, Statistic
from govaudit.reports.wording import listed, say


def marked(note: int | None) -> str:
    """Return the mark of a note, nothing where there is none."""
    return "" if note is None else say("appendix.note.mark", n=note)


def shown(sentence: Sequence[Said]) -> str:
    """Return text with the marks of its notes."""
    return "".join(one.text + marked(one.note) for one in sentence)


def clause_text(line: Line) -> str:
    """Return a clause's place and its number."""
    return line.clause if line.place == line.clause else f"{line.place}\n{line.clause}"


def notes_columns() -> tuple[str, ...]:
    """Return the columns of the table of sources."""
    return tuple(say(f"appendix.column.{name}") for name in ("number", "matter", "ledger", "figure", "value", "condition", "keys"))


def note_rows(appendix: Appendix, most: int, *, repeat: bool = False) -> Iterator[tuple[str, ...]]:
    """Return the table of sources, a row per number; at most so many records are named for each; `repeat` says on every row what the note is about."""
    for note in appendix.notes:
        rows = [(figure.label, figure.value, figure.condition, keys_text(figure.keys, most)) for figure in note.figures]
        rows += [(say("appendix.note.remarks"), "", remark, "") for remark in note.remarks]
        for number, row in enumerate(rows):
            about = (note.title, note.ledger) if repeat or number == 0 else ("", "")
            yield (marked(note.number), *about, *row)


def clause_columns() -> tuple[str, ...]:
    """Return the columns of the tables of clauses."""
    return tuple(say(f"appendix.column.{name}") for name in ("clause", "duty", "done", "outcome", "missing"))


def clause_row(line: Line) -> tuple[str, ...]:
    """Return a clause as a row."""
    return (clause_text(line), line.duty, "\n".join(shown((said,)) for said in line.done), line.word, "\n".join(line.missing))


def counted_topics(appendix: Appendix) -> tuple[Sequence[Statistic], str]:
    """Return the topics that were counted, and a sentence on those whose ledger was not supplied (empty if there are none)."""
    absent = [one.title for one in appendix.statistics if one.note is None]
    return [one for one in appendix.statistics if one.note is not None], say("appendix.absent.topics", topics=listed(absent)) if absent else ""


def keys_text(keys: Sequence[str], most: int) -> str:
    """Name records, the first of them where there are more, then with their number."""
    if not keys:
        return say("appendix.keys.none")
    if len(keys) <= most:
        return listed(keys)
    return say("appendix.keys.more", shown=listed(keys[:most]), n=len(keys))
