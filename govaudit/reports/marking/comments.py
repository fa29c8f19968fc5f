"""Comments on cells: those that are there stay, and what the audit says is put after them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from govaudit.reports.marking.package import NAMESPACE, Package
from govaudit.reports.marking.sheet import Cell, SheetPart, cell_of, name_of
from govaudit.reports.marking.splicing import Splices, broken, elements, xml_attribute, xml_text

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_V, _O, _X = "urn:schemas-microsoft-com:vml", "urn:schemas-microsoft-com:office:office", "urn:schemas-microsoft-com:office:excel"
_TYPE = "_x0000_t202"
_LINE = 20  # characters
_TALLEST = 24  # rows


def add_comments(package: Package, part: str, sheet: SheetPart, texts: Mapping[Cell, str], author: str) -> None:
    """Put comments on the cells of a sheet."""
    if not texts:
        return
    related = {kind: target for kind, target, _ in package.relationships(part)}
    comments = related.get("comments", "")
    if comments not in package:
        comments = package.free_name("xl/comments{}.xml")
        package.put(
            comments, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="{_MAIN}"><authors/><commentList/></comments>'.encode()
        )
        package.declare(comments, _CONTENT)
        package.relate(part, "comments", comments)
    boxed = _write_texts(package, comments, texts, author)
    drawing = next((target for kind, target, identity in package.relationships(part) if kind == "vmlDrawing" and identity == sheet.drawing), "")
    if drawing not in package:
        drawing = package.free_name("xl/drawings/vmlDrawing{}.vml")
        layout = '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1,2,3,4,5"/></o:shapelayout>'  # blocks of 1,024 numbers of boxes
        package.put(drawing, f'<xml xmlns:v="{_V}" xmlns:o="{_O}" xmlns:x="{_X}">{layout}</xml>'.encode())
        package.declare_suffix("vml", _DRAWING)
        sheet.add_drawing(package.relate(part, "vmlDrawing", drawing), NAMESPACE)
    _draw_boxes(package, drawing, {cell: text for cell, text in texts.items() if cell not in boxed})


def _write_texts(package: Package, part: str, texts: Mapping[Cell, str], author: str) -> set[Cell]:
    """Write the comments; return the cells that had one before, whose boxes are there."""
    data = package.part(part)
    splices = Splices(data)
    found = elements(data, ("authors", "author", "commentList", "comment", "text"))
    lists = {one.name: one for one in found if one.name in ("authors", "commentList")}
    if lists.keys() != {"authors", "commentList"}:
        raise broken(part)
    prefix = lists["authors"].prefix
    number = sum(one.name == "author" for one in found)
    splices.append(lists["authors"], f"<{prefix}author>{xml_text(author)}</{prefix}author>")
    had: set[Cell] = set()
    cell: Cell | None = None
    for one in found:
        if one.name == "comment":
            cell = cell_of(one.attributes.get("ref", ""))
        elif one.name == "text" and cell is not None and cell in texts and cell not in had:
            had.add(cell)
            splices.append(one, _run(prefix, "\n\n" + texts[cell]))
    new = [
        f'<{prefix}comment ref="{name_of(cell)}" authorId="{number}"><{prefix}text>{_run(prefix, text)}</{prefix}text></{prefix}comment>'
        for cell, text in sorted(texts.items())
        if cell not in had
    ]
    if new:
        splices.append(lists["commentList"], "".join(new))
    package.put(part, splices.done())
    return had


def _run(prefix: str, text: str) -> str:
    return f'<{prefix}r><{prefix}rPr><{prefix}sz val="9"/></{prefix}rPr><{prefix}t xml:space="preserve">{xml_text(text)}</{prefix}t></{prefix}r>'


def _draw_boxes(package: Package, part: str, texts: Mapping[Cell, str]) -> None:
    """Add the boxes in which comments are shown; the drawing, which need not be proper XML, is only lengthened."""
    data = package.part(part)
    at = data.rfind(b"</")
    if at < 0:
        raise broken(part)
    number = max((int(one) for one in re.findall(rb"_x0000_s(\d{1,9})", data)), default=1024)
    shape_type = f'<v:shapetype xmlns:v="{_V}" xmlns:o="{_O}" id="{_TYPE}" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    known = _TYPE.encode() in data or not texts
    pieces = [] if known else [shape_type + '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>']
    for index, (cell, text) in enumerate(sorted(texts.items()), 1):
        pieces.append(_box(number + index, cell, text))
    package.put(part, data[:at] + "".join(pieces).encode() + data[at:])


def _box(number: int, cell: Cell, text: str) -> str:
    row, position = cell[0] - 1, cell[1]
    tall = min(sum(1 + len(line) // _LINE for line in text.split("\n")) + 1, _TALLEST)
    anchor = f"{position + 1}, 15, {max(row - 1, 0)}, 10, {position + 4}, 60, {max(row - 1, 0) + tall}, 4"
    style = f"position:absolute;width:260pt;height:{15 * tall}pt;z-index:{number};visibility:hidden"
    return (
        f'<v:shape xmlns:v="{_V}" xmlns:o="{_O}" xmlns:x="{_X}" id="_x0000_s{number}" type="#{_TYPE}" style={xml_attribute(style)} '
        'fillcolor="#ffffe1" o:insetmode="auto">'
        '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>'
        f"<x:Row>{row}</x:Row><x:Column>{position}</x:Column></x:ClientData></v:shape>"
    )
