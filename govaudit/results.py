"""The result of a run: for every rule its state, its closing sums and its findings. Reports are views of this."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from govaudit.states import PRECEDENCE, Force, Severity, State

if TYPE_CHECKING:
    import polars as pl

#: Columns of the table of findings, all text but `src`, `row` (integers) and `provisional` (boolean).
FINDING_COLUMNS = (
    "rule", "state", "severity", "table", "record", "clause", "src", "row", "field", "unit", "message", "evidence", "due", "overdue", "provisional", "remedy",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CitedClause:
    """A clause as a report cites it."""

    id: str
    place: str
    duty: str


@dataclass(frozen=True)
class RuleResult:
    """What one rule found: how many subjects in each state, why those that were not judged were not, and its findings as a table made on demand."""

    id: str
    pack: str
    clauses: tuple[CitedClause, ...]
    title: str
    force: Force
    table: str
    counts: Mapping[State, int]
    reasons: tuple[tuple[State, str, int], ...] = ()
    notes: tuple[str, ...] = ()
    make_findings: Callable[[], pl.DataFrame] | None = field(default=None, repr=False, compare=False)
    make_states: Callable[[], dict[str, State]] | None = field(default=None, repr=False, compare=False)

    @property
    def subjects(self) -> int:
        """How many subjects the rule has."""
        return sum(self.counts.values())

    @property
    def state(self) -> State:
        """The rule's own state: the gravest of its subjects'; without subjects not applicable."""
        return next((state for state in PRECEDENCE if self.counts.get(state)), State.NOT_APPLICABLE)

    @property
    def severity(self) -> Severity:
        """The severity of the rule's violations."""
        return self.force.severity

    @property
    def reason(self) -> str:
        """Why the rule has the state it has, where that is not the records' own doing."""
        told = [f"{reason}({count})" if count > 1 else reason for state, reason, count in self.reasons if state is self.state]
        return ";".join(told)

    def states(self) -> dict[str, State]:
        """The state of every subject, by its name; asked for by the tests of rules, not by reports."""
        return {} if self.make_states is None else self.make_states()

    @cached_property
    def findings(self) -> pl.DataFrame:
        """The rule's findings, one row each, in the order of the records; columns as `FINDING_COLUMNS`."""
        import polars as pl

        if self.make_findings is None:
            return pl.DataFrame(schema=finding_schema())
        return self.make_findings()


def finding_schema() -> dict[str, Any]:
    """Return the polars schema of a table of findings."""
    import polars as pl

    special: dict[str, Any] = {"src": pl.Int32, "row": pl.Int64, "provisional": pl.Boolean}
    return {name: special.get(name, pl.String) for name in FINDING_COLUMNS}


@dataclass(frozen=True, slots=True)
class PackRef:
    """A pack as it was used."""

    id: str
    title: str
    version: str
    sha256: str
    issued: dt.date | None
    period: tuple[dt.date, dt.date]


@dataclass(frozen=True, slots=True)
class Input:
    """One file (or sheet) that was read into one table.

    `columns` gives per field its heading and position (from 0); `pointer`, of JSON, the array of the records, and `line_of` the line of the file on which a
    record (by its index) begins: it may read the file once more, so it is asked only when a report prints it. `converted` is the Parquet file, and its
    SHA-256, from which the records were really read if they were converted before.
    """

    path: str
    sha256: str
    format: str
    table: str
    label: str
    rows: int
    rejected: int
    sheet: str | None = None
    columns: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    line_of: Callable[[int], int | None] | None = field(default=None, repr=False, compare=False)
    pointer: str | None = None
    converted: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class RejectedCell:
    """A cell or row that could not be read."""

    path: str
    table: str
    sheet: str | None
    row: int
    column: str
    pointer: str | None
    value: str
    reason: str
    whole_row: bool


@dataclass(frozen=True, slots=True)
class Run:
    """What the audit was made with; `warnings` are things in the ledgers that had no effect and probably should have had one."""

    version: str
    as_of: dt.datetime
    as_of_source: str
    engine: str
    packs: tuple[PackRef, ...]
    inputs: tuple[Input, ...]
    calendar_source: str
    calendar_horizon: dt.date | None
    retroactive: bool = False
    unit: str = ""
    role: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    selection: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Audit:
    """The result of a run."""

    run: Run
    rules: tuple[RuleResult, ...]
    rejects: tuple[RejectedCell, ...]
    #: The Chinese names of tables (`documents`) and fields (`documents.title`).
    labels: Mapping[str, str] = field(default_factory=dict, repr=False)

    @cached_property
    def counts(self) -> dict[State, int]:
        """How many subjects of all rules are in each state."""
        return {state: sum(rule.counts.get(state, 0) for rule in self.rules) for state in State}

    @cached_property
    def fails_by_severity(self) -> dict[Severity, int]:
        """How many violations of each severity there are."""
        return {severity: sum(rule.counts.get(State.FAIL, 0) for rule in self.rules if rule.severity is severity) for severity in Severity}

    @property
    def subjects(self) -> int:
        """How many subjects all rules have together; the counts add up to it."""
        return sum(rule.subjects for rule in self.rules)

    @cached_property
    def findings(self) -> pl.DataFrame:
        """All findings in the order of the rules; columns as `FINDING_COLUMNS`."""
        import polars as pl

        frames = [rule.findings for rule in self.rules if any(rule.counts.get(state) for state in State if state.is_finding)]
        return pl.concat([pl.DataFrame(schema=finding_schema()), *frames])

    def exit_code(self, fail_on: Severity | None = Severity.ERROR, *, strict: bool = False) -> int:
        """Return 0 judged and clean, 1 violations at or above `fail_on` (None: never), 2 a rule could not be evaluated, 3 inconclusive."""
        if self.counts[State.ERROR]:
            return 2
        grave = list(Severity)
        counted = [] if fail_on is None else grave[: grave.index(fail_on) + 1]
        if any(self.fails_by_severity[severity] for severity in counted):
            return 1
        judged = self.counts[State.PASS] + self.counts[State.FAIL]
        open_ = self.counts[State.UNDECIDED] + self.counts[State.MANUAL]
        return 3 if judged == 0 or (strict and open_) else 0
