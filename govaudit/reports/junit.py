"""JUnit XML as GitLab, Jenkins and GitHub's test reporters read it: a suite per pack, a case per finding, one case per rule for what passes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from govaudit.reports.ci import GRAVITY, MESSAGE, VALUE, explained, fitting, gravest_first, heading, reasons_told, sentence, spot, sums_told
from govaudit.reports.phrases import verdict
from govaudit.reports.rows import Finding, Location, as_of_text, evidence_of
from govaudit.reports.wording import clip, mark, say, visible
from govaudit.states import State

if TYPE_CHECKING:
    from govaudit.reports import Options
    from govaudit.results import Audit, RuleResult

#: GitLab takes 30 MB a file; what does not fit is counted per rule, the least grave first.
BYTES = 29_000_000
#: What becomes of a state; with `--strict` what could not be judged is an error.
OUTCOMES = {State.FAIL: "failure", State.ERROR: "error", State.PENDING: "skipped", State.UNDECIDED: "skipped", State.MANUAL: "skipped"}


@dataclass
class _Cases:
    """The cases of one rule: their texts, how many of each outcome, and how many findings of each state are among them."""

    texts: list[str] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    told: Counter[State] = field(default_factory=Counter)

    def add(self, text: str, outcome: str) -> None:
        self.texts.append(text)
        self.outcomes[outcome] += 1


class _Printer:
    """Prints the cases of one audit; no two of a class have the same name, for GitLab keeps only the first of these."""

    def __init__(self, audit: Audit, options: Options) -> None:
        self.audit = audit
        self.options = options
        self._names: Counter[tuple[str, str]] = Counter()

    def outcome(self, state: State) -> str:
        """Return what a state becomes."""
        return "error" if state is State.UNDECIDED and self.options.strict else OUTCOMES[state]

    def finding(self, one: Finding) -> str:
        """Print a finding as a case."""
        state = State(one.row.state)
        first = one.rule.clauses[0].id if one.rule.clauses else one.row.clause
        name = one.row.record if one.row.clause == first else say("ci.junit.slot", record=one.row.record, clause=one.row.clause)
        body = "\n".join([heading(one), sentence(one), *explained(one), *self._values(one)])
        kind = one.row.severity if state is State.FAIL else str(state)
        return self._case(one.rule, name, self._problem(self.outcome(state), sentence(one), body, kind), one.location)

    def _values(self, one: Finding) -> list[str]:
        """Return the values of the record that the verdict rests on, by their headings in the ledger."""
        inputs, src = self.audit.run.inputs, one.row.src
        columns = inputs[src].columns if src is not None and 0 <= src < len(inputs) else {}
        known = {columns[name][0]: value for name, value in evidence_of(one.row.evidence).items() if name in columns and value not in (None, "")}
        return [visible(say("ci.line", name=clip(name, VALUE), value=clip(str(value), VALUE))) for name, value in known.items()]

    def summed(self, rule: RuleResult, state: State, number: int) -> str:
        """Print one case for all subjects of a rule that pass or that it does not apply to."""
        if state is State.PASS:
            return self._case(rule, say("ci.passed", n=number), "", Location())
        told = say("ci.not_applicable", n=number) if number else say("ci.no_subject")
        reasons = reasons_told(rule, state)
        return self._case(rule, told, self._problem("skipped", say("ci.because", what=told, reason=reasons) if reasons else told), Location())

    def rest(self, rule: RuleResult, state: State, number: int) -> str:
        """Print one case for the findings of a rule in a state that are not listed."""
        told = say("ci.cut.rule", word=mark(state, rule.severity).word, n=number)
        kind = str(rule.severity if state is State.FAIL else state)
        return self._case(rule, told, self._problem(self.outcome(state), told, told, kind), Location())

    def _case(self, rule: RuleResult, name: str, inner: str, place: Location) -> str:
        suite = visible(f"{rule.pack}.{rule.id}")
        shown = visible(clip(name, VALUE))
        self._names[suite, shown] += 1
        while (again := self._names[suite, shown]) > 1:
            shown = say("ci.junit.slot", record=shown, clause=again)
            self._names[suite, shown] += 1
        where = spot(self.audit, self.options, rule.table, place)
        known = {"classname": suite, "name": shown, "file": visible(where.path), "line": str(where.line), "time": "0"}
        return f"<testcase{_attributes(known)}{f'>{inner}</testcase>' if inner else '/>'}"

    def _problem(self, outcome: str, told: str, body: str = "", kind: str = "") -> str:
        known = {"message": clip(told, MESSAGE)} | ({"type": kind} if outcome != "skipped" else {})
        return f"<{outcome}{_attributes(known)}{f'>{escape(body)}</{outcome}>' if body else '/>'}"


def render(audit: Audit, options: Options) -> str:
    """Render the audit as one file of suites; the numbers of subjects by state are among the properties of each."""
    cases = _cases(audit, options)
    packs = list(dict.fromkeys([*(pack.id for pack in audit.run.packs), *(rule.pack for rule in audit.rules)]))
    suites = [_suite(audit, pack, [(rule, one) for rule, one in zip(audit.rules, cases, strict=True) if rule.pack == pack]) for pack in packs]
    total = sum((one.outcomes for one in cases), Counter[str]())
    known = {"name": "govaudit", **_numbers(total), "time": "0", "timestamp": _timestamp(audit)}
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', f"<testsuites{_attributes(known)}>", *suites, "</testsuites>", ""])


def _cases(audit: Audit, options: Options) -> list[_Cases]:
    """Print the cases of every rule, those of the gravest findings first as long as there is room."""
    printer = _Printer(audit, options)
    cases = [_Cases() for _ in audit.rules]
    indexes = {id(rule): index for index, rule in enumerate(audit.rules)}
    found = gravest_first(audit, map(State, GRAVITY))
    most = len(found) if options.limit is None else options.limit
    for one, text in zip(found, fitting(found, printer.finding, most=most, room=BYTES), strict=False):
        state = State(one.row.state)
        to = cases[indexes[id(one.rule)]]
        to.add(text, printer.outcome(state))
        to.told[state] += 1
    for rule, to in zip(audit.rules, cases, strict=True):
        for state in map(State, GRAVITY):
            if left := rule.counts.get(state, 0) - to.told[state]:
                to.add(printer.rest(rule, state, left), printer.outcome(state))
        if passed := rule.counts.get(State.PASS):
            to.add(printer.summed(rule, State.PASS, passed), "passed")
        if (out := rule.counts.get(State.NOT_APPLICABLE, 0)) or not rule.subjects:
            to.add(printer.summed(rule, State.NOT_APPLICABLE, out), "skipped")
    return cases


def _suite(audit: Audit, pack: str, rules: list[tuple[RuleResult, _Cases]]) -> str:
    outcomes = sum((one.outcomes for _, one in rules), Counter[str]())
    known = {"name": visible(clip(pack, VALUE)), **_numbers(outcomes), "time": "0", "timestamp": _timestamp(audit)}
    properties = [f"<property{_attributes({'name': name, 'value': visible(clip(value, VALUE))})}/>" for name, value in _facts(audit, pack, rules).items()]
    texts = [text for _, one in rules for text in one.texts]
    told = f"<system-out>{escape(visible(sums_told(audit)))}\n{escape(visible(verdict(audit)))}</system-out>"
    return "\n".join([f"<testsuite{_attributes(known)}>", "<properties>", *properties, "</properties>", *texts, told, "</testsuite>"])


def _facts(audit: Audit, pack: str, rules: list[tuple[RuleResult, _Cases]]) -> dict[str, str]:
    """Return what a suite was made with, and how many subjects of its rules are in each state."""
    run = audit.run
    used = next((one for one in run.packs if one.id == pack), None)
    versions = {"pack": used.title, "pack.version": used.version, "pack.sha256": used.sha256} if used else {}
    horizon = f" {run.calendar_horizon}" if run.calendar_horizon else ""
    counts = {str(state): str(sum(rule.counts.get(state, 0) for rule, _ in rules)) for state in State}
    rejects = {"rejects": str(len(audit.rejects))}
    known = {"tool.version": run.version, "as_of": as_of_text(run.as_of, "T"), "calendar": f"{run.calendar_source}{horizon}"}
    return known | versions | {"rules": str(len(rules)), "subjects": str(sum(map(int, counts.values())))} | counts | rejects


def _numbers(outcomes: Counter[str]) -> dict[str, str]:
    numbers = {"tests": outcomes.total(), "failures": outcomes["failure"], "errors": outcomes["error"], "skipped": outcomes["skipped"]}
    return {name: str(number) for name, number in numbers.items()}


def _timestamp(audit: Audit) -> str:
    return audit.run.as_of.isoformat(timespec="seconds")


def _attributes(known: dict[str, str]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in known.items())
