"""Taking a table for what a check would take it for; where a check would refuse it, for what it most likely is, and what a mapping must say for that."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import PurePath

from govaudit.errors import Place, Problem, SourceError
from govaudit.inspection.model import Draft, Fit
from govaudit.records.headings import Bound, bind
from govaudit.records.mapping import IGNORE, Entries, Entry
from govaudit.records.raw import RawTable
from govaudit.records.sheet import Layout, layouts
from govaudit.records.titles import Heading, heading_of, target
from govaudit.records.values import read_cell
from govaudit.vocabulary.model import FieldSpec, FieldType, TableSpec, Vocabulary, fold

_TRIES = 6
_LOOKED_AT = 50
_LABEL = re.compile(r"\s*([^\s:：]{2,12})\s*[:：]")
_HINTS = 3
_LIKE = 0.6


@dataclass(slots=True)
class Guess:
    """What a table was taken for: bound as far as possible, why, what a check would say, and what a mapping must add."""

    bound: Bound | None
    why: str
    fits: list[Fit]
    problems: list[str]
    draft: Draft
    entries: Entries
    skipped: str = ""


def guess(raw: RawTable, vocabulary: Vocabulary, entries: Entries) -> Guess:
    """Take a table for something."""
    said: list[str] = []
    fits = fits_of(raw, vocabulary, entries)
    try:
        bound = bind(raw, vocabulary, entries, lambda _where, why: said.append(why))
    except SourceError as error:
        return _forced(raw, vocabulary, entries, fits, error.problems)
    if bound is None:
        return Guess(None, "unknown", fits, [], Draft(), entries, said[0] if said else "own")
    return Guess(bound, _why(raw, bound.table, vocabulary, entries), fits, [], Draft(), entries)


def fits_of(raw: RawTable, vocabulary: Vocabulary, entries: Entries) -> list[Fit]:
    """Return the tables that know any of the headings, those that know most first."""
    if raw.grid is None:
        found = {
            name: _known([column.title or heading_of((column.heading,)) for column in raw.columns], spec, entries) for name, spec in vocabulary.tables.items()
        }
    else:
        places = layouts(raw.grid)
        found = {name: max((_known(list(one.headings.values()), spec, entries) for one in places), default=0) for name, spec in vocabulary.tables.items()}
    return sorted((Fit(name, vocabulary.label(name), known) for name, known in found.items() if known), key=lambda fit: -fit.known)


def _known(headings: Sequence[Heading], spec: TableSpec, entries: Entries) -> int:
    return len({name for heading in headings if (name := target(heading, spec, entries)) not in (None, IGNORE)})


def _why(raw: RawTable, table: str, vocabulary: Vocabulary, entries: Entries) -> str:
    """Say by what a table was recognised."""
    own = raw.grid is not None and raw.grid.own
    if entries.of_sheet(raw.sheet).table is not None:
        return "mapping"
    if raw.name is not None:
        return "name"
    if own and raw.sheet is not None and vocabulary.table_names.get(fold(raw.sheet)) == table:
        return "sheet"
    return "file" if vocabulary.table_names.get(fold(PurePath(raw.place.path).stem)) == table else "headings"


def _forced(raw: RawTable, vocabulary: Vocabulary, entries: Entries, fits: list[Fit], problems: Sequence[Problem]) -> Guess:
    """Find what must be said for a check to take the table: step by step, each step answers what the one before stumbled over."""
    known = entries.of_sheet(raw.sheet)
    trial = Entries(known.table, dict(known.columns), dict(known.constants), ignore_unknown=True, heading_row=known.heading_row)
    draft = Draft()
    told = [str(replace(problem, place=Place())) for problem in problems]  # where it stands is said beside it
    for _ in range(_TRIES):
        try:
            bound = bind(raw, vocabulary, trial)
        except SourceError as error:
            faults = error.problems
        else:
            if bound is not None:
                trial = _without_table(raw, vocabulary, bound, replace(trial, table=known.table), draft) or trial
                _leave_out(bound, vocabulary, known, draft)
                why = "guess" if draft.table is not None or draft.heading_row is not None else _why(raw, bound.table, vocabulary, entries)
                return Guess(bound, why, fits, told, draft, trial)
            faults = ()
        if not _stepped(raw, vocabulary, trial, draft, fits, faults):
            break
    return Guess(None, "unknown", fits, told, replace(draft, hopeless=True), entries)


def _without_table(raw: RawTable, vocabulary: Vocabulary, bound: Bound, trial: Entries, draft: Draft) -> Entries | None:
    """Say nothing of the table where it is recognised all the same once the rest is said."""
    try:
        again = bind(raw, vocabulary, trial)
    except SourceError:
        return None
    if again is None or again.table != bound.table:
        return None
    draft.table = None
    return trial


def _stepped(raw: RawTable, vocabulary: Vocabulary, trial: Entries, draft: Draft, fits: list[Fit], faults: Sequence[Problem]) -> bool:
    """Say one more thing in the mapping; False if there is nothing left to say."""
    if trial.table is None and fits and (raw.name is None or not faults) and draft.table is None:
        draft.table = _likeliest(raw, vocabulary, fits)
        trial.table = Entry(draft.table, draft.table, raw.place)
        return True
    table = trial.table.value if trial.table is not None else None
    if raw.grid is not None and table is not None and trial.heading_row is None and len(layouts(raw.grid)) > 1 and not any(one.place.column for one in faults):
        spec = vocabulary.tables[vocabulary.table_names[fold(str(table))]]
        best = max(layouts(raw.grid), key=lambda one: (_known(list(one.headings.values()), spec, trial), -one.depth, -one.first))
        draft.heading_row = raw.grid.numbers[best.first]
        trial.heading_row = Entry("heading_row", draft.heading_row, raw.place)
        return True
    return _ignored(raw, trial, draft, faults)


def _ignored(raw: RawTable, trial: Entries, draft: Draft, faults: Sequence[Problem]) -> bool:
    """Pass over the columns that stand in the way."""
    before = len(trial.columns)
    for fault in faults:
        heading = _heading_at(raw, fault)
        if heading is not None and fold(heading) not in trial.columns:
            trial.columns[fold(heading)] = Entry(heading, IGNORE, raw.place)
            draft.headings[heading] = ""
            draft.faults[heading] = fault.found
    return len(trial.columns) > before


def _heading_at(raw: RawTable, fault: Problem) -> str | None:
    """Return the heading that a fault is about."""
    quoted = [part.partition("”")[0] for part in fault.found.split("“")[1:]]
    if raw.grid is None or fault.place.column is None:
        return next((column.heading for column in reversed(raw.columns) if column.heading in quoted), None)
    return next((text for one in layouts(raw.grid) if (text := _text_at(one, fault.place.column - 1)) in quoted), None)


def _text_at(layout: Layout, position: int) -> str:
    return layout.headings[position].text if position in layout.headings else ""


def _leave_out(bound: Bound, vocabulary: Vocabulary, known: Entries, draft: Draft) -> None:
    """Let the mapping pass over every column that is not known."""
    spec = vocabulary.tables[bound.table]
    taken = {column.position for column in bound.columns.values()}
    for column in bound.raw.columns:
        heading = column.title or heading_of((column.heading,))
        if column.position not in taken and target(heading, spec, known) is None and fold(column.heading) not in {fold(one) for one in draft.headings}:
            draft.headings[column.heading] = ""


def hints_for(heading: str, values: Sequence[object], spec: TableSpec, taken: set[str]) -> list[str]:
    """Return the fields that a column of an unknown heading might be: by a label glued to its cells, by its name, and where the cells are days by that."""
    free = {name: field for name, field in spec.fields.items() if name not in taken}
    glued = [name for name in _glued(values, spec) if name in free]
    scores = {name: max(_likeness(fold(heading), _folded(text)) for text in (field.label, name, *field.aliases)) for name, field in free.items()}
    close = [name for name in sorted(scores, key=lambda name: -scores[name]) if scores[name] >= _LIKE]
    if _are_days(values):
        moments = [name for name, field in free.items() if field.type.is_moment]
        close = [name for name in close if name in moments] + [name for name in moments if name not in close]
    return list(dict.fromkeys([*glued, *close]))[:_HINTS]


def _glued(values: Sequence[object], spec: TableSpec) -> list[str]:
    """Return the field whose label most cells begin with: `成文日期:2023-06-14`."""
    labels = Counter(found[1] for value in values if isinstance(value, str) and (found := _LABEL.match(value)))
    label, number = labels.most_common(1)[0] if labels else ("", 0)
    name = spec.headings.get(fold(label))
    return [name] if name is not None and 2 * number > len(values) else []


def _likeliest(raw: RawTable, vocabulary: Vocabulary, fits: Sequence[Fit]) -> str:
    """Choose among the tables that know most headings the one that has a field for most of the others."""
    columns = _columns(raw)

    def liked(fit: Fit) -> int:
        spec = vocabulary.tables[fit.table]
        known = {name for heading, _ in columns if (name := target(heading, spec, Entries())) is not None}
        return sum(bool(hints_for(heading.text, values, spec, known)) for heading, values in columns if target(heading, spec, Entries()) is None)

    best = [fit for fit in fits if fit.known == fits[0].known]
    return best[0].table if len(best) == 1 else max(best, key=liked).table


def _columns(raw: RawTable) -> list[tuple[Heading, list[object]]]:
    """Return the headings, in a sheet those of its first rows that say most, and the first cells below each."""
    if raw.grid is None:
        return [(column.title or heading_of((column.heading,)), list(column.values[:_LOOKED_AT])) for column in raw.columns]
    rows = raw.grid.rows
    best = max(layouts(raw.grid), key=lambda one: (len(one.headings), -one.depth, -one.first))
    below = rows[best.first + best.depth :][:_LOOKED_AT]
    return [(heading, [row[at] for row in below if at < len(row) and row[at] not in (None, "")]) for at, heading in best.headings.items()]


@cache
def _folded(text: str) -> str:
    """Fold a name of the dictionary."""
    return fold(text)


@lru_cache(maxsize=65_536)
def _likeness(one: str, other: str) -> float:
    shorter, longer = sorted((one, other), key=len)
    within = 0.6 if len(shorter) > 1 and shorter in longer else 0.0
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < _LIKE or matcher.quick_ratio() < _LIKE:
        return within
    return max(within, matcher.ratio())


_DAY = FieldSpec(type=FieldType.DATETIME, label="日期")


def _are_days(values: Sequence[object]) -> bool:
    """Whether nearly all cells are days; bare numbers, which might be anything, are none."""
    filled = [value for value in values if value not in (None, "") and not isinstance(value, int | float)][:_LOOKED_AT]
    good = sum(read_cell(_DAY, value)[0] is not None for value in filled)
    return bool(filled) and good >= 0.9 * len(filled)
