"""The Word template that is used when the office brings none: written with the same names that an office's own can use."""

from __future__ import annotations

from functools import cache
from io import BytesIO

from govaudit.reports.docx_layout import FONT_TABLE, Paper
from govaudit.reports.docx_text import typeset
from govaudit.reports.wording import mark, say
from govaudit.reports.zipped import rewritten
from govaudit.states import Severity, State

_LEFT, _CENTER = "Body Text", "Body Text 2"


@cache
def default_template() -> bytes:
    """Return the template; the same bytes every time."""
    paper = Paper()
    _text(paper)
    _annexes(paper)
    target = BytesIO()
    paper.document.save(target)
    return rewritten(target.getvalue(), {"word/fontTable.xml": lambda _: (FONT_TABLE,)})


def _text(paper: Paper) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paper.loop("if office or year")
    paper.add(say("docx.title.first"), "Title")
    paper.add(say("docx.title.second"), "Title", space_after=Pt(28))
    paper.loop("else")
    paper.add(say("docx.title.alone"), "Title", space_after=Pt(28))
    paper.loop("endif")
    paper.add(say("docx.head.overall"), "Heading 1")
    paper.add("{{ scope }}")
    paper.add("{{ sums }}")
    _sums(paper)
    paper.loop("for paragraph in cautions")
    paper.add("{{ paragraph }}")
    paper.loop("endfor")
    paper.add(say("docx.head.problems"), "Heading 1")
    _problems(paper)
    paper.add(say("docx.head.open"), "Heading 1")
    _sections(paper)
    paper.add(say("docx.head.due"), "Heading 1")
    paper.add("{{ due_lead }}")
    _lines(paper, "due")
    paper.add(say("docx.head.ask"), "Heading 1")
    paper.loop("for ask in asks")
    paper.add("{{ ask.text }}", lead="{% if ask.title %}（{{ chinese(loop.index) }}）{{ ask.title }}{% endif %}")
    paper.loop("endfor")
    paper.add("")
    paper.add(typeset(say("docx.annex.first")))
    for key in ("second", "third"):
        paper.add(say(f"docx.annex.{key}"), left_indent=Pt(48))
    paper.add("")
    paper.add("{{ office }}", alignment=WD_ALIGN_PARAGRAPH.RIGHT, right_indent=Pt(32), keep_with_next=True)
    paper.add(say("docx.signed"), alignment=WD_ALIGN_PARAGRAPH.RIGHT, right_indent=Pt(64))


def _sums(paper: Paper) -> None:
    paper.add(typeset(say("docx.caption.sums")), "Caption")
    heads = [(mark(State.PASS).word, "pass")]
    heads += [(mark(State.FAIL, severity).word, name) for severity, name in zip(Severity, ("violations", "warnings", "hints"), strict=True)]
    heads += [(mark(state).word, str(state)) for state in State if state not in (State.PASS, State.FAIL)]
    paper.table(
        "",
        [
            (word, 6.0 + 4 * len(word) - (2 if len(word) > 3 else 0), f"{{{{ n.{name} }}}}", _CENTER)
            for word, name in [*heads, (say("xlsx.head.total"), "total")]
        ],
    )


def _problems(paper: Paper) -> None:
    paper.add("{{ problems_lead }}")
    paper.loop("if units")
    paper.add(typeset(say("docx.caption.units")), "Caption")
    words = [mark(State.FAIL, severity).word for severity in Severity]
    names = ("violations", "warnings", "hints")
    counts = [(word, 20.0, f"{{{{ row.{name} }}}}", _CENTER) for word, name in zip(words, names, strict=True)]
    total = (say("xlsx.head.total"), 20.0, "{{ row.total }}", _CENTER)
    sums = [say("xlsx.head.total"), *(f"{{{{ n.{name} }}}}" for name in (*names, "fail"))]
    paper.table("units", [(say("xlsx.head.unit"), 70.0, "{{ row.name }}", _LEFT), *counts, total], sums)
    paper.loop("endif")
    paper.loop("for kind in kinds")
    paper.add("（{{ chinese(loop.index) }}）{{ kind.title }}", "Heading 2")
    paper.loop("for problem in kind.problems")
    paper.add("{{ problem.text }}", lead="{{ loop.index }}.{{ problem.title }}。")
    paper.loop("endfor")
    paper.loop("endfor")
    paper.loop("if problems_more")
    paper.add("{{ problems_more }}")
    paper.loop("endif")


def _sections(paper: Paper) -> None:
    paper.loop("if not open")
    paper.add("{{ open_lead }}")
    paper.loop("endif")
    paper.loop("for section in open")
    paper.add("（{{ chinese(loop.index) }}）{{ section.title }}", "Heading 2")
    paper.add("{{ section.lead }}")
    _lines(paper, "section.lines")
    paper.loop("endfor")


def _lines(paper: Paper, name: str) -> None:
    paper.loop(f"for line in {name}")
    paper.add("{{ loop.index }}.{{ line }}")
    paper.loop("endfor")


def _annexes(paper: Paper) -> None:
    head = say("xlsx.head.no"), 12.0, "{{ row.no }}", _CENTER
    paper.across()
    _annex(paper, "findings", first=True)
    paper.table(
        "findings",
        [
            head,
            (say("xlsx.head.unit"), 24, "{{ row.unit }}", _LEFT),
            (say("xlsx.head.problem"), 66, "{{ row.title }}{% if row.message %}：{{ row.message }}{% endif %}", _LEFT),
            (say("xlsx.head.record"), 54, "{{ row.record }}", _LEFT),
            (say("xlsx.head.basis"), 34, "{{ row.basis }}", _LEFT),
            (say("xlsx.head.grade"), 12, "{{ row.grade }}", _CENTER),
            (say("xlsx.head.remedy"), 26, "{{ row.remedy }}", _LEFT),
            (say("xlsx.head.due"), 19, "{{ row.due }}", _CENTER),
        ],
    )
    _left(paper, "findings")
    _annex(paper, "rejects")
    paper.table(
        "rejects",
        [
            head,
            (say("xlsx.head.table"), 35, "{{ row.table }}", _LEFT),
            (say("xlsx.head.place"), 75, "{{ row.place }}", _LEFT),
            (say("xlsx.head.what_lost"), 20, "{{ row.lost }}", _CENTER),
            (say("xlsx.head.value"), 45, "{{ row.value }}", _LEFT),
            (say("xlsx.head.reason"), 60, "{{ row.reason }}", _LEFT),
        ],
    )
    _left(paper, "rejects")
    _rules(paper)


def _rules(paper: Paper) -> None:
    _annex(paper, "rules")
    counts = [(mark(state).word if state is not State.FAIL else say("xlsx.head.fails"), str(state)) for state in State]
    paper.table(
        "rules",
        [
            (say("xlsx.head.no"), 12.0, "{{ row.no }}", _CENTER),
            (say("xlsx.head.rule"), 28, "{{ row.id }}", _LEFT),
            (say("xlsx.head.title"), 55, "{{ row.title }}", _LEFT),
            (say("xlsx.head.basis"), 48, "{{ row.basis }}", _LEFT),
            *((word, 13.0, f"{{{{ row.{name} }}}}", _CENTER) for word, name in [*counts, (say("xlsx.head.total"), "total")]),
        ],
    )
    _left(paper, "rules")
    paper.add(typeset(say("docx.annex.rules.note")), "Body Text")
    paper.loop("for one in facts")
    paper.add("{{ one.label }}：{{ one.text }}", "Body Text")
    paper.loop("endfor")
    paper.loop("for one in digests")
    paper.add("{{ one }}", "Body Text")
    paper.loop("endfor")


def _annex(paper: Paper, name: str, *, first: bool = False) -> None:
    """Begin an annex; without rows it says so instead of an empty table."""
    from docx.shared import Pt

    number = {"findings": 1, "rejects": 2, "rules": 3}[name]
    paper.add(say("docx.annex", no=number), "Heading 1", first_line_indent=Pt(0), page_break_before=not first)
    paper.add(say(f"docx.annex.{name}"), "Title")
    if name != "rules":
        paper.loop(f"if not {name}")
        paper.add(typeset(say(f"docx.annex.{name}.none")))
        paper.loop("else")


def _left(paper: Paper, name: str) -> None:
    paper.loop(f"if {name}_left")
    paper.add(f"{{{{ {name}_left }}}}", "Body Text")
    paper.loop("endif")
    if name != "rules":
        paper.loop("endif")
