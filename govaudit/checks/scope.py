"""What a check may look at: the columns of one table, of the records it points at, and the calendar.

A scope turns names of the vocabulary into expressions, remembers which joins those need, and knows what the export does not have. Physical columns:
`<field>`; `<field>__timed` (a datetime that came with its time of day); `<field>__bad` (the cell was there but could not be read); `<relation>__…`
for the fields of a related record.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from govaudit import frames as fr
from govaudit.calendar import Calendar
from govaudit.checks.values import Parameter, UnsetParameterError
from govaudit.vocabulary.model import FieldSpec, FieldType, Vocabulary

Step = Callable[[fr.LazyFrame], fr.LazyFrame]
DAY = dt.timedelta(days=1)
LAST_INSTANT = DAY - dt.timedelta(microseconds=1)
UNKNOWN = fr.lit(None, fr.BOOLEAN)


@dataclass(frozen=True)
class TableView:
    """One supplied table as checks see it: the lazy frame, which fields the export has, which have unreadable cells, how many rows were rejected."""

    name: str
    frame: fr.LazyFrame
    fields: frozenset[str]
    bad: frozenset[str] = frozenset()
    rejected: int = 0


@dataclass(frozen=True)
class Context:
    """What an audit takes as given: the as-of moment, the notice's dates, parameters, and the calendar."""

    as_of: dt.datetime
    vocabulary: Vocabulary
    calendar: Callable[[], Calendar]
    tables: Mapping[str, TableView]
    period: tuple[dt.date, dt.date]
    issued: dt.date | None = None
    retroactive: bool = False
    unit: str = ""
    units: tuple[str, ...] = ()
    register: bool = True
    parameters: Mapping[str, Any] = field(default_factory=dict)
    calendar_frame: Callable[[], fr.LazyFrame] | None = None
    bound: Callable[[Any], bool | None] = lambda _condition: None

    def value(self, value: Any) -> Any:
        """Resolve a reference to a parameter; any other value is returned as it is.

        Raises:
            UnsetParameterError: nobody has set the parameter.
        """
        if not isinstance(value, Parameter):
            return value
        if value.param not in self.parameters:
            raise UnsetParameterError(value.param)
        return self.parameters[value.param]


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time as expressions: the earliest and the latest instant it can be, and its calendar day."""

    name: str
    lo: fr.Expr
    hi: fr.Expr
    day: fr.Expr


@dataclass(frozen=True, slots=True)
class Kept:
    """A column that is computed once for all rules of a table."""

    name: str
    expr: fr.Expr
    later: bool


class Scope:
    """The columns of one table and what is joined to it; collects the joins (`steps`) in the order they are asked for."""

    def __init__(self, table: str, context: Context, *, prefix: str = "", sharing: Scope | None = None) -> None:
        """Open a scope on `table`; `prefix` names the columns of a joined table; joins, columns read and kept columns are those of `sharing`."""
        self.table = table
        self.context = context
        self.prefix = prefix
        self.spec = context.vocabulary.tables[table]
        self.view = context.tables.get(table)
        self.steps: dict[str, Step] = {} if sharing is None else sharing.steps
        self.used: set[str] = set() if sharing is None else sharing.used
        self.kept: dict[str, Kept] = {} if sharing is None else sharing.kept

    # -- names ---------------------------------------------------------------------------------------------------------

    def field(self, path: str) -> FieldSpec:
        """Return the specification of a field or related field."""
        relation, dot, rest = path.rpartition(".")
        if not dot:
            return self.spec.fields[rest]
        return self.context.vocabulary.tables[self.spec.relations[relation].to].fields[rest]

    def column(self, path: str) -> str:
        """Return the physical column of a field; joins the related record if the path needs one."""
        relation, dot, rest = path.rpartition(".")
        if dot:
            return self._related(relation).column(rest)
        if not self.prefix:
            self.used.add(rest)
        return self.prefix + rest

    def supplied(self, path: str) -> bool:
        """Whether the export has this field at all."""
        relation, dot, rest = path.rpartition(".")
        if dot:
            link = self.spec.relations[relation]
            target = self.context.tables.get(link.to)
            return self.supplied(link.field) and target is not None and rest in target.fields
        return self.view is not None and rest in self.view.fields

    def label(self, path: str) -> str:
        """Return the Chinese name of a field or related field."""
        return self.context.vocabulary.label(self.table, path)

    # -- expressions ---------------------------------------------------------------------------------------------------

    def value(self, path: str) -> fr.Expr | None:
        """Return the expression of a field's value (null where blank or unreadable), or None if the export does not have it."""
        return fr.col(self.column(path)) if self.supplied(path) else None

    def readable(self, path: str) -> fr.Expr | None:
        """Return an expression that is false where the cell could not be read, or None if all could."""
        relation, dot, rest = path.rpartition(".")
        if dot:
            scope = self._related(relation)
            found = ~fr.col(f"{scope.prefix}_key").is_null()
            inner = scope.readable(rest)
            return found if inner is None else found & (inner | ~found)
        if self.view is None or rest not in self.view.bad:
            return None
        return ~fr.col(f"{self.prefix}{rest}__bad")

    def present(self, path: str) -> fr.Expr:
        """Return whether the cell is filled: unknown where the export lacks the field or the cell could not be read.

        A moment after the as-of date has not happened yet: it counts as blank, unless the field is one that may lie ahead.
        """
        value = self.value(path)
        if value is None:
            return UNKNOWN
        filled = ~value.is_null()
        spec = self.field(path)
        if spec.type.is_moment and not spec.ahead:
            happened = self.moment(path).lo <= fr.lit(self.context.as_of, fr.DATETIME)
            filled = fr.when(value.is_null()).then(fr.lit(value=False)).otherwise(happened)
        if self.field(path).type is FieldType.LIST:
            filled = fr.when(value.is_null()).then(fr.lit(value=False)).otherwise(value.items() > 0)
        readable = self.readable(path)
        return filled if readable is None else fr.when(readable).then(filled)

    def moment(self, path: str) -> Moment:
        """Return a date or datetime field as a span of instants."""
        kind = self.field(path).type
        column = self.column(path)
        value = fr.col(column)
        if kind is FieldType.DATE:
            lo = value.cast(fr.DATETIME)
            return Moment(path, lo, lo + LAST_INSTANT, value)
        hi = fr.when(fr.col(f"{column}__timed")).then(value).otherwise(value + LAST_INSTANT)
        return Moment(path, value, hi, value.cast(fr.DATE))

    def keep(self, key: str, make: Callable[[], fr.Expr], *, later: bool = False) -> fr.Expr:
        """Compute an expression once for all rules of the table, as a column of its own; the same key is the same expression.

        What is made from other kept columns is computed `later` than they are.
        """
        if key not in self.kept:
            made = make()
            self.kept[key] = Kept(f"_k{len(self.kept)}", made, later)
        return fr.col(self.kept[key].name)

    def with_kept(self, frame: fr.LazyFrame) -> fr.LazyFrame:
        """Add the kept columns to a frame."""
        for later in (False, True):
            columns = {one.name: one.expr for one in self.kept.values() if one.later is later}
            frame = frame.with_columns(**columns) if columns else frame
        return frame

    # -- joins ---------------------------------------------------------------------------------------------------------

    def _related(self, relation: str) -> Scope:
        """Join the record that `relation` points at, once; its columns get the prefix ``<relation>__``."""
        link = self.spec.relations[relation]
        prefix = f"{self.prefix}{relation}__"
        target = self.context.tables[link.to]
        left = self.column(link.field)

        def join(frame: fr.LazyFrame) -> fr.LazyFrame:
            names = target.frame.columns
            renamed = target.frame.select(*[fr.col(name).alias(f"{prefix}{name}") for name in names], fr.col("_key").alias(f"{prefix}_on"))
            return frame.join(renamed, left_on=left, right_on=f"{prefix}_on", how="left")

        self.steps.setdefault(f"related:{prefix}", join)
        return Scope(link.to, self.context, prefix=prefix, sharing=self)

    def unit_row(self, path: str) -> Scope | None:
        """Join the register's row of the unit that a field names; None without a register. Every field has a join of its own."""
        view = self.context.tables.get("units")
        if view is None:
            return None
        left = self.column(path)
        prefix = f"units_{left}__"

        def join(frame: fr.LazyFrame) -> fr.LazyFrame:
            renamed = view.frame.select(*[fr.col(name).alias(f"{prefix}{name}") for name in view.frame.columns], fr.col("_key").alias(f"{prefix}on"))
            return frame.join(renamed, left_on=left, right_on=f"{prefix}on", how="left")

        self.steps.setdefault(f"units:{left}", join)
        return Scope("units", self.context, prefix=prefix)

    def workdays(self, moment: Moment) -> tuple[fr.Expr, fr.Expr]:
        """Join the calendar on a moment's day; returns the number of working days up to it, as lower and upper bound."""
        name = moment.name.replace(".", "__")
        day, lo, hi = (f"{self.prefix}{name}__{part}" for part in ("day", "wlo", "whi"))
        frame_of_calendar = self.context.calendar_frame

        def join(frame: fr.LazyFrame) -> fr.LazyFrame:
            if frame_of_calendar is None:
                raise RuntimeError("no calendar frame")
            table = frame_of_calendar().select(fr.col("day").alias(day), fr.col("lo").alias(lo), fr.col("hi").alias(hi))
            return frame.with_columns(moment.day.alias(day)).join(table, on=day, how="left")

        self.steps.setdefault(f"workdays:{day}", join)
        return fr.col(lo), fr.col(hi)
