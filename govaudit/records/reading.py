"""Reading files: bytes in, records out, or one error with everything that is wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeAlias

from govaudit.errors import GovauditError, Place, Problem, SourceError, UsageError
from govaudit.records.assemble import Input, assemble
from govaudit.records.formats import READERS
from govaudit.records.headings import Bound, bind
from govaudit.records.mapping import Entries, MappingFile
from govaudit.records.model import Records
from govaudit.records.raw import RawFile, RawTable, columns_of, gc_paused
from govaudit.vocabulary.model import Vocabulary

AnyVocabulary: TypeAlias = "Vocabulary | Callable[[Mapping[str, Any]], Vocabulary]"
"""A dictionary, or what chooses it by what the files say about themselves (`meta`)."""


def read_files(paths: Sequence[Path | str], vocabulary: AnyVocabulary, mapping: MappingFile | None, *, ignore_unknown: bool) -> Records:
    """Read ledgers from files; see `govaudit.records.read`."""
    files = _checked([Path(path) for path in paths])
    mapping = mapping or MappingFile()
    problems: list[Problem] = []
    raws: list[tuple[Path, Input, Sequence[RawTable]]] = []
    metas: list[tuple[str, Mapping[str, Any]]] = []
    with gc_paused():
        for file in files:
            try:
                origin, raw = _read_file(file)
            except SourceError as error:
                problems += error.problems
                continue
            problems += raw.problems
            metas.append((str(file), raw.meta))
            raws.append((file, origin, raw.tables))
        meta = _merged(metas, problems)
        if problems and callable(vocabulary):
            raise SourceError(problems)
        known = vocabulary(meta) if callable(vocabulary) else vocabulary
        inputs: list[tuple[Input, Bound]] = []
        for file, origin, tables in raws:
            entries = mapping.entries(str(file))
            entries.ignore_unknown |= ignore_unknown
            inputs += ((origin, bound) for bound in _bound(tables, known, entries, problems))
        if problems:
            raise SourceError(problems)
        return assemble(inputs, known, meta, {})


def records_of(tables: Mapping[str, Sequence[Mapping[str, Any]]], vocabulary: Vocabulary, *, complete: bool, missing: Mapping[str, Collection[str]]) -> Records:
    """Take records from memory; see `govaudit.records.records_from`."""
    problems: list[Problem] = []
    raws = [_from_memory(name, records, missing.get(name, ()), problems) for name, records in tables.items()]
    bounds = list(_bound(raws, vocabulary, Entries(), problems))
    if problems:
        raise SourceError(problems)
    more: dict[str, Collection[str]] = {}
    if complete:
        more = {bound.table: vocabulary.tables[bound.table].fields.keys() - set(missing.get(bound.table, ())) for bound in bounds}
    origin = Input("", "", "memory")
    return assemble([(origin, bound) for bound in bounds], vocabulary, {}, more)


def _from_memory(name: str, records: Sequence[Mapping[str, Any]], left_out: Collection[str], problems: list[Problem]) -> RawTable:
    """Make a raw table of records; what is no list of records is added to the problems."""
    pointer = f"/{name}"
    if not isinstance(records, list | tuple) or not all(isinstance(record, Mapping) for record in records):
        problems.append(Problem(Place(pointer=pointer), f"“{name}”不是记录的列表", '[{"列名": 值, …}, …]'))
        records = []
    if left_out:
        records = [{key: value for key, value in record.items() if key not in left_out} for record in records]
    return RawTable(name, columns_of(records), range(len(records)), Place(pointer=pointer), pointer=pointer, key_prefix="", key_base=1)


def _checked(paths: Sequence[Path]) -> Sequence[Path]:
    """Refuse paths that cannot be read at all.

    Raises:
        UsageError: no path; a path that is no file, given twice, or of a format without reader.
    """
    problems = [] if paths else [Problem(found="没有给出台账文件", hint=f"可以读取的格式:{'、'.join(READERS)}")]
    seen = set()
    for path in paths:
        place = Place(str(path))
        if not path.is_file():
            problems.append(Problem(place, "是文件夹" if path.is_dir() else "没有这个文件", "台账文件"))
        elif path.resolve() in seen:
            problems.append(Problem(place, "同一个文件给了两次"))
        elif path.suffix.lower() not in READERS:
            problems.append(Problem(place, f"不能读取 {path.suffix or '没有后缀'} 文件", "、".join(READERS), "请另存为 CSV 或 JSON"))
        seen.add(path.resolve())
    if problems:
        raise UsageError(problems)
    return paths


def _read_file(path: Path) -> tuple[Input, RawFile]:
    name, reader = READERS[path.suffix.lower()]
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(Problem(Place(str(path)), f"不能打开文件({error.strerror})")) from None
    with ThreadPoolExecutor(1) as pool:  # hashing leaves the interpreter free to parse
        digest = pool.submit(hashlib.sha256, data)
        raw = reader(data, str(path))
        return Input(str(path), digest.result().hexdigest(), name), raw


def _bound(tables: Sequence[RawTable], vocabulary: Vocabulary, entries: Entries, problems: list[Problem]) -> Iterator[Bound]:
    """Resolve the names of all tables; what is wrong with any is added to the problems."""
    for table in tables:
        try:
            bound = bind(table, vocabulary, entries)
        except GovauditError as error:
            problems += error.problems
        else:
            if bound is not None:
                yield bound


def _merged(metas: Sequence[tuple[str, Mapping[str, Any]]], problems: list[Problem]) -> dict[str, Any]:
    """Put together what the files say about themselves; they may not contradict each other."""
    merged: dict[str, tuple[str, Any]] = {}
    for path, meta in metas:
        for key, value in meta.items():
            first, known = merged.setdefault(key, (path, value))
            if known != value:
                problems.append(Problem(Place(path, pointer=f"/meta/{key}"), f"meta 的“{key}”与 {first} 中的不同", hint="请统一,或分开检查"))
    return {key: value for key, (_, value) in merged.items()}
