"""Conditions: a small closed language, checked against the vocabulary when a pack loads, compiled to three-valued expressions.

    {is_normative: true}                               equality; several keys: all must hold
    {issued_date: {ge: 2021-07-16, lt: 2022-01-01}}    operators
    {all: [...]}  {any: [...]}  {not: {...}}           combinations
    {document.is_policy: true}                         a field of the related record
    {interpreter: {eq: {field: document.drafter}}}     held against another field
    {unit: {own: true}}                                the audited office itself, or a body within it

A blank or unreadable cell, or a field the export lacks, makes a test unknown (null); only `present` and `absent` decide on blanks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from govaudit.checks.values import FieldReference, Parameter, parse_date, parse_percent
from govaudit.vocabulary.model import FieldSpec, FieldType, TableSpec, Vocabulary, fold, nearest

Loc = tuple[str | int, ...]
Report = Callable[[Loc, str], None]

_ORDERED = ("gt", "ge", "lt", "le", "between")
_LISTED = ("in", "not_in", "contains_any", "contains_all", "between")
OWN = "own"
CONTAINS = ("contains", "contains_any", "contains_all")
_TESTS = ("eq", "not", "in", "not_in", *_ORDERED, "present", "absent", *CONTAINS, "matches", OWN)
_COMBINE = ("all", "any", "not")
_COMPARED = ("eq", "not", "gt", "ge", "lt", "le")


@dataclass(frozen=True, slots=True)
class Test:
    """One field held against one operator and its value."""

    __test__ = False

    path: str
    op: str
    value: Any
    loc: Loc


@dataclass(frozen=True, slots=True)
class Combination:
    """`all`, `any` or `not` of conditions."""

    op: str
    items: tuple[Condition, ...]
    loc: Loc


Condition = Test | Combination


def parse(raw: Any, table: str, vocabulary: Vocabulary, report: Report, loc: Loc = ()) -> Condition:
    """Parse a raw condition on `table`; every fault goes to `report` with its place, and the parse goes on."""
    if not isinstance(raw, dict):
        report(loc, f"条件应为映射,如 {{字段: 值}},而不是 {raw!r}")
        return Combination("all", (), loc)
    if not raw:
        report(loc, "条件是空的,任何记录都符合;请写条件,或去掉这一项")
    items: list[Condition] = []
    for key, value in raw.items():
        here = (*loc, key)
        if key in _COMBINE and key not in vocabulary.tables[table].fields:
            items.append(_combination(key, value, table, vocabulary, report, here))
            continue
        spec = _resolve(str(key), vocabulary.tables[table], vocabulary, report, here)
        if spec is not None:
            items.extend(_tests(str(key), value, spec, (table, vocabulary), report, here))
    return items[0] if len(items) == 1 else Combination("all", tuple(items), loc)


def _combination(op: str, raw: Any, table: str, vocabulary: Vocabulary, report: Report, loc: Loc) -> Condition:
    if op == "not":
        return Combination(op, (parse(raw, table, vocabulary, report, loc),), loc)
    if not isinstance(raw, list) or not raw:
        report(loc, f"{op} 后面应为条件的列表")
        return Combination(op, (), loc)
    return Combination(op, tuple(parse(item, table, vocabulary, report, (*loc, i)) for i, item in enumerate(raw)), loc)


def resolve_path(path: str, table: str, vocabulary: Vocabulary) -> FieldSpec | str:
    """Return the specification of a field or related field of `table`, or a message that says what is wrong with the path."""
    spec = vocabulary.tables[table]
    relation, dot, rest = path.rpartition(".")
    if not dot:
        if path in spec.fields:
            return spec.fields[path]
        return f"表 {table}({spec.label})没有字段 {path}{nearest(path, spec.fields)}"
    if relation not in spec.relations:
        return f"表 {table}({spec.label})没有关系 {relation}{nearest(relation, spec.relations)}"
    target = vocabulary.tables[spec.relations[relation].to]
    if rest in target.fields:
        return target.fields[rest]
    return f"表 {spec.relations[relation].to}({target.label})没有字段 {rest}{nearest(rest, target.fields)}"


def _resolve(path: str, table: TableSpec, vocabulary: Vocabulary, report: Report, loc: Loc) -> FieldSpec | None:
    name = next(key for key, spec in vocabulary.tables.items() if spec is table)
    found = resolve_path(path, name, vocabulary)
    if isinstance(found, str):
        report(loc, found)
        return None
    return found


def _other_field(op: str, path: str, spec: FieldSpec, site: tuple[str, Vocabulary], report: Report, loc: Loc) -> FieldReference | None:
    found = resolve_path(path, *site)
    if isinstance(found, str):
        report(loc, found)
    elif op not in _COMPARED:
        report(loc, f"只有 {'、'.join(_COMPARED)} 能与另一字段比较")
    elif _family(found) != _family(spec) or (op not in ("eq", "not") and _operator_fault(op, spec)):
        report(loc, f"{path} 是 {found.type},不能与 {spec.type} 字段用 {op} 比较")
    else:
        return FieldReference(field=path)
    return None


def _family(spec: FieldSpec) -> str:
    kind = spec.type
    if kind in (FieldType.TEXT, FieldType.ENUM):
        return "text"
    return "number" if kind.is_number else "moment" if kind.is_moment else str(kind)


def _tests(path: str, raw: Any, spec: FieldSpec, site: tuple[str, Vocabulary], report: Report, loc: Loc) -> Iterator[Condition]:
    operators = raw if isinstance(raw, dict) and not set(raw) & {"param", "field"} else {"eq": raw}
    if not operators:
        report(loc, f"{path} 后面没有写条件")
    for op, value in operators.items():
        here = (*loc, op) if operators is raw else loc
        if isinstance(value, dict) and set(value) == {"field"}:
            if (other := _other_field(op, str(value["field"]), spec, site, report, here)) is not None:
                yield Test(path, op, other, here)
            continue
        if op not in _TESTS:
            report(here, f"没有运算 {op}{nearest(op, _TESTS)};可用:{'、'.join(_TESTS)}")
            continue
        fault = _operator_fault(op, spec)
        if fault:
            report(here, fault)
            continue
        yield Test(path, op, _operand(op, value, spec, report, here), here)


def _operator_fault(op: str, spec: FieldSpec) -> str:
    kind = spec.type
    if kind is FieldType.LIST and op not in ("present", "absent", *CONTAINS):
        return f"列表字段不能用 {op},请用 contains、contains_any、contains_all"
    if op in CONTAINS and kind not in (FieldType.LIST, FieldType.TEXT, FieldType.ENUM):
        return f"{op} 只用于文本和列表,本字段是 {kind}"
    if op in _ORDERED and not (kind.is_number or kind.is_moment):
        return f"{op} 只用于数字和日期,本字段是 {kind}"
    if op in ("matches", OWN) and kind is not FieldType.TEXT:
        return f"{op} 只用于文本,本字段是 {kind}"
    return ""


def _operand(op: str, raw: Any, spec: FieldSpec, report: Report, loc: Loc) -> Any:
    if isinstance(raw, dict) and set(raw) == {"param"}:
        return Parameter(param=str(raw["param"]))
    if op in ("present", "absent", OWN):
        if raw is not True:
            report(loc, f"{op} 后面只写 true")
        return True
    if op == "matches":
        fault = pattern_fault(raw)
        if fault:
            report(loc, fault)
        return str(raw)
    if op in _LISTED:
        if not isinstance(raw, list) or not raw:
            report(loc, f"{op} 后面应为值的列表")
            return []
        if op == "between" and len(raw) != 2:
            report(loc, "between 后面应为两个值")
        return [type_value(item, spec, report, (*loc, i)) for i, item in enumerate(raw)]
    return type_value(raw, spec, report, loc)


def pattern_fault(pattern: Any) -> str:
    """Return why a regular expression is refused: not text, too long, not linear-time, or not valid; empty when it is fine."""
    if not isinstance(pattern, str) or len(pattern) > 200:
        return "matches 后面应为不超过 200 字符的正则表达式"
    if re.search(r"\([^()]*[+*}][^()]*\)[+*{]", pattern):
        return "正则表达式里重复之中还有重复,耗时可能失控,请改写"
    from pydantic import TypeAdapter
    from pydantic_core import SchemaError, core_schema

    try:
        TypeAdapter(str)
        _compile_rust(core_schema.str_schema(pattern=pattern))
    except SchemaError:
        return "正则表达式无效,或用了不能在线性时间内匹配的写法(前后查找、反向引用)"
    return ""


def _compile_rust(schema: Any) -> None:
    from pydantic_core import SchemaValidator

    SchemaValidator(schema)


def type_value(raw: Any, spec: FieldSpec, report: Report, loc: Loc) -> Any:
    """Type one value by the field it is compared with; a wrong one goes to `report`."""
    if isinstance(raw, dict) and set(raw) == {"param"}:
        return Parameter(param=str(raw["param"]))
    kind = spec.type
    try:
        if kind is FieldType.BOOLEAN:
            return _must(isinstance(raw, bool), raw, "应为 true 或 false")
        if kind is FieldType.PERCENT:
            return float(parse_percent(raw))
        if kind is FieldType.INTEGER or kind is FieldType.NUMBER:
            return _must(isinstance(raw, (int, float)) and not isinstance(raw, bool), raw, "应为数字")
        if kind.is_moment:
            return parse_date(raw)
        _must(isinstance(raw, str), raw, "应为文字(数字和日期请加引号)")
    except ValueError as error:
        report(loc, f"{error},而不是 {raw!r}")
        return None
    fault = value_fault(raw, spec)
    if fault:
        report(loc, fault)
    return raw


def value_fault(value: str, spec: FieldSpec) -> str:
    """Return why a rule cannot name this value of an enumerated field; empty when it can.

    Records are read with other spellings turned into the value itself, so a rule that names another spelling would never match.
    """
    if not spec.values or value in spec.values:
        return ""
    if fold(value) in spec.spellings:
        return f"{spec.label}的“{value}”读入时记作“{spec.spellings[fold(value)]}”,请写后者"
    return "" if spec.open else f"{spec.label}没有取值 {value}{nearest(value, spec.values)};可用:{'、'.join(spec.values)}"


def _must(condition: bool, value: Any, message: str) -> Any:  # noqa: FBT001 - an assertion helper
    if not condition:
        raise ValueError(message)
    return value


def tests_of(condition: Condition | None) -> Iterator[Test]:
    """Give every test of a condition."""
    if isinstance(condition, Test):
        yield condition
    elif condition is not None:
        for item in condition.items:
            yield from tests_of(item)


def fields_of(condition: Condition | None) -> list[str]:
    """Return the paths a condition reads, each once, in order."""
    if condition is None:
        return []
    if isinstance(condition, Test):
        other = [condition.value.field] if isinstance(condition.value, FieldReference) else []
        return [condition.path, *other]
    return list(dict.fromkeys(path for item in condition.items for path in fields_of(item)))
