"""Rules and findings built by hand, from what differs between them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from govaudit.results import CitedClause, RuleResult, finding_schema
from govaudit.states import Force, State


def clause(name: str, place: str, duty: str) -> CitedClause:
    """Cite a clause."""
    return CitedClause(name, place, duty)


def frame(rule: str, table: str, force: Force, first: str, findings: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Make a table of findings from what differs between them."""
    known = {"rule": rule, "table": table, "severity": str(force.severity), "clause": first, "record": "office", "evidence": "{}"}
    rows = [known | dict(one) | {"evidence": json.dumps(one.get("evidence", {}))} for one in findings]
    return pl.DataFrame(rows, schema=finding_schema())


def rule_result(
    name: str,
    title: str,
    clauses: tuple[CitedClause, ...],
    table: str,
    counts: Mapping[State, int],
    *findings: Mapping[str, Any],
    force: Force = Force.MUST,
    pack: str = "dianxia-2021",
    reasons: tuple[tuple[State, str, int], ...] = (),
    notes: tuple[str, ...] = (),
) -> RuleResult:
    """Make a rule's result; its findings become a table only when a format asks for it."""
    first = clauses[0].id if clauses else ""
    make = (lambda: frame(name, table, force, first, findings)) if findings else None
    return RuleResult(name, pack, clauses, title, force, table, counts, reasons, notes, make)
