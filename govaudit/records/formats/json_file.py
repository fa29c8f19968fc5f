"""JSON: one object of tables, `{"meta": {...}, "documents": [{...}, ...], ...}`; the number of a record is its index."""

from __future__ import annotations

from typing import Any

from govaudit.errors import Place, Problem, SourceError
from govaudit.records.formats.json_text import doubled_keys, number_of_strings, parse, strings_in, strings_in_columns, syntax
from govaudit.records.formats.text import refuse_empty, refuse_encoding, without_bom
from govaudit.records.raw import LostRow, RawFile, RawTable, columns_of, escaped
from govaudit.records.values import shown

META = "meta"
"""The key of what the file says about itself; every other key is a table."""

_SHAPE = '{"表名": [{"列名": 值, …}, …], …}'


def read(data: bytes, path: str) -> RawFile:
    """Read the bytes of a JSON file."""
    data = without_bom(data)
    refuse_empty(data, path)
    try:
        content = parse(data)
    except ValueError as error:
        refuse_encoding(data, path)
        raise SourceError(syntax(error, data, path)) from None
    if not isinstance(content, dict):
        hint = "一个列表看不出是哪张表:请放在表名下,或改成每行一条记录的 .jsonl 文件" if isinstance(content, list) else ""
        raise SourceError(Problem(Place(path, 1), f"最外层是{_kind(content)}", f"一个对象:{_SHAPE}", hint))
    problems = list(_misshapen(content, path))
    tables = [_table(name, records, path) for name, records in content.items() if name != META and isinstance(records, list)]
    if _strings(content, tables) != number_of_strings(data):
        problems += doubled_keys(data, path)
    meta = content.get(META)
    return RawFile(tables, meta if isinstance(meta, dict) else {}, problems)


def _misshapen(content: dict[str, Any], path: str) -> list[Problem]:
    problems = []
    for name, part in content.items():
        if name == META:
            if part is not None and not isinstance(part, dict):
                problems.append(Problem(Place(path, pointer=f"/{META}"), f"{META} 是{_kind(part)}", "一个对象"))
        elif not isinstance(part, list):
            problems.append(Problem(Place(path, pointer=f"/{escaped(name)}"), f"“{name}”是{_kind(part)}", "记录的列表", f"文件的形状应为 {_SHAPE}"))
    return problems


def _table(name: str, content: list[Any], path: str) -> RawTable:
    pointer = f"/{escaped(name)}"
    place = Place(path, pointer=pointer)
    if _are_records(content):
        return RawTable(name, columns_of(content), range(len(content)), place, pointer=pointer, key_base=1)
    rows = [number for number, record in enumerate(content) if isinstance(record, dict)]
    lost = [LostRow(number, shown(record), f"是{_kind(record)},不是记录(对象)") for number, record in enumerate(content) if not isinstance(record, dict)]
    return RawTable(name, columns_of([content[row] for row in rows]), rows, place, lost, pointer=pointer, key_base=1)


def _strings(content: dict[str, Any], tables: list[RawTable]) -> int:
    """Count the strings of the parsed file: keys and texts; columns stand for the records they were made of."""
    others = 0
    for name, part in content.items():
        if name == META or not isinstance(part, list):
            others += strings_in(part)
        elif _are_records(part):
            others += sum(map(len, part))
        else:
            others += sum(len(item) if isinstance(item, dict) else strings_in(item) for item in part)
    return len(content) + others + sum(strings_in_columns(column.values for column in table.columns) for table in tables)


def _are_records(content: list[Any]) -> bool:
    return set(map(type, content)) <= {dict}


def _kind(value: Any) -> str:
    """Name the kind of a parsed value."""
    if isinstance(value, bool):
        return "布尔值"
    kinds = {dict: "对象", list: "列表", str: "文字", type(None): "空值(null)"}
    return kinds.get(type(value), "数字")
