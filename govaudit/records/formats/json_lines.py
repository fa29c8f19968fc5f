"""JSON Lines: one record per line, `{"table": "documents", ...}` or without `table` where the mapping, the file's name or the keys tell it.

The number of a record is its line. Empty lines are no records. The file is read in chunks of whole lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

from govaudit.errors import Place, Problem, SourceError
from govaudit.records.formats.json_text import doubled_keys, number_of_strings, parse, strings_in, strings_in_columns, syntax
from govaudit.records.formats.text import refuse_empty, refuse_encoding, without_bom
from govaudit.records.raw import LostRow, RawColumn, RawFile, RawTable, columns_of
from govaudit.records.streams import Material
from govaudit.records.values import shown

TABLE = "table"
"""The key that names a record's table."""

MAX_PROBLEMS = 20
"""So many lines that cannot be read are named; of the others only the number."""

CHUNK = 16 << 20
"""So many bytes are parsed at once."""

MAX_LINE = 64 << 20
"""No line is longer."""


def read(data: bytes, path: str) -> RawFile:
    """Read the bytes of a JSON Lines file."""
    return RawFile(list(_tables(Material.of_bytes(path, "jsonl", data), max(len(data), 1))))


def chunks(material: Material) -> RawFile:
    """Read a JSON Lines file chunk by chunk."""
    return RawFile(_tables(material, CHUNK))


@dataclass(slots=True)
class _SoFar:
    """What is known of a file as far as it was read."""

    path: str
    tables: dict[str | None, None] = field(default_factory=dict)
    lost: list[LostRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    more: int = 0

    def refuse(self, problems: Sequence[Problem]) -> None:
        """Add problems with lines; of many only the number is kept."""
        room = MAX_PROBLEMS - len(self.problems)
        self.problems += problems[:room]
        self.more += max(len(problems) - room, 0)

    def named(self) -> list[Problem]:
        """Give what is wrong."""
        return [*self.problems, *([Problem(Place(self.path), f"另有 {self.more} 行也不能读取")] if self.more else [])]


def _tables(material: Material, size: int) -> Iterator[RawTable]:
    """Give the records of each chunk by table, at last the rows that are no records.

    Raises:
        SourceError: lines that cannot be read; all of the file are looked at before that.
    """
    so_far = _SoFar(material.path)
    with material.stream(digest=True) as stream:
        for first, data in _blocks(stream, material.path, size):
            tables = _chunk(data, first, so_far)
            if not so_far.problems:
                yield from tables
    if so_far.problems:
        refuse_encoding(material.read(), material.path)
        raise SourceError(so_far.named())
    if not so_far.tables and not so_far.lost:
        refuse_empty(b"", material.path)
    yield from _without_record(so_far)


def _blocks(stream: BinaryIO, path: str, size: int) -> Iterator[tuple[int, bytes]]:
    """Cut a stream into pieces of whole lines; give each with the number of its first line."""
    line = 1
    while data := stream.read(size):
        data = without_bom(data) if line == 1 else data
        rest = b"" if data.endswith(b"\n") else stream.readline(MAX_LINE + 1)
        if len(rest) > MAX_LINE:
            number = line + data.count(b"\n")
            raise SourceError(Problem(Place(path, number), f"这一行超过 {MAX_LINE >> 20} MB", "每行一条记录", "请检查换行是否丢失;一个大对象请以 .json 结尾"))
        data += rest
        yield line, data
        line += data.count(b"\n")


def _chunk(data: bytes, first: int, so_far: _SoFar) -> list[RawTable]:
    """Parse the lines of a chunk and put them together by table."""
    lines = data.split(b"\n")
    content = _parsed(lines, first, so_far)
    groups: dict[str | None, list[int]] = {}
    others: list[int] = []
    for number, value in content.items():
        if not isinstance(value, dict):
            others.append(number)
        elif _names_table(value):
            groups.setdefault(value.get(TABLE), []).append(number)
        else:
            so_far.refuse([Problem(Place(so_far.path, number), f"{TABLE} 的值是 {shown(value[TABLE], 40)}", "表名")])
    so_far.tables.update(dict.fromkeys(groups))
    so_far.lost += [LostRow(number, shown(content[number]), "不是记录(对象)") for number in others]
    if so_far.problems:
        return []
    tables = [_table(name, rows, content, so_far.path) for name, rows in groups.items()]
    strings = sum(len(content[number]) for rows in groups.values() for number in rows) + sum(strings_in(content[number]) for number in others)
    strings += sum(strings_in_columns(column.values for column in table.columns) for table in tables)
    if strings != number_of_strings(data):
        for number in content:
            so_far.refuse(doubled_keys(lines[number - first], so_far.path, number))
    return [_without_name(table) for table in tables]


def _parsed(lines: list[bytes], first: int, so_far: _SoFar) -> dict[int, Any]:
    """Parse every line that holds anything, by its number."""
    content: dict[int, Any] = {}
    for number, line in enumerate(lines, first):
        try:
            content[number] = parse(line)
        except ValueError as error:
            if line.strip():
                so_far.refuse([syntax(error, line, so_far.path, number)])
    return content


def _names_table(record: dict[str, Any]) -> bool:
    """Tell whether a record names its table, or leaves it open; anything else is a mistake."""
    name = record.get(TABLE)
    return name is None or (isinstance(name, str) and bool(name.strip()))


def _table(name: str | None, rows: list[int], content: dict[int, Any], path: str) -> RawTable:
    return RawTable(name, columns_of([content[row] for row in rows]), rows, Place(path, rows[0] if name is not None else None))


def _without_name(table: RawTable) -> RawTable:
    columns: list[RawColumn] = [column for column in table.columns if column.heading != TABLE]
    return replace(table, columns=columns)


def _without_record(so_far: _SoFar) -> list[RawTable]:
    """Count rows that are no records with those without a table, or with the only table there is.

    Raises:
        SourceError: there are several.
    """
    if not so_far.lost:
        return []
    if None not in so_far.tables and len(so_far.tables) != 1:
        for row in so_far.lost:
            found = f"是 {shown(row.value, 40)},不是记录(对象),看不出属于哪张表"
            so_far.refuse([Problem(Place(so_far.path, row.row), found, "一个对象")])
        raise SourceError(so_far.named())
    owner = None if None in so_far.tables else next(iter(so_far.tables))
    return [RawTable(owner, (), (), Place(so_far.path), so_far.lost)]
