"""`govaudit calendar`: count working days and say why each day counts or does not."""

from __future__ import annotations

import datetime as dt
import re

import click

from govaudit.cli.chinese import Command

_WEEKDAYS = "一二三四五六日"


@click.command("calendar", cls=Command, short_help="数工作日,逐日说明为什么算或不算。", context_settings={"ignore_unknown_options": True})
@click.argument("date", metavar="日期")
@click.argument("days", metavar="[+天数]", required=False)
@click.option("--explain", is_flag=True, help="逐日列出,并说明为什么算或不算。")
def calendar(date: str, days: str | None, explain: bool) -> None:  # noqa: FBT001 - click passes options by name
    r"""数国务院的工作日(含调休上班):事发当日为第 0 日,其后每个工作日加 1。

    \b
    govaudit calendar 2021-10-09                  这天上不上班
    govaudit calendar 2019-09-27 +5 --explain     第 5 个工作日是哪天,逐日怎么数
    """
    from rich.cells import cell_len

    from govaudit.calendar import china_calendar

    start = _parse(date)
    known = china_calendar()
    if days is None:
        day = known.day(start)
        click.echo(f"{_show(start)}  {'上班' if day.working else '休息'}:{day.reason}")
        return
    number = _number(days)
    due = known.due(start, number)
    if explain:
        for step in known.explain(start, number):
            mark = "起算" if step.day.date == start else f"第 {step.number} 日" if step.number is not None else "不计"
            click.echo(f"{_show(step.day.date)}  {mark}{' ' * (12 - cell_len(mark))}{step.day.reason}")
    doubt = f"(暂定:{known.horizon} 以后的放假安排尚未公布)" if due.provisional else ""
    click.echo(f"{_show(start)} 起第 {number} 个工作日:{_show(due.date)}{doubt}")
    click.echo(f"依据:{known.source},公布到 {known.horizon}")


def _show(day: dt.date) -> str:
    return f"{day} 周{_WEEKDAYS[day.weekday()]}"


def _parse(text: str) -> dt.date:
    from govaudit.errors import Problem, UsageError

    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError(Problem(found=f"日期 {text!r} 无效", expected="存在的日期,写作 2021-09-17")) from None


def _number(text: str) -> int:
    from govaudit.errors import Problem, UsageError

    if not re.fullmatch(r"\+?\d{1,5}", text):
        raise UsageError(Problem(found=f"天数 {text!r} 无效", expected="+5 这样的正整数"))
    return int(text)
