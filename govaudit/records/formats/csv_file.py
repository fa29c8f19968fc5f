"""CSV: a line of headings, then one record per row; commas, semicolons or tabs; UTF-8, UTF-16 with mark, or GB 18030.

The number of a record is that of the line it begins on. Lines without any content are no records.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from govaudit.errors import Place, Problem, SourceError
from govaudit.records.formats.text import decoded, refuse_empty
from govaudit.records.raw import LostRow, RawColumn, RawFile, RawTable, packed
from govaudit.records.values import WHITE, shown

_SYNTAX = (
    ("unexpected end", "引号没有成对,一直到文件末尾", "请补上结尾的引号"),
    ("expected after", "引号结束后还有文字", '单元格内的引号要写两遍(""),整格再加引号'),
    ("field limit", "单元格超过 131072 字,多半是引号没有成对", "请检查引号"),
)


def read(data: bytes, path: str) -> RawFile:
    """Read the bytes of a CSV file."""
    text = decoded(data, path)
    refuse_empty(text, path)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise SourceError(Problem(Place(path, line), "有空字符(NUL),不是文本文件", "CSV 文本", "请从原系统重新导出,或用 Excel 另存为 CSV"))
    rows = _rows(text, path)
    line, headings = next(rows)
    numbers: list[int] = []
    records: list[list[str]] = []
    lost: list[LostRow] = []
    for number, row in rows:
        cells = row if len(row) == len(headings) else _fitted(row, len(headings))
        if cells is None:
            reason = f"有 {len(row)} 格,标题只有 {len(headings)} 格;多半是内容中有逗号而没有加引号"
            lost.append(LostRow(number, shown(",".join(row)), reason))
        else:
            numbers.append(number)
            records.append(cells)
    return RawFile([RawTable(None, _columns(headings, records, Place(path, line)), numbers, Place(path), lost, headings_line=line)])


def _rows(text: str, path: str) -> Iterator[tuple[int, list[str]]]:
    """Give every row that holds anything, with the line it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    line = 1
    try:
        for row in reader:
            if any(row) and any(cell.strip(WHITE) for cell in row):
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        found, hint = next(((found, hint) for part, found, hint in _SYNTAX if part in str(error)), (f"CSV 格式有误({error})", ""))
        raise SourceError(Problem(Place(path, line), found, hint=hint)) from None


def _delimiter(text: str) -> str:
    """Take what divides the first line most often: comma, tab or semicolon."""
    first = text.lstrip().partition("\n")[0]
    return max(",\t;", key=first.count)


def _fitted(row: list[str], width: int) -> list[str] | None:
    """Fill up a short row; cut a long one if nothing is lost."""
    if any(cell.strip(WHITE) for cell in row[width:]):
        return None
    return [*row[:width], *[""] * (width - len(row))]


def _columns(headings: list[str], records: list[list[str]], place: Place) -> list[RawColumn]:
    """Turn rows into columns; a column without heading and content is nothing.

    Raises:
        SourceError: a column has content but no heading.
    """
    cells = [list(column) for column in zip(*records, strict=True)] if records else [[] for _ in headings]
    columns = []
    problems = []
    for position, (cell, values) in enumerate(zip(headings, cells, strict=True)):
        heading = cell.strip(WHITE)
        if heading:
            columns.append(RawColumn(heading, position, packed(values)))
        elif any(value.strip(WHITE) for value in values):
            problems.append(Problem(Place(place.path, place.line, position + 1), f"第 {position + 1} 列有内容,没有标题", hint="请补上标题,或删去这一列"))
    if problems:
        raise SourceError(problems)
    return columns
