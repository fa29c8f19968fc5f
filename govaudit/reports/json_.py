"""The JSON report: the contract. Every other format is a view of it; `report.schema.json` beside this file describes it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

from govaudit.reports.rows import Finding, all_findings, as_of_text, evidence_of, locate_reject
from govaudit.states import State

if TYPE_CHECKING:
    from govaudit.reports import Options
    from govaudit.results import Audit, Input, RejectedCell, RuleResult, Run

SCHEMA = "govaudit/report/1"
_PIECE = 1 << 20
_SURROGATE = re.compile("[\ud800-\udfff]")


def render(audit: Audit, options: Options) -> str:  # noqa: ARG001 - every format has this signature
    """Render the audit as JSON, indented by two, in UTF-8 with lone surrogates escaped."""
    return encodable("".join([*_pieces(report(audit)), "\n"]))


def encodable(text: str) -> str:
    """Return a JSON text with lone surrogates, which UTF-8 cannot hold, escaped."""
    try:
        for start in range(0, len(text), _PIECE):  # encoding is the quickest test, but of the whole it would need its memory once more
            text[start : start + _PIECE].encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return text


def report(audit: Audit) -> dict[str, Any]:
    """Return the report as plain objects, in the order in which it is printed; the findings, which may be many, one by one."""
    return {
        "schema": SCHEMA,
        "tool": {"name": "govaudit", "version": audit.run.version},
        "run": _run(audit.run),
        "summary": summary(audit),
        "rules": [_rule(rule) for rule in audit.rules],
        "findings": finding_objects(audit),
        "rejects": [_reject(one, audit.run.inputs) for one in audit.rejects],
    }


def pretty(value: Any, newline: str = "\n") -> str:
    """Return what `json.dumps(value, indent=2, ensure_ascii=False)` returns, several times faster; an iterator is an array."""
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None:
        return "null"
    inner = newline + "  "
    if isinstance(value, dict):
        parts = [f"{encode_basestring(key)}: {encode_basestring(item) if isinstance(item, str) else pretty(item, inner)}" for key, item in value.items()]
        return f"{{{inner}{f',{inner}'.join(parts)}{newline}}}" if parts else "{}"
    if isinstance(value, list | Iterator):
        parts = [pretty(item, inner) for item in value]
        return f"[{inner}{f',{inner}'.join(parts)}{newline}]" if parts else "[]"
    return json.dumps(value, allow_nan=False)


def _pieces(value: dict[str, Any]) -> Iterator[str]:
    """Give what `pretty` returns in pieces, of the arrays an element each: put together once, it takes no more memory than twice its length."""
    for number, (key, item) in enumerate(value.items()):
        yield f"{',' if number else '{'}\n  {encode_basestring(key)}: "
        if not isinstance(item, list | Iterator):
            yield pretty(item, "\n  ")
            continue
        is_empty = True
        for element in item:
            yield ("[" if is_empty else ",") + "\n    " + pretty(element, "\n    ")
            is_empty = False
        yield "[]" if is_empty else "\n  ]"
    yield "\n}"


def _run(run: Run) -> dict[str, Any]:
    return {
        "as_of": as_of_text(run.as_of, "T"),
        "as_of_source": run.as_of_source,
        "calendar": {"source": run.calendar_source or None, "horizon": str(run.calendar_horizon) if run.calendar_horizon else None},
        "packs": [
            {
                "id": pack.id,
                "title": pack.title,
                "version": pack.version,
                "sha256": pack.sha256,
                "issued": str(pack.issued) if pack.issued else None,
                "period": {"from": str(pack.period[0]), "to": str(pack.period[1])},
            }
            for pack in run.packs
        ],
        "inputs": _inputs(run.inputs),
        "engine": run.engine,
        "retroactive": run.retroactive,
        "office": run.unit or None,
        "role": run.role or None,
        "parameters": {name: run.parameters[name] for name in sorted(run.parameters)},
        "selection": {name: list(run.selection[name]) for name in sorted(run.selection)},
        "warnings": list(run.warnings),
    }


def _inputs(inputs: tuple[Input, ...]) -> list[dict[str, Any]]:
    """Group the tables that came from one file, or from one sheet of it."""
    grouped: dict[tuple[str, str | None], dict[str, Any]] = {}
    for one in inputs:
        known = {"path": one.path, "sha256": one.sha256, "format": one.format} | ({} if one.sheet is None else {"sheet": one.sheet})
        entry = grouped.setdefault((one.path, one.sheet), known | {"tables": {}})
        table = entry["tables"].setdefault(one.table, {"rows": 0, "rejected": 0})
        table["rows"] += one.rows
        table["rejected"] += one.rejected
        if one.converted is not None:
            table["converted"] = dict(zip(("path", "sha256"), one.converted, strict=True))
    return list(grouped.values())


def summary(audit: Audit) -> dict[str, Any]:
    """Return the sums of the audit: subjects by state, violations by severity, rejects."""
    whole = sum(one.whole_row for one in audit.rejects)
    return {
        "rules": len(audit.rules),
        "subjects": audit.subjects,
        **{str(state): audit.counts[state] for state in State},
        "by_severity": {str(severity): number for severity, number in audit.fails_by_severity.items()},
        "rejects": {"cells": len(audit.rejects) - whole, "rows": whole},
    }


def _rule(rule: RuleResult) -> dict[str, Any]:
    return {
        "id": rule.id,
        "pack": rule.pack,
        "clauses": [{"id": clause.id, "place": clause.place, "duty": clause.duty} for clause in rule.clauses],
        "title": rule.title,
        "force": str(rule.force),
        "severity": str(rule.severity),
        "table": rule.table,
        "state": str(rule.state),
        "counts": {str(state): rule.counts.get(state, 0) for state in State},
        "subjects": rule.subjects,
        "reason": rule.reason or None,
        "notes": list(rule.notes),
    }


def finding_objects(audit: Audit) -> Iterator[dict[str, Any]]:
    """Give every finding as the report has it, in the order of the rules."""
    for one in all_findings(audit):
        yield _finding(one)


def _finding(one: Finding) -> dict[str, Any]:
    row = one.row
    return {
        "id": one.id,
        "rule": row.rule,
        "clause": row.clause,
        "state": row.state,
        "severity": row.severity,
        "table": row.table,
        "record": row.record,
        "location": one.location._asdict(),
        "unit": row.unit,
        "message": row.message,
        "evidence": evidence_of(row.evidence),
        "due": row.due,
        "overdue": row.overdue,
        "remedy": row.remedy,
    }


def _reject(one: RejectedCell, inputs: tuple[Input, ...]) -> dict[str, Any]:
    return {
        "location": locate_reject(inputs, one)._asdict(),
        "table": one.table,
        "value": one.value,
        "reason": one.reason,
        "whole_row": one.whole_row,
    }
