"""What a rule reads: the tables and fields without which it cannot be judged, and those that make its answer more exact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from govaudit.checks.attest import Attest
from govaudit.checks.base import Check, GroupCheck
from govaudit.checks.condition import OWN, fields_of, parse, tests_of
from govaudit.checks.coverage import Coverage
from govaudit.checks.linked import Linked
from govaudit.checks.related import First, link_field
from govaudit.packs.load import Pack
from govaudit.packs.model import Rule
from govaudit.packs.verify import binds_condition, date_of
from govaudit.vocabulary.model import Vocabulary

_PATHS = ("start", "end", "date", "part", "whole", "distinct", "field")
_CONDITIONS = ("that", "where", "of")
_ATTESTED = ("clause_id", "result", "signer", "date", "file")
_ZERO = ("category", "unit", "period", "reason", "date")

Fields = dict[str, dict[str, None]]
"""Per table its fields, each once, in the order in which they are met."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What a rule reads, per table: `required` decides; `helpful` says who must act, who is bound and what is excused."""

    required: Fields = field(default_factory=dict)
    helpful: Fields = field(default_factory=dict)

    def missing(self, supplied: Mapping[str, frozenset[str]]) -> tuple[list[str], list[tuple[str, str]]]:
        """Return the required tables that are not supplied, and, of those that are, the fields that are not."""
        tables = [table for table in self.required if table not in supplied]
        fields = [(table, name) for table, names in self.required.items() if table in supplied for name in names if name not in supplied[table]]
        return tables, fields


def needs_of(rule: Rule, pack: Pack) -> Needs:
    """Return what a rule of a pack reads."""
    return _Reading(rule, pack).needs()


class _Reading:
    """Collects what one rule reads."""

    def __init__(self, rule: Rule, pack: Pack) -> None:
        self.rule = rule
        self.pack = pack
        self.vocabulary: Vocabulary = pack.vocabulary
        self.found = Needs()

    def needs(self) -> Needs:
        rule = self.rule
        if rule.binds:
            self._help("units", self.vocabulary.tables["units"].key, *fields_of(_parsed(binds_condition(rule.binds), "units", self.vocabulary)))
        for check in rule.checks:
            if isinstance(check, Attest):
                self._attested(check)
            else:
                self._own(check)
        return self.found

    def _attested(self, check: Attest) -> None:
        for name in _ATTESTED:
            self._require("attestations", name)
        self._help("attestations", "unit", "valid_until")
        if check.per == "unit":
            self._require("units", self.vocabulary.tables["units"].key)

    def _own(self, check: Check) -> None:
        rule, table = self.rule, self.rule.table
        spec = self.vocabulary.tables[table]
        self.found.required.setdefault(table, {})
        for path in (*fields_of(_parsed(rule.where, table, self.vocabulary)), *self._paths(check)):
            self._require(table, path)
        own = getattr(check, "date", None) if check.judges == "groups" else None
        when = own or date_of(rule, self.pack)
        if when is not None:
            self._require(table, when)
        if any(test.op == OWN for test in tests_of(_parsed(rule.where, table, self.vocabulary))):
            self._help("units", self.vocabulary.tables["units"].key, "role", "parent")
        unit = rule.responsible or spec.unit
        if isinstance(check, GroupCheck) and check.judges == "groups" and check.per == "unit" and unit is not None:
            self._require(table, unit)
            self._require("units", self.vocabulary.tables["units"].key)
        self._help(table, spec.key, *([unit] if unit is not None else []))
        if isinstance(check, Coverage):
            self._help("zero_reports", *_ZERO)

    def _paths(self, check: Check) -> Iterator[str]:
        """Give the fields of the rule's own table that a check reads; require those of other tables."""
        yield from check.fields()
        for name in _PATHS:
            value = getattr(check, name, None)
            if isinstance(value, str):
                yield value
            elif isinstance(value, First):
                yield self._pointed(value.table, value.by, value.field, where=value.where)
        if isinstance(check, Linked):
            yield self._pointed(check.to, check.by, where=check.where)
            return
        for name in _CONDITIONS:
            yield from fields_of(_parsed(getattr(check, name, None), self.rule.table, self.vocabulary))

    def _pointed(self, table: str, by: str | None, *fields: str, where: dict[str, Any] | None) -> str:
        """Require the fields of a table whose records point at the rule's, and return the key they point at."""
        for name in (link_field(table, self.rule.table, by, self.vocabulary), *fields, *fields_of(_parsed(where, table, self.vocabulary))):
            self._require(table, name)
        return self.vocabulary.tables[self.rule.table].key

    def _require(self, table: str, path: str) -> None:
        relation, dot, rest = path.rpartition(".")
        if dot:
            link = self.vocabulary.tables[table].relations[relation]
            self._require(table, link.field)
            self._require(link.to, self.vocabulary.tables[link.to].key)
            self._require(link.to, rest)
        else:
            self.found.required.setdefault(table, {})[path] = None

    def _help(self, table: str, *paths: str) -> None:
        for path in paths:
            relation, dot, rest = path.rpartition(".")
            if dot:
                link = self.vocabulary.tables[table].relations[relation]
                self._help(table, link.field)
                self._help(link.to, self.vocabulary.tables[link.to].key, rest)
            else:
                self.found.helpful.setdefault(table, {})[path] = None


def _parsed(raw: Any, table: str, vocabulary: Vocabulary) -> Any:
    return None if raw is None else parse(raw, table, vocabulary, lambda _loc, _message: None)
