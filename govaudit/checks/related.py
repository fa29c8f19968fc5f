"""Records that point at the one judged: how many meet a condition, and when the earliest happened."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from govaudit import frames as fr
from govaudit.checks.base import Site
from govaudit.checks.condition import parse, resolve_path
from govaudit.checks.ladder import Case
from govaudit.checks.scope import Moment, Scope
from govaudit.checks.truth import truth
from govaudit.messages import text
from govaudit.states import State
from govaudit.vocabulary.model import TableSpec, Vocabulary, nearest


class First(BaseModel):
    """The earliest moment among the records of another table that point at this record and meet a condition."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    first: str = Field(description="表.日期字段", pattern=r"^[a-z_0-9]+\.[a-z_0-9]+$")
    by: str | None = Field(default=None, description="那张表指向本表的关系,只有一个时可省")
    where: dict[str, Any] | None = Field(default=None, description="只看符合条件的记录")

    @property
    def table(self) -> str:
        """The other table."""
        return self.first.partition(".")[0]

    @property
    def field(self) -> str:
        """The date or datetime field of the other table."""
        return self.first.partition(".")[2]

    def label(self, scope: Scope) -> str:
        """Return the Chinese name of the moment."""
        vocabulary = scope.context.vocabulary
        return f"{vocabulary.label(self.table)}的{vocabulary.label(self.table, self.field)}"

    def verify(self, site: Site, *loc: str | int) -> None:
        """Check table, field, relation and condition against the vocabulary."""
        if not verify_relation(site, self.table, self.by, *loc):
            return
        found = resolve_path(self.field, self.table, site.vocabulary)
        if isinstance(found, str):
            site.report((*loc, "first"), found)
        elif not found.type.is_moment:
            site.report((*loc, "first"), f"{self.first} 是 {found.type},这里要 date 或 datetime 字段")
        site.condition(self.where, *loc, "where", table=self.table)


def relations_to(target: str, table: TableSpec) -> list[str]:
    """Return the names of `table`'s relations that point at the table `target`."""
    return [name for name, relation in table.relations.items() if relation.to == target]


def verify_relation(site: Site, table: str, by: str | None, *loc: str | int) -> bool:
    """Report an unknown table, or a relation back to the site's table that is missing or ambiguous."""
    spec = site.vocabulary.tables.get(table)
    if spec is None:
        site.report(loc, f"没有表 {table}{nearest(table, site.vocabulary.tables)}")
        return False
    names = relations_to(site.table, spec)
    if by is not None and by not in names:
        site.report((*loc, "by"), f"表 {table} 没有指向 {site.table} 的关系 {by}{nearest(by, names)}")
    elif by is None and len(names) != 1:
        site.report(
            loc,
            f"表 {table} 指向 {site.table} 的关系有 {len(names)} 个({'、'.join(names)}),请用 by 指明" if names else f"表 {table} 没有指向 {site.table} 的关系",
        )
    return True


def link_field(table: str, target: str, by: str | None, vocabulary: Vocabulary) -> str:
    """Return the field of `table` that holds the key of a record of `target`."""
    spec = vocabulary.tables[table]
    return spec.relations[by or relations_to(target, spec)[0]].field


def lacking(scope: Scope, table: str, by: str | None, *fields: str) -> str:
    """Return why the related records cannot be told: their ledger, their link or another field is not in the export; empty when they can."""
    vocabulary = scope.context.vocabulary
    view = scope.context.tables.get(table)
    if view is None:
        return text("no_table", table=vocabulary.label(table))
    wanted = (link_field(table, scope.table, by, vocabulary), *fields)
    absent = next((name for name in wanted if name not in view.fields), None)
    return "" if absent is None else text("blank.column", label=f"{vocabulary.label(table)}的{vocabulary.label(table, absent)}")


def nameless(scope: Scope) -> Case:
    """Return the case of a record without its key: no record can point at it, so none that does is known."""
    key = scope.spec.key
    return Case(State.UNDECIDED, fr.col(scope.column(key)).is_null() if scope.supplied(key) else None, text("blank"), blanks=(key,))


def _aggregate(scope: Scope, table: str, by: str | None, where: dict[str, Any] | None, columns: dict[str, Any], tag: str) -> None:
    """Join, under the columns `<tag>_…`, what `columns` aggregates over the related records.

    A related record that does not say which record it belongs to might belong to any: those with `_possible` are counted in `<tag>_loose`, the same
    for all rows.
    """
    link = link_field(table, scope.table, by, scope.context.vocabulary)
    view = scope.context.tables[table]

    def join(frame: fr.LazyFrame) -> fr.LazyFrame:
        other = Scope(table, scope.context)
        holds = truth(parse(where, table, scope.context.vocabulary, _ignore) if where else None, other)
        rows = view.frame
        computed = columns["per_row"](other, holds)
        event = other.spec.event
        if event is not None and other.supplied(event):
            # What comes after the as-of moment has not happened yet.
            ahead = other.moment(event).lo > fr.lit(scope.context.as_of, fr.DATETIME)
            rows = rows.filter(~ahead | ahead.is_null())
        for step in other.steps.values():
            rows = step(rows)
        names = {name: f"{tag}_{name}" for name in columns["totals"]}
        rows = rows.select(fr.col(link).alias(f"{tag}_on"), **computed)
        grouped = rows.filter(~fr.col(f"{tag}_on").is_null()).totals(f"{tag}_on", **{names[name]: total for name, total in columns["totals"].items()})
        loose = rows.filter(fr.col(f"{tag}_on").is_null()).select(_total("_possible").alias(f"{tag}_loose"))
        return frame.join(grouped, left_on=f"{scope.prefix}_key", right_on=f"{tag}_on", how="left").join(loose, how="cross")

    scope.steps.setdefault(f"aggregate:{tag}", join)


def related_counts(scope: Scope, table: str, by: str | None, where: dict[str, Any] | None, tag: str) -> tuple[fr.Expr, fr.Expr]:
    """Join and return how many related records surely meet the condition, and how many more might."""
    _aggregate(
        scope,
        table,
        by,
        where,
        {
            "per_row": lambda _other, holds: {"_sure": _flag(holds), "_maybe": _flag(holds.is_null()), "_possible": _flag(holds | holds.is_null())},
            "totals": {"n": _total("_sure"), "maybe": _total("_maybe")},
        },
        tag,
    )
    unread = scope.context.tables[table].rejected
    return _or_zero(f"{tag}_n"), _or_zero(f"{tag}_maybe") + _or_zero(f"{tag}_loose") + unread


def first_moment(first: First, scope: Scope, tag: str | None = None) -> tuple[Moment, fr.Expr] | None:
    """Join and return the earliest sure moment, and how many related records might have been earlier.

    None when the other table, its link or its date is not in the export. Records after the as-of moment have not happened yet.
    """
    if lacking(scope, first.table, first.by, first.field):
        return None
    tag = tag or f"{scope.prefix}first_{first.table}_{abs(hash_of(first))}"
    as_of = fr.lit(scope.context.as_of, fr.DATETIME)

    def per_row(other: Scope, holds: fr.Expr) -> dict[str, fr.Expr]:
        moment = other.moment(first.field)
        sure = holds & ~moment.lo.is_null() & (moment.lo <= as_of)
        maybe = holds.is_null() | (holds & moment.lo.is_null())
        return {"_lo": fr.when(sure).then(moment.lo), "_hi": fr.when(sure).then(moment.hi), "_maybe": _flag(maybe), "_possible": _flag(sure | maybe)}

    _aggregate(
        scope,
        first.table,
        first.by,
        first.where,
        {"per_row": per_row, "totals": {"lo": fr.col("_lo").min(), "hi": fr.col("_hi").min(), "maybe": _total("_maybe")}},
        tag,
    )
    lo, hi = fr.col(f"{tag}_lo"), fr.col(f"{tag}_hi")
    return Moment(tag, lo, hi, lo.cast(fr.DATE)), _or_zero(f"{tag}_maybe") + _or_zero(f"{tag}_loose") + scope.context.tables[first.table].rejected


def hash_of(first: First) -> int:
    """Return a number that is the same in every run for the same parameters."""
    import zlib

    return zlib.crc32(first.model_dump_json().encode())


def _flag(condition: fr.Expr) -> fr.Expr:
    return fr.when(condition).then(fr.lit(1, fr.INT64)).otherwise(fr.lit(0, fr.INT64))


def _total(name: str) -> fr.Expr:
    # An engine may add up to a wider integer, which would be printed in another way.
    return fr.col(name).sum().cast(fr.INT64)


def _or_zero(name: str) -> fr.Expr:
    # A count, not a verdict: a record that nothing points at has none.
    return fr.when(fr.col(name).is_null()).then(fr.lit(0, fr.INT64)).otherwise(fr.col(name))


def _ignore(_loc: Any, _message: str) -> None:
    """Faults were reported when the pack was loaded."""
