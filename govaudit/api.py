"""The Python interface: the same audit that the command line makes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govaudit.errors import Problem, UsageError

if TYPE_CHECKING:
    from govaudit.config import Given
    from govaudit.engine.settings import Settings
    from govaudit.packs.load import Pack
    from govaudit.records.model import Records
    from govaudit.records.streams import Observer
    from govaudit.results import Audit
    from govaudit.vocabulary.model import Vocabulary

Tables = Mapping[str, list[dict[str, Any]]]
Source = str | Path | Iterable[str | Path] | Tables


@dataclass(frozen=True)
class Request:
    """What is asked of an audit; whatever is None or empty is taken from the configuration, then from the records' own meta."""

    packs: tuple[str, ...] = ()
    as_of: str | dt.date | dt.datetime | None = None
    office: str = ""
    role: str = ""
    parameters: Mapping[str, Any] | None = None
    mapping: str | Path | None = None
    ignore_unknown: bool = False
    retroactive: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    engine: str = "polars"
    input_format: str = ""


def audit(
    source: Source,
    *,
    packs: Sequence[str] = (),
    as_of: str | dt.date | dt.datetime | None = None,
    config: str | Path | None = None,
    **options: Any,
) -> Audit:
    """Audit records against packs and return the result.

    Args:
        source: files (JSON, JSON Lines, CSV, workbooks, Parquet), folders of them, or the tables themselves as lists of records.
        packs: pack ids or folders; by default those of the records' own `meta` or of `config`.
        as_of: the moment to judge by; by default the records' own, else now (Asia/Shanghai).
        config: a govaudit.yaml; none is searched for.
        options: the other fields of `Request`: office, role, parameters, mapping, retroactive, select, ignore, clauses, units, engine, input_format.

    Raises:
        GovauditError: input, pack or options are wrong; carries every problem with its place.
    """
    from govaudit.config import load_config

    request = Request(packs=tuple(packs), as_of=as_of, **options)
    return perform(source, request, load_config(Path(config) if config else None))


@dataclass(frozen=True)
class Task:
    """Everything an audit is made of, read and checked: the records, the packs they are held against, the dictionary, and the settings."""

    records: Records
    packs: tuple[Pack, ...]
    vocabulary: Vocabulary
    settings: Settings

    def run(self) -> Audit:
        """Judge the records by the packs."""
        from govaudit.engine.run import run_audit

        return run_audit(self.records, self.packs, self.vocabulary, self.settings)


def perform(source: Source, request: Request, config: Given, observer: Observer | None = None) -> Audit:
    """Carry a request out; `observer` is told how far the reading is."""
    return prepare(source, request, config, observer).run()


def prepare(source: Source, request: Request, config: Given, observer: Observer | None = None, *, whole: bool = False) -> Task:
    """Read what a request asks for, without judging it yet; `whole` keeps also the fields that no rule reads."""
    from govaudit.config import parse_meta
    from govaudit.engine.settings import Settings

    records, loaded, vocabulary = load_records(source, request, config, observer, whole=whole)
    if not loaded:
        raise no_pack()
    meta = parse_meta(records.meta, records.sources[0].path if records.sources else "")
    as_of, origin = _as_of(request, meta.as_of)
    settings = Settings(
        as_of=as_of,
        as_of_source=origin,
        retroactive=request.retroactive or getattr(config, "retroactive", False),
        office=request.office or config.office or meta.office,
        role=request.role or config.role or meta.role,
        parameters={**meta.parameters, **config.parameters, **(request.parameters or {})},
        select=tuple(request.select),
        ignore=tuple(request.ignore),
        clauses=tuple(request.clauses),
        units=tuple(request.units),
        engine=request.engine,
    )
    return Task(complete_empty(records, vocabulary), tuple(loaded), vocabulary, settings)


def load_records(
    source: Source, request: Request, config: Given, observer: Observer | None = None, *, whole: bool = False
) -> tuple[Records, list[Pack], Vocabulary]:
    """Read the records of a request, load its packs, and return both with the dictionary they make.

    Args:
        source: files, folders, or the tables themselves.
        request: what is asked for; of it the packs, the mapping and how to read.
        config: what is taken where the request says nothing.
        observer: told how far the reading is.
        whole: keep all fields, also those that no rule reads; packs are not compulsory then.
    """
    from govaudit.config import parse_meta
    from govaudit.engine.needed import fields_needed

    chosen = tuple(request.packs) or tuple(config.packs)
    loaded: list[Pack] = []

    def vocabulary_for(meta: Mapping[str, Any]) -> Vocabulary:
        """Load the packs, which may be named by the records themselves, and return the dictionary they make."""
        names = chosen or parse_meta(meta, str(source)).packs
        if not names and not whole:
            raise no_pack()
        loaded.extend(load_selected(names) if names else [])
        return merged_vocabulary(loaded)

    kept = None if whole else lambda vocabulary: fields_needed(loaded, vocabulary)
    records = read_source(source, request, config, vocabulary_for, observer=observer, kept=kept)
    return records, loaded, merged_vocabulary(loaded)


def load_selected(names: Sequence[str]) -> list[Pack]:
    """Load packs by id or path, with those they extend before them, each once."""
    from govaudit.packs.load import load_packs
    from govaudit.packs.locate import find_packs

    done: list[Path] = []
    packs: list[Pack] = []
    waiting = list(names)
    while waiting:
        folders = [folder for folder in find_packs(waiting, Path.cwd()) if folder not in done]
        loaded = load_packs(folders)
        packs = [*packs, *loaded]
        done.extend(folders)
        waiting = [name for pack in loaded for name in pack.info.extends if name not in {known.id for known in packs}]
    return packs


def merged_vocabulary(packs: Sequence[Pack]) -> Vocabulary:
    """Return the dictionary with the tables and fields of all packs.

    Raises:
        UsageError: two packs define one field differently.
    """
    from govaudit.vocabulary.load import extend_vocabulary, standard_vocabulary

    vocabulary = standard_vocabulary()
    for pack in packs:
        try:
            vocabulary = extend_vocabulary(vocabulary, pack.info.tables)
        except ValueError as error:
            raise UsageError(Problem(found=f"要点 {pack.id} 的表与其他要点冲突:{error}", hint="请分别核查")) from None
    return vocabulary


def read_source(
    source: Source,
    request: Request,
    config: Given,
    vocabulary: Callable[[Mapping[str, Any]], Vocabulary],
    *,
    observer: Observer | None = None,
    kept: Callable[[Vocabulary], Mapping[str, Collection[str]]] | None = None,
) -> Records:
    """Read files, or take tables as they are given; of files, only the fields in `kept` stay in memory."""
    from govaudit.records import load_mapping, read, records_from

    if isinstance(source, Mapping):
        meta: Any = source.get("meta", {})
        records = records_from({name: rows for name, rows in source.items() if name != "meta"}, vocabulary(meta))
        return replace(records, meta=meta)
    paths = [source] if isinstance(source, (str, Path)) else list(source)
    mapping_path = request.mapping or getattr(config, "mapping", "")
    mapping = load_mapping(Path(mapping_path)) if mapping_path else None
    unknown = request.ignore_unknown
    return read(paths, vocabulary, mapping, ignore_unknown=unknown, input_format=request.input_format, observer=observer, kept=kept)


def complete_empty(records: Records, vocabulary: Vocabulary) -> Records:
    """Give a ledger that was supplied without a single record all its fields: it says that there is nothing, not that columns are lacking."""
    from govaudit.records import records_from

    empty = [name for name, ledger in records.ledgers.items() if ledger.frame.is_empty() and not ledger.rejected]
    whole = records_from({name: [] for name in empty}, vocabulary, complete=True).ledgers
    return replace(records, ledgers={**records.ledgers, **whole})


def no_pack() -> UsageError:
    """Return the error for an audit without a pack; it lists the packs there are."""
    from govaudit.packs.locate import all_packs

    known = "、".join(all_packs(Path.cwd()))
    return UsageError(Problem(found="没有指明要点", expected=f"以下之一:{known}", hint="用 -p 指明,或写在 govaudit.yaml 的 packs、记录文件的 meta.packs 里"))


def _as_of(request: Request, meta: str) -> tuple[dt.datetime, str]:
    from zoneinfo import ZoneInfo

    from govaudit.engine.settings import END_OF_DAY, parse_as_of

    given = request.as_of
    if isinstance(given, dt.datetime):
        return given.replace(tzinfo=None), "option"
    if isinstance(given, dt.date):
        return dt.datetime.combine(given, END_OF_DAY), "option"
    if given:
        return parse_as_of(given), "option"
    if meta:
        return parse_as_of(meta), "meta"
    return dt.datetime.now(ZoneInfo("Asia/Shanghai")).replace(tzinfo=None, second=0, microsecond=0), "now"
