"""GitHub Actions: commands that no value can forge, no more annotations than are shown, the true total, the sums, the summary of the job."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from govaudit.cli import ci
from govaudit.cli.ci import append_summary, default_format, repository_root
from govaudit.results import Audit
from govaudit.states import Severity, State
from tests.reports.cases import AUDITS
from tests.reports.fixtures import canonical
from tests.reports.hostile import hostile
from tests.reports.made import audit_of, many, text_of

COMMAND = re.compile(r"::(error|warning|notice) (.*?)::(.*)")


def commands_of(audit: Audit | str, **options: object) -> list[tuple[str, dict[str, str], str]]:
    """Read the commands as a runner does: kind, properties and message, unescaped."""
    found = [COMMAND.fullmatch(line) for line in text_of("github", audit, **options).split("\n")]
    return [(one[1], dict(map(_property, one[2].split(","))), _plain(one[3])) for one in found if one]


def _property(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return name, _plain(value.replace("%3A", ":").replace("%2C", ","))


def _plain(text: str) -> str:
    return text.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")


@pytest.mark.parametrize("audit", AUDITS)
def test_every_line_is_a_command_or_ours(audit: str) -> None:
    """Nothing from data begins a line: all others are the sums, the verdict and what was cut."""
    lines = [line for line in text_of("github", audit).splitlines() if not COMMAND.fullmatch(line)]

    assert 2 <= len(lines) <= 3
    assert [] == [line for line in lines if "::" in line or "##[" in line or "%" in line]


@pytest.mark.parametrize("audit", AUDITS)
def test_no_more_annotations_than_are_shown(audit: str) -> None:
    """A step shows ten errors, ten warnings and ten notices, ours with the sums among them."""
    kinds = [kind for kind, _, _ in commands_of(audit)]

    assert 10 >= max(kinds.count(kind) for kind in ("error", "warning", "notice"))
    assert "govaudit" == commands_of(audit)[-1][1]["title"]


@pytest.mark.parametrize("audit", AUDITS)
def test_sums_and_verdict_are_told(audit: str) -> None:
    """All nine numbers and their total stand in the last notice and in the log."""
    made = AUDITS[audit]()
    sums = re.search(
        r"合格 (\d+)、违规 (\d+)、预警 (\d+)、提示 (\d+)、未到期 (\d+)、无法判定 (\d+)、待人工 (\d+)、不适用 (\d+)、出错 (\d+);合计 (\d+) 项",
        text_of("github", made),
    )

    assert sums is not None
    *numbers, total = map(int, sums.groups())
    assert made.subjects == total == sum(numbers)


def test_the_gravest_first_and_the_true_total() -> None:
    """Of 25 violations ten are shown, and it is said that there are 25."""
    found = commands_of(many(25))

    assert 10 == sum(kind == "error" for kind, _, _ in found)
    assert "以上只标出 10 项,共 25 项" in found[-1][2]
    assert ["error"] * 7 + ["warning", "notice", "notice"] == [kind for kind, _, _ in commands_of("canonical")]
    assert "出错" in commands_of("canonical")[0][1]["title"]


def test_an_annotation_says_where_and_what() -> None:
    """File, line and title are properties; the message has the clause and the remedy on lines of its own."""
    _, properties, message = commands_of("canonical")[1]

    assert {"file": "exports/留言答复台账.csv", "line": "114", "endLine": "114", "title": "违规 DX21-3.3.3 五类平台来件 10 个工作日内答复"} == properties
    assert message.startswith("民政办 LY-2021-0113 关于低保申请进度的咨询:受理时间")
    assert "\n整改:立即答复并向来件人说明原因;登记迟延情况" in message


@pytest.mark.parametrize(
    "value", ["a\n::error::b", "a\r\n::set-output name=x::y", "%0A::error::", "::stop-commands::x", "##[error]x", "x,line=1::y", "\u2028::error::"]
)
def test_no_value_forges_a_command(value: str) -> None:
    """Whatever a record holds, there is one annotation with it as its text, and the sums."""
    audit = audit_of({"record": value, "message": value, "unit": value})
    found = commands_of(audit)

    assert ["error", "notice"] == [kind for kind, _, _ in found]
    assert {"file", "line", "endLine", "title"} == found[0][1].keys()
    assert value.replace("\n", r"\n").replace("\r", r"\r").replace("\u2028", r"\u2028") in found[0][2]


@pytest.mark.parametrize(("environment", "expected"), [({}, "terminal"), ({"GITHUB_ACTIONS": "true"}, "github"), ({"GITHUB_ACTIONS": "false"}, "terminal")])
def test_the_format_is_chosen_only_in_actions(environment: dict[str, str], expected: str) -> None:
    """Where no format is asked for, GitHub Actions gets annotations."""
    assert expected == default_format(environment)


def test_paths_start_at_the_repository(tmp_path: Path) -> None:
    """The nearest repository upwards, else the checkout that CI names if the folder is in it, else the folder."""
    inner = tmp_path / "repo/a/b"
    inner.mkdir(parents=True)

    assert inner == repository_root(inner, {})
    assert tmp_path / "repo" == repository_root(inner, {"CI_PROJECT_DIR": str(tmp_path / "repo")})
    assert inner == repository_root(inner, {"GITHUB_WORKSPACE": str(tmp_path / "other")})
    (tmp_path / "repo/a/.git").mkdir()
    assert tmp_path / "repo/a" == repository_root(inner, {"CI_PROJECT_DIR": str(tmp_path / "repo")})


def test_summary_is_appended(tmp_path: Path) -> None:
    """The report as Markdown comes after what other steps wrote."""
    file = tmp_path / "summary.md"
    file.write_text("before\n", encoding="utf-8")
    append_summary(canonical(), Severity.ERROR, {"GITHUB_STEP_SUMMARY": str(file)}, strict=False)

    assert "before\n" + text_of("markdown", canonical()) == file.read_text(encoding="utf-8")


def test_without_a_summary_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside Actions there is none."""
    monkeypatch.chdir(tmp_path)
    append_summary(canonical(), None, {}, strict=False)

    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("room", [2000, 12_000, 40_000])
def test_summary_is_short_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], room: int) -> None:
    """Lists are cut, each with its count, until the summary fits; if nothing fits nothing is written, and that is said."""
    file = tmp_path / "summary.md"
    monkeypatch.setattr(ci, "SUMMARY", room)
    append_summary(hostile(), Severity.ERROR, {"GITHUB_STEP_SUMMARY": str(file)}, strict=False)
    append_summary(hostile(), Severity.ERROR, {"GITHUB_STEP_SUMMARY": str(file)}, strict=False)

    assert file.stat().st_size <= room
    assert ("作业摘要已满" in capsys.readouterr().err) == (file.read_text(encoding="utf-8").count("# 政务公开核查报告") < 2)


def test_trouble_with_the_summary_is_told_and_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A summary that cannot be written is no reason to fail."""
    append_summary(canonical(), Severity.ERROR, {"GITHUB_STEP_SUMMARY": str(tmp_path / "no/such")}, strict=False)

    assert "作业摘要写不进去" in capsys.readouterr().err


def test_counts_of_the_hostile_audit_are_true() -> None:
    """What is shown and what is cut add up to what there is."""
    counts = hostile().counts
    shown = len(commands_of("hostile")) - 1

    assert f"以上只标出 {shown} 项,共 {counts[State.FAIL] + counts[State.ERROR]} 项" in text_of("github", "hostile")
