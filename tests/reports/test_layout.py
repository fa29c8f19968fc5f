"""Lines are broken by the rules of Chinese typesetting, and nothing but spaces is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from govaudit.reports.layout import Page, wrap
from govaudit.reports.wording import clip, visible


def broken(line: str, width: int) -> list[str]:
    """Return the parts of a line that is broken."""
    return [line[start:end] for start, end in wrap(line, width, width)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("一二三四五六七八九十。一", ["一二三四五六七八九", "十。一"]),
        ("一二三四五六七八九(十)一", ["一二三四五六七八九", "(十)一"]),
        ("一二三四五六七八九“十”", ["一二三四五六七八九", "“十”"]),
        ("一二三四五 2021-10-08 六七", ["一二三四五", "2021-10-08 六七"]),
        ("一二三四五六七八九 10 个工作日", ["一二三四五六七八九", "10 个工作日"]),
        ("govaudit rules show DX21-3.3.3", ["govaudit rules show", "DX21-3.3.3"]),
        ("x" * 45, ["x" * 20, "x" * 20, "x" * 5]),
        ("", [""]),
    ],
)
def test_where_lines_break(line: str, expected: list[str]) -> None:
    """Stops do not begin a line, brackets do not end one, words, dates and numbers with their measure word stay whole."""
    assert expected == broken(line, 20)


@given(st.text(st.sampled_from("一二ab1 (《》,。…“”:.x\u3000🙂"), max_size=200), st.integers(20, 60))
def test_nothing_is_lost_and_all_fits(line: str, width: int) -> None:
    """The parts are the line without the spaces at its breaks, and each fits."""
    parts = broken(line, width)

    assert line.replace(" ", "").replace("\u3000", "") == "".join(parts).replace(" ", "").replace("\u3000", "")
    assert [] == [part for part in parts if cell_len(part) > width]


@given(st.text(max_size=60))
def test_any_text_fits_and_shows_no_control(text: str) -> None:
    """Whatever a cell holds, the page's lines fit and act on no terminal."""
    page = Page(40, color=False)
    page.line(text, ("x", "bold"), indent=2)

    assert [] == [line for line in page.text().split("\n") if cell_len(line) > 40]
    assert visible(page.text().replace("\n", "")) == page.text().replace("\n", "")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("甲 a", "甲 a"),
        ("a\nb\r\t", r"a\nb\r\t"),
        ("\x1b[0m", r"\x1b[0m"),
        ("\x85", r"\x85"),
        ("\u202e\u200b\u2028", r"\u202e\u200b\u2028"),
        ("\ud800", r"\ud800"),
        ("\ufeff", r"\ufeff"),
        ("\U000e0041", r"\U000e0041"),
        ("e\u0301", "e\u0301"),
        ("\u3000", "\u3000"),
    ],
)
def test_visible(value: str, expected: str) -> None:
    """What is not seen is written as its escape; everything else stays."""
    assert expected == visible(value)


def test_clip_tells_the_length() -> None:
    """A cap always shows the total."""
    assert ("ab", "ab…(共 3 字)") == (clip("ab", 2), clip("abc", 2))
