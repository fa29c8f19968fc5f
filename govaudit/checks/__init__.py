"""The kinds of check. A new kind is one module here, one line in this list, and one YAML file in tests/checks."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from govaudit.checks.attest import Attest
from govaudit.checks.by_date import ByDate
from govaudit.checks.count import Count
from govaudit.checks.coverage import Coverage
from govaudit.checks.deadline import Deadline
from govaudit.checks.expect import Expect
from govaudit.checks.includes import Includes
from govaudit.checks.linked import Linked
from govaudit.checks.ratio import Ratio
from govaudit.checks.sequence import Sequence

AnyCheck = Annotated[
    Expect | Deadline | ByDate | Sequence | Linked | Includes | Count | Ratio | Coverage | Attest,
    Field(discriminator="kind"),
]
"""A check of any kind, told by its `kind`."""
