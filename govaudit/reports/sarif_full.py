"""SARIF 2.1.0 with every state, for readers that know its kinds; not for GitHub."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.reports.ci import gravest_first
from govaudit.reports.sarif_log import cut_notice, line, log, result, sum_result
from govaudit.states import State

if TYPE_CHECKING:
    from govaudit.reports import Options
    from govaudit.results import Audit

KINDS = {State.FAIL: "fail", State.PENDING: "informational", State.UNDECIDED: "open", State.MANUAL: "review"}


def render(audit: Audit, options: Options) -> str:
    """Render every finding, and per rule one result for the subjects that pass and one for those to which it does not apply.

    Each result but these stands for one subject; these say for how many in `properties.subjects`. With the notifications about errors they add up.
    """
    indexes = {rule.id: index for index, rule in enumerate(audit.rules)}
    found = gravest_first(audit, KINDS)
    keep = len(found) if options.limit is None else min(len(found), options.limit)
    lines = [line(result(audit, options, one, indexes, KINDS[State(one.row.state)])) for one in found[:keep]]
    for index, rule in enumerate(audit.rules):
        for state in (State.PASS, State.NOT_APPLICABLE):
            if rule.counts.get(state) or (state is State.NOT_APPLICABLE and not rule.subjects):
                lines.append(line(sum_result(audit, options, rule, index, state)))
    return log(audit, options, lines, [cut_notice(keep, len(found))] if keep < len(found) else [])
