"""Finding the inputs that are meant: files, the files of a folder, compressed files, standard input; and telling of what format each is."""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from govaudit.errors import Place, Problem, UsageError
from govaudit.records.formats import READERS
from govaudit.records.formats.sniffing import GZIP, HEAD, foreign, sniffed
from govaudit.records.streams import PACKED, Material, Observer

STDIN = "-"
"""Stands for standard input among the paths."""

STDIN_NAME = "标准输入"
"""What standard input is called in messages and reports."""

IN_MEMORY = 64 << 20

SETTINGS = ("govaudit.yaml",)
"""Files that are expected beside ledgers, and not worth a word."""


@dataclass(slots=True)
class _Search:
    """What was asked for, what was found, and what is wrong with it."""

    input_format: str
    observer: Observer
    found: list[Material] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    seen: set[Path] = field(default_factory=set)

    def refuse(self, path: str, found: str, expected: str = "", hint: str = "") -> None:
        """Add a problem with a path."""
        self.problems.append(Problem(Place(path), found, expected, hint))


def find(paths: Sequence[Path | str], *, input_format: str = "", observer: Observer | None = None) -> list[Material]:
    """Find the inputs that paths stand for.

    Args:
        paths: files, folders (all ledgers that lie directly in them, by name), or `-` for standard input.
        input_format: the format of standard input and of files whose name does not tell theirs; else their first bytes tell it.
        observer: told what in a folder was not read.

    Raises:
        UsageError: everything that cannot be read at all: no such path, given twice, of an unknown format.
    """
    search = _Search(input_format, observer or Observer())
    if not paths:
        search.refuse("", "没有给出台账文件", hint=f"可以读取的格式:{'、'.join(READERS)}")
    for path in paths:
        if str(path) == STDIN:
            _stdin(search)
        elif Path(path).is_dir():
            _folder(Path(path), search)
        else:
            _file(Path(path), search)
    if search.problems:
        raise UsageError(search.problems)
    for material in search.found:
        material.observer = search.observer
    search.observer.begins(sum(material.size for material in search.found))
    return search.found


def format_of(path: Path) -> str | None:
    """Tell the format by the name of a file; None if it does not tell."""
    name = path.with_suffix("") if path.suffix.lower() == PACKED else path
    known = READERS.get(name.suffix.lower())
    return None if known is None else known[0]


def _file(path: Path, search: _Search) -> None:
    if not path.is_file():
        search.refuse(str(path), "没有这个文件" if not path.exists() else "不是文件", "台账文件或文件夹", "请检查路径")
    elif _first_time(path, search):
        format_ = format_of(path) or search.input_format
        if not format_:
            what = "".join(path.suffixes[-2:]) if path.suffix.lower() == PACKED else path.suffix
            search.refuse(str(path), f"不能读取 {what or '没有后缀的'} 文件", "、".join(READERS), "请另存为 CSV 或 JSON,或用 --input-format 指明格式")
        else:
            _add(path, format_, search)


def _folder(folder: Path, search: _Search) -> None:
    """Take the ledgers that lie in a folder, by name; name what is none."""
    before = len(search.found) + len(search.problems)
    try:
        entries = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError as error:
        search.refuse(str(folder), f"不能打开文件夹({error.strerror})")
        return
    for path in entries:
        if path.name.startswith((".", "~$")) or path.name in SETTINGS:
            continue
        format_ = format_of(path)
        if path.is_dir():
            search.observer.passed_over(str(path), "是下一级文件夹,没有读")
        elif format_ is None:
            search.observer.passed_over(str(path), "不是可以读取的台账,没有读")
        elif _first_time(path, search):
            _add(path, format_, search)
    if before == len(search.found) + len(search.problems):
        search.refuse(str(folder), "文件夹里没有可以读取的台账", "、".join(READERS), "下一级文件夹不会自动读取,请直接给出")


def _first_time(path: Path, search: _Search) -> bool:
    """Tell whether a file was not given before."""
    known = path.resolve() in search.seen
    search.seen.add(path.resolve())
    if known:
        search.refuse(str(path), "同一个文件给了两次")
    return not known


def _add(path: Path, format_: str, search: _Search) -> None:
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
        material = Material.of_file(path, format_)
    except OSError as error:
        search.refuse(str(path), f"不能打开文件({error.strerror})", hint="请检查是否有权读取")
        return
    problem = foreign(head, "gz" if path.suffix.lower() == PACKED else format_, str(path))
    if problem is not None:
        search.problems.append(problem)
    else:
        search.found.append(material)


def _stdin(search: _Search) -> None:
    """Take standard input, kept aside as a whole: some formats are read twice, or from the end."""
    if STDIN_NAME in (material.path for material in search.found):
        search.refuse(STDIN_NAME, "标准输入(-)给了两次")
        return
    size, opener = _kept_aside(sys.stdin.buffer)
    with opener() as source:
        packed = source.read(HEAD).startswith(GZIP)
    material = Material(STDIN_NAME, "", opener, size=size, packed=packed)
    with material.stream(observed=False) as stream:
        material.format = search.input_format or sniffed(stream)
    search.found.append(material)


def _kept_aside(source: BinaryIO) -> tuple[int, Callable[[], BinaryIO]]:
    """Read a stream to its end; give its length, and what opens what was read: in memory, or on disk if it is much."""
    data = source.read(IN_MEMORY)
    if len(data) < IN_MEMORY:
        return len(data), lambda: io.BytesIO(data)
    handle, name = tempfile.mkstemp(prefix="govaudit-")
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        shutil.copyfileobj(source, file, 1 << 20)
        size = file.tell()
    return size, _OnDisk(name)


class _OnDisk:
    """Opens a file that goes with the last who might read it."""

    def __init__(self, path: str) -> None:
        self._path = path
        weakref.finalize(self, os.unlink, path)

    def __call__(self) -> BinaryIO:
        return open(self._path, "rb")
