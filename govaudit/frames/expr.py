"""Expressions: how a column is computed from others, told in words and built when a library is known."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from govaudit.frames.library import Library

Build = Callable[["Library"], Any]


class Kind:
    """The type of a column, by the name that the libraries share."""

    __slots__ = ("_arguments", "_name")

    def __init__(self, name: str, *arguments: str) -> None:
        """Take the name, and what the type is made with."""
        self._name = name
        self._arguments = arguments

    def on(self, library: Library) -> Any:
        """Return the library's own type."""
        kind = getattr(library.words, self._name)
        return kind(*self._arguments) if self._arguments else kind


BOOLEAN, STRING, DATE, DATETIME = Kind("Boolean"), Kind("String"), Kind("Date"), Kind("Datetime", "us")
INT8, INT32, INT64, FLOAT64 = Kind("Int8"), Kind("Int32"), Kind("Int64"), Kind("Float64")


class Expr:
    """A column to be computed; it belongs to no library until it is built `on` one."""

    __slots__ = ("_build", "_made")

    def __init__(self, build: Build) -> None:
        """Take what builds it."""
        self._build = build
        self._made: tuple[Library, Any] | None = None

    def on(self, library: Library) -> Any:
        """Return the library's own expression; built once, for most stand in several others."""
        made = self._made
        if made is None or made[0] is not library:
            made = self._made = (library, self._build(library))  # one assignment: constants are shared between threads
        return made[1]

    def word(self, name: str, *arguments: Any, **options: Any) -> Expr:
        """Say any other word that both libraries have and mean alike: `word("str.len_chars")`, `word("dt.weekday")`."""
        find = operator.attrgetter(name)
        return Expr(lambda library: find(self.on(library))(*[built(one, library) for one in arguments], **options))

    def _joined(self, join: Callable[[Any, Any], Any], other: object) -> Expr:
        return Expr(lambda library: join(self.on(library), built(other, library)))

    # -- truth and comparison, three-valued --------------------------------------------------------------------------------

    def __and__(self, other: Expr) -> Expr:
        """Return whether both hold."""
        return self._joined(operator.and_, other)

    def __or__(self, other: Expr) -> Expr:
        """Return whether one holds."""
        return self._joined(operator.or_, other)

    def __invert__(self) -> Expr:
        """Return whether it does not hold."""
        return Expr(lambda library: ~self.on(library))

    def __eq__(self, other: object) -> Expr:  # type: ignore[override]  # an expression, as in the libraries
        """Return whether both are equal."""
        return self._joined(operator.eq, other)

    def __ne__(self, other: object) -> Expr:  # type: ignore[override]  # an expression, as in the libraries
        """Return whether both differ."""
        return self._joined(operator.ne, other)

    __hash__ = None  # type: ignore[assignment]  # what has no plain equality is no key

    def __lt__(self, other: Any) -> Expr:
        """Return whether it is less."""
        return self._joined(operator.lt, other)

    def __le__(self, other: Any) -> Expr:
        """Return whether it is at most the other."""
        return self._joined(operator.le, other)

    def __gt__(self, other: Any) -> Expr:
        """Return whether it is more."""
        return self._joined(operator.gt, other)

    def __ge__(self, other: Any) -> Expr:
        """Return whether it is at least the other."""
        return self._joined(operator.ge, other)

    def is_null(self) -> Expr:
        """Return whether there is no value."""
        return self.word("is_null")

    def is_in(self, values: Iterable[Any]) -> Expr:
        """Return whether it is one of some values."""
        return self.word("is_in", list(values))

    # -- numbers and moments -----------------------------------------------------------------------------------------------

    def __add__(self, other: Any) -> Expr:
        """Add."""
        return self._joined(operator.add, other)

    def __sub__(self, other: Any) -> Expr:
        """Subtract."""
        return self._joined(operator.sub, other)

    def __mul__(self, other: Any) -> Expr:
        """Multiply."""
        return self._joined(operator.mul, other)

    def __truediv__(self, other: Any) -> Expr:
        """Divide."""
        return self._joined(operator.truediv, other)

    def round(self, decimals: int) -> Expr:
        """Round; which of two equally near values is taken is the engine's."""
        return self.word("round", decimals)

    def cast(self, kind: Kind) -> Expr:
        """Change the type."""
        return self.word("cast", kind)

    def truncate(self, every: str) -> Expr:
        """Cut a moment down to a whole unit of time (`1m`)."""
        return self.word("dt.truncate", every)

    # -- texts and lists ---------------------------------------------------------------------------------------------------

    def contains_text(self, part: str) -> Expr:
        """Return whether a text has a part."""
        return self.word("str.contains", part, literal=True)

    def matches(self, pattern: str) -> Expr:
        """Return whether a text has a part that fits a regular expression."""
        return self.word("str.contains", pattern)

    def contains_item(self, item: Any) -> Expr:
        """Return whether a list has an item."""
        return self.word("list.contains", item)

    def items(self) -> Expr:
        """Return how many items a list has."""
        return self.word("list.len")

    # -- over rows ---------------------------------------------------------------------------------------------------------

    def sum(self) -> Expr:
        """Add up the rows."""
        return self.word("sum")

    def min(self) -> Expr:
        """Return the least of the rows."""
        return self.word("min")

    def alias(self, name: str) -> Expr:
        """Name the column."""
        return self.word("alias", name)


def built(value: Any, library: Library) -> Any:
    """Return an expression or type as the library's own; anything else as it is."""
    return value.on(library) if isinstance(value, (Expr, Kind)) else value


def col(name: str) -> Expr:
    """Return a column by its name."""
    return Expr(lambda library: library.words.col(name))


def lit(value: Any, kind: Kind | None = None) -> Expr:
    """Return the same value for every row."""
    return Expr(lambda library: library.words.lit(value) if kind is None else library.words.lit(value, kind.on(library)))


class When:
    """A condition that waits for what to give where it holds."""

    __slots__ = ("_condition",)

    def __init__(self, condition: Expr) -> None:
        """Take the condition."""
        self._condition = condition

    def then(self, value: Expr) -> Then:
        """Give a value where the condition holds."""
        return Then(self._condition, value)


class Then(Expr):
    """A value where a condition holds, null elsewhere."""

    __slots__ = ("_condition", "_value")

    def __init__(self, condition: Expr, value: Expr) -> None:
        """Take both."""
        super().__init__(lambda library: library.words.when(condition.on(library)).then(value.on(library)))
        self._condition = condition
        self._value = value

    def otherwise(self, other: Expr) -> Expr:
        """Give another value elsewhere, also where the condition is null."""
        condition, value = self._condition, self._value
        return Expr(lambda library: library.words.when(condition.on(library)).then(value.on(library)).otherwise(other.on(library)))


def when(condition: Expr) -> When:
    """Begin a choice on a condition."""
    return When(condition)


def any_horizontal(*flags: Expr) -> Expr:
    """Return whether any flag of the row is true, for a filter: where none is, it may be false or null."""
    return Expr(lambda library: library.any_horizontal(*[flag.on(library) for flag in flags]))


def min_horizontal(*columns: Expr) -> Expr:
    """Return the least of the row's values, nulls aside."""
    return Expr(lambda library: library.words.min_horizontal(*[column.on(library) for column in columns]))


def max_horizontal(*columns: Expr) -> Expr:
    """Return the greatest of the row's values, nulls aside."""
    return Expr(lambda library: library.words.max_horizontal(*[column.on(library) for column in columns]))


def concat_str(parts: Iterable[Expr], *, separator: str) -> Expr:
    """Join the row's texts, nulls aside."""
    listed = list(parts)
    return Expr(lambda library: library.words.concat_str([part.on(library) for part in listed], separator=separator, ignore_nulls=True))


def length() -> Expr:
    """Return the number of rows."""
    return Expr(lambda library: library.words.len())
