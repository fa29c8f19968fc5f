"""The same packs over the same records give the same audit on polars, duckdb and Spark: counts, reasons, notes, findings."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from govaudit.engine.backends import Backend, open_backend
from govaudit.engine.run import run_audit
from govaudit.engine.settings import Settings, parse_as_of
from govaudit.packs.load import Pack, load_packs
from govaudit.records import Records
from govaudit.results import Audit
from govaudit.states import State
from tests.engine.ledgers import PARAMETERS, case_packs, case_records, is_decided, made_up

RULES = Path(__file__).parents[2] / "rules"


@dataclass(frozen=True)
class Scenario:
    """Packs, records and settings of one audit."""

    packs: list[Pack]
    records: Records
    settings: Settings


def _all_cases() -> Scenario:
    """All cases in the middle of their year, unreadable cells and rejected rows included; a table and some columns are lacking, no parameter is set."""
    as_of = parse_as_of("2021-10-08")
    return Scenario(
        case_packs(lambda pack: (pack.info.issued or pack.info.period.first) <= as_of.date()),
        case_records(lambda _case: True, without=["org_facts"], missing={"documents": {"is_normative"}, "trainings": {"topic"}}),
        Settings(as_of),
    )


def _decided_cases() -> Scenario:
    """The cases that are decided, after the end of all their years, with parameters and an office."""
    return Scenario(
        case_packs(lambda _pack: True),
        case_records(is_decided),
        Settings(parse_as_of("2027-01-07 09:30"), parameters=PARAMETERS, office="甲", role="乡镇街道"),
    )


def _dianxia() -> Scenario:
    """A real pack over records made up from the vocabulary."""
    (pack,) = load_packs([RULES / "dianxia-2021"])
    return Scenario([pack], made_up(pack, rows=40, seed=1), Settings(parse_as_of("2021-12-20"), role="乡镇街道", office="单位1"))


SCENARIOS: dict[str, Callable[[], Scenario]] = {"all-cases": _all_cases, "decided-cases": _decided_cases, "dianxia-2021": _dianxia}


@cache
def scenario(name: str) -> Scenario:
    """Return a scenario, made once."""
    return SCENARIOS[name]()


def told(audit: Audit) -> dict[str, Any]:
    """Return all that an audit says of each rule, as plain values; what passes is counted, what does not is in the findings."""
    return {
        f"{rule.pack}/{rule.id}": {
            "counts": {str(state): number for state, number in sorted(rule.counts.items())},
            "reasons": sorted((str(state), str(reason), number) for state, reason, number in rule.reasons),
            "notes": [str(note) for note in rule.notes],
            "findings": rule.findings.rows(),
        }
        for rule in audit.rules
    }


@cache
def on_polars(name: str) -> tuple[dict[str, Any], Audit]:
    """Return what polars says, and its audit."""
    one = scenario(name)
    audit = run_audit(one.records, one.packs, one.packs[0].vocabulary, one.settings, backend=open_backend("polars"))
    return told(audit), audit


def compare(name: str, backend: Backend) -> None:
    """Hold an engine against polars, rule by rule."""
    one = scenario(name)
    expected, _ = on_polars(name)
    actual = told(run_audit(one.records, one.packs, one.packs[0].vocabulary, one.settings, backend=backend))

    assert expected.keys() == actual.keys()
    different = [rule for rule in expected if expected[rule] != actual[rule]]
    assert [] == different, (expected[different[0]], actual[different[0]])


@pytest.mark.parametrize("name", SCENARIOS)
def test_no_rule_breaks_on_polars(name: str) -> None:
    """No rule ends in an error, the sums close, and every state the scenario can have occurs."""
    _, audit = on_polars(name)

    assert {} == {rule.id: rule.reason for rule in audit.rules if rule.counts.get(State.ERROR)}
    assert [rule.subjects for rule in audit.rules] == [len(rule.states()) for rule in audit.rules]
    over = {State.PENDING} if name == "decided-cases" else set()
    assert set(State) - {State.ERROR} - over == {state for state, number in audit.counts.items() if number}


@pytest.mark.parametrize("name", SCENARIOS)
def test_duckdb_agrees_with_polars(name: str) -> None:
    """Rule by rule the same counts, reasons, notes and findings."""
    backend = open_backend("duckdb")
    try:
        compare(name, backend)
    finally:
        backend.close()


@pytest.fixture(scope="session")
def spark() -> Iterator[Backend]:
    """A Spark session for the whole run; without pyspark or Java the tests are skipped, but not in CI."""
    try:
        backend = open_backend("spark")
    except Exception as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"Spark cannot start (pip install pyspark; Java 17 or newer): {type(error).__name__}: {str(error).splitlines()[:1]}")
    yield backend
    backend.close()


@pytest.mark.spark
@pytest.mark.slow
@pytest.mark.parametrize("name", SCENARIOS)
def test_spark_agrees_with_polars(name: str, spark: Backend) -> None:
    """Rule by rule the same counts, reasons, notes and findings."""
    compare(name, spark)
