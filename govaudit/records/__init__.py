"""Reading ledgers: from JSON, JSON Lines, CSV, workbooks and Parquet, or from memory, into typed tables that know where everything came from.

Nothing is dropped in silence: rows found = rows in the frame + rows rejected, and every cell that could not be read is named.
polars and Pydantic are imported when something is read, not with this package.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from govaudit.records.model import Ledger, Records, Reject, Source

if TYPE_CHECKING:
    from pathlib import Path

    from govaudit.records.mapping import MappingFile
    from govaudit.records.reading import AnyVocabulary
    from govaudit.records.streams import Observer
    from govaudit.vocabulary.model import Vocabulary

__all__ = ["Ledger", "Records", "Reject", "Source", "load_mapping", "read", "records_from"]


def read(
    paths: Sequence[Path | str],
    vocabulary: AnyVocabulary,
    mapping: MappingFile | None = None,
    *,
    ignore_unknown: bool = False,
    input_format: str = "",
    kept: Callable[[Vocabulary], Mapping[str, Collection[str]]] | None = None,
    observer: Observer | None = None,
) -> Records:
    """Read ledgers from files, folders and standard input (`-`); the same table from several files is put together.

    A record without a key is called after its row, `行12` (in the table's second file `文件2行12`; in JSON counted from 1).

    Args:
        paths: the files, in the order in which the first of two records with the same key is to stay.
        vocabulary: the dictionary of tables and fields, or a function that chooses it by the files' `meta`.
        mapping: which file is which table, which heading is which field.
        ignore_unknown: pass over tables and columns that neither the dictionary nor the mapping knows.
        input_format: the format of standard input and of files whose name does not tell theirs.
        kept: gives, by the dictionary, the fields per table whose values are wanted: all cells are read, but no others stay in memory.
        observer: told how far the reading is, and what was not read.

    Raises:
        UsageError: a path that cannot be read at all.
        SourceError: files that are not what they should be, unknown tables and columns; everything at once.
    """
    from govaudit.records.mapping import MappingFile
    from govaudit.records.reading import Reading, read_files
    from govaudit.records.streams import Observer

    how = Reading(mapping or MappingFile(), ignore_unknown, input_format, kept, observer or Observer())
    return read_files(paths, vocabulary, how)


def records_from(
    tables: Mapping[str, Sequence[Mapping[str, Any]]],
    vocabulary: Vocabulary,
    *,
    complete: bool = False,
    missing: Mapping[str, Collection[str]] | None = None,
) -> Records:
    """Take records from memory; a record without a key is called `1`, `2`, … by its position.

    Args:
        tables: records per table, under the same names and with the same values as in a JSON file; also dates and moments of Python.
        vocabulary: the dictionary of tables and fields.
        complete: count every field of the dictionary as supplied, blank where it is not given.
        missing: fields, per table, that count as not supplied, even if a record has them.

    Raises:
        SourceError: unknown tables or fields.
    """
    from govaudit.records.reading import records_of

    return records_of(tables, vocabulary, complete=complete, missing=missing or {})


def load_mapping(path: Path | str) -> MappingFile:
    """Read a mapping file: which table a file is, which heading is which field.

    Raises:
        UsageError: there is no such file.
        SourceError: it is not a mapping; every problem with its line.
    """
    from govaudit.records.mapping import load_mapping

    return load_mapping(path)
