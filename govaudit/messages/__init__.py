"""The catalogue of everything the office reads: one text per key, in Chinese.

Placeholders in braces are filled from columns or by `text(key, …)`; nothing else in a text is ever interpreted.
"""

from __future__ import annotations

import re

from govaudit.messages.appendix_zh import TEXTS_APPENDIX
from govaudit.messages.ci_zh import TEXTS_CI
from govaudit.messages.input_zh import TEXTS_INPUT
from govaudit.messages.office_zh import TEXTS_OFFICE
from govaudit.messages.page_zh import TEXTS_PAGE
from govaudit.messages.reports_zh import TEXTS_REPORTS
from govaudit.messages.zh import SHORT
from govaudit.messages.zh import TEXTS as TEXTS_ENGINE

TEXTS = TEXTS_ENGINE | TEXTS_REPORTS | TEXTS_CI | TEXTS_OFFICE | TEXTS_PAGE | TEXTS_APPENDIX | TEXTS_INPUT

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class Text(str):
    """A text that knows its key, so that its short form can be found."""

    __slots__ = ("key",)
    key: str


def text(key: str, **known: object) -> Text:
    """Return the text for `key` with the known placeholders filled; the others stay for the columns.

    Raises:
        KeyError: no such text.
    """
    found = Text(_PLACEHOLDER.sub(lambda match: str(known[match[1]]) if match[1] in known else match[0], TEXTS[key]))
    found.key = key
    return found


def short(reason: str) -> str:
    """Return the form of a reason without values, for the sum of a rule."""
    key = getattr(reason, "key", "")
    return SHORT.get(key) or "".join(piece for piece, is_name in pieces(reason) if not is_name)


def placeholders(template: str) -> list[str]:
    """Return the names in braces, in order, with repetitions."""
    return _PLACEHOLDER.findall(template)


def pieces(template: str) -> list[tuple[str, bool]]:
    """Split a template in (text, is a column's name) pieces."""
    parts = _PLACEHOLDER.split(template)
    return [(part, number % 2 == 1) for number, part in enumerate(parts) if part]
