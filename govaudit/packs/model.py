"""The models of a pack: metadata, clauses, rules and their examples."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema, model_validator

from govaudit.checks import AnyCheck
from govaudit.checks.attest import Attest
from govaudit.checks.values import parse_date
from govaudit.states import Force, State

PackId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
RuleId = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]*-\S+$", max_length=60)]
ClauseId = Annotated[str, StringConstraints(pattern=r"^[^\s/,]+$", max_length=40)]
Day = Annotated[
    dt.date,
    BeforeValidator(parse_date),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}),
]
Text = Annotated[str, StringConstraints(min_length=1)]
Roles = list[str] | dict[str, Any]


class Model(BaseModel):
    """Base of the models: frozen, and unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Period(Model):
    """The time a notice speaks of, both days included."""

    first: Day = Field(alias="from")
    last: Day = Field(alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.first > self.last:
            raise ValueError(f"period 的 from({self.first})晚于 to({self.last})")
        return self


class Oddity(Model):
    """Something strange in the document itself, kept visible."""

    place: Text
    note: Text


class ParameterSpec(Model):
    """A figure that the notice does not state and the user may set, with a source."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    label: Text
    unit: Literal["workdays", "days", "hours", "percent", "number", "date", "list"]
    why: Text
    clauses: list[ClauseId] = []


class PackInfo(Model):
    """pack.yaml: what notice this is."""

    id: PackId
    prefix: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]*$")]
    version: Text
    title: Text
    issuer: Text
    number: str = Field(default="", description="文号")
    issued: Day | None = Field(default=None, description="印发日期;原件没有就不写")
    period: Period
    role: str = Field(default="", description="要点所约束的机关的角色(units.role)")
    extends: list[PackId] = []
    source: str = ""
    oddities: list[Oddity] = []
    parameters: list[ParameterSpec] = []
    tables: dict[str, Any] = {}


class Clause(Model):
    """One obligation of the notice, with its printed place, and how it is answered where no rule does."""

    id: ClauseId
    place: Text
    duty: Text
    force: Literal["must", "should", "none"] = "must"
    binds: list[str] = []
    attest: Text | None = None
    not_checkable: Text | None = None
    context: Text | None = None

    @model_validator(mode="after")
    def _one_answer(self) -> Self:
        if sum(item is not None for item in (self.attest, self.not_checkable, self.context)) > 1:
            raise ValueError("attest、not_checkable、context 只写一个")
        return self


class Reading(Model):
    """One way to read a notice that contradicts itself: the place that says so, and the check that follows from it."""

    place: Text
    check: AnyCheck


class Example(Model):
    """A case that a rule must judge as stated."""

    name: Text
    state: State | None = None
    states: dict[str, State] | None = None
    record: dict[str, Any] | None = None
    records: list[dict[str, Any]] | None = None
    tables: dict[str, list[dict[str, Any]]] = {}
    missing: list[str] = []
    as_of: str | None = None
    parameters: dict[str, Any] = {}
    unit: str | None = None
    role: str | None = None
    retroactive: bool = False
    reason: str | None = None

    @model_validator(mode="after")
    def _states_what_is_expected(self) -> Self:
        if (self.state is None) == (self.states is None):
            raise ValueError("写 state 或 states 其中一个")
        if self.record is not None and self.records is not None:
            raise ValueError("record 和 records 只写一个")
        return self


class Rule(Model):
    """The machine-checkable form of one or more clauses."""

    id: RuleId
    clauses: list[ClauseId] = Field(min_length=1)
    title: Text
    force: Force
    binds: Roles | None = None
    table: str = ""
    where: dict[str, Any] | None = None
    when: str | None = None
    check: AnyCheck | None = None
    readings: list[Reading] | None = Field(default=None, min_length=2)
    responsible: str | None = None
    remedy: str = ""
    note: str = Field(default="", description="给读者的说明,如起算点的选择")
    examples: list[Any] = []

    @model_validator(mode="after")
    def _one_check(self) -> Self:
        if (self.check is None) == (self.readings is None):
            raise ValueError("写 check 或 readings 其中一个")
        if not self.table and not all(isinstance(check, Attest) for check in self.checks):
            raise ValueError("缺 table")
        kinds = {check.judges for check in self.checks}
        if len(kinds) > 1:
            raise ValueError("各 readings 判断的对象应当相同(都是记录,或都是单位与期间)")
        return self

    @property
    def checks(self) -> list[AnyCheck]:
        """The check, or those of the readings in order."""
        if self.check is not None:
            return [self.check]
        return [reading.check for reading in self.readings or ()]

    @property
    def judges(self) -> str:
        """What the rule judges: records, groups or attestations."""
        return self.checks[0].judges
