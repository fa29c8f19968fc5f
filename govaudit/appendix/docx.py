"""The appendix as a Word document in the manner of an official one: title, text, tables of clauses across the page, and the table of sources."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from govaudit.appendix.docx_parts import Parts
from govaudit.appendix.model import Appendix, Chapter
from govaudit.appendix.tables import clause_columns, clause_row, counted_topics, note_rows, notes_columns
from govaudit.reports.wording import say, visible
from govaudit.reports.zipped import rewritten

if TYPE_CHECKING:
    from docx.document import Document

#: Records named per number; the workbook names more.
KEYS = 12
_HEAD, _CLAUSES, _NOTES = (24, 132), (28, 46, 88, 24, 61), (11, 42, 24, 28, 26, 62, 54)


def render(appendix: Appendix) -> bytes:
    """Render the appendix as a Word document."""
    import docx

    document: Document = docx.Document()
    parts = Parts(document)
    _properties(document, appendix)
    parts.paragraph(appendix.title, "title")
    parts.paragraph(appendix.subtitle, "subtitle")
    parts.table((), appendix.head, _HEAD)
    parts.paragraph(say("appendix.statistics"), "first")
    topics, absent = counted_topics(appendix)
    for topic in topics:
        parts.sentence(topic.paragraph, lead=say("appendix.lead", title=topic.title))
    if absent:
        parts.paragraph(absent, "body")
    parts.landscape()
    parts.paragraph(say("appendix.chapters"), "first")
    for chapter in appendix.chapters:
        _chapter(parts, chapter)
    parts.paragraph(say("appendix.notes"), "first", new_page=True)
    parts.table(notes_columns(), note_rows(appendix, KEYS), _NOTES)
    made = io.BytesIO()
    document.save(made)
    return rewritten(made.getvalue())


def _chapter(parts: Parts, chapter: Chapter) -> None:
    parts.paragraph(chapter.title, "second")
    parts.paragraph(chapter.basis, "body")
    parts.sentence(chapter.summary)
    for section in chapter.sections:
        parts.paragraph(section.title, "third")
        parts.sentence(section.paragraph)
        parts.table(clause_columns(), map(clause_row, section.lines), _CLAUSES)


def _properties(document: Any, appendix: Appendix) -> None:
    """Set what the file says of itself; the as-of moment, for the file is to be the same whenever it is made."""
    properties = document.core_properties
    moment = appendix.as_of.replace(microsecond=0)
    properties.title, properties.author, properties.last_modified_by, properties.comments = visible(appendix.title), "govaudit", "govaudit", ""
    properties.created = properties.modified = moment
    properties.revision = 1
