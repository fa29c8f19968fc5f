"""Findings as rows with what a report adds to them: a fingerprint that outlives the run, and the place in the file."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from hashlib import sha256
from json.encoder import encode_basestring_ascii
from typing import TYPE_CHECKING, Any, NamedTuple

from govaudit.errors import column_letters
from govaudit.results import FINDING_COLUMNS

if TYPE_CHECKING:
    import polars as pl

    from govaudit.results import Audit, Input, RejectedCell, RuleResult

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
    """A place in an input: its file and, as far as known, sheet, row, heading of the column, JSON pointer, line of the file, and cell of the sheet (`F12`)."""

    path: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    pointer: str | None = None
    line: int | None = None
    cell: str | None = None


class Finding(NamedTuple):
    """A finding with all that a report adds to it."""

    id: str
    rule: RuleResult
    row: Row
    location: Location


def all_findings(audit: Audit, states: Collection[str] | None = None) -> Iterator[Finding]:
    """Give the findings of an audit in the order of its rules, those of some states only if asked; their names are the same either way."""
    names = Fingerprints()
    for rule in audit.rules:
        for row in rows_of(rule.findings) if rule.make_findings is not None else ():
            name = names.of(rule, row)
            if states is None or row.state in states:
                yield Finding(name, rule, row, place_of(audit, row))


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
        found = digest(names)
        self._seen[found] += 1
        return found if self._seen[found] == 1 else digest([*names, f"#{self._seen[found]}"])


def digest(names: Sequence[str]) -> str:
    """Return the fingerprint of a list of names, 16 hexadecimal digits."""
    listed = ", ".join(map(encode_basestring_ascii, names))
    return sha256(f"[{listed}]".encode("ascii")).hexdigest()[:16]


def locate(inputs: Sequence[Input], src: int | None, row: int | None, field: str | None) -> Location:
    """Return where a finding points: nowhere if it is about no record."""
    if src is None or not 0 <= src < len(inputs):
        return Location()
    source = inputs[src]
    heading, position = source.columns[field] if field is not None and field in source.columns else (None, None)
    if source.format == _NAMED_BY_POINTER:
        line = source.line_of(row) if source.line_of is not None and row is not None else None
        return Location(source.path, None, row, heading, None if row is None else _pointer(source, row, heading), line)
    if source.sheet is None:
        return Location(source.path, None, row, heading, line=row)
    cell = None if row is None or position is None else f"{column_letters(position)}{row}"
    return Location(source.path, source.sheet, row, heading, cell=cell)


def place_of(audit: Audit, row: Row) -> Location:
    """Return where a finding points; one that rests on no record, such as a training that was not held, points at its ledger."""
    src = row.src
    if src is None:
        src = next((number for number, one in enumerate(audit.run.inputs) if one.table == row.table), None)
    return locate(audit.run.inputs, src, row.row, row.field)


def locate_reject(inputs: Sequence[Input], reject: RejectedCell) -> Location:
    """Return where a cell or row stands that was not taken in."""
    path, sheet, row, heading = reject.path, reject.sheet, reject.row, reject.column or None
    source = next((one for one in inputs if (one.path, one.sheet, one.table) == (path, sheet, reject.table)), None)
    if reject.pointer is not None:
        line = source.line_of(row) if source is not None and source.line_of is not None else None
        return Location(path, None, row, heading, reject.pointer, line)
    if sheet is None:
        return Location(path, None, row, heading, line=row)
    position = next((position for name, position in source.columns.values() if name == heading), None) if source is not None else None
    return Location(path, sheet, row, heading, cell=None if position is None else f"{column_letters(position)}{row}")


def _pointer(source: Input, row: int, heading: str | None) -> str:
    start = f"/{_step(source.table)}" if source.pointer is None else source.pointer
    return f"{start}/{row}" + ("" if heading is None else f"/{_step(heading)}")


def _step(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


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
