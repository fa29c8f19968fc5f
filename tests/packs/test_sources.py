"""The packs are in our own words: no sixteen Chinese characters in a row are a source document's; figures, terms and titles may be."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from govaudit.strictyaml import load
from tests.packs.build_shingles import LENGTH, SHINGLES, SOURCES, hanzi, hashed, packed, runs, simplified, sources, unpacked

RULES = Path(__file__).parents[2] / "rules"
FOLDERS = sorted(path.parent for path in RULES.glob("*/pack.yaml"))
TITLE = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")


def texts(data: Any) -> Iterator[str]:
    """Yield every text value of a YAML file."""
    if isinstance(data, str):
        yield data
    for part in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from texts(part)


def titles_in(text: str, known: frozenset[str]) -> list[bool]:
    """Tell for each Chinese character of a text whether it belongs to a title: one in 《》, or a known one."""
    marks: list[bool] = []
    end = 0
    for title in TITLE.finditer(text):
        marks += [False] * len(hanzi(text[end : title.start()])) + [True] * len(hanzi(title[0]))
        end = title.end()
    marks += [False] * len(hanzi(text[end:]))
    for title_text in known:
        for found in re.finditer(re.escape(title_text), hanzi(text)):
            marks[found.start() : found.end()] = [True] * len(title_text)
    return marks


def copied(text: str, shingles: frozenset[bytes], known: frozenset[str] = frozenset()) -> list[str]:
    """Return the parts of a text that stand in a source with sixteen characters or more, those of titles not counted."""
    characters, marks = hanzi(text), titles_in(text, known)
    hits = [start for start, run in enumerate(runs(text)) if hashed(run) in shingles]
    found: list[str] = []
    for start in hits:
        if start - 1 in hits:
            continue
        last = start
        while last + 1 in hits:
            last += 1
        if marks[start : last + LENGTH].count(False) >= LENGTH:
            found.append(characters[start : last + LENGTH])
    return found


def pack_titles() -> frozenset[str]:
    """Return the titles of all packs, Chinese characters only."""
    return frozenset(hanzi(load(path.read_text(encoding="utf-8"), str(path)).data["title"]) for path in RULES.glob("*/pack.yaml"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_no_sentence_is_taken_over(folder: Path) -> None:
    """Duties, places, titles, remedies, notes and examples are in our own words."""
    shingles, known = unpacked(SHINGLES.read_bytes()), pack_titles()
    strings = {
        (str(path.relative_to(RULES)), text)
        for path in sorted(folder.rglob("*.yaml"))
        for text in texts(load(path.read_text(encoding="utf-8"), str(path)).data)
    }
    found = [f"{path}: “{text}”与原件相同:{run}" for path, text in sorted(strings) for run in copied(text, shingles, known)]

    assert len(strings) > 100
    assert [] == found


def test_shingles_are_there() -> None:
    """The hashes are whole, sorted, each once, and as many as five notices give."""
    data = SHINGLES.read_bytes()
    hashes = [data[start : start + 8] for start in range(0, len(data), 8)]

    assert sorted(unpacked(data)) == hashes
    assert len(hashes) > 25_000


@pytest.mark.skipif(not SOURCES.is_dir(), reason="原件不在本项目里;没有 ../shared/sources 时只按散列值比对")
def test_shingles_are_up_to_date() -> None:
    """Where the sources are at hand, the hashes are theirs."""
    assert packed(sources()) == SHINGLES.read_bytes(), "过时了,请运行:python -m tests.packs.build_shingles"


SENTENCE = "青溪镇今年起把每一件来信都写在村口的木牌上给人看"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(SENTENCE, [SENTENCE], id="whole"),
        pytest.param(f"须知:{SENTENCE[:9]},{SENTENCE[9:16]}。", [SENTENCE[:16]], id="sixteen, punctuation aside"),
        pytest.param(f"{SENTENCE[:15]}吧", [], id="fifteen"),
        pytest.param(f"《{SENTENCE}》", [], id="title"),
        pytest.param(f"按《{SENTENCE[:12]}》{SENTENCE[12:]}", [], id="title and a few characters"),
        pytest.param(f"按《{SENTENCE[:4]}》{SENTENCE[4:]}", [SENTENCE], id="title and too many characters"),
        pytest.param(f"《〈{SENTENCE[:9]}〉《{SENTENCE[9:]}》》", [], id="title in a title"),
        pytest.param("牌" * 40, [], id="other text"),
    ],
)
def test_copies_are_found(text: str, expected: list[str]) -> None:
    """Sixteen characters in a row are found, whatever stands between them; fifteen, and titles, are not."""
    assert expected == copied(text, unpacked(packed([SENTENCE])))


def test_known_titles_are_aside() -> None:
    """A pack's own title may be written without 《》."""
    shingles = unpacked(packed([SENTENCE]))

    assert [] == copied(f"转发{SENTENCE}", shingles, frozenset({SENTENCE}))


def test_traditional_characters_are_learnt_from_the_clean_copy() -> None:
    """What the clean copy shows for a character holds for the whole garbled text."""
    assert "县务公开的甲县" == simplified("縣務公開的甲縣", "县务公开的")
