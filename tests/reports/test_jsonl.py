"""JSON Lines: the findings of the JSON report, line by line."""

from __future__ import annotations

import json

import pytest

from tests.reports.cases import AUDITS
from tests.reports.made import text_of


@pytest.mark.parametrize("audit", AUDITS)
def test_lines_are_the_findings_of_the_json_report(audit: str) -> None:
    """The same objects in the same order, whatever is in them; every reader of lines breaks them alike."""
    text = text_of("jsonl", audit)
    lines = text.splitlines()

    assert text.encode().decode().split("\n")[:-1] == lines
    assert json.loads(text_of("json", audit))["findings"] == [json.loads(line) for line in lines]


def test_no_finding_is_no_line() -> None:
    """An audit without findings is an empty file."""
    assert "" == text_of("jsonl", "clean")
