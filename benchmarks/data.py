"""Made data for the benchmarks: typed inquiries, and a pack of a hundred rules on them."""

from __future__ import annotations

import datetime as dt
import random
import tempfile
from pathlib import Path

import polars as pl

CHANNELS = ["网上咨询", "网站留言", "12345热线", "微信公众号", "微博"]
START = dt.datetime(2021, 1, 1)


def inquiries(rows: int, seed: int = 7) -> pl.DataFrame:
    """Return typed inquiries as reading gives them: `_key`, `_src`, `_row`, id, unit, title, channel, received_at, replied_at."""
    draw = random.Random(seed)
    received = [START + dt.timedelta(minutes=draw.randrange(365 * 24 * 60)) for _ in range(rows)]
    replied = [None if draw.random() < 0.02 else one + dt.timedelta(minutes=int(draw.expovariate(1 / 5000))) for one in received]
    frame = pl.DataFrame(
        {
            "id": [f"M{number:07d}" for number in range(rows)],
            "unit": [f"单位{draw.randrange(40)}" for _ in range(rows)],
            "title": [f"关于事项{draw.randrange(5000)}的咨询" for _ in range(rows)],
            "channel": [draw.choice(CHANNELS) for _ in range(rows)],
            "received_at": received,
            "replied_at": replied,
        }
    )
    return frame.with_columns(pl.col("id").alias("_key"), pl.lit(0, pl.Int32).alias("_src"), pl.int_range(0, rows, dtype=pl.Int64).alias("_row")).with_columns(
        pl.col("received_at").is_not_null().alias("received_at__timed"), pl.col("replied_at").is_not_null().alias("replied_at__timed")
    )


def export(frame: pl.DataFrame) -> pl.DataFrame:
    """Return typed inquiries as a system would export them: moments as texts, none of the engine's own columns."""
    moments = [frame[name].dt.strftime("%Y-%m-%d %H:%M") for name in ("received_at", "replied_at")]
    return frame.select("id", "unit", "title", "channel", "received_at", "replied_at").with_columns(moments)


def pack_folder(rules: int = 100) -> Path:
    """Write a pack of `rules` rules, half deadlines in working days, days and hours, half conditions, and return its folder."""
    folder = Path(tempfile.mkdtemp()) / "bench-2021"
    (folder / "rules").mkdir(parents=True)
    (folder / "pack.yaml").write_text(
        "id: bench-2021\nprefix: B\nversion: 1.0.0\ntitle: 基准\nissuer: 无\nissued: 2021-01-01\nperiod: {from: 2021-01-01, to: 2021-12-31}\n", encoding="utf-8"
    )
    (folder / "clauses.yaml").write_text("- {id: a, place: 一, duty: 基准}\n", encoding="utf-8")
    (folder / "rules" / "r.yaml").write_text("".join(_rule(number) for number in range(rules)), encoding="utf-8")
    return folder


def condition(number: int) -> tuple[str, str, str]:
    """Return, for rule `number`, its channel, and the kind and amount of its check."""
    kinds = ["workdays", "days", "hours", "present"]
    kind = kinds[number % 4]
    return CHANNELS[number % 5], kind, str({"workdays": 8 + number % 5, "days": 12 + number % 7, "hours": 300 + number, "present": 0}[kind])


def _rule(number: int) -> str:
    channel, kind, amount = condition(number)
    check = (
        "{kind: expect, that: {replied_at: {present: true}}}"
        if kind == "present"
        else f"{{kind: deadline, from: received_at, to: replied_at, within: {amount} {kind}}}"
    )
    return f"- id: B-{number}\n  clauses: [a]\n  title: 基准 {number}\n  force: must\n  table: inquiries\n  where: {{channel: {channel}}}\n  check: {check}\n"
