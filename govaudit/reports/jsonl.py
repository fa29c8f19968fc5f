"""JSON Lines: the findings of the JSON report, one on each line, to be read one by one."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from govaudit.reports.json_ import encodable, finding_objects

if TYPE_CHECKING:
    from govaudit.reports import Options
    from govaudit.results import Audit

#: Where some readers of lines break a line; in JSON they may stand as they are.
_BREAKS = re.compile("[\x85\u2028\u2029]")


def render(audit: Audit, options: Options) -> str:  # noqa: ARG001 - every format has this signature
    """Render every finding as one line with the keys of the JSON report."""
    text = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in finding_objects(audit))
    return encodable(_BREAKS.sub(lambda match: f"\\u{ord(match[0]):04x}", text))
