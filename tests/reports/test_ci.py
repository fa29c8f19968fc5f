"""What the formats for machines share: paths from the root of the repository, places for findings that have none, the order of gravity."""

from __future__ import annotations

import pytest

from govaudit.reports import Options
from govaudit.reports.ci import Spot, gravest_first, relative, spot
from govaudit.reports.rows import Location
from govaudit.states import State
from tests.reports.fixtures import canonical
from tests.reports.made import audit_of


@pytest.mark.parametrize(
    ("path", "base", "folder", "expected"),
    [
        ("a.csv", "", "", "a.csv"),
        ("./b//a.csv", "", "", "b/a.csv"),
        ("../a.csv", "", "", "a.csv"),
        ("/x/a.csv", "", "", "x/a.csv"),
        ("a.csv", "/repo", "/repo", "a.csv"),
        ("a.csv", "/repo", "/repo/sub", "sub/a.csv"),
        ("../a.csv", "/repo", "/repo/sub", "a.csv"),
        ("../../a.csv", "/x/repo", "/x/repo/sub", "x/a.csv"),
        ("/repo/b/a.csv", "/repo", "/elsewhere", "b/a.csv"),
        ("/repo2/a.csv", "/repo", "/repo", "repo2/a.csv"),
        ("a\\b.csv", "/repo", "/repo", "a\\b.csv"),
        ("a\\b.csv", "C:/repo", "C:/repo/sub", "sub/a/b.csv"),
        ("C:\\repo\\a.csv", "C:/repo", "C:/repo/sub", "a.csv"),
        ("D:\\data\\a.csv", "C:/repo", "C:/repo", "data/a.csv"),
        ("", "/repo", "/repo", "repo"),
        ("a.csv", "/", "/", "a.csv"),
    ],
)
def test_paths_start_at_the_root_and_never_lead_upwards(path: str, base: str, folder: str, expected: str) -> None:
    """A ledger in the repository has its path from there, from wherever the program is called; one outside has none that leaves it."""
    assert expected == relative(path, Options(base=base, folder=folder))


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (Location("a.csv", None, 7, line=7), Spot("a.csv", 7)),
        (Location("a.xlsx", "表", 7, cell="B7"), Spot("a.xlsx", 7)),
        (Location("a.json", None, 7, pointer="/t/7", line=40), Spot("a.json", 40)),
        (Location("a.json", None, 7, pointer="/t/7"), Spot("a.json", 1)),
        (Location("a.csv", None, 0, line=0), Spot("a.csv", 1)),
        (Location(), Spot("exports/政务公开台账.xlsx", 1)),
    ],
)
def test_every_finding_has_a_line(place: Location, expected: Spot) -> None:
    """Its own, the row of its sheet, or the first; one without a place stands at its ledger."""
    assert expected == spot(canonical(), Options(), "trainings", place)


def test_a_finding_without_any_ledger_stands_at_the_first_input() -> None:
    """A ledger that was not supplied has no file; the first stands for it, and without any input the table's name."""
    assert "exports/留言答复台账.csv" == spot(canonical(), Options(), "meetings").path
    assert "meetings" == spot(audit_of(inputs=()), Options(), "meetings").path


def test_the_gravest_stand_first() -> None:
    """Errors of rules, violations by severity, then what is open, waiting and due; within these the order of the rules."""
    found = gravest_first(canonical(), State)
    order = [(one.row.state, one.row.severity if one.row.state == State.FAIL else "") for one in found]

    assert [("error", ""), ("fail", "error"), ("fail", "warning"), ("fail", "info"), ("undecided", ""), ("manual", ""), ("pending", "")] == list(
        dict.fromkeys(order)
    )
    assert ["DX21-3.3.3", "DX21-3.2.2", "DX21-1.2.4"] == list(dict.fromkeys(one.rule.id for one in found[1:7]))
