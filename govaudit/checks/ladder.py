"""A ladder of cases: the first case that holds gives the answer.

Every check is written as such a ladder. It compiles to one expression that gives, per subject, the number of the case, so that state and printed
reason are a look-up and every answer can be explained. A subject that no case holds for is an error, never a pass.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from govaudit import frames as fr
from govaudit.states import State

#: Added to the number of a case whose state is a finding, so that one comparison finds them all.
FINDING = 64
#: The code of a subject for which no case held.
NO_CASE = 127
#: More cases than this do not fit an 8-bit code.
MOST_CASES = 60


@dataclass(frozen=True, slots=True)
class Case:
    """One rung: the state to give when `when` holds (None: always), with the reason to print.

    `reason` may name columns in braces; `blanks` are the fields of whose blank, unreadable or absent cells the printed reason speaks.
    """

    state: State
    when: fr.Expr | None
    reason: str = ""
    blanks: tuple[str, ...] = field(default=())


Ladder = Sequence[Case | None]
"""Cases in order; None keeps the place of a case that a rule does not have."""


def code_of(number: int, state: State) -> int:
    """Return the 8-bit code of case `number`."""
    return number + FINDING if state.is_finding else number


def state_of(_number: int, state: State) -> int:
    """Return the position of a state in `State`."""
    return list(State).index(state)


def ladder_expression(cases: Ladder, *, first: int = 0, value: Callable[[int, State], int] = code_of) -> fr.Expr:
    """Compile a ladder, from case `first` on, to one expression that gives the value of the first case that holds, `NO_CASE` where none does."""
    if len(cases) > MOST_CASES:
        raise ValueError(f"a ladder of {len(cases)} cases")
    answer = fr.lit(NO_CASE, fr.INT8)
    for number in range(len(cases) - 1, first - 1, -1):
        case = cases[number]
        if case is not None:
            literal = fr.lit(value(number, case.state), fr.INT8)
            answer = literal if case.when is None else fr.when(case.when).then(literal).otherwise(answer)
    return answer
