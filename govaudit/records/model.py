"""What reading gives: typed ledgers, where each came from, and every cell and row that could not be taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Ledger:
    """One table as read from all its sources.

    `fields` are all the export has; where only those were wanted that some rules read, `frame` holds no others, and `bad` names no others.

    `frame` has `_key` (text, unique), `_src` (Int32, position in `Records.sources`), `_row` (Int64: line of the file, in JSON index in the table's array), then
    one typed column per field the export has: text/enum String, integer Int64, number/percent Float64, boolean Boolean, date Date, datetime Datetime("us")
    with `<field>__timed` (Boolean: came with its time of day; null where the moment is), list List(String); and `<field>__bad` (Boolean) for each field in
    `bad`: the cell was there but could not be read (its value is null).
    """

    table: str
    frame: pl.DataFrame
    fields: frozenset[str]
    bad: frozenset[str] = frozenset()
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """One file (or sheet) a ledger came from.

    `rows` counts all rows found, with the `rejected` ones; `columns` gives, per field, the heading it stood under (and the column's position from 0).
    `pointer`, of JSON, is the array of the records, and `line_of` gives the line of the file on which a record (by its index) begins: it may read the file
    once more, so it is asked only when somebody wants to know. `converted` is the Parquet file, and its SHA-256, from which the records were really read if
    they were converted before. `left_out` are the rows of a sheet that are no records, and so not among the `rows`: number, kind (`headings`, `total`,
    `note`, `example`, `above`), and what stands there.
    """

    path: str
    sha256: str
    format: str
    table: str
    rows: int
    rejected: int
    sheet: str | None = None
    columns: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    pointer: str | None = None
    line_of: Callable[[int], int | None] | None = field(default=None, repr=False, compare=False)
    converted: tuple[str, str] | None = None
    left_out: tuple[tuple[int, str, str], ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Reject:
    """A cell or a whole row that could not be taken: where, what stood there, and why not. Never dropped in silence."""

    path: str
    table: str
    row: int
    column: str
    value: str
    reason: str
    sheet: str | None = None
    pointer: str | None = None
    whole_row: bool = False


@dataclass(frozen=True, slots=True)
class Records:
    """Everything that was read in one run; `meta` is the JSON file's own `meta` object (packs, unit, role, as_of …), `notes` say what was not read."""

    ledgers: Mapping[str, Ledger]
    sources: tuple[Source, ...]
    rejects: tuple[Reject, ...]
    meta: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
