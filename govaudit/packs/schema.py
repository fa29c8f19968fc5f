"""JSON Schemas of the three kinds of pack file, derived from the models and the dictionary, for editors (`# yaml-language-server: $schema=`).

They say what a file may look like and what each key means; what only the whole pack can tell (unknown clauses, parameters, fields of its own) is left to
`rules lint`.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel, TypeAdapter

from govaudit.packs.model import Clause, Example, PackInfo, Rule
from govaudit.packs.schema_tables import by_table, definitions, offer, ref
from govaudit.packs.schema_words import KEYS, KINDS, MODELS
from govaudit.vocabulary.load import standard_vocabulary
from govaudit.vocabulary.model import TableSpec, Vocabulary

Schema = dict[str, Any]

PARTS: dict[str, type[BaseModel]] = {"rules": Rule, "clauses": Clause, "pack": PackInfo}


def schema_text(part: str) -> str:
    """Return the schema of one kind of file as JSON text, the same in every run."""
    model = PARTS[part]
    schema = _schema_of(model)
    defs: dict[str, Schema] = schema.pop("$defs", {}) | {model.__name__: schema}
    for extra in _BESIDE.get(part, ()):
        other = _schema_of(extra)
        defs |= other.pop("$defs", {}) | {extra.__name__: other}
    vocabulary = standard_vocabulary()
    for name, definition in defs.items():
        _clean(definition)
        _describe(name, definition)
        definition.update(_CONSTRAINTS.get(name, {}))
    _FINISH[part](defs, vocabulary)
    whole: Schema = ref(model.__name__) if part == "pack" else {"type": "array", "items": ref(model.__name__)}
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": _TITLES[part], **whole, "$defs": defs}
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


#: Models that a file holds and the part's own model leaves untyped.
_BESIDE: dict[str, tuple[type[BaseModel], ...]] = {"rules": (Example,), "pack": (TableSpec,)}

_TITLES = {"rules": "govaudit 规则文件(rules/*.yaml)", "clauses": "govaudit 条款文件(clauses.yaml)", "pack": "govaudit 要点文件(pack.yaml)"}


def _one_of(*keys: str) -> list[Schema]:
    return [{"required": [key]} for key in keys]


def _not_both(first: str, second: str) -> Schema:
    return {"not": {"required": [first, second]}}


#: What the models' validators ask for beyond types; a test holds it against them.
_CONSTRAINTS: dict[str, Schema] = {
    "Rule": {
        "oneOf": _one_of("check", "readings"),
        "anyOf": [
            {"required": ["table"]},
            {"required": ["check"], "properties": {"check": {"properties": {"kind": {"const": "attest"}}}}},
        ],
    },
    "Clause": {"allOf": [_not_both("attest", "not_checkable"), _not_both("attest", "context"), _not_both("not_checkable", "context")]},
    "Example": {"oneOf": _one_of("state", "states"), **_not_both("record", "records")},
    "Count": {"anyOf": _one_of("at_least", "at_most")},
    "Ratio": {
        "oneOf": _one_of("at_least", "at_most"),
        "anyOf": [{"required": ["of"], "not": {"anyOf": _one_of("part", "whole")}}, {"required": ["part", "whole"], "not": {"required": ["of"]}}],
    },
    "Includes": {"oneOf": _one_of("all_of", "of"), "dependentRequired": {"of": ["at_least"], "at_least": ["of"]}},
}


def _schema_of(model: type[BaseModel]) -> Schema:
    return TypeAdapter(model).json_schema(by_alias=True, ref_template="#/$defs/{model}")


def _clean(part: Any) -> None:
    """Leave out what no reader of a YAML file can use: generated titles, OpenAPI's discriminator, blank defaults; a date is told by its pattern."""
    if isinstance(part, list):
        for item in part:
            _clean(item)
    if not isinstance(part, dict):
        return
    if isinstance(part.get("title"), str):
        del part["title"]
    part.pop("discriminator", None)
    if part.get("format") == "date":
        del part["format"]
        part["pattern"] = r"^\d{4}-\d{2}-\d{2}$"
    if part.get("default", "") is None:
        del part["default"]
    for key, value in part.items():
        for item in value.values() if key == "properties" else [value]:
            _clean(item)


def _describe(name: str, definition: Schema) -> None:
    """Give a definition and its keys their Chinese descriptions."""
    if name in MODELS:
        definition["description"] = MODELS[name]
    for key, part in definition.get("properties", {}).items():
        if key == "kind":
            part["description"] = f"{KINDS}:{MODELS.get(name, definition.get('description', ''))}"
        elif f"{name}.{key}" in KEYS:
            part["description"] = KEYS[f"{name}.{key}"]


def _put(definition: Schema, key: str, part: Schema) -> None:
    """Replace what a key may hold, and keep its description."""
    definition["properties"][key] = {"description": definition["properties"][key]["description"], **part}


def _roles(vocabulary: Vocabulary) -> list[str]:
    return list(vocabulary.tables["units"].fields["role"].values)


def _finish_clauses(defs: dict[str, Schema], vocabulary: Vocabulary) -> None:
    _put(defs["Clause"], "binds", {"type": "array", "items": {"enum": _roles(vocabulary)}, "default": []})


def _finish_pack(defs: dict[str, Schema], vocabulary: Vocabulary) -> None:
    _put(defs["PackInfo"], "role", {"enum": [*_roles(vocabulary), ""]})
    parts = {key: defs["TableSpec"]["properties"][key] for key in ("fields", "relations")}
    added = {"type": "object", "description": "给已有的表添加字段和关系", "properties": parts, "additionalProperties": False}
    known = {name: {**added, "description": f"给{table.label}添加字段和关系"} for name, table in vocabulary.tables.items()}
    _put(defs["PackInfo"], "tables", {"type": "object", "properties": known, "additionalProperties": ref("TableSpec")})


def _finish_rules(defs: dict[str, Schema], vocabulary: Vocabulary) -> None:
    """Offer the dictionary's tables, fields and values while typing, and check conditions by the type of their fields."""
    defs |= definitions(vocabulary)
    rule, example = defs["Rule"], defs["Example"]
    tables = {name: table.label for name, table in vocabulary.tables.items()}
    named = "、".join(f"{name}({label})" for name, label in sorted(tables.items()))
    rule["properties"]["table"] = {**offer(tables), "type": "string", "description": f"所查的表:{named};或本要点自己的表"}
    _put(rule, "examples", {"type": "array", "items": ref("Example")})
    _put(rule, "binds", {"anyOf": [{"type": "array", "items": {"enum": _roles(vocabulary)}}, ref("where.units")]})
    for name, key in (("Rule", "where"), ("Expect", "that"), ("Ratio", "of"), ("Linked", "where"), ("First", "where")):
        _put(defs[name], key, ref("where"))
    _put(defs["Linked"], "to", {**offer(tables), "type": "string"})
    _put(example, "record", ref("record"))
    _put(example, "records", {"type": "array", "items": ref("record")})
    records = {name: {"type": "array", "items": ref(f"record.{name}"), "description": label} for name, label in tables.items()}
    _put(example, "tables", {"type": "object", "properties": records, "additionalProperties": {"type": "array", "items": ref("record")}})
    _put(example, "role", {"enum": _roles(vocabulary)})
    where, moment, field = ref("where.{table}"), ref("moments.{table}"), ref("fields.{table}")
    check = {"properties": {"that": where, "of": {"if": {"type": "object"}, "then": where}, "from": moment, "date": moment, "field": field}}
    per_table: Schema = {
        "where": where,
        "when": moment,
        "responsible": field,
        "check": check,
        "readings": {"items": {"properties": {"check": check}}},
        "examples": {"items": {"properties": {"record": ref("record.{table}"), "records": {"items": ref("record.{table}")}}}},
    }
    rule["allOf"] = by_table(vocabulary, "table", "^{table}$", per_table)
    defs["Linked"]["allOf"] = by_table(vocabulary, "to", "^{table}$", {"where": where})
    defs["First"]["allOf"] = by_table(vocabulary, "first", r"^{table}\.", {"where": where})


_FINISH = {"rules": _finish_rules, "clauses": _finish_clauses, "pack": _finish_pack}
