"""From subjects with their counts to a rule's result: ladders are evaluated on small local frames."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from govaudit import frames as fr
from govaudit.checks.ladder import FINDING, Ladder, ladder_expression, state_of
from govaudit.engine.findings import group_findings
from govaudit.engine.plan import DIFFER, Job, codes
from govaudit.engine.printing import summary_reason
from govaudit.engine.subjects import rests_on_facts
from govaudit.messages import text
from govaudit.results import RuleResult
from govaudit.states import State

Cite = Callable[[pl.DataFrame], pl.DataFrame]


@dataclass(frozen=True)
class Judged:
    """The subjects of one check, coded (`_code`) by its ladder."""

    rows: pl.DataFrame
    ladder: Ladder

    @property
    def has_findings(self) -> bool:
        """Whether any subject is worth a line in the report."""
        return bool((self.rows["_code"] >= FINDING).any()) if not self.rows.is_empty() else False


def evaluate(rows: pl.DataFrame, ladder: Ladder) -> pl.DataFrame:
    """Add the code of the first case that holds to each row, and the position of its state."""
    return fr.computed(rows, _code=ladder_expression(ladder), _state=ladder_expression(ladder, value=state_of))


def result_of(job: Job, judged: Sequence[Judged], evidence: Sequence[str], cite: Cite = lambda found: found) -> RuleResult:
    """Combine the readings of a rule (mostly one): where their states differ, undecided; `cite` adds the records behind the findings."""
    rows = judged[0].rows
    if rows.is_empty():
        return job.nothing()
    names = [f"{job.code}_{number}" for number in range(len(judged))]
    rows = rows.rename({"_code": names[0], "_state": f"{names[0]}_state"})
    agree = pl.lit(value=True)
    for name, other in zip(names[1:], judged[1:], strict=True):
        coded = other.rows.select("subject", pl.col("_code").alias(name), pl.col("_state").alias(f"{name}_state"))
        rows = rows.join(coded, on="subject", how="left", maintain_order="left")
        agree = agree & (pl.col(f"{names[0]}_state") == pl.col(f"{name}_state")).fill_null(value=False)
    if len(judged) > 1:
        rows = rows.with_columns(pl.when(agree).then(pl.col(names[0])).otherwise(pl.lit(DIFFER, pl.Int8)).alias(job.code))
    else:
        rows = rows.rename({names[0]: job.code})
    known = codes(judged[0].ladder, readings=len(judged) > 1)
    counts: dict[State, int] = {}
    reasons: list[tuple[State, str, int]] = []
    for code, number in sorted(Counter(rows[job.code].to_list()).items(), key=lambda pair: (pair[0] is None, pair[0])):
        # A code that no ladder has (a null from an engine) is an error, so that the sums always close.
        state, case = known.get(code, (State.ERROR, None))
        counts[state] = counts.get(state, 0) + number
        if state in (State.UNDECIDED, State.NOT_APPLICABLE, State.MANUAL):
            reasons.append((state, summary_reason(case, None) if case is not None else text("readings.short"), number))
    assumed = int(rows["bound"].is_null().sum()) if job.rule.binds and not rests_on_facts(job) else 0
    ladders = [one.ladder for one in judged]
    findings = any(state.is_finding for state in counts)
    make = (lambda: group_findings(job, cite(rows.filter(pl.col(job.code) >= FINDING)), ladders, names, evidence)) if findings else None
    return job.result(counts, reasons, assumed, make, lambda: _states(rows, job, known))


def _states(rows: pl.DataFrame, job: Job, known: Mapping[int, tuple[State, object]]) -> dict[str, State]:
    return {name: known[code][0] if code in known else State.ERROR for name, code in rows.select("subject", job.code).rows()}
