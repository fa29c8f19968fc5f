"""The numbers that the appendix counts for rules on the office, units and periods agree with the verdicts of the audit."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from govaudit.appendix.counted import Counted, Counter
from govaudit.appendix.desk import Desk, desk_of
from govaudit.appendix.subjects import Subject, subjects_of
from govaudit.appendix.year import Year
from govaudit.checks.base import GroupCheck
from govaudit.checks.by_date import ByDate
from govaudit.checks.count import Count
from govaudit.checks.coverage import Coverage
from govaudit.checks.ratio import Ratio
from govaudit.packs.model import Rule
from govaudit.reports.rows import evidence_of, rows_of
from govaudit.states import State
from tests.appendix.cases import BIG, SAMPLES, task_of

EVERY = [pytest.param(sample, marks=pytest.mark.slow) if sample in BIG else sample for sample in SAMPLES]


@cache
def counted(sample: str) -> list[tuple[Desk, Rule, GroupCheck, Subject, Counted]]:
    """Return every judged subject of every group rule with one reading, with what the appendix counts for it."""
    return list(_counted(sample))


def _counted(sample: str) -> Iterator[tuple[Desk, Rule, GroupCheck, Subject, Counted]]:
    task = task_of(sample)
    audit = task.run()
    for pack in task.packs:
        desk = desk_of(task, pack, audit, Year(SAMPLES[sample], task.settings.as_of), {})
        for rule in pack.rules:
            if rule.judges == "groups" and rule.check is not None and rule.table in desk.context.tables and desk.job(rule).unset() is None:
                assert isinstance(rule.check, GroupCheck)
                if rule.check.window(desk.context) is not None:
                    counter = Counter(desk, rule, rule.check)
                    for subject in subjects_of(desk, rule, desk.results[rule.id]).within:
                        yield desk, rule, rule.check, subject, counter.of(subject)


@pytest.mark.parametrize("sample", EVERY)
def test_counts_bear_the_verdicts_out(sample: str) -> None:
    """What passed has enough, what failed or is pending has too little; the counts named in findings are the same."""
    seen = 0
    for desk, rule, check, subject, found in counted(sample):
        seen += 1
        enough = _enough(check, found, desk)
        if subject.state is State.PASS:
            assert enough, (rule.id, subject.name)
        elif subject.state is State.FAIL or (subject.state is State.UNDECIDED and isinstance(check, ByDate | Coverage)):
            assert not enough, (rule.id, subject.name)
    assert seen > 5


@pytest.mark.parametrize("sample", EVERY)
def test_counts_are_those_of_the_findings(sample: str) -> None:
    """Where a finding names a number, the appendix names the same."""
    for desk, rule, check, subject, found in counted(sample):
        if desk.results[rule.id].make_findings is None:
            continue
        for row in rows_of(desk.results[rule.id].findings):
            evidence = evidence_of(row.evidence)
            if row.record == subject.name and "n" in evidence and not isinstance(check, Ratio):
                assert evidence["n"] == found.n, (rule.id, subject.name)
            if row.record == subject.name and isinstance(check, Ratio) and "part" in evidence:
                assert (float(evidence["part"]), float(evidence["whole"])) == (float(found.part), float(found.whole)), rule.id


def _enough(check: GroupCheck, found: Counted, desk: Desk) -> bool:
    if isinstance(check, ByDate):
        return found.n >= check.at_least
    if isinstance(check, Count):
        return found.n >= (check.at_least or 0) and (check.at_most is None or found.n <= check.at_most)
    if isinstance(check, Coverage):
        return found.n > 0
    assert isinstance(check, Ratio)
    limit = desk.context.value(check.at_least or check.at_most)
    return bool(found.part >= limit * found.whole if check.at_least is not None else found.part <= limit * found.whole)
