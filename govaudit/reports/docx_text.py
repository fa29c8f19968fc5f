"""Texts as a Chinese document has them: full-width punctuation, no blanks beside figures, Chinese numerals, nothing a document cannot hold."""

from __future__ import annotations

import re

from govaudit.messages import pieces
from govaudit.reports.wording import clip, say
from govaudit.reports.workbook_table import plain

#: The most characters of a value in a document that is printed; the whole is in the ledger and in the workbook.
VALUE = 400
_CHINESE = "\u2e80-\u9fff\uf900-\ufaff\u3001-\u303f\uff00-\uffef“”‘’—…"
_MARKS = str.maketrans(",;:?!", "，；：？！")
_PAIR = re.compile(r"\(([^()]*)\)")
_MARK = re.compile(rf"(?<=[{_CHINESE}])[,;:?!]|[,;:?!](?=[{_CHINESE}])")
_BLANK = re.compile(rf"(?<=[{_CHINESE}]) (?=[0-9A-Za-z])|(?<=[0-9A-Za-z%]) (?=[{_CHINESE}])")
_DATE = re.compile(r"(?<![\d-]) ?([0-9]{4})-([0-9]{2})-([0-9]{2})(?![\d-]) ?")
_HAS = re.compile(f"[{_CHINESE}]")
_NUMERALS = "〇一二三四五六七八九"


def typeset(text: str) -> str:
    """Return a sentence of ours with dates in words, full-width punctuation beside Chinese and no blanks between Chinese and figures."""
    text = _DATE.sub(lambda match: say("office.date", year=match[1], month=int(match[2]), day=int(match[3])), text)
    before = ""
    while before != text:
        before, text = text, _PAIR.sub(_paired, text)
    return _BLANK.sub("", _MARK.sub(lambda match: match[0].translate(_MARKS), text))


def _paired(match: re.Match[str]) -> str:
    """Return brackets full-width where there is Chinese in them or before them."""
    before = match.string[match.start() - 1] if match.start() else ""
    return f"（{match[1]}）" if _HAS.search(match[1]) or _HAS.match(before) else match[0]


def said(key: str, **known: str) -> str:
    """Return a text of the catalogue, typeset, with values that stay as they are."""
    return "".join(known[piece] if is_name else piece for piece, is_name in pieces(typeset(say(key))))


def value(text: str | None, most: int = VALUE) -> str:
    """Return a value of a record on one line, as it is but for what a document cannot hold."""
    return clip(plain(text or "").replace("\n", " ").strip(), most)


def lines(text: str) -> str:
    """Return a value of several lines, each as `value` gives it."""
    return "\n".join(value(line) for line in text.split("\n"))


def sentence(text: str | None, most: int = VALUE) -> str:
    """Return a message on one line, typeset, without the stop at its end."""
    return typeset(value(text, most)).rstrip("。；;")


def numeral(number: int) -> str:
    """Return a number from 1 to 99 in Chinese numerals; larger ones in figures."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_NUMERALS[tens]}十") + (_NUMERALS[ones] if ones else "")
