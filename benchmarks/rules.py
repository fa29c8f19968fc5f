"""Rules on typed records: the engine against the same conditions hand-written in polars, and against a plain Python loop.

    python benchmarks/rules.py [ROWS] [RULES]

One process; every contender is warmed up once and then timed three times, the best counts. The hand-written version answers the same questions: per
rule how many records pass, fail,
are out of scope, and which ones fail.
"""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

sys.path.insert(0, str(Path(__file__).parent))
from data import condition, inquiries, pack_folder

from govaudit.calendar import china_calendar
from govaudit.engine.run import calendar_table, run_audit
from govaudit.engine.settings import Settings, parse_as_of
from govaudit.packs.load import Pack, load_packs
from govaudit.records.model import Ledger, Records
from govaudit.states import State

AS_OF = parse_as_of("2022-03-31")
FIELDS = frozenset({"id", "unit", "title", "channel", "received_at", "replied_at"})


def by_engine(frame: pl.DataFrame, pack: Pack) -> dict[str, tuple[int, int, int]]:
    """Audit with the engine and return passes, fails and records out of scope per rule."""
    records = Records({"inquiries": Ledger("inquiries", frame, FIELDS)}, (), ())
    audit = run_audit(records, [pack], pack.vocabulary, Settings(AS_OF))
    return {rule.id: (rule.counts.get(State.PASS, 0), rule.counts.get(State.FAIL, 0), rule.counts.get(State.NOT_APPLICABLE, 0)) for rule in audit.rules}


def by_hand(frame: pl.DataFrame, rules: int) -> dict[str, tuple[int, int, int]]:
    """Answer the same with hand-written polars: one pass for all rules, then counts, then the failing rows of each."""
    calendar = calendar_table(china_calendar()).select("day", "lo").lazy()
    rows = frame.lazy().with_columns(pl.col("received_at").dt.date().alias("d1"), pl.col("replied_at").dt.date().alias("d2"))
    rows = rows.join(calendar.rename({"day": "d1", "lo": "w1"}), on="d1", how="left").join(calendar.rename({"day": "d2", "lo": "w2"}), on="d2", how="left")
    in_period = (pl.col("d1") >= dt.date(2021, 1, 1)) & (pl.col("d1") <= dt.date(2021, 12, 31))
    columns = {}
    for number in range(rules):
        channel, kind, amount = condition(number)
        done = pl.col("replied_at").is_not_null()
        held = {
            "workdays": done & ((pl.col("w2") - pl.col("w1")) <= int(amount)),
            "days": done & ((pl.col("d2") - pl.col("d1")) <= dt.timedelta(days=int(amount))),
            "hours": done & ((pl.col("replied_at").dt.truncate("1m") - pl.col("received_at").dt.truncate("1m")) <= dt.timedelta(hours=int(amount))),
            "present": done,
        }[kind]
        scope = (pl.col("channel") == channel) & in_period
        columns[f"r{number}"] = pl.when(scope).then(held.cast(pl.Int8)).otherwise(pl.lit(2, pl.Int8))
    coded = rows.select("_key", "received_at", "replied_at", "unit", **columns).collect()
    counted = coded.select(*[(pl.col(f"r{number}") == value).sum().alias(f"{number}={value}") for number in range(rules) for value in (1, 0, 2)]).row(
        0, named=True
    )
    failing = coded.filter(pl.any_horizontal(pl.col(f"r{number}") == 0 for number in range(rules)))
    assert failing.height >= max(counted[f"{number}=0"] for number in range(rules))
    return {f"B-{number}": tuple(counted[f"{number}={value}"] for value in (1, 0, 2)) for number in range(rules)}


def by_loop(frame: pl.DataFrame, rules: int) -> dict[str, tuple[int, int, int]]:
    """Answer the same with a plain loop over Python objects."""
    number_of = dict(zip(*calendar_table(china_calendar()).select("day", "lo").to_dict(as_series=False).values(), strict=True))
    conditions = [condition(number) for number in range(rules)]
    found = [[0, 0, 0] for _ in range(rules)]
    for row in frame.iter_rows(named=True):
        start, end = row["received_at"], row["replied_at"]
        for number, (channel, kind, amount) in enumerate(conditions):
            if row["channel"] != channel:
                found[number][2] += 1
            elif end is None:
                found[number][1] += 1
            elif kind == "workdays":
                found[number][0 if number_of[end.date()] - number_of[start.date()] <= int(amount) else 1] += 1
            elif kind == "days":
                found[number][0 if (end.date() - start.date()).days <= int(amount) else 1] += 1
            elif kind == "hours":
                late = end.replace(second=0, microsecond=0) - start.replace(second=0, microsecond=0) > dt.timedelta(hours=int(amount))
                found[number][1 if late else 0] += 1
            else:
                found[number][0] += 1
    return {f"B-{number}": (one[0], one[1], one[2]) for number, one in enumerate(found)}


def timed(run: Callable[[], object], times: int = 3) -> float:
    """Return the best of several runs, in seconds."""
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - start)
    return best


def main(rows: int = 1_000_000, rules: int = 100) -> None:
    """Measure and print."""
    frame, pack = inquiries(rows), load_packs([pack_folder(rules)])[0]
    if by_engine(frame, pack) != by_hand(frame, rules):
        raise SystemExit("the engine and the hand-written conditions differ")
    engine = timed(lambda: by_engine(frame, pack))
    hand = timed(lambda: by_hand(frame, rules))
    part = frame.head(max(rows // 50, 1))
    loop = timed(lambda: by_loop(part, rules), 1) * (rows / part.height)
    print(f"{rows:,} records x {rules} rules")
    print(f"engine        {engine:8.2f} s")
    print(f"hand-written  {hand:8.2f} s   engine / hand-written = {engine / hand:.2f} (budget 2.0)")
    print(f"plain loop    {loop:8.2f} s   (extrapolated from {part.height:,} records)   loop / engine = {loop / engine:.0f}")


if __name__ == "__main__":
    main(*[int(argument) for argument in sys.argv[1:]])
