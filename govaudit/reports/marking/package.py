"""A workbook as the zip file of parts that it is: relationships, types of content, and writing it back with the same bytes."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from io import BytesIO

from govaudit.errors import Place, Problem, SourceError
from govaudit.reports.marking.splicing import Element, Splices, broken, elements, in_utf8, xml_attribute

NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/"
_TYPES = "[Content_Types].xml"
_EMPTY_RELATIONSHIPS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
)
_EPOCH = (1980, 1, 1, 0, 0, 0)
#: A workbook that unpacks to more than this is not marked; the readers refuse such files before.
_LARGEST = 2_000_000_000


class Package:
    """The parts of a workbook; those that are changed or added are kept beside the original."""

    def __init__(self, data: bytes, path: str) -> None:
        """Open a workbook.

        Raises:
            SourceError: the bytes are no workbook of this kind.
        """
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            self._names = {info.filename: info for info in self._zip.infolist()}
        except (zipfile.BadZipFile, OSError) as error:
            raise SourceError(Problem(Place(path), f"不是 .xlsx 工作簿,不能标注({error})")) from None
        if sum(info.file_size for info in self._names.values()) > _LARGEST:
            raise SourceError(Problem(Place(path), "工作簿解压后超过 2 GB,不能标注"))
        self._changed: dict[str, bytes] = {}
        self.path = path
        self.workbook = next((target for kind, target, _ in self.relationships("") if kind == "officeDocument"), "")
        if self.workbook not in self._names:
            raise SourceError(Problem(Place(path), "不是 .xlsx 工作簿,不能标注", hint="只有 .xlsx、.xlsm 可以标注"))
        if _STRICT.encode() in self.part(self.workbook)[:4000]:
            raise SourceError(Problem(Place(path), "是“严格 Open XML”格式,不能标注", hint="请用 Excel 另存为普通的 .xlsx"))

    def __contains__(self, name: str) -> bool:
        """Whether there is a part."""
        return name in self._changed or name in self._names

    def part(self, name: str) -> bytes:
        """Return a part.

        Raises:
            SourceError: there is no such part, or it is damaged.
        """
        if name in self._changed:
            return self._changed[name]
        try:
            return in_utf8(self._zip.read(self._names[name]))
        except (KeyError, zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, UnicodeDecodeError) as error:
            raise broken(f"{name}: {error}") from None

    def put(self, name: str, data: bytes) -> None:
        """Change or add a part."""
        self._changed[name] = data

    def free_name(self, pattern: str) -> str:
        """Return the first name of a pattern with a number that no part has, whatever its case."""
        taken = {name.casefold() for name in (*self._names, *self._changed)}
        number = 1
        while pattern.format(number).casefold() in taken:
            number += 1
        return pattern.format(number)

    def relationships(self, part: str) -> Iterator[tuple[str, str, str]]:
        """Give the kind, the target and the id of everything that a part (of ""; the workbook as a whole) refers to inside the file."""
        name = _relationships_of(part)
        if name not in self:
            return
        for one in elements(self.part(name), ("Relationship",)):
            if one.attributes.get("TargetMode") != "External":
                target = one.attributes.get("Target", "")
                whole = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(posixpath.dirname(part), target))
                yield one.attributes.get("Type", "").rpartition("/")[2], whole, one.attributes.get("Id", "")

    def relate(self, part: str, kind: str, target: str) -> str:
        """Let a part refer to another and return the new id."""
        name = _relationships_of(part)
        data = self.part(name) if name in self else _EMPTY_RELATIONSHIPS
        taken = {one.attributes.get("Id") for one in elements(data, ("Relationship",))}
        identity = next(f"rIdG{number}" for number in range(1, len(taken) + 2) if f"rIdG{number}" not in taken)
        splices = Splices(data)
        root = _root(data, "Relationships")
        address = xml_attribute(posixpath.relpath(target, posixpath.dirname(part) or "."))
        splices.append(root, f'<{root.prefix}Relationship Id="{identity}" Type="{NAMESPACE}/{kind}" Target={address}/>')
        self.put(name, splices.done())
        return identity

    def declare(self, part: str, content: str) -> None:
        """Say of which type a part is."""
        self._declare(f'Override PartName="/{part}" ContentType="{content}"')

    def declare_suffix(self, suffix: str, content: str) -> None:
        """Say of which type parts with a suffix are, unless that is said already."""
        known = {one.attributes.get("Extension", "").casefold() for one in elements(self.part(_TYPES), ("Default",))}
        if suffix not in known:
            self._declare(f'Default Extension="{suffix}" ContentType="{content}"')

    def _declare(self, said: str) -> None:
        data = self.part(_TYPES)
        splices = Splices(data)
        root = _root(data, "Types")
        splices.append(root, f"<{root.prefix}{said}/>")
        self.put(_TYPES, splices.done())

    def written(self) -> bytes:
        """Return the workbook: parts in their order with their times, the changed ones in their places, the added ones at the end."""
        data = BytesIO()
        with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as book:
            for name, info in self._names.items():
                copy = zipfile.ZipInfo(name, info.date_time)
                copy.compress_type = zipfile.ZIP_DEFLATED
                copy.external_attr = info.external_attr
                book.writestr(copy, self._changed[name] if name in self._changed else self._zip.read(info))
            for name in self._changed:
                if name not in self._names:
                    added = zipfile.ZipInfo(name, _EPOCH)
                    added.compress_type = zipfile.ZIP_DEFLATED
                    added.external_attr = 0o600 << 16
                    book.writestr(added, self._changed[name])
        return data.getvalue()


def _relationships_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _root(data: bytes, name: str) -> Element:
    found = elements(data, (name,))
    if not found:
        raise broken(name)
    return found[0]
