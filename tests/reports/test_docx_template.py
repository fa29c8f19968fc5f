"""An office's own Word template: filled with the same names as ours, checked before anything is read, run in a sandbox, its faults told in Chinese."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner

from govaudit.cli.main import cli, main
from govaudit.errors import SourceError, UsageError
from govaudit.reports import FORMATS, Options
from govaudit.reports.docx_context import NAMES
from govaudit.reports.docx_default import default_template
from govaudit.reports.docx_template import check
from tests.reports.fixtures import canonical
from tests.reports.hostile import hostile
from tests.reports.office_dump import document_lines, parts, rendered

ROOT = Path(__file__).parents[2]
SAMPLE = str(ROOT / "samples" / "records.json")


def template(*paragraphs: str, header: str = "", rows: Sequence[str] = ()) -> bytes:
    """Make a template as an office would: some paragraphs, a header, a table of one column."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = header
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    table = document.add_table(rows=0, cols=1)
    for row in rows:
        table.add_row().cells[0].text = row
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def filled(own: bytes) -> list[str]:
    """Fill a template with the canonical audit and return what it says."""
    data = FORMATS["docx"].render(canonical(), Options(template=own))
    assert isinstance(data, bytes)
    parts(data)
    return [line.partition("] ")[2] or line for line in document_lines(data)]


def refused(own: bytes) -> str:
    """Return what is said of a template that cannot be filled; a report with it is refused alike."""
    with pytest.raises(SourceError) as told:
        check(own, "模板.docx")
    with pytest.raises(SourceError):
        FORMATS["docx"].render(canonical(), Options(template=own))
    return str(told.value)


def test_names_are_filled_in_everywhere() -> None:
    """In paragraphs, headers, conditions, loops over paragraphs and over rows."""
    own = template(
        "{{ office }}:{{ n.violations }}",
        "{%p for unit in units %}",
        "{{ loop.index }} {{ unit.name }}{% if unit.total > 2 %}!{% endif %}",
        "{%p endfor %}",
        header="{{ year }}{{ as_of }}",
        rows=("{%tr for row in findings %}", "{{ row.no }} {{ row.unit }}", "{%tr endfor %}"),
    )
    told = filled(own)

    assert ["店下镇人民政府:6", "1 党政办!", "2 民政办", "3 村镇建设办", "4 自然资源所", "5 本机关（未指明单位）"] == told[:6]
    assert ["  1 民政办", "  2 民政办", "  3 村镇建设办"] == told[6:9]
    data = FORMATS["docx"].render(canonical(), Options(template=own))
    assert isinstance(data, bytes)
    assert "2021年10月31日" == docx.Document(io.BytesIO(data)).sections[0].header.paragraphs[0].text


def test_ours_brought_back_gives_the_same_report() -> None:
    """The template that can be exported is the one that is used."""
    own = FORMATS["docx"].render(canonical(), Options(template=default_template()))
    assert isinstance(own, bytes)

    assert list(document_lines(rendered("docx", "canonical", Options()))) == list(document_lines(own))


def test_hostile_values_stay_text_in_a_template() -> None:
    """What a record says is not markup, and no placeholder."""
    own = template("{%p for row in findings %}", "{{ row.unit }}", "{%p endfor %}", "{{ findings[0].unit|safe }}")
    data = FORMATS["docx"].render(hostile(), Options(template=own))
    assert isinstance(data, bytes)
    told = [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]

    assert {"<script>alert(1)</script>", "{x.__class__}", "{n}", "=1+1", "a\\x0bb"} <= set(told)
    assert b"<script>" not in b"".join(parts(data).values())


@pytest.mark.parametrize("place", ["body", "header"])
def test_an_unknown_name_is_told_with_its_likeness(place: str) -> None:
    """All unknown names at once, wherever they stand; names that the template makes itself are its own."""
    text = "{{ offic }}{{ 机关 }}{% set own = 1 %}{{ own }}{{ chinese(3) }}"
    told = refused(template(text) if place == "body" else template(header=text))

    assert "模板.docx: 没有占位符 offic(相近的有:office" in told
    assert "没有占位符 机关;应为:docs/reports.md" in told
    assert 2 == len(told.splitlines())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("甲 {{ office 乙", "在这段文字附近:甲 {{ office 乙"),
        ("{{ office + }}", "在这段文字附近:{{ office + }}"),
        ("{% for unit in units %}乙", "请检查大括号是否成对,for 有没有 endfor"),
        ("{% 循环 %}", "Encountered unknown tag '循环'"),
        ("{{ office|大写 }}", "No filter named '大写'"),
        ("{% endfor %}", "占位符的写法有误"),
    ],
)
def test_a_placeholder_that_is_badly_written(text: str, told: str) -> None:
    """The reason, and the words beside which it stands, so that it can be found."""
    assert told in refused(template("一、前面的话", text))


@pytest.mark.parametrize(
    "text",
    [
        "{{ office.__class__ }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ units.append(1) if 0 else units.__init__ }}",
        "{{ n.nothing }}",
        "{{ units[99].name }}",
        "{{ 1 / 0 }}",
        "{{ office + 1 }}",
        "{{ range(10000000)|list }}",
        "{% include '/etc/passwd' %}",
        "{{ facts['x'] }}",
    ],
)
def test_what_goes_wrong_when_filling_is_told(text: str) -> None:
    """Neither the insides of Python nor what is not there can be reached, and no traceback comes of trying."""
    own = template(text)
    check(own)

    with pytest.raises(SourceError, match="占位符填不进去"):
        FORMATS["docx"].render(canonical(), Options(template=own))


def test_a_tag_in_the_wrong_place_is_told() -> None:
    """A row's tag in a cell that is no row of its own would silently lose part of the document."""
    own = template(rows=("{%tr for row in findings %}", "{{ row.no }}", "{%p endfor %}"))

    with pytest.raises(SourceError, match="不是完整的 Word 文档"):
        FORMATS["docx"].render(canonical(), Options(template=own))


def archive(members: dict[str, bytes]) -> bytes:
    """Make a zip."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return target.getvalue()


def swapped(old: bytes, new: bytes) -> bytes:
    """Return a Word document with something in it replaced."""
    with zipfile.ZipFile(io.BytesIO(template("{{ office }}"))) as source:
        return archive({name: source.read(name).replace(old, new) for name in source.namelist()})


@pytest.mark.parametrize(
    ("own", "told"),
    [
        (lambda: b"", "这不是 Word 文档(.docx)"),
        (lambda: b"{{ office }}", "这不是 Word 文档(.docx)"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512, "这是旧版 .doc 或加了密码的文档"),
        (lambda: archive({"a.txt": b"x"}), "这不是 Word 文档(.docx)"),
        (lambda: template("x")[:-200], "这不是 Word 文档(.docx)"),
        (lambda: swapped(b"wordprocessingml.document.main", b"wordprocessingml.template.main"), "不是 .docx 文档"),
        (lambda: swapped(b"<w:body>", b"<w:boddy>"), "这不是 Word 文档(.docx)"),
        (lambda: archive({"word/document.xml": b"0" * 101_000_000}), "解开后超过 100 MB"),
        (lambda: rendered("xlsx", "empty", Options()), "不是 .docx 文档"),
    ],
)
def test_what_is_no_word_document_is_refused(own: Callable[[], bytes], told: str) -> None:
    """Not with a traceback, and with what to do."""
    said = refused(own())

    assert said.startswith("模板.docx: ")
    assert told in said
    assert "请" in said


def test_names_are_documented() -> None:
    """The page on reports lists every name a template can use, and no other."""
    page = (ROOT / "docs" / "reports.md").read_text(encoding="utf-8")
    table = page.partition("| 名称 |")[2].partition("\n\n")[0]
    told = {name.strip(" `") for line in table.splitlines()[2:] for name in line.split("|")[1].split(",")}

    assert NAMES | {"chinese"} == told


def test_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`word-template` gives a template that `check --template` takes; the second time it is not overwritten."""
    monkeypatch.chdir(tmp_path)
    runner = CliRunner()
    made = runner.invoke(cli, ["word-template", "-o", "我们的.docx"])
    again = runner.invoke(cli, ["word-template", "-o", "我们的.docx"])
    code = main(["check", SAMPLE, "-f", "docx=报告.docx", "--template", "我们的.docx"])

    assert (0, default_template()) == (made.exit_code, (tmp_path / "我们的.docx").read_bytes())
    assert isinstance(again.exception, UsageError)
    assert 1 == code
    assert docx.Document("报告.docx").paragraphs[0].text.startswith("店下镇人民政府")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["-f", "docx=报告.docx", "--template", "没有.docx"], "没有.docx: 模板读不出来"),
        (["--template", "坏.docx"], "只用于 docx 报告"),
        (["-f", "docx=报告.docx", "--template", "坏.docx"], "坏.docx: 没有占位符 offic"),
    ],
)
def test_a_fault_is_told_before_the_ledgers_are_read(
    arguments: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The ledger is not even there."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "坏.docx").write_bytes(template("{{ offic }}"))

    assert 2 == main(["check", "没有.json", *arguments])
    assert told in capsys.readouterr().err
    assert not (tmp_path / "报告.docx").exists()
