"""Ledgers that were read once, as Parquet: typed, and with everything that a report says about where they came from.

One file holds one table: its columns are those of `Ledger.frame`, and under the key `govaudit` of its metadata stands a JSON object with the
dictionary's definition of each field (as a digest), the sources, what was rejected, and the `meta` of the exports. A file whose definitions are no longer the
dictionary's must be converted anew.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Collection, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govaudit.errors import Place, Problem, SourceError
from govaudit.records.lines import Lines
from govaudit.records.model import Ledger, Records, Reject, Source
from govaudit.records.raw import Ready
from govaudit.records.streams import Material
from govaudit.vocabulary.model import FieldSpec, FieldType, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

KEY = "govaudit"
"""Under this name the description stands in the metadata of the file."""

SCHEMA = "govaudit/ledger/1"

AGAIN = "请用 govaudit convert 从原台账重新转换"
"""What helps where a converted file cannot be used any more."""
_OWN = ("_key", "_src", "_row")


def description(records: Records, ledger: Ledger, vocabulary: Vocabulary, data: str) -> str:
    """Describe a ledger as the metadata of its file; `data` is the digest of all that stands before it in the file."""
    numbers = [number for number, source in enumerate(records.sources) if source.table == ledger.table]
    rejects = [reject for reject in records.rejects if reject.table == ledger.table]
    fields = vocabulary.tables[ledger.table].fields
    content = {
        "schema": SCHEMA,
        "table": ledger.table,
        "data": data,
        "order": min(numbers, default=0),
        "fields": {name: _digest(fields[name]) for name in sorted(ledger.fields)},
        "bad": sorted(ledger.bad),
        "rejected": ledger.rejected,
        "meta": dict(records.meta),
        "sources": [_source_as_json(records.sources[number]) for number in numbers],
        "rejects": _packed([list(asdict(reject).values()) for reject in rejects]),
    }
    return json.dumps(content, ensure_ascii=False, default=str)


def local_sources(records: Records, table: str) -> dict[int, int]:
    """Give, for the sources of a table, their number among those of the table."""
    numbers = [number for number, source in enumerate(records.sources) if source.table == table]
    return {number: position for position, number in enumerate(numbers)}


def parsed(text: str, path: str) -> dict[str, Any]:
    """Parse the description of a file.

    Raises:
        SourceError: it is not of this version, or damaged.
    """
    try:
        content = json.loads(text)
        if content["schema"] != SCHEMA or not isinstance(content["data"], str):
            raise SourceError(Problem(Place(path), f"转换格式是 {content['schema']}", SCHEMA, AGAIN))
        sources = [
            Source(**{**one, "columns": {name: tuple(at) for name, at in one["columns"].items()}, "left_out": tuple(map(tuple, one["left_out"]))})
            for one in content["sources"]
        ]
        rejects = [Reject(*one) for one in _unpacked(content["rejects"])]
    except (ValueError, KeyError, TypeError, AttributeError, zlib.error):
        raise SourceError(Problem(Place(path), "转换文件的说明部分已损坏", hint=AGAIN)) from None
    return {**content, "sources": sources, "rejects": rejects}


def ready(content: Mapping[str, Any], path: str, vocabulary: Vocabulary, schema: Mapping[str, pl.DataType], load: Callable[[list[str]], pl.DataFrame]) -> Ready:
    """Hold a converted file against the dictionary, and make of it a table that needs no typing.

    Args:
        content: the parsed description.
        path: the name of the file.
        vocabulary: the dictionary of tables and fields.
        schema: the columns of the file and their types.
        load: reads some columns of the file.

    Raises:
        SourceError: the dictionary has changed since, or the file.
    """
    table, fields = content["table"], content["fields"]
    problems = list(_changes(table, fields, path, vocabulary)) or list(_misshapen(content, path, vocabulary, schema))
    if problems:
        raise SourceError(problems)
    spec = vocabulary.tables[table]

    def loaded(wanted: Collection[str] | None) -> pl.DataFrame:
        names = [name for name in fields if wanted is None or name in wanted]
        frame = load([name for name in schema if name in _OWN or name.partition("__")[0] in names])
        _check(frame, {name: spec.fields[name] for name in names}, len(content["sources"]), path)
        return frame

    sources = [_with_lines(source) for source in content["sources"]]
    by_place = {(source.path, source.sheet, source.pointer): number for number, source in enumerate(sources)}
    rejects = [(_owner(reject, by_place), reject) for reject in content["rejects"]]
    return Ready(table, Place(path), frozenset(fields), frozenset(content["bad"]), sources, rejects, loaded)


def _owner(reject: Reject, by_place: Mapping[tuple[str, str | None, str | None], int]) -> int:
    for (path, sheet, pointer), number in by_place.items():
        if (reject.path, reject.sheet) == (path, sheet) and (pointer is None or (reject.pointer or "").startswith(f"{pointer}/")):
            return number
    return 0


def _changes(table: str, fields: Mapping[str, str], path: str, vocabulary: Vocabulary) -> list[Problem]:
    """Name what the dictionary defines in another way now."""
    spec = vocabulary.tables.get(table)
    if spec is None:
        return [Problem(Place(path), f"词典里没有“{table}”这张表", hint=f"请选用转换时所用的要点;或{AGAIN.removeprefix('请')}")]
    problems = []
    for name, digest in fields.items():
        if name not in spec.fields:
            problems.append(Problem(Place(path), f"“{spec.label}”没有字段 {name}", hint=f"请选用转换时所用的要点;或{AGAIN.removeprefix('请')}"))
        elif _digest(spec.fields[name]) != digest:
            problems.append(Problem(Place(path), f"转换以后,“{spec.label}”的“{spec.fields[name].label}”({name})在词典里的定义变了", hint=AGAIN))
    return problems


def _misshapen(content: Mapping[str, Any], path: str, vocabulary: Vocabulary, schema: Mapping[str, pl.DataType]) -> list[Problem]:
    """Name the columns that are not there or have another type than the dictionary's."""
    from govaudit.records.parts import empty_frame, schema_of

    spec = vocabulary.tables[content["table"]]
    expected = dict(empty_frame(schema_of(spec, content["fields"])).schema)
    return [
        Problem(Place(path), f"列 {name} {'不在文件里' if name not in schema else f'的类型是 {schema[name]}'}", f"{kind}", f"文件在转换之后被改动过,{AGAIN}")
        for name, kind in expected.items()
        if schema.get(name) != kind
    ]


def _check(frame: pl.DataFrame, fields: Mapping[str, FieldSpec], sources: int, path: str) -> None:
    """Hold what was read against what the writer never writes: such a file was changed by another hand."""
    found = ""
    if frame["_key"].null_count():
        found = "有记录没有编号(_key)"
    elif not frame["_src"].is_between(0, sources - 1).all() or frame["_row"].null_count() or frame["_src"].null_count():
        found = "有记录没有来源(_src、_row)"
    for name, spec in fields.items():
        if spec.type is FieldType.ENUM and not spec.open and not set(frame[name].drop_nulls().unique().to_list()) <= spec.values.keys():
            found = f"“{spec.label}”({name})里有词典没有的取值"
    if found:
        raise SourceError(Problem(Place(path), found, hint=f"文件在转换之后被改动过,{AGAIN}"))


def _digest(spec: FieldSpec) -> str:
    """Digest what of a field's definition decides which cells are taken, and as what."""
    said = json.dumps([spec.type, spec.values, spec.open, spec.unit], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _source_as_json(source: Source) -> dict[str, Any]:
    names = ("path", "sha256", "format", "table", "rows", "rejected", "sheet", "pointer", "left_out")
    return {name: getattr(source, name) for name in names} | {"columns": {name: list(at) for name, at in source.columns.items()}}


def _with_lines(source: Source) -> Source:
    """Give a JSON source its lines back, as long as the file is still there and the same."""
    from dataclasses import replace

    path = Path(source.path)
    if source.pointer is None or not path.is_file():
        return source
    return replace(source, line_of=Lines(Material.of_file(path, source.format), source.sha256).of(source.pointer))


def _packed(value: Any) -> str:
    return base64.b64encode(zlib.compress(json.dumps(value, ensure_ascii=False).encode(), 6)).decode("ascii")


def _unpacked(text: str) -> Any:
    return json.loads(zlib.decompress(base64.b64decode(text, validate=True)))
