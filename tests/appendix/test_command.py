"""The command: what it writes where, and what it says of wrong requests."""

from __future__ import annotations

from pathlib import Path

import pytest

from govaudit.cli.main import main
from tests.appendix.cases import SMALL

LEDGER = '{"meta": {"as_of": "2022-01-31"}, "inquiries": [{"id": "甲", "received_at": "2021-03-01", "replied_at": "2021-03-02"}]}'


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Write a ledger and work in its folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "台账.json").write_text(LEDGER, encoding="utf-8")
    return "台账.json"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "缺少"),
        (["--year", "2021"], "没有指明要点"),
        (["--year", "二〇二一", "-p", str(SMALL)], "不是年份"),
        (["--year", "2019", "-p", str(SMALL)], "所选要点不适用于 2019 年"),
        (["--year", "2021", "-p", str(SMALL), "--as-of", "2020-06-01"], "在 2021 年之前"),
        (["--year", "2021", "-p", str(SMALL), "-o", "附件.pdf"], "看不出 附件.pdf 是什么格式"),
        (["--year", "2021", "-p", str(SMALL), "-o", "附件"], "附件 没有后缀"),
        (["--year", "2021", "-p", str(SMALL), "-f", "word"], "附件没有 word 格式"),
        (["--year", "2021", "-p", str(SMALL), "-f", "docx"], "docx 不能写到标准输出"),
        (["--year", "2021", "-p", str(SMALL), "-o", "没有/附件.docx"], "写不进去"),
        (["--year", "2021", "-p", str(SMALL), "--set", "无"], "--set 参数=值"),
    ],
)
def test_wrong_requests_are_told_in_chinese(ledger: str, options: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What is wrong is said, nothing is written, and the exit code is 2."""
    code = main(["appendix", ledger, *options])
    printed = capsys.readouterr()

    assert (code, printed.out) == (2, "")
    assert said in printed.err
    assert [path.name for path in Path.cwd().iterdir()] == ["台账.json"]


@pytest.mark.parametrize(("name", "begins"), [("附件.md", "# 某镇".encode()), ("附件.docx", b"PK"), ("附件.XLSX", b"PK")])
def test_the_suffix_chooses_the_format(ledger: str, name: str, begins: bytes) -> None:
    """The file's suffix says what is written, whatever its case."""
    assert main(["appendix", ledger, "--year", "2021", "-p", str(SMALL), "--office", "某镇", "-o", name]) == 0
    assert Path(name).read_bytes().startswith(begins)


def test_without_a_file_markdown_is_printed(ledger: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Standard output is text, and carries the parameters that were set."""
    assert main(["appendix", ledger, "--year", "2021", "-p", str(SMALL), "--set", "publish_limit=5 workdays"]) == 0
    assert "公开期限 5 个工作日" in capfdbinary.readouterr().out.decode()
