"""What README and the documents beside it show is what the program does: excerpts, commands, tables, files, links."""

import os
import re
import shlex
from functools import cache
from pathlib import Path

import click
import pytest
import yaml

from govaudit.api import load_selected
from govaudit.cli.main import cli, main
from govaudit.cli.output import parse_target
from govaudit.config import load_config
from govaudit.packs.coverage import Answer, coverage, tally
from govaudit.packs.load import Pack
from govaudit.packs.locate import all_packs
from govaudit.reports import FORMATS

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh-CN.md")
DECISIONS = sorted(f"docs/decisions/{one.name}" for one in (ROOT / "docs/decisions").glob("*.md"))
PAGES = tuple(f"docs/{name}.md" for name in ("architecture", "cli", "ci", "reports", "input", "inspect", "appendix"))
DOCUMENTS = (*READMES, "CONTRIBUTING.md", "CHANGELOG.md", *PAGES, *DECISIONS)
WIDTH = 100
CUT = "…\n"


@cache
def written(name: str) -> str:
    """Return the text of a document."""
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    """Return the fenced blocks of a language, without their indentation."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```$", written(name), re.MULTILINE | re.DOTALL)
    return [re.sub(rf"^{indent}", "", block, flags=re.MULTILINE) for indent, block in found]


def commands(name: str) -> list[str]:
    """Return every `govaudit …` in the shell blocks of a document."""
    shown = [part.strip() for block in blocks(name, "sh") for line in block.splitlines() for part in line.split(" && ")]
    return [one for one in shown if re.match(r"(\.venv/bin/)?govaudit ", one)]


def mentions(name: str) -> list[str]:
    """Return every `govaudit …` in the lines of a document, without the word itself."""
    return re.findall(r"`govaudit ([^`]+)`", re.sub(r"^ *```.*?^ *```$", "", written(name), flags=re.MULTILINE | re.DOTALL))


@cache
def all_loaded() -> list[Pack]:
    """Return the packs of the project."""
    return load_selected([f"{folder}/" for folder in all_packs().values()])


SHOWN = [(name, command) for name in DOCUMENTS for command in commands(name)]


def in_order(parts: list[str], text: str) -> list[str]:
    """Return the parts that do not stand in the text after the one before."""
    lost = []
    for part in parts:
        before, found, rest = text.partition(part)
        text = rest if found else before
        lost += [] if found else [part]
    return lost


@pytest.fixture
def plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write reports without colour and as wide as the documents show them."""
    monkeypatch.setenv("COLUMNS", str(WIDTH))
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.mark.usefixtures("plain_terminal")
@pytest.mark.parametrize("name", READMES)
def test_excerpt_is_what_comes_out(name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The excerpt at the head stands in the sample's report, piece by piece; the command ends with the code that is told."""
    monkeypatch.chdir(ROOT)
    excerpt = blocks(name, "text")[0]
    code = main(["check", "samples/records.json"])
    report = capsys.readouterr().out

    assert [] == in_order(excerpt.split(CUT), report), f"please update {name} from: COLUMNS={WIDTH} govaudit check samples/records.json"
    assert 1 == code
    assert 20 <= len(excerpt.splitlines()) <= 30


@pytest.mark.usefixtures("plain_terminal")
@pytest.mark.parametrize("name", READMES)
def test_own_export_is_judged_as_shown(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The little export, read by the mapping shown, gives the finding shown; the configuration shown is a valid one."""
    monkeypatch.chdir(tmp_path)
    mapping, config = blocks(name, "yaml")
    Path("messages.csv").write_text(blocks(name, "csv")[0], encoding="utf-8")
    Path("mapping.yaml").write_text(mapping, encoding="utf-8")
    command = next(one for one in commands(name) if "messages.csv" in one)
    code = main(shlex.split(command)[1:])
    report = capsys.readouterr().out
    Path("govaudit.yaml").write_text(config, encoding="utf-8")

    assert blocks(name, "text")[1] in report
    assert 1 == code
    assert ["dianxia-2021"] == load_config(Path("govaudit.yaml")).packs
    assert 1 == main(["check", "messages.csv", "--as-of", "2021-12-20"])


@pytest.mark.parametrize("name", READMES)
def test_python_example_runs(name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The Python that is shown runs, and prints the exit code at the end."""
    monkeypatch.chdir(ROOT)
    exec(compile(blocks(name, "python")[0], name, "exec"), {})  # noqa: S102 - our own example

    assert "1" == capsys.readouterr().out.splitlines()[-1]


@pytest.mark.parametrize("name", READMES)
def test_packs_table_agrees_with_the_packs(name: str) -> None:
    """Each pack has its row: id, title, and its clauses by answer."""
    expected = []
    for pack in sorted(all_loaded(), key=lambda pack: pack.id):
        counts = tally(coverage(pack))
        answers = [counts[answer] for answer in (Answer.RULES, Answer.ATTEST, Answer.NOT_CHECKABLE, Answer.CONTEXT)]
        expected.append(" | ".join(map(str, [f"| `{pack.id}`", pack.info.title, len(pack.clauses), *answers])) + " |")

    assert expected == re.findall(r"^\| `[a-z0-9-]+-[0-9-]+` \|.*$", written(name), re.MULTILINE)


def test_both_readmes_show_the_same() -> None:
    """The Chinese and the English README have the same excerpts, commands, examples and links."""
    one, other = READMES
    links = [{target for target in re.findall(r"\]\(([^)]+)\)", written(name)) if not target.startswith("README")} for name in READMES]

    for language in ("text", "sh", "csv", "python"):
        assert blocks(one, language) == blocks(other, language)
    assert [yaml.safe_load(block) for block in blocks(one, "yaml")] == [yaml.safe_load(block) for block in blocks(other, "yaml")]
    assert links[0] == links[1]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_relative_link_resolves(name: str) -> None:
    """Files, folders and headings that a document links to are there."""
    lost = []
    for target in re.findall(r"\]\(([^)\s]+)\)", written(name)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (ROOT / name).parent / path if path else ROOT / name
        if not file.exists() or (anchor and anchor not in headings(file)):
            lost.append(target)

    assert [] == lost


@pytest.mark.parametrize("name", DECISIONS)
def test_every_decision_is_whole(name: str) -> None:
    """A decision has its number, context, decision and consequence, and the files it names are there."""
    text = written(name)

    assert re.match(rf"# {int(Path(name).name[:4])}\. ", text)
    assert ["Context", "Decision", "Consequence"] == re.findall(r"^\*\*(\w+)\.\*\*", text, re.MULTILINE)
    assert [] == [path for path in re.findall(r"`(govaudit/[\w/]+\.py)`", text) if not (ROOT / path).is_file()]


def headings(file: Path) -> set[str]:
    """Return the anchors of a document's headings, as they are commonly made."""
    lines = re.findall(r"^#+ (.*)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", line).strip().lower().replace(" ", "-") for line in lines}


@pytest.mark.parametrize(("name", "command"), SHOWN, ids=[f"{name}:{command}" for name, command in SHOWN])
def test_every_command_shown_parses(name: str, command: str) -> None:
    """A command that is shown exists, takes the options shown, and names formats, packs, rules and clauses that exist."""
    parsed = parse(shlex.split(command, comments=True)[1:])
    rules = [rule.id for pack in all_loaded() for rule in pack.rules]

    for one in parsed.get("formats", ()):
        parse_target(one, FORMATS)
    assert set(parsed.get("packs", ())) <= all_packs().keys()
    assert [] == [one for one in (*parsed.get("select", ()), *parsed.get("ignore", ())) if not any(rule.startswith(one) for rule in rules)]
    assert set(parsed.get("clauses", ())) <= {clause.id for pack in all_loaded() for clause in pack.clauses}
    assert parsed.get("rule_id", rules[0]) in rules


def parse(arguments: list[str]) -> dict[str, tuple[str, ...]]:
    """Parse a command line down to its last command, without running it, and return the parameters of that."""
    command: click.Command = cli
    context: click.Context | None = None
    while True:
        try:
            context = command.make_context(command.name or "govaudit", list(arguments), parent=context)
        except click.exceptions.Exit:
            # An option such as --version, which says all there is to say.
            return {}
        rest = [*context._protected_args, *context.args]
        if not isinstance(command, click.Group) or not rest:
            return context.params
        _, found, arguments = command.resolve_command(context, rest)
        assert found is not None
        command = found


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_command_mentioned_exists(name: str) -> None:
    """A command in running text begins with the words of one that is there; capitals stand for any."""
    known = every_command(cli)
    words = [re.split(r"[ |]", mention) for mention in mentions(name)]

    assert [] == [one for one in words if not one[0].isupper() and not any(path == one[: len(path)] for path in known)]


def test_every_command_is_documented() -> None:
    """docs/cli.md shows every command of the program."""
    shown = [shlex.split(command, comments=True)[1:] for command in commands("docs/cli.md")]

    assert [] == [path for path in every_command(cli) if not any(path == words[: len(path)] for words in shown)]


def every_command(group: click.Group) -> list[list[str]]:
    """Return the words of every command below a group."""
    context = click.Context(group)
    found: list[list[str]] = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        found += [[name, *words] for words in every_command(command)] if isinstance(command, click.Group) else [[name]]
    return found


def test_ci_runs_the_commands_of_the_readme() -> None:
    """.ci/run takes the first two commands of the README: the sample, and the suite whose last part is pytest."""
    sample, suite = blocks("README.md", "sh")[:2]

    assert os.access(ROOT / ".ci/run", os.X_OK)
    assert "samples/records.json" == sample.split()[-1]
    assert ".venv/bin/python -m pytest -n auto" == suite.strip().split(" && ")[-1]


def test_contributing_shows_a_kind_that_can_be_made() -> None:
    """The kind of check in CONTRIBUTING.md is Python that runs, and takes the parameters of its cases."""
    names: dict[str, type] = {}
    exec(compile(blocks("CONTRIBUTING.md", "python")[0], "CONTRIBUTING.md", "exec"), names)  # noqa: S102 - our own example
    cases = yaml.safe_load(blocks("CONTRIBUTING.md", "yaml")[0])

    assert 5 == names["Length"](**cases[0]["check"]).at_least
    assert ["pass", "fail", "undecided", "undecided"] == [case["state"] for case in cases[0]["examples"]]
