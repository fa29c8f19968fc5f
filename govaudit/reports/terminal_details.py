"""What `-v` and `-vv` add to the terminal report: every finding with record, place, values and remedy; passes; what does not apply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.reports.digest import example
from govaudit.reports.phrases import VALUE, named
from govaudit.reports.rows import Row, place_of, rows_of
from govaudit.reports.wording import clip, mark, place_text, say
from govaudit.states import State

if TYPE_CHECKING:
    from govaudit.reports import Options
    from govaudit.reports.layout import Page
    from govaudit.results import Audit, RuleResult

#: The most characters of a message in the list of all findings.
MESSAGE = 2000


def add_details(page: Page, audit: Audit, options: Options) -> None:
    """List every finding by rule, in the order of the rules and their records."""
    total = sum(number for state, number in audit.counts.items() if state.is_finding)
    page.heading(say("report.details"), say("report.items", n=total))
    printed = 0
    for rule in audit.rules:
        if any(rule.counts.get(state) for state in State if state.is_finding):
            printed += _add_rule(page, audit, rule, None if options.limit is None else options.limit - printed)
    if printed < total:
        page.blank()
        page.line(say("report.more", n=total - printed, total=total), indent=2)


def _add_rule(page: Page, audit: Audit, rule: RuleResult, most: int | None) -> int:
    findings = rule.findings if most is None else rule.findings.head(max(most, 0))
    if findings.is_empty():
        return 0
    page.blank()
    _add_title(page, rule)
    for clause in rule.clauses:
        page.line((f"{say('report.basis')} ", "dim"), clause.place, (f"  {clause.duty}", "dim"), indent=4, hang=9)
    remedies = findings["remedy"].drop_nulls().unique(maintain_order=True).to_list() if rule.counts.get(State.FAIL) else []
    for remedy in remedies[:1]:
        page.line((f"{say('report.remedy')} ", "dim"), remedy, indent=4, hang=9)
    for row in rows_of(findings):
        _add_finding(page, audit, rule, row, remedies[0] if remedies else None)
    return len(findings)


def _add_title(page: Page, rule: RuleResult) -> None:
    told = mark(rule.state, rule.severity)
    page.line((f"{told.symbol} ", told.style), (rule.title, "bold"), (f"  {rule.id}", "dim"), indent=2, hang=4)


def _add_finding(page: Page, audit: Audit, rule: RuleResult, row: Row, remedy: str | None) -> None:
    state = State(row.state)
    told = mark(state, rule.severity)
    one = example(row.record, row.evidence, row.message)
    unit = say("report.aside", what=clip(row.unit, VALUE)) if row.unit and row.unit != one.record else ""
    page.line((f"{told.symbol} {told.word} ", told.style), named(one), unit, indent=4, hang=6)
    if one.message:
        page.line(one.message, indent=6, most=MESSAGE)
    if place := place_text(place_of(audit, row)):
        page.line((place, "dim"), indent=6)
    if state is State.FAIL and row.remedy and row.remedy != remedy:
        page.line((f"{say('report.remedy')} ", "dim"), row.remedy, indent=6, hang=11)


def add_passes(page: Page, audit: Audit) -> None:
    """List the rules that subjects pass, with how many of how many."""
    passed = [rule for rule in audit.rules if rule.counts.get(State.PASS)]
    page.heading(say("report.passes"), say("report.passes.sum", n=len(passed)))
    told = mark(State.PASS)
    for rule in passed:
        share = say("report.detail.counts", n=rule.counts[State.PASS], subjects=rule.subjects)
        page.line((f"{told.symbol} ", told.style), rule.title, (f"  {share}  {rule.id}", "dim"), indent=2, hang=4)


def add_not_applicable(page: Page, audit: Audit) -> None:
    """List the rules that do not apply, wholly or to some subjects, with the reasons."""
    found = [rule for rule in audit.rules if rule.counts.get(State.NOT_APPLICABLE) or rule.state is State.NOT_APPLICABLE]
    page.heading(say("report.not_applicable"), say("report.passes.sum", n=len(found)))
    told = mark(State.NOT_APPLICABLE)
    for rule in found:
        share = say("report.detail.counts", n=rule.counts.get(State.NOT_APPLICABLE, 0), subjects=rule.subjects)
        page.line((f"{told.symbol} ", told.style), rule.title, (f"  {share}  {rule.id}", "dim"), indent=2, hang=4)
        told_of = [(reason, number) for state, reason, number in rule.reasons if state is State.NOT_APPLICABLE]
        reasons = [say("report.because", reason=reason, n=number) if number > 1 else reason for reason, number in told_of]
        if reasons:
            page.line((f"{say('report.reason')} ", "dim"), say("report.semicolon").join(reasons), indent=4, hang=9)
