"""What the reports for people draw together: what would settle what is open, what is violated, what falls due."""

from __future__ import annotations

import pytest

from govaudit.messages import short, text
from govaudit.messages.reports_zh import TEXTS_REPORTS
from govaudit.reports.digest import KINDS, due_next, manual_clauses, to_settle, violations
from govaudit.results import Audit
from govaudit.states import State
from tests.reports.build import clause, rule_result
from tests.reports.cases import AUDITS
from tests.reports.fixtures import RUN, canonical


def settled(reason: str) -> tuple[str, str]:
    """Say what would settle one undecided subject with this reason."""
    rule = rule_result("R-1", "规则", (clause("c", "", ""),), "documents", {State.UNDECIDED: 1}, reasons=((State.UNDECIDED, reason, 1),))
    (found,) = to_settle(Audit(RUN, (rule,), ()))
    return found.kind, found.what


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        (text("no_table", table="培训"), ("table", "培训")),
        (text("blank", missing=text("blank.table", label="政策解读")), ("table", "政策解读")),
        (text("blank", missing=text("blank.column", label="答复时间")), ("column", "公文:答复时间")),
        (text("blank", missing=text("blank.field", label="标题")), ("blank", "公文:标题")),
        (text("scope_unknown", missing=text("blank.field", label="渠道")), ("blank", "公文:渠道")),
        (text("period_unknown", missing=text("blank.bad", label="成文日期")), ("unreadable", "公文:成文日期")),
        (f"{text('blank.field', label='标题')}、{text('blank.column', label='文号')}", ("column", "公文:文号、标题")),
        (text("unset", label="期限", why="原文只写及时“尽快”"), ("parameter", "“期限”没有设定:原文只写及时“尽快”")),
        (text("readings.short"), ("readings", "R-1 规则")),
        (text("no_units"), ("units", text("no_units"))),
        (text("no_issue"), ("issue", text("no_issue"))),
        (short(text("deadline.calendar", limit="5 个工作日")), ("calendar", short(text("deadline.calendar")))),
        (short(text("deadline.as_of", limit="24 小时")), ("precision", short(text("deadline.as_of")))),
        (short(text("ratio.maybe", threshold="60%")), ("doubt", short(text("ratio.maybe")))),
        (short(text("attest.contradict")), ("doubt", text("attest.contradict"))),
        ("从未见过的原因", ("other", "从未见过的原因")),
    ],
)
def test_what_would_settle_it(reason: str, expected: tuple[str, str]) -> None:
    """Every reason of the engine's catalogue is told by what is missing; an unknown one by itself."""
    assert expected == settled(reason)


@pytest.mark.parametrize("audit", AUDITS)
def test_every_undecided_subject_is_in_one_entry(audit: str) -> None:
    """The entries add up to the undecided subjects, also where a rule gives no reason."""
    one = AUDITS[audit]()

    assert one.counts[State.UNDECIDED] == sum(entry.subjects for entry in to_settle(one))


def test_a_missing_reason_is_said() -> None:
    """Undecided subjects without a reason are not lost."""
    rule = rule_result("R-1", "规则", (), "documents", {State.UNDECIDED: 3}, reasons=((State.UNDECIDED, text("no_units"), 1),))

    assert [("units", 1), ("other", 2)] == [(entry.kind, entry.subjects) for entry in to_settle(Audit(RUN, (rule,), ()))]


def test_every_kind_has_its_word() -> None:
    """The catalogue has a word for every kind."""
    assert [] == [kind for kind in KINDS if f"report.settle.{kind}" not in TEXTS_REPORTS]


@pytest.mark.parametrize("audit", AUDITS)
def test_every_violation_is_some_units(audit: str) -> None:
    """The violations by unit add up to the failures."""
    one = AUDITS[audit]()

    assert one.counts[State.FAIL] == sum(violation.number for unit in violations(one) for violation in unit.violations)


@pytest.mark.parametrize(
    ("overdue", "expected"),
    [
        (["9 个工作日", "31 个工作日", None], "31 个工作日"),
        (["5 小时 3 分", "5 小时 10 分", "4 小时 59 分"], "5 小时 10 分"),
        ([None], None),
    ],
)
def test_the_worst_is_found_by_length_not_by_spelling(overdue: list[str | None], expected: str | None) -> None:
    """Lengths of time are compared as numbers."""
    found = [{"record": f"D{number}", "state": "fail", "overdue": late} for number, late in enumerate(overdue)]
    rule = rule_result("R-1", "规则", (), "documents", {State.FAIL: len(found)}, *found)
    ((violation,),) = (unit.violations for unit in violations(Audit(RUN, (rule,), ())))

    assert expected == violation.overdue


def test_the_soonest_come_first() -> None:
    """What falls due next is in the order of the due dates."""
    assert ["2021-11-01", "2021-11-04", "2021-11-05"] == [one.due for one in due_next(canonical())]


def test_clauses_to_be_attested() -> None:
    """Each clause that waits for an attestation is named once, with what is asked."""
    assert {"三甲(一)-2": "需要人工证明:活动方案、照片或报道", "附表2.17-1": "需要人工证明:活动方案、照片或报道"} == manual_clauses(canonical())
