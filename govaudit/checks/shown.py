"""Values as a report prints them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from govaudit.checks.scope import Scope
from govaudit.messages import text
from govaudit.vocabulary.model import FieldType

if TYPE_CHECKING:
    import polars as pl


def shown(scope: Scope, path: str) -> pl.Expr:
    """Return a field's value as text, null where blank; a datetime without its time of day is printed as a date."""
    import polars as pl

    column = scope.column(path)
    value = pl.col(column)
    kind = scope.field(path).type
    if kind is FieldType.DATETIME:
        return pl.when(pl.col(f"{column}__timed")).then(value.dt.strftime("%Y-%m-%d %H:%M")).otherwise(value.dt.strftime("%Y-%m-%d"))
    if kind is FieldType.DATE:
        return value.dt.strftime("%Y-%m-%d")
    if kind is FieldType.LIST:
        return pl.when(value.list.len() > 0).then(value.list.join("、")).when(value.is_not_null()).then(pl.lit(text("none")))
    if kind is FieldType.BOOLEAN:
        return pl.when(value).then(pl.lit("是")).when(~value).then(pl.lit("否"))
    if kind is FieldType.PERCENT:
        return pl.concat_str((value * 100).round(4).cast(pl.String).str.strip_suffix(".0"), pl.lit("%"))
    if kind is FieldType.NUMBER:
        return value.cast(pl.String).str.strip_suffix(".0")
    return value.cast(pl.String)


def told(scope: Scope, paths: Sequence[str], separator: str = ",") -> pl.Expr:
    """Return fields with their values in words: `答复时间 2021-10-09,渠道 未填`; fields the export lacks are left out."""
    import polars as pl

    parts = [pl.concat_str(pl.lit(f"{scope.label(path)} "), shown(scope, path).fill_null(text("unfilled"))) for path in paths if scope.supplied(path)]
    return pl.concat_str(parts, separator=separator) if parts else pl.lit("")
