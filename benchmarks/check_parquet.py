"""`check` of converted Parquet against polars alone reading the same columns and evaluating the same conditions by hand.

    python benchmarks/check_parquet.py [RECORDS] [RULES]

One process. The records are converted first (`govaudit convert`), which is timed but has no budget. Then polars alone reads the columns that the conditions
need and counts passes, fails and records out of scope; govaudit reads, judges and renders the terminal report. Both are warmed up on a small file, then timed
twice on the big one, the better run counts.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import polars as pl

sys.path.insert(0, str(Path(__file__).parent))
from check_json import by_govaudit, timed
from data import export, inquiries, pack_folder

from govaudit.api import Request, load_records
from govaudit.config import Config
from govaudit.records.writing import write
from rules import by_hand

COLUMNS = ["_key", "unit", "channel", "received_at", "replied_at"]


def converted(rows: int, pack: Path) -> Path:
    """Convert so many records and return the folder."""
    folder = Path(tempfile.mkdtemp())
    source = folder / "inquiries.jsonl"
    export(inquiries(rows)).write_ndjson(source)
    records, _, vocabulary = load_records([source], Request(packs=(f"{pack}/",)), Config(), whole=True)
    write(records, vocabulary, folder / "ledgers")
    return folder / "ledgers"


def by_polars(folder: Path, rules: int) -> object:
    """Read the columns and evaluate the conditions."""
    return by_hand(pl.scan_parquet(folder / "inquiries.parquet").select(COLUMNS).collect(), rules)


def main(rows: int = 1_000_000, rules: int = 4) -> None:
    """Measure and print."""
    pack = pack_folder(rules)
    small = converted(2000, pack)
    start = time.perf_counter()
    big = converted(rows, pack)
    conversion = time.perf_counter() - start
    by_polars(small, rules)
    by_govaudit(small, pack)
    alone = timed(lambda path: by_polars(path, rules), big)
    check = timed(by_govaudit, big, pack)
    print(f"{rows:,} records x {rules} rules, {(big / 'inquiries.parquet').stat().st_size / 1e6:.0f} MB of Parquet (made and converted in {conversion:.1f} s)")
    print(f"polars alone    {alone:6.2f} s")
    print(f"govaudit check  {check:6.2f} s   ratio {check / alone:.2f} (budget 3)")


if __name__ == "__main__":
    main(*[int(argument) for argument in sys.argv[1:]])
