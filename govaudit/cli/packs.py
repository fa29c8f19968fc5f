"""`govaudit packs` and `govaudit coverage`: which notices there are, and how each of their clauses is answered."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from govaudit.cli.chinese import Command


@click.command("packs", cls=Command, short_help="列出有哪些要点。")
@click.option("-v", "--verbose", is_flag=True, help="连同原件中的异样之处和参数一起列出。")
def packs(verbose: bool) -> None:  # noqa: FBT001 - click passes options by name
    """列出有哪些要点:工作文件夹 rules/ 里的,和程序自带的。"""
    from govaudit.api import load_selected
    from govaudit.packs.coverage import Answer, coverage, tally
    from govaudit.packs.locate import all_packs

    for name, folder in all_packs(Path.cwd()).items():
        pack = next(one for one in load_selected([str(folder) + "/"]) if one.id == name)
        info = pack.info
        counts = tally(coverage(pack))
        click.echo(f"{info.id}  {info.title}")
        issued = f"{info.issued} 印发" if info.issued else "原件未印发文日期"
        click.echo(f"    {info.issuer}{' ' + info.number if info.number else ''},{issued},适用 {info.period.first} 至 {info.period.last},版本 {info.version}")
        words = ((Answer.RULES, "规则可查"), (Answer.ATTEST, "人工证明"), (Answer.NOT_CHECKABLE, "无从查验"), (Answer.CONTEXT, "非义务"))
        click.echo(f"    {len(pack.clauses)} 条:" + ",".join(f"{word} {counts[answer]}" for answer, word in words))
        if info.extends:
            click.echo(f"    连同 {'、'.join(info.extends)} 一起核查")
        if verbose:
            for oddity in info.oddities:
                click.echo(f"    · {oddity.place}:{oddity.note}")
            for spec in info.parameters:
                click.echo(f"    参数 {spec.id}({spec.label},{spec.unit}):{spec.why}")


@click.command("coverage", cls=Command, short_help="列出一份要点的每一条由什么来查。")
@click.argument("pack", metavar="要点")
@click.option("--gaps", is_flag=True, help="只列没有着落的条款。")
def coverage(pack: str, gaps: bool) -> int:  # noqa: FBT001 - click passes options by name
    """列出一份要点的每一条:由哪些规则查、由人证明,还是无从查验;有条款没有着落时以 1 退出。"""
    from govaudit.api import load_selected
    from govaudit.cli.table import aligned
    from govaudit.packs.coverage import Answer, tally
    from govaudit.packs.coverage import coverage as answers_of

    loaded = load_selected([pack])[0]
    answers = answers_of(loaded)
    words = {Answer.RULES: "规则", Answer.ATTEST: "人工证明", Answer.NOT_CHECKABLE: "无从查验", Answer.CONTEXT: "非义务", Answer.NONE: "没有着落"}
    width = min(shutil.get_terminal_size((100, 24)).columns, 140)
    click.echo(f"{loaded.info.title}({loaded.id})")
    rows = [
        (one.clause.id, words[one.answer], f"{one.clause.duty}{' ← ' + '、'.join(one.rules) if one.rules else ':' + one.reason if one.reason else ''}")
        for one in answers
        if not gaps or one.answer is Answer.NONE
    ]
    click.echo(aligned(rows, width=width), nl=False)
    counts = tally(answers)
    answered = len(answers) - counts[Answer.NONE]
    detail = ",".join(f"{words[answer]} {counts[answer]}" for answer in Answer if counts[answer])
    click.echo(f"{answered}/{len(answers)} 条有着落:{detail}")
    return 1 if counts[Answer.NONE] else 0
