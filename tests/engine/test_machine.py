"""The machine an audit runs on does not show in it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

_HASHED = """
import hashlib
from tests.engine.test_three_engines import on_polars
print(hashlib.sha256(repr(on_polars("decided-cases")[0]).encode()).hexdigest())
"""


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["1", "4242"])
def test_the_seed_of_hashes_does_not_matter(seed: str) -> None:
    """In a process of its own, with sets in another order and in another time zone, the audit is the same to the letter."""

    def digest(**environment: str) -> str:
        done = subprocess.run([sys.executable, "-c", _HASHED], capture_output=True, text=True, check=True, cwd=ROOT, env={**os.environ, **environment})
        return done.stdout.strip()

    assert digest(PYTHONHASHSEED="0", TZ="Asia/Shanghai") == digest(PYTHONHASHSEED=seed, TZ="America/Los_Angeles")
