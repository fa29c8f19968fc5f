"""Conditions in words, as a filter on the records: which of them are counted."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from govaudit.appendix.desk import Desk
from govaudit.checks.condition import Combination, Condition, parse
from govaudit.checks.values import FieldReference, Parameter, print_percent
from govaudit.reports.wording import listed, say


def described(desk: Desk, table: str, where: Mapping[str, Any] | None) -> str:
    """Return the records of a table that meet a condition, in words: all of them where there is none."""
    if not where:
        return say("appendix.filter.none", table=desk.label(table))
    return say("appendix.filter", table=desk.label(table), condition=words(desk, table, where))


def words(desk: Desk, table: str, where: Mapping[str, Any] | None) -> str:
    """Return a condition in words, without the table."""
    return _words(parse(where, table, desk.context.vocabulary, lambda _loc, _message: None), table, desk) if where else ""


def _words(condition: Condition, table: str, desk: Desk) -> str:
    if isinstance(condition, Combination):
        if condition.op == "not":
            return say("appendix.filter.not", what=_words(condition.items[0], table, desk))
        parts = [_words(item, table, desk) for item in condition.items]
        joined = say(f"appendix.filter.{condition.op}").join(parts)
        return say("appendix.filter.group", what=joined) if condition.op == "any" and len(parts) > 1 else joined
    return say(f"appendix.filter.op.{condition.op}", field=desk.context.vocabulary.label(table, condition.path), value=_value(condition.value, table, desk))


def _value(value: Any, table: str, desk: Desk) -> str:
    if isinstance(value, FieldReference):
        return say("appendix.filter.field", field=desk.context.vocabulary.label(table, value.field))
    if isinstance(value, Parameter):
        return str(desk.context.parameters.get(value.param, say("appendix.filter.unset", name=value.param)))
    if isinstance(value, bool):
        return say("appendix.yes" if value else "appendix.no")
    if isinstance(value, Fraction):
        return print_percent(value)
    return listed(_value(item, table, desk) for item in value) if isinstance(value, list) else str(value)
