"""LibreOffice opens the workbook and the Word report, and prints them whole."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from govaudit.reports import Options
from tests.needs import program
from tests.reports.office_dump import rendered

TOLD = {
    "xlsx": ("政务公开整改台账", "整改台账:民政办", "本机关(未指明单位)", "整改措施", "核查一览", "涉密文件不上网", "三十余", "截至2021年10月31日(含当日)"),
    "docx": ("自查报告", "一、总体情况", "五、整改要求", "附件1", "集镇路灯不亮", "涉密文件不上网", "三十余", "—1—"),
}


@pytest.mark.office
@pytest.mark.parametrize("audit", ["canonical", "hostile"])
@pytest.mark.parametrize("name", ["xlsx", "docx"])
def test_prints(name: str, audit: str, tmp_path: Path) -> None:
    """Converted to PDF it has pages, and on them what it should say."""
    source = tmp_path / f"报告.{name}"
    source.write_bytes(rendered(name, audit, Options(limit=None if audit == "canonical" else 4)))
    office, totext = program("soffice"), program("pdftotext")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"

    subprocess.run([office, profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, source], check=True, capture_output=True, timeout=300)
    text = subprocess.run([totext, "-layout", tmp_path / "报告.pdf", "-"], check=True, capture_output=True, text=True).stdout

    assert text.count("\f") >= 1
    if audit == "canonical":
        flat = "".join(text.split())
        assert [] == [words for words in TOLD[name] if words not in flat]
