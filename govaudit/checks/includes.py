"""`includes`: a list holds all, or enough, of the named elements."""

from __future__ import annotations

from functools import reduce
from typing import Literal, Self

from pydantic import Field, model_validator

from govaudit import frames as fr
from govaudit.checks.base import RecordCheck, Site
from govaudit.checks.condition import value_fault
from govaudit.checks.ladder import Case
from govaudit.checks.scope import Scope
from govaudit.messages import text
from govaudit.states import State
from govaudit.vocabulary.model import FieldType


class Includes(RecordCheck):
    """A list field names all the elements (`all_of`), or at least so many of them (`of` with `at_least`).

    A blank cell says nothing about the elements: undecided. An explicit 无 is an empty list: a failure.

        check: {kind: includes, field: elements, all_of: [背景依据, 目标任务, 主要内容]}
        check: {kind: includes, field: channels, of: [网站, 公报, 报刊], at_least: 2}
    """

    kind: Literal["includes"]
    field: str
    all_of: list[str] = Field(default=[], description="应当全部具备")
    of: list[str] = Field(default=[], description="从中至少具备 at_least 项")
    at_least: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if bool(self.all_of) == bool(self.of) or bool(self.of) != (self.at_least is not None):
            raise ValueError("写 all_of,或者写 of 和 at_least")
        if self.at_least is not None and self.at_least > len(self.of):
            raise ValueError(f"of 只有 {len(self.of)} 项,at_least 不能是 {self.at_least}")
        return self

    def verify(self, site: Site) -> None:
        """The field is a list, and knows the elements."""
        spec = site.field(self.field, "field")
        if spec is None:
            return
        if spec.type is not FieldType.LIST:
            site.report(("field",), f"{self.field} 是 {spec.type},这里要 list 字段")
        for part in ("all_of", "of"):
            for number, element in enumerate(getattr(self, part)):
                if fault := value_fault(element, spec):
                    site.report((part, number), fault)

    def fields(self) -> list[str]:
        """The list."""
        return [self.field]

    @property
    def _elements(self) -> list[str]:
        return self.all_of or self.of

    def cases(self, scope: Scope) -> list[Case]:
        """Blank; enough; not."""
        value = scope.value(self.field)
        if value is None:
            return [Case(State.UNDECIDED, None, text("blank"), blanks=(self.field,))]
        named = scope.keep(f"named:{self.field}:{self._elements}", lambda: reduce(lambda a, b: a + b, [_count(value, element) for element in self._elements]))
        wanted = self.at_least or len(self._elements)
        failure = text("includes.few" if self.of else "includes.fail", label=scope.label(self.field), least=wanted)
        return [
            Case(State.UNDECIDED, value.is_null(), text("blank"), blanks=(self.field,)),
            Case(State.PASS, named >= wanted, text("includes.pass")),
            Case(State.FAIL, None, failure),
        ]

    def facts(self, scope: Scope) -> dict[str, fr.Expr]:
        """How many of the elements are named, and which are lacking."""
        value = scope.value(self.field)
        if value is None:
            return {}
        lacking = [fr.when(~value.contains_item(element)).then(fr.lit(element)) for element in self._elements]
        return {
            "n": reduce(lambda a, b: a + b, [_count(value, element) for element in self._elements]),
            "lacking": fr.concat_str(lacking, separator="、"),
        }


def _count(value: fr.Expr, element: str) -> fr.Expr:
    return fr.when(value.contains_item(element)).then(fr.lit(1, fr.INT64)).otherwise(fr.lit(0, fr.INT64))
