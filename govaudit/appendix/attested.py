"""What a person has attested for a clause: who, when, with what result and what evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from govaudit.appendix.desk import Desk
from govaudit.appendix.model import Figure, Notes
from govaudit.appendix.subjects import WHOLE, Subject
from govaudit.appendix.words import chinese_day
from govaudit.engine.attest_rules import read_attestations
from govaudit.engine.backends import Polars
from govaudit.packs.model import Rule
from govaudit.reports.wording import listed, say
from govaudit.states import State

_TABLE = "attestations"
#: States that rest on attestations that count.
_SIGNED = (State.PASS, State.FAIL, State.NOT_APPLICABLE)


def attested(desk: Desk, rule: Rule, clause: str, subjects: Sequence[Subject], notes: Notes) -> tuple[str, str, int | None]:
    """Return the sentence on a clause's attestations, its short form, and the note."""
    told: list[str] = []
    figures: list[Figure] = []
    for subject in subjects:
        unit = _unit_of(subject, rule)
        rows = _rows(desk, rule, clause, unit)
        if subject.state not in _SIGNED or not rows:
            key = f"appendix.attest.{subject.state}" if subject.state in (State.MANUAL, State.UNDECIDED) else "appendix.attest.other"
            told.append(say("appendix.attest.unit", unit=unit, what=say(key)) if unit else say(key))
            continue
        row = rows[-1]
        told.append(say("appendix.attest.told", signer=row["signer"], date=chinese_day(row["date"]), result=row["result"], file=row["file"]))
        figures.append(Figure(say("appendix.attest.label"), str(row["date"]), say("appendix.attest.how", clause=clause, file=row["file"]), tuple(row["_keys"])))
    note = (
        notes.add((desk.pack.id, rule.id, clause), say("appendix.note.rule", rule=rule.id, title=rule.title), desk.label(_TABLE), figures) if figures else None
    )
    return listed(dict.fromkeys(told)), "", note


def _unit_of(subject: Subject, rule: Rule) -> str:
    """Return the unit a subject of an attested rule is about, empty for the office."""
    parts = subject.name.split("/")
    if len(rule.clauses) > 1:
        parts = parts[:-1]
    return "" if parts in ([], [WHOLE]) else "/".join(parts)


def _rows(desk: Desk, rule: Rule, clause: str, unit: str) -> list[dict[str, Any]]:
    """Return the attestations that count for a clause and unit, the last one last, with the keys of all."""
    import polars as pl

    if _TABLE not in desk.context.tables:
        return []
    found = read_attestations([desk.job(rule)], Polars()).filter(pl.col("clause_id").is_in([clause, f"{desk.pack.id}/{clause}"]) & pl.col("fault").is_null())
    office = desk.context.unit
    if unit:
        found = found.filter(pl.col("unit") == unit)
    elif office:
        found = found.filter(pl.col("unit").is_null() | (pl.col("unit") == office))
    keys = Polars().get(desk.context.tables[_TABLE].frame)
    marks = [name for name in ("clause_id", "signer", "date", "file") if name in keys.columns]
    named = found.sort("date").join(keys.select("_key", *marks), on=marks, how="left", nulls_equal=True, maintain_order="left")
    rows = named.to_dicts()
    return [{**row, "_keys": sorted({one["_key"] for one in rows if one["_key"]})} for row in rows]
