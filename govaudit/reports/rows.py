"""Findings as rows with what a report adds to them: a fingerprint that outlives the run, and the place in the file."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from json.encoder import encode_basestring_ascii
from typing import TYPE_CHECKING, Any, NamedTuple

from govaudit.results import FINDING_COLUMNS

if TYPE_CHECKING:
    import polars as pl

    from govaudit.results import Audit, Input, RuleResult

_END_OF_DAY = dt.time(23, 59, 59, 999999)
_NAMED_BY_POINTER = "json"
_DECODER = json.JSONDecoder(parse_constant=str)


class Row(NamedTuple):
    """One finding, as `FINDING_COLUMNS` has it."""

    rule: str
    state: str
    severity: str
    table: str
    record: str
    clause: str
    src: int | None
    row: int | None
    field: str | None
    unit: str | None
    message: str | None
    evidence: str | None
    due: str | None
    overdue: str | None
    provisional: bool | None
    remedy: str | None


class Location(NamedTuple):
    """A place in an input: its file and, as far as known, sheet, row, heading of the column, and JSON pointer."""

    path: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    pointer: str | None = None


def rows_of(findings: pl.DataFrame) -> Iterator[Row]:
    """Give the rows of a table of findings, read column by column."""
    return map(Row._make, zip(*(findings[name].to_list() for name in FINDING_COLUMNS), strict=True))


class Fingerprints:
    """Names findings by rule, table and record, and by clause where it is not the rule's first: never by position, engine or run."""

    def __init__(self) -> None:
        """Begin with no finding named."""
        self._seen: Counter[str] = Counter()

    def of(self, rule: RuleResult, row: Row) -> str:
        """Return the finding's fingerprint, 16 hexadecimal digits; a finding told twice over gets a second one."""
        names = [row.rule, row.table, row.record]
        if rule.clauses and row.clause != rule.clauses[0].id:
            names.append(row.clause)
        found = _digest(names)
        self._seen[found] += 1
        return found if self._seen[found] == 1 else _digest([*names, f"#{self._seen[found]}"])


def _digest(names: Sequence[str]) -> str:
    listed = ", ".join(map(encode_basestring_ascii, names))
    return sha256(f"[{listed}]".encode("ascii")).hexdigest()[:16]


def locate(inputs: Sequence[Input], src: int | None, row: int | None, field: str | None) -> Location:
    """Return where a finding points: nowhere if it is about no record."""
    if src is None or not 0 <= src < len(inputs):
        return Location()
    source = inputs[src]
    heading = source.columns[field][0] if field is not None and field in source.columns else None
    pointer = None
    if source.format == _NAMED_BY_POINTER and row is not None:
        steps = [source.table, str(row)] + ([heading] if heading is not None else [])
        pointer = "".join(f"/{step.replace('~', '~0').replace('/', '~1')}" for step in steps)
    return Location(source.path, source.sheet, row, heading, pointer)


def evidence_of(text: str | None) -> dict[str, Any]:
    """Return a finding's evidence; JSON knows no NaN, so such a value stays text."""
    found = _DECODER.decode(text) if text else {}
    return found if isinstance(found, dict) else {}


def as_of_text(as_of: dt.datetime, between: str = " ") -> str:
    """Return the as-of moment: a date when it is the end of a day, else to the minute."""
    return str(as_of.date()) if as_of.time() == _END_OF_DAY else as_of.strftime(f"%Y-%m-%d{between}%H:%M")


def label_of(audit: Audit, table: str) -> str:
    """Return a table's Chinese name: as the catalogue of the audit or an input has it, else its own name."""
    return audit.labels.get(table) or next((one.label for one in audit.run.inputs if one.table == table), table)
