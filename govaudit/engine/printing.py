"""Turning the rows of findings into what people read: evidence as text, reasons with their values, due dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from govaudit.checks.ladder import FINDING, NO_CASE, Case, Ladder
from govaudit.checks.scope import Scope
from govaudit.messages import pieces, short, text
from govaudit.states import State

if TYPE_CHECKING:
    import polars as pl


def missing(scope: Scope, paths: Sequence[str], columns: Sequence[str]) -> pl.Expr:
    """Return which of the fields are blank, unreadable or not in the export, in words."""
    import polars as pl

    parts: list[pl.Expr] = []
    for path in paths:
        parts.append(_lack(scope, path, columns))
    return pl.concat_str(parts, separator="、", ignore_nulls=True) if parts else pl.lit("")


def _lack(scope: Scope, path: str, columns: Sequence[str]) -> pl.Expr:
    """Return what is wrong with one field of each row, null where it is there."""
    import polars as pl

    label = scope.label(path)
    relation, dot, _ = path.rpartition(".")
    link = scope.spec.relations[relation] if dot else None
    target = scope.context.vocabulary.label(link.to) if link else ""
    if not scope.supplied(path):
        if link is not None and link.to not in scope.context.tables:
            return pl.lit(text("blank.table", label=target))
        if link is not None and not scope.supplied(link.field):
            return pl.lit(text("blank.column", label=scope.label(link.field)))
        return pl.lit(text("blank.column", label=label))
    column = scope.column(path)
    answer: pl.Expr = pl.when(pl.col(column).is_null() if column in columns else pl.lit(value=True)).then(pl.lit(text("blank.field", label=label)))
    if f"{column}__bad" in columns:
        answer = pl.when(pl.col(f"{column}__bad").fill_null(value=False)).then(pl.lit(text("blank.bad", label=label))).otherwise(answer)
    if link is not None:
        own = scope.label(link.field)
        answer = pl.when(pl.col(f"{relation}___key").is_null()).then(pl.lit(text("blank.dangling", label=own, table=target))).otherwise(answer)
        answer = pl.when(pl.col(scope.column(link.field)).is_null()).then(pl.lit(text("blank.link", label=own, table=target))).otherwise(answer)
    return answer


def fill(template: str, columns: Sequence[str]) -> pl.Expr:
    """Return a template with the columns it names put in (`<name>_shown` if there is one).

    A name that is no column stays as it is, a null is printed as “未填”.
    """
    import polars as pl

    parts = [
        pl.col(f"{piece}_shown" if f"{piece}_shown" in columns else piece).cast(pl.String).fill_null("未填")
        if is_name and piece in columns
        else pl.lit(f"{{{piece}}}" if is_name else piece)
        for piece, is_name in pieces(template)
    ]
    return pl.concat_str(parts) if parts else pl.lit("")


def met(found: pl.DataFrame, code: str, cases: Ladder) -> list[tuple[int, Case]]:
    """Return the cases that some row has, with their codes: of a ladder most are met by none, and need no words."""
    codes = set(found[code].unique().to_list())
    return [(number + FINDING, case) for number, case in enumerate(cases) if case is not None and case.state.is_finding and number + FINDING in codes]


def printed_reason(found: pl.DataFrame, code: str, cases: Ladder, scope: Scope | None) -> pl.Expr:
    """Return the reason of each row's case, filled from its columns."""
    import polars as pl

    columns = found.columns
    answer: pl.Expr = pl.lit(text("no_case"))
    for number, case in met(found, code, cases):
        template = case.reason
        if case.blanks and scope is not None:
            before, _, after = template.partition("{missing}")
            reason = pl.concat_str(pl.lit(before), missing(scope, case.blanks, columns), pl.lit(after))
        else:
            reason = fill(template, columns)
        answer = pl.when(pl.col(code) == number).then(reason).otherwise(answer)
    return answer


def state_names(code: str, cases: Ladder) -> pl.Expr:
    """Return the state of each row's case by name."""
    import polars as pl

    known = {(number + FINDING if case.state.is_finding else number): str(case.state) for number, case in enumerate(cases) if case is not None}
    known[NO_CASE] = str(State.ERROR)
    return pl.col(code).cast(pl.Int64).replace_strict(known, default=str(State.ERROR), return_dtype=pl.String)


def summary_reason(case: Case, scope: Scope | None) -> str:
    """Return a case's reason without values, for the sum of a rule."""
    if case.blanks and scope is not None:
        labels = "、".join(text("blank.field" if scope.supplied(path) else "blank.column", label=scope.label(path)) for path in case.blanks)
        return case.reason.replace("{missing}", labels)
    return short(case.reason)


def evidence_json(values: Mapping[str, Any]) -> pl.Expr:
    """Return the values as one JSON object per row, in the order given."""
    import polars as pl

    if not values:
        return pl.lit("{}")
    encoded: pl.Expr = pl.struct(**values).struct.json_encode()
    return encoded
