"""Audits of many findings, and places, that several tests of formats share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from govaudit.reports import FORMATS, Options
from govaudit.results import Audit, Input
from govaudit.states import Force, State
from tests.reports.build import rule_result
from tests.reports.cases import AUDITS
from tests.reports.fixtures import RUN
from tests.reports.record_rules import REPLY


def text_of(format_name: str, audit: Audit | str, **options: Any) -> str:
    """Render an audit, one of the named ones or another."""
    return FORMATS[format_name].text(AUDITS[audit]() if isinstance(audit, str) else audit, Options(**options))


def audit_of(*findings: Mapping[str, Any], force: Force = Force.MUST, inputs: tuple[Input, ...] | None = None) -> Audit:
    """Make an audit of one rule on documents with just these findings."""
    known = [{"state": "fail", "record": "D1", "message": "m"} | dict(one) for one in findings]
    counts = {state: sum(one["state"] == state for one in known) for state in State}
    rule = rule_result("R-1", "规则", (REPLY,), "documents", {state: number for state, number in counts.items() if number}, *known, force=force)
    return Audit(RUN if inputs is None else replace(RUN, inputs=inputs), (rule,), ())


def many(number: int, state: str = "fail", message: str = "m") -> Audit:
    """Make an audit with so many findings."""
    return audit_of(*({"state": state, "record": f"D{one}", "message": message} for one in range(number)))
