"""Bad packs, one folder per fault: every fault is told, in Chinese, where it stands, all files in one run.

A folder is a pack as somebody might write it, and `expected.txt`: one line per problem, its place and parts of its text, divided by ` | `. A pack
that loads is linted.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from govaudit.errors import PackError, Problem
from govaudit.packs.lint import lint
from govaudit.packs.load import load_packs

HERE = Path(__file__).parent
FOLDERS = sorted(path.parent for path in HERE.glob("*/expected.txt"))

#: Words of Pydantic, PyYAML and Python that no clerk should read, and three English words in a row.
FOREIGN = re.compile(r"Input should|Field required|Extra inputs|Value error|validation error|Traceback|\b[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}\b")


def problems_in(folders: list[Path]) -> list[Problem]:
    """Return what loading says against packs, or lint if they load."""
    try:
        return [problem for pack in load_packs(folders) for problem in lint(pack)]
    except PackError as error:
        return list(error.problems)


def place_of(problem: Problem, folder: Path) -> str:
    """Return a problem's place, reckoned from the pack's folder."""
    return str(problem.place).removeprefix(f"{folder}/")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_fault_is_told_where_it_stands(folder: Path) -> None:
    """As many problems as expected, each at its line and column, each naming what is wrong and what would be right."""
    expected = [line.split(" | ") for line in (folder / "expected.txt").read_text(encoding="utf-8").splitlines()]
    problems = problems_in([folder])
    actual = [(place_of(problem, folder), str(problem)) for problem in problems]

    assert [place for place, *_ in expected] == [place for place, _ in actual], actual
    assert [] == [(fragment, told) for (_, *fragments), (_, told) in zip(expected, actual, strict=True) for fragment in fragments if fragment not in told]


def test_all_packs_are_told_at_once() -> None:
    """The faults of several packs that do not load come in one error."""
    folders = [HERE / "unknown-field", HERE / "impossible-date", HERE / "duplicate-key"]

    assert sorted(problem for folder in folders for problem in problems_in([folder])) == sorted(problems_in(folders))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_no_message_is_english(folder: Path) -> None:
    """Each message has Chinese in it, and nothing of a library's own wording."""
    wholes = {problem.found: f"{problem.found};{problem.expected};{problem.hint}" for problem in problems_in([folder])}
    messages = {found: re.sub(r"govaudit( [a-z]+)+", "", whole) for found, whole in wholes.items()}  # a command is no English

    assert messages
    assert [] == [found for found, whole in messages.items() if not re.search(r"[\u4e00-\u9fff]", found) or FOREIGN.search(whole)]


def test_every_folder_is_a_case() -> None:
    """No folder lies here without saying what it expects."""
    assert FOLDERS == sorted(path for path in HERE.iterdir() if path.is_dir() and path.name != "__pycache__")
