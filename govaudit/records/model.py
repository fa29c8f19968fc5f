"""What reading gives: typed ledgers, where each came from, and every cell and row that could not be taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Ledger:
    """One table as read from all its sources.

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
    """

    path: str
    sha256: str
    format: str
    table: str
    rows: int
    rejected: int
    sheet: str | None = None
    columns: Mapping[str, tuple[str, int]] = field(default_factory=dict)


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
    """Everything that was read in one run; `meta` is the JSON file's own `meta` object (packs, unit, role, as_of …)."""

    ledgers: Mapping[str, Ledger]
    sources: tuple[Source, ...]
    rejects: tuple[Reject, ...]
    meta: Mapping[str, Any] = field(default_factory=dict)
