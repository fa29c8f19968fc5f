"""When-then for one condition, which is what every ladder is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

if TYPE_CHECKING:
    from narwhals.functions import When


def when(condition: nw.Expr) -> When:
    """Begin a when-then on one condition.

    `narwhals.when` takes several and puts an `all_horizontal` around even a single one: a node more to build and to evaluate for every rung. A condition
    that is alone already is what that node would give, nulls included.
    """
    begun = nw.when(condition)
    if hasattr(begun, "_predicate"):  # without it the answer is the same, only later
        begun._predicate = condition  # noqa: SLF001 - narwhals has no public way
    return begun
