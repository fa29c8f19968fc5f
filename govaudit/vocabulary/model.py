"""The dictionary of tables and fields: what a ledger may contain, under which names, of which type."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
"""ASCII snake_case; double underscores are the engine's own."""


class FieldType(StrEnum):
    """The type of a field; `date` is a calendar day, `datetime` a moment that may come without its time of day."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    PERCENT = "percent"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    ENUM = "enum"
    LIST = "list"

    @property
    def is_moment(self) -> bool:
        """Whether values of this type can be the start or end of a period."""
        return self in (FieldType.DATE, FieldType.DATETIME)

    @property
    def is_number(self) -> bool:
        """Whether values of this type can be compared and added up."""
        return self in (FieldType.INTEGER, FieldType.NUMBER, FieldType.PERCENT)


class Model(BaseModel):
    """Base of the models: frozen, and unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class FieldSpec(Model):
    """One column of a ledger."""

    type: FieldType
    label: str = Field(min_length=1, description="Chinese column heading")
    aliases: list[str] = Field(default=[], description="other headings under which the column is found")
    description: str = Field(default="", description="how the cell is to be filled, in Chinese")
    unit: str = Field(default="", description="unit of a number, as printed: 元, 件, 天")
    values: dict[str, list[str]] = Field(default={}, description="enumerated values and their other spellings")
    open: bool = Field(default=False, description="values that are not listed are kept, not rejected")

    ahead: bool = Field(
        default=False, description="a date that may lie ahead (planned, valid until): one after the as-of date is no sign that it has not happened"
    )

    @model_validator(mode="after")
    def _values_fit_the_type(self) -> Self:
        if self.type is FieldType.ENUM and not self.values:
            raise ValueError("enum 字段要列出 values")
        if self.values and self.type not in (FieldType.ENUM, FieldType.LIST):
            raise ValueError("只有 enum 和 list 字段可以列 values")
        return self

    @cached_property
    def spellings(self) -> Mapping[str, str]:
        """Every accepted spelling of every enumerated value, normalised, to the value itself."""
        found: dict[str, str] = {}
        for value, aliases in self.values.items():
            for spelling in (value, *aliases):
                found.setdefault(fold(spelling), value)
        return found


class Relation(Model):
    """A to-one relation: `field` holds the key of a record of the table `to`."""

    field: Name
    to: Name


class TableSpec(Model):
    """One ledger: what a row is, which field names it, whose duty it is and when it happened."""

    label: str = Field(min_length=1)
    aliases: list[str] = []
    description: str = ""
    key: Name = "id"
    unit: Name | None = Field(default=None, description="field with the responsible unit's name")
    event: Name | None = Field(default=None, description="field that says when the record happened")
    fields: dict[Name, FieldSpec]
    relations: dict[Name, Relation] = {}

    @model_validator(mode="after")
    def _names_resolve(self) -> Self:
        for role, name in (("key", self.key), ("unit", self.unit), ("event", self.event)):
            if name is not None and name not in self.fields:
                raise ValueError(f"{role}: 本表没有字段 {name}")
        if self.event is not None and not self.fields[self.event].type.is_moment:
            raise ValueError(f"event: {self.event} 不是 date 或 datetime")
        for name, relation in self.relations.items():
            if relation.field not in self.fields:
                raise ValueError(f"relations.{name}: 本表没有字段 {relation.field}")
        return self

    @cached_property
    def headings(self) -> Mapping[str, str]:
        """Every heading under which a field may stand, normalised, to the field's name; ambiguous aliases are left out."""
        found: dict[str, str] = {}
        for name, spec in self.fields.items():
            found[fold(name)] = name
            found[fold(spec.label)] = name
        seen: dict[str, set[str]] = {}
        for name, spec in self.fields.items():
            for alias in spec.aliases:
                seen.setdefault(fold(alias), set()).add(name)
        for alias, names in seen.items():
            if len(names) == 1:
                found.setdefault(alias, *names)
        return found


class Vocabulary(Model):
    """All tables a ledger can be."""

    tables: dict[Name, TableSpec]

    @model_validator(mode="after")
    def _relations_resolve(self) -> Self:
        for name, table in self.tables.items():
            for relation_name, relation in table.relations.items():
                if relation.to not in self.tables:
                    raise ValueError(f"{name}.relations.{relation_name}: 没有表 {relation.to}{nearest(relation.to, self.tables)}")
        return self

    def label(self, table: str, field: str | None = None) -> str:
        """Return the Chinese name of a table, or of a field or related field (``document.title``) of it."""
        spec = self.tables[table]
        if field is None:
            return spec.label
        if "." in field:
            relation, _, rest = field.partition(".")
            target = spec.relations[relation].to
            return f"{self.tables[target].label}的{self.label(target, rest)}"
        return spec.fields[field].label

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The Chinese names of all tables (`documents`), their fields (`documents.title`) and the fields of related records (`responses.sentiment.title`)."""
        found = {name: spec.label for name, spec in self.tables.items()}
        for table, spec in self.tables.items():
            related = [f"{name}.{field}" for name, relation in spec.relations.items() for field in self.tables[relation.to].fields]
            found |= {f"{table}.{path}": self.label(table, path) for path in (*spec.fields, *related)}
        return found

    @cached_property
    def table_names(self) -> Mapping[str, str]:
        """Every name, label or alias of a table, normalised, to its name."""
        found: dict[str, str] = {}
        for name, table in self.tables.items():
            found[fold(name)] = name
            found[fold(table.label)] = name
        for name, table in self.tables.items():
            for alias in table.aliases:
                found.setdefault(fold(alias), name)
        return found


def fold(text: str) -> str:
    """Reduce a heading or value to what is compared: full width, case, white space and zero-width characters aside."""
    return re.sub("[\\s\u200b-\u200f\ufeff]+", "", unicodedata.normalize("NFKC", text)).casefold()


def nearest(name: str, known: object) -> str:
    """Return the part of a message that offers the nearest known names, or nothing."""
    candidates = [str(item) for item in known] if hasattr(known, "__iter__") else []
    close = difflib.get_close_matches(name, candidates, n=3, cutoff=0.5)
    return f"(相近的有:{'、'.join(close)})" if close else ""
