"""Every sample gives the report it is known to give, and all packs together give the same on every engine."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from polars.testing import assert_frame_equal

from govaudit.api import audit, load_selected, merged_vocabulary
from govaudit.packs.locate import all_packs
from govaudit.states import State
from govaudit.vocabulary.model import Vocabulary, fold
from tests.samples.reports import GOLDEN, ROOT, SAMPLES, report

TOGETHER: dict[str, Any] = {"packs": tuple(all_packs()), "retroactive": True, "as_of": "2024-12-31"}


@cache
def plain(sample: str) -> dict[str, Any]:
    """Return the report of a sample by its own packs, made once."""
    return report(sample)


def merged() -> dict[str, list[dict[str, Any]]]:
    """Return the records of all samples as one set of tables; keys, and what refers to them, tell which sample a record is from."""
    vocabulary = merged_vocabulary(load_selected(TOGETHER["packs"]))
    tables: dict[str, list[dict[str, Any]]] = {}
    for sample in SAMPLES:
        found = json.loads((ROOT / "samples" / f"{sample}.json").read_text(encoding="utf-8"))
        for heading, records in found.items():
            if heading != "meta":
                table = vocabulary.table_names[fold(heading)]
                tables.setdefault(table, []).extend(_told_apart(record, table, vocabulary, sample) for record in records)
    return tables


def _told_apart(record: dict[str, Any], table: str, vocabulary: Vocabulary, sample: str) -> dict[str, Any]:
    spec = vocabulary.tables[table]
    own = {relation.field for relation in spec.relations.values() if relation.to != "units"} | ({spec.key} if table != "units" else set())
    named = {spec.headings.get(fold(heading), heading): value for heading, value in record.items()}
    return {name: f"{sample}/{value}" if name in own and isinstance(value, str) else value for name, value in named.items()}


def without_engine(found: dict[str, Any]) -> dict[str, Any]:
    """Return a report without the engine's name."""
    return {**found, "run": {name: value for name, value in found["run"].items() if name != "engine"}}


@pytest.mark.parametrize("sample", SAMPLES)
def test_report_is_golden(sample: str) -> None:
    """The sample's report is the golden one; `python -m tests.samples.reports` writes it anew."""
    expected = json.loads((GOLDEN / f"{sample}.json").read_text(encoding="utf-8"))

    assert expected == plain(sample)


@pytest.mark.parametrize("sample", SAMPLES)
def test_sums_close(sample: str) -> None:
    """For every rule the counts of the seven states add up to its subjects."""
    found = plain(sample)

    assert [rule["subjects"] for rule in found["rules"]] == [sum(rule["counts"].values()) for rule in found["rules"]]
    assert found["summary"]["error"] == 0


@pytest.mark.slow
@pytest.mark.parametrize("sample", SAMPLES)
def test_all_packs_together_on_duckdb(sample: str) -> None:
    """All packs in one call give the same report on polars and on duckdb."""
    assert without_engine(report(sample, **TOGETHER)) == without_engine(report(sample, engine="duckdb", **TOGETHER))


@pytest.mark.spark
@pytest.mark.slow
def test_all_packs_over_all_samples_on_spark() -> None:
    """All packs over the records of all samples, in one call, give the same findings on polars and on Spark."""
    tables = merged()
    on_polars, on_spark = (audit(tables, engine=engine, **TOGETHER) for engine in ("polars", "spark"))

    assert on_polars.counts[State.ERROR] == 0
    assert [(rule.id, dict(rule.counts), rule.reasons, rule.notes) for rule in on_polars.rules] == [
        (rule.id, dict(rule.counts), rule.reasons, rule.notes) for rule in on_spark.rules
    ]
    assert_frame_equal(on_polars.findings, on_spark.findings)
