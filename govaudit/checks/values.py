"""The values rules are written with: limits such as `10 workdays`, shares such as `60%`, dates, and references to parameters."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, PlainSerializer, Tag, WithJsonSchema

from govaudit.messages import text


class Unit(StrEnum):
    """The unit of a limit."""

    WORKDAYS = "workdays"
    DAYS = "days"
    HOURS = "hours"

    @property
    def chinese(self) -> str:
        """The unit as reports print it."""
        return {Unit.WORKDAYS: "个工作日", Unit.DAYS: "日", Unit.HOURS: "小时"}[self]


class Limit(BaseModel):
    """A length of time in one unit; printed `10 workdays` in a rule, `10 个工作日` in a report."""

    model_config = ConfigDict(frozen=True)

    count: int = Field(ge=0)
    unit: Unit

    def __str__(self) -> str:
        """Render as the report prints it; no day at all is the day itself."""
        return self.told.strip()

    @property
    def told(self) -> str:
        """The limit within a Chinese sentence: figures stand off from the word before them."""
        return text("limit.same_day") if self.count == 0 and self.unit is not Unit.HOURS else f" {self.count} {self.unit.chinese}"


class Parameter(BaseModel):
    """A reference to a figure that the notice does not state and the user sets."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    param: str


class FieldReference(BaseModel):
    """A value taken from another field of the same record."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: str


class AfterIssue(BaseModel):
    """A date reckoned from the notice's date of issue."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    after_issue: LimitValue


class UnsetParameterError(Exception):
    """A rule needs a parameter that nobody has set; makes its subjects undecided."""

    def __init__(self, name: str) -> None:
        """Take the parameter's id."""
        super().__init__(name)
        self.name = name


def parameters_in(value: Any) -> list[str]:
    """Return the ids of all parameters referred to anywhere in a value, each once."""
    if isinstance(value, Parameter):
        return [value.param]
    if isinstance(value, dict):
        if set(value) == {"param"}:
            return [str(value["param"])]
        parts: list[Any] = list(value.values())
    elif isinstance(value, BaseModel):
        parts = [part for _, part in value]
    elif isinstance(value, (list, tuple)):
        parts = list(value)
    else:
        return []
    return list(dict.fromkeys(name for part in parts for name in parameters_in(part)))


_LIMIT = re.compile(r"(\d{1,5}) (workday|day|hour)s?")
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,6})?)%")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def parse_limit(value: Any) -> Any:
    """Turn `10 workdays` into a limit; leave what is one already, or a parameter, to Pydantic."""
    if isinstance(value, (dict, Limit)):
        return value
    match = _LIMIT.fullmatch(str(value).strip())
    if match is None:
        raise ValueError("期限写作“10 workdays”“20 days”或“24 hours”")
    return Limit(count=int(match[1]), unit=Unit(match[2] + "s"))


def parse_percent(value: Any) -> Any:
    """Turn `60%` into the exact fraction 3/5; leave a parameter to Pydantic."""
    if isinstance(value, (dict, Fraction, Parameter)):
        return value
    match = _PERCENT.fullmatch(str(value).strip())
    if match is None:
        raise ValueError("比例写作“60%”")
    return Fraction(Decimal(match[1])) / 100


def parse_date(value: Any) -> Any:
    """Turn `2021-10-31` into a date; leave a mapping to Pydantic."""
    if isinstance(value, (dict, dt.date, BaseModel)):
        return value
    if not _DATE.fullmatch(str(value)):
        raise ValueError("日期写作“2021-10-31”")
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"没有这一天:{value}") from None


def parse_since(value: Any) -> Any:
    """Turn `2021-01-01` into a date; `any` and nothing stay as they are."""
    return value if value in (None, "any") else parse_date(value)


def print_percent(share: Fraction) -> str:
    """Render a share as a percentage, with as many decimals as it needs, at most two."""
    text = f"{float(share * 100):.2f}".rstrip("0").rstrip(".")
    return f"{text}%"


_PARAM_SCHEMA = {"type": "object", "properties": {"param": {"type": "string"}}, "required": ["param"], "additionalProperties": False}


def _kind_of_value(value: Any) -> str:
    """Tell a reference to a parameter from the value itself, so that only the faults of the one are told."""
    return "parameter" if isinstance(value, (dict, Parameter)) else "value"


LimitValue = Annotated[
    Annotated[Limit, Tag("value")] | Annotated[Parameter, Tag("parameter")],
    Discriminator(_kind_of_value),
    BeforeValidator(parse_limit),
    WithJsonSchema({"anyOf": [{"type": "string", "pattern": r"^\d+ (workday|day|hour)s?$"}, _PARAM_SCHEMA]}),
]
"""A limit, or the parameter that gives it."""

PercentValue = Annotated[
    Annotated[Fraction, Tag("value")] | Annotated[Parameter, Tag("parameter")],
    Discriminator(_kind_of_value),
    BeforeValidator(parse_percent),
    PlainSerializer(lambda share: print_percent(share) if isinstance(share, Fraction) else share.model_dump()),
    WithJsonSchema({"anyOf": [{"type": "string", "pattern": r"^\d+(\.\d+)?%$"}, _PARAM_SCHEMA]}),
]
"""A share, or the parameter that gives it."""


def _kind_of_date(value: Any) -> str:
    """Tell which kind of date is meant, so that only its faults are told."""
    if isinstance(value, AfterIssue) or (isinstance(value, dict) and "after_issue" in value):
        return "after-issue"
    return _kind_of_value(value)


DateValue = Annotated[
    Annotated[dt.date, Tag("value")] | Annotated[AfterIssue, Tag("after-issue")] | Annotated[Parameter, Tag("parameter")],
    Discriminator(_kind_of_date),
    BeforeValidator(parse_date),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
                _PARAM_SCHEMA,
                {"type": "object", "properties": {"after_issue": {"type": "string"}}, "required": ["after_issue"], "additionalProperties": False},
            ]
        }
    ),
]
"""A date, a date reckoned from the issue, or a parameter."""

AfterIssue.model_rebuild()


def parse_parameter(text: Any, unit: str) -> Any:
    """Type the value a user gives for a parameter declared with `unit`.

    Raises:
        ValueError: the text is not of that kind.
    """
    if unit in tuple(Unit):
        found = text if isinstance(text, Limit) else parse_limit(text if " " in str(text) else f"{text} {unit}")
        if found.unit != unit:
            raise ValueError(f"应以 {unit} 计")
        return found
    if unit == "percent":
        return parse_percent(text)
    if unit == "number":
        return int(text) if re.fullmatch(r"-?\d+", str(text)) else float(text)
    if unit == "date":
        return parse_date(text)
    if unit == "list":
        return list(text) if isinstance(text, (list, tuple)) else [part for part in re.split(r"[、,;\s]+", str(text)) if part]
    return str(text)
