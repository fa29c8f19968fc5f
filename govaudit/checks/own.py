"""Whose a record is: the audited office's own, or another's.

A ledger can hold the records of other offices too: a county's has those of its departments and townships. What the notice asks of the office
itself is not done by one of theirs.
"""

from __future__ import annotations

from govaudit import frames as fr
from govaudit.checks.condition import Test
from govaudit.checks.scope import Scope

#: Bodies within an office: what they did, the office did.
WITHIN = "内设机构"
#: A county government and the office that acts for it: either may stand in a ledger for the same.
ALIKE = ("县级政府", "县级政府办公室")

_YES, _NO, _UNKNOWN = fr.lit(value=True), fr.lit(value=False), fr.lit(None, fr.BOOLEAN)


def own(path: str, scope: Scope) -> fr.Expr:
    """Return whether the unit that a field names is the audited office or a body within it; null where the register does not tell.

    A record that names no unit is the office's own, as an attestation without one is.
    """
    name = scope.value(path)
    if name is None:
        return _YES
    office = scope.context.unit
    answer = fr.when(name.is_null()).then(_YES).otherwise(_registered(path, scope, office))
    return fr.when(name == fr.lit(office)).then(_YES).otherwise(answer) if office else answer


def _registered(path: str, scope: Scope, office: str) -> fr.Expr:
    """Return what the register says of a unit that is not the office itself; where the office is not known, any unit may be it."""
    row = scope.unit_row(path)
    role = row.value("role") if row is not None else None
    if row is None or role is None:
        return _UNKNOWN
    parent = row.value("parent")
    within = _YES
    if parent is not None:
        within = fr.when(parent.is_null()).then(_YES)
        within = fr.when(parent == fr.lit(office)).then(_YES).otherwise(within)
    answer = fr.when(role.is_null()).then(_UNKNOWN).otherwise(_alike(role, scope) if office else _UNKNOWN)
    return fr.when(role == fr.lit(WITHIN)).then(within).otherwise(answer)


def _alike(role: fr.Expr, scope: Scope) -> fr.Expr:
    """Return whether a unit of another role stands for the office: what is not known of the office is not known of the unit."""
    is_government = scope.context.bound(Test("role", "in", list(ALIKE), ()))
    if is_government is False:
        return _NO
    return fr.when(role.is_in(ALIKE)).then(_YES if is_government else _UNKNOWN).otherwise(_NO)
