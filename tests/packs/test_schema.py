"""The JSON Schemas that editors use: up to date, true of every pack, and of one mind with the models and the condition language."""

import copy
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError

from govaudit.checks.condition import _TESTS, parse
from govaudit.packs.model import Example
from govaudit.packs.schema import PARTS, schema_text
from govaudit.strictyaml import load
from govaudit.vocabulary.load import standard_vocabulary
from govaudit.vocabulary.model import FieldSpec, FieldType, TableSpec, Vocabulary

RULES = Path(__file__).parents[2] / "rules"
FOLDERS = sorted(path.parent for path in RULES.glob("*/pack.yaml"))
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@cache
def validator(part: str) -> Draft202012Validator:
    """Return the validator of one kind of file."""
    schema = json.loads(schema_text(part))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def faults(part: str, data: Any) -> list[str]:
    """Return what the schema says against a file's data."""
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in validator(part).iter_errors(data)]


@pytest.mark.parametrize("part", PARTS)
def test_schema_is_up_to_date(part: str) -> None:
    """The written schema is the one that the program gives."""
    path = RULES / "schema" / f"{part}.schema.json"

    assert schema_text(part).encode() == path.read_bytes(), "过时了,请运行:python -m govaudit rules schema --write rules/schema"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_file_of_every_pack_is_valid(folder: Path) -> None:
    """What lint accepts, an editor does not underline."""
    files = {folder / "pack.yaml": "pack", folder / "clauses.yaml": "clauses"} | dict.fromkeys(sorted((folder / "rules").glob("*.yaml")), "rules")
    found = {path.name: faults(part, load(path.read_text(encoding="utf-8"), str(path)).data) for path, part in files.items()}

    assert [] == [f"{name}: {fault}" for name, told in found.items() for fault in told]


@pytest.mark.parametrize("part", PARTS)
def test_every_key_is_described_in_chinese(part: str) -> None:
    """An editor has something to say about every key of a pack."""
    mute = [
        f"{name}.{key}"
        for name, definition in json.loads(schema_text(part))["$defs"].items()
        for key, spec in definition.get("properties", {}).items()
        if not CHINESE.search(spec.get("description", ""))
    ]
    english = [name for name, spec in json.loads(schema_text(part))["$defs"].items() if not CHINESE.search(spec.get("description", "中"))]

    assert ([], []) == (mute, english)


PACK = """
id: qingxi-2024
prefix: QX24
version: 1.0.0
title: 青溪镇要点
issuer: 青溪镇
period: {from: 2024-01-01, to: 2024-12-31}
"""

CLAUSES = """
- {id: 一-1, place: 第1句, duty: 公开财政预算, binds: [乡镇街道]}
"""

RULE = """
- id: QX24-1
  clauses: [一-1]
  title: 主动公开的文件写明日期
  force: must
  table: documents
  where: {disclosure_attr: 主动公开, all: [{is_policy: true}, {unit.role: 乡镇街道}]}
  check: {kind: deadline, from: issued_date, to: publish_date, within: 5 workdays}
  examples:
    - {name: 当天公开, record: {issued_date: 2024-05-06, publish_date: 2024-05-06}, state: pass}
"""

WRONG = [
    pytest.param("pack", "id", "青溪", id="pack id"),
    pytest.param("pack", "period", {"from": "2024-1-1", "to": "2024-12-31"}, id="date without zeros"),
    pytest.param("pack", "period", {"from": "2024-01-01"}, id="open period"),
    pytest.param("pack", "version", 1.0, id="version as a number"),
    pytest.param("pack", "role", "乡镇政府办", id="unknown role"),
    pytest.param("pack", "parameters", [{"id": "limit", "label": "期限", "unit": "weeks", "why": "及时"}], id="unknown unit"),
    pytest.param("pack", "tables", {"documents": {"label": "公文"}}, id="redefined table"),
    pytest.param("pack", "tables", {"ponds": {"label": "水塘", "fields": {"id": {"type": "string", "label": "编号"}}}}, id="unknown type"),
    pytest.param("pack", "titel", "青溪镇要点", id="unknown key"),
    pytest.param("clauses", "binds", ["镇"], id="clause binds an unknown role"),
    pytest.param("clauses", "force", "may", id="clause force"),
    pytest.param("clauses", "id", "一 1", id="space in a clause id"),
    pytest.param("rules", "force", "may", id="force"),
    pytest.param("rules", "clauses", [], id="no clause"),
    pytest.param("rules", "readings", [{"place": "甲", "check": {"kind": "count", "at_least": 1}}] * 2, id="check and readings"),
    pytest.param("rules", "table", None, id="no table"),
    pytest.param("rules", "check", {"kind": "deadlines", "from": "a", "to": "b", "within": "5 days"}, id="unknown kind"),
    pytest.param("rules", "check", {"kind": "deadline", "from": "issued_date", "to": "publish_date", "within": "5 workday s"}, id="limit"),
    pytest.param("rules", "check", {"kind": "deadline", "from": "issued_date", "to": "publish_date"}, id="no limit"),
    pytest.param("rules", "check", {"kind": "count"}, id="count without a bound"),
    pytest.param("rules", "check", {"kind": "ratio", "of": {"is_policy": True}, "at_least": 60}, id="percent without a sign"),
    pytest.param("rules", "check", {"kind": "ratio", "of": {"is_policy": True}, "part": "x", "whole": "y", "at_least": "60%"}, id="two ratios"),
    pytest.param("rules", "check", {"kind": "includes", "field": "traits", "of": ["重要政策"]}, id="some of, without how many"),
    pytest.param("rules", "check", {"kind": "by_date", "by": "2024-12-31", "since": "2024"}, id="since"),
    pytest.param("rules", "check", {"kind": "expect", "that": {"is_policy": "是"}}, id="text for a boolean"),
    pytest.param("rules", "check", {"kind": "expect", "that": {"traits": "重要政策"}}, id="list held against a text"),
    pytest.param(
        "rules", "check", {"kind": "linked", "to": "interpretations", "where": {"publish_date": {"gt": 5}}}, id="number for a date in the other table"
    ),
    pytest.param("rules", "where", {"issued_date": {"greater": "2024-01-01"}}, id="unknown operator"),
    pytest.param("rules", "where", {"is_policy": {"present": False}}, id="present: false"),
    pytest.param("rules", "where", {"any": {"is_policy": True}}, id="any without a list"),
    pytest.param("rules", "where", {"issued_date": {"between": ["2024-01-01"]}}, id="between one"),
    pytest.param("rules", "binds", ["镇"], id="rule binds an unknown role"),
    pytest.param("rules", "examples", [{"name": "甲", "state": "passed"}], id="unknown state"),
    pytest.param("rules", "examples", [{"name": "甲"}], id="example without a state"),
    pytest.param("rules", "examples", [{"name": "甲", "state": "pass", "record": {}, "records": []}], id="record and records"),
]


def sample(part: str) -> Any:
    """Return the data of a file that is right."""
    return load({"pack": PACK, "clauses": CLAUSES, "rules": RULE}[part], part).data


@pytest.mark.parametrize("part", PARTS)
def test_a_right_file_is_accepted(part: str) -> None:
    """The files that the wrong ones are made of are right themselves."""
    assert [] == faults(part, sample(part))


@pytest.mark.parametrize(("part", "key", "value"), WRONG)
def test_a_wrong_file_is_refused(part: str, key: str, value: object) -> None:
    """The schema underlines what the models and the condition language refuse; nothing is refused that they accept."""
    data = copy.deepcopy(sample(part))
    item = data if part == "pack" else data[0]
    item[key] = value
    if value is None:
        del item[key]

    assert faults(part, data)
    assert refused(part, item)


def refused(part: str, item: dict[str, Any]) -> bool:
    """Tell whether loading a pack would refuse this item."""
    from govaudit.checks.base import Site
    from govaudit.packs.model import Rule
    from govaudit.packs.verify import binds_condition
    from govaudit.vocabulary.load import extend_vocabulary

    vocabulary = standard_vocabulary()
    roles = vocabulary.tables["units"].fields["role"].values
    problems: list[str] = []

    def report(_loc: object, message: str) -> None:
        problems.append(message)

    try:
        found: Any = TypeAdapter(PARTS[part]).validate_python(item)
        if part == "pack":
            extend_vocabulary(vocabulary, found.tables)
            return found.role not in ("", *roles)
        if part == "clauses":
            return any(role not in roles for role in found.binds)
        assert isinstance(found, Rule)
        for raw in found.examples:
            Example.model_validate(raw)
    except (ValidationError, ValueError):
        return True
    parse(found.where or {}, found.table, vocabulary, report)
    if found.binds:
        parse(binds_condition(found.binds), "units", vocabulary, report)
    for check in found.checks:
        check.verify(Site(found.table, vocabulary, report, tuple(found.clauses)))
    return bool(problems)


#: A fit value per type, to hold every operator of the condition language against the schema's.
FIT: dict[FieldType, object] = {
    FieldType.TEXT: "甲",
    FieldType.ENUM: "甲",
    FieldType.LIST: "甲",
    FieldType.INTEGER: 3,
    FieldType.NUMBER: 2.5,
    FieldType.PERCENT: "60%",
    FieldType.BOOLEAN: True,
    FieldType.DATE: "2024-05-06",
    FieldType.DATETIME: "2024-05-06",
}


@pytest.mark.parametrize("kind", FieldType)
@pytest.mark.parametrize("op", ["", *_TESTS])
def test_operators_fit_types_as_in_the_condition_language(kind: FieldType, op: str) -> None:
    """The schema allows an operator on a type exactly where the condition language does."""
    spec = FieldSpec(type=kind, label="栏", values={"甲": []} if kind is FieldType.ENUM else {})
    vocabulary = Vocabulary(tables={"t": TableSpec(label="表", fields={"id": FieldSpec(type=FieldType.TEXT, label="编号"), "f": spec})})
    value = FIT[kind]
    listed = {"between": [value, value], "present": True, "absent": True}
    operand = listed.get(op, [value] if op in ("in", "not_in", "contains_any", "contains_all") else value)
    test = {op: operand} if op else operand
    problems: list[str] = []
    parse({"f": test}, "t", vocabulary, lambda _loc, message: problems.append(message))
    schema = validator("rules").schema
    narrow = Draft202012Validator({"$ref": f"#/$defs/test.{kind}", "$defs": schema["$defs"]})  # type: ignore[index]

    assert (not problems) == narrow.is_valid(test), problems
