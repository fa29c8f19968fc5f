"""docs/authoring.md tells the truth: its blocks are a whole pack, its commands print what it shows. What `rules new` writes is a whole pack, too."""

import datetime as dt
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from govaudit.calendar import china_calendar
from govaudit.cli.main import main
from govaudit.engine.examples import test_rules as run_examples
from govaudit.engine.mutate import survivors
from govaudit.packs.coverage import Answer, coverage, tally
from govaudit.packs.lint import lint
from govaudit.packs.load import Pack, load_packs
from govaudit.packs.scaffold import scaffold

DOC = Path(__file__).parents[2] / "docs" / "authoring.md"
ID = "qingxi-2024"
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LEFT_OUT = "…"


def blocks() -> Iterator[tuple[str, str, str]]:
    """Yield each fenced block as its language, the file it is (empty if none) and its text."""
    for language, name, text in BLOCK.findall(DOC.read_text(encoding="utf-8")):
        marked = re.match(r"# file: (\S+)\n", text)
        yield language, f"rules/{ID}/{marked[1]}" if marked else name, text


def write(folder: Path, name: str, text: str) -> None:
    """Write one file, with its folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def faults_of(pack: Pack) -> list[str]:
    """Return what lint, the examples and their mutations say against a pack."""
    written = [rule for rule in pack.rules if rule.id in pack.origins]
    failed = [f"{one.rule}「{one.example}」{one.fault}" for one in run_examples(pack, written) if one.fault]
    unnoticed = [f"{one.rule}:{one.what}" for rule in written for one in survivors(pack, rule)[1]]
    return [*map(str, lint(pack)), *failed, *unnoticed]


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    """Write the files of the document, and load them."""
    for _, name, text in blocks():
        if name.startswith("rules/"):
            write(tmp_path, name, text)
    return load_packs([tmp_path / "rules" / ID])[0]


def test_blocks_are_a_whole_pack(pack: Pack) -> None:
    """Lint is clean, every example is judged as stated and every mutation noticed."""
    assert [] == faults_of(pack)


def test_every_clause_is_answered_in_some_way(pack: Pack) -> None:
    """Ten clauses, ten answers, and each kind of answer is shown."""
    counts = tally(coverage(pack))

    assert {Answer.RULES: 7, Answer.ATTEST: 1, Answer.NOT_CHECKABLE: 1, Answer.CONTEXT: 1, Answer.NONE: 0} == counts


def test_the_document_shows_what_it_speaks_of(pack: Pack) -> None:
    """An encouragement, a bound role, a parameter, two readings, a related record, a shared rule and a date are among the rules."""
    rules = {rule.id: rule for rule in pack.rules}

    assert "should" == rules["QX24-2.1.2"].force
    assert ["乡镇街道", "内设机构"] == rules["QX24-2.2.1"].binds
    assert ["catalog_limit"] == [spec.id for spec in pack.info.parameters]
    assert 2 == len(rules["QX24-3.2.1"].checks)
    assert ["一-1", "一-2"] == rules["QX24-1.1"].clauses
    assert {"coverage", "deadline", "linked", "by_date", "attest"} == {check.kind for rule in pack.rules for check in rule.checks}


def test_commands_print_what_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """Followed from top to bottom, the document is what happens: each file is written where it stands, each command run where it stands."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    code = 0
    for language, name, text in blocks():
        if name:
            write(tmp_path, name, text)
        for command, shown in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", text, re.MULTILINE) if language == "console" else ():
            if command == "echo $?":
                assert shown == f"{code}\n"
                continue
            program, *arguments = shlex.split(command)
            code = main(arguments)
            printed = "".join(capfd.readouterr()).replace(f"{tmp_path}/", "")
            assert program == "govaudit"
            assert matches(shown, printed), f"$ {command}\n{printed}"


def matches(shown: str, printed: str) -> bool:
    """Tell whether an output is as shown, where a line of `…` stands for any lines."""
    pattern = "".join(r"(?:.*\n)*?" if line == LEFT_OUT else re.escape(f"{line.rstrip()}\n") for line in shown.splitlines())
    return re.fullmatch(pattern, re.sub(r"[ \t]+$", "", printed, flags=re.MULTILINE)) is not None


@pytest.mark.parametrize(
    ("shown", "printed", "expected"),
    [("a\nb\n", "a\nb \n", True), ("a\n", "a\nb\n", False), ("a\n…\n", "a\nb\nc\n", True), ("…\nb\n", "a\nb\n", True), ("…\nb\n", "a\nb\nc\n", False)],
)
def test_shown_output_is_compared_line_by_line(shown: str, printed: str, expected: bool) -> None:
    """Only a line of `…` may stand for others."""
    assert expected == matches(shown, printed)


@pytest.mark.parametrize("year", [2007, 2021, 2024, china_calendar().horizon.year])
def test_a_new_pack_is_whole(tmp_path: Path, year: int) -> None:
    """What `rules new` writes lints clean, and its examples pass and are good enough, in any year whose working days are known."""
    for name, text in scaffold("xin-1", "某镇政务公开工作要点", "某镇人民政府", year, "XIN1").items():
        write(tmp_path / "xin-1", name, text)
    made = load_packs([tmp_path / "xin-1"])[0]

    assert [] == faults_of(made)
    assert (dt.date(year, 1, 1), dt.date(year, 12, 31)) == (made.info.period.first, made.info.period.last)
    assert tally(coverage(made))[Answer.NONE] == 0
