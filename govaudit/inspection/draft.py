"""A mapping file to begin with: what must be said so that a check takes the files, and what is for a person to decide."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import PurePath

from govaudit.inspection.model import Inspection, TableLook
from govaudit.records.mapping import IGNORE
from govaudit.reports.wording import say, visible
from govaudit.vocabulary.model import FieldType, Vocabulary

_WANTED, _OTHERS = 8, 5
#: Types of fields that may well be the same for all records of a file.
_CONSTANT = (FieldType.ENUM, FieldType.BOOLEAN)


def draft(found: Inspection, vocabulary: Vocabulary) -> str:
    """Return the mapping file as YAML."""
    lines = [f"# {say(f'draft.head.{name}')}" for name in ("what", "how", "decide")]
    looks = [look for look in found.tables if not look.skipped]
    lines += ["", "files:"] if looks else ["", "files: {}"]
    for path, group in groupby(looks, key=lambda look: look.path):
        lines += _file(path, list(group), found, vocabulary)
    return "\n".join(lines) + "\n"


def _file(path: str, looks: Sequence[TableLook], found: Inspection, vocabulary: Vocabulary) -> Iterator[str]:
    name = _quoted(_literally(PurePath(path).name))
    sheets = [look for look in looks if look.sheet is not None]
    written = [line for look in looks if look.sheet is None for line in _table(look, found, vocabulary)]
    of_sheets = [(look, list(_table(look, found, vocabulary))) for look in sheets]
    if not any(_says(lines) for lines in (written, *(lines for _, lines in of_sheets))):
        yield f"  {name}: {{}}"
    else:
        yield f"  {name}:"
    yield from (f"    {line}" for line in written)
    if of_sheets:
        saying = any(_says(lines) for _, lines in of_sheets)
        yield "    sheets:" if saying else f"    # {say('draft.sheets')}"
        for look, lines in of_sheets:
            sheet = _quoted(_literally(look.sheet or ""))
            yield f"      {sheet}:" if _says(lines) else f"      {sheet}: {{}}" if saying else f"    # {visible(look.sheet or '')}"
            yield from (f"        {line}" for line in lines)


def _says(lines: Sequence[str]) -> bool:
    """Whether any line is more than a remark."""
    return any(not line.startswith("#") for line in lines)


def _table(look: TableLook, found: Inspection, vocabulary: Vocabulary) -> Iterator[str]:
    """Give the lines about one table: what must be said, and as remarks what might be."""
    if look.draft.hopeless:
        yield f"# {say('draft.hopeless')}"
        if look.sheet is not None:
            yield f"table: {IGNORE}"
        return
    known = [column for column in look.columns if column.name not in (None, IGNORE)]
    yield f"# {say('draft.table', label=look.label, known=len(known), columns=len(look.columns), rows=look.rows)}"
    if look.draft.table is not None:
        others = "、".join(f"{fit.table}({fit.label})" for fit in [fit for fit in look.fits if fit.table != look.table][:_OTHERS])
        yield f"table: {look.draft.table}  # {say('draft.table.decide', others=visible(others))}"
    if look.draft.heading_row is not None:
        yield f"heading_row: {look.draft.heading_row}  # {say('draft.heading_row.decide')}"
    if look.draft.headings:
        yield "columns:"
        for heading, hints in look.draft.headings.items():
            key = "fault" if heading in look.draft.faults else "decide" if hints else "unknown"
            told = say(f"draft.column.{key}", why=visible(look.draft.faults.get(heading, hints)))
            yield f"  {_quoted(heading)}: {IGNORE}  # {told}"
    yield from _constants(found.wanted.get(look.table or "", {}), look, vocabulary)


def _constants(wanted: Mapping[str, int], look: TableLook, vocabulary: Vocabulary) -> Iterator[str]:
    """Name the fields that rules read and the file lacks: what is the same for all its records can be given here."""
    if look.table is None:
        return
    table = vocabulary.tables[look.table]
    names = [name for name in wanted if name == table.unit or table.fields[name].type in _CONSTANT][:_WANTED]
    if names:
        yield f"# constants:  # {say('draft.constants')}"
    for name in names:
        spec = table.fields[name]
        values = "、".join(list(spec.values)[:5])
        told = say("draft.constant.values" if values else "draft.constant", label=spec.label, n=wanted[name], values=values)
        yield f"#   {name}:   # {told}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=not text.isprintable())


def _literally(name: str) -> str:
    """Return a pattern that matches a name and no other."""
    return "".join(f"[{char}]" if char in "*?[" else char for char in name)
