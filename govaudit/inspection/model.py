"""What an inspection finds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

#: So many samples of a column are shown, and so many of the cells that were refused.
SAMPLES, REFUSED = 3, 3


@dataclass(slots=True)
class ColumnLook:
    """One column: its heading and place, the field it is, and what its cells are.

    `name` is None where the heading is not known, `ignore` where it is passed over; `hints` are then the names of fields it might be. `coerced` counts
    the cells by what was done to them.
    """

    heading: str
    position: int
    name: str | None = None
    label: str = ""
    kind: str = ""
    hints: list[str] = field(default_factory=list)
    samples: list[str] = field(default_factory=list)
    filled: int = 0
    empty: int = 0
    coerced: dict[str, int] = field(default_factory=dict)
    rejected: int = 0
    refused: list[tuple[int, str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Fit:
    """How many of the headings a table knows."""

    table: str
    label: str
    known: int


@dataclass(slots=True)
class Draft:
    """What a mapping file must say so that a table can be read: nothing, if it can be read as it is.

    `headings` are those it passes over, with the fields they might be; `faults` says of some why a check would refuse them.
    """

    table: str | None = None
    heading_row: int | None = None
    headings: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    hopeless: bool = False


@dataclass(slots=True)
class TableLook:
    """One table of a file: what it was taken for and why, what else it might be, its columns, and what a check would say against it.

    `why` is `mapping`, `name`, `sheet`, `file`, `headings`, `guess` (a check would not take it so) or `unknown`; `skipped` says why it is no ledger.
    """

    path: str
    format: str
    sheet: str | None = None
    place: str = ""
    table: str | None = None
    label: str = ""
    why: str = "unknown"
    fits: list[Fit] = field(default_factory=list)
    columns: list[ColumnLook] = field(default_factory=list)
    constants: list[str] = field(default_factory=list)
    rows: int = 0
    rejected: int = 0
    lost: list[tuple[int, str, str]] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    skipped: str = ""
    draft: Draft = field(default_factory=Draft)


@dataclass(slots=True)
class Reach:
    """How far the ledgers go for one pack: how many of its rules have all they read, and what the others lack, with how many rules wait for it."""

    pack: str
    title: str
    rules: int = 0
    ready: int = 0
    columns: int = 0
    tables: int = 0
    attested: int = 0
    lacking_tables: dict[str, int] = field(default_factory=dict)
    lacking_columns: dict[str, dict[str, int]] = field(default_factory=dict)


@dataclass(slots=True)
class Inspection:
    """Everything that was found: the tables in order, the files that could not be read at all, what was passed over, and how far it goes per pack.

    `wanted` gives, per table, the fields that rules of the packs read but its files lack, with how many rules.
    """

    tables: list[TableLook] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    reach: list[Reach] = field(default_factory=list)
    wanted: dict[str, dict[str, int]] = field(default_factory=dict)


def tally(counts: dict[str, int], more: Iterable[tuple[str, int]]) -> None:
    """Add to counts by name."""
    for name, number in more:
        if number:
            counts[name] = counts.get(name, 0) + number
