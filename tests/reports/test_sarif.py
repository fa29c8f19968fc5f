"""SARIF: one run, true places, fingerprints without lines, limits that are told, sums that close."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import pytest

from govaudit.reports import sarif
from govaudit.results import Input
from govaudit.states import Force, State
from tests.reports.cases import AUDITS
from tests.reports.made import audit_of, many, text_of

UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]")
FORMATS = ("sarif", "sarif-full")


def run_of(format_name: str, audit: Any, **options: Any) -> dict[str, Any]:
    """Return the one run of a log."""
    log = json.loads(text_of(format_name, audit, **options))
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def notices(run: dict[str, Any]) -> list[str]:
    """Return what the reader of a run is told beside its results."""
    return [one["message"]["text"] for one in run["invocations"][0]["toolExecutionNotifications"]]


@pytest.mark.parametrize("audit", AUDITS)
def test_only_violations_are_results_for_github(audit: str) -> None:
    """GitHub makes an alert of every result whatever its kind, so there are as many as violations, each with a level."""
    results = run_of("sarif", audit)["results"]

    assert AUDITS[audit]().counts[State.FAIL] == len(results)
    assert {"fail"} >= {one["kind"] for one in results}
    assert {"error", "warning", "note"} >= {one["level"] for one in results}


@pytest.mark.parametrize("audit", AUDITS)
def test_sums_close_in_the_full_log(audit: str) -> None:
    """Results by kind, each for one subject unless it says for how many, and notifications about errors add up to the subjects."""
    made = AUDITS[audit]()
    run = run_of("sarif-full", audit)
    kinds: Counter[str] = Counter()
    for one in run["results"]:
        kinds[one["kind"]] += one["properties"].get("subjects", 1)
        assert ("none" == one["level"]) == (one["kind"] != "fail")
    errors = sum(one["level"] == "error" for one in run["invocations"][0]["toolExecutionNotifications"])

    told = {"fail": State.FAIL, "pass": State.PASS, "notApplicable": State.NOT_APPLICABLE, "informational": State.PENDING}
    told |= {"open": State.UNDECIDED, "review": State.MANUAL}
    assert {state: made.counts[state] for state in told.values()} == {state: kinds[kind] for kind, state in told.items()}
    assert made.subjects == kinds.total() + errors == run["properties"]["summary"]["subjects"]
    assert made.counts == {state: sum(rule["properties"]["counts"][state] for rule in run["tool"]["driver"]["rules"]) for state in State}


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("audit", AUDITS)
def test_every_result_has_what_github_asks(audit: str, format_name: str) -> None:
    """A message, one place from the root of the repository with lines from 1, its rule by id and index, and its fingerprints, unlike all others."""
    run = run_of(format_name, audit)
    rules = run["tool"]["driver"]["rules"]

    assert len({rule["id"] for rule in rules}) == len(rules) == len(AUDITS[audit]().rules)
    for rule in rules:
        assert all((rule["shortDescription"]["text"], rule["fullDescription"]["text"], rule["help"]["text"], rule["help"]["markdown"]))
        assert 255 >= len(rule["name"])
        assert {"precision", "problem.severity", "tags"} <= rule["properties"].keys()
        assert "security-severity" not in rule["properties"]
    for one in run["results"]:
        (where,) = one["locations"]
        place = where["physicalLocation"]
        assert one["message"]["text"].strip()
        assert rules[one["ruleIndex"]]["id"] == one["ruleId"]
        assert re.fullmatch(r"[\w.~%+/-]+", place["artifactLocation"]["uri"], re.ASCII)
        assert "%SRCROOT%" == place["artifactLocation"]["uriBaseId"]
        assert 1 <= min(place["region"].values())
        assert re.fullmatch(r"[0-9a-f]{16}:1", one["partialFingerprints"]["primaryLocationLineHash"])
    names = [one["partialFingerprints"]["govaudit/v1"] for one in run["results"]]
    assert len(names) == len(set(names))


def test_fingerprints_stay_when_lines_move() -> None:
    """A record that moves down the file, is worded otherwise and becomes late by another day is the same alert."""
    source = Input("a.csv", "", "csv", "documents", "", 9, 0)
    one, other = (audit_of({"src": 0, "row": row, "message": told}, inputs=(source,)) for row, told in ((3, "迟 1 日"), (900, "迟 2 日")))
    first, second = (run_of("sarif", audit)["results"][0] for audit in (one, other))

    assert first["partialFingerprints"] == second["partialFingerprints"]
    assert (3, 900) == tuple(result["locations"][0]["physicalLocation"]["region"]["startLine"] for result in (first, second))


@pytest.mark.parametrize(
    ("source", "finding", "uri", "line", "names"),
    [
        (
            Input("a b/台账.csv", "", "csv", "documents", "", 9, 0, columns={"f": ("日期", 2)}),
            {"row": 7},
            "a%20b/%E5%8F%B0%E8%B4%A6.csv",
            7,
            ["documents/D1#日期"],
        ),
        (
            Input("a.xlsx", "", "xlsx", "documents", "", 9, 0, sheet="表 1", columns={"f": ("日期", 2)}),
            {"row": 7},
            "a.xlsx",
            7,
            ["documents/D1#日期", "表 1!C7"],
        ),
        (
            Input("a.json", "", "json", "documents", "", 9, 0, columns={"f": ("日期", 2)}, line_of=lambda row: row + 40),
            {"row": 7},
            "a.json",
            47,
            ["documents/D1#日期", "/documents/7/日期"],
        ),
        (Input("a.json", "", "json", "documents", "", 9, 0), {"row": 7}, "a.json", 1, ["documents/D1", "/documents/7"]),
        (Input("a.csv", "", "csv", "documents", "", 9, 0), {"src": None}, "a.csv", 1, ["documents/D1"]),
        (Input("a.csv", "", "csv", "other", "", 9, 0), {"src": None}, "a.csv", 1, ["documents/D1"]),
        (Input("bad\udcff.csv", "", "csv", "documents", "", 9, 0), {"row": 0}, "bad%FF.csv", 1, ["documents/D1"]),
    ],
)
def test_places(source: Input, finding: dict[str, Any], uri: str, line: int, names: list[str]) -> None:
    """A finding stands in its file, on its line or the row of its sheet, by name in its ledger; one without a record at the head of a ledger."""
    audit = audit_of({"src": 0, "field": "f"} | finding, inputs=(source,))
    (where,) = run_of("sarif", audit)["results"][0]["locations"]

    assert uri == where["physicalLocation"]["artifactLocation"]["uri"]
    assert line == where["physicalLocation"]["region"]["startLine"]
    assert names == [one["fullyQualifiedName"] for one in where["logicalLocations"]]


def test_an_audit_of_tables_without_files_has_places() -> None:
    """Where the records came from no file, the table's name stands for one."""
    (where,) = run_of("sarif", audit_of({}, inputs=()))["results"][0]["locations"]

    assert "documents" == where["physicalLocation"]["artifactLocation"]["uri"]


def test_no_more_results_than_github_takes_the_gravest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is cut is told with the true number, and warnings go before errors."""
    monkeypatch.setattr(sarif, "RESULTS", 5)
    run = run_of("sarif", "canonical")

    assert ["error"] * 5 == [one["level"] for one in run["results"]]
    assert "只列出 5 项,共 8 项" in notices(run)[0]
    assert "只列出" not in "".join(notices(run_of("sarif", many(5))))


def test_no_more_bytes_than_github_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A log that is too long when compressed loses results until it fits, and says so."""
    audit = many(3000)
    monkeypatch.setattr(sarif, "COMPRESSED", 60_000)
    text = text_of("sarif", audit)
    run = json.loads(text)["runs"][0]

    assert 0 < len(run["results"]) < 3000
    assert sarif.compressed(text) <= 60_000
    assert f"只列出 {len(run['results'])} 项,共 3000 项" in notices(run)[0]


def test_errors_of_rules_make_the_run_unsuccessful() -> None:
    """A rule that could not be evaluated is no result but a notification, with its rule; a clean run is successful."""
    run = run_of("sarif", "canonical")
    (invocation,) = run["invocations"]
    error = next(one for one in invocation["toolExecutionNotifications"] if one["level"] == "error")

    assert invocation["executionSuccessful"] is False
    assert "LS19-4.2" == run["tool"]["driver"]["rules"][error["associatedRule"]["index"]]["id"] == error["associatedRule"]["id"]
    assert run_of("sarif", "clean")["invocations"][0]["executionSuccessful"] is True


def test_what_was_not_judged_or_read_is_told() -> None:
    """The log that has only violations says what else there is: open, waiting, rejected."""
    told = notices(run_of("sarif", "canonical"))

    assert "无法判定 16 项、待人工 2 项" in told[-1]
    assert 6 == sum("没有读进来:" in one for one in told)


def test_hostile_values_are_text() -> None:
    """No control reaches a reader, no value is a link or a placeholder of a message, no help is Markdown beyond ours."""
    text = text_of("sarif-full", "hostile")
    linked = audit_of({"message": "[点这里](http://x) {0} {a}"})

    assert UNSEEN.search(text) is None
    assert r"\[点这里](http://x) {{0}} {a}" in run_of("sarif", linked)["results"][0]["message"]["text"]
    assert "<script" not in json.loads(text)["runs"][0]["tool"]["driver"]["rules"][0]["help"]["markdown"]


def test_the_category_names_packs_and_moment() -> None:
    """What GitHub takes for the category stands before the last slash."""
    assert "govaudit/dianxia-2021+lushan-2019/2021-10-31" == run_of("sarif", "canonical")["automationDetails"]["id"]


@pytest.mark.parametrize(
    ("force", "level", "problem"), [(Force.MUST, "error", "error"), (Force.SHOULD, "warning", "warning"), (Force.INFERRED, "note", "recommendation")]
)
def test_level_follows_the_wording_of_the_notice(force: Force, level: str, problem: str) -> None:
    """Must is an error, should a warning, what follows from it a note."""
    run = run_of("sarif", audit_of({}, force=force))
    (rule,) = run["tool"]["driver"]["rules"]

    assert (level, level, problem) == (run["results"][0]["level"], rule["defaultConfiguration"]["level"], rule["properties"]["problem.severity"])
