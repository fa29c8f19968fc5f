"""`govaudit template`: an empty workbook of the ledgers that packs need."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from govaudit.cli.chinese import Command
from govaudit.cli.output import Target, write_all

_SUFFIX = ".xlsx"
_EPILOG = """\b
例:
  govaudit template -p dianxia-2021 -o 台账模板.xlsx
  govaudit template --all -o 全部台账.xlsx
"""


@click.command("template", cls=Command, epilog=_EPILOG, short_help="按要点导出台账模板(.xlsx),填好就能核查。")
@click.option("-p", "--pack", "packs", multiple=True, metavar="要点", help="要点编号或文件夹,可多次;缺省取 govaudit.yaml。")
@click.option("--all", "every", is_flag=True, help="词汇表中的全部台账,不只是所选要点要用的。")
@click.option("-o", "--output", default="台账模板.xlsx", type=click.Path(dir_okay=False), metavar="文件", help="写到哪个文件;缺省为 台账模板.xlsx。")
def template(packs: Sequence[str], every: bool, output: str) -> None:  # noqa: FBT001 - click passes options by name
    """导出台账模板:每本台账一张工作表,有中文标题、下拉列表、日期格式、填写说明和示例行;规则要用的栏目着色,批注写明哪些条款要用。"""
    from govaudit.api import load_selected, merged_vocabulary, no_pack
    from govaudit.config import find_config, load_config
    from govaudit.errors import Place, Problem, UsageError
    from govaudit.workbooks.plan import sheets_of
    from govaudit.workbooks.template import template as made

    path = Path(output)
    if path.suffix.lower() != _SUFFIX:
        raise UsageError(Problem(Place(output), "模板只能写成 .xlsx 文件", f"以 {_SUFFIX} 结尾的文件名"))
    if path.exists():
        raise UsageError(Problem(Place(output), "已有这个文件,里面可能有填好的台账", hint="请另写一个文件名,或先移走它"))
    chosen = packs or load_config(find_config(Path.cwd())).packs
    if not chosen and not every:
        raise no_pack()
    loaded = load_selected(chosen)
    vocabulary = merged_vocabulary(loaded)
    write_all({Target("template", path): made(loaded, vocabulary, every=every)})
    number = len(sheets_of(loaded, vocabulary, every=every))
    click.echo(f"已写 {output}:{number} 张台账,请先看“填报说明”。")
