"""Conditions in words: what a record would have to be, for the reader of a finding."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from govaudit.checks.condition import Combination, Condition, Test, parse
from govaudit.checks.scope import Scope
from govaudit.checks.values import FieldReference, print_percent
from govaudit.messages import text
from govaudit.vocabulary.model import FieldSpec, FieldType


def describe(condition: Condition, scope: Scope, mood: str = "asks") -> str:
    """Return what a condition asks, `“公开属性”应填写`, or (mood `is`) which records it means, `“公开属性”已填写`."""
    if isinstance(condition, Test):
        return _test(condition, scope, mood)
    if condition.op == "not":
        return text(f"{mood}.not", what=describe(condition.items[0], scope, mood))
    return text(f"asks.{condition.op}").join(describe(item, scope, mood) for item in condition.items)


def which(raw: Mapping[str, Any] | None, scope: Scope) -> str:
    """Return which records a rule's or check's own condition means, in brackets; nothing where there is none."""
    if raw is None:
        return ""
    condition = parse(raw, scope.table, scope.context.vocabulary, lambda _loc, _message: None)
    return "" if condition is None else text("scope", what=describe(condition, scope, "is"))


def conjuncts(condition: Condition) -> tuple[Condition, ...]:
    """Return the conditions that must all hold."""
    return condition.items if isinstance(condition, Combination) and condition.op == "all" else (condition,)


def _test(test: Test, scope: Scope, mood: str) -> str:
    spec = scope.field(test.path)
    key = f"{mood}.not.value" if test.op == "not" else f"{mood}.{test.op}"
    if spec.type.is_moment and test.op in ("gt", "ge", "lt", "le"):
        key += ".date"
    return text(key, label=scope.label(test.path), value=_value(test.value, spec, scope))


def _value(value: Any, spec: FieldSpec, scope: Scope) -> str:
    if isinstance(value, FieldReference):
        return f"“{scope.label(value.field)}”"
    known = scope.context.value(value)
    if isinstance(known, list):
        return "、".join(_value(item, spec, scope) for item in known)
    if isinstance(known, bool):
        return "是" if known else "否"
    if spec.type is FieldType.PERCENT and isinstance(known, float):
        return print_percent(Fraction(str(known)))
    return str(known) if not isinstance(known, dt.datetime) else known.strftime("%Y-%m-%d %H:%M")
