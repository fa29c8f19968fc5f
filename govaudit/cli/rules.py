"""`govaudit rules …`: look at rules, check them, test them, print their schema, begin a new pack."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from govaudit.cli.chinese import Command, Group
from govaudit.cli.guide import guide_command, vocabulary_command

_PACKS = click.argument("names", nargs=-1, metavar="[要点…]")


@click.group("rules", cls=Group, short_help="查看、检验、测试规则。", no_args_is_help=True)
def rules() -> None:
    """查看、检验、测试规则;不写要点就是全部要点。"""


def _chosen(names: Sequence[str]) -> list[str]:
    from govaudit.packs.locate import all_packs

    return list(names) or list(all_packs(Path.cwd()))


@rules.command("list", cls=Command, short_help="列出规则。")
@_PACKS
def list_(names: Sequence[str]) -> None:
    """列出规则:编号、程度、种类、标题。"""
    import shutil

    from govaudit.api import load_selected
    from govaudit.cli.table import aligned

    width = min(shutil.get_terminal_size((100, 24)).columns, 140)
    for pack in load_selected(_chosen(names)):
        click.echo(f"{pack.info.title}({pack.id})")
        click.echo(aligned([(rule.id, str(rule.force), rule.checks[0].kind, rule.title) for rule in pack.rules], width=width, indent="  "), nl=False)


@rules.command("show", cls=Command, short_help="显示一条规则:依据、检查、例子。")
@click.argument("rule_id", metavar="规则")
def show(rule_id: str) -> None:
    """显示一条规则:依据的条款、检查什么、怎样整改、有哪些例子。"""
    from govaudit.api import load_selected
    from govaudit.cli.show import shown_rule
    from govaudit.errors import Problem, UsageError
    from govaudit.vocabulary.model import nearest

    packs = load_selected(_chosen(()))
    known = {rule.id: (rule, pack) for pack in packs for rule in pack.rules}
    if rule_id not in known:
        raise UsageError(Problem(found=f"没有规则 {rule_id}{nearest(rule_id, known)}", hint="用 govaudit rules list 查看"))
    click.echo(shown_rule(*known[rule_id]), nl=False)


@rules.command("lint", cls=Command, short_help="检验要点文件:写法、条款、例子是否齐全。")
@_PACKS
def lint(names: Sequence[str]) -> int:
    """检验要点文件:所有文件的所有问题一次列出,各有文件、行、列;有问题时以 2(读不了)或 1(不齐全)退出。"""
    from govaudit.api import load_selected
    from govaudit.packs.lint import lint as lacking

    packs = load_selected(_chosen(names))
    problems = [problem for pack in packs for problem in lacking(pack)]
    for problem in problems:
        click.echo(str(problem))
    clauses = sum(len(pack.clauses) for pack in packs)
    rules_ = sum(len(pack.rules) for pack in packs)
    click.echo(f"{len(packs)} 份要点、{clauses} 条、{rules_} 条规则:{f'{len(problems)} 处不齐全' if problems else '齐全'}")
    return 1 if problems else 0


@rules.command("test", cls=Command, short_help="运行规则自带的例子;--mutate 检验例子本身。")
@_PACKS
@click.option("--mutate", is_flag=True, help="把每个期限、数目错开一个单位,把每个条件去掉,看有没有例子察觉。")
@click.option("--select", multiple=True, metavar="规则", help="只测编号以此开头的规则。")
@click.option("-v", "--verbose", is_flag=True, help="连通过的例子也列出。")
def test(names: Sequence[str], mutate: bool, select: Sequence[str], verbose: bool) -> int:  # noqa: FBT001 - click passes options by name
    """运行规则自带的例子:状态不符、没有判断到对象都算不通过。"""
    from govaudit.api import load_selected
    from govaudit.engine.examples import test_rules

    failed = total = 0
    for pack in load_selected(_chosen(names)):
        chosen = [rule for rule in pack.rules if rule.id in pack.origins and (not select or rule.id.startswith(tuple(select)))]
        for outcome in test_rules(pack, chosen):
            total += 1
            failed += bool(outcome.fault)
            if outcome.fault or verbose:
                click.echo(f"{outcome.place}: {'✗' if outcome.fault else '✓'} {outcome.rule}「{outcome.example}」{outcome.fault}")
        if mutate:
            failed += _mutate(pack, chosen)
    click.echo(f"{total} 个例子,{f'{failed} 处不通过' if failed else '全部通过'}")
    return 1 if failed or not total else 0


def _mutate(pack: object, chosen: Sequence[object]) -> int:
    from govaudit.engine.mutate import survivors

    tried = unnoticed = 0
    for rule in chosen:
        number, found = survivors(pack, rule)  # type: ignore[arg-type]
        tried += number
        unnoticed += len(found)
        for one in found:
            click.echo(f"{one.place}: {one.rule}:{one.what},没有例子察觉")
    click.echo(f"{getattr(pack, 'id', '')}:改动 {tried} 处,{f'{unnoticed} 处没有例子察觉' if unnoticed else '处处有例子察觉'}")
    return unnoticed


@rules.command("schema", cls=Command, short_help="给出 YAML 文件的 JSON Schema,供编辑器使用。")
@click.argument("part", type=click.Choice(["rules", "clauses", "pack"]), default="rules", metavar="[rules|clauses|pack]")
@click.option("--write", type=click.Path(file_okay=False), metavar="文件夹", help="三份都写进这个文件夹。")
def schema(part: str, write: str | None) -> None:
    """给出 YAML 文件的 JSON Schema,供编辑器使用。"""
    from govaudit.packs.schema import PARTS, schema_text

    if write is None:
        click.echo(schema_text(part), nl=False)
        return
    from govaudit.cli.output import Target, write_all

    Path(write).mkdir(parents=True, exist_ok=True)
    write_all({Target("schema", Path(write) / f"{name}.schema.json"): schema_text(name) for name in PARTS})


@rules.command("new", cls=Command, short_help="建立一份新要点的空白文件夹。")
@click.argument("pack_id", metavar="要点编号")
@click.option("--title", required=True, help="要点的标题。")
@click.option("--issuer", required=True, help="印发机关。")
@click.option("--year", required=True, type=click.IntRange(2000, 2100), help="要点的年度。")
@click.option("--prefix", required=True, help="规则编号的前缀,如 DX21。")
def new(pack_id: str, title: str, issuer: str, year: int, prefix: str) -> None:
    """在当前文件夹的 rules/ 里建立一份新要点:pack.yaml、clauses.yaml 和一条示范规则。"""
    from govaudit.cli.output import Target, write_all
    from govaudit.errors import Problem, UsageError
    from govaudit.packs.scaffold import scaffold

    folder = Path("rules") / pack_id
    if folder.exists():
        raise UsageError(Problem(found=f"{folder} 已经存在"))
    files = scaffold(pack_id, title, issuer, year, prefix)
    (folder / "rules").mkdir(parents=True)
    write_all({Target("yaml", folder / name): text for name, text in files.items()})
    click.echo(f"已建立 {folder}。先把要点逐条写进 clauses.yaml,再写规则;随时运行 govaudit rules lint {pack_id} 和 govaudit rules test {pack_id}。")


rules.add_command(guide_command)
rules.add_command(vocabulary_command)
