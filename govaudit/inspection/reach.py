"""Which rules of the packs could be judged with the ledgers there are, and what the others lack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from govaudit.checks.attest import Attest
from govaudit.inspection.model import Reach
from govaudit.packs.load import Pack
from govaudit.packs.needs import needs_of

Supplied = Mapping[str, frozenset[str]]
"""The tables there are, with their fields."""


def reach_of(packs: Sequence[Pack], supplied: Supplied) -> list[Reach]:
    """Return how far the ledgers go, the packs first for which they go farthest."""
    found = [_reach(pack, supplied) for pack in packs]
    return sorted(found, key=lambda one: (-one.ready / max(one.rules, 1), -one.columns / max(one.rules, 1), one.pack))


def wanted_fields(packs: Sequence[Pack], supplied: Supplied) -> dict[str, dict[str, int]]:
    """Return, per supplied table, the fields that rules read but it does not have, the most wanted first."""
    counts: dict[str, Counter[str]] = {}
    for pack in packs:
        for rule in pack.rules:
            needs = needs_of(rule, pack)
            for part in (needs.required, needs.helpful):
                for table, names in part.items():
                    if table in supplied:
                        counts.setdefault(table, Counter()).update(name for name in names if name not in supplied[table])
    return {table: dict(counter.most_common()) for table, counter in counts.items() if counter}


def _reach(pack: Pack, supplied: Supplied) -> Reach:
    found = Reach(pack.id, pack.info.title, len(pack.rules))
    tables: Counter[str] = Counter()
    columns: dict[str, Counter[str]] = {}
    for rule in pack.rules:
        lacking, fields = needs_of(rule, pack).missing(supplied)
        if not lacking and not fields:
            found.ready += 1
        elif all(isinstance(check, Attest) for check in rule.checks) and "attestations" in lacking:
            found.attested += 1
        elif lacking:
            found.tables += 1
            tables.update(lacking)
        else:
            found.columns += 1
            for table, name in fields:
                columns.setdefault(table, Counter())[name] += 1
    label = pack.vocabulary.label
    found.lacking_tables = {label(table): number for table, number in tables.most_common()}
    found.lacking_columns = {label(table): {label(table, name): number for name, number in counter.most_common()} for table, counter in columns.items()}
    return found
