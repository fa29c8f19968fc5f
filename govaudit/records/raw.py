"""What every reader yields: tables of raw columns, with row numbers and places; nothing is typed or renamed yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from govaudit.errors import Place, Problem

if TYPE_CHECKING:
    import polars as pl

Values: TypeAlias = "list[Any] | pl.Series"
"""The cells of a column: a String series if all are texts or missing, else a list."""


@dataclass(frozen=True, slots=True)
class RawColumn:
    """One column under its heading as it stands; `position` counts from 0."""

    heading: str
    position: int
    values: Values


@dataclass(frozen=True, slots=True)
class LostRow:
    """A row that is no record: its number, what stood there, and why it cannot be taken."""

    row: int
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class RawTable:
    """The records of one table in one file (or sheet).

    Attributes:
        name: the table's name as the file gives it, or None if it must be found.
        rows: the number of each record: line of the file, or index in the JSON array (then `pointer` is the array's).
        place: where the table stands.
        headings_line: the line of headings, if there is one.
        key_prefix: what a record without a key is called, before its number (plus `key_base`).
    """

    name: str | None
    columns: Sequence[RawColumn]
    rows: Sequence[int]
    place: Place
    lost: Sequence[LostRow] = ()
    headings_line: int | None = None
    pointer: str | None = None
    sheet: str | None = None
    key_prefix: str = "行"
    key_base: int = 0

    def place_of_column(self, column: RawColumn) -> Place:
        """Locate a heading: in the line of headings, or where the key is met first."""
        if self.headings_line is not None:
            return replace(self.place, line=self.headings_line, column=column.position + 1)
        first = next((number for number, value in zip(self.rows, column.values, strict=True) if value is not None), None)
        if first is None:
            return self.place
        if self.pointer is None:
            return replace(self.place, line=first)
        return replace(self.place, pointer=self.pointer_to(first, column.heading))

    def pointer_to(self, row: int, heading: str | None = None) -> str | None:
        """Write the JSON pointer of a record or of one of its cells."""
        if self.pointer is None:
            return None
        return f"{self.pointer}/{row}" if heading is None else f"{self.pointer}/{row}/{escaped(heading)}"


@dataclass(frozen=True, slots=True)
class RawFile:
    """All tables of a file, its own `meta` object if it has one, and what is wrong with its form beside them."""

    tables: Sequence[RawTable]
    meta: Mapping[str, Any] = field(default_factory=dict)
    problems: Sequence[Problem] = ()


Reader: TypeAlias = Callable[[bytes, str], RawFile]
"""Takes the bytes and the name of a file; raises a SourceError if it is not of that format at all."""


def escaped(key: str) -> str:
    """Escape one step of a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1")


def columns_of(records: Sequence[Mapping[str, Any]]) -> list[RawColumn]:
    """Turn records into columns, in the order in which their keys are first met; a missing key is None."""
    if not records:
        return []
    keys: Iterable[str] = records[0].keys()
    try:  # nearly always all records have the same keys
        columns = [[record[key] for record in records] for key in keys]
    except KeyError:
        columns = []
    if len(columns) * len(records) != sum(map(len, records)):
        keys = dict.fromkeys(key for record in records for key in record)
        columns = [[record.get(key) for record in records] for key in keys]
    return [RawColumn(key, position, packed(values)) for position, (key, values) in enumerate(zip(keys, columns, strict=True))]


def packed(values: list[Any]) -> Values:
    """Make a String series of a column of texts; a short column, or one that holds anything else, stays a list."""
    import polars as pl

    if len(values) <= SHORT or not isinstance(next((value for value in values if value is not None), ""), str):
        return values
    try:
        return pl.Series(values, dtype=pl.String, strict=True)
    except (TypeError, OverflowError, UnicodeEncodeError):
        return values


SHORT = 32
"""Up to so many rows it is faster to read cell by cell."""


@contextmanager
def gc_paused() -> Iterator[None]:
    """Keep the collector away while millions of small objects are made that all stay."""
    import gc

    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
