"""`govaudit appendix`: the appendix of the annual report, as Word, workbook or Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from govaudit.cli.chinese import Command
from govaudit.cli.options import (
    as_of_option,
    ignore_unknown_option,
    mapping_option,
    office_option,
    pack_option,
    paths_argument,
    request_of,
    retroactive_option,
    role_option,
    set_option,
)
from govaudit.cli.output import Target, write_all

if TYPE_CHECKING:
    from govaudit.appendix import Format

_EPILOG = """\b
例:
  govaudit appendix 台账.json --year 2021 -o 附件.docx
  govaudit appendix 台账.json --year 2021 -o 附件.xlsx         每个数字列出所依据的记录
  govaudit appendix 台账.csv -m 映射.yaml -p dianxia-2021 --year 2021 --as-of 2022-01-10 > 附件.md
"""


@click.command("appendix", cls=Command, epilog=_EPILOG, short_help="写年度报告的附件:要点逐条落实情况。")
@paths_argument
@click.option("--year", required=True, metavar="年份", help="报告年度,如 2021。")
@pack_option
@click.option("-f", "--format", "format_name", metavar="格式", help="docx、xlsx 或 markdown;缺省看文件的后缀,没有文件时为 markdown。")
@click.option("-o", "--output", type=click.Path(), metavar="文件", help="写到哪里;缺省写到标准输出。")
@as_of_option
@mapping_option
@office_option
@role_option
@set_option
@retroactive_option
@ignore_unknown_option
def appendix(paths: Sequence[str], **options: Any) -> int:
    """写政府信息公开工作年度报告的附件:要点逐条怎样落实、主要数据、可以直接引用的文字,每个数字都注明出处。"""
    from govaudit.api import prepare
    from govaudit.appendix.build import build
    from govaudit.appendix.year import parse_year
    from govaudit.config import find_config, load_config

    path = Path(options["output"]) if options["output"] not in (None, "-") else None
    chosen = _format(options["format_name"], path)
    year = parse_year(options["year"])
    task = prepare(paths, request_of(options), load_config(find_config(Path.cwd())), whole=True)
    write_all({Target(chosen.name, path): chosen.render(build(task, year))})
    if path is not None:
        click.echo(f"已写 {path}", err=True)
    return 0


def _format(name: str | None, path: Path | None) -> Format:
    """Choose the format by name, else by the suffix of the file.

    Raises:
        UsageError: neither tells which, or a file that is no text would go to standard output.
    """
    from govaudit.appendix import FORMATS
    from govaudit.errors import Problem, UsageError
    from govaudit.vocabulary.model import nearest

    suffixes = {suffix: one for one in FORMATS.values() for suffix in one.suffixes}
    if name is not None and name not in FORMATS:
        raise UsageError(Problem(found=f"附件没有 {name} 格式{nearest(name, FORMATS)}", expected="、".join(FORMATS)))
    if name is None and path is not None and path.suffix.lower() not in suffixes:
        found = f"看不出 {path} 是什么格式" if path.suffix else f"{path} 没有后缀"
        raise UsageError(Problem(found=found, expected="、".join(suffixes), hint="请改后缀,或用 -f 指明格式"))
    chosen = FORMATS[name] if name is not None else suffixes[path.suffix.lower()] if path is not None else FORMATS["markdown"]
    if chosen.binary and path is None:
        raise UsageError(Problem(found=f"{chosen.name} 不能写到标准输出", hint=f"请用 -o 指明文件,如 -o 附件{chosen.suffixes[0]}"))
    return chosen
