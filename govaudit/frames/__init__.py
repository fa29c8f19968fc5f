"""Tables and expressions that every engine knows: what a check computes is written once, and built for the library of the engine that runs it.

The words are those of polars (`col`, `lit`, `when`, `is_null`, `with_columns`), of which narwhals speaks the same part. On polars they are handed to polars
itself, elsewhere to narwhals: docs/decisions/0013.
"""

from govaudit.frames.expr import (
    BOOLEAN,
    DATE,
    DATETIME,
    FLOAT64,
    INT8,
    INT32,
    INT64,
    STRING,
    Expr,
    Kind,
    any_horizontal,
    col,
    concat_str,
    length,
    lit,
    max_horizontal,
    min_horizontal,
    when,
)
from govaudit.frames.lazy import LazyFrame, computed, in_polars
from govaudit.frames.library import NARWHALS, POLARS, Library

__all__ = [
    "BOOLEAN",
    "DATE",
    "DATETIME",
    "FLOAT64",
    "INT8",
    "INT32",
    "INT64",
    "NARWHALS",
    "POLARS",
    "STRING",
    "Expr",
    "Kind",
    "LazyFrame",
    "Library",
    "any_horizontal",
    "col",
    "computed",
    "concat_str",
    "in_polars",
    "length",
    "lit",
    "max_horizontal",
    "min_horizontal",
    "when",
]
