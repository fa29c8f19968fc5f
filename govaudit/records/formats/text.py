"""Decoding, and saying where in the bytes something is wrong."""

from __future__ import annotations

import codecs
from typing import NoReturn

from govaudit.errors import Place, Problem, SourceError

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def without_bom(data: bytes) -> bytes:
    """Drop the mark that Windows programs put before UTF-8."""
    return data.removeprefix(codecs.BOM_UTF8)


def is_utf16(data: bytes) -> bool:
    """Tell whether the bytes say that they are UTF-16."""
    return data.startswith(_UTF16)


def refuse_empty(content: str | bytes, path: str) -> None:
    """Refuse a file in which there is nothing.

    Raises:
        SourceError: there is nothing but white space.
    """
    if not content[:4096].strip() and not content.strip():
        raise SourceError(Problem(Place(path), "文件是空的", hint="确实没有记录的台账,也要有标题行(CSV)或空列表(JSON),才算提供了"))


def refuse_encoding(data: bytes, path: str) -> None:
    """Refuse bytes that are not UTF-8.

    Raises:
        SourceError: they are not, with the line at which that shows.
    """
    if is_utf16(data):
        raise SourceError(Problem(Place(path), "文件是 UTF-16 编码", "UTF-8", "请另存为 UTF-8 编码"))
    try:
        data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceError(Problem(Place(path, line), f"第 {error.start + 1} 个字节起不是 UTF-8 编码", "UTF-8", "请另存为 UTF-8 编码")) from None


def decoded(data: bytes, path: str) -> str:
    """Decode what spreadsheets write: UTF-8, UTF-16 with its mark, or else GB 18030.

    Raises:
        SourceError: it is none of them.
    """
    if is_utf16(data):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            _refuse(path, "文件标明是 UTF-16 编码,但内容不完整")
    try:
        return without_bom(data).decode()
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError as error:
        _refuse(path, "文件编码无法识别", data.count(b"\n", 0, error.start) + 1)


def _refuse(path: str, found: str, line: int | None = None) -> NoReturn:
    raise SourceError(Problem(Place(path, line), found, "UTF-8、UTF-16 或 GB18030", "请用 Excel 或 WPS 另存为“CSV UTF-8”")) from None
