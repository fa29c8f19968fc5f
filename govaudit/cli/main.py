"""The entry point: subcommands, and the last resort for errors."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

import click

from govaudit import __version__
from govaudit.cli.chinese import Group, usage_message

EXIT_TROUBLE = 2
EXIT_INTERRUPTED = 130
EXIT_PIPE = 141

_COMMANDS = {
    "check": ("govaudit.cli.check:check", "按要点核查台账,给出报告。"),
    "inspect": ("govaudit.cli.inspect:inspect", "看看台账读成了什么:哪张表、哪一栏、读不出什么、能查哪些规则。"),
    "template": ("govaudit.cli.template:template", "按要点导出台账模板(.xlsx),填好就能核查。"),
    "word-template": ("govaudit.cli.word:word_template", "导出自查报告的 Word 模板,改好后用 --template 套用。"),
    "convert": ("govaudit.cli.convert:convert", "把台账读一遍,存成 Parquet,供反复核查。"),
    "packs": ("govaudit.cli.packs:packs", "列出有哪些要点。"),
    "appendix": ("govaudit.cli.appendix:appendix", "写年度报告的附件:要点逐条落实情况。"),
    "coverage": ("govaudit.cli.packs:coverage", "列出一份要点的每一条由什么来查。"),
    "rules": ("govaudit.cli.rules:rules", "查看、检验、测试规则。"),
    "calendar": ("govaudit.cli.calendar:calendar", "数工作日,逐日说明为什么算或不算。"),
}

_HELP = """按政务公开工作要点逐条核查台账:哪一条、哪份记录、差多少、该谁办,哪些无法判定、为什么。

\b
  govaudit check 台账.json -p dianxia-2021            检查前自查
  govaudit check 台账.csv -m 映射.yaml -f json=报告.json
  govaudit coverage dianxia-2021                       这份要点查得了哪些条款
  govaudit calendar 2021-09-17 +10 --explain           期限怎么数的

\b
退出码:0 已判断且无违规;1 有违规;2 未能工作;3 不能得出结论。
"""


@click.group(cls=Group, lazy=_COMMANDS, help=_HELP, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}, no_args_is_help=True)
@click.version_option(__version__, "-V", "--version", message="govaudit %(version)s", help="显示版本。")
@click.option("--debug", is_flag=True, help="出错时给出程序内部的调用栈。")
def cli(debug: bool) -> None:  # noqa: FBT001 - click passes options by name
    """Hold the options of all commands; `--debug` is read by `run`."""


def run(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    _set_up_process()
    sys.exit(main(list(sys.argv[1:] if arguments is None else arguments)))


def _set_up_process() -> None:
    """Spare a short-lived process what only serves long-lived ones.

    Looking for garbage cycles again and again while thousands of rules and expressions are built finds none; plugins of pydantic that happen to be
    installed beside have no part in an audit, and looking for them reads the description of every installed package.
    """
    gc.set_threshold(100_000, 50, 50)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def main(arguments: list[str]) -> int:
    """Run the command line and return its exit code; no traceback reaches a user unless `--debug` asks for it."""
    from govaudit.errors import GovauditError

    try:
        result = cli.main(arguments, prog_name="govaudit", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return EXIT_TROUBLE
    except click.ClickException as error:
        _say(f"用法有误:{usage_message(error)}")
        _say(f"用 {_help_command(error)} 查看用法。")
        return EXIT_TROUBLE
    except (click.Abort, KeyboardInterrupt):
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return EXIT_PIPE
    except GovauditError as error:
        for problem in error.problems:
            _say(str(problem))
        _say(f"共 {len(error.problems)} 处问题,未能完成。")
        return EXIT_TROUBLE
    except Exception as error:
        if "--debug" in arguments:
            raise
        _say(f"程序内部错误({type(error).__name__}: {error})。请加 --debug 重试,并把输出报告给维护者。")
        return EXIT_TROUBLE
    return result if isinstance(result, int) else 0


def _help_command(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return f"{context.command_path if context is not None else 'govaudit'} --help"


def _say(message: str) -> None:
    click.echo("".join(char if char.isprintable() or char == "\n" else f"\\x{ord(char):02x}" for char in message), err=True)
