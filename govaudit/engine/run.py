"""One audit: tables, packs and settings in, an Audit out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import polars as pl

from govaudit import __version__
from govaudit import frames as fr
from govaudit.calendar import Calendar, china_calendar
from govaudit.checks.condition import Condition
from govaudit.checks.scope import Context, TableView
from govaudit.checks.values import parse_parameter
from govaudit.engine.attest_rules import judge_attested
from govaudit.engine.backends import Backend, open_backend
from govaudit.engine.group_rules import judge_groups
from govaudit.engine.plan import Job
from govaudit.engine.record_rules import judge_records
from govaudit.engine.references import dangling
from govaudit.engine.settings import Settings
from govaudit.engine.subjects import office_test
from govaudit.engine.warnings import warnings_of
from govaudit.errors import Problem, UsageError
from govaudit.messages import text
from govaudit.packs.load import Pack
from govaudit.records.model import Ledger, Records, Source
from govaudit.results import Audit, Input, PackRef, RejectedCell, RuleResult, Run
from govaudit.states import State
from govaudit.vocabulary.model import Vocabulary, nearest

CALENDAR_FIRST = dt.date(2007, 1, 1)
CALENDAR_YEARS_AHEAD = 15


def run_audit(records: Records, packs: Sequence[Pack], vocabulary: Vocabulary, settings: Settings, *, backend: Backend | None = None) -> Audit:
    """Judge the records by every selected rule of the packs.

    Raises:
        UsageError: an as-of date before a notice, an unknown rule, clause or parameter.
        EngineError: the engine is not installed.
    """
    _check_settings(packs, settings)
    own = backend is None
    backend = open_backend(settings.engine) if backend is None else backend
    try:
        calendar = _CalendarUse(backend)
        jobs = _jobs(records, packs, vocabulary, settings, backend, calendar)
        results = _judge(jobs, backend)
        ordered = tuple(results[job.number] for job in jobs)
        # Findings are made before the engine goes away, but only as the rows they need; text is made when a report asks.
        return Audit(_run(records, packs, settings, calendar, vocabulary), ordered, _rejects(records), vocabulary.labels)
    finally:
        if own:
            backend.close()


class _CalendarUse:
    """The calendar, loaded when a rule first needs it, and the table of it on the engine."""

    def __init__(self, backend: Backend) -> None:
        self.loaded: Calendar | None = None
        self._backend = backend
        self._frame: fr.LazyFrame | None = None

    def get(self) -> Calendar:
        self.loaded = self.loaded or china_calendar()
        return self.loaded

    def frame(self) -> fr.LazyFrame:
        if self._frame is None:
            self._frame = self._backend.put(calendar_table(self.get()))
        return self._frame


@cache
def calendar_table(calendar: Calendar) -> pl.DataFrame:
    """Return the calendar as a table for joins: day, and bounds of the number of working days up to it."""
    last = dt.date(calendar.horizon.year + CALENDAR_YEARS_AHEAD, 12, 31)
    days, lows, highs = calendar.table(calendar.first - dt.timedelta(days=1), last)
    return pl.DataFrame({"day": days, "lo": lows, "hi": highs}, schema={"day": pl.Date, "lo": pl.Int32, "hi": pl.Int32})


def _check_settings(packs: Sequence[Pack], settings: Settings) -> None:
    problems: list[Problem] = []
    for pack in packs:
        start = pack.info.issued or pack.info.period.first
        if settings.as_of.date() < start and not settings.retroactive:
            what = "印发" if pack.info.issued else "起始"
            problems.append(
                Problem(
                    found=f"统计时点 {settings.as_of.date()} 早于要点 {pack.id} 的{what}日期 {start}",
                    expected=f"{start} 或以后",
                    hint="用 --as-of 另定时点,或用 --retroactive 追溯",
                )
            )
    rules = [rule.id for pack in packs for rule in pack.rules]
    for prefix in (*settings.select, *settings.ignore):
        if not any(rule.startswith(prefix) for rule in rules):
            problems.append(Problem(found=f"没有以 {prefix} 开头的规则{nearest(prefix, rules)}", hint="用 govaudit rules list 查看"))
    clauses = {clause.id for pack in packs for clause in pack.clauses}
    problems.extend(
        Problem(found=f"没有条款 {clause}{nearest(clause, clauses)}", hint="用 govaudit coverage 查看") for clause in settings.clauses if clause not in clauses
    )
    problems.extend(_parameter_problems(packs, settings))
    if problems:
        raise UsageError(problems)


def _parameter_problems(packs: Sequence[Pack], settings: Settings) -> Iterator[Problem]:
    known = {name for pack in packs for spec in pack.info.parameters for name in (spec.id, f"{pack.id}/{spec.id}")}
    for name in settings.parameters:
        if name not in known:
            yield Problem(found=f"没有参数 {name}{nearest(name, known)}", expected=f"以下之一:{'、'.join(sorted(known)) or '(所选要点没有参数)'}")


def _parameters(pack: Pack, settings: Settings) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for spec in pack.info.parameters:
        for name in (spec.id, f"{pack.id}/{spec.id}"):
            if name in settings.parameters:
                try:
                    found[spec.id] = parse_parameter(settings.parameters[name], spec.unit)
                except ValueError as error:
                    raise UsageError(Problem(found=f"参数 {name} 的值 {settings.parameters[name]!r} 无效:{error}", expected=spec.unit)) from None
    return found


def _jobs(records: Records, packs: Sequence[Pack], vocabulary: Vocabulary, settings: Settings, backend: Backend, calendar: _CalendarUse) -> list[Job]:
    ledgers = with_register(records.ledgers, vocabulary, settings)
    _check_units(ledgers, vocabulary, settings)
    tables = {name: TableView(name, backend.put(ledger.frame), ledger.fields, ledger.bad, ledger.rejected) for name, ledger in ledgers.items()}
    jobs: list[Job] = []
    for pack in packs:
        base = Context(
            as_of=settings.as_of,
            vocabulary=vocabulary,
            calendar=calendar.get,
            tables=tables,
            period=(pack.info.period.first, pack.info.period.last),
            issued=pack.info.issued,
            retroactive=settings.retroactive,
            unit=settings.office,
            parameters=_parameters(pack, settings),
            calendar_frame=calendar.frame,
            bound=bound_test(ledgers, vocabulary, settings, pack),
            units=settings.units,
            register="units" in records.ledgers,
        )
        jobs.extend(Job(rule, pack, base, 0) for rule in pack.rules if _selected(rule.id, rule.clauses, settings))
    return [Job(job.rule, job.pack, job.context, number) for number, job in enumerate(jobs)]


def with_register(ledgers: Mapping[str, Ledger], vocabulary: Vocabulary, settings: Settings) -> dict[str, Ledger]:
    """Call every unit by one name, and enter the audited office where no register was supplied."""
    known = with_one_name_per_unit(ledgers, vocabulary)
    if "units" not in known and settings.office:
        known["units"] = _register(settings)
    return known


def with_one_name_per_unit(ledgers: Mapping[str, Ledger], vocabulary: Vocabulary) -> dict[str, Ledger]:
    """Call every unit by the name the register gives it, where the ledgers use another of its names (`units.other_names`)."""
    register = ledgers.get("units")
    if register is None or "other_names" not in register.fields:
        return dict(ledgers)
    names = {other: name for name, others in register.frame.select("_key", "other_names").rows() for other in others or () if other != name}
    changed = dict(ledgers)
    for table, ledger in ledgers.items():
        field = vocabulary.tables[table].unit
        if names and table != "units" and field is not None and field in ledger.fields:
            changed[table] = replace(ledger, frame=ledger.frame.with_columns(pl.col(field).replace(names)))
    return changed


def _check_units(ledgers: Mapping[str, Ledger], vocabulary: Vocabulary, settings: Settings) -> None:
    if not settings.units:
        return
    known = {settings.office} | set(ledgers["units"].frame["_key"].to_list() if "units" in ledgers else ())
    for table, ledger in ledgers.items():
        field = vocabulary.tables[table].unit
        if field is not None and field in ledger.fields:
            known |= set(ledger.frame[field].drop_nulls().unique().to_list())
    known.discard("")
    problems = [
        Problem(found=f"台账里没有单位 {unit}{nearest(unit, known)}", expected="单位名册或台账里有的单位") for unit in settings.units if unit not in known
    ]
    if problems:
        raise UsageError(problems)


def bound_test(ledgers: Mapping[str, Ledger], vocabulary: Vocabulary, settings: Settings, pack: Pack) -> Callable[[Condition], bool | None]:
    """Return the test of what a rule asks of the audited office, by its row in the register."""
    period = (pack.info.period.first, pack.info.period.last)
    units = ledgers["units"].frame if "units" in ledgers else None
    return office_test(units, settings.office, lambda view: Context(settings.as_of, vocabulary, china_calendar, {"units": view}, period))


def _register(settings: Settings) -> Ledger:
    row = {"_key": [settings.office], "_src": [None], "_row": [None], "name": [settings.office]}
    if settings.role:
        row["role"] = [settings.role]
    frame = pl.DataFrame(row, schema_overrides={"_src": pl.Int32, "_row": pl.Int64})
    return Ledger("units", frame, frozenset(name for name in row if not name.startswith("_")))


def _selected(rule: str, clauses: Sequence[str], settings: Settings) -> bool:
    if settings.select and not rule.startswith(settings.select):
        return False
    if settings.ignore and rule.startswith(settings.ignore):
        return False
    return not settings.clauses or any(clause in settings.clauses for clause in clauses)


def _judge(jobs: Sequence[Job], backend: Backend) -> dict[int, RuleResult]:
    """Judge all rules: of each pack, those on one table together, those on groups together, those on attestations together."""
    results: dict[int, RuleResult] = {}
    by_table: dict[tuple[str, str], list[Job]] = {}
    by_pack: dict[tuple[str, str], list[Job]] = {}
    for job in jobs:
        if job.rule.judges == "records":
            by_table.setdefault((job.pack.id, job.rule.table), []).append(job)
        else:
            by_pack.setdefault((job.pack.id, job.rule.judges), []).append(job)
    shared = _shared_clauses(jobs)
    for group in by_table.values():
        results |= _together(group, lambda some: dict(zip((job.number for job in some), judge_records(some, backend), strict=True)))
    for (_, judges), group in by_pack.items():
        if judges == "groups":
            results |= _together(group, lambda some: judge_groups(some, backend))
        else:
            results |= _together(group, lambda some: judge_attested(some, shared, backend))
    return results


def _shared_clauses(jobs: Sequence[Job]) -> frozenset[str]:
    packs = {job.pack.id: job.pack for job in jobs}
    found = Counter(clause.id for pack in packs.values() for clause in pack.clauses)
    return frozenset(clause for clause, number in found.items() if number > 1)


def _together(jobs: Sequence[Job], judge: Callable[[Sequence[Job]], dict[int, RuleResult]]) -> dict[int, RuleResult]:
    """Judge rules at once; if that fails, one by one, so that one bad rule does not hide the others."""
    try:
        return judge(jobs)
    except UsageError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever an engine raises must become the state `error` of one rule
        if len(jobs) > 1:
            return {number: result for job in jobs for number, result in _together([job], judge).items()}
        first = str(error).strip().split("\n", 1)[0][:200]
        return {jobs[0].number: jobs[0].whole(State.ERROR, text("engine_error", error=f"{type(error).__name__}: {first}"))}


def _run(records: Records, packs: Sequence[Pack], settings: Settings, calendar: _CalendarUse, vocabulary: Vocabulary) -> Run:
    used = calendar.loaded
    return Run(
        version=__version__,
        as_of=settings.as_of,
        as_of_source=settings.as_of_source,
        engine=settings.engine,
        packs=tuple(
            PackRef(pack.id, pack.info.title, pack.info.version, pack.sha256, pack.info.issued, (pack.info.period.first, pack.info.period.last))
            for pack in packs
        ),
        inputs=tuple(_input(one, vocabulary) for one in records.sources),
        calendar_source=used.source if used else "",
        calendar_horizon=used.horizon if used else None,
        retroactive=settings.retroactive,
        unit=settings.office,
        role=settings.role,
        parameters={name: str(value) for name, value in sorted(settings.parameters.items())},
        warnings=(*warnings_of(records, packs, settings.role), *dangling(records, vocabulary), *records.notes),
        selection={
            name: value
            for name, value in (("select", settings.select), ("ignore", settings.ignore), ("clause", settings.clauses), ("unit", settings.units))
            if value
        },
    )


def _input(one: Source, vocabulary: Vocabulary) -> Input:
    label = vocabulary.label(one.table)
    return Input(
        one.path, one.sha256, one.format, one.table, label, one.rows, one.rejected, one.sheet, one.columns, one.line_of, one.pointer, one.converted
    )  # fmt: skip


def _rejects(records: Records) -> tuple[RejectedCell, ...]:
    return tuple(
        RejectedCell(one.path, one.table, one.sheet, one.row, one.column, one.pointer, one.value, one.reason, one.whole_row) for one in sorted(records.rejects)
    )
