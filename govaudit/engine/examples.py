"""Running the examples that every rule carries: each must be judged as stated, and every subject must be reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pydantic import ValidationError

from govaudit.engine.backends import Backend, Polars
from govaudit.engine.run import run_audit
from govaudit.engine.settings import Settings, parse_as_of
from govaudit.errors import GovauditError, PackError, Problem
from govaudit.packs.load import Pack
from govaudit.packs.model import Example, Rule
from govaudit.records import records_from
from govaudit.records.model import Records
from govaudit.results import RuleResult
from govaudit.states import State


@dataclass(frozen=True)
class Outcome:
    """One example as it was judged; `fault` is empty when it was judged as stated."""

    rule: str
    example: str
    place: str
    fault: str = ""


def examples_of(rule: Rule, pack: Pack) -> list[tuple[int, Example]]:
    """Return a rule's examples, validated.

    Raises:
        PackError: all that is wrong in them, with its place.
    """
    origin = pack.origins[rule.id]
    found: list[tuple[int, Example]] = []
    problems: list[Problem] = []
    for number, raw in enumerate(rule.examples):
        try:
            found.append((number, Example.model_validate(raw)))
        except ValidationError as error:
            problems.extend(origin.document.problems(error, Example, at=(*origin.loc, "examples", number)))
    if problems:
        raise PackError(problems)
    return found


def test_rules(pack: Pack, rules: Sequence[Rule], *, backend: Backend | None = None) -> Iterator[Outcome]:  # noqa: PT028 - no test
    """Judge every example of the rules and say what differs from what it states."""
    for rule in rules:
        for number, example in examples_of(rule, pack):
            place = str(pack.origins[rule.id].place("examples", number))
            yield Outcome(rule.id, example.name, place, fault_of(rule, example, pack, backend))


test_rules.__test__ = False  # type: ignore[attr-defined]  # its name begins like a test's


def fault_of(rule: Rule, example: Example, pack: Pack, backend: Backend | None = None) -> str:
    """Return how the judgement of an example differs from what it states, empty if it does not."""
    try:
        result = judge_example(rule, example, pack, backend)
    except GovauditError as error:
        return ";".join(str(problem) for problem in error.problems)
    return _difference(example, result)


def judge_example(rule: Rule, example: Example, pack: Pack, backend: Backend | None = None) -> RuleResult:
    """Judge one example by one rule.

    Raises:
        PackError: a record of the example does not fit the vocabulary.
    """
    records = _records(rule, example, pack)
    settings = Settings(
        as_of=parse_as_of(example.as_of or str(pack.info.period.last)),
        retroactive=example.retroactive,
        office=example.unit or ("本机关" if example.role else ""),
        role=example.role or "",
        parameters=example.parameters,
    )
    alone = replace(pack, rules=(rule,))
    return run_audit(records, [alone], pack.vocabulary, settings, backend=backend or _polars()).rules[0]


@cache
def _polars() -> Polars:
    return Polars()


def _records(rule: Rule, example: Example, pack: Pack) -> Records:
    tables: dict[str, list[dict[str, Any]]] = {name: list(rows) for name, rows in example.tables.items()}
    own = [example.record] if example.record is not None else example.records
    if own is not None:
        key = pack.vocabulary.tables[rule.table].key
        tables[rule.table] = [{key: str(number + 1), **row} for number, row in enumerate(own)]
    missing: dict[str, set[str]] = {}
    for path in example.missing:
        table, _, name = path.rpartition(".")
        missing.setdefault(table or rule.table, set()).add(name)
    unknown = [table for table in tables if table not in pack.vocabulary.tables]
    if unknown:
        raise PackError(Problem(found=f"例子里的表 {'、'.join(unknown)} 不存在"))
    records = records_from(tables, pack.vocabulary, complete=True, missing=missing)
    if records.rejects:
        raise PackError([Problem(found=f"例子里 {one.table}.{one.column} 的值 {one.value!r} 无效:{one.reason}") for one in records.rejects])
    return records


def _difference(example: Example, result: RuleResult) -> str:
    got = result.states()
    if example.states is not None:
        if got != example.states:
            return f"应为 {_shown(example.states)},实为 {_shown(got)}"
    elif not got:
        return f"应为 {example.state},但没有判断到任何对象"
    elif set(got.values()) != {example.state}:
        return f"应为 {example.state},实为 {_shown(got)}{_why(result)}"
    if example.reason is not None:
        told = [reason for _, reason, _ in result.reasons] + (result.findings["message"].to_list() if result.make_findings else [])
        if not any(example.reason in (reason or "") for reason in told):
            return f"理由应含“{example.reason}”,实为 {told}"
    return ""


def _shown(states: dict[str, State]) -> str:
    return "、".join(f"{subject}={state}" for subject, state in sorted(states.items())) or "(无)"


def _why(result: RuleResult) -> str:
    told = result.reason or (";".join(result.findings["message"].head(3).to_list()) if result.make_findings else "")
    return f"({told})" if told else ""
