"""Which sheets and columns a template has: the ledgers that the rules of the packs read, and of each field who asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from govaudit.checks.attest import Attest
from govaudit.checks.coverage import Coverage
from govaudit.messages import text
from govaudit.packs.load import Pack
from govaudit.packs.model import Rule
from govaudit.packs.needs import needs_of
from govaudit.vocabulary.model import FieldSpec, FieldType, TableSpec, Vocabulary

#: The register comes first, because the other ledgers name its units; what is not a ledger of the office's work comes last.
_FIRST, _LAST = ("units",), ("attestations", "zero_reports")


class Rank(IntEnum):
    """How much a field is wanted, in the order in which the columns stand."""

    KEY = 0
    REQUIRED = 1
    HELPFUL = 2
    OPTIONAL = 3


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet: the field, how much it is wanted, the places of the clauses that want it, and the values to choose from."""

    name: str
    spec: FieldSpec
    rank: Rank
    places: tuple[str, ...] = ()
    options: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """The heading, with the unit where there is one."""
        return text("template.heading.unit", label=self.spec.label, unit=self.spec.unit) if self.spec.unit else self.spec.label

    @property
    def closed(self) -> bool:
        """Whether nothing but the values listed is accepted."""
        kind = self.spec.type
        return kind is FieldType.BOOLEAN or (kind is FieldType.ENUM and not self.spec.open)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One ledger: its table, its columns in order, and how many rules read it."""

    table: str
    spec: TableSpec
    title: str
    columns: tuple[Column, ...]
    rules: int
    pointed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def points_at(self, name: str) -> tuple[str, ...]:
        """Return the labels of the tables whose keys a field holds."""
        return self.pointed.get(name, ())


@dataclass(slots=True)
class _Wanted:
    """Who wants the fields of one table."""

    rules: int = 0
    rank: dict[str, Rank] = field(default_factory=dict)
    places: dict[str, dict[str, None]] = field(default_factory=dict)

    def add(self, names: Iterable[str], rank: Rank, places: Sequence[str]) -> None:
        for name in names:
            self.rank[name] = min(rank, self.rank.get(name, Rank.OPTIONAL))
            if rank is Rank.REQUIRED:
                self.places.setdefault(name, {}).update(dict.fromkeys(places))


def sheets_of(packs: Sequence[Pack], vocabulary: Vocabulary, *, every: bool = False) -> list[Sheet]:
    """Return the sheets for what the packs' rules read; with `every`, for all tables of the dictionary."""
    wanted: dict[str, _Wanted] = {}
    for pack in packs:
        places = {clause.id: clause.place if len(packs) == 1 else f"{pack.id} {clause.place}" for clause in pack.clauses}
        for rule in pack.rules:
            _want(rule, pack, [places[clause] for clause in rule.clauses], wanted)
    options = _options(packs)
    tables = list(vocabulary.tables) if every else [table for table in vocabulary.tables if table in wanted]
    order = sorted(tables, key=lambda table: (table not in _FIRST, table in _LAST, -wanted[table].rules if table in wanted else 0, tables.index(table)))
    titles = _titles(vocabulary.tables[table].label for table in order)
    return [_sheet(table, vocabulary, title, wanted.get(table, _Wanted()), options) for table, title in zip(order, titles, strict=True)]


def _want(rule: Rule, pack: Pack, places: Sequence[str], wanted: dict[str, _Wanted]) -> None:
    needs = needs_of(rule, pack)
    for table, names in needs.helpful.items():
        wanted.setdefault(table, _Wanted()).add(names, Rank.HELPFUL, places)
    for table, names in needs.required.items():
        one = wanted.setdefault(table, _Wanted())
        one.add(names, Rank.REQUIRED, places)
        one.rules += 1


def _sheet(table: str, vocabulary: Vocabulary, title: str, wanted: _Wanted, options: Mapping[tuple[str, str], tuple[str, ...]]) -> Sheet:
    spec = vocabulary.tables[table]
    pointed: dict[str, tuple[str, ...]] = {}
    for relation in spec.relations.values():
        pointed[relation.field] = (*pointed.get(relation.field, ()), vocabulary.label(relation.to))
    columns = []
    for name, one in spec.fields.items():
        rank = Rank.KEY if name == spec.key else wanted.rank.get(name, Rank.OPTIONAL)
        columns.append(Column(name, one, rank, tuple(wanted.places.get(name, ())), options.get((table, name)) or _choices(one)))
    return Sheet(table, spec, title, tuple(sorted(columns, key=lambda column: column.rank)), wanted.rules, pointed)


def _choices(spec: FieldSpec) -> tuple[str, ...]:
    return (text("template.yes"), text("template.no")) if spec.type is FieldType.BOOLEAN else tuple(spec.values)


def _options(packs: Sequence[Pack]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the values that the packs name for fields whose values the dictionary leaves open: clauses to attest, categories to publish."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    shared = [clause.id for pack in packs for clause in pack.clauses]
    twice = {clause for clause in shared if shared.count(clause) > 1} if len(packs) > 1 else set()
    for pack in packs:
        for rule in pack.rules:
            for check in rule.checks:
                if isinstance(check, Attest):
                    named = [f"{pack.id}/{clause}" if clause in twice else clause for clause in rule.clauses]
                    found.setdefault(("attestations", "clause_id"), {}).update(dict.fromkeys(named))
                elif isinstance(check, Coverage):
                    names = dict.fromkeys(category.name for category in check.categories())
                    for place in ((rule.table, check.field), ("zero_reports", "category")):
                        found.setdefault(place, {}).update(names)
    return {place: tuple(values) for place, values in found.items()}


def _titles(labels: Iterable[str]) -> list[str]:
    """Make names of sheets: at most 31 characters, none of those Excel refuses, each once."""
    titles: list[str] = []
    for label in labels:
        title = "".join("_" if char in "[]:*?/\\" or not char.isprintable() else char for char in label).strip("'")[:31] or "_"
        number = 1
        while title.casefold() in {one.casefold() for one in titles}:
            number += 1
            title = f"{title[:27]}({number})"
        titles.append(title)
    return titles
