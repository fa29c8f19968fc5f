"""Writing records as Parquet, one file per table, whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from govaudit.errors import Place, Problem, UsageError
from govaudit.records.converted import KEY, description, local_sources
from govaudit.records.formats.parquet_file import end_of_data
from govaudit.records.model import Ledger, Records
from govaudit.records.opening import SETTINGS
from govaudit.records.streams import Material
from govaudit.vocabulary.model import Vocabulary

SUFFIX = ".parquet"


@dataclass(frozen=True, slots=True)
class Sum:
    """What became of the rows of a table: so many found, so many written, so many rejected, and so many cells left blank because they could not be read."""

    table: str
    found: int
    written: int
    rejected: int
    cells: int


def sums(records: Records) -> list[Sum]:
    """Count the rows of every table: found = written + rejected."""
    rows: dict[str, int] = {}
    cells: dict[str, int] = {}
    for source in records.sources:
        rows[source.table] = rows.get(source.table, 0) + source.rows
    for reject in records.rejects:
        cells[reject.table] = cells.get(reject.table, 0) + (not reject.whole_row)
    return [Sum(name, rows.get(name, 0), len(ledger.frame), ledger.rejected, cells.get(name, 0)) for name, ledger in records.ledgers.items()]


def check_destination(destination: Path, sources: Sequence[str], tables: Mapping[str, str] | None = None) -> None:
    """Refuse a destination that cannot take the ledgers, or that holds what is not ours to overwrite.

    Args:
        destination: a `.parquet` file for a single table, else a folder.
        sources: what is read.
        tables: the tables to be written, with their Chinese names, once they are known.

    Raises:
        UsageError: it cannot.
    """
    place = Place(str(destination))
    taken = {Path(source).resolve() for source in sources}
    if destination.resolve() in taken or taken & {path.resolve() for path in destination.parents}:
        raise UsageError(Problem(place, "目标就是来源,或在来源文件夹里", hint="请写到别的文件夹"))
    if destination.suffix.lower() == SUFFIX:
        if destination.is_dir():
            raise UsageError(Problem(place, "是文件夹", "Parquet 文件", "写到文件夹时,名称不要以 .parquet 结尾"))
        if tables is not None and len(tables) != 1:
            named = "、".join(f"{label}({name})" for name, label in tables.items()) or "没有台账"
            raise UsageError(Problem(place, f"一个文件只放一张表,这里有 {len(tables)} 张:{named}", "文件夹", f"请写 {destination.with_suffix('')}/"))
    elif destination.is_dir():
        others = sorted(path.name for path in destination.iterdir() if path.name not in SETTINGS and not _is_converted(path))
        if others:
            raise UsageError(Problem(place, f"文件夹里有不是转换结果的文件:{'、'.join(others[:5])}", "空文件夹,或上次转换的文件夹", "请换一个文件夹"))
    elif destination.exists():
        raise UsageError(Problem(place, "不是文件夹", "以 .parquet 结尾的文件,或文件夹"))


def write(records: Records, vocabulary: Vocabulary, destination: Path) -> list[Path]:
    """Write every ledger; a folder is replaced as a whole.

    Raises:
        UsageError: it cannot be written.
    """
    try:
        if destination.suffix.lower() == SUFFIX:
            destination.parent.mkdir(parents=True, exist_ok=True)
            (ledger,) = records.ledgers.values()
            with _aside(destination) as folder:
                os.replace(_written(records, ledger, vocabulary, folder), destination)
            return [destination]
        destination.parent.mkdir(parents=True, exist_ok=True)
        with _aside(destination) as folder:
            fresh = folder / "new"
            fresh.mkdir()
            names = [_written(records, ledger, vocabulary, fresh).name for ledger in records.ledgers.values()]
            _swap(fresh, destination, folder)
        return [destination / name for name in names]
    except OSError as error:
        raise UsageError(Problem(Place(str(destination)), f"写不进去:{error.strerror}", hint="请检查是否有权写入、磁盘是否已满")) from None


@contextmanager
def _aside(destination: Path) -> Iterator[Path]:
    """Give a folder beside the destination, on the same disk, that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix=f".{destination.name}.", dir=destination.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _swap(fresh: Path, destination: Path, aside: Path) -> None:
    """Put a folder in the place of another; the settings that lie there stay."""
    if destination.is_dir():
        for name in SETTINGS:
            if (destination / name).is_file():
                shutil.copy2(destination / name, fresh / name)
        old = aside / "old"
        os.rename(destination, old)
        try:
            os.rename(fresh, destination)
        except OSError:
            os.rename(old, destination)
            raise
    else:
        os.rename(fresh, destination)


def _written(records: Records, ledger: Ledger, vocabulary: Vocabulary, folder: Path) -> Path:
    """Write one ledger and return the file."""
    import polars as pl

    path = folder / f"{ledger.table}{SUFFIX}"
    numbers = local_sources(records, ledger.table)
    frame = ledger.frame.with_columns(pl.col("_src").replace_strict(numbers, return_dtype=pl.Int32)) if numbers else ledger.frame
    data = ""
    for _ in range(2):  # the digest of the first time goes into the description, which stands behind what it is made of
        with path.open("wb") as file:
            frame.write_parquet(file, compression="zstd", metadata={KEY: description(records, ledger, vocabulary, data)})
            file.flush()
            os.fsync(file.fileno())
        data = Material.of_file(path, "parquet").digested(end_of_data(path))
    return path


def _is_converted(path: Path) -> bool:
    """Tell whether a file was written by a conversion."""
    import polars as pl

    if not path.is_file() or path.suffix.lower() != SUFFIX:
        return False
    try:
        return KEY in pl.read_parquet_metadata(path)
    except (pl.exceptions.PolarsError, OSError):
        return False
