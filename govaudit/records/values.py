"""What one cell may hold, per field type: the definition of every spelling that is accepted, and why the others are not.

`ADAPTERS` has one Pydantic adapter per type; `read_cell` gives the typed value or the reason of the refusal, `coerced` also what was done to it.
`columns` reads whole columns faster and is held to the same answers by tests.

- Around a value white space and zero-width characters do not count. `BLANKS` (nothing, `无`, `暂无`, `空`, `—`, `-`, `/` …) are blank (null); `无` is "no" in a
  boolean field, and the empty list in a list field (so are the others), unless the dictionary lists it among the values.
- The name of the field itself may stand before the value: `成文日期:2023-06-14`. Another field's name before a date is refused.
- date, datetime: `dates`. integer, number, percent: `amounts`. text, boolean, enum, list: `words`. What was done is named as in `coercions`.
- Nested objects, and true or false outside boolean fields, are refused everywhere; so is what a spreadsheet writes for an error (`#N/A`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BeforeValidator, TypeAdapter, ValidationError, ValidationInfo

from govaudit.records.amounts import as_percents, integer, percent, real
from govaudit.records.dates import Moment, moment
from govaudit.records.plain import BLANKS, MAX_TEXT, WHITE, Cell, Unreadable, shown
from govaudit.records.words import boolean, listed, several, text
from govaudit.vocabulary.model import FieldSpec, FieldType

__all__ = ["ADAPTERS", "BLANKS", "MAX_TEXT", "WHITE", "Moment", "Unreadable", "as_percents", "coerced", "read_cell", "shown"]


def read_cell(spec: FieldSpec, value: Any) -> tuple[Any, str]:
    """Type one cell; give the value (None: blank) and an empty text, or None and why the cell cannot be taken."""
    return coerced(spec, value)[:2]


def coerced(spec: FieldSpec, value: Any) -> tuple[Any, str, tuple[str, ...]]:
    """Type one cell like `read_cell`; give also the names of what was done to it."""
    cell = Cell(spec)
    try:
        return ADAPTERS[spec.type].validate_python(value, context=cell), "", tuple(cell.done)
    except ValidationError as error:
        item = error.errors(include_url=False)[0]
        return None, str(item.get("ctx", {}).get("error", item["msg"])), ()


def _date(value: Any, cell: Cell) -> dt.date | None:
    found = moment(value, cell)
    if found is None:
        return None
    if found.timed:
        cell.did("time_dropped")
    return found.at.date()


def _with(read: Callable[[Any, Cell], Any]) -> BeforeValidator:
    """Give a function the cell that is being read."""
    return BeforeValidator(lambda value, info: read(value, _cell(info)))


def _cell(info: ValidationInfo) -> Cell:
    return info.context if isinstance(info.context, Cell) else Cell()


ADAPTERS: dict[FieldType, TypeAdapter[Any]] = {
    FieldType.TEXT: TypeAdapter(Annotated[str | None, _with(text)]),
    FieldType.INTEGER: TypeAdapter(Annotated[int | None, _with(integer)]),
    FieldType.NUMBER: TypeAdapter(Annotated[float | None, _with(real)]),
    FieldType.PERCENT: TypeAdapter(Annotated[float | None, _with(percent)]),
    FieldType.BOOLEAN: TypeAdapter(Annotated[bool | None, _with(boolean)]),
    FieldType.DATE: TypeAdapter(Annotated[dt.date | None, _with(_date)]),
    FieldType.DATETIME: TypeAdapter(Annotated[Moment | None, _with(moment)]),
    FieldType.ENUM: TypeAdapter(Annotated[str | None, _with(listed)]),
    FieldType.LIST: TypeAdapter(Annotated[list[str] | None, _with(several)]),
}
"""One adapter per field type; the context is the `Cell` that is being read."""
