"""The head of the terminal report: what was held against what, as of when; and the sums by state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from govaudit.reports.phrases import VALUE, as_of_told, ledgers_told, notes_told, sums
from govaudit.reports.wording import capped, clip, listed, say

if TYPE_CHECKING:
    from govaudit.reports import Options
    from govaudit.reports.layout import Page, Part
    from govaudit.results import Audit, Run

_DIGEST = 12
GAP = 3
NOTES, INPUTS, MANY = 12, 9, 4000


def add_head(page: Page, audit: Audit, options: Options) -> None:
    """Say which notices, as of when, which ledgers, and what was assumed or set."""
    run = audit.run
    detailed = options.verbosity >= 1
    for number, pack in enumerate(run.packs):
        issued = say("report.pack.issued", issued=pack.issued) if pack.issued else say("report.pack.undated")
        _entry(page, "" if number else "report.packs", (say("report.pack", title=pack.title), "bold"), issued)
        if detailed:
            _entry(page, "", (say("report.pack.digest", id=pack.id, version=pack.version, digest=pack.sha256[:_DIGEST]), "dim"))
    if run.unit:
        _entry(page, "report.office", say("report.office.role", office=run.unit, role=run.role) if run.role else run.unit)
    as_of, source = as_of_told(run)
    _entry(page, "report.as_of", as_of, (source, "dim"))
    _add_inputs(page, run, options, detailed=detailed)
    if run.calendar_source:
        until = say("report.calendar.until", horizon=run.calendar_horizon) if run.calendar_horizon else ""
        _entry(page, "report.calendar", run.calendar_source, until)
    if run.engine != "polars":
        _entry(page, "report.engine", run.engine)
    _add_choices(page, audit, options)


def _entry(page: Page, key: str, *parts: Part) -> None:
    """Add a labelled line; without a key it continues the one before."""
    if key:
        page.line((f"{say(key)}  ", "dim"), *parts, hang=6)
    else:
        page.line(*parts, indent=6)


def _add_inputs(page: Page, run: Run, options: Options, *, detailed: bool) -> None:
    told, rows = ledgers_told(run)
    shown, left = (told, 0) if detailed else capped(told, INPUTS, options)
    more = say("report.more.inputs", n=len(told), rows=rows) if left else ""
    page.line((f"{say('report.inputs')}  ", "dim"), listed(shown) or say("report.inputs.none"), more, hang=6, most=MANY)
    if detailed:
        for path, digest in dict.fromkeys((one.path, one.sha256) for one in run.inputs):
            _entry(page, "", (say("report.input.digest", path=path, digest=digest[:_DIGEST]), "dim"))
        for path, digest in dict.fromkeys(one.converted for one in run.inputs if one.converted is not None):
            _entry(page, "", (say("report.input.converted", path=path, digest=digest[:_DIGEST]), "dim"))


def _add_choices(page: Page, audit: Audit, options: Options) -> None:
    run = audit.run
    if run.retroactive:
        _entry(page, "report.retroactive", say("report.retroactive.on"))
    if run.parameters and options.verbosity >= 1:
        _entry(
            page,
            "report.parameters",
            listed(f"{clip(name, VALUE)} = {clip(run.parameters[name], VALUE)}" for name in sorted(run.parameters)),
        )
    if run.selection:
        chosen = " ".join(f"--{name} {clip(value, VALUE)}" for name in sorted(run.selection) for value in run.selection[name])
        _entry(page, "report.selection", say("report.selection.on", options=chosen))
    for number, warning in enumerate(run.warnings):
        _entry(page, "" if number else "report.warnings", (warning, "yellow"))
    notes = notes_told(audit)
    shown, left = capped(notes, NOTES, options)
    for number, (note, rules) in enumerate(shown):
        _entry(page, "" if number else "report.notes", note, say("report.note.rules", n=rules))
    if left:
        _entry(page, "", say("report.more", n=left, total=len(notes)))


def add_sums(page: Page, audit: Audit) -> None:
    """Print every state with its number, also the zeros, and the total they add up to."""
    page.blank()
    cells: list[tuple[Part, int]] = []
    for _, told, number in sums(audit):
        shown = f"{told.symbol} {say('report.mark', word=told.word, n=number)}"
        cells.append(((shown, told.style if number else "dim"), cell_len(shown)))
    width = max(wide for _, wide in cells) + GAP
    columns = next((columns for columns in (9, 5, 3, 2) if width * columns - GAP <= page.width), 1)
    for first in range(0, len(cells), columns):
        row = cells[first : first + columns]
        parts: list[Part] = []
        for part, wide in row[:-1]:
            parts += [part, " " * (width - wide)]
        page.line(*parts, row[-1][0])
    page.line(say("report.total", subjects=audit.subjects, rules=len(audit.rules)))
