"""Every case of every case file is judged as it states, and every kind of check has its cases."""

from __future__ import annotations

import datetime as dt
import re
from typing import get_args

import pytest

from govaudit.calendar import china_calendar
from govaudit.checks import AnyCheck
from govaudit.checks.condition import _TESTS as OPERATORS  # the closed list; there is no public name for it
from govaudit.engine.backends import Polars
from govaudit.states import State
from tests.casefiles import FOLDER, Case, CaseRule, all_cases, case_files, expected_states, judge, records_of, rules_in

CASES = list(all_cases())
KINDS = {get_args(model.model_fields["kind"].annotation)[0] for model in get_args(get_args(AnyCheck)[0])}


@pytest.mark.parametrize(("one", "case"), [pytest.param(one, case, id=name) for name, one, case in CASES])
def test_case(one: CaseRule, case: Case) -> None:
    """A case is judged as it states, its sums close, and its findings are printed whole."""
    result = judge(one, case, Polars())
    states = result.states()
    told = [*(reason for _, reason, _ in result.reasons), *result.findings["message"].to_list()]

    assert expected_states(case, states) == states, told
    assert len(states) == result.subjects
    assert {state: list(states.values()).count(state) for state in set(states.values())} == dict(result.counts)
    assert sorted(state for state in states.values() if state.is_finding) == sorted(result.findings["state"])
    assert all(message and not re.search(r"\{[a-z_]*\}", message) for message in told)
    assert case.reason is None or any(case.reason in message for message in told), told
    assert case.rejects == len(records_of(one, case).rejects)


def test_every_kind_has_a_case_file() -> None:
    """The folder has one file per kind, and one for the conditions."""
    assert KINDS | {"conditions"} == {path.stem for path in case_files()}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_has_each_verdict(kind: str) -> None:
    """The cases of a kind show it pass, fail and undecided, and judge nothing but this kind."""
    rules = rules_in(FOLDER / f"{kind}.yaml")
    stated = {state for one in rules for case in one.cases for state in (case.states.values() if case.states else [case.state])}

    assert {kind} == {check.kind for one in rules for check in one.rule.checks}
    assert {State.PASS, State.FAIL, State.UNDECIDED} <= stated


def test_every_operator_has_its_cases() -> None:
    """Each operator of the conditions has a rule of its own name, with all three answers."""
    answers: dict[str, set[State | None]] = {}
    for one in rules_in(FOLDER / "conditions.yaml"):
        answers.setdefault(one.rule.title.split()[0], set()).update(case.state for case in one.cases)

    assert set(OPERATORS) <= answers.keys()
    assert [] == [name for name in OPERATORS if not {State.PASS, State.FAIL, State.UNDECIDED} <= answers[name]]


def test_case_names_are_unique() -> None:
    """No two cases of a file have the same name."""
    names = [name for name, _, _ in CASES]

    assert [] == sorted({name for name in names if names.count(name) > 1})


def test_the_calendar_ends_where_the_cases_of_2027_expect() -> None:
    """When a new notice is in the calendar, the cases at its end (deadline.yaml) must be moved a year on."""
    assert dt.date(2026, 12, 31) == china_calendar().horizon
