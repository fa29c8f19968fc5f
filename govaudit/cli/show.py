"""One rule as text: its basis, what it checks, what to do, and its examples."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from govaudit.calendar.china import china_calendar
from govaudit.checks.describe import which
from govaudit.checks.scope import Context, Scope
from govaudit.checks.values import UnsetParameterError
from govaudit.messages import text
from govaudit.packs.load import Pack
from govaudit.packs.model import Rule
from govaudit.states import State


def shown_rule(rule: Rule, pack: Pack) -> str:
    """Return a rule as a person reads it."""
    clauses = [("依据", f"{clause.id}  {clause.place}:{clause.duty}") for clause in map(pack.clause, rule.clauses)]
    checks = [("检查", _flow(_plain(rule.check)))] if rule.check is not None else []
    readings = [("读法", f"{reading.place}:{_flow(_plain(reading.check))}") for reading in rule.readings or ()]
    examples = [("例", f"{raw.get('name')} → {_answer(rule, raw)}") for raw in rule.examples if isinstance(raw, dict)]
    rows = [
        ("要点", f"{pack.info.title}({pack.id} {pack.info.version})"),
        *clauses,
        ("程度", f"违反时报{text(f'state.fail.{rule.force.severity}')}(force: {rule.force})"),
        ("台账", f"{pack.vocabulary.label(rule.table)}({rule.table})" if rule.table else ""),
        ("约束", "、".join(map(str, rule.binds)) if isinstance(rule.binds, (list, tuple)) else _flow(rule.binds) if rule.binds else ""),
        ("范围", _in_words(rule, pack)),
        ("期间", _flow(rule.when) if rule.when is not None else ""),
        *checks,
        *readings,
        ("整改", rule.remedy),
        ("说明", rule.note),
        ("出处", _from_here(str(pack.origins[rule.id].place())) if rule.id in pack.origins else ""),
        *examples,
    ]
    return "\n".join([f"{rule.id}  {rule.title}", *(f"{label:　<2}  {text}" for label, text in rows if text)]) + "\n"


def _in_words(rule: Rule, pack: Pack) -> str:
    """Return which records a rule is about, in words; as it is written where a parameter has no value yet."""
    if rule.where is None:
        return ""
    context = Context(
        dt.datetime.combine(pack.info.period.last, dt.time.max), pack.vocabulary, china_calendar, {}, (pack.info.period.first, pack.info.period.last)
    )
    try:
        return which(rule.where, Scope(rule.table, context))[1:-1]
    except UnsetParameterError:
        return _flow(rule.where)


def _answer(rule: Rule, example: dict[str, Any]) -> str:
    states = example.get("states") or {"": example.get("state")}
    told = {name: text(f"state.fail.{rule.force.severity}" if state == State.FAIL else f"state.{state}") for name, state in states.items()}
    return "、".join(f"{name} {word}".strip() for name, word in told.items())


def _from_here(place: str) -> str:
    """Return a place by its path from the working folder, where it lies below."""
    return place.removeprefix(f"{Path.cwd()}/")


def _plain(check: Any) -> dict[str, Any]:
    shown: dict[str, Any] = check.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    shown = {"kind": check.kind, **{name: value for name, value in shown.items() if name != "kind"}}
    if isinstance(shown.get("within"), dict) and "count" in shown["within"]:
        shown["within"] = f"{shown['within']['count']} {shown['within']['unit']}"
    return shown


def _flow(value: Any) -> str:
    """Return a value as the pack's file would have it."""
    import yaml

    return value if isinstance(value, str) else yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, sort_keys=False, width=10_000).strip()
