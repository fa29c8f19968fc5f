"""Case files: rules with examples, as a pack has them, that pin down what each check kind means.

A case file is a YAML list of rules. What a pack needs and a case does not is filled in: id, clauses, force, remedy. Two keys are added to the pack's format:
`pack` on a rule changes the notice around it (`issued`, `period`, `parameters` …), and `rejects` on an example says how many cells or rows of its
records cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from govaudit.engine.backends import Backend
from govaudit.engine.run import run_audit
from govaudit.engine.settings import Settings, parse_as_of
from govaudit.errors import PackError
from govaudit.packs.load import Faults, Origin, Pack
from govaudit.packs.model import Clause, Example, PackInfo, Rule
from govaudit.packs.verify import verify
from govaudit.records import Records, records_from
from govaudit.results import RuleResult
from govaudit.states import State
from govaudit.strictyaml import load
from govaudit.vocabulary.load import standard_vocabulary

FOLDER = Path(__file__).parent / "checks"

#: The notice around every case, as far as the case does not say otherwise: no date of issue, the year 2021.
NOTICE: dict[str, Any] = {
    "id": "cases",
    "prefix": "T",
    "version": "1",
    "title": "测试要点",
    "issuer": "测试机关",
    "period": {"from": "2021-01-01", "to": "2021-12-31"},
    "parameters": [
        {"id": "limit", "label": "答复期限", "unit": "workdays", "why": "原文只写及时"},
        {"id": "share", "label": "比例", "unit": "percent", "why": "原文没有比例"},
        {"id": "score", "label": "分值", "unit": "number", "why": "原文没有分值"},
        {"id": "day", "label": "日期", "unit": "date", "why": "原文没有日期"},
        {"id": "names", "label": "名单", "unit": "list", "why": "原文没有名单"},
    ],
}


class Case(Example):
    """An example that may hold cells which cannot be read."""

    rejects: int = 0


@dataclass(frozen=True)
class CaseRule:
    """A rule of a case file, the notice it stands in, and its cases."""

    file: str
    pack: Pack
    cases: tuple[Case, ...]

    @property
    def rule(self) -> Rule:
        """The rule."""
        return self.pack.rules[0]


def case_files() -> list[Path]:
    """Return all case files."""
    return sorted(FOLDER.glob("*.yaml"))


@cache
def rules_in(path: Path) -> tuple[CaseRule, ...]:
    """Return the rules of a case file.

    Raises:
        PackError: a rule does not fit the vocabulary.
    """
    document = load(path.read_text(encoding="utf-8"), path.name)
    return tuple(_case_rule(path.stem, number, dict(raw), Origin(document, (number,))) for number, raw in enumerate(document.data))


def _case_rule(file: str, number: int, raw: dict[str, Any], origin: Origin) -> CaseRule:
    info = PackInfo.model_validate(NOTICE | raw.pop("pack", {}))
    cases = tuple(Case.model_validate(example) for example in raw.pop("examples"))
    rule = Rule.model_validate({"id": f"T-{file}.{number + 1}", "clauses": ["c1"], "force": "must", "remedy": "改正"} | raw)
    clauses = tuple(Clause(id=clause, place="测试", duty="测试") for clause in rule.clauses)
    pack = Pack(info, clauses, (rule,), standard_vocabulary(), f"{file}-{number}", FOLDER, {rule.id: origin} | dict.fromkeys(rule.clauses, origin))
    faults = Faults()
    verify(pack, faults)
    if faults.problems:
        raise PackError(faults.problems)
    return CaseRule(file, pack, cases)


def all_cases() -> Iterator[tuple[str, CaseRule, Case]]:
    """Yield every case of every file under a name of its own."""
    for path in case_files():
        for one in rules_in(path):
            for case in one.cases:
                yield f"{one.file}:{one.rule.title}:{case.name}", one, case


def tables_of(one: CaseRule, case: Case) -> dict[str, list[dict[str, Any]]]:
    """Return the records of a case by table; those of the rule's own table have a key."""
    tables = {name: list(rows) for name, rows in case.tables.items()}
    own = [case.record] if case.record is not None else case.records
    if own is not None:
        key = one.pack.vocabulary.tables[one.rule.table].key
        tables[one.rule.table] = [{key: str(number + 1), **row} for number, row in enumerate(own)]
    return tables


def records_of(one: CaseRule, case: Case) -> Records:
    """Return the records of a case, typed."""
    missing: dict[str, set[str]] = {}
    for path in case.missing:
        table, _, field = path.rpartition(".")
        missing.setdefault(table or one.rule.table, set()).add(field)
    return records_from(tables_of(one, case), one.pack.vocabulary, complete=True, missing=missing)


def settings_of(one: CaseRule, case: Case) -> Settings:
    """Return the settings a case is judged with."""
    return Settings(
        as_of=parse_as_of(case.as_of or str(one.pack.info.period.last)),
        retroactive=case.retroactive,
        office=case.unit or ("本机关" if case.role else ""),
        role=case.role or "",
        parameters=case.parameters,
    )


def judge(one: CaseRule, case: Case, backend: Backend) -> RuleResult:
    """Judge one case."""
    return run_audit(records_of(one, case), [one.pack], one.pack.vocabulary, settings_of(one, case), backend=backend).rules[0]


def expected_states(case: Case, subjects: dict[str, State]) -> dict[str, State]:
    """Return the state that a case states for each subject; there has to be a subject."""
    if case.states is not None:
        return case.states
    assert case.state is not None
    return dict.fromkeys(subjects or ["(没有判断到任何对象)"], case.state)
