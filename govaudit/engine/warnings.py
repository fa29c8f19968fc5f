"""What in the ledgers had no effect and probably should have had one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from govaudit.messages import text
from govaudit.packs.load import Pack
from govaudit.records.model import Records

#: So many values are named; of the others only the number is told.
NAMED = 5


def warnings_of(records: Records, packs: Sequence[Pack], role: str) -> tuple[str, ...]:
    """Return what the report must warn of: packs for another kind of office than one of that role, attestations of clauses that no audited pack has."""
    return (*_other_roles(packs, role), *_unknown_clauses(records, packs))


def _other_roles(packs: Sequence[Pack], role: str) -> Iterable[str]:
    for pack in packs:
        if role and pack.info.role and pack.info.role != role:
            yield text("warning.role", title=pack.info.title, addressed=pack.info.role, role=role)


def _unknown_clauses(records: Records, packs: Sequence[Pack]) -> Iterable[str]:
    ledger = records.ledgers.get("attestations")
    if ledger is None or "clause_id" not in ledger.frame.columns:
        return
    known = {name for pack in packs for clause in pack.clauses for name in (clause.id, f"{pack.info.id}/{clause.id}")}
    # An export may hold the attestations of several notices: those that name another pack are none of this audit's business.
    own = {pack.info.id for pack in packs}
    written = ledger.frame["clause_id"].drop_nulls().unique(maintain_order=True).to_list()
    unknown = sorted(name for name in written if name not in known and ("/" not in name or name.partition("/")[0] in own))
    if unknown:
        yield text("warning.clauses", names=_listed(unknown))


def _listed(names: Sequence[str]) -> str:
    told = "、".join(names[:NAMED])
    return told if len(names) <= NAMED else text("warning.more", names=told, n=len(names))
