"""Finding out which table a file or sheet is: by the mapping, by its name, or by its headings."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from govaudit.errors import Problem, SourceError
from govaudit.records.mapping import IGNORE, Entries, unknown_table
from govaudit.records.raw import RawTable, stem_of
from govaudit.records.sheet import Layout, best_layout, laid_out, layouts
from govaudit.records.template_rows import is_own_page, sifted
from govaudit.records.titles import Heading, heading_of, target
from govaudit.vocabulary.model import TableSpec, Vocabulary, fold

PassedOver = Callable[[str, str], None]
"""Told of what is no ledger and not read: where, and why."""

NOTES = frozenset(
    (
        *("填表说明", "填报说明", "填写说明", "使用说明", "说明", "备注", "注意事项", "填报须知", "填表须知", "字段说明", "数据字典", "字典"),
        *("选项", "下拉选项", "代码表", "参数", "参数表", "封面", "目录页", "示例", "样例", "图表", "统计图", "核查结果"),
    )
)
"""What sheets are called that are no ledgers, unless their headings say otherwise."""


def table_of(raw: RawTable, vocabulary: Vocabulary, entries: Entries) -> str | None:
    """Find the table of records that carry their headings with them; None if it is unknown and unknown tables are to be passed over.

    Raises:
        SourceError: an unknown or doubtful table.
    """
    if raw.name is not None:
        known = vocabulary.table_names.get(fold(raw.name))
        if known is None and not entries.ignore_unknown:
            raise SourceError(unknown_table(raw.place, raw.name, vocabulary))
        return known
    named = entries.table_name(vocabulary) or vocabulary.table_names.get(fold(stem_of(raw.place.path)))
    if named is not None:
        return named
    headings = [heading_of((column.heading,)) for column in raw.columns]
    best = _best(vocabulary, lambda _: headings, entries)
    if len(best) == 1:
        return best[0]
    raise SourceError(_doubtful(raw, best, headings, vocabulary))


def as_table(raw: RawTable, vocabulary: Vocabulary, entries: Entries, passed_over: PassedOver) -> tuple[RawTable, str] | None:
    """Find the table and the headings of a sheet; None if it is no ledger.

    Raises:
        SourceError: a sheet with content that is no known table, or might be several; doubtful headings.
    """
    grid = raw.grid
    assert grid is not None  # noqa: S101 - asked for sheets only
    where = str(raw.place)
    if raw.layout is not None and raw.name is not None:
        return laid_out(raw, raw.layout, vocabulary.tables[raw.name], entries), raw.name
    if is_own_page(raw.sheet, next((cell for cell in grid.rows[0] if cell not in ("", None)), None)):
        return None
    if entries.ignored:
        passed_over(where, f"映射文件说明不读,有内容的 {len(grid.rows)} 行都没有读")
        return None
    found = layouts(grid)
    table = _table_of_sheet(raw, found, vocabulary, entries)
    if isinstance(table, Problem):
        if entries.ignore_unknown or grid.hidden or (raw.sheet is not None and fold(raw.sheet) in NOTES):
            passed_over(where, f"{'隐藏的工作表,' if grid.hidden else ''}不像台账,有内容的 {len(grid.rows)} 行都没有读")
            return None
        raise SourceError(table)
    spec = vocabulary.tables[table]
    done = sifted(laid_out(raw, best_layout(raw, found, spec, entries), spec, entries))
    if done is None:
        passed_over(where, "模板的工作表,没有填写")
        return None
    if grid.hidden:
        passed_over(where, f"工作表是隐藏的,也当作“{spec.label}”读了")
    return done, table


def _table_of_sheet(raw: RawTable, found: Sequence[Layout], vocabulary: Vocabulary, entries: Entries) -> str | Problem:
    """Find the table of a sheet: by the mapping, by its own name or the file's, by its headings.

    A name counts if the sheet is all there is in the file; else if its headings fit, and do not fit another table better.
    """
    assert raw.grid is not None  # noqa: S101 - asked for sheets only
    said = entries.table_name(vocabulary)
    if said is not None and (entries.sure or not raw.grid.own or _known(found, vocabulary.tables[said], entries)):
        return said
    best = _best(vocabulary, lambda spec: _most_known(found, spec, entries), entries)
    own = vocabulary.table_names.get(fold(raw.sheet)) if raw.sheet is not None else None
    of_file = vocabulary.table_names.get(fold(stem_of(raw.place.path)))
    if own is not None and (not best or own in best or _fits(found, vocabulary.tables[own], entries)):
        return own
    if of_file is not None and (not raw.grid.own or of_file in best):
        return of_file
    if len(best) == 1:
        return best[0]
    headings = max(found, key=lambda layout: (len(layout.headings), -layout.first, -layout.depth)).headings
    return _doubtful(raw, best, list(headings.values()), vocabulary)


def _known(found: Sequence[Layout], spec: TableSpec, entries: Entries) -> int:
    return len(_fields(_most_known(found, spec, entries), spec, entries))


def _fits(found: Sequence[Layout], spec: TableSpec, entries: Entries) -> bool:
    """Tell whether a table knows at least half of the headings."""
    headings = _most_known(found, spec, entries)
    return 2 * len(_fields(headings, spec, entries)) >= len(headings)


def _most_known(found: Sequence[Layout], spec: TableSpec, entries: Entries) -> Sequence[Heading]:
    best = max(found, key=lambda layout: (len(layout.known(spec, entries)), -layout.depth, -layout.first))
    return list(best.headings.values())


def _fields(headings: Sequence[Heading], spec: TableSpec, entries: Entries) -> set[str]:
    return {name for heading in headings if (name := target(heading, spec, entries)) is not None and name != IGNORE}


def _best(vocabulary: Vocabulary, headings_of: Callable[[TableSpec], Sequence[Heading]], entries: Entries) -> list[str]:
    """Choose the tables that know the most headings; the only one counts if it knows its key among them or more than half."""
    fits: dict[str, int] = {}
    enough: set[str] = set()
    for name, spec in vocabulary.tables.items():
        headings = headings_of(spec)
        fields = _fields(headings, spec, entries)
        fits[name] = len(fields)
        if spec.key in fields or 2 * len(fields) > len(headings):
            enough.add(name)
    most = max(fits.values(), default=0)
    best = [name for name, found in fits.items() if most and found == most]
    return best if len(best) > 1 or set(best) <= enough else []


def _doubtful(raw: RawTable, best: Sequence[str], headings: Sequence[Heading], vocabulary: Vocabulary) -> Problem:
    """Word the question which table this is."""
    if raw.sheet is None:
        hint = "请在映射文件里写 table: 表名,或把文件名改成表名"
    else:
        hint = f"请把工作表名改成表名,或在映射文件里写 sheets: {{{raw.sheet}: {{table: 表名}}}};不是台账的写 {{table: {IGNORE}}}"
    if len(best) > 1:
        named = "、".join(f"{vocabulary.label(name)}({name})" for name in best[:6]) + (" 等" if len(best) > 6 else "")
        return Problem(raw.place, f"分不清这是哪一张台账,标题同样符合 {len(best)} 张表:{named}", hint=hint)
    return Problem(raw.place, f"看不出这是哪一张台账,标题是:{'、'.join(heading.text for heading in headings[:12])}", hint=hint)
