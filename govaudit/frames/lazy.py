"""Lazy tables of an engine, asked in expressions that know no engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from govaudit.frames.expr import Expr, built
from govaudit.frames.library import POLARS, Library

if TYPE_CHECKING:
    import polars as pl


class LazyFrame:
    """A query that has not run yet.

    Attributes:
        native: the query in the library's own terms.
        library: whose expressions it takes.
    """

    __slots__ = ("library", "native")

    def __init__(self, native: Any, library: Library) -> None:
        """Wrap a query of a library."""
        self.native = native
        self.library = library

    def _with(self, native: Any) -> LazyFrame:
        return LazyFrame(native, self.library)

    def _named(self, columns: Mapping[str, Expr]) -> dict[str, Any]:
        return {name: column.on(self.library) for name, column in columns.items()}

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return list(self.native.collect_schema().names())

    def with_columns(self, *columns: Expr, **named: Expr) -> LazyFrame:
        """Add columns, or compute some anew."""
        return self._with(self.native.with_columns(*[column.on(self.library) for column in columns], **self._named(named)))

    def select(self, *columns: Expr | str, **named: Expr) -> LazyFrame:
        """Keep, in this order, only these columns."""
        return self._with(self.native.select(*[built(column, self.library) for column in columns], **self._named(named)))

    def filter(self, condition: Expr) -> LazyFrame:
        """Keep the rows for which a condition is true."""
        return self._with(self.native.filter(condition.on(self.library)))

    def join(
        self,
        other: LazyFrame,
        *,
        on: str | None = None,
        left_on: str | None = None,
        right_on: str | None = None,
        how: Literal["left", "inner", "cross"],
    ) -> LazyFrame:
        """Put the matching rows of another table of the engine beside these."""
        return self._with(self.native.join(other.native, on=on, left_on=left_on, right_on=right_on, how=how))

    def totals(self, by: str | list[str], **columns: Expr) -> LazyFrame:
        """Aggregate the rows that share their keys."""
        return self._with(self.native.group_by(by).agg(**self._named(columns)))

    def sort(self, *keys: str) -> LazyFrame:
        """Order the rows."""
        return self._with(self.native.sort(*keys))

    def head(self, n: int) -> LazyFrame:
        """Keep the first rows."""
        return self._with(self.native.head(n))

    def drop(self, columns: list[str]) -> LazyFrame:
        """Leave columns out."""
        return self._with(self.native.drop(columns))

    def explode(self, column: str) -> LazyFrame:
        """Give every item of a list a row of its own."""
        return self._with(self.native.explode(column))


def in_polars(frame: pl.DataFrame) -> LazyFrame:
    """Return a table of this process as a query."""
    return LazyFrame(frame.lazy(), POLARS)


def computed(frame: pl.DataFrame, **columns: Expr) -> pl.DataFrame:
    """Add columns to a table of this process."""
    return frame.with_columns(**{name: column.on(POLARS) for name, column in columns.items()})
