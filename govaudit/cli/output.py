"""Where reports go: standard output, or files that are written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from govaudit.errors import Place, Problem, UsageError
from govaudit.vocabulary.model import nearest


@dataclass(frozen=True)
class Target:
    """A format and where it goes; no path: standard output."""

    format: str
    path: Path | None


def parse_target(text: str, formats: Mapping[str, object]) -> Target:
    """Parse `NAME`, `NAME=PATH` or `NAME=-`.

    Raises:
        UsageError: no such format, or an empty path.
    """
    name, equals, path = text.partition("=")
    if name not in formats:
        raise UsageError(Problem(found=f"没有报告格式 {name}{nearest(name, formats)}", expected="、".join(formats)))
    if equals and not path:
        raise UsageError(Problem(found=f"-f {text} 的等号后面没有文件名", expected=f"-f {name}=文件,或 -f {name}"))
    return Target(name, None if path in ("", "-") else Path(path))


def write_all(texts: Mapping[Target, str | bytes]) -> None:
    """Write every report; the files first, each whole or not at all, then what goes to standard output.

    Raises:
        UsageError: a file cannot be written.
    """
    staged: list[tuple[str, Path]] = []
    writing = Path()
    try:
        for target, text in texts.items():
            if target.path is not None:
                writing = target.path
                staged.append((_stage(target.path, text), target.path))
        for temporary, path in staged:
            writing = path
            os.replace(temporary, path)
    except OSError as error:
        _discard(temporary for temporary, _ in staged)
        raise UsageError(Problem(Place(str(writing)), f"报告写不进去:{error.strerror}", hint="请检查文件夹是否存在、是否有权写入、磁盘是否已满")) from None
    for target, text in texts.items():
        if target.path is None:
            sys.stdout.buffer.write(encoded(text))
            sys.stdout.buffer.flush()


def encoded(text: str | bytes) -> bytes:
    """Return a report as it is written."""
    return text if isinstance(text, bytes) else text.encode("utf-8", "backslashreplace")


def _stage(path: Path, text: str | bytes) -> str:
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(encoded(text))
    mask = os.umask(0)
    os.umask(mask)
    os.chmod(temporary, 0o666 & ~mask)
    return temporary


def _discard(paths: Iterable[str]) -> None:
    for path in paths:
        with contextlib.suppress(OSError):
            os.unlink(path)
