"""Conditions compiled to three-valued expressions: true, false, or null where it cannot be told."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from typing import Any

from govaudit import frames as fr
from govaudit.checks.condition import CONTAINS, OWN, Combination, Condition, Test, fields_of, parse
from govaudit.checks.own import own
from govaudit.checks.scope import UNKNOWN, Scope
from govaudit.checks.values import FieldReference, parameters_in
from govaudit.vocabulary.model import FieldSpec, FieldType


def kept_truth(raw: Mapping[str, Any], scope: Scope) -> tuple[fr.Expr, tuple[str, ...]]:
    """Compile a raw condition to a column that all rules of the table share; returns it with the fields that it reads."""
    condition = parse(raw, scope.table, scope.context.vocabulary, lambda _loc, _message: None)
    values = sorted((name, str(scope.context.parameters.get(name))) for name in parameters_in(raw))
    return scope.keep(f"truth:{json.dumps(raw, ensure_ascii=False, default=str)}{values}", lambda: truth(condition, scope)), tuple(fields_of(condition))


def truth(condition: Condition | None, scope: Scope) -> fr.Expr:
    """Compile a condition to an expression that is true, false or null (cannot tell) per row."""
    if condition is None:
        return fr.lit(value=True)
    if isinstance(condition, Combination):
        parts = [truth(item, scope) for item in condition.items]
        if not parts:
            return fr.lit(value=True)
        if condition.op == "not":
            return ~parts[0]
        return reduce((lambda a, b: a | b) if condition.op == "any" else (lambda a, b: a & b), parts)
    return _test(condition, scope)


def _test(test: Test, scope: Scope) -> fr.Expr:
    if test.op in ("present", "absent"):
        filled = scope.present(test.path)
        return filled if test.op == "present" else ~filled
    if test.op == OWN:
        return own(test.path, scope)
    value = scope.value(test.path)
    if value is None:
        return UNKNOWN
    spec = scope.field(test.path)
    if isinstance(test.value, FieldReference):
        other = scope.value(test.value.field)
        if other is None:
            return UNKNOWN
        return _operate(test.op, _as_day(value, spec), _as_day(other, scope.field(test.value.field)))
    operand = scope.context.value(test.value)
    if isinstance(operand, list):
        operand = [_plain(scope.context.value(item)) for item in operand]
    else:
        operand = _plain(operand)
    value = _as_day(value, spec)
    if test.op in CONTAINS:
        return _contains(test.op, operand, value, is_list=spec.type is FieldType.LIST)
    return _compare(test.op, operand, value)


def _as_day(value: fr.Expr, spec: FieldSpec) -> fr.Expr:
    return value.cast(fr.DATE) if spec.type is FieldType.DATETIME else value


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Fraction) else value


def _contains(op: str, operand: Any, value: fr.Expr, *, is_list: bool) -> fr.Expr:
    wanted = operand if isinstance(operand, (list, tuple)) else [operand]
    parts = [value.contains_item(item) if is_list else value.contains_text(item) for item in wanted]
    return reduce((lambda a, b: a & b) if op == "contains_all" else (lambda a, b: a | b), parts)


def _compare(op: str, operand: Any, value: fr.Expr) -> fr.Expr:
    if op == "between":
        return (value >= _literal(operand[0])) & (value <= _literal(operand[1]))
    if op in ("in", "not_in"):
        return _is_in(value, operand) if op == "in" else ~_is_in(value, operand)
    if op == "matches":
        return value.matches(operand)
    return _operate(op, value, _literal(operand))


def _operate(op: str, value: fr.Expr, literal: fr.Expr) -> fr.Expr:
    compare: dict[str, Callable[[], fr.Expr]] = {
        "eq": lambda: value == literal,
        "not": lambda: value != literal,
        "gt": lambda: value > literal,
        "ge": lambda: value >= literal,
        "lt": lambda: value < literal,
        "le": lambda: value <= literal,
    }
    return compare[op]()


def _is_in(value: fr.Expr, operand: Sequence[Any]) -> fr.Expr:
    return reduce(lambda a, b: a | b, [value == _literal(item) for item in operand]) if len(operand) < 4 else value.is_in(list(operand))


def _literal(value: Any) -> fr.Expr:
    return fr.lit(value, fr.DATE) if isinstance(value, dt.date) else fr.lit(value)
