"""Find in a JSON Schema which keys a mapping may hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Schema = dict[str, Any]


def allowed_keys(schema: Schema, loc: Sequence[str | int]) -> list[str]:
    """Name the keys of the mapping at pydantic's ``loc``, in the order of the model."""
    variants = list(_variants(schema, schema, set()))
    for step in loc:
        below = _narrowed(variants, step) or [part for variant in variants for part in _below(variant, step)]
        if below:  # else the step names a union member or a validator: stay
            seen: set[str] = set()
            variants = [deeper for part in below for deeper in _variants(part, schema, seen)]
    return list(dict.fromkeys(name for variant in variants for name in variant.get("properties", ())))


def _variants(schema: Any, root: Schema, seen: set[str]) -> Iterator[Schema]:
    """Follow references and unions down to plain schemas."""
    if not isinstance(schema, dict):
        return
    reference = schema.get("$ref", "")
    if reference and reference not in seen:
        seen.add(reference)
        yield from _variants(root["$defs"][reference.rpartition("/")[2]], root, seen)
    parts = [part for union in ("anyOf", "oneOf", "allOf") for part in schema.get(union, ())]
    for part in parts:
        yield from _variants(part, root, seen)
    if not reference and not parts and schema.get("type") != "null":
        yield schema


def _narrowed(variants: list[Schema], step: str | int) -> list[Schema]:
    """Choose the members of a union that the step names: by class, or by the value of a discriminator."""
    if len(variants) < 2:
        return []
    return [variant for variant in variants if variant.get("title") == step or _has_tag(variant, step)]


def _has_tag(variant: Schema, step: str | int) -> bool:
    parts = [part for part in variant.get("properties", {}).values() if isinstance(part, dict)]
    return any(part.get("const") == step or step in part.get("enum", ()) for part in parts)


def _below(variant: Schema, step: str | int) -> list[Any]:
    if isinstance(step, int):
        listed = variant.get("prefixItems", [])
        return [listed[step]] if step < len(listed) else [variant["items"]] if "items" in variant else []
    if step in variant.get("properties", {}):
        return [variant["properties"][step]]
    others = variant.get("additionalProperties")
    return [others] if isinstance(others, dict) else list(variant.get("patternProperties", {}).values())
