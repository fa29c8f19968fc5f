"""The last parts of the Word report: what could not be judged and what would settle it, what falls due, what is asked of the units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from govaudit.messages import text
from govaudit.reports.digest import Due, due_next, manual_clauses, to_settle, with_state
from govaudit.reports.docx_problems import basis, who
from govaudit.reports.docx_text import said, sentence, typeset, value
from govaudit.reports.office import as_of_words
from govaudit.reports.wording import listed, say
from govaudit.states import State

if TYPE_CHECKING:
    from govaudit.reports import Options
    from govaudit.results import Audit

#: The most entries of each list in the text.
SETTLE, MANUAL, ERRORS, DUE = 40, 40, 20, 15


def open_parts(audit: Audit, short: str, options: Options) -> dict[str, Any]:
    """Return the names of the last three parts."""
    return {
        "open": _open(audit, short, options),
        "open_lead": say("docx.open.none"),
        "due": _due(audit, options),
        "due_lead": typeset(_due_lead(audit)),
        "asks": [{"title": say(f"docx.ask.{key}"), "text": typeset(say(f"docx.ask.{key}.text", n=number))} for key, number in _asks(audit)]
        or [{"title": "", "text": typeset(say("docx.ask.none"))}],
    }


def rejects_words(audit: Audit) -> str:
    """Return how many cells and rows were not taken in."""
    rows = sum(one.whole_row for one in audit.rejects)
    cells = len(audit.rejects) - rows
    return listed(say(f"report.rejects.{what}", n=number) for what, number in (("cells", cells), ("rows", rows)) if number)


def _open(audit: Audit, short: str, options: Options) -> list[dict[str, Any]]:
    """Return the sections of the third part, those that there is something to say in."""
    sections = []
    for key, state, lines in (
        ("undecided", State.UNDECIDED, _settle(audit, options)),
        ("manual", State.MANUAL, _manual(audit, short, options)),
        ("error", State.ERROR, _errors(audit, options)),
    ):
        if number := audit.counts[state]:
            sections.append(
                {"title": typeset(say(f"docx.open.{key}", n=number)), "number": number, "lead": typeset(say(f"docx.open.{key}.lead")), "lines": lines}
            )
    if audit.rejects:
        lead = typeset(say("docx.open.rejects.lead", rejects=rejects_words(audit)))
        sections.append({"title": say("docx.open.rejects"), "number": len(audit.rejects), "lead": lead, "lines": []})
    return sections


def _cut(lines: Sequence[str], numbers: Sequence[int], cap: int, options: Options) -> list[str]:
    """Return the first lines, and how many subjects the others are about."""
    most = cap if options.limit is None else options.limit
    if len(lines) <= most:
        return list(lines)
    return [*lines[:most], typeset(say("docx.more", n=sum(numbers[most:]), total=sum(numbers)))]


def _settle(audit: Audit, options: Options) -> list[str]:
    entries = to_settle(audit)
    lines = [
        typeset(
            say(
                "docx.settle",
                kind=say(f"report.settle.{one.kind}"),
                what=sentence(one.what),
                rules=one.rules,
                n=one.subjects,
                advice=say(f"office.settle.{one.kind}"),
            )
        )
        for one in entries
    ]
    return _cut(lines, [one.subjects for one in entries], SETTLE, options)


def _manual(audit: Audit, short: str, options: Options) -> list[str]:
    rules = {clause.id: rule for rule in audit.rules if rule.counts.get(State.MANUAL) for clause in rule.clauses}
    before = text("attest.manual").partition("{")[0]
    lines = [
        said(
            "docx.manual",
            place=basis(rules[clause], (clause,), audit, short) if clause in rules else value(clause, 60),
            clause=value(clause, 60),
            ask=sentence(ask.removeprefix(before)),
        )
        for clause, ask in manual_clauses(audit).items()
    ]
    return _cut(lines, [1] * len(lines), MANUAL, options)


def _errors(audit: Audit, options: Options) -> list[str]:
    failed = [rule for rule in audit.rules if rule.counts.get(State.ERROR)]
    lines = []
    for rule in failed:
        messages = with_state(rule, State.ERROR)["message"].drop_nulls().head(1).to_list()
        lines.append(typeset(say("docx.error", title=sentence(rule.title), rule=value(rule.id, 60), message=sentence((messages or [""])[0], 300))))
    return _cut(lines, [rule.counts[State.ERROR] for rule in failed], ERRORS, options)


def _due_lead(audit: Audit) -> str:
    number = audit.counts[State.PENDING]
    return say("docx.due.lead", as_of=as_of_words(audit.run.as_of), n=number) if number else say("docx.due.none")


def _due(audit: Audit, options: Options) -> list[str]:
    entries = due_next(audit)
    return _cut([typeset(_due_line(one)) for one in entries], [one.number for one in entries], DUE, options)


def _due_line(one: Due) -> str:
    day = sentence(one.due, 40) if one.due else say("docx.due.undated")
    unit = value(one.unit, 60) if one.unit else ""
    first = "" if one.first.record in (one.unit, say("office")) else who(one.first)
    named = say("report.comma").join(part for part in (unit, first) if part) or value(one.first.record, 60)
    return say(
        "docx.due",
        day=say("docx.due.provisional", day=day) if one.provisional else day,
        title=sentence(one.rule.title),
        n=one.number,
        who=say("docx.due.first", who=named) if one.number > 1 else named,
    )


def _asks(audit: Audit) -> list[tuple[str, int]]:
    """Return what is asked of the units, as far as there is anything to do."""
    counts = audit.counts
    asked = [("mend", State.FAIL), ("settle", State.UNDECIDED), ("attest", State.MANUAL), ("due", State.PENDING)]
    found = [(key, counts[state]) for key, state in asked if counts[state]]
    return [*found, ("report", 0)] if found else []
