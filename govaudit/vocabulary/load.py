"""Loading the dictionary that ships with the program, and extending it by a pack's own tables and fields."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from pydantic import ValidationError

from govaudit.errors import Place, Problem, VocabularyError
from govaudit.strictyaml import load
from govaudit.vocabulary.model import TableSpec, Vocabulary, nearest


@cache
def standard_vocabulary() -> Vocabulary:
    """Return the dictionary that ships with govaudit.

    Raises:
        VocabularyError: a file of the dictionary is wrong.
    """
    tables: dict[str, TableSpec] = {}
    problems: list[Problem] = []
    folder = resources.files("govaudit.vocabulary") / "tables"
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if not entry.name.endswith(".yaml"):
            continue
        document = load(entry.read_text(encoding="utf-8"), f"vocabulary/{entry.name}")
        for name, raw in document.data.items():
            if name in tables:
                problems.append(Problem(document.place([name], key=True), f"表 {name} 重复定义"))
                continue
            try:
                tables[name] = TableSpec.model_validate(raw)
            except ValidationError as error:
                problems.extend(document.problems(error, TableSpec, at=[name]))
    if problems:
        raise VocabularyError(problems)
    try:
        return Vocabulary(tables=tables)
    except ValidationError as error:
        raise VocabularyError([Problem(Place("vocabulary"), item["msg"]) for item in error.errors()]) from None


def extend_vocabulary(base: Vocabulary, tables: dict[str, Any]) -> Vocabulary:
    """Return `base` with a pack's tables added: a new table whole, new fields and relations for a known one.

    Raises:
        ValueError: a field of the dictionary would be redefined, or the result is not valid.
    """
    merged = dict(base.tables)
    for name, raw in tables.items():
        if name not in merged:
            merged[name] = TableSpec.model_validate(raw)
            continue
        known = merged[name].model_dump(mode="json")
        added = TableSpec.model_validate({"label": name, "key": "id", "fields": {"id": {"type": "text", "label": "编号"}, **raw.get("fields", {})}})
        fields = {field: spec.model_dump(mode="json") for field, spec in added.fields.items() if field in raw.get("fields", {})}
        for part, new in (("fields", fields), ("relations", raw.get("relations", {}))):
            clash = sorted(key for key in set(known[part]) & set(new) if known[part][key] != new[key])
            if clash:
                raise ValueError(f"{name}.{part} 已有 {'、'.join(clash)},不能重新定义")
            known[part] |= new
        unknown = sorted(set(raw) - {"fields", "relations"})
        if unknown:
            raise ValueError(f"{name} 是已有的表,只能添加 fields 和 relations{nearest(unknown[0], ['fields', 'relations'])}")
        merged[name] = TableSpec.model_validate(known)
    return Vocabulary(tables=merged)
