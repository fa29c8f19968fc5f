"""A SARIF 2.1.0 log of one run: what ran, with which rules, on which ledgers, and what the reader must be told beside the results."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from govaudit.reports.ci import VALUE, explained, reasons_told, relative, sentence, spot
from govaudit.reports.json_ import encodable, pretty, summary
from govaudit.reports.phrases import verdict
from govaudit.reports.rows import Finding, Location, all_findings, as_of_text, digest, locate_reject
from govaudit.reports.sarif_rules import LEVELS, descriptor
from govaudit.reports.wording import capped, clip, place_text, say, visible
from govaudit.states import State

if TYPE_CHECKING:
    from govaudit.reports import Options
    from govaudit.results import Audit, RuleResult

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
#: The most notifications about the same: errors of rules, cells that were not read.
_NOTIFICATIONS = 100
_LINK = re.compile(r"\[(?=[^\[\]]*\]\()")
_PLACEHOLDER = re.compile(r"\{(\d+)\}")

#: What stands in a path as it is; all else is percent-encoded.
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")
_ENCODER = json.JSONEncoder(ensure_ascii=False)

Object = dict[str, Any]


def log(audit: Audit, options: Options, results: Sequence[str], notifications: Sequence[Object]) -> str:
    """Return the log; `results` are JSON texts, each printed on a line of its own, `notifications` come before those that every log has."""
    run = {
        "tool": {
            "driver": {
                "name": "govaudit",
                "semanticVersion": visible(audit.run.version),
                "language": "zh-CN",
                "rules": [descriptor(audit, rule) for rule in audit.rules],
            }
        },
        "automationDetails": {"id": "/".join(["govaudit", _packs(audit), as_of_text(audit.run.as_of, "T")])},
        "originalUriBaseIds": {ROOT: {"description": {"text": say("ci.sarif.root")}}},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(audit, options, notifications)],
        "properties": {"summary": summary(audit)},
    }
    inner = "\n    "
    head = pretty(run, inner).removesuffix(f"{inner}}}")
    parts = [f'{{\n  "$schema": {json.dumps(SCHEMA)},\n  "version": "2.1.0",\n  "runs": [{inner}{head},{inner}  "results": [']
    for number, text in enumerate(results):
        parts += [f"{',' if number else ''}{inner}    ", text]
    parts.append(f"{f'{inner}  ' if results else ''}]{inner}}}\n  ]\n}}\n")
    return encodable("".join(parts))


def line(value: Object) -> str:
    """Return a result as JSON on one line."""
    return _ENCODER.encode(value)


def message(text: str) -> Object:
    """Return a message in which nothing from data is a link or a placeholder."""
    return {"text": _PLACEHOLDER.sub(r"{{\1}}", _LINK.sub(r"\\[", text))}


def _packs(audit: Audit) -> str:
    return "+".join(uri(visible(pack.id)).replace("/", "%2F") for pack in audit.run.packs) or "-"


# -- results -----------------------------------------------------------------------------------------------------------


def result(audit: Audit, options: Options, one: Finding, indexes: dict[str, int], kind: str) -> Object:
    """Return a finding as a result of some kind; only violations have a level."""
    row = one.row
    level = LEVELS[one.rule.severity] if kind == "fail" else "none"
    facts = {"state": row.state, "clause": row.clause, "unit": row.unit, "due": row.due, "overdue": row.overdue, "provisional": row.provisional}
    return {
        "ruleId": visible(row.rule),
        "ruleIndex": indexes[row.rule],
        "kind": kind,
        "level": level,
        "message": message("\n".join([sentence(one), *explained(one)])),
        "locations": [location(audit, options, row.table, one.location, row.record)],
        "partialFingerprints": fingerprints(one.id),
        "properties": {name: visible(clip(value, VALUE)) if isinstance(value, str) else value for name, value in facts.items() if value is not None},
    }


def sum_result(audit: Audit, options: Options, rule: RuleResult, index: int, state: State) -> Object:
    """Return one result for all subjects of a rule that pass, or to which it does not apply; `properties.subjects` says how many."""
    number = rule.counts.get(state, 0)
    told = say("ci.passed" if state is State.PASS else "ci.not_applicable", n=number) if number else say("ci.no_subject")
    reasons = reasons_told(rule, state)
    return {
        "ruleId": visible(rule.id),
        "ruleIndex": index,
        "kind": "pass" if state is State.PASS else "notApplicable",
        "level": "none",
        "message": message(say("ci.because", what=told, reason=reasons) if reasons else told),
        "locations": [location(audit, options, rule.table, Location(), "")],
        "partialFingerprints": fingerprints(digest([rule.id, rule.table, str(state)])),
        **({"occurrenceCount": number} if number else {}),
        "properties": {"state": str(state), "subjects": number},
    }


def fingerprints(name: str) -> Object:
    """Return the fingerprints of a result: the one that GitHub reads, and our own; neither knows of lines."""
    return {"primaryLocationLineHash": f"{name}:1", "govaudit/v1": name}


def location(audit: Audit, options: Options, table_: str, place: Location, record: str) -> Object:
    """Return where a result is shown, in the file and, by name, in the ledger: `documents/D-001#公开日期`, `Sheet!F12`."""
    where = spot(audit, options, table_, place)
    column = f"#{place.column}" if place.column else ""
    names = [f"{table_}/{clip(record, VALUE)}{column}" if record else table_]
    if place.cell is not None:
        names.append(f"{place.sheet}!{place.cell}")
    elif place.pointer is not None:
        names.append(clip(place.pointer, VALUE))
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": uri(where.path), "uriBaseId": ROOT},
            "region": {"startLine": where.line, "startColumn": 1, "endLine": where.line, "endColumn": 2},
        },
        "logicalLocations": [{"fullyQualifiedName": visible(name)} for name in names],
    }


@lru_cache(maxsize=64)
def uri(path: str) -> str:
    """Return a relative path percent-encoded; bytes that are no UTF-8 are encoded as they are in the file system."""
    try:
        encoded = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        encoded = path.encode("utf-8", "backslashreplace")
    return "".join(chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in encoded)


# -- beside the results ------------------------------------------------------------------------------------------------


def _invocation(audit: Audit, options: Options, notifications: Sequence[Object]) -> Object:
    run = audit.run
    return {
        "executionSuccessful": not audit.counts[State.ERROR],
        "exitCode": audit.exit_code(options.fail_on, strict=options.strict),
        "toolExecutionNotifications": [
            *notifications,
            *_errors(audit, options),
            *_rejects(audit, options),
            *({"level": "warning", "message": message(visible(clip(warning, VALUE)))} for warning in run.warnings),
            {"level": "note", "message": message(visible(verdict(audit)))},
        ],
        "properties": {
            "as_of": as_of_text(run.as_of, "T"),
            "calendar": {"source": visible(run.calendar_source) or None, "horizon": str(run.calendar_horizon) if run.calendar_horizon else None},
            "packs": [{"id": visible(one.id), "version": visible(one.version), "sha256": visible(one.sha256)} for one in run.packs],
            "inputs": [
                {"uri": uri(relative(path, options)), "sha256": visible(sha)} for path, sha in dict.fromkeys((one.path, one.sha256) for one in run.inputs)
            ],
        },
    }


def _errors(audit: Audit, options: Options) -> list[Object]:
    """Return a notification for every subject that a rule could not be evaluated for."""
    if not audit.counts[State.ERROR]:
        return []
    indexes = {rule.id: index for index, rule in enumerate(audit.rules)}
    shown, left = capped(list(all_findings(audit, {State.ERROR})), _NOTIFICATIONS, options)
    found: list[Object] = [
        {
            "level": "error",
            "message": message("\n".join([sentence(one), *explained(one)])),
            "associatedRule": {"id": visible(one.rule.id), "index": indexes[one.rule.id]},
            "locations": [location(audit, options, one.row.table, one.location, one.row.record)],
        }
        for one in shown
    ]
    return [*found, cut_notice(len(shown), len(shown) + left, "error")] if left else found


def _rejects(audit: Audit, options: Options) -> list[Object]:
    """Return a notification for every cell and row that was not read."""
    shown, left = capped(audit.rejects, _NOTIFICATIONS, options)
    found: list[Object] = []
    for one in shown:
        place = locate_reject(audit.run.inputs, one)
        key = "ci.rejected.row" if one.whole_row else "ci.rejected"
        told = visible(say(key, where=clip(place_text(place), VALUE), value=clip(one.value, VALUE), reason=clip(one.reason, VALUE)))
        found.append({"level": "warning", "message": message(told), "locations": [location(audit, options, one.table, place, "")]})
    return [*found, cut_notice(len(shown), len(shown) + left)] if left else found


def cut_notice(shown: int, total: int, level: str = "warning") -> Object:
    """Return the notification that says how many there are in truth."""
    return {"level": level, "message": message(say("ci.cut", shown=shown, total=total))}
