"""Large sets of records for the tests of the engine: the records of all cases together, and records made up from the vocabulary."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from govaudit.packs.load import Pack
from govaudit.packs.model import Rule
from govaudit.records import Records, records_from
from govaudit.states import State
from govaudit.vocabulary.load import standard_vocabulary
from govaudit.vocabulary.model import FieldSpec, FieldType, TableSpec, Vocabulary
from tests.casefiles import Case, CaseRule, all_cases, tables_of

Tables = dict[str, list[dict[str, Any]]]

#: The values of the parameters of the cases.
PARAMETERS = {"limit": 10, "share": "60%", "score": 5, "day": "2021-10-31", "names": "甲、乙"}

#: The states of cases that leave nothing open.
DECIDED = frozenset({State.PASS, State.FAIL, State.NOT_APPLICABLE, State.PENDING})


def case_packs(wanted: Callable[[Pack], bool]) -> list[Pack]:
    """Return the rules of all cases as few packs: with and without a date of issue, by their first year; each has the notice of its first rule."""
    found: dict[tuple[int, bool], list[Pack]] = {}
    for one in dict.fromkeys(one.pack.rules[0].id for _, one, _ in all_cases()):
        pack = _PACKS[one].pack
        if wanted(pack):
            found.setdefault((pack.info.period.first.year, pack.info.issued is None), []).append(pack)
    return [_together(f"cases-{number}", packs) for number, packs in enumerate(found.values())]


_PACKS: Mapping[str, CaseRule] = {one.rule.id: one for _, one, _ in all_cases()}


def _together(name: str, packs: list[Pack]) -> Pack:
    rules: tuple[Rule, ...] = tuple(rule for pack in packs for rule in pack.rules)
    clauses = {clause.id: clause for pack in packs for clause in pack.clauses}
    origins = {rule.id: pack.origins[rule.id] for pack in packs for rule in pack.rules}
    return replace(packs[0], info=packs[0].info.model_copy(update={"id": name}), rules=rules, clauses=tuple(clauses.values()), origins=origins)


def case_records(wanted: Callable[[Case], bool], *, without: Iterable[str] = (), missing: Mapping[str, set[str]] | None = None) -> Records:
    """Return the records of the wanted cases in one set, keys and references made distinct; `without` names tables that are left out."""
    vocabulary = standard_vocabulary()
    merged: Tables = {}
    for number, (_, one, case) in enumerate(all_cases()):
        if wanted(case):
            for table, rows in tables_of(one, case).items():
                merged.setdefault(table, []).extend(_renamed(f"c{number}-", vocabulary.tables[table], rows))
    merged["units"] = list({row["name"]: row for row in merged["units"]}.values())
    kept = {table: rows for table, rows in merged.items() if table not in set(without)}
    return records_from(kept, vocabulary, complete=True, missing=missing)


def _renamed(prefix: str, spec: TableSpec, rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    links = {relation.field for relation in spec.relations.values()} | ({spec.key} if spec.key != "name" else set())
    for number, row in enumerate(rows):
        named = row if spec.key in row else {spec.key: f"row{number + 1}"} | row
        yield {field: f"{prefix}{value}" if field in links and value is not None else value for field, value in named.items()}


def is_decided(case: Case) -> bool:
    """Whether a case is decided for each of its subjects and has no cell that cannot be read."""
    stated = set(case.states.values()) if case.states is not None else {case.state}
    return stated <= DECIDED and not case.rejects and not case.missing


# -- made up from the vocabulary ---------------------------------------------------------------------------------------


def tables_read(pack: Pack) -> list[str]:
    """Return the tables that the rules of a pack read, with those their relations lead to and from, in order."""
    found = {rule.table for rule in pack.rules if rule.table} | {"units", "attestations", "zero_reports"}
    tables = pack.vocabulary.tables
    found |= {name for name, spec in tables.items() for relation in spec.relations.values() if relation.to in found}
    found |= {relation.to for name in found for relation in tables[name].relations.values()}
    return sorted(found)


def made_up(pack: Pack, *, rows: int, seed: int) -> Records:
    """Return records drawn at random for all tables that a pack reads; the same for the same seed."""
    draw = random.Random(seed)
    vocabulary = pack.vocabulary
    names = _category_names(pack)
    tables = {name: [_row(draw, name, number, vocabulary, names, rows) for number in range(rows)] for name in tables_read(pack)}
    for row in tables["attestations"]:
        row["clause_id"] = draw.choice(pack.clauses).id
    return records_from(tables, vocabulary, complete=True)


def _category_names(pack: Pack) -> list[str]:
    return sorted({category.name for rule in pack.rules for check in rule.checks if check.kind == "coverage" for category in check.categories()})


def _row(draw: random.Random, table: str, number: int, vocabulary: Vocabulary, names: list[str], rows: int) -> dict[str, Any]:
    spec = vocabulary.tables[table]
    links = {relation.field: relation.to for relation in spec.relations.values()}
    row: dict[str, Any] = {}
    for field, kind in spec.fields.items():
        if field == spec.key:
            row[field] = f"单位{number}" if table == "units" else f"{table}-{number}"
        elif field in links:
            row[field] = f"{links[field]}-{draw.randrange(rows + 2)}"
        elif field == spec.unit:
            row[field] = f"单位{draw.randrange(5)}"
        elif field == "category" and names and kind.type is FieldType.TEXT:
            row[field] = draw.choice(names)
        elif draw.random() > 0.15:
            row[field] = value_of(draw, kind)
    return row


def value_of(draw: random.Random, kind: FieldSpec) -> Any:
    """Draw a value of a field's type; moments lie around 2021, some of them without time of day."""
    day = dt.date(2020, 12, 1) + dt.timedelta(days=draw.randrange(430))
    choices: dict[FieldType, Callable[[], Any]] = {
        FieldType.TEXT: lambda: draw.choice(["甲", "乙", "[/]", "办法(试行)", "店府字〔2021〕3号", "2021"]),
        FieldType.INTEGER: lambda: draw.randrange(5),
        FieldType.NUMBER: lambda: draw.randrange(1000) / 10,
        FieldType.PERCENT: lambda: f"{draw.randrange(100)}%",
        FieldType.BOOLEAN: lambda: draw.random() < 0.6,
        FieldType.DATE: lambda: str(day),
        FieldType.DATETIME: lambda: f"{day} {draw.randrange(24):02}:{draw.randrange(60):02}" if draw.random() < 0.6 else str(day),
        FieldType.ENUM: lambda: draw.choice(list(kind.values)),
        FieldType.LIST: lambda: draw.sample(list(kind.values) or ["甲", "乙"], k=draw.randrange(min(4, len(kind.values) or 2))),
    }
    return choices[kind.type]()
