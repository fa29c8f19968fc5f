"""`expect`: a condition holds for each record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from govaudit import frames as fr
from govaudit.checks.base import RecordCheck, Site
from govaudit.checks.condition import Condition, fields_of, parse
from govaudit.checks.describe import conjuncts, describe
from govaudit.checks.ladder import Case
from govaudit.checks.scope import Scope
from govaudit.checks.shown import shown, told
from govaudit.checks.truth import kept_truth, truth
from govaudit.messages import text
from govaudit.states import State

if TYPE_CHECKING:
    import polars as pl


class Expect(RecordCheck):
    """Each record meets a condition: a required field is filled, a value is allowed, a reason is given.

    Passes when the condition holds, fails when it does not, is undecided when it cannot be told.

        check: {kind: expect, that: {disclosure_attr: {present: true}}}
    """

    kind: Literal["expect"]
    that: dict[str, Any] = Field(description="应当成立的条件")

    def verify(self, site: Site) -> None:
        """Check the condition against the vocabulary."""
        site.condition(self.that, "that")

    def fields(self) -> list[str]:
        """Return the fields of the condition, as far as they can be read off it."""
        return _paths(self.that)

    def cases(self, scope: Scope) -> list[Case]:
        """Holds, does not, cannot be told."""
        holds, paths = kept_truth(self.that, scope)
        return [
            Case(State.PASS, holds, text("holds")),
            Case(State.UNDECIDED, holds.is_null(), text("blank"), blanks=paths),
            Case(State.FAIL, None, text("expect.fail")),
        ]

    def finish(self, findings: pl.DataFrame, scope: Scope) -> pl.DataFrame:
        """Add which parts of the condition are not met, with the values there are, and the field of the first of them."""
        import polars as pl

        parts = conjuncts(parse(self.that, scope.table, scope.context.vocabulary, lambda _loc, _message: None))
        held = {f"_held{number}": truth(part, scope) for number, part in enumerate(parts)}
        rows: pl.DataFrame = fr.computed(findings, **held)
        unmet = [(~pl.col(name), part) for name, part in zip(held, parts, strict=True)]
        words = [pl.when(missed).then(_unmet(part, scope)) for missed, part in unmet]
        own = [(missed, next((path for path in fields_of(part) if "." not in path), None)) for missed, part in unmet]
        point = [pl.when(missed).then(pl.lit(path, pl.String)) for missed, path in own]
        return rows.with_columns(pl.concat_str(words, separator=";", ignore_nulls=True).alias("values"), pl.coalesce(point).alias("_point"))


def _unmet(part: Condition, scope: Scope) -> pl.Expr:
    """Return what a condition asks and what there is instead."""
    import polars as pl

    asked = describe(part, scope)
    paths = [path for path in fields_of(part) if scope.supplied(path)]
    if len(paths) != 1:
        return pl.concat_str(pl.lit(asked + text("expect.now_several")), told(scope, paths), pl.lit(")"))
    value = shown(scope, paths[0])
    return pl.when(value.is_null()).then(pl.lit(asked + text("expect.now_blank"))).otherwise(pl.concat_str(pl.lit(asked + text("expect.now")), value))


def _paths(raw: Any) -> list[str]:
    if not isinstance(raw, dict):
        return []
    found: list[str] = []
    for key, value in raw.items():
        if key in ("all", "any"):
            found.extend(path for item in value for path in _paths(item))
        elif key == "not":
            found.extend(_paths(value))
        else:
            found.append(str(key))
            found.extend(
                str(operand["field"]) for operand in (value.values() if isinstance(value, dict) else ()) if isinstance(operand, dict) and "field" in operand
            )
    return list(dict.fromkeys(found))
