"""GitLab Code Quality: an array that is never empty text, one fingerprint each, nothing passed over in silence."""

from __future__ import annotations

import json
from typing import Any

import pytest

from govaudit.reports import gitlab
from govaudit.results import Audit, Input
from govaudit.states import Force, State
from tests.reports.cases import AUDITS
from tests.reports.made import audit_of, many, text_of


def items_of(audit: Audit | str, **options: object) -> list[dict[str, Any]]:
    """Render an audit and parse it."""
    text = text_of("gitlab", audit, **options)
    assert not text.startswith("\ufeff")
    found = json.loads(text.encode())
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("audit", AUDITS)
def test_every_item_has_what_gitlab_reads(audit: str) -> None:
    """Description, check, fingerprint, severity, a relative path and a line; no two fingerprints alike."""
    items = items_of(audit)
    for item in items:
        assert item.keys() == {"description", "check_name", "fingerprint", "severity", "location"}
        assert item["description"].startswith(item["check_name"].split(".")[0])
        assert item["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert item["location"]["path"]
        assert not item["location"]["path"].startswith(("/", "./", ".."))
        assert 1 <= item["location"]["lines"]["begin"]
    names = [item["fingerprint"] for item in items]

    assert len(names) == len(set(names))


@pytest.mark.parametrize("audit", AUDITS)
def test_all_violations_and_errors_are_items(audit: str) -> None:
    """There are as many items as violations and errors of rules, and at most one for all that is open."""
    counts = AUDITS[audit]().counts
    told = [item for item in items_of(audit) if item["check_name"] != "govaudit.open"]

    assert counts[State.FAIL] + counts[State.ERROR] == len(told)


def test_only_a_clean_audit_is_an_empty_array() -> None:
    """An audit in which something is open, or nothing was judged, has an item that says so."""
    assert "[]\n" == text_of("gitlab", "clean")
    assert "没有判定任何一项" in items_of("empty")[0]["description"]
    assert "无法判定 16 项、待人工 2 项" in items_of("canonical")[-1]["description"]
    assert "info" == items_of("canonical")[-1]["severity"]


@pytest.mark.parametrize(("force", "severity"), [(Force.MUST, "major"), (Force.SHOULD, "minor"), (Force.INFERRED, "info")])
def test_severity_follows_the_wording(force: Force, severity: str) -> None:
    """Error is major, warning minor, info info; a rule that could not be evaluated is critical."""
    assert [severity] == [item["severity"] for item in items_of(audit_of({}, force=force))]
    assert "critical" == items_of(many(1, "error"))[0]["severity"]


def test_the_gravest_stand_first() -> None:
    """A rule's error, then violations by severity."""
    assert ["critical", *["major"] * 6, "minor", "info", "info"] == [item["severity"] for item in items_of("canonical")]


def test_fingerprints_stay_when_lines_move() -> None:
    """The same record on another line is the same item."""
    source = Input("a.csv", "", "csv", "documents", "", 9, 0)
    one, other = (items_of(audit_of({"src": 0, "row": row}, inputs=(source,)))[0] for row in (3, 900))

    assert one["fingerprint"] == other["fingerprint"]
    assert (3, 900) == (one["location"]["lines"]["begin"], other["location"]["lines"]["begin"])


def test_what_is_cut_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the array would be too large the rest is counted."""
    monkeypatch.setattr(gitlab, "BYTES", 3000)
    items = items_of(many(100))

    assert 1 < len(items) < 100
    assert f"只列出 {len(items) - 1} 项,共 100 项" in items[-1]["description"]
