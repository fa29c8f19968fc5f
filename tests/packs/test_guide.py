"""docs/packs.md: written anew whenever a pack changes, with every clause of every pack, and still a table whatever a text holds."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from govaudit.cli.guide import guide_command
from govaudit.packs.coverage import coverage
from govaudit.packs.guide import guide
from govaudit.packs.load import Pack, load_packs
from govaudit.vocabulary.markdown import code, escaped

ROOT = Path(__file__).parents[2]
DOC = ROOT / "docs" / "packs.md"
FOLDERS = sorted(path.parent for path in (ROOT / "rules").glob("*/pack.yaml"))
ANCHOR = re.compile(r'<a id="([^"]*)"></a>')


@cache
def packs() -> list[Pack]:
    """Return the packs of the project."""
    return load_packs(FOLDERS)


@cache
def sections() -> dict[str, str]:
    """Return the part of the document about each pack, by its anchor."""
    _, *parts = ANCHOR.split(DOC.read_text(encoding="utf-8"))
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_document_is_up_to_date() -> None:
    """The written document is the one that the program gives."""
    assert guide(packs()).encode() == DOC.read_bytes(), "过时了,请运行:python -m govaudit rules guide -o docs/packs.md"


@pytest.mark.parametrize("pack", packs(), ids=lambda pack: pack.id)
def test_every_clause_is_there_with_its_answer(pack: Pack) -> None:
    """Each clause has a row of four cells: its id, its place, its duty, and each rule that judges it or why none does."""
    text = sections()[pack.id].partition(f"条款({len(pack.clauses)} 条)")[2]
    rows = [re.split(r"(?<!\\) \| ", line.strip("| ")) for line in text.splitlines() if line.startswith("| ")][2:]
    expected = [(escaped(one.clause.id), escaped(one.clause.place), escaped(one.clause.duty)) for one in coverage(pack)]
    silent = [
        one.clause.id
        for one, row in zip(coverage(pack), rows, strict=True)
        for told in [*(code(rule) for rule in one.rules if rule in pack.origins), escaped(one.reason)]
        if told not in row[3]
    ]

    assert expected == [tuple(row[:3]) for row in rows]
    assert [] == silent


@pytest.mark.parametrize("pack", packs(), ids=lambda pack: pack.id)
def test_every_oddity_and_parameter_is_there(pack: Pack) -> None:
    """What is strange in a document, and what the user must set, is told."""
    text = sections()[pack.id]
    wanted = [escaped(one.note) for one in pack.info.oddities] + [code(one.id) for one in pack.info.parameters]

    assert [] == [one for one in wanted if one not in text]


def test_every_link_leads_somewhere() -> None:
    """The overview leads to each pack."""
    text = DOC.read_text(encoding="utf-8")

    assert {pack.id for pack in packs()} == set(re.findall(r"\]\(#([^)]*)\)", text)) == set(sections())


HOSTILE = """
id: hostile
prefix: HO
version: 1.0.0
title: 'A|B *要点* <script>'
issuer: 镇
period: {from: 2024-01-01, to: 2024-12-31}
oddities: [{place: '`一`', note: '[链接](http://example.invalid) \\ ~~删~~'}]
"""

HOSTILE_CLAUSES = """
- {id: '一|1', place: '第1|2句', duty: "两行\\n| 假 | 表 |", context: '# 标题 &lt; $x$'}
- {id: 一-2, place: 第3句, duty: 没有着落的一条}
"""

HOSTILE_RULES = """
- {id: 'HO-1|2', clauses: [一-2], title: 甲, force: must, check: {kind: attest, ask: 'a|b'}}
"""


def hostile(folder: Path) -> Pack:
    """Write and load a pack whose texts are Markdown."""
    files = {"pack.yaml": HOSTILE, "clauses.yaml": HOSTILE_CLAUSES, "rules/01.yaml": HOSTILE_RULES}
    for name, text in files.items():
        path = folder / "hostile" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return load_packs([folder / "hostile"])[0]


def test_texts_are_no_markup(tmp_path: Path) -> None:
    """A cell stays a cell: bars, line breaks and markup in a text are shown, not obeyed."""
    rows = [line for line in guide([hostile(tmp_path)]).splitlines() if line.startswith("| ")]

    assert r"| 一\|1 | 第1\|2句 | 两行 \| 假 \| 表 \| | 非义务:\# 标题 \&lt; \$x\$ |" in rows
    assert r"| 一-2 | 第3句 | 没有着落的一条 | 人工证明 `HO-1\|2`:a\|b |" in rows
    assert r"| \`一\` | \[链接\](http://example.invalid) \\ \~\~删\~\~ |" in rows
    assert any(row.startswith(r"| [A\|B \*要点\* \<script\>](#hostile) | 2 |") for row in rows)


def test_command_writes_the_packs_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Packs are chosen by name, none means all; the text goes to standard output or to a file."""
    monkeypatch.chdir(ROOT)
    runner = CliRunner()
    one = runner.invoke(guide_command, ["guangdong-2016"])
    every: Any = runner.invoke(guide_command, ["-o", str(tmp_path / "packs.md")])

    assert {"guangdong-2016", "cn-2016-80"} == set(ANCHOR.findall(one.stdout))
    assert (0, "") == (every.exit_code, every.output)
    assert guide(packs()).encode() == (tmp_path / "packs.md").read_bytes()
