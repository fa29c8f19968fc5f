"""`check` of a JSON file against Pydantic alone validating it.

    python benchmarks/check_json.py [RECORDS]

One process: Pydantic parses and validates the file into models; govaudit reads, types, judges by one pack of four rules and renders the terminal
report. Both are warmed up on a small file
first, then timed on the big one, the better of two runs each.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pydantic import BaseModel, TypeAdapter

sys.path.insert(0, str(Path(__file__).parent))
from data import export, inquiries, pack_folder

from govaudit.api import Request, perform
from govaudit.config import Config
from govaudit.reports import FORMATS, Options


class Inquiry(BaseModel):
    """One record as Pydantic alone would validate it."""

    id: str
    unit: str
    title: str
    channel: str
    received_at: dt.datetime
    replied_at: dt.datetime | None


class File(BaseModel):
    """The whole file."""

    inquiries: list[Inquiry]


def write(rows: int) -> Path:
    """Write a file of so many records and return its path."""
    records = export(inquiries(rows)).to_dicts()
    path = Path(tempfile.mkdtemp()) / "records.json"
    path.write_text(json.dumps({"inquiries": records}, ensure_ascii=False), encoding="utf-8")
    return path


def by_pydantic(path: Path) -> int:
    """Validate the file into models."""
    return len(TypeAdapter(File).validate_json(path.read_bytes()).inquiries)


def by_govaudit(path: Path, pack: Path) -> int:
    """Audit the file and render the report."""
    audit = perform([path], Request(packs=(f"{pack}/",), as_of="2022-03-31"), Config())
    FORMATS["terminal"].render(audit, Options())
    return audit.subjects


def timed(run: Callable[..., object], *arguments: Path) -> float:
    """Return the better of two runs, in seconds."""
    best = float("inf")
    for _ in range(2):
        start = time.perf_counter()
        run(*arguments)
        best = min(best, time.perf_counter() - start)
    return best


def main(rows: int = 1_000_000) -> None:
    """Measure and print."""
    pack = pack_folder(4)
    small, big = write(2000), write(rows)
    by_pydantic(small)
    by_govaudit(small, pack)
    alone = timed(by_pydantic, big)
    check = timed(by_govaudit, big, pack)
    print(f"{rows:,} records, {big.stat().st_size / 1e6:.0f} MB of JSON")
    print(f"Pydantic alone  {alone:6.2f} s")
    print(f"govaudit check  {check:6.2f} s   ratio {check / alone:.2f} (budget 1.5)")


if __name__ == "__main__":
    main(*[int(argument) for argument in sys.argv[1:]])
