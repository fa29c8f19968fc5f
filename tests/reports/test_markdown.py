"""Markdown: read back by a parser; all that comes from data is text; sums, caps and the verdict as in the terminal report."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from govaudit.reports.markdown_text import safe
from govaudit.reports.wording import mark, visible
from govaudit.states import Severity, State
from tests.reports.cases import AUDITS
from tests.reports.hostile import VALUES
from tests.reports.made import audit_of, text_of

PARSER = MarkdownIt("commonmark", {"html": True, "linkify": False}).enable(["table", "strikethrough"])
#: What Markdown may make of our own text; anything else came from data.
OURS = {"heading", "paragraph", "bullet_list", "list_item", "table", "thead", "tbody", "tr", "th", "td", "inline", "text", "strong"}

#: What Markdown, or a forge, would make something of.
MARKDOWN = (
    "[a](http://b)", "![a](b)", "<http://a>", "http://a.b", "**a**", "_a_", "~~a~~", "`a`", "- a", "1. a", "1) a", "+ a", "> a", "===", "---", "***",
    "&lt;", "&amp;", "$a$", "a|b", "\\|", "\\", "a\\", "    a", "<!--", "[x]: http://y", "[^1]", "@team", "a@b.c", "#12", "!3", "%v1", "~bug", ":smile:",
    "www.a.b", "GH-1",
)  # fmt: skip


def tokens_of(text: str) -> list[Token]:
    """Parse a text and return its tokens, those within lines too."""
    return [one for token in PARSER.parse(text) for one in (token, *(token.children or ()))]


def kinds_of(text: str) -> set[str]:
    """Return what a parser finds in a text."""
    return {re.sub(r"_(open|close)$", "", token.type) for token in tokens_of(text)}


def shown(text: str) -> str:
    """Return what a reader sees of a text of one block."""
    return "".join(token.content for token in tokens_of(text) if token.type in ("text", "text_special")).replace("\u200b", "")


@pytest.mark.parametrize("audit", AUDITS)
@pytest.mark.parametrize("verbosity", [0, 2])
def test_nothing_but_our_structure(audit: str, verbosity: int) -> None:
    """Headings, lists and tables are ours; no link, picture, code, emphasis or HTML comes from a record."""
    text = text_of("markdown", audit, verbosity=verbosity)

    assert kinds_of(text) <= OURS
    assert 2 == sum(token.type == "strong_open" for token in tokens_of(text))


@pytest.mark.parametrize("audit", AUDITS)
def test_every_row_has_as_many_cells_as_its_head(audit: str) -> None:
    """No value ends a cell."""
    cells = re.compile(r"(?<!\\)\|")
    lines = text_of("markdown", audit, verbosity=2).splitlines()
    for before, line in pairwise(lines):
        if before.startswith("|") and line.startswith("|"):
            assert len(cells.findall(before)) == len(cells.findall(line))


@pytest.mark.parametrize("value", [*VALUES, *MARKDOWN])
def test_a_value_is_shown_as_it_is(value: str) -> None:
    """In running text, in a cell and in a heading a reader sees the value, its unseen characters as escapes, and nothing else happens."""
    expected = visible(value).strip()

    assert expected == shown(f"x:{safe(value)}").removeprefix("x:").strip()
    assert {"inline", "paragraph", "text", "text_special"} >= kinds_of(safe(value).strip())
    assert expected == shown(f"### {safe(value)}(1)").removesuffix("(1)").strip()


@pytest.mark.parametrize(
    ("value", "marked"),
    [
        ("@team", "@"),
        ("a #12", "#"),
        ("!3", "!"),
        ("%v1", "%"),
        (":smile:", ":"),
        ("http://a", "http"),
        ("www.a.b", "www"),
        ("GH-1", "GH"),
        ("$12", "&dollar;"),
        ("&12", "&amp;"),
    ],
)
def test_forges_make_no_link_of_a_value(value: str, marked: str) -> None:
    """People, issues, milestones, emoji and addresses have a character of no width after what announces them."""
    assert f"{marked}&#8203;" in safe(value)


@pytest.mark.parametrize("value", ["60%以上", "2021-10-08 09:12", "店府发〔2021〕7号", "10 个工作日;期限 2021-08-02", "50%, 60%"])
def test_plain_values_stay_plain(value: str) -> None:
    """What needs no escape has none."""
    assert value == safe(value)


@pytest.mark.parametrize("audit", AUDITS)
def test_sums_close(audit: str) -> None:
    """All nine numbers stand in a table and add up to its total."""
    text = text_of("markdown", audit)
    marks = [mark(state, severity) for state in State for severity in (Severity if state is State.FAIL else [Severity.ERROR])]
    head = "| " + " | ".join([*(f"{one.symbol} {one.word}" for one in marks), "合计"]) + " |"
    numbers = [int(cell.strip(" *")) for cell in text[text.index(head) :].splitlines()[2].strip("|").split("|")]

    assert AUDITS[audit]().subjects == numbers[-1] == sum(numbers[:-1])
    assert f"合计 {numbers[-1]} 项判断,出自 {len(AUDITS[audit]().rules)} 条规则" in text


def test_what_is_cut_is_counted() -> None:
    """With a limit every list says how many it left out, and of how many."""
    text = text_of("markdown", "canonical", verbosity=1, limit=1)

    for said in ("另有 4 个单位,共 5 个", "另有 1 条规则,共 2 条", "另有 2 项,共 3 项", "另有 5 项,共 6 项", "另有 29 项,共 30 项"):
        assert said in text


def test_all_sections_are_there() -> None:
    """The head, what is violated, due, open, waiting and unread; with `-v` every finding; with `-vv` what passes."""
    headings = [line for line in text_of("markdown", "canonical", verbosity=2).splitlines() if line.startswith("## ")]

    assert [
        "## 规则出错,结果不完整(1 项)",
        "## 违反了什么、由谁整改(8 项,4 个单位)",
        "## 接下来到期(3 项)",
        "## 无法判定,以及怎样才能判定(16 项)",
        "## 等待人工证明(2 项,2 个条款)",
        "## 没有读进来的内容(4 格、2 行)",
        "## 逐项列出(30 项)",
        "## 合格的规则(4 条)",
        "## 不适用的规则(3 条)",
    ] == headings


def test_the_verdict_is_that_of_the_terminal() -> None:
    """The first line says in words what the exit code says."""
    assert "没有判定任何一项,不能说明是否落实。**(退出码 3)" in text_of("markdown", "empty")
    assert "已判定的 2816 项都符合要求。**(退出码 0)" in text_of("markdown", "clean")
    assert "须整改" in text_of("markdown", audit_of({}))
