"""Workbooks and Word documents as text, whole, for golden files: `python -m tests.reports.office_dump` writes those anew."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree
from openpyxl import load_workbook

from govaudit.reports import FORMATS, Options
from tests.reports.cases import AUDITS

GOLDEN = Path(__file__).parent / "golden_office"
#: Golden file → format, audit, options.
CASES: dict[str, tuple[str, str, Options]] = {
    "canonical.xlsx.txt": ("xlsx", "canonical", Options()),
    "canonical.limit.xlsx.txt": ("xlsx", "canonical", Options(limit=1)),
    "clean.xlsx.txt": ("xlsx", "clean", Options()),
    "empty.xlsx.txt": ("xlsx", "empty", Options()),
    "canonical.docx.txt": ("docx", "canonical", Options()),
    "canonical.limit.docx.txt": ("docx", "canonical", Options(limit=1)),
    "clean.docx.txt": ("docx", "clean", Options()),
    "empty.docx.txt": ("docx", "empty", Options()),
    "hostile.docx.txt": ("docx", "hostile", Options(limit=12)),
}


@cache
def rendered(format_name: str, audit_name: str, options: Options) -> bytes:
    """Render one audit in one format, once for all tests."""
    found = FORMATS[format_name].render(AUDITS[audit_name](), options)
    assert isinstance(found, bytes)
    return found


def dumped(name: str) -> str:
    """Render a case and return it as text."""
    format_name, audit_name, options = CASES[name]
    data = rendered(format_name, audit_name, options)
    lines = workbook_lines(data) if format_name == "xlsx" else document_lines(data)
    return "\n".join(lines) + "\n"


def workbook_lines(data: bytes) -> Iterator[str]:
    """Give a workbook sheet by sheet: how it is set up, then the rows that have anything in them."""
    book = load_workbook(io.BytesIO(data))
    for sheet in book.worksheets:
        yield f"=== {sheet.title}"
        page, head, foot = sheet.page_setup, sheet.oddHeader, sheet.oddFooter
        yield f"{page.orientation} {page.paperSize} {page.fitToWidth}x{page.fitToHeight} | {sheet.freeze_panes} | {sheet.print_title_rows}"
        if head is not None and foot is not None:
            yield f"{head.left.text} | {head.right.text} | {foot.center.text} | {sheet.auto_filter.ref}"
        for rule in sheet.data_validations.dataValidation:
            yield f"{rule.sqref}: {rule.formula1}"
        for row in sheet.iter_rows():
            cells = [_shown(cell.value) for cell in row]
            if any(cells):
                yield f"{row[0].row}: " + " | ".join(cells).rstrip(" |")


def _shown(value: Any) -> str:
    return "" if value is None else str(value).replace("\n", "⏎")


def document_lines(data: bytes) -> Iterator[str]:
    """Give a Word document block by block: paragraphs with their style, tables row by row, and the feet of its pages."""
    document = docx.Document(io.BytesIO(data))
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            assert block.style is not None
            yield f"[{block.style.name}] {block.text}".replace("\n", "⏎").rstrip()
        else:
            yield from table_lines(block)
    for section in document.sections:
        yield f"--- {section.orientation} {section.page_width} {section.page_height}"
    yield from (f"--- {part.paragraphs[0].text}" for part in (document.sections[0].footer, document.sections[0].even_page_footer))


def table_lines(table: Table) -> Iterator[str]:
    """Give the rows of a table; `*` marks those that are repeated on every page."""
    for row in table.rows:
        repeated = "*" if row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None else " "
        yield f"{repeated} " + " | ".join(cell.text.replace("\n", "⏎") for cell in row.cells)


def parts(data: bytes) -> dict[str, bytes]:
    """Return the members of an archive that are XML, each parsed to see that it is well formed, and free of what XML forbids."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = {name: archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))}
    for content in found.values():
        etree.fromstring(content)
        assert not re.search(b"[\x00-\x08\x0b\x0c\x0e-\x1f]", content)
    return found


def main() -> None:
    """Write every golden file anew; read the difference before keeping it."""
    GOLDEN.mkdir(exist_ok=True)
    for old in GOLDEN.iterdir():
        if old.name not in CASES:
            old.unlink()
    for name in CASES:
        (GOLDEN / name).write_bytes(dumped(name).encode())


if __name__ == "__main__":
    main()
