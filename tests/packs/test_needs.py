"""What a rule is said to read is what it reads: without everything else its examples are judged as stated."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from govaudit.api import load_selected
from govaudit.engine.examples import examples_of, fault_of
from govaudit.packs.load import Pack
from govaudit.packs.locate import all_packs
from govaudit.packs.model import Example, Rule
from govaudit.packs.needs import needs_of

#: Of the many rules of a pack the fast test takes every one of so many.
EACH = 30


@cache
def loaded(name: str) -> Pack:
    """Load a pack once."""
    return next(pack for pack in load_selected([name]) if pack.id == name)


def without_the_rest(example: Example, rule: Rule, pack: Pack) -> Example:
    """Take away from an example every table and field that the rule is not said to read."""
    needs = needs_of(rule, pack)
    kept: dict[str, set[str]] = {}
    for part in (needs.required, needs.helpful):
        for table, names in part.items():
            kept.setdefault(table, set()).update(names)
    tables = {*example.tables, *([rule.table] if example.record is not None or example.records is not None else [])}
    missing = [f"{table}.{name}" for table in sorted(tables) for name in pack.vocabulary.tables[table].fields if name not in kept.get(table, ())]
    return example.model_copy(update={"missing": [*example.missing, *missing], "tables": {name: rows for name, rows in example.tables.items() if name in kept}})


def faults(pack: Pack, each: int) -> list[str]:
    """Return the examples of some rules that are judged otherwise without what the rules are not said to read."""
    rules = [rule for rule in pack.rules if rule.id in pack.origins][::each]
    return [
        f"{rule.id} {example.name}: {fault}"
        for rule in rules
        for _, example in examples_of(rule, pack)
        if (example.state or example.states) and (fault := fault_of(rule, without_the_rest(example, rule, pack), pack))
    ]


def test_some_rules_read_no_more() -> None:
    """The examples of some rules of one pack."""
    assert [] == faults(loaded("dianxia-2021"), EACH)


@pytest.mark.slow
@pytest.mark.parametrize("name", all_packs(Path.cwd()))
def test_all_rules_read_no_more(name: str) -> None:
    """The examples of all rules of every pack."""
    assert [] == faults(loaded(name), 1)


@pytest.mark.parametrize(
    ("pack", "rule", "expected"),
    [
        ("dianxia-2021", "DX21-3.3.3", {"inquiries": {"channel", "received_at", "replied_at"}}),
        ("dianxia-2021", "DX21-1.1.1", {"law_citations": {"matches_official"}}),
    ],
)
def test_required_fields(pack: str, rule: str, expected: dict[str, set[str]]) -> None:
    """The fields without which a rule cannot be judged are named."""
    one = next(rule_ for rule_ in loaded(pack).rules if rule_.id == rule)
    found = {table: set(names) for table, names in needs_of(one, loaded(pack)).required.items()}

    assert {table: expected[table] <= found.get(table, set()) for table in expected} == dict.fromkeys(expected, True)
    assert expected.keys() == found.keys()


def test_missing() -> None:
    """What is not supplied is told by table, then by field."""
    pack = loaded("dianxia-2021")
    needs = needs_of(next(rule for rule in pack.rules if rule.id == "DX21-3.3.3"), pack)
    every = frozenset(pack.vocabulary.tables["inquiries"].fields)

    assert (["inquiries"], []) == needs.missing({})
    assert ([], []) == needs.missing({"inquiries": every})
    assert ([], [("inquiries", "channel")]) == needs.missing({"inquiries": every - {"channel"}})
