"""An inspection as text for a terminal: what each table was taken for, column by column, and how far the ledgers go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath

from govaudit.errors import column_letters
from govaudit.inspection.model import ColumnLook, Inspection, Reach, TableLook
from govaudit.records.coercions import COERCIONS
from govaudit.records.mapping import IGNORE
from govaudit.reports.layout import Page
from govaudit.reports.wording import listed, say

#: The most packs told at length, and the most tables and fields named in a line.
_PACKS, _TABLES, _FIELDS, _LOST, _PROBLEMS = 3, 6, 5, 3, 3
_OTHERS = 3
#: What a table was taken for by its headings, it might have been taken otherwise.
_DOUBTFUL = ("headings", "guess", "unknown")
_WHY_STYLE = {"guess": "yellow", "unknown": "bold red"}


def shown(found: Inspection, width: int | None, *, color: bool) -> str:
    """Return an inspection as text."""
    page = Page(width, color=color)
    for problem in found.problems:
        page.line(("! ", "bold red"), problem, hang=2, most=1000)
    for look in found.tables:
        if not look.skipped:
            _add_table(page, look)
    _add_skipped(page, found.tables)
    for note in found.notes:
        page.blank()
        page.line(("- ", "dim"), note, hang=2, most=1000)
    _add_reach(page, found.reach)
    if any(look.problems for look in found.tables):
        page.blank()
        page.line((f"{say('report.next')} ", "bold"), say("inspect.next"), indent=2, hang=10)
    return page.text()


def _add_table(page: Page, look: TableLook) -> None:
    within = look.sheet if look.sheet is not None else look.table if look.why in ("name", "typed") else None
    name = PurePath(look.path).name + (f" › {within}" if within is not None else "")
    page.heading(name, say("inspect.format", format=look.format.upper(), rows=look.rows))
    _add_taken(page, look)
    problems = _not_said_below(look)
    for problem in problems[:_PROBLEMS]:
        page.line(("! ", "bold red"), say("inspect.problem", problem=problem), indent=2, hang=4, most=1000)
    if len(problems) > _PROBLEMS:
        page.line(say("report.more", n=len(problems) - _PROBLEMS, total=len(problems)), indent=4)
    for column in look.columns:
        _add_column(page, look, column)
    if look.constants:
        page.line(say("inspect.constants", fields=listed(look.constants)), indent=2)


def _not_said_below(look: TableLook) -> list[str]:
    """Leave out what a check says of unknown columns: it stands beside them."""
    unknown = [say("inspect.problem.column", heading=column.heading) for column in look.columns if column.name is None]
    return [problem for problem in look.problems if not any(text in problem for text in unknown)]


def _add_skipped(page: Page, looks: Sequence[TableLook]) -> None:
    """Name the sheets that were passed over, by the reason."""
    reasons: dict[str, list[str]] = {}
    for look in looks:
        if look.skipped:
            why = say("inspect.skipped.own") if look.skipped == "own" else look.skipped
            reasons.setdefault(why, []).append(look.sheet if look.sheet is not None else PurePath(look.path).name)
    for why, names in reasons.items():
        page.blank()
        page.line(("- ", "dim"), say("inspect.skipped", sheets=listed(names), why=why), indent=2, hang=4, most=1000)


def _add_taken(page: Page, look: TableLook) -> None:
    """Say what a table was taken for and why, what else it might be, and how many of its rows were taken."""
    if look.table is None:
        page.line((say("inspect.unknown"), _WHY_STYLE["unknown"]), indent=2)
    else:
        known = sum(column.name not in (None, IGNORE) for column in look.columns)
        why = say(f"inspect.why.{look.why}", known=known, columns=len(look.columns))
        taken = say("inspect.taken.guess" if look.why == "guess" else "inspect.taken")
        page.line((f"{taken} ", "dim"), (look.label, "bold"), f"({look.table})", (f"  {why}", _WHY_STYLE.get(look.why, "dim")), indent=2, hang=7)
    others = [fit for fit in look.fits if fit.table != look.table and look.why in _DOUBTFUL]
    close = [fit for fit in others if look.table is None or 2 * fit.known >= max(look.fits[0].known, 3)][:_OTHERS]
    if close:
        named = listed(say("inspect.fit", label=fit.label, table=fit.table, n=fit.known) for fit in close)
        page.line((say("inspect.fits"), "dim"), f" {named}", indent=2, hang=7)
    if look.table is not None:
        page.line((f"{say('inspect.rows')} ", "dim"), _rows(look), indent=2, hang=7)
    for row, value, reason in look.lost[:_LOST]:
        page.line(("× ", "bold red"), say("inspect.lost", row=row, value=value, reason=reason), indent=7, hang=9)
    if len(look.lost) > _LOST:
        page.line(say("report.more", n=len(look.lost) - _LOST, total=len(look.lost)), indent=7)


def _rows(look: TableLook) -> str:
    told = [say("inspect.rows.taken", rows=look.rows, taken=look.rows - look.rejected)]
    if look.rejected:
        told.append(say("inspect.rows.rejected", n=look.rejected))
    if look.left_out:
        kinds = listed(say(f"inspect.left.{kind}", n=number) for kind, number in sorted(look.left_out.items()))
        told.append(say("inspect.rows.left", kinds=kinds))
    return say("report.comma").join(told)


def _add_column(page: Page, look: TableLook, column: ColumnLook) -> None:
    """Say what a column was taken for, how full it is, what stands in it, and what was done to or refused of it."""
    letter = column_letters(column.position) if look.format not in ("json", "jsonl", "parquet") else "·"
    head: list[str | tuple[str, str]] = [(f"{letter:<3}", "dim"), (column.heading, "bold" if column.name else "")]
    if column.name == IGNORE:
        head.append((say("inspect.ignored"), "dim"))
    elif column.name is not None:
        head += [" → ", say("inspect.field", label=column.label, name=column.name, kind=say(f"inspect.kind.{column.kind}"))]
    elif look.table is not None:
        head.append((say("inspect.unknown.column") + (say("inspect.hints", fields=listed(column.hints)) if column.hints else ""), "yellow"))
    counts = [say("inspect.filled", n=column.filled)]
    if column.empty:
        counts.append(say("inspect.empty", n=column.empty))
    if column.rejected:
        counts.append(say("inspect.rejected", n=column.rejected))
    page.line(*head, indent=2, hang=5)
    samples = say("inspect.samples", samples=listed(column.samples)) if column.samples else ""
    page.line((say("report.comma").join(counts) + samples, "dim"), indent=5)
    if column.coerced:
        told = listed(
            say("inspect.coerced.one", what=COERCIONS[name].label if name in COERCIONS else name, n=n)
            for name, n in sorted(column.coerced.items(), key=lambda item: -item[1])
        )
        page.line((say("inspect.coerced"), "cyan"), told, indent=5, hang=5)
    for row, value, reason in column.refused:
        page.line(("× ", "bold red"), say("inspect.refused", place=_place(look, column, row), value=value, reason=reason), indent=5, hang=7)
    if column.rejected > len(column.refused):
        page.line(say("report.more", n=column.rejected - len(column.refused), total=column.rejected), indent=5)


def _place(look: TableLook, column: ColumnLook, row: int) -> str:
    if look.sheet is not None:
        return f"{column_letters(column.position)}{row}"
    return say("inspect.row.json" if look.format == "json" else "inspect.row", row=row + (look.format == "json"))


def _add_reach(page: Page, reach: Sequence[Reach]) -> None:
    if not reach:
        return
    page.heading(say("inspect.reach"))
    for number, one in enumerate(reach):
        page.line((one.pack, "bold"), f"  {one.title}", indent=2, hang=4)
        page.line(_told(one), indent=4)
        if number < _PACKS:
            _add_lacking(page, one)


def _told(one: Reach) -> str:
    """Return how many rules can be judged, and what the others wait for; the numbers add up."""
    parts = {"columns": one.columns, "tables": one.tables, "attested": one.attested}
    told = [say(f"inspect.reach.{name}", n=number) for name, number in parts.items() if number]
    return say("report.comma").join([say("inspect.reach.ready", n=one.ready, rules=one.rules), *told]) + say("report.stop")


def _add_lacking(page: Page, one: Reach) -> None:
    for table, fields in list(one.lacking_columns.items())[:_TABLES]:
        page.line((say("inspect.lacking.columns"), "yellow"), say("inspect.lacking.of", table=table), _most(fields, _FIELDS), indent=4, hang=11)
    if one.lacking_tables:
        page.line((say("inspect.lacking.tables"), "yellow"), _most(one.lacking_tables, _TABLES), indent=4, hang=11)


def _most(counts: Mapping[str, int], most: int) -> str:
    """Name the most wanted, with how many rules want each."""
    shown_ = listed(say("inspect.lacking.one", what=what, n=number) for what, number in list(counts.items())[:most])
    return shown_ if len(counts) <= most else say("inspect.lacking.more", shown=shown_, n=len(counts))
