"""What lies on the desk when the appendix of one pack is written: its rules with their results, the ledgers, and how records are looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from govaudit import frames as fr
from govaudit.appendix.year import Year
from govaudit.calendar import china_calendar
from govaudit.checks.condition import parse
from govaudit.checks.scope import Context, Scope, TableView
from govaudit.checks.truth import truth
from govaudit.checks.values import parse_parameter
from govaudit.engine.backends import Polars
from govaudit.engine.plan import Job
from govaudit.engine.run import bound_test, with_register
from govaudit.packs.load import Pack
from govaudit.packs.model import Rule
from govaudit.results import Audit, RuleResult

if TYPE_CHECKING:
    import polars as pl

    from govaudit.api import Task


@dataclass(frozen=True)
class Desk:
    """One pack in one run: everything that its statements are made from."""

    pack: Pack
    context: Context
    year: Year
    results: Mapping[str, RuleResult]
    measures: Mapping[str, str]
    _orders: dict[str, dict[str, int]] = field(default_factory=dict, repr=False, compare=False)
    _days: dict[tuple[str, str], dict[str, dt.date | None]] = field(default_factory=dict, repr=False, compare=False)

    def rule(self, rule: str) -> Rule:
        """Return a rule of the pack by its id."""
        return self._rules[rule]

    @property
    def _rules(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.pack.rules}

    def job(self, rule: Rule) -> Job:
        """Return the rule with its context, as the engine takes it."""
        return Job(rule, self.pack, self.context, 0)

    def measure(self, table: str) -> str:
        """Return the measure word of a table's records: 件, 次, 条."""
        return self.measures.get(table, self.measures.get("", ""))

    def label(self, table: str) -> str:
        """Return a table's Chinese name."""
        return self.context.vocabulary.label(table)

    def when(self, rule: Rule) -> str | None:
        """Return the field that says when a record of the rule's table happened, None when time does not matter."""
        return None if rule.when == "none" else rule.when or self.context.vocabulary.tables[rule.table].event

    def days(self, table: str, path: str) -> dict[str, dt.date | None]:
        """Return the day of a moment for every record of a table, by key; None where it is blank."""
        if (table, path) not in self._days:
            scope = Scope(table, self.context)
            day = scope.moment(path).day if scope.supplied(path) else fr.lit(None, fr.DATE)
            self._days[table, path] = dict(self.rows(scope, {"day": day}).select("_key", "day").iter_rows())
        return self._days[table, path]

    def order(self, table: str) -> Mapping[str, int]:
        """Return the position of every record of a table, by key."""
        if table not in self._orders:
            self._orders[table] = {key: number for number, key in enumerate(self.rows(Scope(table, self.context), {})["_key"])}
        return self._orders[table]

    def rows(self, scope: Scope, columns: Mapping[str, fr.Expr]) -> pl.DataFrame:
        """Evaluate expressions over all records of a scope's table, in their order; `_key` names the record."""
        frame = self.context.tables[scope.table].frame
        for step in scope.steps.values():
            frame = step(frame)
        found = scope.with_kept(frame).select("_key", "_src", "_row", **columns)
        # Joins promise no order, and the same records must always be named first.
        return Polars().get(found).sort("_src", "_row", "_key")

    def holds(self, scope: Scope, where: Mapping[str, Any] | None) -> fr.Expr:
        """Return whether a record meets a condition: true, false, or null where it cannot be told."""
        return truth(parse(where, scope.table, self.context.vocabulary, lambda _loc, _message: None) if where else None, scope)


def desk_of(task: Task, pack: Pack, audit: Audit, year: Year, measures: Mapping[str, str]) -> Desk:
    """Lay out what the appendix of a pack needs."""
    settings = task.settings
    ledgers = with_register(task.records.ledgers, task.vocabulary, settings)
    context = Context(
        as_of=settings.as_of,
        vocabulary=task.vocabulary,
        calendar=china_calendar,
        tables={name: TableView(name, fr.in_polars(one.frame), one.fields, one.bad, one.rejected) for name, one in ledgers.items()},
        period=(pack.info.period.first, pack.info.period.last),
        issued=pack.info.issued,
        retroactive=settings.retroactive,
        unit=settings.office,
        parameters=_parameters(pack, settings.parameters),
        bound=bound_test(ledgers, task.vocabulary, settings, pack),
        register="units" in task.records.ledgers,
    )
    return Desk(pack, context, year, {rule.id: rule for rule in audit.rules if rule.pack == pack.id}, measures)


def _parameters(pack: Pack, given: Mapping[str, Any]) -> dict[str, Any]:
    """Type the parameters of a pack; the audit, which was made before, has refused what is no value."""
    names = {spec.id: (spec.id, f"{pack.id}/{spec.id}") for spec in pack.info.parameters}
    units = {spec.id: spec.unit for spec in pack.info.parameters}
    return {known: parse_parameter(given[name], units[known]) for known, both in names.items() for name in both if name in given}
