"""What a Word template can print, by name: the names are a promise to those who have made templates (docs/reports.md lists them)."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any

from govaudit.reports import docx_open, docx_problems
from govaudit.reports.digest import violations
from govaudit.reports.docx_text import lines, sentence, typeset, value
from govaudit.reports.office import as_of_words, choices, date_text, digests, due_words, facts, notice, record_words, tables_of
from govaudit.reports.rows import all_findings, label_of, locate_reject
from govaudit.reports.wording import listed, mark, place_text, say
from govaudit.states import Severity, State

if TYPE_CHECKING:
    from govaudit.reports import Options
    from govaudit.reports.digest import UnitViolations
    from govaudit.results import Audit

#: The most rows of an annex: a document of thousands of pages serves nobody, and the workbook has them all.
FINDINGS, REJECTS, RULES, UNITS = 1000, 300, 2000, 60
#: Everything a template may name.
NAMES = frozenset(
    {
        "office",
        "year",
        "as_of",
        "as_of_words",
        "title",
        "notices",
        "basis",
        "short",
        "ledgers",
        "ledger_count",
        "record_count",
        "rule_count",
        "subject_count",
        "n",
        "share",
        "scope",
        "sums",
        "cautions",
        "units",
        "unit_count",
        "unnamed",
        "kinds",
        "problems_lead",
        "problems_more",
        "open",
        "open_lead",
        "due",
        "due_lead",
        "asks",
        "findings",
        "findings_left",
        "rejects",
        "rejects_left",
        "rejected_cells",
        "rejected_rows",
        "rules",
        "rules_left",
        "facts",
        "digests",
    }
)
_SHORT = re.compile("(要点|通知|意见|方案|办法|细则|制度|规定|规范)$")


def context(audit: Audit, options: Options) -> dict[str, Any]:
    """Return the values of all names, texts that a document can hold; what was cut is counted in the names that end in `_left`."""
    run = audit.run
    found = violations(audit)
    short = short_title(audit)
    office = value(run.unit)
    tables = tables_of(run)
    rows = sum(one.whole_row for one in audit.rejects)
    known: dict[str, Any] = {
        "office": office,
        "year": _year(audit),
        "as_of": date_text(run.as_of.date()),
        "as_of_words": typeset(as_of_words(run.as_of)),
        "title": say("docx.title", office=office, year=_year(audit)),
        "notices": [
            {"title": value(one.title), "issued": date_text(one.issued) if one.issued else "", "id": one.id, "version": one.version} for one in run.packs
        ],
        "basis": _notices(audit, short),
        "short": short,
        "ledgers": [{"name": value(name), "rows": taken, "rejected": lost} for name, (taken, lost) in tables.items()],
        "ledger_count": len(tables),
        "record_count": sum(taken for taken, _ in tables.values()),
        "rule_count": len(audit.rules),
        "subject_count": audit.subjects,
        "n": numbers(audit),
        "share": _share(audit),
        "units": [_unit(one, audit, short) for one in found[: _most(UNITS, options)]],
        "unit_count": sum(one.unit is not None for one in found),
        "unnamed": sum(one.number(severity) for one in found if one.unit is None for severity in Severity),
        "rejected_cells": len(audit.rejects) - rows,
        "rejected_rows": rows,
        "facts": [{"label": say(key), "text": sentence(text, 2000)} for key, text in facts(audit)],
        "digests": [value(one) for one in digests(audit)],
    }
    known |= docx_problems.problems(audit, found, short, options)
    known |= docx_open.open_parts(audit, short, options)
    known |= _findings(audit, short, options) | _rejects(audit, options) | _rules(audit, short, options)
    return known | _overall(audit, known)


def _most(cap: int, options: Options) -> int:
    return cap if options.limit is None else options.limit


def numbers(audit: Audit) -> dict[str, int]:
    """Return the sums by state; violations also by how strictly the notice words the duty."""
    counts, fails = audit.counts, audit.fails_by_severity
    return {str(state): counts[state] for state in State} | {
        "violations": fails[Severity.ERROR],
        "warnings": fails[Severity.WARNING],
        "hints": fails[Severity.INFO],
        "judged": counts[State.PASS] + counts[State.FAIL],
        "total": audit.subjects,
    }


def short_title(audit: Audit) -> str:
    """Return what the notice is called after it was named once: 《要点》 where there is but one and its title says what it is."""
    titles = [one.title for one in audit.run.packs]
    found = _SHORT.search(titles[0].strip()) if len(titles) == 1 else None
    return say("office.quoted", title=found[1]) if found else ""


def _year(audit: Audit) -> str:
    years = {date.year for pack in audit.run.packs for date in pack.period}
    return say("docx.year", year=years.pop()) if len(years) == 1 else ""


def _notices(audit: Audit, short: str) -> str:
    named = listed(sentence(notice(one)) for one in audit.run.packs) or say("docx.basis.none")
    return named + typeset(say("docx.short", short=short)) if short else named


def _share(audit: Audit) -> str:
    """Return the share of passes among what was judged in percent, never 100 or 0 unless it is."""
    passed, judged = audit.counts[State.PASS], audit.counts[State.PASS] + audit.counts[State.FAIL]
    if not judged:
        return ""
    if passed == judged:
        return "100"
    exact = Decimal(100 * passed) / judged
    shown = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return str(min(max(shown, Decimal("0.1")), Decimal("99.9"))) if passed else "0"


def _unit(found: UnitViolations, audit: Audit, short: str) -> dict[str, Any]:
    counted = {severity: found.number(severity) for severity in Severity}
    return {
        "name": value(found.unit) if found.unit else typeset(say("office.unit.none")),
        "violations": counted[Severity.ERROR],
        "warnings": counted[Severity.WARNING],
        "hints": counted[Severity.INFO],
        "total": sum(counted.values()),
        "problems": [
            {"title": sentence(one.rule.title), "number": one.number, "basis": docx_problems.basis(one.rule, one.clauses, audit, short)}
            for one in found.violations
        ],
    }


def _overall(audit: Audit, known: dict[str, Any]) -> dict[str, Any]:
    """Return the names of the first part: what was held against what, the sums, and, each a paragraph, what they do not prove and how was counted."""
    n = known["n"]
    words = [(mark(State.PASS).word, n["pass"])]
    words += [(mark(State.FAIL, severity).word, number) for severity, number in audit.fails_by_severity.items()]
    words += [(mark(state).word, n[str(state)]) for state in State if state not in (State.PASS, State.FAIL)]
    sums = say("report.comma").join(say("docx.count", word=word, n=number) for word, number in words)
    scope = say(
        "docx.overall.scope",
        basis=known["basis"],
        office=known["office"] or say("docx.overall.office"),
        tables=known["ledger_count"],
        rows=known["record_count"],
        rules=known["rule_count"],
        as_of=known["as_of_words"],
        subjects=known["subject_count"],
    )
    told = ["".join(_warnings(known, audit))]
    if audit.run.warnings:
        told.append(say("docx.overall.doubts", doubts=say("report.semicolon").join(sentence(one) for one in audit.run.warnings)))
    if counted := _counted(audit):
        told.append(say("docx.overall.facts", facts=say("report.semicolon").join(counted)))
    summed = say("docx.overall.sums", sums=sums, subjects=audit.subjects) + _judged(known)
    return {"scope": typeset(scope), "sums": typeset(summed), "cautions": [typeset(one) for one in told if one]}


def _counted(audit: Audit) -> list[str]:
    """Return how days were counted, what was chosen and what was assumed."""
    run = audit.run
    told = [sentence(text, 1000) for _, text in choices(audit)]
    if not run.calendar_source:
        return told
    until = "" if run.calendar_horizon is None else ".until"
    return [say(f"docx.fact.calendar{until}", source=sentence(run.calendar_source), horizon=run.calendar_horizon), *told]


def _judged(known: dict[str, Any]) -> str:
    n = known["n"]
    if not n["judged"]:
        return say("docx.overall.nothing")
    told = say("docx.overall.share", judged=n["judged"], passed=n["pass"], share=known["share"])
    if not n["fail"]:
        return told
    if not known["unit_count"]:
        return told + say("docx.overall.units.none", n=n["fail"]) + say("report.stop")
    unnamed = say("docx.overall.unnamed", n=known["unnamed"]) if known["unnamed"] else ""
    return told + say("docx.overall.units", n=n["fail"], units=known["unit_count"]) + unnamed + say("report.stop")


def _warnings(known: dict[str, Any], audit: Audit) -> list[str]:
    n = known["n"]
    told = []
    if n["undecided"] or n["manual"]:
        told.append(say("docx.overall.open", undecided=n["undecided"], manual=n["manual"]))
    if n["error"]:
        told.append(say("docx.overall.error", n=n["error"]))
    if audit.rejects:
        told.append(say("docx.overall.rejects", rejects=docx_open.rejects_words(audit)))
    return told


def _findings(audit: Audit, short: str, options: Options) -> dict[str, Any]:
    total = audit.counts[State.FAIL]
    shown = [
        {
            "no": number,
            "unit": value(one.row.unit) if one.row.unit else typeset(say("office.unit.none")),
            "title": sentence(one.rule.title),
            "message": sentence(one.row.message),
            "record": lines(record_words(one.row, one.location)),
            "basis": docx_problems.basis(one.rule, (one.row.clause,), audit, short),
            "grade": mark(State.FAIL, one.rule.severity).word,
            "remedy": sentence(one.row.remedy),
            "due": sentence(due_words(one.row)),
            "id": one.id,
        }
        for number, one in enumerate(islice(all_findings(audit, {str(State.FAIL)}), _most(FINDINGS, options)), 1)
    ]
    return {"findings": shown, "findings_left": _left(len(shown), total)}


def _rejects(audit: Audit, options: Options) -> dict[str, Any]:
    shown = [
        {
            "no": number,
            "table": value(label_of(audit, one.table)),
            "place": value(place_text(locate_reject(audit.run.inputs, one))),
            "lost": say("xlsx.lost.row" if one.whole_row else "xlsx.lost.cell"),
            "value": value(one.value),
            "reason": sentence(one.reason),
        }
        for number, one in enumerate(audit.rejects[: _most(REJECTS, options)], 1)
    ]
    return {"rejects": shown, "rejects_left": _left(len(shown), len(audit.rejects))}


def _rules(audit: Audit, short: str, options: Options) -> dict[str, Any]:
    shown = [
        {
            "no": number,
            "id": value(rule.id),
            "title": sentence(rule.title),
            "basis": docx_problems.basis(rule, (), audit, short),
            "result": mark(rule.state, rule.severity).word,
            "total": rule.subjects,
            **{str(state): rule.counts.get(state, 0) for state in State},
        }
        for number, rule in enumerate(audit.rules[: _most(RULES, options)], 1)
    ]
    return {"rules": shown, "rules_left": _left(len(shown), len(audit.rules))}


def _left(shown: int, total: int) -> str:
    """Return what is said of the rows that were left out, or nothing."""
    return typeset(say("docx.left", shown=shown, total=total)) if shown < total else ""
