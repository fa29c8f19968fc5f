"""An inspection as JSON, for programs."""

from __future__ import annotations

import json
from dataclasses import asdict

from govaudit.inspection.model import Inspection

SCHEMA = "govaudit/inspection/1"


def as_json(found: Inspection) -> str:
    """Return an inspection as JSON; what no encoding can write is replaced by its escape."""
    return json.dumps({"schema": SCHEMA, **asdict(found)}, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace").decode("utf-8") + "\n"
