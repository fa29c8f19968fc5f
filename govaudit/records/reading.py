"""Reading files: bytes in, records out, or one error with everything that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeAlias

from govaudit.errors import GovauditError, Place, Problem, SourceError
from govaudit.records.assemble import Assembly, Input, Kept, assemble
from govaudit.records.formats import CHUNKED, READERS
from govaudit.records.headings import Bound, bind
from govaudit.records.lines import Lines
from govaudit.records.mapping import Entries, MappingFile
from govaudit.records.model import Records
from govaudit.records.opening import find
from govaudit.records.raw import Identity, RawFile, RawTable, columns_of, gc_paused
from govaudit.records.streams import Material, Observer
from govaudit.vocabulary.model import Vocabulary

AnyVocabulary: TypeAlias = "Vocabulary | Callable[[Mapping[str, Any]], Vocabulary]"
"""A dictionary, or what chooses it by what the files say about themselves (`meta`)."""

_WHOLE = dict(READERS.values())


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are to be read.

    Attributes:
        mapping: which file is which table, which heading is which field.
        ignore_unknown: pass over tables and columns that neither the dictionary nor the mapping knows.
        input_format: the format of standard input, and of files whose name does not tell theirs.
        kept: gives, by the dictionary, the fields per table whose values are wanted; None: all.
        observer: told how far the reading is, and what was not read.
    """

    mapping: MappingFile = field(default_factory=MappingFile)
    ignore_unknown: bool = False
    input_format: str = ""
    kept: Callable[[Vocabulary], Kept] | None = None
    observer: Observer = field(default_factory=Observer)


def read_files(paths: Sequence[Path | str], vocabulary: AnyVocabulary, how: Reading) -> Records:
    """Read ledgers from files; see `govaudit.records.read`."""
    listener = Listener(how.observer)
    materials = find(paths, input_format=how.input_format, observer=listener)
    problems: list[Problem] = []
    opened: list[tuple[Material, RawFile]] = []
    with gc_paused():
        for material in materials:
            try:
                opened.append((material, opened_file(material)))
            except SourceError as error:
                problems += error.problems
        problems += (problem for _, raw in opened for problem in raw.problems)
        meta = _merged([(material.path, raw.meta) for material, raw in opened], problems)
        if problems and callable(vocabulary):
            raise SourceError(problems)
        known = vocabulary(meta) if callable(vocabulary) else vocabulary
        assembly = Assembly(known, kept=how.kept(known) if how.kept is not None else None)
        if all(raw.ready is not None for _, raw in opened):
            opened.sort(key=lambda pair: pair[1].order)  # as they stood in the exports, whatever their files are called
        while opened:  # a file that was read is let go before the next
            number = len(materials) - len(opened)
            material, raw = opened.pop(0)
            for note in raw.notes:
                listener.passed_over(material.path, note)
            entries = how.mapping.entries(material.path)
            entries.ignore_unknown |= how.ignore_unknown
            _take(number, material, raw, assembly, known, Binding(known, entries, listener, problems))
        if problems:
            raise SourceError(problems)
        records = assembly.records(meta)
        return replace(records, notes=(*listener.notes, *records.notes))


class Listener(Observer):
    """Keeps what was not read, and hands everything on."""

    def __init__(self, other: Observer) -> None:
        self._other = other
        self.notes: list[str] = []

    def begins(self, total: int) -> None:
        """Hand on."""
        self._other.begins(total)

    def advanced(self, size: int) -> None:
        """Hand on."""
        self._other.advanced(size)

    def passed_over(self, path: str, reason: str) -> None:
        """Keep, and hand on."""
        self.notes.append(f"{path}:{reason}")
        self._other.passed_over(path, reason)


def opened_file(material: Material) -> RawFile:
    """Read a file, or as much of it as is needed to read the rest piece by piece."""
    chunked = CHUNKED.get(material.format)
    return _WHOLE[material.format](material.read(), material.path) if chunked is None else chunked(material)


def _take(number: int, material: Material, raw: RawFile, assembly: Assembly, vocabulary: Vocabulary, binding: Binding) -> None:
    """Bind and type all tables of a file; what is wrong with any is added to the problems."""
    lines = Lines(material)
    origin = Input(material.path, material.format, lambda: material.sha256, lines.of if material.format == "json" else None)
    try:
        if raw.ready is not None:
            assembly.take(raw.ready(vocabulary), origin)
        for table in raw.tables:
            bound = binding.bound(table)
            if bound is not None and not binding.problems:
                assembly.add(number, origin, bound)
    except GovauditError as error:
        binding.problems += error.problems


class Binding:
    """Resolves the names of the tables of one file, piece by piece: all pieces of a table are what the first one was found to be."""

    def __init__(self, vocabulary: Vocabulary, entries: Entries, observer: Observer, problems: list[Problem]) -> None:
        """Take the dictionary, what the mapping says about the file, and where problems go."""
        self._vocabulary = vocabulary
        self._entries = entries
        self._observer = observer
        self.problems = problems
        self._first: dict[Identity, Bound | None] = {}
        self._said: set[str] = set()

    def bound(self, raw: RawTable) -> Bound | None:
        """Bind a piece; None if it is passed over, or if something is wrong with it, which is added to the problems."""
        try:
            return self._bound(raw)
        except GovauditError as error:
            self.problems += (problem for problem in error.problems if problem.found not in self._said)
            self._said.update(problem.found for problem in error.problems)
            if raw.grid is not None:  # nobody knows what the rows below unknown headings are
                self._first.setdefault(raw.identity, None)
            return None

    def _bound(self, raw: RawTable) -> Bound | None:
        if raw.identity not in self._first:
            bound = bind(raw, self._vocabulary, self._entries, self._observer.passed_over)
            self._first[raw.identity] = None if bound is None else replace(bound, raw=replace(bound.raw, columns=(), rows=(), lost=(), left_out=()))
            return bound
        first = self._first[raw.identity]
        if first is None:
            return None
        bound = bind(replace(raw, name=first.table, layout=first.raw.layout), self._vocabulary, self._entries)
        return None if bound is None else replace(bound, raw=replace(bound.raw, name=raw.name))


def records_of(tables: Mapping[str, Sequence[Mapping[str, Any]]], vocabulary: Vocabulary, *, complete: bool, missing: Mapping[str, Collection[str]]) -> Records:
    """Take records from memory; see `govaudit.records.records_from`."""
    problems: list[Problem] = []
    raws = [_from_memory(name, records, missing.get(name, ()), problems) for name, records in tables.items()]
    binding = Binding(vocabulary, Entries(), Observer(), problems)
    bounds = [bound for bound in map(binding.bound, raws) if bound is not None]
    if problems:
        raise SourceError(problems)
    more: dict[str, Collection[str]] = {}
    if complete:
        more = {bound.table: vocabulary.tables[bound.table].fields.keys() - set(missing.get(bound.table, ())) for bound in bounds}
    origin = Input("", "memory")
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


def _merged(metas: Sequence[tuple[str, Mapping[str, Any]]], problems: list[Problem]) -> dict[str, Any]:
    """Put together what the files say about themselves; they may not contradict each other."""
    merged: dict[str, tuple[str, Any]] = {}
    for path, meta in metas:
        for key, value in meta.items():
            first, known = merged.setdefault(key, (path, value))
            if known != value:
                problems.append(Problem(Place(path, pointer=f"/meta/{key}"), f"meta 的“{key}”与 {first} 中的不同", hint="请统一,或分开检查"))
    return {key: value for key, (_, value) in merged.items()}
