"""The terminal report: what a section chief reads in a minute, and with `-v` what an inspection asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from govaudit.reports.layout import Page
from govaudit.reports.phrases import verdict
from govaudit.reports.terminal_details import add_details, add_not_applicable, add_passes
from govaudit.reports.terminal_head import add_head, add_sums
from govaudit.reports.terminal_summary import add_errors, add_manual, add_open, add_pending, add_rejects, add_violations
from govaudit.reports.wording import say
from govaudit.states import Severity, State

if TYPE_CHECKING:
    from govaudit.reports import Options
    from govaudit.results import Audit, RuleResult


def render(audit: Audit, options: Options) -> str:
    """Render the audit for the terminal; without `options.color` the text has no escape sequence at all."""
    page = Page(options.width, color=options.color)
    add_head(page, audit, options)
    add_sums(page, audit)
    for add in (add_errors, add_violations, add_pending, add_open, add_manual, add_rejects):
        add(page, audit, options)
    if options.verbosity >= 1:
        add_details(page, audit, options)
    if options.verbosity >= 2:
        add_passes(page, audit)
        add_not_applicable(page, audit)
    _add_verdict(page, audit, options)
    return page.text()


def _add_verdict(page: Page, audit: Audit, options: Options) -> None:
    page.heading(say("report.verdict"))
    code = audit.exit_code(options.fail_on, strict=options.strict)
    style = "bold green" if code == 0 else "bold yellow" if code == 3 else "bold red"
    page.line((verdict(audit), style), (say("report.aside", what=say("report.verdict.code", code=code)), "dim"), indent=2)
    commands = _next(audit, options)
    wide = max(cell_len(command) for command, _ in commands) + 2
    for number, (command, why) in enumerate(commands):
        lead = say("report.next") if number == 0 else " " * 6
        page.line((f"{lead}  ", "dim"), command + " " * (wide - cell_len(command)), (why, "dim"), indent=2, hang=10)


def _next(audit: Audit, options: Options) -> list[tuple[str, str]]:
    """Return the commands to run next, with what they are for."""
    told: list[tuple[str, str]] = []
    if options.verbosity == 0 and any(number for state, number in audit.counts.items() if state.is_finding):
        told.append(("-v", say("report.next.list")))
    elif options.verbosity <= 1 and audit.rules:
        told.append(("-vv", say("report.next.passes")))
    told.append(("-f json=report.json", say("report.next.json")))
    gravest = _gravest(audit)
    return [*told, (f"govaudit rules show {gravest.id}", say("report.next.rule"))] if gravest else told


def _gravest(audit: Audit) -> RuleResult | None:
    """Return the rule that a reader will ask about first."""
    for state in (State.FAIL, State.ERROR, State.UNDECIDED):
        found = [rule for rule in audit.rules if rule.counts.get(state)]
        if found:
            return min(found, key=lambda rule: (list(Severity).index(rule.severity), -rule.counts.get(state, 0)))
    return None
