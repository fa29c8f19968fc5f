"""Web pages read back: checked for balance and addresses, and drawn out as lines of text; `python -m tests.reports.html_page` writes the golden file anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from govaudit.reports import FORMATS, Options
from govaudit.results import Audit
from govaudit.states import State
from tests.reports.build import clause, rule_result
from tests.reports.cases import AUDITS
from tests.reports.fixtures import RUN

GOLDEN = Path(__file__).parent / "golden_html" / "canonical.txt"
_VOID = {"meta", "link", "input", "br", "img", "hr"}
_BLOCKS = {"h1", "h2", "h3", "p", "li", "tr", "div", "legend", "option", "text", "title", "desc", "caption", "dl", "dd", "button", "form", "optgroup"}
_CELLS = {"th", "td"}
_UNSHOWN = {"style", "script"}

#: What a browser would act on if a page let it; each sets a flag, or would be calculated.
ACTIVE = (
    "</script><script>window.pwned=1</script>",
    "</style><script>window.pwned=1</script>",
    "</title><script>window.pwned=1</script>",
    '"><svg onload="window.pwned=1">',
    "' onfocus='window.pwned=1' autofocus='",
    '<img src=x onerror="window.pwned=1">',
    '<iframe srcdoc="<script>parent.pwned=1</script>">',
    '<a href="javascript:window.pwned=1">x</a>',
    "{{7*7}}",
    "{% raw %}",
    "${7*7}",
    "<!--",
    "&lt;b&gt;",
)


def active() -> Audit:
    """Return an audit in which every text is active."""
    findings = [
        {
            "record": value,
            "state": state,
            "unit": value,
            "message": value,
            "remedy": value,
            "due": value if state == "pending" else "2021-08-02",
            "overdue": value,
            "evidence": {"title": value, value: value, "n": [value]},
        }
        for value in ACTIVE
        for state in ("fail", "pending", "undecided", "manual", "error")
    ]
    counts = dict.fromkeys((State.FAIL, State.PENDING, State.UNDECIDED, State.MANUAL, State.ERROR), len(ACTIVE))
    clauses = tuple(clause(value, value, value) for value in ACTIVE)
    rule = rule_result("".join(ACTIVE), "".join(ACTIVE), clauses, ACTIVE[0], counts, *findings, notes=ACTIVE, pack=ACTIVE[0])
    packs = tuple(replace(RUN.packs[0], id=value, title=value, version=value, sha256=value) for value in ACTIVE)
    inputs = tuple(replace(RUN.inputs[0], path=value, label=value, sheet=value, sha256=value) for value in ACTIVE)
    run = replace(RUN, packs=packs, inputs=inputs, unit="".join(ACTIVE), role=ACTIVE[0], calendar_source=ACTIVE[0], parameters=dict.fromkeys(ACTIVE, ACTIVE[0]))
    return Audit(run, (rule,), ())


def page_of(audit: Audit, limit: int | None = None) -> str:
    """Render an audit as a web page."""
    return FORMATS["html"].text(audit, Options(limit=limit))


@cache
def page(name: str) -> str:
    """Return the page of one of the audits that every format renders, or of the one that is `active`."""
    return page_of(active() if name == "active" else AUDITS[name]())


@cache
def page_read(name: str) -> Parsed:
    """Return one of these pages read back."""
    return parsed(page(name))


@dataclass
class Element:
    """An element with its attributes and its own text."""

    tag: str
    attributes: Mapping[str, str | None]
    text: str = ""


@dataclass
class Parsed(HTMLParser):
    """A page read back: its elements, its lines of text, and what is not closed in order."""

    elements: list[Element] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin at the beginning."""
        HTMLParser.__init__(self, convert_charrefs=True)
        self._open: list[Element] = []
        self._line = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element; those that stand alone are closed at once."""
        if len(dict(attrs)) != len(attrs):
            self.faults.append(f"line {self.getpos()[0]}: an attribute twice in <{tag}>")
        element = Element(tag, dict(attrs))
        self.elements.append(element)
        self._break(tag)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element that closes itself, as SVG's do."""
        self.elements.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Close an element, which must be the last that was opened."""
        if not self._open or self._open.pop().tag != tag:
            self.faults.append(f"line {self.getpos()[0]}: </{tag}>")
        self._break(tag)

    def handle_data(self, data: str) -> None:
        """Add text to its element and, where it is shown, to the line."""
        if self._open:
            self._open[-1].text += data
            if self._open[-1].tag in _UNSHOWN:
                return
        self._line += data

    def _break(self, tag: str) -> None:
        if tag in _CELLS:
            self._line += " | "
        if tag in _BLOCKS:
            if shown := " ".join(self._line.split()).strip(" |"):
                self.lines.append(shown)
            self._line = ""

    def all(self, tag: str) -> list[Element]:
        """Return the elements of a kind."""
        return [one for one in self.elements if one.tag == tag]

    def with_class(self, name: str) -> list[Element]:
        """Return the elements of a class."""
        return [one for one in self.elements if name in (one.attributes.get("class") or "").split()]

    @property
    def left_open(self) -> list[str]:
        """What is still open at the end."""
        return [one.tag for one in self._open]


def parsed(text: str) -> Parsed:
    """Read a page back."""
    found = Parsed()
    found.feed(text)
    found.close()
    return found


def outline(text: str) -> str:
    """Return what is read on a page, a line for every block; what only its looks are is left out."""
    return "".join(f"{line}\n" for line in parsed(text).lines)


if __name__ == "__main__":
    GOLDEN.parent.mkdir(exist_ok=True)
    GOLDEN.write_text(outline(page("canonical")), encoding="utf-8")
