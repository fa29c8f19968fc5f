"""The rules of a SARIF log: every one that ran, with the clauses that are its reason and the help that a reader of an alert is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govaudit.reports.ci import VALUE, remedy_of
from govaudit.reports.markdown_text import safe, table
from govaudit.reports.wording import clip, say, visible
from govaudit.states import Severity, State

if TYPE_CHECKING:
    from govaudit.results import Audit, PackRef, RuleResult

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
#: How a list of alerts is ranked: what the notice orders before what follows from it.
_PRECISION = {Severity.ERROR: "very-high", Severity.WARNING: "high", Severity.INFO: "medium"}
_PROBLEM = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}
_NAME = 255


def descriptor(audit: Audit, rule: RuleResult) -> dict[str, Any]:
    """Return a rule as SARIF describes one, with how many subjects it found in each state."""
    pack = next((one for one in audit.run.packs if one.id == rule.pack), None)
    title = visible(clip(rule.title, VALUE))
    duties = [visible(say("ci.clause", place=clause.place, duty=clause.duty)) for clause in rule.clauses]
    return {
        "id": visible(rule.id),
        "name": title[:_NAME],
        "shortDescription": {"text": title},
        "fullDescription": {"text": visible(clip(rule.clauses[0].duty, VALUE)) if rule.clauses else title},
        "help": {"text": "\n".join([title, *(clip(duty, VALUE) for duty in duties)]), "markdown": _help(rule, pack)},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {
            "precision": _PRECISION[rule.severity],
            "problem.severity": _PROBLEM[rule.severity],
            "tags": list(dict.fromkeys(visible(tag) for tag in (rule.pack, rule.table, str(rule.force)))),
            "clauses": [visible(clip(clause.id, VALUE)) for clause in rule.clauses],
            "counts": {str(state): rule.counts.get(state, 0) for state in State},
        },
    }


def _help(rule: RuleResult, pack: PackRef | None) -> str:
    """Return what a reader of an alert is shown: the notice, the clauses, how strictly they are worded, what to do."""
    notice = [safe(rule.pack)]
    if pack is not None:
        issued = say("report.pack.issued", issued=pack.issued) if pack.issued else say("report.pack.undated")
        notice = [safe(pack.title) + issued]
    headings = (say("ci.csv.clause"), say("ci.csv.place"), say("ci.sarif.duty"))
    lines = [f"**{safe(rule.title)}**", ""]
    lines += [*table(headings, [(safe(one.id), safe(one.place), safe(one.duty)) for one in rule.clauses]), ""] if rule.clauses else []
    lines.append("- " + say("ci.line", name=say("ci.sarif.pack"), value=notice[0]))
    lines.append("- " + say("ci.line", name=say("ci.sarif.force"), value=say(f"ci.force.{rule.force}")))
    if remedy := remedy_of(rule):
        lines.append("- " + say("ci.line", name=say("report.remedy"), value=safe(remedy)))
    return "\n".join(lines)
