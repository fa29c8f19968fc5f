"""Who is judged: the units that are bound, the office itself, and the categories that a zero report excuses."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import polars as pl

from govaudit import frames as fr
from govaudit.checks.condition import Condition, fields_of, parse
from govaudit.checks.scope import Context, Scope, TableView
from govaudit.checks.truth import truth
from govaudit.engine.backends import Backend, Polars
from govaudit.engine.plan import Job
from govaudit.packs.verify import binds_condition

if TYPE_CHECKING:
    from govaudit.engine.counting import Item


def office_test(units: pl.DataFrame | None, unit: str, make_context: Callable[[TableView], Context]) -> Callable[[Condition], bool | None]:
    """Return a test of a condition on the audited unit's own row: true, false, or None where it is not known."""
    known: dict[str, bool | None] = {}

    def test(condition: Condition) -> bool | None:
        key = repr(condition)
        if key not in known:
            known[key] = held(condition)
        return known[key]

    def held(condition: Condition) -> bool | None:
        if units is None or not unit:
            return None
        row = units.filter(pl.col("_key") == unit)
        if row.is_empty():
            return None
        fields = frozenset(name for name in row.columns if not name.startswith("_"))
        view = TableView("units", Polars().put(row), fields)
        scope = Scope("units", make_context(view))
        answer = fr.computed(row, held=truth(condition, scope))["held"][0]
        return None if answer is None else bool(answer)

    return test


def binds_of(job: Job) -> Condition | None:
    """Return the condition on the unit's row under which the rule binds, None when it binds all."""
    if not job.rule.binds:
        return None
    return parse(binds_condition(job.rule.binds), "units", job.context.vocabulary, lambda _loc, _message: None)


def rests_on_facts(job: Job) -> bool:
    """Whether who is bound depends on more than the role, and there is a register to look it up in.

    Without a register the rule is assumed to apply. With one, what it does not say of a unit is not assumed, unless only the role is asked.
    """
    return job.context.register and any(path != "role" for path in fields_of(binds_of(job)))


def office_bound(job: Job) -> bool | None:
    """Return whether the audited office is bound, None where its role is not known."""
    condition = binds_of(job)
    return True if condition is None else job.context.bound(condition)


def bound_units(job: Job, named: Sequence[str], backend: Backend) -> list[tuple[str, bool | None]] | None:
    """Return every unit of the register, and those that the records name beside it, with whether it is bound; None without a register."""
    view = job.context.tables.get("units")
    if view is None:
        return None
    condition = binds_of(job)
    if not job.context.register:
        # Only the audited office is known; whether other units should be there as well is not.
        return [(job.context.unit, True)] if condition is not None and job.context.bound(condition) else None
    scope = Scope("units", job.context)
    held: fr.Expr = fr.lit(value=True) if condition is None else truth(condition, scope)
    rows = backend.get(view.frame.select(fr.col("_key"), held=held)).sort("_key").rows()
    register = {name for name, _ in rows}
    chosen = job.context.units
    rows = [row for row in rows if not chosen or row[0] in chosen]
    named = [name for name in named if not chosen or name in chosen]
    beside: list[tuple[str, bool | None]] = [(name, True if condition is None else None) for name in named if name not in register]
    return [*rows, *beside]


_NUMERALS = {"一": "1", "二": "2", "三": "3", "四": "4", "上": "1", "下": "2"}


def parse_period(text: str) -> str:
    """Bring the ways in which offices write a period to one: `2021年` → 2021, `2021年第三季度` → 2021-Q3, `2021年7月` → 2021-07, `2021上半年` → 2021-H1."""
    plain = re.sub(r"\s+", "", text)
    if match := re.fullmatch(r"(\d{4})年?度?", plain):
        return match[1]
    if match := re.fullmatch(r"(\d{4})年?-?(?:[Qq]([1-4])|第?([一二三四1-4])季度)", plain):
        return f"{match[1]}-Q{match[2] or _NUMERALS.get(match[3], match[3])}"
    if match := re.fullmatch(r"(\d{4})年?-?(?:[Hh]([12])|([上下])半年)", plain):
        return f"{match[1]}-H{match[2] or _NUMERALS[match[3]]}"
    if match := re.fullmatch(r"(\d{4})[-年./](\d{1,2})月?", plain):
        return f"{match[1]}-{int(match[2]):02d}"
    return plain


def nobody_bound(job: Job, backend: Backend) -> bool:
    """Whether the rule surely binds neither the audited office nor any unit of the register."""
    if not job.rule.binds or office_bound(job) is not False:
        return False
    units = bound_units(job, [], backend) if job.context.register else []
    return all(bound is False for _, bound in units or ())


def zero_reports(items: Sequence[Item], backend: Backend) -> dict[tuple[str, str], list[str]]:
    """Return, by unit and category, the periods for which a zero report with a reason was given; every report also counts for the office ("")."""
    asking = [item for item in items if item.check.categories()]
    view = asking[0].job.context.tables.get("zero_reports") if asking else None
    if view is None or not {"category", "reason"} <= view.fields:
        return {}
    today = asking[0].job.context.as_of.date()
    wanted = [name for name in ("category", "unit", "period", "reason", "date") if name in view.fields]
    found: dict[tuple[str, str], list[str]] = {}
    for row in backend.get(view.frame.select(*[fr.col(name) for name in wanted])).iter_rows(named=True):
        period = parse_period(row.get("period") or (str(row["date"].year) if row.get("date") else ""))
        in_time = row.get("date") is None or row["date"] <= today
        if row["category"] and row["reason"] and period and in_time:
            for owner in {str(row.get("unit") or ""), ""}:
                found.setdefault((owner, row["category"]), []).append(period)
    return found
