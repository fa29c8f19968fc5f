"""The bytes of one input: read whole or piece by piece, unpacked if it is compressed, hashed on the way, and never more than is reasonable."""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, BinaryIO

from govaudit.errors import Place, Problem, SourceError

if TYPE_CHECKING:
    from pathlib import Path

    from _typeshed import WriteableBuffer

PACKED = ".gz"
"""What ends the name of a compressed file."""

BLOCK = 1 << 20
"""So many bytes are asked for at once."""

MAX_RATIO = 250
"""A compressed ledger becomes at most so many times as long; the most that deflate can do is 1,032."""

ALWAYS_ALLOWED = 32 << 20
"""Up to so many bytes the ratio is not looked at."""

MAX_UNPACKED = 64 << 30
"""The most that a compressed file may become when it is read in chunks."""

MAX_WHOLE = 4 << 30
"""The most that it may become when it must be in memory as a whole."""


class Observer:
    """Told how the reading goes; this one does nothing with it."""

    def begins(self, total: int) -> None:
        """So many bytes are about to be read."""

    def advanced(self, size: int) -> None:
        """So many of them have been."""

    def passed_over(self, path: str, reason: str) -> None:
        """Something in a folder is no ledger and was not read."""


class Material:
    """One input: its name as messages give it, its format, and its bytes as often as they are wanted.

    Attributes:
        path: the name that places, rejects and reports give.
        format: the name of the format.
        size: how many bytes there are, before unpacking.
    """

    def __init__(self, path: str, format_: str, opener: Callable[[], BinaryIO], *, size: int = 0, packed: bool = False, file: Path | None = None) -> None:
        """Take the name, the format, and what opens the input at its beginning; `packed` if it is compressed by gzip, `file` if it stays after the run."""
        self.path = path
        self.format = format_
        self.size = size
        self.packed = packed
        self.observer = Observer()
        self.file = file
        self._stamp = self._stamped()
        self._opener = opener
        self._digest: Future[str] | str = ""

    @classmethod
    def of_bytes(cls, path: str, format_: str, data: bytes) -> Material:
        """Make an input of bytes that are in memory."""
        return cls(path, format_, lambda: io.BytesIO(data), size=len(data))

    @classmethod
    def of_file(cls, path: Path, format_: str) -> Material:
        """Make an input of a file that is there."""
        return cls(str(path), format_, lambda: path.open("rb"), size=path.stat().st_size, packed=path.suffix.lower() == PACKED, file=path)

    def _stamped(self) -> tuple[int, int] | None:
        try:
            stat = self.file.stat() if self.file is not None else None
        except OSError:
            return None
        return None if stat is None else (stat.st_size, stat.st_mtime_ns)

    def unchanged(self) -> bool:
        """Tell whether it is a file that is still there, as it was when it was found."""
        return self._stamp is not None and self._stamp == self._stamped()

    @property
    def sha256(self) -> str:
        """The digest of the bytes as they lie there, known once they were read."""
        if isinstance(self._digest, Future):
            self._digest = self._digest.result()
        return self._digest

    def open(self) -> BinaryIO:
        """Open the bytes as they lie there.

        Raises:
            SourceError: the system does not allow it.
        """
        try:
            return self._opener()
        except OSError as error:
            raise SourceError(Problem(Place(self.path), f"不能打开文件({error.strerror})", hint="请检查文件是否还在、是否有权读取")) from None

    def digested(self, until: int = 0) -> str:
        """Read everything once, only to learn its digest; return the digest of the bytes before `until`."""
        with self.open() as source:
            found = hashlib.sha256()
            left = until
            while left and (data := source.read(min(BLOCK, left))):
                found.update(data)
                left -= len(data)
            first = found.hexdigest()
            while data := source.read(BLOCK):
                found.update(data)
            self._digest = found.hexdigest()
        return first

    def read(self) -> bytes:
        """Read everything at once, unpacked.

        Raises:
            SourceError: it cannot be opened, is no complete gzip file, or becomes too long.
        """
        with self.open() as source:
            data = source.read()
        self.observer.advanced(len(data))
        pool = ThreadPoolExecutor(1)  # hashing leaves the interpreter free to parse
        self._digest = pool.submit(lambda: hashlib.sha256(data).hexdigest())
        pool.shutdown(wait=False)
        return io.BufferedReader(_Unpacked(io.BytesIO(data), self.path, MAX_WHOLE), BLOCK).read() if self.packed else data

    def stream(self, *, digest: bool = False, observed: bool = True) -> BinaryIO:
        """Open the unpacked bytes for reading from the beginning to the end.

        Args:
            digest: learn the digest of the bytes on the way; it is known when the end was reached.
            observed: tell the observer how far it is.

        Raises:
            SourceError: also when it is read: no complete gzip file, or one that becomes too long.
        """
        tapped = io.BufferedReader(_Tapped(self.open(), self, digest=digest, observed=observed), BLOCK)
        return io.BufferedReader(_Unpacked(tapped, self.path, MAX_UNPACKED), BLOCK) if self.packed else tapped

    def learned(self, digest: str) -> None:
        """Take the digest that a stream has found."""
        self._digest = digest


class _Raw(io.RawIOBase):
    """A stream that reads from another, which it closes with itself."""

    def __init__(self, inner: BinaryIO) -> None:
        self.inner = inner

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        data = self.piece(len(view))
        view[: len(data)] = data
        return len(data)

    def piece(self, size: int) -> bytes:
        return self.inner.read(size)

    def close(self) -> None:
        self.inner.close()
        super().close()


class _Tapped(_Raw):
    """Hashes and counts what goes through."""

    def __init__(self, inner: BinaryIO, material: Material, *, digest: bool, observed: bool) -> None:
        super().__init__(inner)
        self._material = material
        self._hash = hashlib.sha256() if digest else None
        self._observed = observed

    def piece(self, size: int) -> bytes:
        data = self.inner.read(size)
        if self._observed:
            self._material.observer.advanced(len(data))
        if self._hash is not None:
            self._hash.update(data)
            if not data:
                self._material.learned(self._hash.hexdigest())
        return data


class _Unpacked(_Raw):
    """Unpacks gzip, and stops where a small file becomes an unreasonably big one."""

    def __init__(self, inner: BinaryIO, path: str, most: int) -> None:
        super().__init__(inner)
        self._path = path
        self._most = most
        self._packed = _Counted(inner)
        self._unpacking = gzip.GzipFile(fileobj=self._packed, mode="rb")
        self._size = 0

    def piece(self, size: int) -> bytes:
        try:
            data = self._unpacking.read(size)
        except EOFError:
            raise self._problem("压缩文件不完整,可能没有传完", "请重新压缩或重新传送") from None
        except (gzip.BadGzipFile, zlib.error):
            raise self._problem("不是完好的 gzip 压缩文件", "请重新压缩;没有压缩的文件请去掉 .gz 后缀") from None
        self._size += len(data)
        if self._size > self._most:
            raise self._problem(f"解压后超过 {self._most >> 30} GB,不再读取", "请先解压,分成几个文件")
        if self._size > ALWAYS_ALLOWED and self._size > MAX_RATIO * self._packed.size:
            raise self._problem(f"解压后是压缩前的 {MAX_RATIO} 倍以上,像是压缩炸弹,不再读取", "如确是台账,请先自行解压再核查")
        return data

    def _problem(self, found: str, hint: str) -> SourceError:
        return SourceError(Problem(Place(self._path), found, hint=hint))


class _Counted(_Raw):
    """Counts what was read of a compressed file."""

    def __init__(self, inner: BinaryIO) -> None:
        super().__init__(inner)
        self.size = 0

    def piece(self, size: int) -> bytes:
        data = self.inner.read(size)
        self.size += len(data)
        return data
