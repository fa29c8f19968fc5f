"""The styles of a workbook: those it has stay as they are, new ones are put after them."""

from __future__ import annotations

from dataclasses import dataclass

from govaudit.reports.marking.package import Package
from govaudit.reports.marking.splicing import Element, Splices, broken, elements, with_attributes

_SECTIONS = ("fonts", "fills", "borders", "cellXfs")
_CHILD = {"fonts": "font", "fills": "fill", "borders": "border", "cellXfs": "xf"}
_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_PLAIN = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    b'<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    b'<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    b'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    b'<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    b'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell of the findings page looks; colours as six hexadecimal digits."""

    color: str = ""
    ink: str = ""
    size: int = 10
    bold: bool = False
    underlined: bool = False
    centered: bool = False
    framed: bool = False


class Styles:
    """The styles of one workbook."""

    def __init__(self, package: Package) -> None:
        """Read the styles; a workbook without gets plain ones.

        Raises:
            SourceError: the styles are not what they should be.
        """
        self._package = package
        self._part = next((target for kind, target, _ in package.relationships(package.workbook) if kind == "styles"), "")
        if self._part not in package:
            self._part = "xl/styles.xml" if "xl/styles.xml" not in package else package.free_name("xl/styles{}.xml")
            package.put(self._part, _PLAIN)
            package.relate(package.workbook, "styles", self._part)
            package.declare(self._part, _CONTENT)
        self._data = package.part(self._part)
        found = elements(self._data, (*_SECTIONS, *_CHILD.values()))
        sections = {one.name: one for one in found if one.name in _SECTIONS and one.depth == 1}
        if sections.keys() != set(_SECTIONS):
            raise broken(self._part)
        self._sections = sections
        self._known = {name: [one for one in found if one.name == _CHILD[name] and _within(one, sections[name])] for name in _SECTIONS}
        self._added: dict[str, list[str]] = {name: [] for name in _SECTIONS}
        self._made: dict[tuple[str, ...], int] = {}

    def colored(self, base: int, color: str) -> int:
        """Return the style that is like another but for the colour of the cell."""
        known = self._known["cellXfs"]
        if not 0 <= base < len(known):
            base = 0
        name = ("colored", str(base), color)
        if name not in self._made:
            element = known[base]
            fill = str(self._fill(color))
            tag = with_attributes(self._data[element.start : element.inner], {"fillId": fill, "applyFill": "1"}).decode("utf-8")
            self._made[name] = self._add("cellXfs", tag + self._data[element.inner : element.stop].decode("utf-8"))
        return self._made[name]

    def own(self, look: Look) -> int:
        """Return a style of the findings page."""
        name = ("own", repr(look))
        if name not in self._made:
            bold, line = "<b/>" if look.bold else "", "<u/>" if look.underlined else ""
            ink = f'<color rgb="FF{look.ink}"/>' if look.ink else ""
            font = self._add("fonts", self._prefixed(f'<font>{bold}{line}<sz val="{look.size}"/>{ink}<name val="微软雅黑"/></font>'))
            fill = self._fill(look.color) if look.color else 0
            border = self._border() if look.framed else 0
            across = ' horizontal="center"' if look.centered else ""
            upright = "center" if look.centered else "top"
            self._made[name] = self._add(
                "cellXfs",
                self._prefixed(
                    f'<xf numFmtId="0" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" applyFont="1" applyFill="1" applyBorder="1" '
                    f'applyAlignment="1"><alignment{across} vertical="{upright}" wrapText="1"/></xf>'
                ),
            )
        return self._made[name]

    def save(self) -> None:
        """Put the styles back into the workbook."""
        splices = Splices(self._data)
        for name, pieces in self._added.items():
            if pieces:
                section = self._sections[name]
                count = str(len(self._known[name]) + len(pieces))
                if section.is_empty:
                    raise broken(self._part)
                splices.attributes(section, count=count)
                splices.append(section, "".join(pieces))
        self._package.put(self._part, splices.done())

    def _fill(self, color: str) -> int:
        name = ("fill", color)
        if name not in self._made:
            pattern = f'<patternFill patternType="solid"><fgColor rgb="FF{color}"/><bgColor indexed="64"/></patternFill>'
            self._made[name] = self._add("fills", self._prefixed(f"<fill>{pattern}</fill>"))
        return self._made[name]

    def _border(self) -> int:
        if ("border",) not in self._made:
            sides = "".join(f'<{side} style="thin"><color rgb="FFBFBFBF"/></{side}>' for side in ("left", "right", "top", "bottom"))
            self._made["border",] = self._add("borders", self._prefixed(f"<border>{sides}<diagonal/></border>"))
        return self._made["border",]

    def _add(self, section: str, xml: str) -> int:
        self._added[section].append(xml)
        return len(self._known[section]) + len(self._added[section]) - 1

    def _prefixed(self, xml: str) -> str:
        """Give the names of elements the prefix that the part uses."""
        prefix = self._sections["cellXfs"].prefix
        return xml if not prefix else xml.replace("</", "\0").replace("<", f"<{prefix}").replace("\0", f"</{prefix}")


def _within(one: Element, section: Element) -> bool:
    return one.depth == section.depth + 1 and section.start < one.start < section.stop
