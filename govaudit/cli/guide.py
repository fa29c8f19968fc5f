"""`govaudit rules guide` and `govaudit rules vocabulary`: what the packs and the dictionary hold, as Markdown for readers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from govaudit.cli.chinese import Command
from govaudit.cli.output import Target, write_all

_GUIDE = "把要点写成给人读的 Markdown:异样之处、参数、每一条由什么来查;不写要点就是全部要点。"
_VOCABULARY = "把台账词汇表写成给人读的 Markdown:每张表、每个字段的名称、类型、取值、别名。"


@click.command("guide", cls=Command, short_help="把要点写成给人读的 Markdown。", help=_GUIDE)
@click.argument("names", nargs=-1, metavar="[要点…]")
@click.option("-o", "--output", type=click.Path(dir_okay=False), metavar="文件", help="写到哪个文件,如 docs/packs.md;缺省为标准输出。")
def guide_command(names: Sequence[str], output: str | None) -> None:
    """Write the guide to the packs named, or to all."""
    from govaudit.api import load_selected
    from govaudit.packs.guide import guide
    from govaudit.packs.locate import all_packs

    packs = load_selected(list(names) or list(all_packs(Path.cwd())))
    _write(guide(packs), output)


@click.command("vocabulary", cls=Command, short_help="把台账词汇表写成给人读的 Markdown。", help=_VOCABULARY)
@click.option("-o", "--output", type=click.Path(dir_okay=False), metavar="文件", help="写到哪个文件,如 docs/vocabulary.md;缺省为标准输出。")
def vocabulary_command(output: str | None) -> None:
    """Write the guide to the dictionary that ships with the program."""
    from govaudit.vocabulary.guide import guide
    from govaudit.vocabulary.load import standard_vocabulary

    _write(guide(standard_vocabulary()), output)


def _write(text: str, output: str | None) -> None:
    write_all({Target("markdown", Path(output) if output is not None else None): text})
