"""docs/inspect.md shows what the commands print."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from govaudit.cli.main import main
from govaudit.records.template_rows import EXAMPLE, EXAMPLE_CELL, NOTHING
from govaudit.reports.marked import COMMENTS
from govaudit.reports.marking.gather import LINES

DOC = (Path(__file__).parents[2] / "docs" / "inspect.md").read_text(encoding="utf-8")
CUT = "…\n"


def block(kind: str) -> str:
    """Return the first block of a kind."""
    found = re.search(rf"```{kind}\n(.*?)```", DOC, re.DOTALL)
    assert found is not None
    return found[1]


def test_what_is_shown_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The letter box of the page gives the inspection and the mapping of the page; `…` stands for lines left out."""
    (tmp_path / "留言答复台账.csv").write_text(block("csv"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    assert 0 == main(["inspect", "留言答复台账.csv", "-p", "dianxia-2021", "--save-mapping", "映射.yaml"])
    printed = capsys.readouterr().out

    for part in block("text").split(CUT):
        assert part in printed
    assert block("yaml") == Path("映射.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", [EXAMPLE, EXAMPLE_CELL, *NOTHING, f"{LINES:,}", f"{COMMENTS:,}"])
def test_signs_and_limits(text: str) -> None:
    """The signs of the template and the limits of the marked workbook are those of the program."""
    assert text in DOC
