"""One rule as text: its basis, what it checks, what to do, and its examples."""

from __future__ import annotations

import json
from typing import Any

from govaudit.packs.load import Pack
from govaudit.packs.model import Rule


def shown_rule(rule: Rule, pack: Pack) -> str:
    """Return a rule as a person reads it."""
    clauses = [("依据", f"{clause.id}  {clause.place}:{clause.duty}") for clause in map(pack.clause, rule.clauses)]
    checks = [("检查", _flow(_plain(rule.check)))] if rule.check is not None else []
    readings = [("读法", f"{reading.place}:{_flow(_plain(reading.check))}") for reading in rule.readings or ()]
    examples = [("例", f"{raw.get('name')} → {raw.get('state') or _flow(raw.get('states'))}") for raw in rule.examples if isinstance(raw, dict)]
    rows = [
        ("要点", f"{pack.info.title}({pack.id} {pack.info.version})"),
        *clauses,
        ("程度", f"{rule.force}(违反时为 {rule.force.severity})"),
        ("台账", f"{rule.table}({pack.vocabulary.label(rule.table)})" if rule.table else ""),
        *[(label, _flow(value) if value is not None else "") for label, value in (("约束", rule.binds), ("范围", rule.where), ("期间", rule.when))],
        *checks,
        *readings,
        ("整改", rule.remedy),
        ("说明", rule.note),
        ("出处", str(pack.origins[rule.id].place()) if rule.id in pack.origins else ""),
        *examples,
    ]
    return "\n".join([f"{rule.id}  {rule.title}", *(f"{label:　<2}  {text}" for label, text in rows if text)]) + "\n"


def _plain(check: Any) -> dict[str, Any]:
    shown: dict[str, Any] = check.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    shown["kind"] = check.kind
    if isinstance(shown.get("within"), dict) and "count" in shown["within"]:
        shown["within"] = str(check.within)
    return shown


def _flow(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
