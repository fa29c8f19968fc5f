"""`govaudit convert` and reading from the command line: what is said, where, and with which exit code."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import pytest

from govaudit.cli.main import main
from govaudit.cli.progress import MANY, _Bar, reading_progress, wanted, working
from govaudit.records.streams import Observer

SAMPLE = Path(__file__).parents[1] / "samples" / "rongxian-2019.json"
BAD = "编号,来件时间,答复时间,渠道\nA,2021-03-01,2021-02-30,=1+1\nB,2021-03-01,,微博\nA,2021-03-02,,微博\n"


def report(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    """Check and return the JSON report without the files that were really read."""
    main(["check", *arguments, "--json", "--exit-zero", "--select", "RX19-3", "--select", "RX19-1.2"])
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    for one in found["run"]["inputs"]:  # type: ignore[index]
        for table in one["tables"].values():
            table.pop("converted", None)
    return found


def test_a_check_of_what_was_converted_gives_the_same_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """JSON, converted, and the report is the same but for the name of the Parquet file beside each table."""
    main(["convert", str(SAMPLE), str(tmp_path / "库")])
    said = capsys.readouterr()

    assert "" == said.out
    assert "公文(documents):读到 5 行,写出 5 行,未读入 0 行\n" in said.err
    assert report(capsys, str(SAMPLE)) == report(capsys, str(tmp_path / "库"))


def test_what_was_rejected_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Rows in are rows out and rows rejected, on standard error; the exit code is 1, and the list is a CSV without formulas."""
    source, target, rejects = tmp_path / "inquiries.csv", tmp_path / "x.parquet", tmp_path / "未读入.csv"
    source.write_text(BAD, encoding="utf-8")

    assert 1 == main(["convert", str(source), str(target), "--rejects", str(rejects), "--ignore-unknown"])
    lines = capsys.readouterr().err.replace(f"{tmp_path}/", "").splitlines()
    assert [
        "网民留言与来件(inquiries):读到 3 行,写出 2 行,未读入 1 行,另有 1 格读不出,按空白存",
        "  inquiries.csv 2:答复时间:没有这一天:2021 年 2 月 30 日",
        "  inquiries.csv 4:编号“A”与 inquiries.csv:2 的记录重复,只保留先出现的一条",
        "已写 x.parquet",
    ] == lines
    rows = list(csv.reader(io.StringIO(rejects.read_text(encoding="utf-8-sig"))))
    assert [["2", "答复时间", "2021-02-30", "该格按空白"], ["4", "", "A", "整行未读入"]] == [[row[3], row[4], row[6], row[8]] for row in rows[1:]]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["{dir}/a.json"], "只给了一个路径"),
        (["{dir}/无.json", "{dir}/库"], "没有这个文件"),
        (["{dir}/a.json", "{dir}/a.json"], "目标就是来源"),
        (["{dir}/a.json", "{dir}/库", "--rejects", "{dir}/库/r.csv"], "--rejects 的文件在目标文件夹里"),
        (["{dir}/a.json", "{dir}/库", "--rejects", "{dir}/a.json"], "--rejects 与台账或目标是同一个文件"),
        (["{dir}/a.json", "{dir}/x.parquet"], "一个文件只放一张表,这里有 2 张"),
    ],
)
def test_what_cannot_be_converted(tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    """A mistake is one message, exit code 2, and nothing is written."""
    (tmp_path / "a.json").write_text('{"documents": [], "inquiries": []}', encoding="utf-8")

    assert 2 == main(["convert", *[argument.replace("{dir}", str(tmp_path)) for argument in arguments]])
    assert said in capsys.readouterr().err
    assert ["a.json"] == [path.name for path in tmp_path.iterdir()]


def test_check_reads_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A pipe is read like a file."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SAMPLE.read_bytes())))
    found = report(capsys, "-")

    assert "标准输入" == found["run"]["inputs"][0]["path"]  # type: ignore[index]
    assert found["summary"] == report(capsys, str(SAMPLE))["summary"]


class Screen(io.StringIO):
    """A terminal, or not."""

    def __init__(self, *, there: bool) -> None:
        """Say whether it is one."""
        super().__init__()
        self.there = there

    def isatty(self) -> bool:
        """Whether it is one."""
        return self.there


def test_a_bar_is_for_people() -> None:
    """No bar in CI, in a pipe, or on a terminal that cannot draw one."""
    assert wanted(Screen(there=True), {})
    assert not wanted(Screen(there=False), {})
    assert not wanted(Screen(there=True), {"CI": "true"})
    assert not wanted(Screen(there=True), {"TERM": "dumb"})
    with reading_progress() as observer:
        assert type(observer) is Observer


def test_a_bar_only_for_much(monkeypatch: pytest.MonkeyPatch) -> None:
    """Little is read without a bar; much with one, that is gone in the end."""
    screen = Screen(there=True)
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    bar = _Bar()
    bar.begins(1000)
    bar.advanced(1000)
    assert "" == screen.getvalue()
    bar.begins(100_000_000)
    bar.advanced(50_000_000)
    bar.advanced(50_000_000)
    bar.close()
    assert "读取台账" in screen.getvalue()


def test_long_work_is_told_only_for_much(monkeypatch: pytest.MonkeyPatch) -> None:
    """Little is judged in silence; of much it is said what is going on."""
    screen = Screen(there=True)
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    with working("核查台账", MANY - 1):
        pass
    assert "" == screen.getvalue()
    with working("核查台账", MANY):
        pass
    assert "核查台账" in screen.getvalue()
