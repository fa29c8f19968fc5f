"""SARIF 2.1.0 as GitHub reads it: violations only, for its code scanning takes whatever else is in a log for an alert."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from govaudit.reports.ci import gravest_first
from govaudit.reports.sarif_log import cut_notice, line, log, result
from govaudit.states import State

if TYPE_CHECKING:
    from govaudit.reports import Options
    from govaudit.results import Audit

#: What GitHub takes: so many results, and so many bytes compressed.
RESULTS, COMPRESSED = 25_000, 10_000_000


def render(audit: Audit, options: Options) -> str:
    """Render the violations, the gravest first; if there are more than GitHub takes, the log says how many there are in truth."""
    indexes = {rule.id: index for index, rule in enumerate(audit.rules)}
    found = gravest_first(audit, (State.FAIL,))
    keep = min(len(found), RESULTS, RESULTS if options.limit is None else options.limit)
    lines = [line(result(audit, options, one, indexes, "fail")) for one in found[:keep]]
    while True:
        notices = [cut_notice(keep, len(found))] if keep < len(found) else []
        text = log(audit, options, lines[:keep], notices)
        size = compressed(text)
        if size <= COMPRESSED or not keep:
            return text
        keep = keep * COMPRESSED // size * 19 // 20


def compressed(text: str) -> int:
    """Return how many bytes a text has when it is compressed; of a short one, that cannot matter, as it is."""
    encoded = text.encode()
    return len(encoded) if len(encoded) <= COMPRESSED else len(zlib.compress(encoded))
