"""What the formats that machines read share: paths from the root of the repository, the order of gravity, a finding in a sentence, where lists are cut."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from govaudit.reports.digest import example
from govaudit.reports.phrases import basis, named, sums
from govaudit.reports.rows import Finding, Location, all_findings
from govaudit.reports.wording import clip, listed, mark, place_text, say, visible
from govaudit.states import PRECEDENCE, Severity, State

if TYPE_CHECKING:
    from govaudit.reports import Options
    from govaudit.results import Audit, RuleResult

#: The most characters of a value, and of a message; the JSON report has them whole.
VALUE, MESSAGE = 200, 1000
#: The states in the order in which a reader must hear of them.
GRAVITY = tuple(str(state) for state in PRECEDENCE if state.is_finding)
#: No file system knows a longer path; some readers refuse one.
_LONGEST_PATH = 4096
_DRIVE = re.compile(r"[A-Za-z]:")


class Spot(NamedTuple):
    """A file, by its path from the root of the repository, and a line in it, from 1."""

    path: str
    line: int


def spot(audit: Audit, options: Options, table: str, place: Location = Location()) -> Spot:  # noqa: B008 - immutable
    """Return where to show a finding; one that points nowhere is shown at its ledger, else at the first, for every reader wants a file."""
    path = place.path or next((one.path for one in audit.run.inputs if one.table == table), None) or next((one.path for one in audit.run.inputs), None)
    line = place.line or (place.row if place.sheet is not None else None) or 1
    return Spot(relative(path or table, options), max(line, 1))


def relative(path: str, options: Options) -> str:
    """Return a path from the root of the repository; one that lies outside of it does not lead upwards, so that it stays a path within."""
    return _relative(path, options.base, options.folder or options.base)


@lru_cache(maxsize=64)
def _relative(path: str, base: str, folder: str) -> str:
    if _DRIVE.match(base):
        path = path.replace("\\", "/")
    whole = posixpath.normpath(path if _DRIVE.match(path) else posixpath.join(folder, path))
    if base:
        whole = whole.removeprefix(base.rstrip("/") + "/")
    steps = [step for step in _DRIVE.sub("", whole).split("/") if step not in ("", ".", "..")]
    return "/".join(steps)[:_LONGEST_PATH] or "."


def gravest_first(audit: Audit, states: Iterable[State]) -> list[Finding]:
    """Return the findings in some states, errors of rules first, then violations by severity, else in the order of the rules."""
    severities = [str(severity) for severity in Severity]
    found = all_findings(audit, {str(state) for state in states})
    return sorted(found, key=lambda one: (GRAVITY.index(one.row.state), severities.index(one.row.severity) if one.row.state == State.FAIL else 0))


def sentence(one: Finding) -> str:
    """Return a finding in one line: who, which record, what."""
    row = one.row
    shown = example(row.record, row.evidence, row.message)
    who = named(shown, VALUE) if row.unit in (None, "", row.record) else say("ci.who", unit=clip(row.unit, VALUE), record=named(shown, VALUE))
    return visible(say("ci.sentence", who=who, what=clip(shown.message, MESSAGE)) if shown.message else who)


def explained(one: Finding) -> list[str]:
    """Return what stands below the sentence, a line each: the clause, the deadline, the place, what to do."""
    row = one.row
    due = say("ci.due.provisional", due=row.due) if row.due and row.provisional else row.due
    told = (
        _line("report.basis", _clauses(one)),
        _line("ci.due", due),
        _line("ci.overdue", row.overdue),
        _told("ci.place", place_text(one.location)),
        _line("report.remedy", row.remedy if row.state == State.FAIL else None),
    )
    return [line for line in told if line]


def _told(key: str, value: str | None) -> str:
    return visible(say("ci.line", name=say(key), value=clip(value, MESSAGE))) if value else ""


#: Clauses, days and remedies come again and again among a hundred thousand findings.
_line = lru_cache(4096)(_told)


def _clauses(one: Finding) -> str:
    place = basis(one.rule, (one.row.clause,))
    duty = next((clause.duty for clause in one.rule.clauses if clause.id == one.row.clause), "")
    return say("ci.clause", place=place, duty=clip(duty, VALUE)) if duty else place


def heading(one: Finding) -> str:
    """Return the word for the finding's state, and its rule."""
    return visible(say("ci.heading", word=word(one), rule=clip(one.rule.id, VALUE), title=clip(one.rule.title, VALUE)))


def word(one: Finding) -> str:
    """Return the word for a finding's state."""
    return mark(State(one.row.state), one.rule.severity).word


def sums_told(audit: Audit) -> str:
    """Return all nine numbers and what they add up to, in one line."""
    parts = (say("report.mark", word=told.word, n=number) for _, told, number in sums(audit))
    return say("ci.sums", parts=listed(parts), total=say("report.total", subjects=audit.subjects, rules=len(audit.rules)))


def remedy_of(rule: RuleResult) -> str:
    """Return what a rule asks to do about its violations, if it has any."""
    return next(iter(rule.findings["remedy"].drop_nulls().head(1)), "") if rule.counts.get(State.FAIL) else ""


def reasons_told(rule: RuleResult, state: State) -> str:
    """Return why subjects of a rule are in a state, with how many."""
    told = [say("report.because", reason=reason, n=number) if number > 1 else reason for known, reason, number in rule.reasons if known is state]
    return visible(clip(say("report.semicolon").join(told), MESSAGE))


def fitting(findings: Sequence[Finding], print_one: Callable[[Finding], str], *, most: int, room: int) -> list[str]:
    """Print findings as long as there are at most so many, in at most so many bytes."""
    printed: list[str] = []
    for one in findings[:most]:
        text = print_one(one)
        room -= len(text.encode("utf-8", "replace")) + 1
        if room < 0:
            break
        printed.append(text)
    return printed
