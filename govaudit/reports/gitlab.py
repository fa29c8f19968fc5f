"""GitLab Code Quality: an array of what a merge request shows beside its lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from govaudit.reports.ci import Spot, explained, fitting, gravest_first, sentence, spot, word
from govaudit.reports.json_ import encodable
from govaudit.reports.phrases import verdict
from govaudit.reports.rows import Finding, digest
from govaudit.reports.wording import say, visible
from govaudit.states import State

if TYPE_CHECKING:
    from govaudit.reports import Options
    from govaudit.results import Audit

#: GitLab takes artifacts of 100 MB a job.
BYTES = 50_000_000
_ENCODER = json.JSONEncoder(ensure_ascii=False)
_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def render(audit: Audit, options: Options) -> str:
    """Render violations and errors of rules, the gravest first; what was not judged, or is not listed, is told in an item of its own."""
    found = gravest_first(audit, (State.ERROR, State.FAIL))
    most = len(found) if options.limit is None else options.limit
    items = fitting(found, lambda one: _finding(audit, options, one), most=most, room=BYTES)
    if len(items) < len(found):
        items.append(_notice(audit, options, "cut", say("ci.cut", shown=len(items), total=len(found))))
    if audit.rejects or not (audit.counts[State.PASS] or found) or any(audit.counts[state] for state in (State.UNDECIDED, State.MANUAL, State.ERROR)):
        items.append(_notice(audit, options, "open", verdict(audit)))
    listed = ",\n".join(items)
    return encodable(f"[\n{listed}\n]\n" if items else "[]\n")


def _finding(audit: Audit, options: Options, one: Finding) -> str:
    described = "\n".join([say("ci.gitlab", rule=visible(one.rule.id), word=word(one), told=sentence(one)), *explained(one)])
    severity = "critical" if one.row.state == State.ERROR else _SEVERITIES[one.row.severity]
    return _item(one.rule.id, described, one.id, severity, spot(audit, options, one.row.table, one.location))


def _notice(audit: Audit, options: Options, name: str, told: str) -> str:
    return _item(f"govaudit.{name}", f"govaudit: {visible(told)}", digest(["gitlab", name]), "info", spot(audit, options, "govaudit"))


def _item(check: str, described: str, name: str, severity: str, where: Spot) -> str:
    item = {
        "description": described,
        "check_name": visible(check),
        "fingerprint": name,
        "severity": severity,
        "location": {"path": visible(where.path), "lines": {"begin": where.line}},
    }
    return "  " + _ENCODER.encode(item)
