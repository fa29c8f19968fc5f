"""Workflow commands of GitHub Actions: annotations of the gravest findings, then the sums and the verdict as plain lines of the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.reports.ci import explained, gravest_first, heading, sentence, spot, sums_told
from govaudit.reports.phrases import verdict
from govaudit.reports.rows import Finding
from govaudit.reports.wording import say, visible
from govaudit.states import State

if TYPE_CHECKING:
    from govaudit.reports import Options
    from govaudit.results import Audit

#: What GitHub shows of a step: so many annotations of each kind. One notice is left for the sums.
EACH = {"error": 10, "warning": 10, "notice": 9}
_KINDS = {"error": "error", "warning": "warning", "info": "notice"}


def render(audit: Audit, options: Options) -> str:
    """Render errors of rules and violations, the gravest first and no more than GitHub shows; how many there are in truth is told."""
    found = gravest_first(audit, (State.ERROR, State.FAIL))
    left = {kind: most if options.limit is None else options.limit for kind, most in EACH.items()}
    shown: list[str] = []
    for one in found:
        kind = "error" if one.row.state == State.ERROR else _KINDS[one.row.severity]
        if left[kind] > 0:
            left[kind] -= 1
            shown.append(_annotation(audit, options, one, kind))
    cut = [say("ci.github.cut", shown=len(shown), total=len(found))] if len(shown) < len(found) else []
    closing = [sums_told(audit), verdict(audit)]
    shown.append(_command("notice", {"title": "govaudit"}, "\n".join([*cut, *closing])))
    return "\n".join([*shown, *cut, *closing]) + "\n"


def _annotation(audit: Audit, options: Options, one: Finding, kind: str) -> str:
    where = spot(audit, options, one.row.table, one.location)
    known = {"file": visible(where.path), "line": str(where.line), "endLine": str(where.line), "title": heading(one)}
    return _command(kind, known, "\n".join([sentence(one), *explained(one)]))


def _command(kind: str, properties: dict[str, str], message: str) -> str:
    told = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in properties.items())
    return f"::{kind} {told}::{_escaped(message)}"


def _escaped(value: str, also: str = "") -> str:
    """Return a value as a command carries it; `%` first, for it marks the others."""
    for char in f"%\r\n{also}":
        value = value.replace(char, f"%{ord(char):02X}")
    return value
