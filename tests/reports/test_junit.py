"""JUnit: read back by an XML parser, sums that close, unique names, no character that XML forbids, limits that are told."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter

import pytest

from govaudit.reports import junit
from govaudit.results import Audit
from govaudit.states import Force, State
from tests.reports.build import rule_result
from tests.reports.cases import AUDITS
from tests.reports.fixtures import RUN
from tests.reports.made import audit_of, many, text_of

OUTCOMES = ("failure", "error", "skipped")


def suites_of(audit: Audit | str, **options: object) -> ET.Element:
    """Render an audit and parse it."""
    return ET.fromstring(text_of("junit", audit, **options).encode())  # noqa: S314 - our own


def outcome(case: ET.Element) -> str:
    """Return what became of a case."""
    return next((name for name in OUTCOMES if case.find(name) is not None), "passed")


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("audit", AUDITS)
def test_numbers_are_those_of_the_cases(audit: str, strict: bool) -> None:
    """Tests, failures, errors and skipped of each suite and of the whole are what stands in them."""
    root = suites_of(audit, strict=strict)
    for element in (root, *root.iter("testsuite")):
        found = Counter(map(outcome, element.iter("testcase")))
        expected = {"tests": found.total(), "failures": found["failure"], "errors": found["error"], "skipped": found["skipped"]}
        assert expected == {name: int(element.attrib[name]) for name in expected}


@pytest.mark.parametrize("audit", AUDITS)
def test_sums_close(audit: str) -> None:
    """The properties of the suites add up to the audit's counts and to its subjects; cases of findings are as many as findings."""
    made = AUDITS[audit]()
    root = suites_of(audit)
    totals: Counter[str] = Counter()
    for one in root.iter("property"):
        if one.attrib["name"] in {"subjects", *State}:
            totals[one.attrib["name"]] += int(one.attrib["value"])

    assert made.subjects == totals.pop("subjects", 0) == totals.total()
    assert {str(state): number for state, number in made.counts.items() if number} == {name: number for name, number in totals.items() if number}
    assert made.counts[State.FAIL] == len(list(root.iter("failure")))
    assert made.counts[State.ERROR] == len(list(root.iter("error")))


@pytest.mark.parametrize("audit", AUDITS)
def test_names_are_unique(audit: str) -> None:
    """No two cases have the same class and name: GitLab would show only the first."""
    names = [(case.attrib["classname"], case.attrib["name"]) for case in suites_of(audit).iter("testcase")]

    assert len(names) == len(set(names))


def test_a_record_told_twice_has_two_names() -> None:
    """Also a record that is named like the case after another is told apart."""
    audit = audit_of({"record": "D"}, {"record": "D"}, {"record": "D · 2"}, {"record": "D", "clause": "附-2"})

    assert ["D", "D · 2", "D · 2 · 2", "D · 附-2"] == [case.attrib["name"] for case in suites_of(audit).iter("testcase")]


def test_passes_are_one_case_per_rule_that_says_how_many() -> None:
    """What passes and what does not apply is there, counted and with its reasons."""
    root = suites_of("canonical")
    cases: dict[str, list[str]] = {}
    for case in root.iter("testcase"):
        cases.setdefault(case.attrib["classname"], []).append(case.attrib["name"])
    skipped = next(one.attrib["message"] for one in root.iter("skipped") if "不适用 20 项" in one.attrib["message"])

    assert {"合格 2790 项", "不适用 20 项"} < set(cases["dianxia-2021.DX21-3.3.3"])
    assert "不适用 20 项:不在本条适用范围(12 项);发生在要点印发之前(8 项)" == skipped
    assert ["不适用:没有可判断的对象"] == cases["dianxia-2021.DX21-2.4.1"]


def test_a_failure_tells_everything_in_its_text() -> None:
    """GitLab shows the text of the element: who, what, clause, deadline, place, values, remedy; the attribute is the line."""
    case = next(suites_of("canonical").iter("testcase"))
    failure = case.find("failure")
    assert failure is not None
    assert failure.text is not None

    for told in ("违规 DX21-3.3.3", "民政办 LY-2021-0113", "依据:正文第一个", "期限:2021-08-02", "逾期:58 个工作日", "第 114 行“答复时间”栏", "整改:立即答复"):
        assert told in failure.text
    assert ("exports/留言答复台账.csv", "114") == (case.attrib["file"], case.attrib["line"])
    assert "\n" not in failure.attrib["message"]
    assert "error" == failure.attrib["type"]


def test_values_are_told_by_their_headings() -> None:
    """The values that a verdict rests on stand under the headings of the ledger."""
    failures = [one.text or "" for one in suites_of("canonical").iter("failure")]

    assert "\n答复时间:2021-10-09" in failures[1]
    assert "replied_at" not in "".join(failures)


@pytest.mark.parametrize(
    ("state", "strict", "expected"),
    [
        ("fail", False, "failure"),
        ("error", False, "error"),
        ("undecided", False, "skipped"),
        ("undecided", True, "error"),
        ("manual", True, "skipped"),
        ("pending", True, "skipped"),
    ],
)
def test_what_becomes_of_a_state(state: str, strict: bool, expected: str) -> None:
    """What could not be judged is skipped, and with `--strict` an error."""
    assert [expected] == [outcome(case) for case in suites_of(many(1, state), strict=strict).iter("testcase")]


@pytest.mark.parametrize(("force", "kind"), [(Force.MUST, "error"), (Force.SHOULD, "warning"), (Force.INFERRED, "info")])
def test_type_is_the_severity(force: Force, kind: str) -> None:
    """A failure says how grave it is."""
    assert [kind] == [one.attrib["type"] for one in suites_of(audit_of({}, force=force)).iter("failure")]


def test_hostile_values_are_text() -> None:
    """Whatever XML forbids or a reader would obey is written as its escape, the end of a CDATA section included; non-characters too."""
    values = "]]> & <b> \x00\x0b\ud800\ufffe\uffff\u202e"
    root = suites_of(audit_of({"message": values.replace("\ud800", ""), "record": "]]>\uffff"}))
    text = text_of("junit", "hostile")
    (failure,) = root.iter("failure")

    assert r"]]> & <b> \x00\x0b\ufffe\uffff\u202e" in failure.attrib["message"]
    assert re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\ud800-\udfff\ufffe\uffff]", text) is None
    assert "]]>" not in text_of("junit", audit_of({"message": values.replace("\ud800", "")}))
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n')


def test_moments_have_no_zone_and_no_clock() -> None:
    """The moment is the as-of date, so the same audit gives the same bytes."""
    root = suites_of("canonical")

    assert {"2021-10-31T23:59:59"} == {one.attrib["timestamp"] for one in (root, *root.iter("testsuite"))}
    assert {"0"} == {one.attrib["time"] for one in root.iter() if "time" in one.attrib}


def test_what_does_not_fit_is_counted_the_gravest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that would be too large lists the violations first, and per rule one case for all others of a state."""
    findings = [{"state": state, "record": f"{state}{number}", "message": "m"} for number in range(50) for state in ("undecided", "fail")]
    rule = rule_result("R-1", "规则", (), "documents", {State.FAIL: 50, State.UNDECIDED: 50, State.PASS: 7}, *findings)
    monkeypatch.setattr(junit, "BYTES", 20_000)
    text = text_of("junit", Audit(RUN, (rule,), ()))
    names = [case.attrib["name"] for case in ET.fromstring(text.encode()).iter("testcase")]  # noqa: S314 - our own
    failed = sum(name.startswith("fail") for name in names)
    open_ = sum(name.startswith("undecided") for name in names)

    assert len(text.encode()) < 25_000
    assert 0 < failed + open_ < 100
    assert failed == 50 or open_ == 0
    assert f"无法判定另有 {50 - open_} 项没有逐项列出;全部见 JSON 报告(-f json)" in names
    assert "合格 7 项" in names
