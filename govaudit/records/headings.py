"""Finding out which table a file is and which field each of its columns is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from govaudit.errors import Problem, SourceError
from govaudit.records.mapping import IGNORE, Entries, field_names, unknown_table
from govaudit.records.raw import RawColumn, RawTable
from govaudit.records.values import read_cell, shown
from govaudit.vocabulary.model import TableSpec, Vocabulary, fold, nearest


@dataclass(frozen=True, slots=True)
class Bound:
    """A raw table whose names are known: the dictionary's name of the table, and per field the column (or the constant) it has."""

    raw: RawTable
    table: str
    columns: dict[str, RawColumn]
    constants: dict[str, object]


def bind(raw: RawTable, vocabulary: Vocabulary, entries: Entries) -> Bound | None:
    """Resolve all names of a raw table; None if it is unknown and unknown tables are to be passed over.

    Raises:
        SourceError: an unknown or doubtful table; all unknown or doubled columns; wrong entries of the mapping.
    """
    table = _table_of(raw, vocabulary, entries)
    if table is None:
        return None
    spec = vocabulary.tables[table]
    if raw.name is not None:
        named = entries.table_name(vocabulary)
        entries = entries.about(spec) if named is None else entries if named == table else Entries(ignore_unknown=entries.ignore_unknown)
    problems = list(entries.faults(spec))
    columns = _columns_of(raw, spec, entries, problems)
    constants = _constants_of(spec, entries, columns, problems)
    if problems:
        raise SourceError(problems)
    return Bound(raw, table, columns, constants)


def _table_of(raw: RawTable, vocabulary: Vocabulary, entries: Entries) -> str | None:
    if raw.name is not None:
        known = vocabulary.table_names.get(fold(raw.name))
        if known is None and not entries.ignore_unknown:
            raise SourceError(unknown_table(raw.place, raw.name, vocabulary))
        return known
    return entries.table_name(vocabulary) or vocabulary.table_names.get(fold(PurePath(raw.place.path).stem)) or _best_fit(raw, vocabulary, entries)


def _best_fit(raw: RawTable, vocabulary: Vocabulary, entries: Entries) -> str:
    """Choose the one table that knows the most headings, if it knows its key among them or more than half.

    Raises:
        SourceError: no table, or several.
    """
    headings = [column.heading for column in raw.columns]
    fits = {name: {entries.target(heading, spec) for heading in headings} - {None, IGNORE} for name, spec in vocabulary.tables.items()}
    most = max(map(len, fits.values()), default=0)
    best = [name for name, found in fits.items() if most and len(found) == most]
    if len(best) == 1 and (vocabulary.tables[best[0]].key in fits[best[0]] or 2 * most > len(headings)):
        return best[0]
    hint = "请在映射文件里写明 table: 表名,或把文件名改成表名"
    if len(best) > 1:
        named = "、".join(f"{vocabulary.label(name)}({name})" for name in best[:6]) + (" 等" if len(best) > 6 else "")
        raise SourceError(Problem(raw.place, f"分不清这是哪一张台账,标题同样符合 {len(best)} 张表:{named}", hint=hint))
    raise SourceError(Problem(raw.place, f"看不出这是哪一张台账,标题是:{'、'.join(headings[:12])}", hint=hint))


def _columns_of(raw: RawTable, spec: TableSpec, entries: Entries, problems: list[Problem]) -> dict[str, RawColumn]:
    columns: dict[str, RawColumn] = {}
    for column in raw.columns:
        name = entries.target(column.heading, spec)
        if name == IGNORE or (name is None and entries.ignore_unknown):
            continue
        if name is None:
            if fold(column.heading) not in entries.columns:  # else the entry's own fault is reported
                problems.append(_unknown_column(raw, column, spec))
        elif name in columns:
            found = f"“{columns[name].heading}”和“{column.heading}”两列都是“{spec.fields[name].label}”({name})"
            problems.append(Problem(raw.place_of_column(column), found, "一个字段只有一列", f"请在映射文件里写 columns: {{{column.heading}: {IGNORE}}}"))
        else:
            columns[name] = column
    return columns


def _unknown_column(raw: RawTable, column: RawColumn, spec: TableSpec) -> Problem:
    alike = [name for name, field in spec.fields.items() if fold(column.heading) in map(fold, field.aliases)]
    if alike:
        found = f"“{spec.label}”的“{column.heading}”可以是{'、'.join(f'“{spec.fields[name].label}”({name})' for name in alike)}"
    else:
        found = f"“{spec.label}”没有“{column.heading}”这一列{nearest(column.heading, field_names(spec))}"
    heading = column.heading
    return Problem(raw.place_of_column(column), found, hint=f"请改列名,或在映射文件里写 columns: {{{heading}: 字段名}},不需要的写 {{{heading}: {IGNORE}}}")


def _constants_of(spec: TableSpec, entries: Entries, columns: dict[str, RawColumn], problems: list[Problem]) -> dict[str, object]:
    constants = {}
    for folded, entry in entries.constants.items():
        name = spec.headings.get(folded)
        if name in columns:
            problems.append(Problem(entry.place, f"“{entry.key}”在文件中已有“{columns[name].heading}”一列", hint="列和 constants 只能留一个"))
        elif name is not None:
            reason = read_cell(spec.fields[name], entry.value)[1]
            if reason:
                problems.append(Problem(entry.place, f"“{entry.key}”的值 {shown(entry.value, 40)} 不能用:{reason}"))
            constants[name] = entry.value
    return constants
