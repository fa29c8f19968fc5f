"""A workbook as an office keeps it, with everything that a library would lose, and an audit of it; for the tests of the marked workbook."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from openpyxl import Workbook, load_workbook

from govaudit.reports import FORMATS, Options
from govaudit.results import Audit, Input, RejectedCell
from govaudit.states import Force, State
from tests.reports.build import clause, rule_result
from tests.reports.fixtures import RUN

PATH = "exports/公文台账.xlsx"
SHEET = "公文"
COLUMNS = {"id": ("编号", 0), "title": ("标题", 1), "issued_date": ("成文日期", 2), "publish_date": ("发布日期", 3)}
CLAUSES = (clause("三(三)-c", "正文三(三)第2句", "公文及时公开"),)


def office_book() -> bytes:
    """Make a workbook with formulas and their values, a chart, a merged cell, drop-downs, a comment, local names, and a second sheet that is in front."""
    from xlsxwriter import Workbook as Writer

    data = io.BytesIO()
    with Writer(data, {"in_memory": True}) as book:
        sheet, other = book.add_worksheet(SHEET), book.add_worksheet("说明'甲")
        bold = book.add_format({"bold": True, "num_format": "yyyy-mm-dd", "border": 1})
        sheet.write_row(0, 0, [heading for heading, _ in COLUMNS.values()])
        sheet.set_column(3, 3, 20, bold)
        for row in range(1, 8):
            sheet.write(row, 0, f"D{row}")
            sheet.write(row, 1, f"标题{row}")
            sheet.write_datetime(row, 2, dt.datetime(2021, 8, row), bold)
            if row % 2:
                sheet.write_formula(row, 3, f"=C{row + 1}+30", bold, 44440 + row)
        sheet.write_comment("B3", "原有的批注")
        sheet.merge_range("A11:D11", "合并")
        sheet.data_validation("B2:B8", {"validate": "list", "source": ["甲", "乙"]})
        sheet.conditional_format("A2:A8", {"type": "duplicate", "format": bold})
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": f"='{SHEET}'!$C$2:$C$8"})
        sheet.insert_chart("F2", chart)
        sheet.autofilter("A1:D8")
        other.write(0, 0, "别的")
        other.activate()
        book.define_name(f"'{SHEET}'!范围", f"='{SHEET}'!$A$1:$D$8")
    return data.getvalue()


def fail(record: str, row: int | None, field: str | None = None, message: str = "不符合", remedy: str = "改正") -> dict[str, Any]:
    """Make a violation by a record in a row of the sheet."""
    return {"record": record, "state": "fail", "src": 0, "row": row, "field": field, "unit": "党政办公室", "message": message, "remedy": remedy}


def audit_of(
    data: bytes, *findings: Mapping[str, Any], rejects: Iterable[RejectedCell] = (), force: Force = Force.MUST, path: str = PATH, sheet: str = SHEET
) -> Audit:
    """Make an audit of one workbook by one rule."""
    counts = {state: sum(one["state"] == state for one in findings) for state in State}
    rule = rule_result("DX21-1", "公文及时公开", CLAUSES, "documents", counts, *findings, force=force)
    source = Input(path, sha256(data).hexdigest(), "xlsx", "documents", "公文", 7, 0, sheet, COLUMNS)
    return Audit(replace(RUN, inputs=(source,)), (rule,), tuple(rejects))


def with_rules(audit: Audit, other: Audit) -> Audit:
    """Put the rules of two audits of one workbook together."""
    return replace(audit, rules=(*audit.rules, *other.rules))


def marked(audit: Audit, data: bytes, **options: Any) -> bytes:
    """Render an audit as the marked workbook."""
    rendered = FORMATS["marked"].render(audit, Options(original=lambda _path: data, **options))
    assert isinstance(rendered, bytes)
    return rendered


def opened(data: bytes) -> Any:
    """Open a workbook with the library that reads comments and colours."""
    return load_workbook(io.BytesIO(data))


def color(data: bytes, cell: str, sheet: str = SHEET) -> str:
    """Return the colour of a cell, nothing if it has none."""
    fill = opened(data)[sheet][cell].fill
    return str(fill.fgColor.rgb)[2:] if fill.patternType == "solid" else ""


def note(data: bytes, cell: str, sheet: str = SHEET) -> str:
    """Return the comment on a cell, nothing if it has none."""
    found = opened(data)[sheet][cell].comment
    return "" if found is None else str(found.text)


def lines(data: bytes) -> list[list[str]]:
    """Return the list on the page in front: its rows below the headings."""
    rows = [["" if cell is None else str(cell) for cell in row] for row in opened(data)["核查结果"].iter_rows(values_only=True)]
    head = next(number for number, row in enumerate(rows) if row[0] == "序号")
    return rows[head + 1 :]


def text_above(data: bytes) -> str:
    """Return what the page in front says above the list."""
    rows = [row[0] for row in opened(data)["核查结果"].iter_rows(values_only=True)]
    return "\n".join(str(row) for row in rows[: rows.index("序号")])


def part(data: bytes, name: str) -> bytes:
    """Return a part of a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return book.read(name)


def rewritten(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """Return a workbook with its parts changed; None leaves a part out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            changed = change(info.filename, old.read(info))
            if changed is not None:
                new.writestr(info, changed)
    return out.getvalue()


def plain_book() -> bytes:
    """Make a workbook of one sheet with another library."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = SHEET
    sheet.append([heading for heading, _ in COLUMNS.values()])
    for row in range(1, 8):
        sheet.append([f"D{row}", f"标题{row}"])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
