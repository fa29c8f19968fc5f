"""The records behind a rule that judges the office, units or periods: which count for a subject, on which day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from govaudit import frames as fr
from govaudit.appendix.desk import Desk
from govaudit.appendix.shares import total
from govaudit.appendix.subjects import Subject
from govaudit.checks.base import GroupCheck
from govaudit.checks.scope import Scope
from govaudit.packs.model import Rule
from govaudit.vocabulary.model import FieldType

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Counted:
    """What counts for one subject: the records by key, in the order of their days, and what was told apart or added up."""

    keys: tuple[str, ...]
    days: tuple[dt.date | None, ...]
    values: tuple[str, ...]
    part_keys: tuple[str, ...]
    part: Fraction
    whole: Fraction
    is_distinct: bool
    is_dated: bool

    @property
    def n(self) -> int:
        """How many records, or different values, count."""
        return len(set(self.values)) if self.is_distinct else len(self.keys)


class Counter:
    """The records of one check (one reading of one rule), asked for its subjects."""

    def __init__(self, desk: Desk, rule: Rule, check: GroupCheck) -> None:
        """Evaluate which records count at all."""
        self._desk = desk
        self._check = check
        window = check.window(desk.context)
        scope = Scope(rule.table, desk.context)
        tally = check.tally(scope, desk.holds(scope, rule.where))
        date = check.date or desk.when(rule)
        self._fixed = None
        if rule.when == "none" and check.date is None:
            # The record stands for the state of things now: it counts without a date.
            self._fixed = min(window[1] if window else dt.date.max, desk.context.as_of.date())
        self._distinct = tally.distinct is not None
        columns: dict[str, fr.Expr] = {"n": tally.n, "day": fr.lit(None, fr.DATE)}
        if self._fixed is not None:
            columns["day"] = fr.lit(self._fixed, fr.DATE)
        elif date is not None and scope.supplied(date):
            columns["day"] = scope.moment(date).day
        unit = rule.responsible or scope.spec.unit
        columns["unit"] = fr.col(scope.column(unit)) if unit and scope.supplied(unit) else fr.lit(None, fr.STRING)
        for name, path in (("by", tally.by), ("distinct", tally.distinct)):
            if path is not None:
                value = fr.col(scope.column(path))
                columns[name] = value if scope.field(path).type in (FieldType.TEXT, FieldType.ENUM, FieldType.LIST) else value.cast(fr.STRING)
        columns |= {name: value for name, value in (("part", tally.part), ("whole", tally.whole)) if value is not None}
        # Sorted by day and key, so that the first record by which enough was done is the same in every run.
        self._rows: pl.DataFrame = desk.rows(scope, columns).filter("n").sort("day", "_key", nulls_last=True)

    def of(self, subject: Subject) -> Counted:
        """Return what counts for a subject up to the as-of day."""
        import polars as pl

        rows = self._rows.filter(pl.col("day") <= self._desk.context.as_of.date())
        if subject.slice is not None:
            rows = rows.filter(pl.col("day").is_between(subject.slice.first, subject.slice.last))
        if subject.unit:
            rows = rows.filter(pl.col("unit") == subject.unit)
        if subject.category is not None:
            rows = rows.filter(self._of_category(rows, subject.category.names))
        return self._counted(rows)

    def _of_category(self, rows: pl.DataFrame, names: tuple[str, ...]) -> pl.Expr:
        import polars as pl

        if isinstance(rows.schema["by"], pl.List):
            return pl.col("by").list.eval(pl.element().is_in(names)).list.any()
        return pl.col("by").is_in(names)

    def _counted(self, rows: pl.DataFrame) -> Counted:
        import polars as pl

        found: dict[str, Any] = rows.to_dict(as_series=False)
        keys, part, whole = tuple(found["_key"]), Fraction(0), Fraction(len(found["_key"]))
        part_keys: tuple[str, ...] = ()
        if "whole" in found:
            part, whole, part_keys = total(found["part"]), total(found["whole"]), keys
        elif "part" in found:
            part_keys = tuple(rows.filter(pl.col("part"))["_key"])
            part = Fraction(len(part_keys))
        return Counted(keys, tuple(found["day"]), tuple(found.get("distinct", ())), part_keys, part, whole, self._distinct, self._fixed is None)
