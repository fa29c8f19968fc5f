"""A loaded document: its data, and where each value stands in the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from govaudit.errors import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pydantic


class Mark(Protocol):
    """A position as the YAML parser gives it; lines and columns count from 0."""

    line: int
    column: int


class Branch:
    """The positions of a collection, of its keys and of what it holds."""

    __slots__ = ("children", "keys", "mark")

    def __init__(self, mark: Mark, children: Mapping[str, Tree] | Sequence[Tree], keys: Mapping[str, Mark] | None = None) -> None:
        """Take the start of the collection, the positions of its values and, for a mapping, of its keys."""
        self.mark = mark
        self.children: Any = children
        self.keys = keys


Tree: TypeAlias = Branch | Mark
Loc: TypeAlias = "Sequence[str | int]"


@dataclass(frozen=True)
class Step:
    """One step of a walk from the root: the key or index taken, the value it leads to and its position."""

    name: str | int
    data: Any
    tree: Tree | None
    key: Mark | None


@dataclass(frozen=True)
class Document:
    """Plain data (dict, list, str, int, float, bool, None) that remembers where it was written."""

    data: Any
    path: str
    tree: Tree | None = field(default=None, repr=False, compare=False)

    def place(self, loc: Loc, *, key: bool = False) -> Place:
        """Locate the value (or its key) at ``loc``, or whatever stands nearest above it."""
        return self.place_of(self.walk(loc), key=key)

    def problems(self, error: pydantic.ValidationError, model: Any = None, *, at: Loc = ()) -> list[Problem]:
        """Word each error of pydantic in Chinese, with its position.

        Args:
            error: what validating ``data``, or the part of it at ``at``, raised.
            model: the model or TypeAdapter that raised it; needed to name the nearest allowed key.
            at: the location of the part that was validated.
        """
        from govaudit.strictyaml.messages import problems

        return problems(self, error, model, at)

    def walk(self, loc: Loc) -> list[Step]:
        """Follow ``loc`` as deep as it exists; steps that are no key (pydantic's names of union members) are passed over."""
        steps: list[Step] = []
        here = Step("", self.data, self.tree, None)
        for name, after in zip_longest(loc, loc[1:]):
            step = _child(here, name)
            if step is None or (after is not None and _child(step, after) is None and _child(here, after) is not None):
                continue  # the second: a union member with the name of a key beside the next one
            here = step
            steps.append(step)
        return steps

    def place_of(self, steps: Sequence[Step], *, key: bool = False) -> Place:
        """Locate the end of a walk."""
        if not steps:
            return self._at(self.tree)
        return self._at(steps[-1].key if key and steps[-1].key is not None else steps[-1].tree)

    def _at(self, tree: Tree | None) -> Place:
        mark = tree.mark if isinstance(tree, Branch) else tree
        return Place(self.path, 1, 1) if mark is None else Place(self.path, mark.line + 1, mark.column + 1)


def _child(parent: Step, name: str | int) -> Step | None:
    """Take one step down, if both the data and the file have it (a validator may have changed the data)."""
    data, tree = parent.data, parent.tree
    if not isinstance(tree, Branch):
        return None
    if tree.keys is not None:
        if isinstance(name, str) and name in tree.keys and isinstance(data, dict) and name in data:
            return Step(name, data[name], tree.children[name], tree.keys[name])
    elif isinstance(name, int) and isinstance(data, list) and 0 <= name < min(len(data), len(tree.children)):
        return Step(name, data[name], tree.children[name], None)
    return None
