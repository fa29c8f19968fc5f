"""`govaudit convert`: read ledgers once, and keep them as Parquet for checks that are repeated or big."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from govaudit.cli.chinese import Command
from govaudit.cli.options import ignore_unknown_option, input_format_option, mapping_option
from govaudit.cli.output import Target, write_all
from govaudit.cli.progress import reading_progress

if TYPE_CHECKING:
    from govaudit.records.model import Records, Reject
    from govaudit.vocabulary.model import Vocabulary

SHOWN = 10
"""So many rejects are named on standard error."""

EXIT_REJECTS = 1

_EPILOG = """\b
例:
  govaudit convert 台账.json 台账库/                      每张表一个 Parquet 文件
  govaudit convert 留言.csv 留言.parquet -m 映射.yaml     只有一张表
  govaudit convert 导出/ 台账库/ --rejects 未读入.csv
  govaudit check 台账库/                                  报告仍指向原来的文件和行

\b
退出码:0 全部读入;1 有未读入的行或格,其余已写出;2 未能转换,什么也没有写。
"""


@click.command("convert", cls=Command, epilog=_EPILOG, short_help="把台账读一遍,存成 Parquet,供反复核查。")
@click.argument("paths", nargs=-1, required=True, metavar="台账… 目标")
@click.option(
    "-p", "--pack", "packs", multiple=True, metavar="要点", help="要点编号或文件夹,可多次:其自带的表和栏也认;缺省取 govaudit.yaml,再取台账自带的 meta。"
)
@mapping_option
@input_format_option
@ignore_unknown_option
@click.option("--rejects", type=click.Path(dir_okay=False), metavar="文件.csv", help="把未读入的行和格逐条写成 CSV。")
def convert(paths: Sequence[str], packs: Sequence[str], **options: Any) -> int:
    """把台账(JSON、JSON Lines、CSV、Excel、Parquet)读一遍,逐格检查,存成 Parquet:目标以 .parquet 结尾的写一张表,否则写一个文件夹。"""
    from govaudit.api import Request, load_records
    from govaudit.config import find_config, load_config
    from govaudit.errors import Problem, UsageError
    from govaudit.records.writing import check_destination, write

    *sources, last = paths
    if not sources:
        raise UsageError(Problem(found="只给了一个路径", expected="govaudit convert 台账… 目标", hint="目标写在最后:文件夹,或以 .parquet 结尾的文件"))
    destination = Path(last)
    _check_rejects(options["rejects"], destination, sources)
    check_destination(destination, sources)
    names = {"mapping": options["mapping"], "ignore_unknown": options["ignore_unknown"], "input_format": options["input_format"]}
    with reading_progress() as observer:
        records, _, vocabulary = load_records(sources, Request(packs=tuple(packs), **names), load_config(find_config(Path.cwd())), observer, whole=True)
    check_destination(destination, sources, {name: vocabulary.label(name) for name in records.ledgers})
    if options["rejects"]:
        write_all({Target("csv", Path(options["rejects"])): rejects_csv(records.rejects, vocabulary)})
    write(records, vocabulary, destination)
    _tell(records, vocabulary, destination, options["rejects"])
    return EXIT_REJECTS if records.rejects else 0


def rejects_csv(rejects: Sequence[Reject], vocabulary: Vocabulary) -> str:
    """Write rejects as CSV for Excel: one per line, no cell of which is taken for a formula."""
    from govaudit.reports.csv_ import cell

    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(["文件", "工作表", "台账", "行", "列", "位置", "原值", "原因", "范围"])
    for one in rejects:
        told = (one.path, one.sheet or "", vocabulary.label(one.table))
        writer.writerow(
            [*map(cell, told), one.row, *map(cell, (one.column, one.pointer or "", one.value, one.reason)), "整行未读入" if one.whole_row else "该格按空白"]
        )
    return "\ufeff" + file.getvalue()


def _check_rejects(rejects: str | None, destination: Path, sources: Sequence[str]) -> None:
    """Refuse to write the list of rejects where a check would take it for a ledger, or over a source."""
    from govaudit.errors import Place, Problem, UsageError

    if not rejects:
        return
    path = Path(rejects).resolve()
    if path in {Path(source).resolve() for source in sources} | {destination.resolve()}:
        raise UsageError(Problem(Place(rejects), "--rejects 与台账或目标是同一个文件", hint="请换一个文件名"))
    if destination.resolve() in path.parents:
        raise UsageError(Problem(Place(rejects), "--rejects 的文件在目标文件夹里,核查时会被当作台账", hint="请写到别处"))


def _tell(records: Records, vocabulary: Vocabulary, destination: Path, rejects: str | None) -> None:
    """Say on standard error what became of every row."""
    from govaudit.records.writing import sums

    for one in sums(records):
        blank = f",另有 {one.cells} 格读不出,按空白存" if one.cells else ""
        click.echo(f"{vocabulary.label(one.table)}({one.table}):读到 {one.found} 行,写出 {one.written} 行,未读入 {one.rejected} 行{blank}", err=True)
    for note in records.notes:
        click.echo(note, err=True)
    for reject in records.rejects[:SHOWN]:
        place = reject.pointer or ":".join(str(part) for part in (reject.row, reject.column) if part != "")
        click.echo(_plain(f"  {reject.path} {'› ' + reject.sheet + ' ' if reject.sheet else ''}{place}:{reject.reason}"), err=True)
    if len(records.rejects) > SHOWN:
        where = f",全部见 {rejects}" if rejects else ",全部请加 --rejects 文件.csv"
        click.echo(f"  共 {len(records.rejects)} 处{where}", err=True)
    click.echo(f"已写 {destination}", err=True)


def _plain(text: str) -> str:
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in text)
