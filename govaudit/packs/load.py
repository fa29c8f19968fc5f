"""Loading packs: every file is read, every fault of every file is collected, then all are raised at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from govaudit.errors import PackError, Place, Problem
from govaudit.packs.model import Clause, PackInfo, Rule
from govaudit.strictyaml import Document, load
from govaudit.vocabulary.load import extend_vocabulary, standard_vocabulary
from govaudit.vocabulary.model import Vocabulary

Loc = tuple[str | int, ...]
M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Origin:
    """Where a rule or clause was written."""

    document: Document
    loc: Loc

    def place(self, *loc: str | int, key: bool = False) -> Place:
        """Return the place of a part of it."""
        return self.document.place((*self.loc, *loc), key=key)


@dataclass(frozen=True)
class Pack:
    """One notice encoded. `rules` holds the written rules and those made from clauses with `attest`."""

    info: PackInfo
    clauses: tuple[Clause, ...]
    rules: tuple[Rule, ...]
    vocabulary: Vocabulary
    sha256: str
    folder: Path
    origins: dict[str, Origin] = field(default_factory=dict, repr=False, compare=False)

    @property
    def id(self) -> str:
        """The pack's id."""
        return self.info.id

    def clause(self, clause_id: str) -> Clause:
        """Return a clause by its id."""
        return self._clauses[clause_id]

    @property
    def _clauses(self) -> dict[str, Clause]:
        return {clause.id: clause for clause in self.clauses}


class Faults:
    """Collects problems while loading goes on."""

    def __init__(self) -> None:
        """Start with none."""
        self.problems: list[Problem] = []

    def add(self, place: Place, found: str, expected: str = "", hint: str = "") -> None:
        """Note one problem."""
        self.problems.append(Problem(place, found, expected, hint))


def load_packs(folders: Sequence[Path]) -> list[Pack]:
    """Load packs from their folders.

    Raises:
        PackError: all that is wrong in all of them.
    """
    from govaudit.packs.verify import verify

    faults = Faults()
    packs = [pack for folder in folders if (pack := _load(folder, faults)) is not None]
    for pack in packs:
        verify(pack, faults)
    if faults.problems:
        raise PackError(faults.problems)
    return packs


def _load(folder: Path, faults: Faults) -> Pack | None:
    documents: dict[str, Document] = {}
    digest = hashlib.sha256()
    for path in _files(folder, faults):
        raw = path.read_bytes()
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + raw + b"\0")
        document = _parse(path, raw, faults)
        if document is not None:
            documents[path.relative_to(folder).as_posix()] = document
    # Clauses and rules are read even where pack.yaml is wrong, so that all faults are told at once.
    origins: dict[str, Origin] = {}
    clauses = tuple(_items(documents.get("clauses.yaml"), Clause, origins, faults))
    rules = [rule for name, document in documents.items() if name.startswith("rules") for rule in _items(document, Rule, origins, faults)]
    info = _validate(documents["pack.yaml"], PackInfo, (), faults) if "pack.yaml" in documents else None
    if info is None:
        return None
    if info.id != folder.name:
        faults.add(documents["pack.yaml"].place(["id"]), f"要点编号 {info.id} 与文件夹名 {folder.name} 不同")
    vocabulary = _vocabulary(info, documents["pack.yaml"], faults)
    return Pack(info, clauses, (*rules, *_attest_rules(info, clauses)), vocabulary, digest.hexdigest(), folder, origins)


def _vocabulary(info: PackInfo, document: Document, faults: Faults) -> Vocabulary:
    """Return the dictionary with the pack's own tables; where they are wrong, note for each what it is."""
    standard = standard_vocabulary()
    try:
        return extend_vocabulary(standard, info.tables)
    except ValueError as whole:
        known = len(faults.problems)
        for name, raw in info.tables.items():
            try:
                extend_vocabulary(standard, {name: raw})
            except ValidationError as error:
                faults.problems.extend(document.problems(error, at=["tables", name]))
            except ValueError as error:
                faults.add(document.place(["tables", name]), str(error))
        if len(faults.problems) == known:
            faults.add(document.place(["tables"]), str(whole))
    return standard


def _files(folder: Path, faults: Faults) -> Iterator[Path]:
    for name in ("pack.yaml", "clauses.yaml"):
        path = folder / name
        if path.is_file():
            yield path
        else:
            faults.add(Place(str(path)), "缺少此文件", "每个要点文件夹要有 pack.yaml、clauses.yaml 和 rules/*.yaml", "可用 govaudit rules new 建立")
    rules = sorted((folder / "rules").glob("*.yaml"))
    if not rules:
        faults.add(Place(str(folder / "rules")), "没有规则文件 rules/*.yaml")
    yield from rules


def _parse(path: Path, raw: bytes, faults: Faults) -> Document | None:
    from govaudit.errors import SourceError

    try:
        return load(raw.decode("utf-8-sig"), str(path))
    except UnicodeDecodeError as error:
        faults.add(Place(str(path)), f"不是 UTF-8 编码(第 {error.start} 字节)", "UTF-8")
    except SourceError as error:
        faults.problems.extend(error.problems)
    return None


def _validate(document: Document, model: type[M], loc: Loc, faults: Faults) -> M | None:
    raw: Any = document.data
    for step in loc:
        raw = raw[step]
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        faults.problems.extend(document.problems(error, model, at=loc))
        return None


def _items(document: Document | None, model: type[M], origins: dict[str, Origin], faults: Faults) -> Iterator[M]:
    if document is None:
        return
    if not isinstance(document.data, list):
        faults.add(document.place([]), "文件最外层应为列表,每项以“- id:”开头")
        return
    for number in range(len(document.data)):
        item: Any = _validate(document, model, (number,), faults)
        if item is None:
            continue
        if item.id in origins:
            faults.add(document.place([number, "id"]), f"编号 {item.id} 重复;前一处在 {origins[item.id].place()}")
            continue
        origins[item.id] = Origin(document, (number,))
        yield item


def _attest_rules(info: PackInfo, clauses: Sequence[Clause]) -> Iterator[Rule]:
    for clause in clauses:
        if clause.attest is not None:
            yield Rule.model_validate(
                {
                    "id": f"{info.prefix}-A-{clause.id}",
                    "clauses": [clause.id],
                    "title": clause.duty,
                    "force": "should" if clause.force == "should" else "must",
                    "binds": clause.binds or None,
                    "check": {"kind": "attest", "ask": clause.attest},
                    "remedy": f"由责任人确认并登记证明材料:{clause.attest}",
                }
            )
