"""Testing the examples: shift each limit by one unit, drop each condition; some example must notice."""

from __future__ import annotations

import copy
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from govaudit.engine.examples import examples_of, fault_of
from govaudit.packs.load import Pack
from govaudit.packs.model import Rule

_NUMBERS = ("at_least", "at_most")
_DATES = ("by", "since")


@dataclass(frozen=True)
class Survivor:
    """A mutation of a rule that none of its examples noticed."""

    rule: str
    place: str
    what: str


@dataclass(frozen=True)
class Mutant:
    """A changed rule and what was changed."""

    what: str
    raw: dict[str, Any]


def survivors(pack: Pack, rule: Rule) -> tuple[int, list[Survivor]]:
    """Return how many mutations of a rule were tried, and those that no example noticed."""
    examples = [example for _, example in examples_of(rule, pack)]
    origin = pack.origins[rule.id]
    raw = _raw(pack, rule)
    found: list[Survivor] = []
    tried = 0
    for mutant in mutants(raw):
        try:
            changed = Rule.model_validate(mutant.raw)
        except ValidationError:
            continue
        tried += 1
        if not any(fault_of(changed, example, pack) for example in examples):
            found.append(Survivor(rule.id, str(origin.place()), mutant.what))
    return tried, found


def _raw(pack: Pack, rule: Rule) -> dict[str, Any]:
    origin = pack.origins[rule.id]
    raw: Any = origin.document.data
    for step in origin.loc:
        raw = raw[step]
    return dict(raw)


def mutants(raw: dict[str, Any]) -> Iterator[Mutant]:
    """Yield every mutation of a rule as it is written."""
    if raw.get("where"):
        for what, changed in _dropped(raw["where"]):
            yield Mutant(f"where 去掉 {what}", {**raw, "where": changed or None})
    if raw.get("check"):
        for what, check in _checks(raw["check"]):
            yield Mutant(what, {**raw, "check": check})
    for number, reading in enumerate(raw.get("readings") or ()):
        for what, check in _checks(reading["check"]):
            changed = copy.deepcopy(raw)
            changed["readings"][number]["check"] = check
            yield Mutant(f"readings[{number}] {what}", changed)


def _checks(check: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for key, value in check.items():
        for what, changed in _value(key, value):
            yield f"{key} {what}", {**check, key: changed}
    for key in ("all_of", "of"):
        if isinstance(check.get(key), list) and len(check[key]) > 1:
            for number, element in enumerate(check[key]):
                yield f"{key} 去掉 {element}", {**check, key: [*check[key][:number], *check[key][number + 1 :]]}
    if isinstance(check.get("to"), dict) and check["to"].get("where"):
        for what, changed in _dropped(check["to"]["where"]):
            yield f"to.where 去掉 {what}", {**check, "to": {**check["to"], "where": changed or None}}
    if isinstance(check.get("categories"), list):
        for number, category in enumerate(check["categories"]):
            other = {**category, "name": f"{category['name']}(改)", "any_of": category.get("any_of", [])}
            yield f"categories[{number}] 改名", {**check, "categories": [*check["categories"][:number], other, *check["categories"][number + 1 :]]}


def _value(key: str, value: Any) -> Iterator[tuple[str, Any]]:
    if key == "within" and isinstance(value, str):
        yield from _limits(value)
    elif key in _NUMBERS:
        yield from _numbers(value)
    elif key in _DATES and isinstance(value, str):
        yield from _days(value)
    elif key == "by" and isinstance(value, dict) and "after_issue" in value:
        yield from ((what, {"after_issue": changed}) for what, changed in _limits(value["after_issue"]))
    elif key in ("that", "where", "of") and isinstance(value, dict):
        # An empty condition is no rule at all; only a `where` may be dropped whole.
        yield from ((f"去掉 {what}", changed) for what, changed in _dropped(value) if changed or key == "where")
        if key != "where":
            yield from _bounds(value)


def _limits(value: str) -> Iterator[tuple[str, Any]]:
    match = re.fullmatch(r"(\d+) (\w+)", value)
    for step in (1, -1) if match else ():
        if match and int(match[1]) + step >= 0:
            yield f"{value} 改为 {int(match[1]) + step}", f"{int(match[1]) + step} {match[2]}"


def _days(value: str) -> Iterator[tuple[str, Any]]:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        for step in (1, -1):
            moved = dt.date.fromisoformat(value) + dt.timedelta(days=step)
            yield f"{value} 改为 {moved}", str(moved)


def _numbers(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, int):
        for step in (1, -1):
            yield f"{value} 改为 {value + step}", value + step
    elif isinstance(value, str) and (match := re.fullmatch(r"(\d+)%", value)):
        # All is no figure: no ledger of fewer than a hundred records tells 100% from 99%, so it is lowered until an example with one record missing can.
        shares = [50] if value == "100%" else [int(match[1]) + step for step in (1, -1)]
        yield from ((f"{value} 改为 {share}%", f"{share}%") for share in shares)


def _bounds(condition: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Shift each figure of a comparison by one unit."""
    for key, value in condition.items():
        for op in ("gt", "ge", "lt", "le") if isinstance(value, dict) else ():
            if op in value:
                for what, changed in _shifted(value[op]):
                    yield f"{key}.{op} {what}", {**condition, key: {**value, op: changed}}


def _shifted(value: Any) -> Iterator[tuple[str, Any]]:
    yield from _numbers(value)
    if isinstance(value, str):
        yield from _days(value)


def _dropped(condition: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a condition with each of its leaves left out in turn."""
    for key, value in condition.items():
        rest = {name: other for name, other in condition.items() if name != key}
        if key in ("all", "any") and isinstance(value, list):
            yield from _dropped_items(condition, key, value, rest)
        else:
            yield key, rest
            if isinstance(value, dict) and key != "not":
                yield from ((f"{key}.{what}", {**rest, key: changed}) for what, changed in _dropped_operators(value))


def _dropped_items(condition: dict[str, Any], key: str, items: list[Any], rest: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, item in enumerate(items):
        others = [*items[:number], *items[number + 1 :]]
        yield f"{key}[{number}]", ({**rest, key: others} if others else rest)
        for what, changed in _dropped(item):
            if changed:
                yield f"{key}[{number}].{what}", {**condition, key: [*items[:number], changed, *items[number + 1 :]]}


def _dropped_operators(operators: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for op, operand in operators.items():
        if len(operators) > 1:
            yield op, {name: other for name, other in operators.items() if name != op}
        if isinstance(operand, list) and len(operand) > 1 and op in ("in", "not_in", "contains_any", "contains_all"):
            for number, element in enumerate(operand):
                yield f"{op} 中的 {element}", {**operators, op: [*operand[:number], *operand[number + 1 :]]}
