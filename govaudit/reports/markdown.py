"""Markdown for a merge request, a job summary or a wiki; whatever comes from data stays text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from govaudit.reports.ci import MESSAGE
from govaudit.reports.markdown_lists import add_details, add_errors, add_manual, add_open, add_passes, add_pending, add_rejects, add_violations
from govaudit.reports.markdown_text import Page, safe, table
from govaudit.reports.phrases import as_of_told, ledgers_told, notes_told, sums, verdict
from govaudit.reports.wording import capped, listed, say

if TYPE_CHECKING:
    from govaudit.reports import Options
    from govaudit.results import Audit

#: The most entries of each list in the head.
PACKS, LEDGERS, NOTES = 20, 20, 20

Section = Callable[[Page, "Audit", "Options"], None]
SECTIONS: tuple[Section, ...] = (add_errors, add_violations, add_pending, add_open, add_manual, add_rejects)


def render(audit: Audit, options: Options) -> str:
    """Render the audit as Markdown; with `-v` every finding is listed, with `-vv` also what passes and what does not apply."""
    page = Page()
    page.block(f"# {say('ci.md.title')}")
    code = audit.exit_code(options.fail_on, strict=options.strict)
    page.block(f"**{verdict(audit)}**{say('report.aside', what=say('report.verdict.code', code=code))}")
    _add_head(page, audit, options)
    _add_sums(page, audit)
    for add in SECTIONS:
        add(page, audit, options)
    if options.verbosity >= 1:
        add_details(page, audit, options)
    if options.verbosity >= 2:
        add_passes(page, audit, options)
    return page.text()


def _add_head(page: Page, audit: Audit, options: Options) -> None:
    run = audit.run
    issued = [say("report.pack.issued", issued=pack.issued) if pack.issued else say("report.pack.undated") for pack in run.packs]
    packs, _ = capped([safe(pack.title) + when for pack, when in zip(run.packs, issued, strict=True)], PACKS, options)
    ledgers, rows = ledgers_told(run)
    shown, left = capped(ledgers, LEDGERS, options)
    more = say("report.more.inputs", n=len(ledgers), rows=rows) if left else ""
    told = {
        "report.packs": listed(packs) + (say("report.more", n=len(run.packs) - len(packs), total=len(run.packs)) if len(packs) < len(run.packs) else ""),
        "report.office": safe(say("report.office.role", office=run.unit, role=run.role) if run.role else run.unit),
        "report.as_of": safe("".join(as_of_told(run))),
        "report.inputs": (listed(map(safe, shown)) or say("report.inputs.none")) + more,
        "report.calendar": safe(run.calendar_source) + (say("report.calendar.until", horizon=run.calendar_horizon) if run.calendar_horizon else ""),
        "report.retroactive": say("report.retroactive.on") if run.retroactive else "",
        "report.parameters": safe(listed(f"{name} = {value}" for name, value in sorted(run.parameters.items()))),
        "report.selection": _selection(audit),
    }
    notes, left = capped(notes_told(audit), NOTES, options)
    lines = ["- " + say("ci.line", name=say(key), value=value) for key, value in told.items() if value]
    lines += ["- " + say("ci.line", name=say("report.notes"), value=safe(note) + say("report.note.rules", n=rules)) for note, rules in notes]
    lines += ["- " + say("ci.line", name=say("report.warnings"), value=safe(warning, MESSAGE)) for warning in run.warnings]
    page.block(*lines, *([f"- {say('report.more', n=left, total=len(notes) + left)}"] if left else []))


def _selection(audit: Audit) -> str:
    chosen = " ".join(f"--{name} {value}" for name, values in sorted(audit.run.selection.items()) for value in values)
    return say("report.selection.on", options=safe(chosen)) if chosen else ""


def _add_sums(page: Page, audit: Audit) -> None:
    """Add all nine numbers, the zeros too, and what they add up to."""
    marks = list(sums(audit))
    headings = [*(f"{told.symbol} {told.word}" for _, told, _ in marks), say("ci.md.total")]
    numbers = [*(str(number) for _, _, number in marks), f"**{audit.subjects}**"]
    page.block(*table(headings, [numbers], right=range(len(headings))))
    page.block(say("report.total", subjects=audit.subjects, rules=len(audit.rules)))
