"""What stands in the example row: for each field a value that shows its form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from govaudit.messages import TEXTS, text
from govaudit.packs.load import Pack
from govaudit.vocabulary.model import FieldType
from govaudit.workbooks.plan import Column

_NO_PACK = dt.date(2025, 3, 31)


def example_of(column: Column, packs: Sequence[Pack]) -> str:
    """Return an example for a field, of the time of the first pack."""
    info = packs[0].info if packs else None
    day = (info.issued or info.period.first) if info is not None else _NO_PACK
    kind = column.spec.type
    if kind is FieldType.LIST and column.options:
        return text("template.list").join(column.options[:2])
    if column.options:
        return column.options[0]
    known = {
        FieldType.DATE: str(day),
        FieldType.DATETIME: f"{day} 09:30",
        FieldType.INTEGER: str(day.year) if column.name == "year" else "12",
        FieldType.NUMBER: "12.5",
        FieldType.PERCENT: "60%",
        FieldType.LIST: text("template.example.list"),
    }
    if kind in known:
        return known[kind]
    key = f"template.example.{column.name}"
    return text(key, year=day.year) if key in TEXTS else text("template.example.text")
