"""What a table's fields mean for the schema: conditions on them, records of them, and the names to offer while typing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from govaudit.packs.schema_words import COMBINATIONS, OPERATORS
from govaudit.vocabulary.model import FieldSpec, FieldType, TableSpec, Vocabulary

Schema = dict[str, Any]

_PRESENCE = ("present", "absent")
_TRUE = (*_PRESENCE, "own")
_EQUAL = ("eq", "not", "in", "not_in")
_ORDER = ("gt", "ge", "lt", "le", "between")
_CONTAINS = ("contains", "contains_any", "contains_all")
_LISTED = ("in", "not_in", "contains_any", "contains_all")

_TEXT: Schema = {"type": "string"}
_NUMBER: Schema = {"type": "number"}
_DATE: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_PERCENT: Schema = {"type": "string", "pattern": r"^\d{1,3}(\.\d{1,6})?%$"}
_TRUTH: Schema = {"type": "boolean"}

_FAMILIES: dict[FieldType, tuple[Schema, tuple[str, ...]]] = {
    FieldType.TEXT: (_TEXT, (*_EQUAL, *_CONTAINS, "matches", "own")),
    FieldType.ENUM: (_TEXT, (*_EQUAL, *_CONTAINS)),
    FieldType.LIST: (_TEXT, _CONTAINS),
    FieldType.BOOLEAN: (_TRUTH, _EQUAL),
    FieldType.INTEGER: (_NUMBER, (*_EQUAL, *_ORDER)),
    FieldType.NUMBER: (_NUMBER, (*_EQUAL, *_ORDER)),
    FieldType.PERCENT: (_PERCENT, (*_EQUAL, *_ORDER)),
    FieldType.DATE: (_DATE, (*_EQUAL, *_ORDER)),
    FieldType.DATETIME: (_DATE, (*_EQUAL, *_ORDER)),
}

_REFERENCE: Schema = {
    "description": "{param: 参数编号} 由使用单位设定;{field: 字段} 与另一字段比较",
    "oneOf": [{"type": "object", "properties": {name: {"type": "string"}}, "required": [name], "additionalProperties": False} for name in ("param", "field")],
}


def ref(name: str) -> Schema:
    """Refer to a definition."""
    return {"$ref": f"#/$defs/{name}"}


def offer(names: Iterable[str]) -> Schema:
    """Offer names while typing, without refusing others: packs may add tables and fields of their own."""
    return {"anyOf": [{"enum": sorted(names)}, {}]}


def definitions(vocabulary: Vocabulary) -> dict[str, Schema]:
    """Return the definitions of conditions and records, for any table and for each one."""
    found: dict[str, Schema] = {"Reference": _REFERENCE, "where": _condition("where", {}), "record": {"type": "object", "description": "一条记录:栏目和值"}}
    for kind in FieldType:
        value, operators = _FAMILIES[kind]
        found[f"test.{kind}"] = _test(value, operators, direct="eq" in operators)
    found["test"] = _test({"type": ["string", "number", "boolean"]}, tuple(OPERATORS), direct=True)
    for name, table in vocabulary.tables.items():
        found[f"where.{name}"] = _condition(f"where.{name}", {field: _tested(spec) for field, spec in table.fields.items()}, table)
        found[f"record.{name}"] = {
            "type": "object",
            "description": f"{table.label}的一条记录",
            "properties": {field: _cell(spec) for field, spec in table.fields.items()},
        }
        found[f"moments.{name}"] = offer(field for field, spec in table.fields.items() if spec.type.is_moment)
        found[f"fields.{name}"] = offer(table.fields)
    return found


def _condition(name: str, fields: dict[str, Schema], table: TableSpec | None = None) -> Schema:
    combined: dict[str, Schema] = {
        "all": {"type": "array", "minItems": 1, "items": ref(name)},
        "any": {"type": "array", "minItems": 1, "items": ref(name)},
        "not": ref(name),
    }
    condition: Schema = {
        "type": "object",
        "description": "条件:几个键须都成立;空白的栏使条件无从知晓",
        "properties": {key: {**part, "description": COMBINATIONS[key]} for key, part in combined.items()} | fields,
        "additionalProperties": ref("test"),
    }
    if table is not None and table.relations:
        condition["patternProperties"] = {
            rf"^{relation}\.": {**ref("test"), "description": f"所关联的 {spec.to} 的字段"} for relation, spec in table.relations.items()
        }
    return condition


def _test(value: Schema, operators: tuple[str, ...], *, direct: bool) -> Schema:
    """One field held against a value, or against operators."""
    allowed = {op: {**_operand(op, value), "description": OPERATORS[op]} for op in (*operators, *_PRESENCE)}
    tests: Schema = {"type": "object", "properties": allowed, "minProperties": 1, "additionalProperties": False}
    return {"anyOf": [value, ref("Reference"), tests] if direct else [tests]}


def _operand(op: str, value: Schema) -> Schema:
    if op in _TRUE:
        return {"const": True}
    if op == "matches":
        return {"type": "string", "maxLength": 200}
    one: Schema = {"anyOf": [value, ref("Reference")]}
    if op == "between":
        return {"type": "array", "items": one, "minItems": 2, "maxItems": 2}
    return {"anyOf": [{"type": "array", "items": one, "minItems": 1}, ref("Reference")]} if op in _LISTED else one


def _tested(spec: FieldSpec) -> Schema:
    known = ref(f"test.{spec.type}")
    if spec.type is FieldType.ENUM:
        known = {"anyOf": [{"enum": list(spec.values)}, known]}
    return {**known, "description": told(spec)}


def _cell(spec: FieldSpec) -> Schema:
    offered = {"anyOf": [{"enum": list(spec.values)}, {}]} if spec.type is FieldType.ENUM else {}
    return {**offered, "description": told(spec)}


def told(spec: FieldSpec) -> str:
    """Say what a field is: label, type, what it may hold."""
    text = f"{spec.label}({spec.type})"
    if spec.values:
        text += f":{'、'.join(spec.values)}{' 等' if spec.open else ''}"
    return text + (f"。{spec.description}" if spec.description else "")


def by_table(vocabulary: Vocabulary, key: str, pattern: str, then: dict[str, Any]) -> list[Schema]:
    """Return what else holds when `key` names one of the tables: `pattern` is filled with its name, and so is every `{table}` in `then`."""
    return [
        {"if": {"properties": {key: {"pattern": pattern.format(table=name)}}, "required": [key]}, "then": {"properties": _filled(then, name)}}
        for name in vocabulary.tables
    ]


def _filled(part: Any, name: str) -> Any:
    if isinstance(part, dict):
        return {key: _filled(value, name) for key, value in part.items()}
    return part.format(table=name) if isinstance(part, str) else part
