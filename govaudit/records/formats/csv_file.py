"""CSV: rows of cells, divided by commas, semicolons or tabs; UTF-8, UTF-16 with mark, or GB 18030; the headings are found later.

The number of a record is that of the line it begins on. Lines without any content are no records.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from itertools import islice

from govaudit.errors import Place, Problem, SourceError
from govaudit.records.formats.decoding import text_lines
from govaudit.records.formats.text import refuse_empty
from govaudit.records.raw import Grid, RawFile, RawTable
from govaudit.records.streams import Material
from govaudit.records.values import WHITE

CHUNK = 50_000
"""So many rows are taken at once."""

MAX_CELLS = 16_384
"""No row has more cells; nor has any of a workbook."""

_DELIMITERS = ",\t;"

_SYNTAX = (
    ("unexpected end", "引号没有成对,一直到文件末尾", "请补上结尾的引号"),
    ("expected after", "引号结束后还有文字", '单元格内的引号要写两遍(""),整格再加引号'),
    ("field limit", "单元格超过 131072 字,多半是引号没有成对", "请检查引号"),
)


def read(data: bytes, path: str) -> RawFile:
    """Read the bytes of a CSV file."""
    return RawFile(list(_tables(Material.of_bytes(path, "csv", data), sys.maxsize)))


def chunks(material: Material) -> RawFile:
    """Read a CSV file so many rows at a time: the first chunk holds what stands above the headings, the headings, and records; the others go on below."""
    return RawFile(_tables(material, CHUNK))


def _tables(material: Material, size: int) -> Iterator[RawTable]:
    rows = _rows(material)
    empty = True
    while chunk := list(islice(rows, size)):
        empty = False
        numbers, cells = zip(*chunk, strict=True)
        yield RawTable(None, (), (), Place(material.path), grid=Grid(cells, numbers, own=False))
    if empty:
        refuse_empty("", material.path)


def _rows(material: Material) -> Iterator[tuple[int, list[str]]]:
    """Give every row that holds anything, with the line it begins on."""
    head, lines = text_lines(material)
    reader = csv.reader(lines, delimiter=_delimiter(head), strict=True)
    line = 1
    try:
        for row in reader:
            if any(row) and (row[0].strip(WHITE) or any(cell.strip(WHITE) for cell in row)):
                if len(row) > MAX_CELLS:
                    raise SourceError(
                        Problem(Place(material.path, line), f"这一行有 {len(row)} 格", f"最多 {MAX_CELLS} 格", "请检查换行是否丢失、分隔符是否正确")
                    )
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        found, hint = next(((found, hint) for part, found, hint in _SYNTAX if part in str(error)), (f"CSV 格式有误({error})", ""))
        raise SourceError(Problem(Place(material.path, line), found, hint=hint)) from None


def _delimiter(text: str) -> str:
    """Take what divides the first divided line most often: comma, tab or semicolon; a title above the headings is not divided."""
    for line in text.splitlines():
        if any(mark in line for mark in _DELIMITERS):
            return max(_DELIMITERS, key=line.count)
    return ","
