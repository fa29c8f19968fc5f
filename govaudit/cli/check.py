"""`govaudit check`: hold ledgers against packs and report."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from govaudit.cli.chinese import Command
from govaudit.cli.ci import append_summary, default_format, places
from govaudit.cli.console import resolve_color
from govaudit.cli.marking import expanded
from govaudit.cli.options import (
    as_of_option,
    ignore_unknown_option,
    input_format_option,
    mapping_option,
    office_option,
    pack_option,
    paths_argument,
    request_of,
    retroactive_option,
    role_option,
    set_option,
)
from govaudit.cli.output import Target, parse_target, write_all
from govaudit.cli.progress import reading_progress, working
from govaudit.cli.word import read_template, template_option

if TYPE_CHECKING:
    from govaudit.reports import Format
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
@paths_argument
@pack_option
@as_of_option
@mapping_option
@click.option("-f", "--format", "formats", multiple=True, metavar="格式[=文件]", help="报告格式,可多次;缺省 terminal,在 GitHub Actions 里是 github。")
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
@office_option
@role_option
@set_option
@retroactive_option
@ignore_unknown_option
@input_format_option
@click.option("--engine", type=click.Choice(["polars", "duckdb", "spark"]), default="polars", help="在哪里计算(缺省 polars)。")
@template_option
@click.option("-v", "--verbose", count=True, help="逐条列出;-vv 连合格与不适用的也列出。")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="颜色(缺省 auto)。")
def check(paths: Sequence[str], **options: Any) -> int:
    """按要点逐条核查台账(JSON、JSON Lines、CSV、Excel、Parquet;文件、文件夹或标准输入 -),给出报告。"""
    from govaudit.api import prepare
    from govaudit.config import find_config, load_config

    targets = _targets(options)
    options["template"] = read_template(options["template"], targets)
    config = load_config(find_config(Path.cwd()))
    request = request_of(
        options,
        select=tuple(options["select"]),
        ignore=tuple(options["ignore"]),
        clauses=tuple(options["clauses"]),
        units=tuple(options["units"]),
        engine=options["engine"],
    )
    with reading_progress() as observer:
        task = prepare(paths, request, config, observer)
    with working("核查台账", sum(source.rows for source in task.records.sources)):
        audit = task.run()
    fail_on = options["fail_on"] or config.fail_on
    strict = options["strict"] or config.strict
    severity = _severity(fail_on)
    write_all({target: _render(audit, target, severity, strict, {**options, "book": book}) for target, book in expanded(targets, audit)})
    if any(target.format == "github" for target in targets):
        append_summary(audit, severity, os.environ, strict=strict)
    code = audit.exit_code(severity, strict=strict)
    return 0 if options["exit_zero"] and code in (1, 3) else code


def _targets(options: dict[str, Any]) -> list[Target]:
    from govaudit.errors import Problem, UsageError
    from govaudit.reports import FORMATS

    names = [*options["formats"], *(["json"] if options["as_json"] else [])] or ["terminal" if options["output"] else default_format(os.environ)]
    targets = [parse_target(name, FORMATS) for name in names]
    if options["output"]:
        if len(targets) != 1 or targets[0].path is not None:
            raise UsageError(Problem(found="-o 只能配一种没有写文件的格式", hint="几种格式请写成 -f json=甲.json -f terminal"))
        targets = [Target(targets[0].format, Path(options["output"]))]
    if sum(target.path is None for target in targets) > 1:
        raise UsageError(Problem(found="只能有一种格式写到标准输出", hint="其余的请写成 -f 格式=文件"))
    if sys.stdout.isatty():
        _refuse_on_screen([FORMATS[target.format] for target in targets if target.path is None])
    return targets


def _refuse_on_screen(formats: Sequence[Format]) -> None:
    """Refuse to write to the screen what no one can read there."""
    from govaudit.errors import Problem, UsageError

    for one in formats:
        if one.binary:
            raise UsageError(Problem(found=f"{one.name} 报告不能显示在屏幕上", expected=f"-f {one.name}=文件{one.suffix}"))


def _render(audit: Audit, target: Target, fail_on: Severity | None, strict: bool, options: dict[str, Any]) -> str | bytes:  # noqa: FBT001 - private
    from govaudit.reports import FORMATS, Options
    from govaudit.states import State

    to_screen = target.path is None
    color = to_screen and resolve_color(options["color"], sys.stdout, os.environ)
    width = _width(to_screen=to_screen)
    base, folder = places(os.environ)
    shown = Options(
        verbosity=options["verbose"],
        color=color,
        width=width,
        fail_on=fail_on,
        strict=strict,
        base=base,
        folder=folder,
        template=options["template"],
        original=lambda path: Path(path).read_bytes(),
        book=options["book"],
    )
    with working(f"写报告 {target.format}", sum(audit.counts[state] for state in State if state.is_finding)):
        return FORMATS[target.format].render(audit, shown)


def _width(*, to_screen: bool) -> int:
    import shutil

    return min(shutil.get_terminal_size((100, 24)).columns, 120) if to_screen else 100


def _severity(name: str) -> Severity | None:
    from govaudit.states import Severity

    return None if name == "never" else Severity(name)
