"""An office's own Word template: the option that names it, and `govaudit word-template`, which gives one to begin with."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from govaudit.cli.chinese import Command
from govaudit.cli.output import Target, write_all

template_option = click.option("--template", type=click.Path(), metavar="文件", help="docx 报告套用本单位的 Word 模板;govaudit word-template 可导出一份来改。")


def read_template(path: str | None, targets: Iterable[Target]) -> bytes | None:
    """Read an office's template before any ledger is read, so that a fault in it does not cost a run.

    Raises:
        UsageError: it cannot be read, or no Word report is asked for.
        SourceError: it cannot be filled.
    """
    if path is None:
        return None
    from govaudit.errors import Place, Problem, UsageError
    from govaudit.reports.docx_template import check

    if not any(target.format == "docx" for target in targets):
        raise UsageError(Problem(found=f"--template {path} 只用于 docx 报告", hint="请加上 -f docx=报告.docx"))
    try:
        template = Path(path).read_bytes()
    except OSError as error:
        raise UsageError(Problem(Place(path), f"模板读不出来:{error.strerror}", hint="请检查文件名和权限")) from None
    check(template, path)
    return template


_EPILOG = """\b
例:
  govaudit word-template -o 我们的模板.docx
  govaudit check 台账.json -f docx=自查报告.docx --template 我们的模板.docx
"""


@click.command("word-template", cls=Command, epilog=_EPILOG, short_help="导出自查报告的 Word 模板,改好后用 --template 套用。")
@click.option("-o", "--output", default="自查报告模板.docx", type=click.Path(dir_okay=False), metavar="文件", help="写到哪个文件;缺省为 自查报告模板.docx。")
def word_template(output: str) -> None:
    """导出自查报告的 Word 模板:版式可随意改,大括号里的占位符由程序填写,名称见 docs/reports.md。"""
    from govaudit.errors import Place, Problem, UsageError
    from govaudit.reports.docx_default import default_template

    path = Path(output)
    if path.exists():
        raise UsageError(Problem(Place(output), "已有这个文件,里面可能有改好的模板", hint="请另写一个文件名,或先移走它"))
    write_all({Target("word-template", path): default_template()})
    click.echo(f"已写 {output}:改好版式后,用 -f docx=自查报告.docx --template {output} 套用。")
