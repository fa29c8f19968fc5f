"""samples/records.xlsx: the records of samples/records.json as an office would keep them in a workbook; `python -m tests.samples.workbook` writes it anew."""

from __future__ import annotations

import datetime as dt
import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any

from govaudit.api import load_selected, merged_vocabulary
from govaudit.vocabulary.model import FieldSpec, FieldType, TableSpec

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "samples" / "records.json"
TARGET = ROOT / "samples" / "records.xlsx"

_CREATED = dt.datetime(2021, 12, 20, tzinfo=dt.UTC)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2})?")


def workbook() -> bytes:
    """Return the workbook: a sheet per ledger, Chinese headings, days and moments as a spreadsheet keeps them."""
    from xlsxwriter import Workbook

    records: dict[str, Any] = json.loads(SOURCE.read_text(encoding="utf-8"))
    meta = records.pop("meta")
    vocabulary = merged_vocabulary(load_selected(meta["packs"]))
    data = BytesIO()
    with Workbook(data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": "政务公开台账(虚构)", "comments": meta["note"], "created": _CREATED})
        head = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1, "text_wrap": True})
        formats = {FieldType.DATE: book.add_format({"num_format": "yyyy-mm-dd"}), FieldType.DATETIME: book.add_format({"num_format": "yyyy-mm-dd hh:mm"})}
        for table, rows in records.items():
            spec = vocabulary.tables[table]
            sheet = book.add_worksheet(spec.label)
            sheet.freeze_panes(1, 1)
            for position, (name, field) in enumerate(_fields(spec, rows).items()):
                sheet.set_column(position, position, 40 if name in ("title", "content", "url") else 16)
                sheet.write_string(0, position, f"{field.label}({field.unit})" if field.unit else field.label, head)
                for number, row in enumerate(rows, 1):
                    value = cell(row.get(name), field)
                    if value is not None:
                        sheet.write(number, position, value, formats.get(field.type))
    return data.getvalue()


def _fields(spec: TableSpec, rows: list[dict[str, Any]]) -> dict[str, FieldSpec]:
    """Return the fields that the records have; all of the table if it has no records."""
    return {name: field for name, field in spec.fields.items() if not rows or any(name in row for row in rows)}


def cell(value: Any, field: FieldSpec) -> Any:
    """Return a value as a clerk would type it into a cell of this field."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(value) if value else "无"
    if isinstance(value, str) and field.type.is_moment:
        text = value.replace("T", " ")
        if _DAY.fullmatch(text) or _MOMENT.fullmatch(text):
            try:
                return dt.datetime.fromisoformat(text)
            except ValueError:
                return value
    return value


def main() -> None:
    """Write the workbook anew."""
    TARGET.write_bytes(workbook())


if __name__ == "__main__":
    main()
