"""Parquet: ledgers converted by the program, which need no typing any more, and those of others, which are typed like any export.

The number of a record in a file of others is its position from 1. The table is told by the key `govaudit.table` of its metadata, the mapping, the file's
name, or the columns.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from govaudit.errors import Place, Problem, SourceError
from govaudit.records.formats.probing import fault_of
from govaudit.records.formats.text import refuse_empty
from govaudit.records.raw import RawColumn, RawFile, RawTable, Ready
from govaudit.records.streams import Material

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from govaudit.vocabulary.model import Vocabulary

CHUNK = 200_000
"""So many records of a file of others are typed at once."""

MAX_ROWS = 200_000_000
MAX_ROWS_PER_BYTE = 1000
"""A file that claims more rows than these, or more per byte once they are many, is no ledger."""

MANY = 10_000_000

TABLE = "govaudit.table"
"""The key of the metadata that may name the table."""


def read(data: bytes, path: str) -> RawFile:
    """Read the bytes of a Parquet file."""
    return chunks(Material.of_bytes(path, "parquet", data))


def chunks(material: Material) -> RawFile:
    """Open a Parquet file: what is converted is read by column, what is not chunk by chunk."""
    import polars as pl

    from govaudit.records import converted

    source = _source(material)
    with _worded(material.path):
        metadata = pl.read_parquet_metadata(source)
        lazy = pl.scan_parquet(source)
        schema = dict(lazy.collect_schema())
        rows = lazy.select(pl.len()).collect().item()
    _refuse_bomb(rows, material)
    if converted.KEY not in metadata:
        fault = fault_of(material)
        if fault is not None:
            raise _damaged(material.path, fault)
        return RawFile(_foreign(lazy, schema, rows, metadata.get(TABLE), material))
    content = converted.parsed(metadata[converted.KEY], material.path)
    if content["data"] != _digest_of_data(material):
        raise SourceError(Problem(Place(material.path), "内容与转换时不同,文件已损坏或被改动", hint=converted.AGAIN))

    def load(columns: list[str]) -> pl.DataFrame:
        with _worded(material.path):
            found: pl.DataFrame = lazy.select(columns).collect()
            material.observer.advanced(material.size)
            return found

    def ready(vocabulary: Vocabulary) -> Ready:
        return converted.ready(content, material.path, vocabulary, schema, load)

    return RawFile((), content["meta"], ready=ready, order=content["order"])


def _source(material: Material) -> Path | BinaryIO | bytes:
    """Give polars the file itself, if it lies there unpacked, else its bytes."""
    if material.file is None or material.packed:
        data = material.read()
        refuse_empty(data[:4], material.path)
        return data
    with material.open() as file:
        refuse_empty(file.read(4), material.path)
    return material.file


def _digest_of_data(material: Material) -> str:
    """Return the digest of all that stands before the description at the end of the file."""
    if material.file is None or material.packed:
        data = material.read()
        return hashlib.sha256(data[: _end_of_data(data[-8:], len(data))]).hexdigest()
    with material.open() as file:
        file.seek(-8, os.SEEK_END)
        end = _end_of_data(file.read(8), material.size)
    return material.digested(end)


def end_of_data(path: Path) -> int:
    """Return where the description of a Parquet file begins."""
    with path.open("rb") as file:
        size = file.seek(-8, os.SEEK_END) + 8
        return _end_of_data(file.read(8), size)


def _end_of_data(tail: bytes, size: int) -> int:
    return max(size - 8 - int.from_bytes(tail[:4], "little"), 0)


def _refuse_bomb(rows: int, material: Material) -> None:
    if rows > MAX_ROWS or (rows > MANY and rows > MAX_ROWS_PER_BYTE * material.size):
        raise SourceError(
            Problem(Place(material.path), f"文件称有 {rows} 行,与 {material.size} 字节的大小不符,不再读取", hint="请从原系统重新导出,或分成几个文件")
        )


def _foreign(lazy: pl.LazyFrame, schema: dict[str, pl.DataType], rows: int, name: str | None, material: Material) -> Iterator[RawTable]:
    """Give the records of a file of others, so many at a time."""
    if not material.sha256:
        material.digested()
    for first in range(0, max(rows, 1), CHUNK):
        with _worded(material.path):
            frame = lazy.slice(first, CHUNK).collect()
        material.observer.advanced(material.size * len(frame) // max(rows, 1))
        columns = [RawColumn(heading, position, frame[heading]) for position, heading in enumerate(schema)]
        yield RawTable(name, columns, range(first + 1, first + 1 + len(frame)), Place(material.path))


@contextmanager
def _worded(path: str) -> Iterator[None]:
    """Turn whatever goes wrong in polars, panics too, into one message."""
    from polars.exceptions import PolarsError

    try:
        yield
    except (PolarsError, OSError, ValueError, OverflowError) as error:
        raise _damaged(path, str(error)) from None
    except BaseException as error:  # a panic of the library is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged(path, str(error)) from None


def _damaged(path: str, why: str) -> SourceError:
    first = why.strip().split("\n", 1)[0][:100]
    return SourceError(Problem(Place(path), f"Parquet 文件不完整或已损坏({first})", hint="请重新转换或重新导出"))
