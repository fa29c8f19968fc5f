"""Which fields of the ledgers the rules of some packs can look at: no others need to stay in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from govaudit.packs.load import Pack
from govaudit.vocabulary.model import TableSpec, Vocabulary

WHOLE = frozenset(("units", "attestations", "zero_reports"))
"""Small ledgers that the engine itself reads."""

TITLES = ("title", "name", "subject", "topic", "item", "content")
"""What a finding shows of a record beside what the rule reads."""


def fields_needed(packs: Sequence[Pack], vocabulary: Vocabulary) -> Mapping[str, Collection[str]]:
    """Return, per table, the fields that a rule may look at; a table that is not named is needed whole.

    Whatever a rule mentions counts, in every table that has a field of that name: rather a column too many than one too few.
    """
    mentioned = {word for pack in packs for rule in pack.rules for word in _words(rule)}
    return {name: _needed(spec, mentioned) for name, spec in vocabulary.tables.items() if name not in WHOLE}


def _needed(spec: TableSpec, mentioned: Collection[str]) -> frozenset[str]:
    own = {spec.key, spec.unit, spec.event, *TITLES, *(relation.field for relation in spec.relations.values())}
    return frozenset(name for name in spec.fields if name in mentioned or name in own)


def _words(value: Any) -> Iterator[str]:
    """Give every word that stands anywhere in a rule, the parts of a path (`document.title`) one by one."""
    if isinstance(value, str):
        yield from value.split(".")
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            if name != "examples":
                yield from _words(getattr(value, name))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _words(key)
            yield from _words(item)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for item in value:
            yield from _words(item)
