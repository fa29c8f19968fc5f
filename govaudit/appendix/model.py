"""What an appendix consists of: sentences whose numbers carry notes, and the notes that lead back to the records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    """How a clause came out, all its rules taken together."""

    MET = "met"
    PARTLY = "partly"
    FAIL = "fail"
    WARNING = "warning"
    HINT = "hint"
    UNDECIDED = "undecided"
    MANUAL = "manual"
    PENDING = "pending"
    ERROR = "error"
    NOT_APPLICABLE = "not_applicable"
    NOT_CHECKABLE = "not_checkable"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number as it is printed: what it counts, which records, by their keys, it rests on, and the condition they meet."""

    label: str
    value: str
    condition: str = ""
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """Where the numbers of one sentence come from: the ledger, and each number; `remarks` say what else a reader must know of them."""

    number: int
    title: str
    ledger: str
    figures: tuple[Figure, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of text, and the note its numbers rest on."""

    text: str
    note: int | None = None


Sentence = tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One clause: its place, its duty, how it was carried out, how it came out, and what is missing."""

    clause: str
    place: str
    duty: str
    done: tuple[Said, ...]
    outcome: Outcome
    word: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the notice: the paragraph that can be pasted, and its clauses."""

    title: str
    paragraph: Sentence
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One notice: how many clauses came out how, and its sections in the notice's own order."""

    title: str
    basis: str
    sums: Mapping[Outcome, int]
    summary: Sentence
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Statistic:
    """One topic of the statistics: the paragraph, and each number with its name."""

    title: str
    paragraph: Sentence
    figures: tuple[tuple[str, str], ...]
    note: int | None


@dataclass(frozen=True, slots=True)
class Appendix:
    """The whole appendix, ready to be rendered."""

    title: str
    subtitle: str
    as_of: dt.datetime
    head: tuple[tuple[str, str], ...]
    statistics: tuple[Statistic, ...]
    chapters: tuple[Chapter, ...]
    notes: tuple[Note, ...]


@dataclass
class Notes:
    """Collects notes in the order in which they are first needed; the same matter gets the same number."""

    known: dict[Hashable, Note] = field(default_factory=dict)

    def add(self, key: Hashable, title: str, ledger: str, figures: Sequence[Figure], remarks: Sequence[str] = ()) -> int:
        """Return the number of the note on a matter, making it if it is new."""
        if key not in self.known:
            self.known[key] = Note(len(self.known) + 1, title, ledger, tuple(figures), tuple(remarks))
        return self.known[key].number

    def all(self) -> tuple[Note, ...]:
        """Return the notes by number."""
        return tuple(self.known.values())
