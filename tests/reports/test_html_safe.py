"""The web page as a file: well formed, the same every time, with nothing from outside and nothing of a record that acts."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest

import govaudit.reports.page
from govaudit.messages.page_zh import TEXTS_PAGE
from govaudit.reports.wording import visible
from tests.reports.cases import AUDITS
from tests.reports.hostile import SURROGATE, VALUES
from tests.reports.html_page import ACTIVE, page, page_read

ROOT = Path(__file__).parents[2]
PAGE = Path(govaudit.reports.page.__file__).parent
PAGES = (*AUDITS, "active")
DIGEST = """
import hashlib
from tests.reports.cases import AUDITS
from tests.reports.html_page import page_of
print(hashlib.sha256("".join(page_of(audit()) for audit in AUDITS.values()).encode()).hexdigest())
"""
#: Attributes by which a page fetches or leads elsewhere.
_ADDRESSES = ("src", "srcset", "srcdoc", "href", "xlink:href", "action", "formaction", "data", "poster", "background", "ping", "manifest")


@pytest.mark.parametrize("name", PAGES)
def test_well_formed(name: str) -> None:
    """Elements are closed in order, no attribute is given twice, and no name either."""
    found = page_read(name)
    names = [one.attributes["id"] for one in found.elements if "id" in one.attributes]

    assert ([], []) == (found.faults, found.left_open)
    assert len(names) == len(set(names))
    assert all(set((one.attributes.get("aria-labelledby") or "").split()) <= set(names) for one in found.elements)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_from_outside(name: str) -> None:
    """No attribute holds an address but of a place on the page itself, and the style sheet and the script ask for nothing."""
    found = page_read(name)
    held = {one.attributes[name] or "" for one in found.elements for name in _ADDRESSES if name in one.attributes}
    names = {one.attributes.get("id") for one in found.elements}
    code = "".join(one.text for tag in ("style", "script") for one in found.all(tag))

    assert {"link", "img", "iframe", "object", "embed", "base", "image", "use", "a:href"}.isdisjoint(one.tag for one in found.elements)
    assert all(address.startswith("#") and address[1:] in names for address in held)
    assert not re.search(r"url\(|@import|https?:|fetch|XMLHttpRequest|WebSocket|innerHTML|insertAdjacent|\beval\b|Function\(|document\.write", code)


@pytest.mark.parametrize("name", PAGES)
def test_the_policy_lets_only_the_pages_own_code_run(name: str) -> None:
    """The hashes of the policy are those of the style sheet and the scripts; nothing else is allowed, and no attribute is code or style."""
    found = page_read(name)
    policy = next(one.attributes["content"] or "" for one in found.all("meta") if one.attributes.get("http-equiv") == "Content-Security-Policy")
    allowed = {part.split()[0]: part.split()[1:] for part in policy.split("; ")}

    assert "'none'" == " ".join(allowed["default-src"])
    for tag, directive in (("style", "style-src"), ("script", "script-src")):
        assert allowed[directive] == [f"'sha256-{b64encode(sha256(one.text.encode()).digest()).decode()}'" for one in found.all(tag)]
    assert [] == [name for one in found.elements for name in one.attributes if name.startswith("on") or name == "style"]


@pytest.mark.parametrize("name", PAGES)
def test_elements_are_those_of_the_templates(name: str) -> None:
    """No record adds a kind of element that the canonical page has not."""
    kinds = {one.tag for one in page_read("canonical").elements}

    assert set() == {one.tag for one in page_read(name).elements} - kinds


def test_active_values_are_text() -> None:
    """Every active value is on the page as it was written, as text and in attributes."""
    text = " ".join(page_read("active").lines)

    assert [] == [value for value in ACTIVE if value not in text]
    assert "49" not in {line.strip() for line in page_read("active").lines}
    assert [] == [value for value in ACTIVE if "<" in value and value in page("active")]


def test_what_is_not_seen_is_shown() -> None:
    """Controls, marks of direction and lone surrogates stand on the page as their escapes, and the page is valid UTF-8."""
    source = page("hostile").replace("\n", "")
    source.encode()
    text = " ".join(page_read("hostile").lines)

    assert source == visible(source)
    assert [] == [value for value in (*VALUES, SURROGATE) if " ".join(visible(value).split()) not in text]


def test_same_bytes_under_another_hash_seed() -> None:
    """Nothing on a page depends on the order of a set or on the hash of a string."""
    digests = {
        subprocess.run([sys.executable, "-c", DIGEST], cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True).stdout
        for seed in ("0", "4711")
    }

    assert 1 == len(digests)


def test_texts_come_from_the_catalogue() -> None:
    """No template, style sheet, script or module of the page holds a Chinese text, and the catalogue none that is not used."""
    files = [path for path in PAGE.rglob("*") if path.suffix in (".j2", ".css", ".js", ".py")]
    sources = {path.name: path.read_text(encoding="utf-8") for path in files}
    together = "".join(sources.values())
    named = set(re.findall(r"page\.[a-z_.0-9]+[a-z0-9]", together))
    begun = tuple(re.findall(r"['\"](page\.[a-z.]+\.)['\"{]", together))

    assert {} == {name: found for name, source in sources.items() if (found := re.findall("[\u3000-\u9fff\uff00-\uffef]", source))}
    assert [] == [key for key in TEXTS_PAGE if key not in named and not key.startswith((*begun, "page.value."))]


def colours(style: str, start: str) -> dict[str, str]:
    """Return the colours that a style sheet sets after some text of it."""
    block = style[style.index(start) :]
    return dict(re.findall(r"--([a-z]+): (#[0-9a-f]{3,6});", block[: block.index("}")]))


def luminance(colour: str) -> float:
    """Return how bright a colour is, as the guidelines for accessible pages reckon it."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(("start", "missing"), [(":root {", 0), ("prefers-color-scheme: dark", 0)])
def test_contrast(start: str, missing: int) -> None:
    """Every colour of a text stands out from every ground it may stand on by 4.5 to 1, in light and in dark."""
    found = colours((PAGE / "templates" / "page.css").read_text(encoding="utf-8"), start)
    grounds = [found.pop(name) for name in ("ground", "card", "tint")]
    found.pop("line")
    weak = {
        (name, ground): round(ratio, 2)
        for name, colour in found.items()
        for ground in grounds
        if (ratio := (max(pair := (luminance(colour), luminance(ground))) + 0.05) / (min(pair) + 0.05)) < 4.5
    }

    assert 12 == len(found)
    assert {} == weak
