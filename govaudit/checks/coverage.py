"""`coverage`: each named category of information was published in the period."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Self

from pydantic import Field, model_validator

from govaudit import frames as fr
from govaudit.checks.base import Category, Every, GroupCheck, Site, Tally
from govaudit.checks.condition import value_fault
from govaudit.checks.ladder import Case
from govaudit.checks.scope import Scope
from govaudit.messages import text
from govaudit.states import State
from govaudit.vocabulary.model import FieldType


class Coverage(GroupCheck):
    """Each category has at least one record in every slice of the period; one rule serves many clauses.

    A subject is a category (of a unit, in a slice). A category with a zero report (table `zero_reports`) is not applicable. Records whose category,
    date or condition is unknown might
    be of any category: then the missing ones are undecided.

        check: {kind: coverage, categories: [{name: 财政预决算, clause: 一(二)-3, any_of: [预决算公开]}]}
    """

    kind: Literal["coverage"]
    field: str = Field(default="category", description="写明类别的文本或列表字段")
    categories_: list[Category] = Field(alias="categories", min_length=1)
    every: Every = Field(default=Every.YEAR, description="逐年、半年、季度或月判断")

    @model_validator(mode="after")
    def _names_once(self) -> Self:
        seen: set[str] = set()
        for category in self.categories_:
            for name in category.names:
                if name in seen:
                    raise ValueError(f"类别名 {name} 重复")
                seen.add(name)
        return self

    @property
    def slices(self) -> Every | None:
        """As asked."""
        return self.every

    def categories(self) -> Sequence[Category]:
        """The categories, each a subject."""
        return self.categories_

    def verify(self, site: Site) -> None:
        """The category field is text; each category's clause is one of the rule's, and each clause has a category."""
        spec = site.field(self.field, "field")
        if spec is not None and spec.type not in (FieldType.TEXT, FieldType.ENUM, FieldType.LIST):
            site.report(("field",), f"{self.field} 是 {spec.type},这里要文本或列表字段")
        if self.date is not None:
            site.moment(self.date, "date")
        for number, category in enumerate(self.categories_):
            for name in category.names:
                if spec is not None and (fault := value_fault(name, spec)):
                    site.report(("categories", number), fault)
            if category.clause not in site.clauses:
                site.report(("categories", number, "clause"), f"条款 {category.clause} 不在本规则的 clauses 中")
        for clause in set(site.clauses) - {category.clause for category in self.categories_}:
            site.report((), f"条款 {clause} 没有对应的类别")

    def fields(self) -> list[str]:
        """Category and date."""
        return [name for name in (self.field, self.date) if name]

    def tally(self, scope: Scope, where: fr.Expr) -> Tally:
        """Records in scope, told apart by category; without one they are in doubt."""
        value = scope.value(self.field)
        if value is None:
            return Tally(fr.lit(value=False), where | where.is_null())
        known = ~value.is_null()
        doubt = where.is_null() | (where & ~known)
        if scope.field(self.field).type is not FieldType.LIST:
            return Tally(where & known, doubt, by=self.field)
        # An empty list says that the record is of none of the categories.
        some = fr.when(known).then(value.items() > 0).otherwise(fr.lit(value=True))
        return Tally(where & known & some, doubt & some, by=self.field)

    @staticmethod
    def group_cases() -> list[Case]:
        """Published; reported as nothing to publish; time is left; not published; cannot tell."""
        n, maybe, over = fr.col("n"), fr.col("maybe"), fr.col("over")
        return [
            Case(State.PASS, n > 0, text("coverage.pass")),
            Case(State.NOT_APPLICABLE, fr.col("zero"), text("coverage.zero")),
            Case(State.PENDING, ~over, text("coverage.pending")),
            Case(State.FAIL, maybe == 0, text("coverage.fail")),
            Case(State.UNDECIDED, None, text("coverage.maybe")),
        ]
