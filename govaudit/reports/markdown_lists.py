"""The lists of the Markdown report: what is violated and by whom, what falls due, what is open, what was not read, and with `-v` everything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from govaudit.reports.ci import MESSAGE, gravest_first, reasons_told, remedy_of
from govaudit.reports.digest import Example, UnitViolations, Violation, due_next, example, manual_clauses, to_settle, violations, with_state
from govaudit.reports.markdown_text import Page, safe, table
from govaudit.reports.phrases import VALUE, basis, due_told, named, rejects_told, subject, violations_told
from govaudit.reports.rows import locate_reject
from govaudit.reports.wording import capped, clip, mark, place_text, say
from govaudit.states import Severity, State

if TYPE_CHECKING:
    from govaudit.reports import Options
    from govaudit.results import Audit, RuleResult

#: The most entries of each list unless the options say otherwise; what is left out is always counted.
UNITS, RULES, PENDING, SETTLE, MANUAL, REJECTS, ERRORS, DETAILS = 30, 15, 20, 40, 40, 20, 20, 1000


def _list(page: Page, headings: Sequence[str], rows: Sequence[Sequence[str]], more: str = "", *, right: Sequence[int] = ()) -> None:
    if rows:
        page.block(*table([say(f"ci.md.{name}") for name in headings], rows, right=right))
    if more:
        page.block(more)


def _rule(rule: RuleResult) -> str:
    return f"{safe(rule.title)} {safe(rule.id)}"


def add_errors(page: Page, audit: Audit, options: Options) -> None:
    """List the rules that could not be evaluated."""
    failed = [rule for rule in audit.rules if rule.counts.get(State.ERROR)]
    if not failed:
        return
    page.heading(say("report.errors"), say("report.items", n=audit.counts[State.ERROR]))
    shown, left = capped(failed, ERRORS, options)
    rows = [
        (_rule(rule), str(rule.counts[State.ERROR]), safe("".join(with_state(rule, State.ERROR)["message"].drop_nulls().head(1)), MESSAGE)) for rule in shown
    ]
    _list(page, ("rule", "number", "message"), rows, say("report.more.rules", n=left, total=len(failed)) if left else "", right=[1])


def add_violations(page: Page, audit: Audit, options: Options) -> None:
    """List the violations by unit, then rule: what, how many, by which clause, for example, what to do."""
    found = violations(audit)
    counted, none = violations_told(audit, found)
    page.heading(say("report.violations"), counted)
    if none:
        page.block(none)
    units, left = capped(found, UNITS, options)
    for unit in units:
        _add_unit(page, unit, options)
    if left:
        page.block(say("report.more.units", n=left, total=len(found)))


def _add_unit(page: Page, unit: UnitViolations, options: Options) -> None:
    numbers = [say("report.mark", word=mark(State.FAIL, severity).word, n=number) for severity in Severity if (number := unit.number(severity))]
    page.heading(safe(unit.unit, VALUE) if unit.unit else say("report.unit.none"), *numbers, level=3)
    shown, left = capped(unit.violations, RULES, options)
    rows = [_violation(one, unit.unit) for one in shown]
    more = say("report.more.rules", n=left, total=len(unit.violations)) if left else ""
    _list(page, ("severity", "rule", "number", "basis", "what", "remedy"), rows, more, right=[2])


def _violation(one: Violation, unit: str | None) -> tuple[str, ...]:
    told = mark(State.FAIL, one.rule.severity)
    parts = [part for part in (subject(one.worst, unit), clip(one.worst.message, MESSAGE)) if part] or [one.worst.record]
    what = safe(say("report.dash").join(parts), 2 * MESSAGE)
    if one.number > 1:
        what = f"{say('report.example')} {what}"
        if one.due:
            since = [say("report.since.due", due=safe(one.due))] + ([say("report.since.worst", overdue=safe(one.overdue))] if one.overdue else [])
            what += say("report.stop") + say("report.comma").join(since)
    return f"{told.symbol} {told.word}", _rule(one.rule), str(one.number), safe(basis(one.rule, one.clauses)), what, safe(remedy_of(one.rule))


def add_pending(page: Page, audit: Audit, options: Options) -> None:
    """List what falls due next, the soonest first."""
    total = audit.counts[State.PENDING]
    if not total:
        return
    page.heading(say("report.pending"), say("report.items", n=total))
    entries, _ = capped(due_next(audit), PENDING, options)
    rows = [
        (safe(due_told(one, audit.run.as_of.date())), _rule(one.rule), str(one.number), safe(one.unit or ""), _first(one.first, one.number)) for one in entries
    ]
    left = total - sum(one.number for one in entries)
    _list(page, ("due", "rule", "number", "unit", "record"), rows, say("report.more", n=left, total=total) if left else "", right=[2])


def _first(one: Example, number: int) -> str:
    shown = safe(named(one))
    return say("report.pending.first", shown=shown) if number > 1 else shown


def add_open(page: Page, audit: Audit, options: Options) -> None:
    """List what could not be judged by what would settle it."""
    total = audit.counts[State.UNDECIDED]
    if not total:
        return
    page.heading(say("report.open"), say("report.items", n=total))
    entries = to_settle(audit)
    shown, left = capped(entries, SETTLE, options)
    rows = [(say(f"report.settle.{one.kind}"), safe(one.what, MESSAGE), str(one.rules), str(one.subjects)) for one in shown]
    more = say("report.more", n=sum(one.subjects for one in entries[len(shown) :]), total=total) if left else ""
    _list(page, ("kind", "missing", "rules", "number"), rows, more, right=[2, 3])


def add_manual(page: Page, audit: Audit, options: Options) -> None:
    """List the clauses that wait for an attestation."""
    total = audit.counts[State.MANUAL]
    if not total:
        return
    clauses = list(manual_clauses(audit).items())
    page.heading(say("report.manual"), say("report.manual.sum", n=total, clauses=len(clauses)))
    page.block(say("report.manual.where", table=say("report.attestations")))
    shown, left = capped(clauses, MANUAL, options)
    _list(page, ("clause", "ask"), [(safe(clause), safe(ask)) for clause, ask in shown], say("report.more", n=left, total=len(clauses)) if left else "")


def add_rejects(page: Page, audit: Audit, options: Options) -> None:
    """List the cells and rows that were not taken in."""
    if not audit.rejects:
        return
    page.heading(say("report.rejects"), rejects_told(audit))
    shown, left = capped(audit.rejects, REJECTS, options)
    rows = [
        (
            safe(place_text(locate_reject(audit.run.inputs, one))),
            "" if one.whole_row else safe(one.value),
            safe(say("report.reject.row", reason=one.reason) if one.whole_row else one.reason),
        )
        for one in shown
    ]
    _list(page, ("place", "value", "reason"), rows, say("report.more", n=left, total=len(audit.rejects)) if left else "")


def add_details(page: Page, audit: Audit, options: Options) -> None:
    """List every finding, the gravest first, with its record, clause and place."""
    states = [state for state in State if state.is_finding]
    total = sum(audit.counts[state] for state in states)
    page.heading(say("report.details"), say("report.items", n=total))
    found, left = capped(gravest_first(audit, states), DETAILS, options)
    rows = []
    for one in found:
        told = mark(State(one.row.state), one.rule.severity)
        shown = example(one.row.record, one.row.evidence, one.row.message)
        cells = (named(shown), one.row.unit or "", shown.message, basis(one.rule, (one.row.clause,)), place_text(one.location))
        rows.append((f"{told.symbol} {told.word}", safe(one.rule.id), *(safe(cell, MESSAGE) for cell in cells)))
    headings = ("state", "rule", "record", "unit", "message", "basis", "place")
    _list(page, headings, rows, say("report.more", n=left, total=total) if left else "")


def add_passes(page: Page, audit: Audit, options: Options) -> None:  # noqa: ARG001 - every section has this signature
    """List the rules that subjects pass, with how many; then those that do not apply, with the reasons."""
    for state, key in ((State.PASS, "report.passes"), (State.NOT_APPLICABLE, "report.not_applicable")):
        found = [rule for rule in audit.rules if rule.counts.get(state) or rule.state is state]
        page.heading(say(key), say("report.passes.sum", n=len(found)))
        rows = [
            (_rule(rule), say("report.detail.counts", n=rule.counts.get(state, 0), subjects=rule.subjects), safe(reasons_told(rule, state))) for rule in found
        ]
        _list(page, ("rule", "number", "reason"), rows, right=[1])
