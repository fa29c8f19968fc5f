"""One error family: every error knows where it was met, what was found, what was expected and what to do.

``GovauditError`` is raised for anything a user can mend; the command line prints its problems and exits 2.

    GovauditError
    ├── UsageError        options, paths, as-of date, parameters
    ├── SourceError       a file that cannot be read or parsed (records, YAML)
    ├── VocabularyError   the dictionary of tables and fields
    ├── PackError         pack, clause or rule
    └── EngineError       a rule could not be evaluated
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: a file, and as much of line, column, sheet and pointer as is known (lines from 1)."""

    path: str = ""
    line: int | None = None
    column: int | None = None
    sheet: str | None = None
    pointer: str | None = None

    def __str__(self) -> str:
        """Render as ``path:line:column``, ``path › sheet!cell`` or ``path#pointer``."""
        text = self.path
        if self.sheet is not None:
            text += f" › {self.sheet}"
        if self.line is not None and self.sheet is not None:
            text += f"!{column_letters(self.column - 1)}{self.line}" if self.column is not None else f" 第 {self.line} 行"
        elif self.line is not None:
            text += f":{self.line}"
            if self.column is not None:
                text += f":{self.column}"
        if self.pointer:
            text += f"#{self.pointer}"
        return text


def column_letters(position: int) -> str:
    """Return what a spreadsheet calls a column, by its position from 0: A, B, … Z, AA."""
    text = ""
    while position >= 0:
        position, rest = divmod(position, 26)
        text = chr(65 + rest) + text
        position -= 1
    return text


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong: what was found and, where known, what was expected and what to do next."""

    place: Place = field(default_factory=Place)
    found: str = ""
    expected: str = ""
    hint: str = ""

    def __str__(self) -> str:
        """Render on one line, as the command line prints it."""
        where = str(self.place)
        text = f"{where}: {self.found}" if where else self.found
        if self.expected:
            text += f";应为:{self.expected}"
        if self.hint:
            text += f"。{self.hint}"
        return text


class GovauditError(Exception):
    """Base of every error a user can mend; carries one or more problems."""

    def __init__(self, problems: Problem | str | Iterable[Problem]) -> None:
        """Take one problem, a bare message, or all problems of a run."""
        if isinstance(problems, str):
            problems = Problem(found=problems)
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(sorted(set(problems), key=_order))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def _order(problem: Problem) -> tuple[str, int, int, str]:
    return (problem.place.path, problem.place.line or 0, problem.place.column or 0, problem.found)


class UsageError(GovauditError):
    """Wrong options, missing path, impossible as-of date, unknown parameter."""


class SourceError(GovauditError):
    """A file that cannot be read, decoded or parsed."""


class VocabularyError(GovauditError):
    """A fault in the dictionary of tables and fields."""


class PackError(GovauditError):
    """A fault in a pack, a clause or a rule."""


class EngineError(GovauditError):
    """A rule could not be evaluated on the chosen engine."""
