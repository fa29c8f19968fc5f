"""Workbooks: .xlsx, .xlsm, .xlsb, .xls and .ods; every sheet that holds anything is a grid, whose headings are found later.

The number of a row is that of the sheet. Macros are never run, formulas never computed and links never followed: a cell has the value that was stored with it.
What the reader of workbooks passes over in silence, errors and formulas without result, is found by a glance through the sheets, which also stops those that
would fill the memory.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from io import BytesIO
from typing import Any

from govaudit.errors import Place
from govaudit.records.formats import binary, ole
from govaudit.records.formats.cells import Found
from govaudit.records.formats.guard import Package, damaged, kind_of, password
from govaudit.records.formats.relations import sheets_of_xlsx, targets
from govaudit.records.formats.sheet_xml import glance, sheets_of_ods
from govaudit.records.formats.text import refuse_empty
from govaudit.records.raw import Grid, Merged, RawFile, RawTable
from govaudit.records.values import WHITE


def read(data: bytes, path: str) -> RawFile:
    """Read the bytes of a workbook."""
    refuse_empty(data, path)
    kind = kind_of(data, path)
    looked = _looked_through(data, path, kind)
    for sheet, found in looked.items():
        found.refuse_vast(Place(path, sheet=sheet))
    return RawFile(_tables(data, path, looked), notes=_notes(data, path, kind))


def _notes(data: bytes, path: str, kind: str) -> list[str]:
    """Say that links to other workbooks were not followed."""
    links = kind in ("xlsx", "xlsb") and any(part.startswith("xl/externalLinks/") for part in Package(data, path).parts)
    return ["工作簿引用了别的工作簿,没有去取;用的是文件里存下的值"] if links else []


def _tables(data: bytes, path: str, looked: Mapping[str, Found]) -> list[RawTable]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as workbook:
            sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
            found = []
            for sheet in sheets:
                known = looked.get(sheet.name, Found())
                cells = workbook.get_sheet_by_name(sheet.name)
                grid = _grid(cells, known, hidden=sheet.visible != SheetVisibleEnum.Visible)
                if known.filled and cells.start is None:
                    raise damaged(path, f"工作表“{sheet.name}”有内容,却读不出来")
                if grid.rows:
                    found.append(RawTable(None, (), (), Place(path, sheet=sheet.name), sheet=sheet.name, grid=grid))
            if len(found) == 1:
                found = [replace(table, grid=replace(table.grid, own=False)) for table in found if table.grid is not None]
            return found
    except PasswordError:
        raise password(path) from None
    except CalamineError as error:
        raise damaged(path, error) from None
    except BaseException as error:
        if type(error).__module__ != "pyo3_runtime":  # a panic of the library is no Exception
            raise
        raise damaged(path, "结构有误") from None


def _grid(sheet: Any, found: Found, *, hidden: bool) -> Grid:
    """Take the rows of a sheet that hold anything, and put into them what cannot be read."""
    before = [""] * (sheet.start[1] if sheet.start else 0)
    rows: list[list[Any]] = []
    numbers: list[int] = []
    wrong: dict[int, dict[int, Any]] = {}
    for (row, column), cell in found.unreadable.items():
        wrong.setdefault(row, {})[column] = cell
    for number, cells in enumerate(sheet.iter_rows(), 1):
        if any(cell != "" and (type(cell) is not str or cell.strip(WHITE)) for cell in cells) or number in wrong:
            rows.append(before + cells)
            numbers.append(number)
    _insert(rows, numbers, wrong)
    width = max(map(len, rows), default=0)
    merged: list[Merged] = [(first[0] + 1, first[1], last[0] + 1, last[1]) for first, last in sheet.merged_cell_ranges or ()]
    return Grid([row + [""] * (width - len(row)) for row in rows], numbers, merged, hidden)


def _insert(rows: list[list[Any]], numbers: list[int], wrong: Mapping[int, Mapping[int, Any]]) -> None:
    """Put cells that cannot be read where they stand, also below and beside all others."""
    index = {number: position for position, number in enumerate(numbers)}
    for number in sorted(wrong):
        if number not in index:
            numbers.append(number)
            rows.append([])
        row = rows[index.get(number, -1)]
        for column, cell in wrong[number].items():
            row += [""] * (column + 1 - len(row))
            row[column] = cell


def _looked_through(data: bytes, path: str, kind: str) -> dict[str, Found]:
    """Glance through all sheets, by name.

    Raises:
        SourceError: the file is damaged or protected.
    """
    try:
        return dict(_xls(data) if kind == "xls" else _packed(Package(data, path), kind))
    except binary.PasswordError:
        raise password(path) from None
    except ValueError as error:
        raise damaged(path, error) from None


def _xls(data: bytes) -> Iterator[tuple[str, Found]]:
    streams = ole.streams(data)
    return iter(binary.sheets_of_xls(streams.get("Workbook") or streams.get("Book") or b"").items())


def _packed(package: Package, kind: str) -> Iterator[tuple[str, Found]]:
    package.check()
    if kind == "ods":
        yield from sheets_of_ods(package.pieces("content.xml")).items()
        return
    main = f"xl/workbook.{'bin' if kind == 'xlsb' else 'xml'}"
    names = binary.names_of_xlsb(package.read(main)) if kind == "xlsb" else sheets_of_xlsx(package.read(main))
    parts = targets(package.read(f"xl/_rels/{posixpath.basename(main)}.rels"))
    named = {posixpath.normpath(posixpath.join("xl", parts.get(relation, ""))).lstrip("/"): name for name, relation in names}
    for part in package.parts:
        if part in named or part.startswith("xl/worksheets/sheet"):
            found = binary.sheet_of_xlsb(package.pieces(part)) if part.endswith(".bin") else glance(partial(package.pieces, part))
            yield named.get(part, part), found
