"""`govaudit check`: hold ledgers against packs and report."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from govaudit.cli.chinese import Command
from govaudit.cli.console import resolve_color
from govaudit.cli.output import Target, parse_target, write_all

if TYPE_CHECKING:
    from govaudit.results import Audit
    from govaudit.states import Severity

_EPILOG = """\b
例:
  govaudit check 台账.json                              用台账自带的要点和时点
  govaudit check 台账.csv -m 映射.yaml -p dianxia-2021
  govaudit check 台账.json -f terminal -f json=报告.json
  govaudit check 台账.json --as-of 2021-10-31 --unit 党政办公室
"""


@click.command("check", cls=Command, epilog=_EPILOG, short_help="按要点核查台账,给出报告。")
@click.argument("paths", nargs=-1, required=True, metavar="台账…")
@click.option("-p", "--pack", "packs", multiple=True, metavar="要点", help="要点编号或文件夹,可多次;缺省取 govaudit.yaml,再取台账自带的 meta。")
@click.option("--as-of", metavar="日期", help="统计时点,如 2021-12-31 或“2021-12-31 09:30”;缺省取台账的 meta.as_of,再取现在。")
@click.option("-m", "--mapping", type=click.Path(), metavar="文件", help="映射文件:列对应哪个字段,字段取什么常量。")
@click.option("-f", "--format", "formats", multiple=True, metavar="格式[=文件]", help="报告格式,可多次;缺省 terminal。")
@click.option("--output-format", "formats", multiple=True, hidden=True)
@click.option("--json", "as_json", is_flag=True, help="即 -f json。")
@click.option("-o", "--output", type=click.Path(), metavar="文件", help="只有一种格式时,报告写到哪里。")
@click.option("--fail-on", type=click.Choice(["error", "warning", "info", "never"]), default=None, help="到哪一级就以 1 退出(缺省 error)。")
@click.option("--strict", is_flag=True, help="有无法判定或待人工的,就以 3 退出。")
@click.option("--exit-zero", is_flag=True, help="有违规或不能得出结论时也以 0 退出(出错仍是 2)。")
@click.option("--select", multiple=True, metavar="规则", help="只用编号以此开头的规则,可多次。")
@click.option("--ignore", multiple=True, metavar="规则", help="不用编号以此开头的规则,可多次。")
@click.option("--clause", "clauses", multiple=True, metavar="条款", help="只查这些条款,可多次。")
@click.option("--unit", "units", multiple=True, metavar="单位", help="只查这些单位的记录,可多次。")
@click.option("--office", default="", metavar="机关", help="受检机关的名称。")
@click.option("--role", default="", metavar="角色", help="受检机关的角色,如 乡镇街道。")
@click.option("--set", "settings", multiple=True, metavar="参数=值", help="要点没有写明的数字,由使用单位设定,可多次。")
@click.option("--retroactive", is_flag=True, help="也查要点印发以前和年度以前发生的。")
@click.option("--ignore-unknown", is_flag=True, help="不认识的列不当作错误。")
@click.option("--engine", type=click.Choice(["polars", "duckdb", "spark"]), default="polars", help="在哪里计算(缺省 polars)。")
@click.option("-v", "--verbose", count=True, help="逐条列出;-vv 连合格与不适用的也列出。")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="颜色(缺省 auto)。")
def check(paths: Sequence[str], **options: Any) -> int:
    """按要点逐条核查台账(JSON、JSON Lines、CSV),给出报告。"""
    from govaudit.api import Request, perform
    from govaudit.config import find_config, load_config

    targets = _targets(options)
    config = load_config(find_config(Path.cwd()))
    request = Request(
        packs=tuple(options["packs"]),
        as_of=options["as_of"],
        office=options["office"],
        role=options["role"],
        parameters=_parameters(options["settings"]),
        mapping=options["mapping"],
        ignore_unknown=options["ignore_unknown"],
        retroactive=options["retroactive"],
        select=tuple(options["select"]),
        ignore=tuple(options["ignore"]),
        clauses=tuple(options["clauses"]),
        units=tuple(options["units"]),
        engine=options["engine"],
    )
    audit = perform(paths, request, config)
    fail_on = options["fail_on"] or config.fail_on
    strict = options["strict"] or config.strict
    severity = _severity(fail_on)
    write_all({target: _render(audit, target, severity, strict, options) for target in targets})
    code = audit.exit_code(severity, strict=strict)
    return 0 if options["exit_zero"] and code in (1, 3) else code


def _targets(options: dict[str, Any]) -> list[Target]:
    from govaudit.errors import Problem, UsageError
    from govaudit.reports import FORMATS

    names = [*options["formats"], *(["json"] if options["as_json"] else [])] or ["terminal"]
    targets = [parse_target(name, FORMATS) for name in names]
    if options["output"]:
        if len(targets) != 1 or targets[0].path is not None:
            raise UsageError(Problem(found="-o 只能配一种没有写文件的格式", hint="几种格式请写成 -f json=甲.json -f terminal"))
        targets = [Target(targets[0].format, Path(options["output"]))]
    if sum(target.path is None for target in targets) > 1:
        raise UsageError(Problem(found="只能有一种格式写到标准输出", hint="其余的请写成 -f 格式=文件"))
    return targets


def _render(audit: Audit, target: Target, fail_on: Severity | None, strict: bool, options: dict[str, Any]) -> str | bytes:  # noqa: FBT001 - private
    from govaudit.reports import FORMATS, Options

    to_screen = target.path is None
    color = to_screen and resolve_color(options["color"], sys.stdout, os.environ)
    width = _width(to_screen=to_screen)
    shown = Options(verbosity=options["verbose"], color=color, width=width, fail_on=fail_on, strict=strict)
    return FORMATS[target.format].render(audit, shown)


def _width(*, to_screen: bool) -> int:
    import shutil

    return min(shutil.get_terminal_size((100, 24)).columns, 120) if to_screen else 100


def _severity(name: str) -> Severity | None:
    from govaudit.states import Severity

    return None if name == "never" else Severity(name)


def _parameters(settings: Sequence[str]) -> dict[str, str]:
    from govaudit.errors import Problem, UsageError

    found: dict[str, str] = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals or not name or not value:
            raise UsageError(Problem(found=f"--set {setting}", expected="--set 参数=值"))
        found[name] = value
    return found
