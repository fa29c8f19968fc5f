"""`govaudit inspect`: what files are taken for, and which rules they would do for, before anything is judged."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from govaudit.cli.chinese import Command
from govaudit.cli.console import resolve_color
from govaudit.cli.options import ignore_unknown_option, input_format_option, mapping_option, paths_argument
from govaudit.cli.output import Target, write_all
from govaudit.cli.progress import reading_progress

if TYPE_CHECKING:
    from govaudit.packs.load import Pack
    from govaudit.records.mapping import MappingFile
    from govaudit.vocabulary.model import Vocabulary

_UNREADABLE = 2
_EPILOG = """\b
例:
  govaudit inspect 留言.csv
  govaudit inspect 台账.xlsx -p dianxia-2021
  govaudit inspect 导出/ --save-mapping 映射.yaml       写一份映射初稿,改好后 check -m 映射.yaml
"""


@click.command("inspect", cls=Command, epilog=_EPILOG, short_help="看看台账读成了什么:哪张表、哪一栏、读不出什么、能查哪些规则。")
@paths_argument
@click.option("-p", "--pack", "packs", multiple=True, metavar="要点", help="看这些要点查得了多少,可多次;缺省取 govaudit.yaml,再取台账的 meta,再是全部要点。")
@mapping_option
@input_format_option
@ignore_unknown_option
@click.option("--save-mapping", "draft_path", type=click.Path(dir_okay=False), metavar="文件", help="写一份映射文件初稿,待定的地方有说明。")
@click.option("--json", "as_json", is_flag=True, help="写成 JSON,供程序读。")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="颜色(缺省 auto)。")
def inspect(paths: Sequence[str], packs: Sequence[str], **options: Any) -> int:
    """看看台账读成了什么,不作判断:每张表当作哪本台账、为什么,每一栏是哪个字段,改读了什么、读不出什么,够查哪些规则、还缺什么。"""
    from govaudit.config import find_config, load_config
    from govaudit.inspection.draft import draft
    from govaudit.inspection.look import inspect_files
    from govaudit.inspection.plain import as_json
    from govaudit.inspection.shown import shown

    config = load_config(find_config(Path.cwd()))
    choice = _Choice(packs or config.packs)
    mapping = _mapping(options["mapping"] or config.mapping, ignore_unknown=options["ignore_unknown"])
    with reading_progress() as observer:
        found = inspect_files(paths, choice, mapping, input_format=options["input_format"], observer=observer)
    if options["draft_path"]:
        _save(Path(options["draft_path"]), draft(found, choice.vocabulary))
        click.echo(f"已写 {options['draft_path']},请逐处看过“待定”再用。", err=True)
    width = min(shutil.get_terminal_size((80, 24)).columns, 120)
    text = as_json(found) if options["as_json"] else shown(found, width, color=resolve_color(options["color"], sys.stdout, os.environ))
    write_all({Target("inspection", None): text})
    return _UNREADABLE if found.problems else 0


class _Choice:
    """The packs that are asked for, or that the files name, or all; and the dictionary they make."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self.vocabulary: Vocabulary

    def __call__(self, meta: Mapping[str, Any]) -> tuple[Sequence[Pack], Vocabulary]:
        from govaudit.api import load_selected, merged_vocabulary
        from govaudit.packs.locate import all_packs

        own = meta.get("packs")
        named = self._names or (own if isinstance(own, list) and all(isinstance(one, str) for one in own) else ())
        packs = load_selected(named or list(all_packs(Path.cwd())))
        self.vocabulary = merged_vocabulary(packs)
        return packs, self.vocabulary


def _mapping(path: str, *, ignore_unknown: bool) -> MappingFile:
    from govaudit.records import load_mapping
    from govaudit.records.mapping import MappingFile

    mapping = load_mapping(Path(path)) if path else MappingFile()
    return mapping.model_copy(update={"ignore_unknown": True}) if ignore_unknown else mapping


def _save(path: Path, text: str) -> None:
    from govaudit.errors import Place, Problem, UsageError

    if path.exists():
        raise UsageError(Problem(Place(str(path)), "已有这个文件,里面可能有改好的映射", hint="请另写一个文件名,或先移走它"))
    write_all({Target("mapping", path): text})
