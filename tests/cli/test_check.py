"""`govaudit check` as it is called: exit codes, where output goes, and one clear message for each wrong input."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from govaudit.cli.main import main

RULE = ("-p", "dianxia-2021", "--as-of", "2021-12-20", "--select", "DX21-3.3.3")
IN_TIME = {"id": "1", "received_at": "2021-09-17", "replied_at": "2021-10-08", "channel": "微博", "unit": "民政所"}
LATE = IN_TIME | {"id": "2", "replied_at": "2021-10-09"}
OPEN = IN_TIME | {"id": "3", "replied_at": None, "received_at": "2021-12-17"}
UNKNOWN = IN_TIME | {"id": "4", "channel": None}
ELSEWHERE = IN_TIME | {"id": "5", "channel": "来访"}


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder, so that no configuration is found."""
    monkeypatch.chdir(tmp_path)


def ledger(*records: dict[str, Any], name: str = "a.json") -> str:
    """Write replies to a file."""
    Path(name).write_text(json.dumps({"inquiries": records}, ensure_ascii=False), encoding="utf-8")
    return name


@pytest.mark.parametrize(
    ("records", "options", "code"),
    [
        ([IN_TIME], [], 0),
        ([IN_TIME, LATE], [], 1),
        ([IN_TIME, LATE], ["--fail-on", "never"], 0),
        ([LATE], ["--exit-zero"], 0),
        ([OPEN], [], 3),
        ([IN_TIME, OPEN], [], 0),
        ([IN_TIME, UNKNOWN], [], 0),
        ([IN_TIME, UNKNOWN], ["--strict"], 3),
        ([LATE, UNKNOWN], ["--strict"], 1),
        ([UNKNOWN], [], 3),
        ([UNKNOWN], ["--exit-zero"], 0),
        ([ELSEWHERE], [], 3),
        ([], [], 3),
        ([LATE], ["--as-of", "2021-10-08"], 3),
        ([LATE], ["--unit", "民政所"], 1),
    ],
)
@pytest.mark.parametrize("form", ["terminal", "json", "sarif", "junit"])
def test_exit_code(records: list[dict[str, Any]], options: list[str], code: int, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Clean 0, violated 1, nothing judged or, strictly, anything open 3; whatever the format."""
    assert code == main(["check", ledger(*records), *RULE, "-f", form, *options])
    said = capsys.readouterr()
    assert said.out
    assert "" == said.err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "a.json: 文件是空的"),
        (b"{", "a.json:1:1: 内容不完整"),
        ('{"公文": []}'.encode("gb18030"), "UTF-8"),
        (b'{"inquiries": {}}', "记录的列表"),
        (b"[]", "最外层是列表"),
        ('{"没有的表": [{"a": 1}]}'.encode(), "没有“没有的表”这张表"),
        ('{"inquiries": [{"收到钟点": "2021-01-01"}]}'.encode(), "没有“收到钟点”这一列"),
        (b'{"inquiries": [{"id": "1", "id": "2"}]}', "id"),
        (b'{"inquiries": [{"id": "1"}], "inquiries": []}', "inquiries"),
        (b"\x1f\x8b\x08\x00garbage", "gzip"),
        (b'{"inquiries": [{"id": "\xff"}]}', "UTF-8"),
    ],
)
def test_a_file_that_is_wrong_as_a_whole(content: bytes, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It is told where and why on standard error, with exit code 2 and nothing on standard output."""
    Path("a.json").write_bytes(content)

    assert 2 == main(["check", "a.json", *RULE])
    told = capsys.readouterr()
    assert said in told.err
    assert "程序内部错误" not in told.err
    assert "" == told.out


def test_a_bad_cell_is_rejected_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """A day that does not exist is named with its place; every other record is judged, and the number of rejects is in the report."""
    path = ledger(IN_TIME | {"id": "9", "replied_at": "2021-02-30"}, LATE)

    assert 1 == main(["check", path, *RULE, "--json"])
    report = json.loads(capsys.readouterr().out)
    assert {"cells": 1, "rows": 0} == report["summary"]["rejects"]
    assert [("/inquiries/0/replied_at", "2021-02-30")] == [(one["location"]["pointer"], one["value"]) for one in report["rejects"]]
    assert {"9": "undecided", "2": "fail"} == {one["record"]: one["state"] for one in report["findings"]}


def test_a_key_given_twice_rejects_the_second_row(capsys: pytest.CaptureFixture[str]) -> None:
    """The first record stays, the second is a rejected row."""
    main(["check", ledger(LATE, LATE), *RULE, "--json"])
    report = json.loads(capsys.readouterr().out)

    assert {"cells": 0, "rows": 1} == report["summary"]["rejects"]
    assert 1 == report["summary"]["fail"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["没有.json", *RULE], "没有这个文件"),
        (["a.json"], "没有指明要点"),
        (["a.json", "-p", "dianxia-2012"], "dianxia-2021"),
        (["a.json", *RULE, "-f", "jason"], "json"),
        (["a.json", *RULE, "-f", "json="], "文件名"),
        (["a.json", *RULE, "-f", "json", "-f", "terminal"], "只能有一种格式写到标准输出"),
        (["a.json", *RULE, "-f", "json=b.json", "-o", "c.json"], "-o"),
        (["a.json", *RULE, "-f", "json=没有的夹/b.json"], "报告写不进去"),
        (["a.json", *RULE, "--as-of", "2021-02-30"], "2021-02-30"),
        (["a.json", *RULE, "--as-of", "2021-07-15"], "印发日期 2021-07-16"),
        (["a.json", *RULE[:4], "--select", "DX21-99"], "没有以 DX21-99 开头的规则"),
        (["a.json", *RULE, "--clause", "三甲(九)"], "没有条款"),
        (["a.json", *RULE, "--unit", "民政局"], "民政所"),
        (["a.json", *RULE, "--set", "nothing=1"], "没有参数 nothing"),
        (["a.json", *RULE, "--set", "list_update_limit"], "参数=值"),
        (["a.json", *RULE, "-m", "没有.yaml"], "没有.yaml"),
        (["a.json", "a.json", *RULE], "同一个文件给了两次"),
        (["a.json", *RULE, "--engine", "duckbd"], "duckdb"),
        (["a.json", *RULE, "--stric"], "--strict"),
    ],
)
def test_wrong_usage(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each mistake is told in Chinese with what was expected; exit code 2, nothing on standard output, no file written."""
    ledger(LATE)

    assert 2 == main(["check", *arguments])
    told = capsys.readouterr()
    assert said in told.err
    assert "程序内部错误" not in told.err
    assert "" == told.out
    assert ["a.json"] == [path.name for path in Path().iterdir()]


def test_several_reports_of_one_run(capsys: pytest.CaptureFixture[str]) -> None:
    """Files get theirs, standard output one; they tell the same."""
    assert 1 == main(["check", ledger(IN_TIME, LATE), *RULE, "-f", "terminal", "-f", "json=b.json", "-f", "csv=c.csv"])
    report = json.loads(Path("b.json").read_text(encoding="utf-8"))

    assert "违规 1" in capsys.readouterr().out
    assert (1, 1) == (report["summary"]["pass"], report["summary"]["fail"])
    assert Path("c.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_binary_report_is_kept_off_the_screen(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A workbook is not poured over a terminal."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    assert 2 == main(["check", ledger(LATE), *RULE, "-f", "xlsx"])
    assert "-f xlsx=文件.xlsx" in capsys.readouterr().err


def test_the_configuration_upwards_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`govaudit.yaml` is found from a folder below; options come before it."""
    Path("govaudit.yaml").write_text("packs: [dianxia-2021]\noffice: 店下镇人民政府\n", encoding="utf-8")
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")

    assert 1 == main(["check", ledger(LATE), *RULE[2:], "--json"])
    assert "店下镇人民政府" == json.loads(capsys.readouterr().out)["run"]["office"]
    main(["check", ledger(LATE), *RULE[2:], "--json", "--office", "民政所"])
    assert "民政所" == json.loads(capsys.readouterr().out)["run"]["office"]


def test_the_same_bytes_twice(capsys: pytest.CaptureFixture[str]) -> None:
    """Two runs give the same report, byte for byte."""
    path = ledger(IN_TIME, LATE, OPEN, UNKNOWN)
    main(["check", path, *RULE, "-f", "json=b.json"])
    main(["check", path, *RULE, "-f", "json=c.json"])

    assert Path("b.json").read_bytes() == Path("c.json").read_bytes()
