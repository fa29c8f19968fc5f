"""The lines of a text file of any size: which encoding it has is found by decoding all of it once, piece by piece."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from functools import partial
from itertools import chain

from govaudit.errors import Place, Problem, SourceError
from govaudit.records.formats.text import decoded, is_utf16
from govaudit.records.streams import BLOCK, Material

MAX_LINE = 16 << 20
"""No line has more characters."""

HEAD = 100_000
"""So many characters are looked at to learn how the file is written."""


def text_lines(material: Material) -> tuple[str, Iterator[str]]:
    """Return the beginning of a text, and its lines with their ends.

    Raises:
        SourceError: the encoding is not known, or there are NUL characters; when the lines are read: one is too long.
    """
    encoding = _encoding(material)
    if encoding is None:
        text = decoded(material.read(), material.path)
        _refuse_nul(text, 0, material)
        return text[:HEAD], iter(io.StringIO(text, newline=""))
    stream = io.TextIOWrapper(material.stream(), encoding, newline="")
    head = stream.read(HEAD)
    rest = stream.readline(MAX_LINE)
    return head, _bounded(chain(io.StringIO(head + rest, newline=""), iter(partial(stream.readline, MAX_LINE), "")), material.path)


def _bounded(lines: Iterator[str], path: str) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        if len(line) >= MAX_LINE:
            raise SourceError(Problem(Place(path, number), f"这一行超过 {MAX_LINE >> 20} 百万字", hint="请检查换行是否丢失、引号是否成对"))
        yield line


def _encoding(material: Material) -> str | None:
    """Try what spreadsheets write: UTF-16 with its mark, UTF-8, GB 18030; None if it is none of them."""
    with material.stream(observed=False) as stream:
        marked = is_utf16(stream.read(2))
    candidates = ("utf-16",) if marked else ("utf-8-sig", "gb18030")
    return next((encoding for encoding in candidates if _decodes(material, encoding)), None)


def _decodes(material: Material, encoding: str) -> bool:
    """Tell whether all of a file is valid in an encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    lines = 0
    with material.stream(digest=True, observed=False) as stream:
        try:
            while data := stream.read(BLOCK):
                text = decoder.decode(data)
                _refuse_nul(text, lines, material)
                lines += text.count("\n")
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _refuse_nul(text: str, lines: int, material: Material) -> None:
    """Refuse a text with NUL characters; `lines` are those before it."""
    at = text.find("\0")
    if at >= 0:
        place = Place(material.path, lines + text.count("\n", 0, at) + 1)
        raise SourceError(Problem(place, "有空字符(NUL),不是文本文件", "CSV 文本", "请从原系统重新导出,或用 Excel 另存为 CSV"))
