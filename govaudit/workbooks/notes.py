"""The note on a heading: what the field means, in which forms it may be given, and which clauses ask for it."""

from __future__ import annotations

from govaudit.messages import text
from govaudit.vocabulary.model import FieldType
from govaudit.workbooks.plan import Column, Rank, Sheet

_PLACES = 6
_VALUES = 12
_RANKS = {rank: rank.name.lower() for rank in Rank}


def note_of(column: Column, sheet: Sheet, *, ranked: bool = True) -> str:
    """Return the note on a column's heading; not `ranked`: nobody has said which rules are to be judged."""
    spec = column.spec
    lines: list[str] = [text(f"template.note.{_RANKS[column.rank] if ranked else 'any'}", label=spec.label)]
    if spec.description:
        lines.append(text("template.note.meaning", description=spec.description))
    if spec.unit:
        lines.append(text("template.note.unit", unit=spec.unit))
    lines.append(text("template.note.form", form=form_of(column)))
    lines += [text("template.note.relation", table=label) for label in sheet.points_at(column.name)]
    if column.places:
        shown = "\n".join(text("template.note.place", place=place) for place in column.places[:_PLACES])
        more = text("template.note.places.more", n=len(column.places)) if len(column.places) > _PLACES else ""
        lines.append(text("template.note.places", places=shown) + more)
    return "\n".join(lines)


def form_of(column: Column) -> str:
    """Return in which forms a field may be given."""
    kind = column.spec.type
    shown = text("template.list").join(column.options[:_VALUES])
    if len(column.options) > _VALUES:
        shown = text("template.form.more", values=shown, n=len(column.options))
    if kind is FieldType.BOOLEAN or not column.options:
        return text(f"template.form.{kind}")
    key = "list" if kind is FieldType.LIST else "closed" if column.closed else "open"
    return text(f"template.form.of.{key}", values=shown)
