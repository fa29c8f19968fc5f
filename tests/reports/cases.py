"""Which audit is rendered how into which golden file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from govaudit.reports import FORMATS, Options
from govaudit.results import Audit
from tests.reports.fixtures import canonical, clean, empty
from tests.reports.hostile import hostile

GOLDEN = Path(__file__).parent / "golden"
AUDITS: dict[str, Callable[[], Audit]] = {"canonical": canonical, "hostile": hostile, "empty": empty, "clean": clean}

#: Golden file → format, audit, options.
CASES: dict[str, tuple[str, str, Options]] = {
    "canonical.txt": ("terminal", "canonical", Options()),
    "canonical.v.txt": ("terminal", "canonical", Options(verbosity=1)),
    "canonical.vv.txt": ("terminal", "canonical", Options(verbosity=2)),
    "canonical.120.txt": ("terminal", "canonical", Options(width=120)),
    "canonical.limit.txt": ("terminal", "canonical", Options(verbosity=1, limit=1)),
    "canonical.color.ans": ("terminal", "canonical", Options(color=True)),
    "canonical.json": ("json", "canonical", Options()),
    "hostile.txt": ("terminal", "hostile", Options(verbosity=2, limit=4)),
    "empty.txt": ("terminal", "empty", Options(verbosity=2)),
    "empty.json": ("json", "empty", Options()),
    "clean.txt": ("terminal", "clean", Options()),
    "canonical.jsonl": ("jsonl", "canonical", Options()),
    "canonical.csv": ("csv", "canonical", Options()),
    "canonical.md": ("markdown", "canonical", Options()),
    "canonical.vv.md": ("markdown", "canonical", Options(verbosity=2)),
    "canonical.limit.md": ("markdown", "canonical", Options(verbosity=1, limit=1)),
    "canonical.sarif": ("sarif", "canonical", Options()),
    "canonical.full.sarif": ("sarif-full", "canonical", Options()),
    "canonical.junit.xml": ("junit", "canonical", Options()),
    "canonical.strict.junit.xml": ("junit", "canonical", Options(strict=True, limit=10)),
    "canonical.gitlab.json": ("gitlab", "canonical", Options()),
    "canonical.github.txt": ("github", "canonical", Options()),
    "canonical.limit.github.txt": ("github", "canonical", Options(limit=1)),
    "hostile.md": ("markdown", "hostile", Options(verbosity=2, limit=8)),
    "hostile.sarif": ("sarif", "hostile", Options(limit=12)),
    "hostile.junit.xml": ("junit", "hostile", Options(limit=60)),
    "hostile.gitlab.json": ("gitlab", "hostile", Options(limit=30)),
    "hostile.github.txt": ("github", "hostile", Options()),
    "empty.csv": ("csv", "empty", Options()),
    "empty.md": ("markdown", "empty", Options(verbosity=2)),
    "empty.sarif": ("sarif", "empty", Options()),
    "empty.junit.xml": ("junit", "empty", Options()),
    "empty.gitlab.json": ("gitlab", "empty", Options()),
    "clean.md": ("markdown", "clean", Options()),
    "clean.full.sarif": ("sarif-full", "clean", Options()),
    "clean.junit.xml": ("junit", "clean", Options()),
    "clean.gitlab.json": ("gitlab", "clean", Options()),
}


def rendered(format_name: str, audit_name: str, options: Options) -> str:
    """Render one audit in one format."""
    return FORMATS[format_name].text(AUDITS[audit_name](), options)
