"""Where packs are found: a path, `rules/` of the working folder, and those that ship with the program."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from govaudit.errors import Problem, UsageError
from govaudit.vocabulary.model import nearest

_HOME = Path(__file__).resolve().parent.parent


def shelves(base: Path | None = None) -> list[Path]:
    """Return the folders that hold packs: `rules/` in `base`, then the program's own (in the wheel, or in a checkout)."""
    own = _HOME / "_rules"
    if not own.is_dir():
        own = _HOME.parent / "rules"
    found = [own]
    if base is not None and (base / "rules").is_dir() and (base / "rules").resolve() != own.resolve():
        found.insert(0, base / "rules")
    return found


def all_packs(base: Path | None = None) -> dict[str, Path]:
    """Return every pack that can be found, by id; those of the working folder win."""
    found: dict[str, Path] = {}
    for shelf in shelves(base):
        for folder in sorted(shelf.iterdir()) if shelf.is_dir() else ():
            if (folder / "pack.yaml").is_file():
                found.setdefault(folder.name, folder)
    return found


def find_packs(names: Sequence[str], base: Path | None = None) -> list[Path]:
    """Return the folders of the packs named by id or by path, each once.

    Raises:
        UsageError: a name that is neither, with the nearest known ids.
    """
    known = all_packs(base)
    found: list[Path] = []
    problems: list[Problem] = []
    for name in names:
        path = Path(name)
        if name in known:
            found.append(known[name])
        elif ("/" in name or "\\" in name or name in (".", "..")) and path.is_dir():
            found.append(path.resolve())
        else:
            problems.append(Problem(found=f"没有要点 {name}{nearest(name, known)}", expected=f"以下之一,或要点文件夹的路径:{'、'.join(known)}"))
    if problems:
        raise UsageError(problems)
    return list(dict.fromkeys(found))
