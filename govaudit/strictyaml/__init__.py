"""Read YAML strictly: nothing is guessed, and every value knows its line and column.

``load`` gives a :class:`Document` of plain dicts, lists and scalars, or raises a ``SourceError`` with all that is wrong.

- Plain ``true``, ``false``, ``null``, ``~``, nothing, decimal integers and decimal fractions are typed; all else is text
  (``no``, ``010``, ``0x1F``, ``12:30``, ``1_000``, ``2021-07-16``, ``1e5``, ``.inf``). Quoted is always text.
- Refused: duplicate keys, anchors, aliases, merge keys, tags, several documents, keys that are not text, nesting deeper
  than 100, tab and control characters, more than 5 MB.

PyYAML and pydantic are imported when they are needed, not with this package.
"""

from __future__ import annotations

from govaudit.strictyaml.document import Document

__all__ = ["Document", "load"]


def load(text: str, path: str) -> Document:
    """Parse the text of one YAML file; ``path`` is only used to say where a problem is."""
    from govaudit.strictyaml.parser import parse

    return parse(text, path)
