"""The workbook's own list of sheets: which part a sheet is, and a new one in front."""

from __future__ import annotations

from govaudit.reports.marking.package import NAMESPACE, Package
from govaudit.reports.marking.splicing import Element, Splices, broken, elements, whole, xml_attribute

_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_NAMES = ("sheets", "sheet", "definedName", "workbookView")


class Book:
    """The list of sheets of one workbook."""

    def __init__(self, package: Package) -> None:
        """Read the list.

        Raises:
            SourceError: there is none.
        """
        self._package = package
        self._data = package.part(package.workbook)
        found = elements(self._data, _NAMES)
        parts = {identity: target for _, target, identity in package.relationships(package.workbook)}
        lists = [one for one in found if one.name == "sheets" and one.depth == 1]
        self._sheets = [one for one in found if one.name == "sheet" and one.depth == 2]
        if not lists or not self._sheets:
            raise broken("sheets")
        self._list: Element = lists[0]
        self._names = [one for one in found if one.name == "definedName"]
        self._views = [one for one in found if one.name == "workbookView"]
        #: The part of each sheet, by its name, in order.
        self.sheets = {one.attributes.get("name", ""): parts.get(one.attribute("id") or "", "") for one in self._sheets}

    def add_front(self, title: str, page: bytes) -> None:
        """Put a sheet before all others and let it be the one that is seen first."""
        package = self._package
        part = package.free_name("xl/worksheets/sheet{}.xml")
        package.put(part, page)
        package.declare(part, _CONTENT)
        identity = package.relate(package.workbook, "worksheet", part)
        number = max(whole(one.attributes.get("sheetId")) for one in self._sheets) + 1
        splices = Splices(self._data)
        sheet = f'<{self._list.prefix}sheet name={xml_attribute(title)} sheetId="{number}" xmlns:r="{NAMESPACE}" r:id="{identity}"/>'
        splices.put(self._list.inner, sheet)
        for one in self._names:  # names of one sheet go by its place in the list
            local = one.attributes.get("localSheetId")
            if local is not None:
                splices.attributes(one, localSheetId=str(whole(local) + 1))
        for one in self._views:
            splices.attributes(one, activeTab="0", firstSheet="0")
        package.put(package.workbook, splices.done())
