"""Where the program runs: the root of the repository, and what GitHub Actions wants beside the report."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from govaudit.results import Audit
    from govaudit.states import Severity

#: The most bytes that GitHub takes as the summary of a step.
SUMMARY = 1024 * 1024
#: How many entries a list may have, one try after the other, until the summary is short enough.
_LIMITS = (None, 10, 3, 0)


def default_format(environment: Mapping[str, str]) -> str:
    """Return the format where the user names none: annotations in GitHub Actions, elsewhere the terminal."""
    return "github" if environment.get("GITHUB_ACTIONS") == "true" else "terminal"


def repository_root(folder: Path, environment: Mapping[str, str]) -> Path:
    """Return the nearest folder upwards that is a repository, else the checkout that CI names, else the folder itself."""
    above = [folder, *folder.parents]
    found = next((one for one in above if (one / ".git").exists()), None)
    named = [Path(environment[name]) for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR") if environment.get(name)]
    return found or next((one for one in named if one in above), folder)


def places(environment: Mapping[str, str]) -> tuple[str, str]:
    """Return the folder to which formats make paths relative, and the one in which the program was called."""
    folder = Path.cwd()
    return repository_root(folder, environment).as_posix(), folder.as_posix()


def append_summary(audit: Audit, fail_on: Severity | None, environment: Mapping[str, str], *, strict: bool) -> None:
    """Append the report as Markdown to the summary of the job, if there is one; trouble with it is told, and changes no verdict."""
    path = environment.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    try:
        with Path(path).open("ab") as file:
            text = _fitting(audit, fail_on, SUMMARY - file.tell(), strict=strict)
            file.write(text)
    except OSError as error:
        click.echo(f"作业摘要写不进去:{error.strerror}({path})", err=True)
        return
    if not text:
        click.echo("作业摘要已满,本次报告没有写入;请用 -f markdown=文件 另存", err=True)


def _fitting(audit: Audit, fail_on: Severity | None, room: int, *, strict: bool) -> bytes:
    from govaudit.reports import FORMATS, Options

    for limit in _LIMITS:
        text = FORMATS["markdown"].text(audit, Options(limit=limit, fail_on=fail_on, strict=strict)).encode("utf-8", "backslashreplace")
        if len(text) <= room:
            return text
    return b""
