"""From an audit to the appendix: head, statistics, chapters, notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from govaudit.appendix.catalogue import catalogue
from govaudit.appendix.clauses import told
from govaudit.appendix.desk import Desk, desk_of
from govaudit.appendix.model import Appendix, Chapter, Notes, Said, Section
from govaudit.appendix.numbering import numbered
from govaudit.appendix.paragraphs import paragraph, summary, sums
from govaudit.appendix.sections import by_section
from govaudit.appendix.statistics import statistics
from govaudit.appendix.year import Year, of_the_year
from govaudit.packs.coverage import coverage
from govaudit.packs.load import Pack
from govaudit.reports.rows import as_of_text
from govaudit.reports.wording import listed, say
from govaudit.results import Audit

if TYPE_CHECKING:
    from govaudit.api import Task


def build(task: Task, number: int) -> Appendix:
    """Judge the records and write the appendix for a year.

    Raises:
        UsageError: no pack speaks of the year, or it has not begun at the as-of moment.
        PackError: the statistics of a pack are wrong.
    """
    year, packs, others = of_the_year(task.packs, number, task.settings.as_of)
    known = catalogue(packs, task.vocabulary)
    audit = task.run()
    desks = [desk_of(task, pack, audit, year, known.measures) for pack in packs]
    notes = Notes()
    found = statistics(known.topics, desks, notes)
    chapters = tuple(_chapter(desk, notes) for desk in desks)
    office = task.settings.office or say("appendix.office.none")
    title = say("appendix.title", office=office, year=number)
    return numbered(Appendix(title, say("appendix.subtitle"), audit.run.as_of, tuple(_head(task, audit, year, desks, others)), found, chapters, notes.all()))


def _chapter(desk: Desk, notes: Notes) -> Chapter:
    answers = {one.clause.id: one for one in coverage(desk.pack)}
    pieces = {title: [told(desk, answers[clause.id], notes) for clause in clauses] for title, clauses in by_section(desk.pack).items()}
    every = [one for lines in pieces.values() for one in lines]
    sections = tuple(Section(title, paragraph(title, lines, desk, notes), tuple(one.line for one in lines)) for title, lines in pieces.items())
    title = say("appendix.chapter", title=_named(desk.pack))
    whole = (summary(desk.pack.info.title, every, desk, notes, whole=True), Said(say("appendix.stop")))
    info = desk.pack.info
    basis = say("appendix.pack.line", issuer=info.issuer, more=_more(desk.pack))
    return Chapter(title, basis, sums(every), whole, sections)


def _named(pack: Pack) -> str:
    return say("appendix.pack.quoted", title=pack.info.title) if "《" not in pack.info.title else pack.info.title


def _basis(pack: Pack) -> str:
    return say("appendix.pack.basis", title=_named(pack), issuer=pack.info.issuer, more=_more(pack))


def _more(pack: Pack) -> str:
    info = pack.info
    parts = [info.number, say("appendix.pack.issued", issued=info.issued) if info.issued else say("appendix.pack.undated")]
    return say("appendix.comma").join(part for part in parts if part)


def _head(task: Task, audit: Audit, year: Year, desks: Sequence[Desk], others: Sequence[Pack]) -> Iterator[tuple[str, str]]:
    settings, run, packs = task.settings, audit.run, [desk.pack for desk in desks]
    office = settings.office or say("appendix.office.none")
    yield say("appendix.head.office"), say("appendix.office.role", office=office, role=settings.role) if settings.role else office
    yield say("appendix.head.year"), say("appendix.head.year.value", first=year.first, last=year.last)
    for pack in packs:
        digest = say("appendix.pack.digest", id=pack.id, version=pack.info.version, digest=pack.sha256[:12])
        yield say("appendix.head.pack"), _basis(pack) + digest
    if others:
        yield say("appendix.head.others"), say("appendix.head.others.value", packs=listed(_named(pack) for pack in others), year=year.number)
    as_of = say("appendix.head.as_of.value", as_of=as_of_text(run.as_of))
    yield say("appendix.head.as_of"), as_of if year.is_over else as_of + say("appendix.head.as_of.early")
    yield say("appendix.head.inputs"), _inputs(audit)
    if audit.rejects:
        whole = sum(one.whole_row for one in audit.rejects)
        yield say("appendix.head.rejects"), say("appendix.head.rejects.value", cells=len(audit.rejects) - whole, rows=whole)
    if run.warnings:
        yield say("appendix.head.notes"), say("appendix.semicolon").join(run.warnings)
    if run.calendar_horizon:
        yield say("appendix.head.calendar"), say("appendix.head.calendar.value", source=run.calendar_source, horizon=run.calendar_horizon)
    named = [
        say("appendix.head.parameter", label=spec.label, value=desk.context.parameters[spec.id])
        for desk in desks
        for spec in desk.pack.info.parameters
        if spec.id in desk.context.parameters
    ]
    if named:
        yield say("appendix.head.parameters"), say("appendix.head.parameters.value", named=listed(named))
    if run.retroactive:
        yield say("appendix.head.retroactive"), say("appendix.head.retroactive.value")
    else:
        since = [
            say("appendix.head.since.value", title=_named(pack), issued=pack.info.issued) for pack in packs if pack.info.issued and year.holds(pack.info.issued)
        ]
        if since:
            yield say("appendix.head.since"), say("appendix.semicolon").join(since)
    yield say("appendix.head.how"), say("appendix.head.how.value")


def _inputs(audit: Audit) -> str:
    files: dict[str, list[str]] = {}
    for one in audit.run.inputs:
        files.setdefault(one.path, []).append(say("appendix.head.input", label=one.label, rows=one.rows))
    return say("appendix.semicolon").join(say("appendix.head.file", path=path, tables=listed(tables)) for path, tables in files.items()) or say(
        "appendix.head.inputs.none"
    )
