"""Finding out which field each column of a table is, and refusing what would be a guess."""

from __future__ import annotations

from dataclasses import dataclass, replace

from govaudit.errors import Problem, SourceError
from govaudit.records.mapping import IGNORE, Entries, field_names
from govaudit.records.raw import RawColumn, RawTable
from govaudit.records.recognise import PassedOver, as_table, table_of
from govaudit.records.titles import Heading, contradiction, heading_of, mapped, target, unit_of
from govaudit.records.values import as_percents, read_cell, shown
from govaudit.vocabulary.model import FieldType, TableSpec, Vocabulary, fold, nearest


@dataclass(frozen=True, slots=True)
class Bound:
    """A raw table whose names are known: the dictionary's name of the table, and per field the column (or the constant) it has."""

    raw: RawTable
    table: str
    columns: dict[str, RawColumn]
    constants: dict[str, object]


def bind(raw: RawTable, vocabulary: Vocabulary, entries: Entries, passed_over: PassedOver | None = None) -> Bound | None:
    """Resolve all names of a raw table; None if it is passed over: a page that is no ledger, or an unknown table where those are to be passed over.

    Raises:
        SourceError: an unknown or doubtful table; doubtful headings; all unknown or doubled columns; wrong entries of the mapping.
    """
    entries = entries.of_sheet(raw.sheet)
    if raw.grid is not None:
        found = as_table(raw, vocabulary, entries, passed_over or _unsaid)
        if found is None:
            return None
        raw, table = found
    else:
        known = table_of(raw, vocabulary, entries)
        if known is None:
            return None
        table = known
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


def _unsaid(where: str, why: str) -> None:
    """Tell nobody."""


def _columns_of(raw: RawTable, spec: TableSpec, entries: Entries, problems: list[Problem]) -> dict[str, RawColumn]:
    columns: dict[str, RawColumn] = {}
    for column in raw.columns:
        heading = column.title or heading_of((column.heading,))
        name = target(heading, spec, entries)
        if name == IGNORE or (name is None and entries.ignore_unknown):
            continue
        if name is None:
            if not mapped(heading, entries):  # else the entry's own fault is reported
                problems.append(_unknown_column(raw, column, heading, spec))
        elif name in columns:
            found = f"“{columns[name].heading}”和“{column.heading}”两列都是“{spec.fields[name].label}”({name})"
            problems.append(Problem(raw.place_of_column(column), found, "一个字段只有一列", f"请在映射文件里写 columns: {{{column.heading}: {IGNORE}}}"))
        else:
            columns[name] = _in_unit(raw, column, heading, spec, name, problems)
    return columns


def _in_unit(raw: RawTable, column: RawColumn, heading: Heading, spec: TableSpec, name: str, problems: list[Problem]) -> RawColumn:
    """Hold the unit in a heading against the field's; numbers under `(%)` are percents."""
    field = spec.fields[name]
    other = contradiction(heading, field)
    if other is not None:
        expected = f"以{field.unit}为单位" if field.unit else "不带倍数"
        found = f"“{column.heading}”以{other}为单位,字段“{field.label}”({name}){expected}"
        hint = f"请换算后把标题改成“{field.label}({field.unit})”" if field.unit else "请换算成不带倍数的数字,去掉标题中的单位"
        problems.append(Problem(raw.place_of_column(column), found, hint=f"{hint};不需要这一列的,在映射文件里写 columns: {{{column.heading}: {IGNORE}}}"))
    if field.type is FieldType.PERCENT and unit_of(heading) == "%":
        return replace(column, values=as_percents(column.values))
    return column


def _unknown_column(raw: RawTable, column: RawColumn, heading: Heading, spec: TableSpec) -> Problem:
    shown_as = column.heading
    alike = [name for name, field in spec.fields.items() if set(heading.forms) & set(map(fold, field.aliases))]
    if alike:
        found = f"“{spec.label}”的“{shown_as}”可以是{'、'.join(f'“{spec.fields[name].label}”({name})' for name in alike)}"
    else:
        found = f"“{spec.label}”没有“{shown_as}”这一列{nearest(shown_as, field_names(spec))}"
    return Problem(raw.place_of_column(column), found, hint=f"请改列名,或在映射文件里写 columns: {{{shown_as}: 字段名}},不需要的写 {{{shown_as}: {IGNORE}}}")


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
