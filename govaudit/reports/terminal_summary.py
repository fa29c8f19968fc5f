"""The body of the terminal report: what is violated and by whom, what falls due, what is open and what would settle it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from govaudit.reports.digest import UnitViolations, Violation, due_next, manual_clauses, to_settle, violations, with_state
from govaudit.reports.phrases import VALUE, basis, due_told, rejects_told, subject, violations_told
from govaudit.reports.rows import label_of, locate_reject
from govaudit.reports.wording import capped, clip, mark, place_text, say
from govaudit.states import Severity, State

if TYPE_CHECKING:
    from govaudit.reports import Options
    from govaudit.reports.layout import Page, Part
    from govaudit.results import Audit

#: The most entries of each list unless the options say otherwise; what is left out is always counted.
UNITS, RULES, PENDING, SETTLE, REJECTS, ERRORS = 10, 5, 5, 20, 5, 10
#: The most characters of a message in a summary.
MESSAGE = 160


def add_violations(page: Page, audit: Audit, options: Options) -> None:
    """List the violations by unit, then rule: what, by which clause, how many, since when, for example."""
    found = violations(audit)
    counted, none = violations_told(audit, found)
    page.heading(say("report.violations"), counted)
    if none:
        page.line(none, indent=2)
    units, left = capped(found, UNITS, options)
    for number, unit in enumerate(units):
        if number:
            page.blank()
        _add_unit(page, unit, options)
    if left:
        page.line(say("report.more.units", n=left, total=len(found)), indent=2)


def _add_unit(page: Page, unit: UnitViolations, options: Options) -> None:
    parts: list[Part] = [(clip(unit.unit, VALUE) if unit.unit else say("report.unit.none"), "bold")]
    for severity in Severity:
        if number := unit.number(severity):
            told = mark(State.FAIL, severity)
            parts += ["  ", (f"{told.symbol} {say('report.mark', word=told.word, n=number)}", told.style)]
    page.line(*parts, indent=2)
    shown, left = capped(unit.violations, RULES, options)
    for violation in shown:
        _add_violation(page, violation, unit.unit)
    if left:
        page.line(say("report.more.rules", n=left, total=len(unit.violations)), indent=4)


def _add_violation(page: Page, violation: Violation, unit: str | None) -> None:
    rule = violation.rule
    told = mark(State.FAIL, rule.severity)
    page.line((f"{told.symbol} ", told.style), rule.title, (f"  {say('report.items', n=violation.number)}  {rule.id}", "dim"), indent=4, hang=6)
    if place := basis(rule, violation.clauses):
        _detail(page, "report.basis", place)
    worst = violation.worst
    if violation.number > 1 and violation.due:
        since = [say("report.since.due", due=violation.due)] + ([say("report.since.worst", overdue=violation.overdue)] if violation.overdue else [])
        _detail(page, "report.since", say("report.comma").join(since))
    key = "report.example" if violation.number > 1 else "report.fact"
    parts = [part for part in (subject(worst, unit), clip(worst.message, MESSAGE)) if part] or [worst.record]
    _detail(page, key, say("report.dash").join(parts))


def _detail(page: Page, key: str, shown: str) -> None:
    page.line((f"{say(key)} ", "dim"), shown, indent=6, hang=11, most=3 * MESSAGE)


def add_pending(page: Page, audit: Audit, options: Options) -> None:
    """List what falls due next, the soonest first."""
    total = audit.counts[State.PENDING]
    if not total:
        return
    page.heading(say("report.pending"), say("report.items", n=total))
    entries, _ = capped(due_next(audit), PENDING, options)
    leads = [due_told(one, audit.run.as_of.date()) for one in entries]
    wide = min(max((cell_len(lead) for lead in leads), default=0), page.width // 2) + 2
    told = mark(State.PENDING)
    for one, lead in zip(entries, leads, strict=True):
        count = ("  " + say("report.items", n=one.number), "dim")
        page.line((f"{told.symbol} ", told.style), (lead + " " * (wide - cell_len(lead)), told.style), one.rule.title, count, indent=2, hang=4 + wide)
        shown = "  ".join(part for part in (clip(one.unit or "", VALUE), subject(one.first, one.unit)) if part) or one.first.record
        page.line((say("report.pending.first", shown=shown) if one.number > 1 else shown, "dim"), indent=4 + wide)
    left = total - sum(one.number for one in entries)
    if left:
        page.line(say("report.more", n=left, total=total), indent=2)


def add_open(page: Page, audit: Audit, options: Options) -> None:
    """List what could not be judged by what would settle it."""
    total = audit.counts[State.UNDECIDED]
    if not total:
        return
    page.heading(say("report.open"), say("report.items", n=total))
    entries = to_settle(audit)
    shown, left = capped(entries, SETTLE, options)
    told = mark(State.UNDECIDED)
    for one in shown:
        lead = say(f"report.settle.{one.kind}")
        count = say("report.open.rules", rules=one.rules, n=one.subjects)
        page.line(
            (f"{told.symbol} ", told.style), f"{lead}{' ' * (10 - cell_len(lead))}", one.what, (f"  {count}", "dim"), indent=2, hang=14
        )  # fmt: skip
    if left:
        page.line(say("report.more", n=sum(one.subjects for one in entries[len(shown) :]), total=total), indent=2)


def add_manual(page: Page, audit: Audit, options: Options) -> None:
    """Say how many clauses wait for an attestation and where it is registered; list them with `-v`."""
    total = audit.counts[State.MANUAL]
    if not total:
        return
    clauses = manual_clauses(audit)
    page.heading(say("report.manual"), say("report.manual.sum", n=total, clauses=len(clauses)))
    told = mark(State.MANUAL)
    label = label_of(audit, "attestations")
    page.line(
        (f"{told.symbol} ", told.style),
        say("report.manual.where", table=say("report.attestations") if label == "attestations" else label),
        indent=2,
        hang=4,
    )
    if options.verbosity >= 1:
        for clause, ask in clauses.items():
            page.line(clause, (f"  {clip(ask, VALUE)}", "dim"), indent=4, hang=6)


def add_errors(page: Page, audit: Audit, options: Options) -> None:
    """List the rules that could not be evaluated."""
    failed = [rule for rule in audit.rules if rule.counts.get(State.ERROR)]
    if not failed:
        return
    page.heading(say("report.errors"), say("report.items", n=audit.counts[State.ERROR]))
    told = mark(State.ERROR)
    shown, left = capped(failed, ERRORS, options)
    for rule in shown:
        page.line(
            (f"{told.symbol} ", told.style),
            rule.title,
            (f"  {say('report.items', n=rule.counts[State.ERROR])}  {rule.id}", "dim"),
            indent=2,
            hang=4,
        )
        for message in with_state(rule, State.ERROR)["message"].drop_nulls().head(1):
            page.line(message, indent=4)
    if left:
        page.line(say("report.more.rules", n=left, total=len(failed)), indent=2)


def add_rejects(page: Page, audit: Audit, options: Options) -> None:
    """Say how many cells and rows were not taken in, and where the first of them are."""
    if not audit.rejects:
        return
    page.heading(say("report.rejects"), rejects_told(audit))
    shown, left = capped(audit.rejects, REJECTS, options)
    for one in shown:
        place = locate_reject(audit.run.inputs, one)
        what = say("report.reject.row", reason=one.reason) if one.whole_row else say("report.reject.cell", value=clip(one.value, VALUE), reason=one.reason)
        page.line(place_text(place), indent=2, hang=4)
        page.line((what, "dim"), indent=4)
    if left:
        page.line(say("report.more", n=left, total=len(audit.rejects)), indent=2)
