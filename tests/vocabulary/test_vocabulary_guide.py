"""docs/vocabulary.md: written anew whenever the dictionary changes, with every table, field, value and alias."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from govaudit.cli.guide import vocabulary_command
from govaudit.vocabulary.guide import guide
from govaudit.vocabulary.load import standard_vocabulary
from govaudit.vocabulary.markdown import code, escaped

DOC = Path(__file__).parents[2] / "docs" / "vocabulary.md"
TABLES = standard_vocabulary().tables


def test_document_is_up_to_date() -> None:
    """The written document is the one that the program gives."""
    expected = guide(standard_vocabulary()).encode()

    assert expected == DOC.read_bytes(), "过时了,请运行:python -m govaudit rules vocabulary -o docs/vocabulary.md"


@pytest.mark.parametrize("name", TABLES)
def test_every_field_is_there(name: str) -> None:
    """Each table has its section, each field its row with name, label, type, values, aliases and description."""
    _, *parts = re.split(r'<a id="([^"]*)"></a>', DOC.read_text(encoding="utf-8"))
    section = dict(zip(parts[::2], parts[1::2], strict=True))[name]
    rows = [re.split(r"(?<!\\) \| ", line.removeprefix("| ").removesuffix(" |")) for line in section.splitlines() if line.startswith("| ")][2:]
    spec = TABLES[name]
    told = [(row[0], row[1], row[2]) for row in rows]
    lacking = [
        word
        for row, field in zip(rows, spec.fields.values(), strict=True)
        for cell, words in ((3, [*field.values, *(one for others in field.values.values() for one in others)]), (4, field.aliases), (5, [field.description]))
        for word in words
        if escaped(word) not in row[cell]
    ]

    assert [(code(key), escaped(field.label), code(field.type)) for key, field in spec.fields.items()] == told
    assert [] == lacking
    assert escaped(spec.label) in section
    assert escaped(spec.description) in section
    assert all(escaped(alias) in section for alias in spec.aliases)
    assert all(code(f"{relation}.字段") in section for relation in spec.relations)


def test_every_link_leads_somewhere() -> None:
    """The list of tables and the relations lead to sections that are there."""
    text = DOC.read_text(encoding="utf-8")

    assert set(TABLES) == set(re.findall(r"\]\(#([^)]*)\)", text)) == set(re.findall(r'<a id="([^"]*)"></a>', text))


def test_command_writes_the_document(tmp_path: Path) -> None:
    """The text goes to standard output or to a file."""
    runner = CliRunner()
    shown = runner.invoke(vocabulary_command, [])
    written = runner.invoke(vocabulary_command, ["-o", str(tmp_path / "vocabulary.md")])

    assert DOC.read_bytes() == shown.stdout_bytes == (tmp_path / "vocabulary.md").read_bytes()
    assert "" == written.output
