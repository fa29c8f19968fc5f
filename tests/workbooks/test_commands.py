"""The commands `template` and `inspect`, and where `check -f marked` writes."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from govaudit.cli.main import main
from govaudit.cli.marking import expanded
from govaudit.cli.output import Target
from govaudit.errors import UsageError
from govaudit.results import Audit
from tests.reports.marked_book import audit_of
from tests.samples.workbook import SOURCE, TARGET

CHECK = ["-p", "dianxia-2021", "--as-of", "2021-12-20"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with the sample workbook in it."""
    shutil.copy(TARGET, tmp_path / "台账.xlsx")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Run a command; return its exit code, what it wrote and what it complained of."""
    code = main(list(arguments))
    out, err = capsys.readouterr()
    return code, out, err


def test_template_is_written(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The template goes to a file and says where to begin."""
    code, out, err = run(capsys, "template", "-p", "dianxia-2021", "-o", "模板.xlsx")

    assert (0, "") == (code, err)
    assert out.startswith("已写 模板.xlsx:27 张台账")
    assert "填报说明" == load_workbook(here / "模板.xlsx").sheetnames[0]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("-o", "模板.xlsx"), "没有指明要点"),
        (("-p", "dianxia-2021", "-o", "模板.csv"), "模板只能写成 .xlsx 文件"),
        (("-p", "dianxia-2021", "-o", "台账.xlsx"), "里面可能有填好的台账"),
        (("-p", "dianxia-2022"), "没有要点 dianxia-2022"),
        (("-p", "dianxia-2021", "-o", "没有/模板.xlsx"), "报告写不进去"),
    ],
)
@pytest.mark.usefixtures("here")
def test_template_mistakes(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], expected: str) -> None:
    """Nothing is written over, and every mistake is told."""
    code, out, err = run(capsys, "template", *arguments)

    assert (2, "") == (code, out)
    assert expected in err


@pytest.mark.usefixtures("here")
def test_inspect(capsys: pytest.CaptureFixture[str]) -> None:
    """The text names tables, columns, refused cells and what can be judged; no line is wider than asked."""
    code, out, err = run(capsys, "inspect", "台账.xlsx", "-p", "dianxia-2021")

    assert (0, "") == (code, err)
    assert "当作 公文(documents)  按工作表名;20 栏中认得 20 栏" in out
    assert "× K10 2021-02-30:没有这一天:2021 年 2 月 30 日" in out
    assert "172 条规则,台账够查 165 条,缺栏目 4 条,缺台账 3 条。" in out


def test_inspect_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """The JSON has every table, and takes the packs that the file names."""
    code, out, _ = run(capsys, "inspect", str(SOURCE), "--json")
    found = json.loads(out)

    assert 0 == code
    assert ["dianxia-2021"] == [one["pack"] for one in found["reach"]]
    assert list(json.loads(SOURCE.read_text(encoding="utf-8")))[1:] == [look["table"] for look in found["tables"]]


def test_inspect_writes_a_mapping(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The draft makes a check accept what it would refuse; it is never written over one that is there."""
    (here / "留言.csv").write_text("留言编号,受理时间,答复时间,答复字数\nL1,2021-09-17,2021-10-08,30\n", encoding="utf-8")
    refused = run(capsys, "check", "留言.csv", *CHECK)
    wrote = run(capsys, "inspect", "留言.csv", *CHECK[:2], "--save-mapping", "映射.yaml")
    accepted = run(capsys, "check", "留言.csv", *CHECK, "-m", "映射.yaml")
    again = run(capsys, "inspect", "留言.csv", *CHECK[:2], "--save-mapping", "映射.yaml")

    assert [2, 0, 3, 2] == [code for code, _, _ in (refused, wrote, accepted, again)]
    assert "里面可能有改好的映射" in again[2]


def test_inspect_says_what_is_unreadable(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A broken file is told, and makes the exit code 2."""
    (here / "坏.json").write_bytes(b"{]")
    code, out, _ = run(capsys, "inspect", "坏.json", *CHECK[:2])

    assert 2 == code
    assert out.startswith("! 坏.json")


def test_marked_is_written(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The marked workbook goes into a folder under the name of the original, which stays as it was, and is checked like it: the findings are the same."""
    (here / "标注").mkdir()
    done = run(capsys, "check", "台账.xlsx", *CHECK, "-f", "marked=标注", "-f", "json=一.json")
    again = run(capsys, "check", "标注/台账.xlsx", *CHECK, "-f", "json=二.json")
    reports = [json.loads((here / name).read_text(encoding="utf-8")) for name in ("一.json", "二.json")]

    assert [(1, "", "")] * 2 == [done, again]
    assert TARGET.read_bytes() == (here / "台账.xlsx").read_bytes()
    assert "核查结果" == load_workbook(here / "标注" / "台账.xlsx").sheetnames[0]
    assert reports[0]["summary"] == reports[1]["summary"]
    assert [one["id"] for one in reports[0]["findings"]] == [one["id"] for one in reports[1]["findings"]]


def audit_with(*paths: str) -> Audit:
    """Make an audit of some inputs."""
    audit = audit_of(b"")
    return replace(audit, run=replace(audit.run, inputs=tuple(replace(audit.run.inputs[0], path=path) for path in paths)))


@pytest.mark.parametrize(
    ("paths", "out", "expected"),
    [
        (("台账.xlsx",), "台账.xlsx", "这是台账原件,标注不能覆盖它"),
        (("台账.xlsx",), ".", "这是台账原件,标注不能覆盖它"),
        (("台账.xlsx",), "标注.xlsm", "与原件的格式不同"),
        (("台账.xlsx",), None, "不能写到标准输出"),
        (("台账.json", "台账.xlsx.gz"), "标注.xlsx", "没有可以标注的工作簿"),
        (("台账.xlsx", "b.xlsx"), "标注.xlsx", "有 2 本工作簿要标注"),
    ],
)
@pytest.mark.usefixtures("here")
def test_where_marked_must_not_go(paths: tuple[str, ...], out: str | None, expected: str) -> None:
    """A marked workbook never goes over an input, nor to where it does not fit."""
    with pytest.raises(UsageError, match=expected):
        list(expanded([Target("marked", None if out is None else Path(out))], audit_with(*paths)))


@pytest.mark.usefixtures("here")
def test_each_workbook_goes_to_its_own_file() -> None:
    """In a folder two inputs of one name do not meet; other formats stay as they are; files that are no workbooks are left out."""
    Path("标注").mkdir()
    targets = [Target("json", None), Target("marked", Path("标注"))]
    found = list(expanded(targets, audit_with("a/台账.xlsx", "b/台账.xlsx", "b/台账.csv", "台账.xlsm")))

    assert [None, "台账.xlsx", "台账(2).xlsx", "台账.xlsm"] == [None if target.path is None else target.path.name for target, _ in found]
    assert ["", "a/台账.xlsx", "b/台账.xlsx", "台账.xlsm"] == [book for _, book in found]
