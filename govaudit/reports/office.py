"""What the Excel and Word reports both say: dates and notices in words, what a finding rests on and is about, how the run was made."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

from govaudit.messages import TEXTS
from govaudit.reports.digest import example
from govaudit.reports.rows import as_of_text, evidence_of
from govaudit.reports.wording import listed, mark, place_text, say
from govaudit.states import Severity, State

if TYPE_CHECKING:
    from govaudit.reports.digest import Example
    from govaudit.reports.rows import Location, Row
    from govaudit.results import Audit, PackRef, RuleResult, Run

_DIGEST = 12
#: The field that holds what a document is cited by.
_DOC_NO = "doc_no"


def date_text(date: dt.date) -> str:
    """Return a date as Chinese documents write it."""
    return say("office.date", year=date.year, month=date.month, day=date.day)


def as_of_words(as_of: dt.datetime) -> str:
    """Return the as-of moment in words."""
    shown = as_of_text(as_of)
    date = date_text(as_of.date())
    return say("office.as_of.minute", date=date, time=shown[-5:]) if ":" in shown else say("office.as_of.day", date=date)


def notice(pack: PackRef) -> str:
    """Return a notice by title and date of issue."""
    return say("office.notice", title=pack.title, issued=date_text(pack.issued)) if pack.issued else say("office.notice.undated", title=pack.title)


def graded(numbers: dict[Severity, int]) -> str:
    """Return how many violations of each severity there are, those that there are."""
    return listed(say("report.mark", word=mark(State.FAIL, severity).word, n=number) for severity, number in numbers.items() if number)


class Basis:
    """Says which place of which notice a finding rests on."""

    def __init__(self, audit: Audit) -> None:
        """Know the titles of the notices."""
        self._titles = {pack.id: say("office.quoted", title=pack.title) for pack in audit.run.packs}

    def title(self, rule: RuleResult) -> str:
        """Return the notice of a rule."""
        return self._titles.get(rule.pack, rule.pack)

    def of(self, rule: RuleResult, clause: str) -> str:
        """Return the place of the cited clause, with the notice."""
        place = next((one.place for one in rule.clauses if one.id == clause), None) or next((one.place for one in rule.clauses), "")
        return self.title(rule) + place

    def all_of(self, rule: RuleResult) -> str:
        """Return all places that a rule serves, with the notice."""
        return self.title(rule) + listed(dict.fromkeys(one.place for one in rule.clauses))


def about(row: Row) -> Example:
    """Return which record a finding is about and what is wrong with it."""
    return example(row.record, row.evidence, row.message)


def record_words(row: Row, place: Location) -> str:
    """Return a record by title, key, number and place, a line each."""
    one = about(row)
    told = [one.title, say("office.record.number", record=one.record)] if one.title else [one.record]
    if row.evidence and _DOC_NO in row.evidence:
        number = evidence_of(row.evidence).get(_DOC_NO)
        if isinstance(number, str) and number and number != one.record:
            told.append(say("office.record.doc_no", doc_no=number))
    told.append(place_text(place))
    return say("office.break").join(part for part in told if part)


def due_words(row: Row) -> str:
    """Return when something was due, and how late it is."""
    if not row.due:
        return ""
    return row.due + (say("office.overdue", overdue=row.overdue) if row.overdue else "")


def tables_of(run: Run) -> dict[str, tuple[int, int]]:
    """Return the ledgers that were supplied, by name: how many rows were taken in, and how many were not."""
    found: dict[str, tuple[int, int]] = {}
    for one in run.inputs:
        rows, rejected = found.get(one.label, (0, 0))
        found[one.label] = (rows + one.rows, rejected + one.rejected)
    return found


def facts(audit: Audit) -> list[tuple[str, str]]:
    """Return how the run was made, as texts with the key of their label: notices, as-of, ledgers, calendar, what was set, doubted, chosen and assumed."""
    run = audit.run
    told = [("report.packs", notice(pack)) for pack in run.packs]
    source = f"report.as_of.{run.as_of_source}"
    known = say(source) if source in TEXTS else say("report.aside", what=run.as_of_source) if run.as_of_source else ""
    told.append(("report.as_of", as_of_words(run.as_of) + known))
    ledgers = [
        say("report.input", label=label, rows=rows) + (say("report.input.rejected", rejected=rejected) if rejected else "")
        for label, (rows, rejected) in tables_of(run).items()
    ]
    told.append(("report.inputs", listed(ledgers) or say("report.inputs.none")))
    if run.calendar_source:
        until = say("report.calendar.until", horizon=run.calendar_horizon) if run.calendar_horizon else ""
        told.append(("report.calendar", run.calendar_source + until))
    if run.parameters:
        told.append(("report.parameters", listed(say("office.parameter", name=name, value=run.parameters[name]) for name in sorted(run.parameters))))
    return told + [("report.warnings", warning) for warning in run.warnings] + choices(audit)


def choices(audit: Audit) -> list[tuple[str, str]]:
    """Return what was chosen and assumed, as texts with the key of their label."""
    run = audit.run
    told = [("report.retroactive", say("report.retroactive.on"))] if run.retroactive else []
    if run.selection:
        options = " ".join(f"--{name} {value}" for name in sorted(run.selection) for value in run.selection[name])
        told.append(("report.selection", say("report.selection.on", options=options)))
    notes = Counter(note for rule in audit.rules for note in rule.notes)
    return told + [("report.notes", note + say("report.note.rules", n=number)) for note, number in notes.items()]


def digests(audit: Audit) -> list[str]:
    """Return what the run can be traced by: the program, the packs and the files with their digests."""
    run = audit.run
    packs = [say("report.pack.digest", id=pack.id, version=pack.version, digest=pack.sha256[:_DIGEST]) for pack in run.packs]
    files = dict.fromkeys((one.path, one.sha256) for one in run.inputs)
    converted = dict.fromkeys(one.converted for one in run.inputs if one.converted is not None)
    return [
        f"govaudit {run.version}",
        *packs,
        *(say("report.input.digest", path=path, digest=digest[:_DIGEST]) for path, digest in files),
        *(say("report.input.converted", path=path, digest=digest[:_DIGEST]) for path, digest in converted),
    ]
