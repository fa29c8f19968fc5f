"""The same audit gives the same bytes, whatever the hash seed, the clock and the machine."""

from __future__ import annotations

import datetime as dt
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from govaudit.reports import Options
from tests.reports.office_dump import rendered

ROOT = Path(__file__).parents[2]
DIGEST = """
import hashlib
from govaudit.reports import Options
from tests.reports.office_dump import rendered
print(*(hashlib.sha256(rendered(name, audit, Options())).hexdigest() for name in ("xlsx", "docx") for audit in ("canonical", "hostile")))
"""


def test_same_bytes_under_another_hash_seed() -> None:
    """Nothing in a report depends on the order of a set, on the time, or on a temporary file's name."""
    runs = [
        subprocess.run([sys.executable, "-c", DIGEST], cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True).stdout
        for seed in ("0", "4711")
    ]

    assert runs[0] == runs[1]
    assert 4 == len(set(runs[0].split()))


@pytest.mark.parametrize("name", ["xlsx", "docx"])
def test_no_time_but_that_of_the_audit(name: str) -> None:
    """The members of the archive have one stamp, and the properties bear the as-of moment."""
    data = rendered(name, "canonical", Options())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {(1980, 1, 1, 0, 0, 0)} == {member.date_time for member in archive.infolist()}
        assert {3} == {member.create_system for member in archive.infolist()}
    moment = load_workbook(io.BytesIO(data)).properties.created if name == "xlsx" else docx.Document(io.BytesIO(data)).core_properties.created

    assert moment is not None
    assert dt.datetime(2021, 10, 31, 23, 59, 59) == moment.replace(tzinfo=None)
