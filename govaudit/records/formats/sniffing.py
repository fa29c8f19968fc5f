"""Telling formats apart by their first bytes: where no name tells, and where the name tells something else."""

from __future__ import annotations

from typing import BinaryIO

from govaudit.errors import Place, Problem
from govaudit.records.formats.text import without_bom

HEAD = 8
"""So many bytes of a file are enough to see that it is something else."""

GZIP = b"\x1f\x8b"
PARQUET = b"PAR1"

_SIGNATURES = (
    (b"PK\x03\x04", "Excel 工作簿(.xlsx)或压缩包(.zip)", "是工作簿请把后缀改为 .xlsx;是压缩包请先解压"),
    (b"\xd0\xcf\x11\xe0", "旧式 Office 文件(.xls、.doc)或加密的工作簿", "是工作簿请把后缀改为 .xls,或用 Excel 另存为 CSV"),
    (PARQUET, "Parquet 文件", "请把后缀改为 .parquet"),
    (GZIP, "gzip 压缩文件", "请在后缀之后加上 .gz"),
    (b"%PDF", "PDF 文件", "请从原系统导出表格"),
    (b"Rar!", "RAR 压缩包", "请先解压"),
    (b"7z\xbc\xaf", "7z 压缩包", "请先解压"),
)
_TEXTS = ("csv", "json", "jsonl")
_NAMES = {"csv": "CSV 文本", "json": "JSON 文本", "jsonl": "每行一个 JSON 对象的文本"}
_LINE = 1 << 20


def foreign(head: bytes, format_: str, path: str) -> Problem | None:
    """Word it if a file begins with what its name does not promise; a file without content is left to its reader."""
    found = next(((what, hint) for signature, what, hint in _SIGNATURES if head.startswith(signature)), None)
    if not head or (found is None and format_ in _TEXTS):
        return None
    if format_ in _TEXTS and found is not None:
        return Problem(Place(path), f"内容是{found[0]},与后缀不符", _NAMES[format_], found[1])
    if (format_, head[:2]) != ("gz", GZIP) and format_ == "gz":
        return Problem(Place(path), "不是 gzip 压缩文件", "gzip 压缩的台账", "没有压缩的文件请去掉 .gz 后缀")
    if format_ == "parquet" and not head.startswith(PARQUET):
        return Problem(Place(path), f"内容是{found[0]},与后缀不符" if found else "不是 Parquet 文件", "Parquet 文件", found[1] if found else "请核对后缀")
    return None


def sniffed(stream: BinaryIO) -> str:
    """Tell the format of a stream by its beginning: Parquet, a workbook, one JSON object, JSON Lines, or else CSV."""
    first = without_bom(stream.read(_LINE))
    if first.startswith(PARQUET):
        return "parquet"
    if first.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return "xlsx"
    text = first.lstrip()
    if not text.startswith((b"{", b"[")):
        return "csv"
    line, _, rest = text.partition(b"\n")
    return "jsonl" if _is_record(line, more=bool(rest.strip())) else "json"


def _is_record(line: bytes, *, more: bool) -> bool:
    """Tell whether a first line is a whole record: an object with more below it, or one that does not look like an object of tables."""
    from pydantic_core import from_json

    try:
        value = from_json(line)
    except ValueError:
        return False
    if not isinstance(value, dict):
        return False
    return more or not all(isinstance(part, list) or name == "meta" for name, part in value.items())
