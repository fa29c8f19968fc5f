"""Hash every run of sixteen Chinese characters of the source documents: `python -m tests.packs.build_shingles`.

The packs are in our own words. The sources are not part of the project, so the test holds the packs against these hashes, from which no text can be read back.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from hashlib import blake2b
from pathlib import Path

LENGTH = 16
SIZE = 8
SOURCES = Path(__file__).parents[3] / "shared" / "sources"
SHINGLES = Path(__file__).with_name("source_shingles.bin")

_OTHER = re.compile(r"[^\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")

#: The garbled copy is in traditional characters; most are learnt from the clean copy of the same notice, these stand only in the part that has none.
_GARBLED, _CLEAN = "guangdong-2016.garbled.txt", "cn-2016-80.clean.txt"
_TRADITIONAL = {"號": "号", "給": "给", "貫": "贯", "徹": "彻", "鏈": "链", "鑒": "鉴", "陽": "阳", "東": "东", "勵": "励"}
_RUINED = {"秾嵤殑": "实施细则"}


def hanzi(text: str) -> str:
    """Return the Chinese characters of a text, all else left out."""
    return _OTHER.sub("", text)


def runs(text: str) -> Iterator[str]:
    """Yield every run of sixteen Chinese characters."""
    characters = hanzi(text)
    for start in range(len(characters) - LENGTH + 1):
        yield characters[start : start + LENGTH]


def hashed(run: str) -> bytes:
    """Return the hash of a run."""
    return blake2b(run.encode(), digest_size=SIZE).digest()


def packed(texts: Iterable[str]) -> bytes:
    """Return the sorted hashes of all runs of all texts, each once."""
    return b"".join(sorted({hashed(run) for text in texts for run in runs(text)}))


def unpacked(data: bytes) -> frozenset[bytes]:
    """Return the hashes of a file of them."""
    return frozenset(data[start : start + SIZE] for start in range(0, len(data), SIZE))


def sources() -> list[str]:
    """Return the texts of the sources, and the garbled one a second time in simplified characters."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(SOURCES.glob("*.txt"))}
    return [*texts.values(), simplified(hanzi(texts[_GARBLED]), hanzi(texts[_CLEAN]))]


def simplified(garbled: str, clean: str) -> str:
    """Turn traditional characters into simplified ones, as a clean copy of part of the text has them."""
    pairs: Counter[tuple[str, str]] = Counter()
    for kind, first, last, start, end in SequenceMatcher(None, garbled, clean, autojunk=False).get_opcodes():
        if kind == "replace" and last - first == end - start:
            pairs.update(zip(garbled[first:last], clean[start:end], strict=True))
    learnt = {old: new for (old, new), _ in reversed(pairs.most_common())} | _TRADITIONAL
    for ruined, meant in _RUINED.items():
        garbled = garbled.replace(ruined, meant)
    return garbled.translate({ord(old): new for old, new in learnt.items()})


def main() -> None:
    """Write the hashes anew."""
    SHINGLES.write_bytes(packed(sources()))


if __name__ == "__main__":
    main()
