"""Where marked workbooks go: each input workbook is handed back as one of its own, never over itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from govaudit.cli.output import Target

if TYPE_CHECKING:
    from govaudit.results import Audit

NAME = "marked"


def expanded(targets: Sequence[Target], audit: Audit) -> Iterator[tuple[Target, str]]:
    """Give every target and, for marked workbooks, the input that it hands back; a folder gets one for each.

    Raises:
        UsageError: there is nothing to mark, or it would go to a wrong place.
    """
    for target in targets:
        if target.format == NAME:
            yield from _marked(target.path, audit)
        else:
            yield target, ""


def _marked(out: Path | None, audit: Audit) -> Iterator[tuple[Target, str]]:
    from govaudit.errors import Place, Problem, UsageError
    from govaudit.reports.marked import books

    found = books(audit)
    if out is None:
        raise UsageError(Problem(found="标注的工作簿不能写到标准输出", expected="-f marked=文件.xlsx,或 -f marked=文件夹"))
    if not out.is_dir() and len(found) > 1:
        raise UsageError(Problem(Place(str(out)), f"有 {len(found)} 本工作簿要标注,这里只写得下一本", "已有的文件夹", "请先建一个文件夹,再写 -f marked=文件夹"))
    originals = {Path(one.path).resolve() for one in audit.run.inputs}
    taken: set[str] = set()
    for path in found:
        target = out / _free(Path(path).name, taken) if out.is_dir() else out
        if target.resolve() in originals:
            hint = "请另写一个文件名,或写到别的文件夹"
            raise UsageError(Problem(Place(str(target)), "这是台账原件,标注不能覆盖它", hint=hint))
        if target.suffix.lower() != Path(path).suffix.lower():
            raise UsageError(Problem(Place(str(target)), f"与原件的格式不同:{path}", f"以 {Path(path).suffix} 结尾的文件名"))
        yield Target(NAME, target), path


def _free(name: str, taken: set[str]) -> str:
    """Return a file name, with a number if an input of another folder has the same."""
    path = Path(name)
    number = 1
    while name.casefold() in taken:
        number += 1
        name = f"{path.stem}({number}){path.suffix}"
    taken.add(name.casefold())
    return name
