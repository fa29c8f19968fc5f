"""Fills a Word template: an office's own is a stranger's file, so it is opened with care, run in a sandbox, and its faults are told in words."""

from __future__ import annotations

import difflib
import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from govaudit.errors import Place, Problem, SourceError
from govaudit.reports.docx_context import NAMES
from govaudit.reports.docx_text import numeral
from govaudit.reports.wording import clip, listed, say

if TYPE_CHECKING:
    from docxtpl import DocxTemplate
    from jinja2.sandbox import SandboxedEnvironment

_OLD = b"\xd0\xcf\x11\xe0"
_MOST = 100
_NEAR = 60
_TAG = re.compile("<[^>]*>")


def check(template: bytes, path: str = "") -> None:
    """Check that a template can be filled: that it is a Word document, its placeholders are well written, and their names are known.

    Raises:
        SourceError: it cannot.
    """
    _checked(template, path or say("docx.template"))


def fill(template: bytes, known: dict[str, Any], *, own: bool) -> bytes:
    """Fill a template with values, all of which stay text; `own`: it is the office's.

    Raises:
        SourceError: a placeholder asks for what is not there, or stands where it breaks the document.
    """
    from docxtpl import DocxTemplate

    path = say("docx.template")
    word = _checked(template, path) if own else DocxTemplate(io.BytesIO(template))
    environment = _environment()
    from jinja2 import TemplateError

    try:
        if own:
            _whole(word, known, environment, path)
        word.render(known, environment, autoescape=True)
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError) as error:
        raise SourceError(Problem(Place(path), say("docx.template.filling", reason=_reason(error)), hint=say("docx.template.filling.hint"))) from error
    target = io.BytesIO()
    word.save(target)
    return target.getvalue()


def _environment() -> SandboxedEnvironment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    environment.globals["chinese"] = numeral
    return environment


def _checked(template: bytes, path: str) -> DocxTemplate:
    from docxtpl import DocxTemplate
    from jinja2 import TemplateSyntaxError, meta

    _is_word(template, path)
    word = DocxTemplate(io.BytesIO(template))
    environment = _environment()
    unknown: set[str] = set()
    for markup in _parts(word):
        try:
            tree = environment.parse(markup)
            environment.compile(tree)  # knows the filters, which parsing does not
        except TemplateSyntaxError as error:
            near = clip(_line(markup, error.lineno), _NEAR)
            found = say("docx.template.syntax", reason=_reason(error), near=near)
            raise SourceError(Problem(Place(path), found, hint=say("docx.template.syntax.hint"))) from error
        unknown |= meta.find_undeclared_variables(tree) - NAMES - set(environment.globals)
    if unknown:
        raise SourceError([_unknown(name, path) for name in unknown])
    return word


def _unknown(name: str, path: str) -> Problem:
    close = difflib.get_close_matches(name, sorted(NAMES), n=3, cutoff=0.5)
    near = say("docx.template.near", names=listed(close)) if close else ""
    return Problem(Place(path), say("docx.template.unknown", names=name, near=near), expected=say("docx.template.known"))


def _is_word(template: bytes, path: str) -> None:
    """Refuse what is no Word document, before a library takes it apart."""
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError

    place, save = Place(path), say("docx.template.save")
    if template.startswith(_OLD):
        raise SourceError(Problem(place, say("docx.template.old"), hint=save))
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as archive:
            size = sum(member.file_size for member in archive.infolist())
        if size > _MOST * 1_000_000:
            raise SourceError(Problem(place, say("docx.template.large", most=_MOST), hint=say("docx.template.small")))
        Document(io.BytesIO(template))
    except ValueError as error:
        raise SourceError(Problem(place, say("docx.template.kind", found=clip(str(error), _NEAR)), hint=save)) from error
    except (zipfile.BadZipFile, PackageNotFoundError, XMLSyntaxError, KeyError, OSError, RuntimeError, NotImplementedError) as error:
        raise SourceError(Problem(place, say("docx.template.closed"), hint=save)) from error


def _parts(word: DocxTemplate) -> list[str]:
    """Return the markup of the body, heads and feet as the templates that they will be, a paragraph a line."""
    word.init_docx()
    found = [word.get_xml()]
    for kind in (word.HEADER_URI, word.FOOTER_URI):
        found += [word.get_part_xml(part) for _, part in word.get_headers_footers(kind)]
    return [re.sub("<w:p([ >])", r"\n<w:p\1", word.patch_xml(one)) for one in found]


def _line(markup: str, number: int) -> str:
    """Return the words of the paragraph in which the fault was met, or of the last before it that has any."""
    lines = [_TAG.sub("", line).strip() for line in markup.splitlines()[:number]]
    return next((line for line in reversed(lines) if line), "")


def _whole(word: DocxTemplate, known: dict[str, Any], environment: SandboxedEnvironment, path: str) -> None:
    """Refuse a template that gives broken markup, which would be mended by leaving parts of it out."""
    from lxml.etree import XMLSyntaxError, fromstring

    word.render_init()
    try:
        fromstring(word.build_xml(known, environment).encode())
    except XMLSyntaxError as error:
        raise SourceError(Problem(Place(path), say("docx.template.broken"), hint=say("docx.template.broken.hint"))) from error


def _reason(error: Exception) -> str:
    return clip(str(error).replace("\n", " "), 2 * _NEAR) or type(error).__name__
