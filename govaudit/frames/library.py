"""The two libraries that expressions are built for, and the few words that they do not share."""

from __future__ import annotations

from functools import cached_property
from typing import Any


class Library:
    """A library of data frames; imported when something is first built for it."""

    name = ""

    @cached_property
    def words(self) -> Any:
        """The module itself."""
        raise NotImplementedError

    def any_horizontal(self, *flags: Any) -> Any:
        """Return whether any flag is true, for a filter."""
        raise NotImplementedError


class _Polars(Library):
    """For tables in this process."""

    name = "polars"

    @cached_property
    def words(self) -> Any:
        """Polars."""
        import polars

        return polars

    def any_horizontal(self, *flags: Any) -> Any:
        """A null that is left is none to a filter."""
        return self.words.any_horizontal(*flags)


class _Narwhals(Library):
    """For tables of another engine, whose own words it turns ours into."""

    name = "narwhals"

    @cached_property
    def words(self) -> Any:
        """Narwhals."""
        import narwhals

        return narwhals

    def any_horizontal(self, *flags: Any) -> Any:
        """Nulls are ignored."""
        return self.words.any_horizontal(*flags, ignore_nulls=True)


POLARS: Library = _Polars()
NARWHALS: Library = _Narwhals()
