"""The samples with their years, and how an appendix is made of them or of tables given by hand."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from govaudit.api import Request, Task, prepare
from govaudit.appendix import FORMATS
from govaudit.appendix.build import build
from govaudit.appendix.model import Appendix, Figure, Line, Note
from govaudit.config import Config
from govaudit.results import Audit

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"
SMALL = Path(__file__).parent / "packs" / "small-2021"

#: Sample → the year of its appendix.
SAMPLES = {"records": 2021, "anshan-water-2023": 2023, "cn-2016-80": 2018, "guangdong-2016": 2018, "lushan-2019": 2019, "rongxian-2019": 2019}

#: The samples that take a second or more to judge.
BIG = ("cn-2016-80", "guangdong-2016", "lushan-2019", "rongxian-2019")


class Once(Task):
    """A task whose audit is made only once, however many tests look at it."""

    @cached_property
    def _audit(self) -> Audit:
        return super().run()

    def run(self) -> Audit:
        """Return the audit."""
        return self._audit


@cache
def task_of(sample: str) -> Task:
    """Read a sample, called by the path it has from the project's folder."""
    task = prepare([ROOT / "samples" / f"{sample}.json"], Request(), Config(), whole=True)
    sources = tuple(replace(one, path=f"samples/{sample}.json") for one in task.records.sources)
    rejects = tuple(replace(one, path=f"samples/{sample}.json") for one in task.records.rejects)
    return Once(replace(task.records, sources=sources, rejects=rejects), task.packs, task.vocabulary, task.settings)


@cache
def appendix_of(sample: str) -> Appendix:
    """Write a sample's appendix."""
    return build(task_of(sample), SAMPLES[sample])


def markdown_of(sample: str) -> str:
    """Render a sample's appendix as Markdown."""
    return str(FORMATS["markdown"].render(appendix_of(sample)))


def appendix(tables: dict[str, list[dict[str, Any]]], year: int = 2021, **options: Any) -> Appendix:
    """Write the appendix of tables given by hand, by the small pack of these tests unless another is asked for."""
    asked: dict[str, Any] = {"packs": (str(SMALL),), "as_of": "2022-01-31", "office": "某镇人民政府", "role": "乡镇街道", **options}
    return build(prepare(tables, Request(**asked), Config(), whole=True), year)


def note_of(made: Appendix, title: str) -> Note:
    """Return the note whose title begins so."""
    return next(note for note in made.notes if note.title.startswith(title))


def figure_of(made: Appendix, title: str, label: str) -> Figure:
    """Return one number of the notes whose title begins so."""
    return next(figure for note in made.notes if note.title.startswith(title) for figure in note.figures if figure.label == label)


def line_of(made: Appendix, clause: str) -> Line:
    """Return the row of a clause."""
    return next(line for chapter in made.chapters for section in chapter.sections for line in section.lines if line.clause == clause)


def text_of(made: Appendix, topic: str) -> str:
    """Return the paragraph of a topic of the statistics."""
    return "".join(said.text for one in made.statistics if one.title == topic for said in one.paragraph)
