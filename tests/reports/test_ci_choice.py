"""No format changes the verdict: the exit code is the audit's, whatever is written where; which format is chosen where none is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from govaudit.cli.main import main
from govaudit.results import Audit
from tests.reports.fixtures import canonical, clean, empty
from tests.reports.made import audit_of, many, text_of

FORMATS = ("terminal", "json", "jsonl", "csv", "markdown", "sarif", "sarif-full", "junit", "gitlab", "github")
#: Audit, options, exit code.
VERDICTS: tuple[tuple[Callable[[], Audit], list[str], int], ...] = (
    (canonical, [], 2),
    (clean, [], 0),
    (empty, [], 3),
    (lambda: audit_of({}), [], 1),
    (lambda: audit_of({}), ["--fail-on", "never"], 0),
    (lambda: audit_of({}), ["--exit-zero"], 0),
    (lambda: many(3, "undecided"), [], 3),
)

Judge = Callable[[Audit], None]


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Judge:
    """Return what makes an audit the outcome of every run, in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def judge(audit: Audit) -> None:
        """Let every run end with this audit."""

        def prepare(*_given: Any) -> SimpleNamespace:
            """Stand in for reading, which found nothing; judging gives the audit."""
            return SimpleNamespace(run=lambda: audit, records=SimpleNamespace(sources=()))

        monkeypatch.setattr("govaudit.api.prepare", prepare)

    return judge


@pytest.mark.parametrize(("make", "options", "code"), VERDICTS)
def test_exit_code_is_the_same_in_every_format(judged: Judge, make: Callable[[], Audit], options: list[str], code: int) -> None:
    """Each format alone, and all together, end with the code of the audit."""
    judged(make())
    files = [part for name in FORMATS for part in ("-f", f"{name}=report.{name}")]

    assert dict.fromkeys(FORMATS, code) == {name: main(["check", "x.json", *options, "-f", name, "-o", "out"]) for name in FORMATS}
    assert code == main(["check", "x.json", *options, *files])


def test_all_formats_come_from_one_run(judged: Judge, tmp_path: Path) -> None:
    """One command writes every file as if it were the only one."""
    judged(canonical())
    main(["check", "x.json", *(part for name in FORMATS for part in ("-f", f"{name}=report.{name}"))])

    for name in ("jsonl", "csv", "gitlab", "markdown"):
        assert text_of(name, "canonical").encode() == (tmp_path / f"report.{name}").read_bytes()


def test_actions_get_annotations_and_a_summary(judged: Judge, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfdbinary: Any) -> None:
    """Where GitHub runs the program and no format is named there are annotations on standard output and a summary; a named format is obeyed."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    judged(canonical())

    assert 2 == main(["check", "x.json"])
    assert text_of("github", "canonical").encode() == capfdbinary.readouterr().out
    assert text_of("markdown", "canonical") == (tmp_path / "summary.md").read_text(encoding="utf-8")

    (tmp_path / "summary.md").unlink()
    main(["check", "x.json", "-f", "jsonl"])
    main(["check", "x.json", "-o", "report.txt"])
    assert text_of("jsonl", "canonical").encode() == capfdbinary.readouterr().out
    assert (tmp_path / "report.txt").read_text(encoding="utf-8").startswith("依据")
    assert not (tmp_path / "summary.md").exists()
