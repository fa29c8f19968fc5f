"""govaudit: hold the ledgers of a government office against the notices it is bound by.

`govaudit.audit("records.json", packs=["dianxia-2021"], as_of="2021-12-31")` gives an Audit with `counts`, `findings` and `exit_code()`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["__version__", "audit"]

if TYPE_CHECKING:
    from govaudit.api import audit


def __getattr__(name: str) -> Any:
    """Load the API when it is asked for, so that `govaudit --help` stays fast."""
    if name == "audit":
        from govaudit.api import audit

        return audit
    raise AttributeError(name)
