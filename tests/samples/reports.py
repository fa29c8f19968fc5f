"""The reports of the samples as golden files; `python -m tests.samples.reports` writes them anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from govaudit.api import Request, perform
from govaudit.config import Config
from govaudit.reports import FORMATS, Options

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"
SAMPLES = sorted(path.stem for path in (ROOT / "samples").glob("*.json"))


def report(sample: str, **options: Any) -> dict[str, Any]:
    """Audit a sample and return its JSON report without what changes with every edit of a pack: digests and the path's root."""
    path = ROOT / "samples" / f"{sample}.json"
    audit = perform([path], Request(**options), Config())
    text = FORMATS["json"].text(audit, Options()).replace(f"{path}", f"samples/{sample}.json")
    found: dict[str, Any] = json.loads(text)
    for pack in found["run"]["packs"]:
        del pack["sha256"]
    return found


def main() -> None:
    """Write the golden files anew."""
    GOLDEN.mkdir(exist_ok=True)
    for sample in SAMPLES:
        (GOLDEN / f"{sample}.json").write_text(json.dumps(report(sample), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
