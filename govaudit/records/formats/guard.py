"""What a file is before it is read as a workbook: its kind by its first bytes, and whether unpacking it is safe."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Collection, Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from govaudit.errors import Place, Problem, SourceError
from govaudit.records.formats import ole
from govaudit.records.formats.text import is_utf16

MAX_PARTS = 10_000
MAX_PART = 4 << 30
"""The most that one part may become, and that all may: a full sheet of 1,048,576 rows has about 1 GiB."""

MAX_RATIO = 250
"""A part becomes at most so many times as long; real sheets reach 30, one value in all cells 120."""

ALWAYS_ALLOWED = 32 << 20
"""Up to so many bytes the ratio is not looked at."""

_BLOCK = 1 << 20
_RESAVE = "请用 Excel 或 WPS 打开后另存,或从原系统重新导出"
_EXPECTED = "Excel 工作簿(.xlsx、.xls 等)"


class Package:
    """The parts of a workbook that is a zip file, unpacked piece by piece and never beyond reason."""

    def __init__(self, data: bytes, path: str) -> None:
        """Open the zip file.

        Raises:
            SourceError: it is damaged, or has more or longer parts than any workbook.
        """
        self.path = path
        try:
            self._zip = ZipFile(BytesIO(data))
        except (BadZipFile, struct.error, ValueError, NotImplementedError, OverflowError) as error:
            raise damaged(path, error) from None
        infos = self._zip.infolist()
        self.parts = {info.filename: info for info in infos}
        if len(infos) > MAX_PARTS or len(self.parts) != len(infos):
            raise damaged(path, f"有 {len(infos)} 个部件{',其中有重名的' if len(infos) <= MAX_PARTS else ''}")
        if any(info.flag_bits & 1 for info in infos):
            raise SourceError(Problem(Place(path), "压缩包有密码,不能读取", _EXPECTED, "请先解密或解压"))

    def pieces(self, name: str) -> Iterator[bytes]:
        """Unpack a part piece by piece.

        Raises:
            SourceError: it is damaged, or becomes unreasonably long.
        """
        info = self.parts[name]
        size = 0
        try:
            with self._zip.open(info) as part:
                while piece := part.read(_BLOCK):
                    size += len(piece)
                    self._refuse_bomb(info, size)
                    yield piece
        except (BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
            raise damaged(self.path, f"{name}:{error}") from None

    def read(self, name: str) -> bytes:
        """Unpack a part as a whole; one that is not there is empty."""
        return b"".join(self.pieces(name)) if name in self.parts else b""

    def check(self) -> None:
        """Unpack everything that a reader would, once.

        Raises:
            SourceError: a part is damaged or becomes unreasonably long.
        """
        total = 0
        for name, info in self.parts.items():
            self._refuse_bomb(info, info.file_size)
            total += info.file_size
            if name.startswith("xl/") and not name.startswith(("xl/worksheets/", "xl/media/")):
                for _ in self.pieces(name):
                    pass
        if total > MAX_PART:
            raise self._bomb(f"解开后超过 {MAX_PART >> 30} GB")

    def _refuse_bomb(self, info: ZipInfo, size: int) -> None:
        if size > MAX_PART:
            raise self._bomb(f"解开后超过 {MAX_PART >> 30} GB")
        if size > ALWAYS_ALLOWED and size > MAX_RATIO * max(info.compress_size, 1):
            raise self._bomb(f"{info.filename} 解开后是压缩前的 {MAX_RATIO} 倍以上,像是压缩炸弹")

    def _bomb(self, what: str) -> SourceError:
        return SourceError(Problem(Place(self.path), f"{what},不再读取", hint="请核对文件来源;确是台账的,请用 Excel 或 WPS 另存为 CSV"))


def kind_of(data: bytes, path: str) -> str:
    """Tell what a workbook is by its content: `xlsx`, `xlsb`, `ods` or `xls`.

    Raises:
        SourceError: it is none: a text, a page, a document, protected by a password.
    """
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_zip(Package(data, path).parts.keys(), path)
    if data.startswith(ole.SIGNATURE):
        return _kind_of_ole(data, path)
    if data[:1] == b"\x09" and data[1:2] in b"\x00\x02\x04\x08" and len(data) > 6:
        raise _other(path, "很旧的 Excel 文件(Excel 4 以前)", "请用 Excel 或 WPS 打开,另存为 .xlsx")
    raise _text(data, path)


def _kind_of_zip(names: Collection[str], path: str) -> str:
    for name, kind in (("xl/workbook.xml", "xlsx"), ("xl/workbook.bin", "xlsb")):
        if name in names:
            return kind
    if "content.xml" in names and "mimetype" in names:
        return "ods"
    if any(name.startswith("word/") for name in names):
        raise _other(path, "Word 文档(.docx)", "请把其中的表格复制到 Excel,或从原系统导出表格")
    if any(name.startswith("ppt/") for name in names):
        raise _other(path, "幻灯片(.pptx)", "请从原系统导出表格")
    raise _other(path, "压缩包(zip)", "请先解压,再给出其中的台账")


def _kind_of_ole(data: bytes, path: str) -> str:
    try:
        names = ole.streams(data).keys()
    except ValueError as error:
        raise damaged(path, error) from None
    if "EncryptedPackage" in names:
        raise password(path)
    if "Workbook" in names or "Book" in names:
        return "xls"
    if "WordDocument" in names:
        raise _other(path, "Word 文档(.doc)", "请把其中的表格复制到 Excel,或从原系统导出表格")
    raise _other(path, "旧式 Office 文件,里面没有工作簿", _RESAVE)


def damaged(path: str, why: object) -> SourceError:
    """Word it that a workbook is damaged."""
    return SourceError(Problem(Place(path), f"工作簿已损坏,不能读取({why})", hint=_RESAVE))


def password(path: str) -> SourceError:
    """Word it that a workbook is protected."""
    return SourceError(Problem(Place(path), "工作簿有打开密码,不能读取", "没有密码的工作簿", "请用 Excel 或 WPS 打开,取消密码后另存"))


def _text(data: bytes, path: str) -> SourceError:
    """Word what a file is that is no workbook at all."""
    head = data[:4096].decode("utf-16" if is_utf16(data) else "latin-1", "ignore").lower()
    if re.search(r"<html|<table|<!doctype html|<meta |urn:schemas-microsoft-com:office:excel", head):
        return _other(path, "网页(HTML)表格,不是工作簿:不少系统导出的“Excel”就是这样", "请用 Excel 或 WPS 打开,另存为 .xlsx 或 CSV")
    if "urn:schemas-microsoft-com:office:spreadsheet" in head:
        return _other(path, "“XML 电子表格 2003”", "请用 Excel 或 WPS 打开,另存为 .xlsx")
    if head.lstrip("\ufeff \r\n\t").startswith(("{", "[")):
        return _other(path, "JSON 文本", "请把后缀改为 .json(每行一条记录的改为 .jsonl)")
    if data.startswith(b"%PDF"):
        return _other(path, "PDF 文件", "请从原系统导出表格")
    if _is_text(data):
        return _other(path, "文本,不是工作簿", "是逗号或制表符分隔的,请把后缀改为 .csv")
    return _other(path, "看不出是什么格式的内容,可能已损坏", _RESAVE)


def _is_text(data: bytes) -> bool:
    """Tell whether some bytes are a text in an encoding that spreadsheets write."""
    if is_utf16(data):
        return True
    head = data[:4096]
    if b"\0" in head:
        return False
    return any(_decodes(head[: len(head) - cut], encoding) for encoding in ("utf-8", "gb18030") for cut in range(4))


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _other(path: str, what: str, hint: str) -> SourceError:
    return SourceError(Problem(Place(path), f"内容是{what}", _EXPECTED, hint))
