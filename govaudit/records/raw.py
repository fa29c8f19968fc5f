"""What every reader yields: tables of raw columns, with row numbers and places; nothing is typed or renamed yet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TypeAlias

from govaudit.errors import Place, Problem

if TYPE_CHECKING:
    import polars as pl

    from govaudit.records.model import Reject, Source
    from govaudit.records.sheet import Layout
    from govaudit.records.streams import Material
    from govaudit.records.titles import Heading
    from govaudit.vocabulary.model import Vocabulary

Values: TypeAlias = "list[Any] | pl.Series"
"""The cells of a column: a String series if all are texts or missing, else a list."""


@dataclass(frozen=True, slots=True)
class RawColumn:
    """One column under its heading as it stands.

    Attributes:
        heading: the heading as messages and reports show it.
        position: where it stands, counted from 0.
        values: the cells.
        title: what a heading of a sheet is looked up under.
        spread: how many cells have the value of the merged cell they belong to.
    """

    heading: str
    position: int
    values: Values
    title: Heading | None = None
    spread: int = 0


@dataclass(frozen=True, slots=True)
class LostRow:
    """A row that is no record: its number, what stood there, and why it cannot be taken."""

    row: int
    value: str
    reason: str


Merged: TypeAlias = tuple[int, int, int, int]
"""Merged cells of a sheet: number of the first row, position of the first column, then those of the last."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet as it stands, before it is known which of its rows are headings.

    Of a sheet that is read in pieces, the first must have all rows that may be headings; the later ones carry the `layout` found in it.

    Attributes:
        rows: every row that holds anything, from the first column on; a blank cell is "" or None.
        numbers: the number of each row, in the sheet or as line of the file.
        merged: the merged cells.
        hidden: the sheet is hidden.
        own: the sheet is one of several in its file, so what is said of the file need not be said of it.
    """

    rows: Sequence[Sequence[Any]]
    numbers: Sequence[int]
    merged: Sequence[Merged] = ()
    hidden: bool = False
    own: bool = True


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is no record and no loss: its number, the kind (`headings`, `total`, `note`, `example`, `above`), and what stands there."""

    row: int
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class RawTable:
    """The records of one table in one file (or sheet).

    Attributes:
        name: the table's name as the file gives it, or None if it must be found.
        rows: the number of each record: line of the file, or index in the JSON array (then `pointer` is the array's).
        place: where the table stands.
        headings_line: the line of headings, if there is one.
        key_prefix: what a record without a key is called, before its number (plus `key_base`).
        grid: the sheet, as long as its headings are not found yet; `columns` and `rows` are empty then.
        left_out: rows that are no records: titles, totals, notes below the table.
        layout: where the headings of a sheet were found; given with a later piece of it, whose rows are all below them.
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
    grid: Grid | None = None
    left_out: Sequence[LeftOut] = ()
    layout: Layout | None = None

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
        return None if self.pointer is None else pointed(self.pointer, row, heading)

    @property
    def identity(self) -> Identity:
        """What tells the tables of one file apart: pieces of one table have the same."""
        return self.name, self.sheet, self.pointer


Identity: TypeAlias = tuple[str | None, str | None, str | None]
"""The name, the sheet and the pointer of a raw table."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A table that was typed before: `load` gives its frame, with only the fields that are wanted (None: all), `_src` counting in `sources`."""

    table: str
    place: Place
    fields: frozenset[str]
    bad: frozenset[str]
    sources: Sequence[Source]
    rejects: Sequence[tuple[int, Reject]]
    load: Callable[[Collection[str] | None], pl.DataFrame]


@dataclass(frozen=True, slots=True)
class RawFile:
    """All tables of a file, its own `meta` object if it has one, and what is wrong with its form beside them.

    A format that is read in chunks gives its tables as an iterator, piece by piece: the pieces of one table have the same `identity`.
    `notes` says what was not read in it though it could be, such as links to other files.
    `ready` makes, by the dictionary, a table that needs no typing any more; `order` is its place among those that were written with it.
    """

    tables: Iterable[RawTable]
    meta: Mapping[str, Any] = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    notes: Sequence[str] = ()
    ready: Callable[[Vocabulary], Ready] | None = None
    order: int = 0


Reader: TypeAlias = Callable[[bytes, str], RawFile]
"""Takes the bytes and the name of a file; raises a SourceError if it is not of that format at all."""

ChunkReader: TypeAlias = "Callable[[Material], RawFile]"
"""Takes an input that it reads piece by piece; raises a SourceError, also later, if it is not of that format at all."""


def pointed(pointer: str, row: int, heading: str | None = None) -> str:
    """Write the JSON pointer of a record of an array, or of one of its cells."""
    return f"{pointer}/{row}" if heading is None else f"{pointer}/{row}/{escaped(heading)}"


def stem_of(path: str) -> str:
    """Return the name of a file without its suffix, and without that of its compression."""
    name = PurePath(path)
    return PurePath(name.stem).stem if name.suffix.lower() == ".gz" else name.stem


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
