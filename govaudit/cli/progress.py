"""What is going on, on standard error: a bar for long reading, a line for long judging and writing; only on a terminal, only for much, never in CI."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from govaudit.records.streams import Observer

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

MUCH = 20_000_000
"""Fewer bytes are read before anyone wonders."""
MANY = 100_000
"""Fewer records are judged, or findings written, before anyone wonders."""


def wanted(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Return whether somebody watches who is helped by a bar."""
    return stream.isatty() and not environment.get("CI") and environment.get("TERM") != "dumb"


class _Bar(Observer):
    """Shows how much of the files has been read."""

    def __init__(self) -> None:
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def begins(self, total: int) -> None:
        if total < MUCH:
            return
        from rich.console import Console
        from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("读取台账"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
        self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._progress.add_task("", total=total)
        self._progress.start()

    def advanced(self, size: int) -> None:
        if self._progress is not None and self._task is not None:
            self._progress.advance(self._task, size)
            if self._progress.finished:
                self.close()

    def close(self) -> None:
        if self._progress is not None:
            self._progress.stop()
            self._progress = None


@contextmanager
def reading_progress() -> Iterator[Observer]:
    """Give what shows the reading of files, and take the bar away in the end."""
    if not wanted(sys.stderr, os.environ):
        yield Observer()
        return
    bar = _Bar()
    try:
        yield bar
    finally:
        bar.close()


@contextmanager
def working(what: str, number: int) -> Iterator[None]:
    """Say what is being done with so many things, while it is being done."""
    if number < MANY or not wanted(sys.stderr, os.environ):
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(what):
        yield
