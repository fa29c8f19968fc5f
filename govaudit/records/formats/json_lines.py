"""JSON Lines: one record per line, `{"table": "documents", ...}` or without `table` where the mapping, the file's name or the keys tell it.

The number of a record is its line. Empty lines are no records.
"""

from __future__ import annotations

from typing import Any

from govaudit.errors import Place, Problem, SourceError
from govaudit.records.formats.json_text import doubled_keys, number_of_strings, parse, strings_in, strings_in_columns, syntax
from govaudit.records.formats.text import refuse_empty, refuse_encoding, without_bom
from govaudit.records.raw import LostRow, RawColumn, RawFile, RawTable, columns_of
from govaudit.records.values import shown

TABLE = "table"
"""The key that names a record's table."""

MAX_PROBLEMS = 20
"""So many lines that cannot be read are named; of the others only the number."""


def read(data: bytes, path: str) -> RawFile:
    """Read the bytes of a JSON Lines file."""
    data = without_bom(data)
    refuse_empty(data, path)
    lines = data.split(b"\n")
    content = _parsed(lines, data, path)
    groups: dict[str | None, list[int]] = {}
    others: list[int] = []
    for number, value in content.items():
        if isinstance(value, dict):
            groups.setdefault(_table_name(value, number, path), []).append(number)
        else:
            others.append(number)
    lost = [LostRow(number, shown(content[number]), "不是记录(对象)") for number in others]
    tables = _tables(groups, content, lost, path)
    strings = sum(len(content[number]) for rows in groups.values() for number in rows) + sum(strings_in(content[number]) for number in others)
    strings += sum(strings_in_columns(column.values for column in table.columns) for table in tables)
    if strings != number_of_strings(data):
        problems = [problem for number in content for problem in doubled_keys(lines[number - 1], path, number)]
        if problems:
            raise SourceError(_limited(problems, path))
    return RawFile([_without_table(table) for table in tables])


def _parsed(lines: list[bytes], data: bytes, path: str) -> dict[int, Any]:
    """Parse every line that holds anything, by its number."""
    content: dict[int, Any] = {}
    problems = []
    for number, line in enumerate(lines, 1):
        try:
            content[number] = parse(line)
        except ValueError as error:
            if line.strip():
                problems.append(syntax(error, line, path, number))
    if problems:
        refuse_encoding(data, path)
        raise SourceError(_limited(problems, path))
    return content


def _table_name(record: dict[str, Any], number: int, path: str) -> str | None:
    name = record.get(TABLE)
    if name is None or (isinstance(name, str) and name.strip()):
        return name
    raise SourceError(Problem(Place(path, number), f"{TABLE} 的值是 {shown(name, 40)}", "表名"))


def _tables(groups: dict[str | None, list[int]], content: dict[int, Any], lost: list[LostRow], path: str) -> list[RawTable]:
    """Make a raw table of each group; rows that are no records are counted with those without a table, or with the only table there is."""
    if lost and None not in groups and len(groups) != 1:
        problems = [Problem(Place(path, row.row), f"是 {shown(row.value, 40)},不是记录(对象),看不出属于哪张表", "一个对象") for row in lost]
        raise SourceError(_limited(problems, path))
    owner = None if None in groups else next(iter(groups))
    tables = []
    for name, rows in groups.items():
        place = Place(path, rows[0] if name is not None else None)
        tables.append(RawTable(name, columns_of([content[row] for row in rows]), rows, place, lost if name == owner else ()))
    return tables


def _without_table(table: RawTable) -> RawTable:
    columns: list[RawColumn] = [column for column in table.columns if column.heading != TABLE]
    return RawTable(table.name, columns, table.rows, table.place, table.lost)


def _limited(problems: list[Problem], path: str) -> list[Problem]:
    more = len(problems) - MAX_PROBLEMS
    return problems if more <= 0 else [*problems[:MAX_PROBLEMS], Problem(Place(path), f"另有 {more} 行也不能读取")]
