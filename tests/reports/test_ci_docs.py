"""docs/ci.md shows what the formats write, and recipes whose names exist."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from govaudit.reports import FORMATS
from tests.reports.cases import CASES
from tests.reports.test_recipes import ACTION, HOOKS, TEMPLATE

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
EXCERPTS: list[tuple[str, str]] = re.findall(r"^<!-- tests/reports/golden/(\S+) -->\n```\w+\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
RECIPES: dict[str, Any] = {name: yaml.safe_load(block) for name, block in re.findall(r"^```yaml\n# (\S+)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)}


@pytest.mark.parametrize(("name", "excerpt"), EXCERPTS)
def test_excerpt_stands_in_its_golden_file(name: str, excerpt: str) -> None:
    """What is shown of a report stands in it, piece by piece, in that order."""
    rest = (ROOT / "tests/reports/golden" / name).read_text(encoding="utf-8")
    for piece in filter(str.strip, excerpt.split("…")):
        _, found, rest = rest.partition(piece.strip("\n"))
        assert found, f"not in {name}, or not in this order: {piece}"


def test_every_format_has_its_excerpt() -> None:
    """Each format for machines is shown once, the two SARIF together."""
    shown = {CASES[name][0] for name, _ in EXCERPTS}

    assert {"github", "sarif", "gitlab", "junit", "markdown", "csv", "jsonl"} == shown
    assert shown < set(FORMATS)


def test_workflow_uses_inputs_that_exist() -> None:
    """The workflow gives the action what it asks for, and nothing that it does not know."""
    steps = RECIPES[".github/workflows/ledgers.yml"]["jobs"]["ledgers"]["steps"]
    given = next(step["with"] for step in steps if "/govaudit@" in step["uses"])

    assert given.keys() == ACTION["inputs"].keys()


def test_pipeline_uses_variables_that_exist() -> None:
    """The pipeline includes the template by its path and sets all of its variables."""
    pipeline = RECIPES[".gitlab-ci.yml"]
    (job,) = TEMPLATE

    assert (ROOT / pipeline["include"][0]["file"]).is_file()
    assert job == pipeline["ledgers"]["extends"]
    assert pipeline["ledgers"]["variables"].keys() == TEMPLATE[job]["variables"].keys()


def test_hooks_exist() -> None:
    """The configuration names the three hooks that there are."""
    hooks = RECIPES[".pre-commit-config.yaml"]["repos"][0]["hooks"]

    assert [hook["id"] for hook in HOOKS] == [hook["id"] for hook in hooks]
