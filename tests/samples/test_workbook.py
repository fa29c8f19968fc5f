"""The sample as a workbook gives the same findings as the JSON it is made from."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from govaudit.api import Request, perform
from govaudit.config import Config
from govaudit.reports import FORMATS, Options
from tests.samples.reports import report
from tests.samples.workbook import SOURCE, TARGET, workbook


@cache
def from_workbook() -> dict[str, Any]:
    """Check the workbook with what the JSON says about itself."""
    meta = json.loads(SOURCE.read_text(encoding="utf-8"))["meta"]
    own = {name: meta[name] for name in ("as_of", "office", "role", "parameters")}
    found: dict[str, Any] = json.loads(FORMATS["json"].text(perform([TARGET], Request(packs=tuple(meta["packs"]), **own), Config()), Options()))
    return found


def without_place(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return entries without where they stand, and a reject's record by its table alone."""
    return [{name: value for name, value in entry.items() if name != "location"} for entry in entries]


def test_the_file_is_what_is_generated() -> None:
    """The workbook is the one that `python -m tests.samples.workbook` writes, byte for byte."""
    assert workbook() == TARGET.read_bytes()


def test_same_findings() -> None:
    """Every rule has the same state and counts, every finding the same id, values and words, every reject the same reason."""
    expected, found = report("records"), from_workbook()

    assert expected["summary"] == found["summary"]
    assert [(rule["id"], rule["state"], rule["counts"]) for rule in expected["rules"]] == [
        (rule["id"], rule["state"], rule["counts"]) for rule in found["rules"]
    ]
    assert without_place(expected["findings"]) == without_place(found["findings"])
    assert without_place(expected["rejects"]) == without_place(found["rejects"])


def test_findings_name_their_cells() -> None:
    """A finding in the workbook says sheet and cell."""
    places = [finding["location"] for finding in from_workbook()["findings"] if finding["location"]["row"] is not None and finding["location"]["column"]]

    assert len(places) > 20
    assert all(place["sheet"] and place["cell"] for place in places)
