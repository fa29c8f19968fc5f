"""Paragraphs and tables of a Word document, with the fonts of official documents and tables that repeat their heads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from govaudit.appendix.model import Said
from govaudit.appendix.tables import marked
from govaudit.reports.wording import visible

if TYPE_CHECKING:
    from docx.document import Document

#: Twentieths of a point in a millimetre.
_MM = 1440 / 25.4
_LATIN = "Times New Roman"


@dataclass(frozen=True, slots=True)
class _Manner:
    """How a paragraph looks: its Word style, font, size in points, and layout."""

    style: str
    font: str
    size: float
    align: str = "both"
    bold: bool = False
    indent: bool = False
    before: float = 0


_MANNERS = {
    "title": _Manner("Title", "方正小标宋简体", 22, "center"),
    "subtitle": _Manner("Subtitle", "楷体", 16, "center"),
    "first": _Manner("Heading 1", "黑体", 16, "left", before=12),
    "second": _Manner("Heading 2", "楷体", 15, "left", bold=True, before=8),
    "third": _Manner("Heading 3", "仿宋", 14, "left", bold=True, before=8),
    "body": _Manner("Normal", "仿宋", 14, indent=True),
}


class Parts:
    """Writes into a document."""

    def __init__(self, document: Document) -> None:
        """Set up pages and styles."""
        self._document: Any = document
        self._styles()
        section = self._document.sections[0]
        self._page(section, 210, 297, (37, 26, 35, 28))
        self._page_number(section)

    def _styles(self) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Pt, RGBColor

        for manner in _MANNERS.values():
            style = self._document.styles[manner.style]
            style.font.name, style.font.size, style.font.bold, style.font.italic = _LATIN, Pt(manner.size), manner.bold, False
            style.font.color.rgb = RGBColor(0, 0, 0)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for name in [name for name in fonts.attrib if "Theme" in name]:
                del fonts.attrib[name]
            fonts.set(qn("w:eastAsia"), manner.font)
            layout = style.paragraph_format
            layout.space_before, layout.space_after, layout.line_spacing = Pt(manner.before), Pt(4), 1.25
            for border in style.element.findall(f".//{qn('w:pBdr')}"):
                border.getparent().remove(border)

    def _page(self, section: Any, width: float, height: float, margins: Sequence[float]) -> None:
        from docx.shared import Mm

        section.page_width, section.page_height = Mm(width), Mm(height)
        section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = (Mm(one) for one in margins)

    def _page_number(self, section: Any) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        paragraph = section.footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        paragraph._p.append(field)  # noqa: SLF001 - python-docx has no fields

    def landscape(self) -> None:
        """Turn the pages that follow."""
        from docx.enum.section import WD_ORIENT, WD_SECTION

        section = self._document.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE
        self._page(section, 297, 210, (28, 25, 22, 25))

    def paragraph(self, text: str, manner: str, *, new_page: bool = False) -> None:
        """Add a paragraph of one manner."""
        self._aligned(manner, new_page=new_page).add_run(visible(text))

    def sentence(self, sentence: Sequence[Said], lead: str = "") -> None:
        """Add a paragraph whose note marks stand above the line; `lead` is its bold beginning."""
        paragraph = self._aligned("body")
        if lead:
            paragraph.add_run(visible(lead)).bold = True
        for said in sentence:
            paragraph.add_run(visible(said.text))
            if said.note is not None:
                paragraph.add_run(marked(said.note)).font.superscript = True

    def _aligned(self, manner: str, *, new_page: bool = False) -> Any:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        known = _MANNERS[manner]
        paragraph = self._document.add_paragraph(style=known.style)
        align = {"both": WD_ALIGN_PARAGRAPH.JUSTIFY, "center": WD_ALIGN_PARAGRAPH.CENTER, "left": WD_ALIGN_PARAGRAPH.LEFT}
        paragraph.alignment = align[known.align]
        paragraph.paragraph_format.page_break_before = new_page
        if known.indent:
            paragraph.paragraph_format.first_line_indent = Pt(known.size * 2)
        return paragraph

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float]) -> None:
        """Add a table with columns of these widths in millimetres; made of elements, for python-docx takes seconds for a long one."""
        from docx.oxml import OxmlElement

        table = _element("w:tbl")
        properties = _element(
            "w:tblPr", _element("w:tblW", w=str(round(sum(widths) * _MM)), type="dxa"), _borders(), _element("w:tblLayout", type="fixed"), _margins()
        )
        table.append(properties)
        grid = OxmlElement("w:tblGrid")
        for width in widths:
            grid.append(_element("w:gridCol", w=str(round(width * _MM))))
        table.append(grid)
        if columns:
            table.append(_row(columns, widths, is_head=True))
        for row in rows:
            table.append(_row(row, widths, is_head=False))
        body = self._document.element.body
        body.insert(len(body) - 1, table)


def _element(tag: str, *children: Any, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    for child in children:
        made.append(child)
    return made


def _borders() -> Any:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    return _element("w:tblBorders", *[_element(f"w:{side}", val="single", sz="4", space="0", color="808080") for side in sides])


def _margins() -> Any:
    return _element("w:tblCellMar", *[_element(f"w:{side}", w="70", type="dxa") for side in ("left", "right")])


def _row(values: Sequence[str], widths: Sequence[float], *, is_head: bool) -> Any:
    row = _element("w:tr", _element("w:trPr", *([_element("w:tblHeader")] if is_head else [_element("w:cantSplit")])))
    for value, width in zip(values, widths, strict=True):
        properties = _element("w:tcPr", _element("w:tcW", w=str(round(width * _MM)), type="dxa"))
        if is_head:
            properties.append(_element("w:shd", val="clear", color="auto", fill="E7ECF2"))
        row.append(_element("w:tc", properties, *[_line(line, is_head=is_head) for line in value.split("\n")]))
    return row


def _line(text: str, *, is_head: bool) -> Any:
    """Return a paragraph of a cell: small, without indent."""
    spacing = _element("w:spacing", before="0", after="0", line="240", lineRule="auto")
    look = [_element("w:b")] if is_head else []
    fonts = _element("w:rFonts", ascii=_LATIN, hAnsi=_LATIN, eastAsia="黑体" if is_head else "宋体")
    run = _element("w:r", _element("w:rPr", fonts, *look, _element("w:sz", val="18"), _element("w:szCs", val="18")))
    content = _element("w:t")
    content.text = visible(text)
    content.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(content)
    return _element("w:p", _element("w:pPr", spacing), run)
