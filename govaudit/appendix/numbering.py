"""Notes numbered in the order in which a reader meets them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from govaudit.appendix.model import Appendix, Chapter, Said, Section, Sentence


def numbered(appendix: Appendix) -> Appendix:
    """Return the appendix with its notes in the order of their first mention; a note that nothing mentions is left out."""
    order = {old: new for new, old in enumerate(dict.fromkeys(_mentions(appendix)), start=1)}
    known = {note.number: note for note in appendix.notes}
    return replace(
        appendix,
        statistics=tuple(replace(one, paragraph=_sentence(one.paragraph, order), note=order.get(one.note or 0)) for one in appendix.statistics),
        chapters=tuple(_chapter(chapter, order) for chapter in appendix.chapters),
        notes=tuple(replace(known[old], number=new) for old, new in order.items()),
    )


def _mentions(appendix: Appendix) -> Iterator[int]:
    sentences = [one.paragraph for one in appendix.statistics]
    for chapter in appendix.chapters:
        sentences.append(chapter.summary)
        for section in chapter.sections:
            sentences += [section.paragraph, *(line.done for line in section.lines)]
    return (said.note for sentence in sentences for said in sentence if said.note is not None)


def _chapter(chapter: Chapter, order: Mapping[int, int]) -> Chapter:
    return replace(chapter, summary=_sentence(chapter.summary, order), sections=tuple(_section(section, order) for section in chapter.sections))


def _section(section: Section, order: Mapping[int, int]) -> Section:
    lines = tuple(replace(line, done=_sentence(line.done, order)) for line in section.lines)
    return replace(section, paragraph=_sentence(section.paragraph, order), lines=lines)


def _sentence(sentence: Sentence, order: Mapping[int, int]) -> Sentence:
    return tuple(said if said.note is None else Said(said.text, order[said.note]) for said in sentence)
