"""What a run is asked to do."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from govaudit.errors import Problem, UsageError

END_OF_DAY = dt.time(23, 59, 59, 999999)


@dataclass(frozen=True)
class Settings:
    """The options of a run, whoever gave them; the audited office is `office`, its role `role`.

    `parameters` are values by parameter id, or by `pack/id`. `select` and `ignore` are prefixes of rule ids, `clauses` clause ids, `units` names of units.
    """

    as_of: dt.datetime
    as_of_source: str = "option"
    retroactive: bool = False
    office: str = ""
    role: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    engine: str = "polars"


def parse_as_of(text: str) -> dt.datetime:
    """Turn `2021-12-31` (the end of that day) or `2021-12-31 09:30` into a moment.

    Raises:
        UsageError: it is neither.
    """
    match = re.fullmatch(r"(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2})(?::\d{2})?)?", text.strip())
    try:
        if match is None:
            raise ValueError
        day = dt.date.fromisoformat(match[1])
        return dt.datetime.combine(day, dt.time.fromisoformat(match[2]) if match[2] else END_OF_DAY)
    except ValueError:
        raise UsageError(Problem(found=f"统计时点 {text!r} 不是有效的日期", expected="2021-12-31 或 2021-12-31 09:30")) from None


def show_as_of(as_of: dt.datetime) -> str:
    """Render an as-of moment: a date when it is the end of a day."""
    return str(as_of.date()) if as_of.time() == END_OF_DAY else as_of.strftime("%Y-%m-%d %H:%M")
