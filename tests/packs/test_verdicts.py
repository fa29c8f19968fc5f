"""No two rules of one clause can contradict each other on a record: done at all is not asked beside done in time (docs/decisions/0011)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from govaudit.checks.deadline import Deadline
from govaudit.checks.expect import Expect
from govaudit.checks.linked import Linked
from govaudit.checks.values import Parameter
from govaudit.packs.load import load_packs
from govaudit.packs.model import Rule

RULES = Path(__file__).parents[2] / "rules"
FOLDERS = sorted(path.parent for path in RULES.glob("*/pack.yaml"))


def awaited(rule: Rule) -> str | None:
    """Return the field, or the related table, that a deadline with a parameter waits for."""
    check = rule.check
    if not isinstance(check, Deadline) or not isinstance(check.within, Parameter):
        return None
    return check.end if isinstance(check.end, str) else check.end.table


def demanded(rule: Rule) -> Iterator[str]:
    """Yield the fields that a rule wants filled, and the table of which it wants a record whatever it says."""
    check = rule.check
    if isinstance(check, Linked) and check.where is None and check.at_least:
        yield check.to
    if isinstance(check, Expect):
        yield from filled(check.that)


def filled(condition: dict[str, Any]) -> Iterator[str]:
    """Yield the fields that must be filled for a condition to hold."""
    for key, value in condition.items():
        if key == "all":
            yield from (name for part in value for name in filled(part))
        elif isinstance(value, dict) and value.get("present"):
            yield key


def contradictions(rules: Sequence[Rule]) -> list[tuple[str, str]]:
    """Return the pairs of a clause's rules of which one may say violated while the other says not yet due."""
    return [
        (late.id, missing.id)
        for late, missing in permutations(rules, 2)
        if late.table == missing.table and set(late.clauses) & set(missing.clauses) and awaited(late) in set(demanded(missing))
    ]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_done_at_all_is_not_asked_beside_done_in_time(folder: Path) -> None:
    """Where a limit that the user sets decides, no rule of the same clause says violated of what is not due."""
    (pack,) = load_packs([folder])

    assert [] == contradictions(pack.rules)


def rule(name: str, check: dict[str, Any], clause: str = "一-1") -> Rule:
    """Make a rule on published items with a check."""
    return Rule.model_validate({"id": f"QX24-{name}", "clauses": [clause], "title": "公开", "force": "must", "table": "enforcement", "check": check})


LIMIT = {"kind": "deadline", "from": "decision_date", "to": "publish_date", "within": {"param": "limit"}}


@pytest.mark.parametrize(
    ("other", "clause", "found"),
    [
        pytest.param({"kind": "expect", "that": {"publish_date": {"present": True}}}, "一-1", True, id="the same field"),
        pytest.param({"kind": "expect", "that": {"all": [{"url": {"present": True}}, {"publish_date": {"present": True}}]}}, "一-1", True, id="among others"),
        pytest.param({"kind": "expect", "that": {"any": [{"url": {"present": True}}, {"publish_date": {"present": True}}]}}, "一-1", False, id="one of two"),
        pytest.param({"kind": "expect", "that": {"url": {"present": True}}}, "一-1", False, id="another field"),
        pytest.param({"kind": "expect", "that": {"publish_date": {"present": True}}}, "一-2", False, id="another clause"),
        pytest.param({"kind": "ratio", "of": {"publish_date": {"present": True}}, "at_least": "100%"}, "一-1", False, id="the office, not the record"),
    ],
)
def test_contradictions_are_found(other: dict[str, Any], clause: str, *, found: bool) -> None:
    """A field that a deadline waits for is found where another rule of its clause demands it."""
    pair = [rule("1.1", LIMIT), rule("1.2", other, clause)]

    assert ([("QX24-1.1", "QX24-1.2")] if found else []) == contradictions(pair)


def test_related_tables_are_found() -> None:
    """So is a related record of whatever kind, beside a deadline that waits for the first."""
    first = {**LIMIT, "to": {"first": "responses.responded_at"}}

    assert [("QX24-1.1", "QX24-1.2")] == contradictions([rule("1.1", first), rule("1.2", {"kind": "linked", "to": "responses", "at_least": 1})])
    assert [] == contradictions([rule("1.1", first), rule("1.2", {"kind": "linked", "to": "responses", "where": {"type": "新闻发布会"}, "at_least": 1})])
