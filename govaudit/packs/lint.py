"""What a pack that loads can still lack: unanswered clauses, rules without examples, parameters nobody uses."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from govaudit.checks.attest import Attest
from govaudit.checks.deadline import Deadline
from govaudit.checks.values import parameters_in
from govaudit.errors import Place, Problem
from govaudit.packs.coverage import Answer, coverage
from govaudit.packs.load import Origin, Pack
from govaudit.packs.model import Example, Rule


def lint(pack: Pack) -> list[Problem]:
    """Return everything that is lacking in a pack, with its place."""
    problems = [problem for rule in pack.rules if rule.id in pack.origins for problem in _rule(rule, pack)]
    for one in coverage(pack):
        place = pack.origins[one.clause.id].place("id")
        if one.answer is Answer.NONE:
            problems.append(Problem(place, f"条款 {one.clause.id} 没有着落", "一条规则的 clauses 写上它,或写 attest、not_checkable、context"))
        if one.rules and (one.clause.not_checkable or one.clause.context):
            problems.append(Problem(place, f"条款 {one.clause.id} 既有规则 {'、'.join(one.rules)},又写了 not_checkable 或 context", "二者取一"))
    used = set(parameters_in([_loose(rule) for rule in pack.rules]))
    pack_file = Place(str(pack.folder / "pack.yaml"))
    problems.extend(Problem(pack_file, f"参数 {spec.id} 没有规则使用") for spec in pack.info.parameters if spec.id not in used)
    return sorted(problems)


def _loose(rule: Rule) -> list[Any]:
    return [rule.where, *rule.checks, *(getattr(check, name, None) for check in rule.checks for name in ("that", "where", "of"))]


def _rule(rule: Rule, pack: Pack) -> list[Problem]:
    origin = pack.origins[rule.id]
    stated: set[str] = set()
    names: list[str] = []
    for raw in rule.examples:
        if isinstance(raw, dict):
            stated |= {str(raw["state"])} if "state" in raw else {str(state) for state in dict(raw.get("states") or {}).values()}
            names.append(str(raw.get("name")))
    wanted = _wanted(rule)
    problems = [problem for number, raw in enumerate(rule.examples) for problem in _example(raw, number, origin)]
    problems += [
        Problem(origin.place("id"), f"规则 {rule.id} 没有状态为 {state} 的例子", f"examples 里至少各有一个:{'、'.join(sorted(wanted))}")
        for state in sorted(wanted - stated)
    ]
    repeated = sorted({name for name in names if names.count(name) > 1})
    problems.extend(Problem(origin.place("examples"), f"规则 {rule.id} 的例子重名:{name}") for name in repeated)
    return problems


def _example(raw: Any, number: int, origin: Origin) -> list[Problem]:
    try:
        Example.model_validate(raw)
    except ValidationError as error:
        return origin.document.problems(error, Example, at=(*origin.loc, "examples", number))
    return []


def _wanted(rule: Rule) -> set[str]:
    """Return the states that the examples must show."""
    if any(isinstance(check, Attest) for check in rule.checks):
        return set()
    wanted = {"pass", "fail", "undecided"}
    if any(isinstance(check, Deadline) for check in rule.checks):
        wanted.add("pending")
    return wanted
