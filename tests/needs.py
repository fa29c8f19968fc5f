"""What some tests need beside Python: without it they are skipped, and in CI, where it must be there, they fail."""

from __future__ import annotations

import os
import shutil

import pytest


def program(*names: str) -> str:
    """Return the path of the first of some programs that is installed; skip the test if none is, fail it in CI."""
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        missing(f"needs {' or '.join(names)}")
    assert found is not None
    return found


def missing(what: str) -> None:
    """Skip the test because something is not installed; fail it in CI."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)
