"""Editing an XML part without rewriting it: elements are found by their place in the bytes, and pieces are put in there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from govaudit.errors import Problem, SourceError
from govaudit.reports.wording import visible

_START = re.compile(rb"<[^\s/>]+(?:\s+[^\s=]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*/?>")
_ATTRIBUTE = re.compile(rb"(\s+)([^\s=]+)(\s*=\s*)(\"[^\"]*\"|'[^']*')")
_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(slots=True)
class Element:
    """An element by its local name, its prefix (`x:`), its attributes, its depth, and where its start tag and the whole of it stand in the bytes."""

    name: str
    prefix: str
    attributes: Mapping[str, str]
    depth: int
    start: int
    inner: int
    stop: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether the start tag closes itself."""
        return self.inner == self.stop

    def attribute(self, local: str) -> str | None:
        """Return an attribute by its local name, whatever its prefix."""
        return next((value for name, value in self.attributes.items() if name.rpartition(":")[2] == local), None)


@dataclass(slots=True)
class Splices:
    """What is to be put into a part, and what it replaces; applied all at once."""

    data: bytes
    _edits: list[tuple[int, int, int, bytes]] = field(default_factory=list)

    def put(self, at: int, piece: str, upto: int | None = None) -> None:
        """Put a piece in at a place, instead of what stands there up to another."""
        self._edits.append((at, len(self._edits), at if upto is None else upto, piece.encode("utf-8")))

    def append(self, element: Element, piece: str) -> None:
        """Put a piece in as the last of an element's children."""
        if element.is_empty:
            tag = self.data[element.start : element.inner].decode("utf-8")
            name = f"{element.prefix}{element.name}"
            self.put(element.start, f"{tag.rstrip('>').rstrip('/').rstrip()}>{piece}</{name}>", element.inner)
        else:
            self.put(self.data.rindex(b"</", element.inner, element.stop), piece)

    def attributes(self, element: Element, **changed: str) -> None:
        """Give an element's start tag other values for some attributes."""
        tag = with_attributes(self.data[element.start : element.inner], changed)
        self.put(element.start, tag.decode("utf-8"), element.inner)

    def done(self) -> bytes:
        """Return the part as edited."""
        parts: list[bytes] = []
        at = 0
        for start, _, stop, piece in sorted(self._edits):
            parts += [self.data[at:start], piece]
            at = max(at, stop)
        return b"".join([*parts, self.data[at:]])


def with_attributes(tag: bytes, changed: Mapping[str, str]) -> bytes:
    """Return a start tag with some attributes set."""
    left = {name.encode(): value for name, value in changed.items()}

    def other(match: re.Match[bytes]) -> bytes:
        value = left.pop(match[2], None)
        return match[0] if value is None else match[1] + match[2] + b"=" + quoteattr(value).encode("utf-8")

    tag = _ATTRIBUTE.sub(other, tag)
    more = b"".join(b" " + name + b"=" + quoteattr(value).encode("utf-8") for name, value in left.items())
    end = b"/>" if tag.endswith(b"/>") else b">"
    return tag.removesuffix(end).rstrip() + more + end


def elements(data: bytes, names: Iterable[str]) -> list[Element]:
    """Find all elements of these local names, in the order in which they begin.

    Raises:
        SourceError: the part is no XML, or declares a document type, which no workbook does.
    """
    wanted = frozenset(names)
    found: list[Element] = []
    open_: list[Element | None] = []

    def begin(name: str, attributes: dict[str, str]) -> None:
        prefix, colon, local = name.rpartition(":")
        element = None
        if local in wanted:
            at = parser.CurrentByteIndex
            element = Element(local, prefix + colon, attributes, len(open_), at, end_of_tag(data, at))
            found.append(element)
        open_.append(element)

    def end(_name: str) -> None:
        element = open_.pop()
        if element is not None:
            closes_itself = data[element.inner - 2 : element.inner] == b"/>"
            element.stop = element.inner if closes_itself else data.index(b">", parser.CurrentByteIndex) + 1

    parser = parser_of(begin, end)
    parse(parser, data)
    return found


def parser_of(begin: Callable[[str, dict[str, str]], None], end: Callable[[str], None]) -> expat.XMLParserType:
    """Make a parser that calls back for every tag and takes no document type."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = _refused
    return parser


def parse(parser: expat.XMLParserType, data: bytes) -> None:
    """Parse a part.

    Raises:
        SourceError: it is no XML.
    """
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat takes no keywords
    except expat.ExpatError as error:
        raise broken(str(error)) from None


def _refused(*_declared: object) -> None:
    raise broken("DOCTYPE")


def broken(why: str) -> SourceError:
    """Return the error for a workbook whose parts are not what they should be."""
    return SourceError(Problem(found=f"工作簿内部的结构不合规范,不能标注({why})", hint="请用 Excel 或 WPS 打开后另存为 .xlsx,再试"))


def end_of_tag(data: bytes, at: int) -> int:
    """Return where the start tag ends that begins at a place."""
    match = _START.match(data, at)
    if match is None:
        raise broken(f"字节 {at}")
    return match.end()


def whole(text: str | None) -> int:
    """Return a number that stands in an attribute; 0 if there is none or it is none."""
    return int(text) if text is not None and text.isascii() and text.isdecimal() and len(text) < 10 else 0


def in_utf8(data: bytes) -> bytes:
    """Return a part in UTF-8 without declaration of another encoding."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16")
        return re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode("utf-8")
    return data.removeprefix(b"\xef\xbb\xbf")


def xml_text(value: str) -> str:
    """Return a value as the content of an element: what is not to be seen is shown as its escape, and nothing is obeyed."""
    return escape("\n".join(_CODED.sub("_x005F_", visible(line)) for line in value.split("\n")))


def xml_attribute(value: str) -> str:
    """Return a value as an attribute, with its quotation marks."""
    return quoteattr(visible(value))
