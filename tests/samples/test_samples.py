"""Every sample gives the report it is known to give, and all packs together give the same on every engine."""

from __future__ import annotations

import json
from typing import Any

import pytest

from govaudit.packs.locate import all_packs
from tests.samples.reports import GOLDEN, SAMPLES, report

TOGETHER: dict[str, Any] = {"packs": tuple(all_packs()), "retroactive": True, "as_of": "2024-12-31"}


def without_engine(found: dict[str, Any]) -> dict[str, Any]:
    """Return a report without the engine's name."""
    return {**found, "run": {name: value for name, value in found["run"].items() if name != "engine"}}


@pytest.mark.parametrize("sample", SAMPLES)
def test_report_is_golden(sample: str) -> None:
    """The sample's report is the golden one; `python -m tests.samples.reports` writes it anew."""
    expected = json.loads((GOLDEN / f"{sample}.json").read_text(encoding="utf-8"))

    assert expected == report(sample)


@pytest.mark.parametrize("sample", SAMPLES)
def test_sums_close(sample: str) -> None:
    """For every rule the counts of the seven states add up to its subjects."""
    found = report(sample)

    assert [rule["subjects"] for rule in found["rules"]] == [sum(rule["counts"].values()) for rule in found["rules"]]
    assert found["summary"]["error"] == 0


@pytest.mark.slow
@pytest.mark.parametrize("sample", SAMPLES)
def test_all_packs_together_on_duckdb(sample: str) -> None:
    """All packs in one call give the same report on polars and on duckdb."""
    pytest.importorskip("duckdb")

    assert without_engine(report(sample, **TOGETHER)) == without_engine(report(sample, engine="duckdb", **TOGETHER))
