"""The seven states a rule can give a subject, and how strictly a notice words a duty."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """The answer for one rule and one subject."""

    PASS = "pass"  # noqa: S105 - a state
    FAIL = "fail"
    PENDING = "pending"
    UNDECIDED = "undecided"
    MANUAL = "manual"
    NOT_APPLICABLE = "not_applicable"
    ERROR = "error"

    @property
    def is_finding(self) -> bool:
        """Whether a subject in this state deserves a line in the report."""
        return self not in (State.PASS, State.NOT_APPLICABLE)


#: A rule's own state is the first of these that any of its subjects has.
PRECEDENCE = (State.ERROR, State.FAIL, State.UNDECIDED, State.MANUAL, State.PENDING, State.PASS, State.NOT_APPLICABLE)


class Force(StrEnum):
    """How the notice words the duty: an order, an encouragement, or our inference."""

    MUST = "must"
    SHOULD = "should"
    INFERRED = "inferred"

    @property
    def severity(self) -> Severity:
        """The severity of a violation of a duty so worded."""
        return {Force.MUST: Severity.ERROR, Force.SHOULD: Severity.WARNING, Force.INFERRED: Severity.INFO}[self]


class Severity(StrEnum):
    """How grave a violation is; follows from the force of the wording alone."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
