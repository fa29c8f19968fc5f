"""The appendix of every sample, whole, and what must hold in each: sums close, notes are all there, the same bytes each time."""

from __future__ import annotations

import re

import pytest

from govaudit.appendix import FORMATS
from govaudit.appendix.model import Appendix, Outcome, Said
from tests.appendix.cases import BIG, GOLDEN, SAMPLES, appendix, appendix_of, markdown_of, task_of

LEDGERS = {
    "inquiries": [{"id": "甲", "received_at": "2021-03-01", "replied_at": "2021-03-02"}, {"id": "乙", "received_at": "2021-04-01"}],
    "trainings": [{"id": "丙", "date": "2021-06-01"}, {"id": "丁", "date": "2021-05-01"}],
    "units": [{"name": "某镇人民政府", "role": "乡镇街道"}],
}
#: The larger samples take a second each to judge.
EVERY = [pytest.param(sample, marks=pytest.mark.slow) if sample in BIG else sample for sample in SAMPLES]


def sentences(made: Appendix) -> list[Said]:
    """Return every piece of text of an appendix."""
    found = [said for one in made.statistics for said in one.paragraph]
    for chapter in made.chapters:
        found += chapter.summary
        for section in chapter.sections:
            found += section.paragraph
            found += [said for line in section.lines for said in line.done]
    return found


@pytest.mark.parametrize("sample", EVERY)
def test_appendix_is_golden(sample: str) -> None:
    """The sample's appendix is the golden one; `python -m tests.appendix.regold` writes it anew."""
    assert markdown_of(sample) == (GOLDEN / f"{sample}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("sample", EVERY)
def test_clauses_are_all_told_and_add_up(sample: str) -> None:
    """Every clause of every pack has one row, in the order of the notice, and the sums of the outcomes count each once."""
    made = appendix_of(sample)
    for pack, chapter in zip(task_of(sample).packs, made.chapters, strict=True):
        told = [line.clause for section in chapter.sections for line in section.lines]

        assert sorted(told) == sorted(clause.id for clause in pack.clauses)
        assert sum(chapter.sums.values()) == len(told)


@pytest.mark.parametrize("sample", EVERY)
def test_notes_are_numbered_as_they_are_met(sample: str) -> None:
    """The notes are 1, 2, 3 … in the order in which the text first mentions them, and each is mentioned."""
    made = appendix_of(sample)
    mentioned = list(dict.fromkeys(said.note for said in sentences(made) if said.note is not None))

    assert mentioned == [note.number for note in made.notes] == list(range(1, len(made.notes) + 1))


@pytest.mark.parametrize("sample", EVERY)
def test_records_checked_are_the_sum_of_their_states(sample: str) -> None:
    """Of every rule on records: as many were checked as are in the states told of, and the records named are as many as the number says."""
    states = {"按期", "符合", "逾期", "不符合", "未到期", "无法判定", "待人工", "出错"}
    for note in appendix_of(sample).notes:
        figures = {figure.label: figure for figure in note.figures}
        if "核查" in figures:
            parts = [figure for label, figure in figures.items() if label in states]

            assert len(figures["核查"].keys) == sum(len(part.keys) for part in parts)
            assert all(figure.value.startswith(f"{len(figure.keys)} ") for figure in [figures["核查"], *parts])


@pytest.mark.parametrize("sample", EVERY)
def test_nothing_open_is_called_met(sample: str) -> None:
    """A clause that is met has nothing missing; one that is partly established, open or violated says what."""
    lines = [line for chapter in appendix_of(sample).chapters for section in chapter.sections for line in section.lines]
    silent = {Outcome.MET, Outcome.NOT_APPLICABLE, Outcome.NOT_CHECKABLE, Outcome.CONTEXT}

    assert all((not line.missing) == (line.outcome in silent) for line in lines)


def test_every_number_in_the_text_has_a_note() -> None:
    """What counts something carries a note; a piece of text without one has no number but those of the remarks on what was left out."""
    for said in sentences(appendix_of("records")):
        if said.note is None and not said.text.startswith("说明:"):
            assert not re.search(r"\d+ (件|条|次|份|场|项|个|处|人)[^“”]*(按期|符合|完成|逾期)", said.text), said.text


def test_same_records_give_the_same_appendix() -> None:
    """Judged and written twice from the same records an appendix is the same, whatever the clock says."""
    assert appendix(LEDGERS) == appendix(LEDGERS)


@pytest.mark.parametrize("name", FORMATS)
def test_same_appendix_gives_the_same_bytes(name: str) -> None:
    """Rendered twice an appendix is the same to the byte."""
    made = appendix(LEDGERS)

    assert FORMATS[name].render(made) == FORMATS[name].render(made)
