"""The JSON report: its schema, its sums, its encoding, its fingerprints and places."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govaudit.reports
from govaudit.reports import FORMATS, Options
from govaudit.reports.json_ import pretty
from govaudit.reports.rows import Fingerprints, Location, Row, evidence_of, locate, rows_of
from govaudit.results import Input
from govaudit.states import State
from tests.reports.build import clause, frame, rule_result
from tests.reports.cases import AUDITS
from tests.reports.fixtures import INPUTS
from tests.reports.hostile import LONG, SURROGATE, VALUES

SCHEMA: dict[str, Any] = json.loads((Path(govaudit.reports.__file__).parent / "report.schema.json").read_text(encoding="utf-8"))


def text_of(audit: str) -> str:
    """Render one of the audits as JSON."""
    return FORMATS["json"].text(AUDITS[audit](), Options())


def closed(schema: Any) -> Any:
    """Return the schema with every object closed, so that a key that it does not describe is noticed."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    shut = {"additionalProperties": False} if schema.get("type") == "object" and "properties" in schema else {}
    return {key: closed(part) for key, part in schema.items()} | shut


def test_schema_is_a_schema() -> None:
    """The published schema is itself valid."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("audit", AUDITS)
def test_report_satisfies_its_schema_and_nothing_is_undescribed(audit: str) -> None:
    """Every key of the report is in the schema, and every required one is there."""
    jsonschema.Draft202012Validator(closed(SCHEMA)).validate(json.loads(text_of(audit)))


@pytest.mark.parametrize("audit", AUDITS)
def test_sums_close(audit: str) -> None:
    """States add up to the subjects, severities to the failures, rules to the summary, findings and rejects to their counts."""
    report = json.loads(text_of(audit))
    summary = report["summary"]

    assert summary["subjects"] == sum(summary[str(state)] for state in State)
    assert summary["fail"] == sum(summary["by_severity"].values())
    assert summary["rules"] == len(report["rules"])
    for state in State:
        assert summary[str(state)] == sum(rule["counts"][str(state)] for rule in report["rules"])
    found = Counter(finding["state"] for finding in report["findings"])
    assert {str(state): summary[str(state)] for state in State if state.is_finding} == {str(state): found[str(state)] for state in State if state.is_finding}
    assert summary["rejects"]["rows"] == sum(one["whole_row"] for one in report["rejects"])
    assert summary["rejects"]["cells"] == sum(not one["whole_row"] for one in report["rejects"])


def test_hostile_values_survive() -> None:
    """Every value comes back from the JSON text as it was, lone surrogates too, and the text is valid UTF-8."""
    text = text_of("hostile")
    report = json.loads(text.encode("utf-8"))
    records = {finding["record"] for finding in report["findings"]}

    assert {*VALUES, LONG} == records
    assert {SURROGATE} == {finding["evidence"]["lone"] for finding in report["findings"]}
    assert SURROGATE == report["run"]["office"]


def test_same_text_as_json_dumps() -> None:
    """The report's own encoder writes what the standard library would."""
    text = text_of("canonical")

    assert json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n" == text


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
        lambda part: st.lists(part) | st.dictionaries(st.text(), part),
    )
)
def test_pretty_is_json_dumps(value: Any) -> None:
    """For any JSON value the encoder agrees with `json.dumps`."""
    assert json.dumps(value, indent=2, ensure_ascii=False) == pretty(value)


def test_fingerprints_are_unique() -> None:
    """No two findings of an audit have the same fingerprint."""
    for audit in AUDITS:
        names = [finding["id"] for finding in json.loads(text_of(audit))["findings"]]

        assert len(names) == len(set(names))


def row(**values: Any) -> Row:
    """Make one row of findings."""
    return next(rows_of(frame("R", "t", rule_result("R", "", (), "t", {}).force, "c1", [{"record": "D1", "state": "fail"} | values])))


def test_fingerprint_ignores_position_state_and_message() -> None:
    """A record keeps its fingerprint when the file is sorted anew, the verdict changes or the message is worded otherwise."""
    rule = rule_result("R", "", (clause("c1", "", ""), clause("c2", "", "")), "t", {})
    first = Fingerprints().of(rule, row(src=0, row=3, field="a", message="x", unit="u"))

    assert 16 == len(first)
    assert first == Fingerprints().of(rule, row(src=1, row=9, field="b", message="y", state="pending", due="2021-01-01"))


def test_fingerprint_tells_clauses_and_repetitions_apart() -> None:
    """The same record under another clause, or told twice, has a fingerprint of its own, whatever else is in the run."""
    rule = rule_result("R", "", (clause("c1", "", ""), clause("c2", "", "")), "t", {})
    names = Fingerprints()
    found = [names.of(rule, row()), names.of(rule, row(clause="c2")), names.of(rule, row())]

    assert 3 == len(set(found))
    assert found[1] == Fingerprints().of(rule, row(clause="c2"))


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ((0, 114, "replied_at"), Location(INPUTS[0].path, None, 114, "答复时间", line=114)),
        ((0, 114, "channel"), Location(INPUTS[0].path, None, 114, None, line=114)),
        ((1, 12, "publish_date"), Location(INPUTS[1].path, None, 12, "发布/日期", "/documents/12/发布~1日期")),
        ((1, 12, "channel"), Location(INPUTS[1].path, None, 12, None, "/documents/12")),
        ((3, 5, "date"), Location(INPUTS[3].path, "培训", 5, "培训日期", cell="B5")),
        ((1, None, None), Location(INPUTS[1].path)),
        ((None, None, "date"), Location()),
        ((9, 1, "date"), Location()),
    ],
)
def test_places(place: tuple[int | None, int | None, str | None], expected: Location) -> None:
    """A finding points into its file in the file's own terms."""
    assert expected == locate(INPUTS, *place)


def test_pointer_escapes_tilde_and_slash() -> None:
    """A JSON pointer escapes what RFC 6901 says."""
    source = Input("f", "", "json", "a/b", "", 1, 0, columns={"x": ("c~d", 0)})

    assert "/a~1b/0/c~0d" == locate([source], 0, 0, "x").pointer


@pytest.mark.parametrize(("text", "expected"), [(None, {}), ("", {}), ("[1]", {}), ('{"a": NaN}', {"a": "NaN"}), ('{"a": 1}', {"a": 1})])
def test_evidence(text: str | None, expected: dict[str, Any]) -> None:
    """Evidence is an object, whatever was given."""
    assert expected == evidence_of(text)
