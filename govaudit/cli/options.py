"""Options that several commands share, and the request they make."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from govaudit.api import Request

paths_argument = click.argument("paths", nargs=-1, required=True, metavar="台账…")
pack_option = click.option("-p", "--pack", "packs", multiple=True, metavar="要点", help="要点编号或文件夹,可多次;缺省取 govaudit.yaml,再取台账自带的 meta。")
as_of_option = click.option("--as-of", metavar="日期", help="统计时点,如 2021-12-31 或“2021-12-31 09:30”;缺省取台账的 meta.as_of,再取现在。")
mapping_option = click.option("-m", "--mapping", type=click.Path(), metavar="文件", help="映射文件:列对应哪个字段,字段取什么常量。")
office_option = click.option("--office", default="", metavar="机关", help="受检机关的名称。")
role_option = click.option("--role", default="", metavar="角色", help="受检机关的角色,如 乡镇街道。")
set_option = click.option("--set", "settings", multiple=True, metavar="参数=值", help="要点没有写明的数字,由使用单位设定,可多次。")
retroactive_option = click.option("--retroactive", is_flag=True, help="也查要点印发以前和年度以前发生的。")
input_format_option = click.option("--input-format", default="", metavar="格式", help="标准输入(-)和看不出格式的文件是什么格式,如 csv、json、jsonl。")
ignore_unknown_option = click.option("--ignore-unknown", is_flag=True, help="不认识的列不当作错误。")


def request_of(options: dict[str, Any], **more: Any) -> Request:
    """Return the request that the shared options make; `more` are the other fields of it.

    Raises:
        UsageError: `--set` is not a parameter with a value.
    """
    from govaudit.api import Request

    return Request(
        packs=tuple(options["packs"]),
        as_of=options["as_of"],
        office=options["office"],
        role=options["role"],
        parameters=_parameters(options["settings"]),
        mapping=options["mapping"],
        ignore_unknown=options["ignore_unknown"],
        retroactive=options["retroactive"],
        input_format=options.get("input_format", ""),
        **more,
    )


def _parameters(settings: Sequence[str]) -> dict[str, str]:
    from govaudit.errors import Problem, UsageError

    found: dict[str, str] = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals or not name or not value:
            raise UsageError(Problem(found=f"--set {setting}", expected="--set 参数=值"))
        found[name] = value
    return found
