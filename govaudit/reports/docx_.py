"""The Word report 自查报告: a draft in the form of an official document, in the office's own template or in ours."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from govaudit.reports.docx_context import context
from govaudit.reports.docx_default import default_template
from govaudit.reports.docx_template import fill
from govaudit.reports.zipped import rewritten

if TYPE_CHECKING:
    from govaudit.reports import Options
    from govaudit.results import Audit


def render(audit: Audit, options: Options) -> bytes:
    """Render the audit as a Word document; its properties bear the moment the audit speaks of, not that of writing."""
    from docx import Document

    known = context(audit, options)
    own = options.template is not None
    filled = fill(default_template() if options.template is None else options.template, known, own=own)
    document = Document(io.BytesIO(filled))
    properties = document.core_properties
    moment = audit.run.as_of.replace(microsecond=0)
    properties.created = properties.modified = moment
    if not own:
        properties.title, properties.author, properties.last_modified_by = known["title"], known["office"], known["office"]
        properties.comments, properties.revision = "", 1
    target = io.BytesIO()
    document.save(target)
    return rewritten(target.getvalue())
