"""Building blocks of a Word document in the layout of Chinese official documents (GB/T 9704): page, fonts, headings, tables, page numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from govaudit.reports.wording import say

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.styles.style import ParagraphStyle
    from docx.table import _Row

#: Fonts by purpose; every Chinese Windows and WPS has the last three, and shows the first, where it lacks, as 宋体.
TITLE, BODY, BLACK, KAI = "方正小标宋简体", "仿宋", "黑体", "楷体"
#: Points: 二号, 三号, 四号, and 五号 for tables.
SECOND, THIRD, FOURTH, FIFTH = 22, 16, 14, 10.5
#: Millimetres: top, bottom, left, right of the page; 22 lines of 28 characters are on it.
_MARGINS = (37, 35, 28, 26)
_ACROSS = (28, 26, 25, 25)
LINE = 28

#: What a reader that lacks a font is told of it.
FONT_TABLE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    + "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>'
        for name, other, family in ((TITLE, "宋体", "roman"), (BODY, "FangSong", "modern"), (BLACK, "SimHei", "modern"), (KAI, "KaiTi", "modern"))
    )
    + "</w:fonts>"
).encode()


class Paper:
    """A Word document in the making."""

    def __init__(self) -> None:
        """Begin an empty document with the page and the styles."""
        import docx

        self.document: Document = docx.Document()
        self._styles()
        self._page(self.document.sections[0], _MARGINS)
        self._numbers(self.document.sections[0])

    def _styles(self) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        self._language()
        self._style("Normal", BODY, THIRD, indent=2, align=WD_ALIGN_PARAGRAPH.JUSTIFY)
        self._style("Title", TITLE, SECOND, line=36, align=WD_ALIGN_PARAGRAPH.CENTER)
        self._style("Heading 1", BLACK, THIRD, indent=2, keep=True)
        self._style("Heading 2", KAI, THIRD, indent=2, keep=True)
        self._style("Caption", BLACK, FOURTH, align=WD_ALIGN_PARAGRAPH.CENTER, keep=True)
        self._style("Header", BODY, FOURTH)
        self._style("Footer", "宋体", FOURTH)
        self._style("Body Text", BODY, FIFTH, line=15, align=WD_ALIGN_PARAGRAPH.LEFT)
        self._style("Body Text 2", BODY, FIFTH, line=15, align=WD_ALIGN_PARAGRAPH.CENTER)
        self._style("Body Text 3", BLACK, FIFTH, line=15, align=WD_ALIGN_PARAGRAPH.CENTER)

    def _language(self) -> None:
        """Say that the text is Chinese, or a reader may take the punctuation of another country's fonts; Latin stays Latin, or figures are broken."""
        from docx.oxml.ns import qn

        for language in self.document.styles.element.iter(qn("w:lang")):
            language.set(qn("w:eastAsia"), "zh-CN")

    def _style(self, name: str, font: str, size: float, *, line: float = LINE, indent: int = 0, keep: bool = False, align: Any = None) -> None:
        """Make a style of python-docx's document ours: its font for Chinese, Latin and all else, black, nothing inherited from a theme."""
        from docx.oxml.ns import qn
        from docx.shared import Pt, RGBColor

        style: ParagraphStyle = self.document.styles[name]
        style.font.size, style.font.bold, style.font.italic = Pt(size), False, False
        style.font.color.rgb = RGBColor(0, 0, 0)
        properties = style.element.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        fonts.attrib.clear()
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):  # Latin too: else quotation marks, which both scripts have, come out narrow
            fonts.set(qn(f"w:{script}"), font)
        fonts.set(qn("w:hint"), "eastAsia")
        for theme in properties.findall(qn("w:spacing")) + properties.findall(qn("w:kern")):
            properties.remove(theme)
        layout = style.paragraph_format
        layout.space_before = layout.space_after = Pt(0)
        layout.line_spacing = Pt(line)
        layout.keep_with_next, layout.widow_control, layout.alignment = keep, True, align
        paragraph = style.element.get_or_add_pPr()
        for border in paragraph.findall(qn("w:pBdr")) + paragraph.findall(qn("w:contextualSpacing")):
            paragraph.remove(border)
        layout.first_line_indent = Pt(indent * size)
        if indent:
            paragraph.ind.set(qn("w:firstLineChars"), str(100 * indent))

    def _page(self, section: Section, margins: Sequence[float]) -> None:
        from docx.shared import Mm

        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = map(Mm, margins)
        section.footer_distance = Mm(margins[1] - 10)
        section.header_distance = Mm(15)

    def _numbers(self, section: Section) -> None:
        """Number the pages: on odd ones at the right, on even ones at the left, a character from the edge."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        self.document.settings.odd_and_even_pages_header_footer = True
        for footer, align in ((section.footer, WD_ALIGN_PARAGRAPH.RIGHT), (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)):
            paragraph = footer.paragraphs[0]
            paragraph.alignment = align
            paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(FOURTH)
            paragraph.add_run(say("docx.page.left"))
            paragraph._p.append(_field("PAGE"))  # noqa: SLF001 - python-docx has no fields of its own
            paragraph.add_run(say("docx.page.right"))

    def across(self) -> None:
        """Go on with pages that lie across, for wide tables."""
        from docx.enum.section import WD_ORIENT, WD_SECTION

        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        self._page(section, _ACROSS)
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width

    def add(self, text: str, style: str = "Normal", *, lead: str = "", **layout: Any) -> None:
        """Add a paragraph, the words that lead it in bold; `layout` are properties of its format."""
        paragraph = self.document.add_paragraph(style=style)
        if lead:
            paragraph.add_run(lead).bold = True
        paragraph.add_run(text)
        for name, found in layout.items():
            setattr(paragraph.paragraph_format, name, found)

    def loop(self, tag: str) -> None:
        """Add a paragraph that holds nothing but a tag of the template, and goes with it."""
        self.add(f"{{%p {tag} %}}")

    def table(self, rows: str, columns: Sequence[tuple[str, float, str, str]], total: Sequence[str] = ()) -> None:
        """Add a table with a row for each of `rows`: headings, widths in mm, what stands in a cell, and its style; at the end, if asked, the sums."""
        from docx.enum.table import WD_TABLE_ALIGNMENT

        table = self.document.add_table(rows=0, cols=len(columns), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        head = table.add_row()
        _mark(head, "w:tblHeader")
        lines: list[tuple[_Row, Sequence[tuple[str, str]]]] = [(head, [(heading, "Body Text 3") for heading, *_ in columns])]
        if rows:
            lines.append((table.add_row(), [(f"{{%tr for row in {rows} %}}", "Body Text")]))
        lines.append((table.add_row(), [(cell, style) for _, _, cell, style in columns]))
        if rows:
            lines.append((table.add_row(), [("{%tr endfor %}", "Body Text")]))
        if total:
            lines.append((table.add_row(), [(cell, "Body Text 3") for cell in total]))
        for row, cells in lines:
            _mark(row, "w:cantSplit")
            for cell, (_, width, _, _) in zip(row.cells, columns, strict=True):
                _width(cell, width)
            for cell, (text, style) in zip(row.cells, cells, strict=False):
                cell.paragraphs[0].style = self.document.styles[style]
                cell.paragraphs[0].add_run(text)
        for column, (_, width, _, _) in zip(table.columns, columns, strict=True):
            _width(column, width)


def _width(target: Any, width: float) -> None:
    from docx.shared import Mm

    target.width = Mm(width)


def _mark(row: _Row, name: str) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 - python-docx has no method for it


def _field(instruction: str) -> Any:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    return parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{instruction}"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
