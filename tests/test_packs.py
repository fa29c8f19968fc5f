"""Every pack under rules/ loads, is lint clean and judges its own examples as stated; for one pack the examples notice every mutation."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from govaudit.engine.examples import test_rules as run_examples
from govaudit.engine.mutate import survivors
from govaudit.packs.lint import lint
from govaudit.packs.load import Pack, load_packs
from govaudit.packs.model import Rule
from govaudit.states import State

RULES = Path(__file__).parents[1] / "rules"
FOLDERS = sorted(path.parent for path in RULES.glob("*/pack.yaml"))
RULE_FILES = sorted(RULES.glob("*/rules/*.yaml"))
#: The pack by which the core suite holds to what the slow tests hold of all.
CORE = RULES / "dianxia-2021"
MUTATED = sorted((CORE / "rules").glob("*.yaml"))


@cache
def pack_in(folder: Path) -> Pack:
    """Load a pack, once."""
    return load_packs([folder])[0]


def rules_in(path: Path) -> list[Rule]:
    """Return the rules that a file of a pack holds."""
    pack = pack_in(path.parents[1])
    return [rule for rule in pack.rules if rule.id in pack.origins and pack.origins[rule.id].place().path == str(path)]


def name_of(path: Path) -> str:
    """Name a file of a pack, or a pack."""
    return path.relative_to(RULES).as_posix()


def test_there_are_packs() -> None:
    """The five notices and the example of Guangdong are there; an empty folder would pass every other test."""
    assert len(FOLDERS) >= 5
    assert RULE_FILES


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_pack_is_lint_clean(folder: Path) -> None:
    """A pack loads, every clause is answered, every rule has its examples."""
    pack = pack_in(folder)

    assert [] == [str(problem) for problem in lint(pack)]
    assert pack.clauses
    assert sum(len(rules_in(path)) for path in RULE_FILES if path.parents[1] == folder) == sum(rule.id in pack.origins for rule in pack.rules)


@pytest.mark.parametrize("path", [pytest.param(path, marks=[] if path.parents[1] == CORE else pytest.mark.slow, id=name_of(path)) for path in RULE_FILES])
def test_examples_are_judged_as_stated(path: Path) -> None:
    """`rules test` finds nothing in a file of rules."""
    outcomes = list(run_examples(pack_in(path.parents[1]), rules_in(path)))

    assert outcomes
    assert [] == [f"{one.place} {one.rule} {one.example}: {one.fault}" for one in outcomes if one.fault]


def test_examples_show_every_state_but_error() -> None:
    """Taken together the examples of the packs show all that a rule can answer."""
    stated = {str(example.get("state")) for folder in FOLDERS for rule in pack_in(folder).rules for example in rule.examples if isinstance(example, dict)}

    assert {str(state) for state in State} - {State.ERROR, State.MANUAL} <= stated


@pytest.mark.slow
@pytest.mark.parametrize("path", MUTATED, ids=name_of)
def test_examples_notice_every_mutation(path: Path) -> None:
    """Each limit shifted by one unit and each condition dropped is noticed by an example of the rule."""
    pack = pack_in(path.parents[1])
    found = [survivors(pack, rule) for rule in rules_in(path)]

    assert sum(tried for tried, _ in found) > 0
    assert [] == [f"{one.place} {one.rule}: {one.what}" for _, survived in found for one in survived]
