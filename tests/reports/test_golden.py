"""Every format renders the canonical, the hostile, the empty and the clean audit exactly as its golden file has it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reports.cases import CASES, GOLDEN, rendered

ROOT = Path(__file__).parents[2]
DIGEST = """
import hashlib
from tests.reports.cases import CASES, rendered
print(hashlib.sha256("".join(rendered(*case) for case in CASES.values()).encode()).hexdigest())
"""


@pytest.mark.parametrize("name", CASES)
def test_output_is_the_golden_file(name: str) -> None:
    """The whole output is compared; `python -m tests.reports.regold` writes the files anew."""
    assert (GOLDEN / name).read_bytes().decode("utf-8") == rendered(*CASES[name])


def test_every_golden_file_has_a_case() -> None:
    """No golden file is left over."""
    assert set(CASES) == {path.name for path in GOLDEN.iterdir()}


def test_same_bytes_under_another_hash_seed() -> None:
    """Nothing in a report depends on the order of a set or on the hash of a string."""
    digests = {
        subprocess.run([sys.executable, "-c", DIGEST], cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True).stdout
        for seed in ("0", "1", "4711")
    }

    assert 1 == len(digests)


def test_formats_are_imported_when_used() -> None:
    """Asking which formats there are loads neither a format nor polars nor rich."""
    code = "import sys, govaudit.reports; print([name for name in sys.modules if name.startswith(('polars', 'rich', 'govaudit.reports.'))])"

    assert "[]\n" == subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
