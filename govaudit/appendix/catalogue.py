"""Which statistics an appendix states: declared in YAML, checked against the vocabulary; a pack may add topics of its own.

The program's own are in `statistics.yaml` beside this file; a pack's in its folder, under the same name: a topic with a known id takes its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from govaudit.checks.condition import parse, resolve_path
from govaudit.errors import PackError, Place, Problem
from govaudit.packs.load import Pack
from govaudit.strictyaml import Document, load
from govaudit.vocabulary.model import FieldSpec, FieldType, Name, Vocabulary, nearest

FILE = "statistics.yaml"
Text = Annotated[str, StringConstraints(min_length=1)]


class Model(BaseModel):
    """Base of the models: frozen, and unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Span(Model):
    """Two moments between which working days are counted."""

    start: Name = Field(alias="from")
    end: Name = Field(alias="to")


class FigureSpec(Model):
    """One number: a count, a breakdown (`by`), a sum, a share, a mean of working days, or the on-time shares that the notices' rules found."""

    id: Name
    say: Text = Field(description="印成的话;{n} 数量,{parts} 分项,{share} 比例,{mean} 平均")
    date: Name | None = Field(default=None, description="决定归入哪一年的日期字段,缺省为专题的 date,再缺省为表的 event")
    where: dict[str, Any] | None = None
    by: Name | None = Field(default=None, description="按此字段的取值分开计数")
    sum: Name | None = Field(default=None, description="此字段之和")
    share: dict[str, Any] | None = Field(default=None, description="符合此条件的占多少")
    workdays: Span | None = Field(default=None, description="两个日期之间平均几个工作日")
    on_time: Name | None = Field(default=None, description="要点中以此字段为办结时间的期限规则,各自的按期率")

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        kinds = [name for name in ("by", "sum", "share", "workdays", "on_time") if getattr(self, name) is not None]
        if len(kinds) > 1:
            raise ValueError(f"{'、'.join(kinds)} 只能写一个")
        wanted = {"by": "{parts}", "share": "{share}", "workdays": "{mean}", "on_time": "{parts}"}.get(kinds[0] if kinds else "", "{n}")
        if wanted not in self.say:
            raise ValueError(f"say 里要有 {wanted}")
        return self


class Topic(Model):
    """The numbers on one ledger that are told together."""

    id: Name
    title: Text
    table: Name
    date: Name | None = None
    figures: list[FigureSpec] = Field(min_length=1)


class Catalogue(Model):
    """All topics, and the measure word of each table's records; `""` is that of the others."""

    measures: dict[str, Text] = {}
    topics: list[Topic] = []


def catalogue(packs: Sequence[Pack], vocabulary: Vocabulary) -> Catalogue:
    """Return the program's own statistics with those of the packs.

    Raises:
        PackError: a file of statistics is wrong; every problem with its line.
    """
    texts = [(f"govaudit/{FILE}", (resources.files("govaudit.appendix") / FILE).read_text(encoding="utf-8"))]
    paths = [pack.folder / FILE for pack in packs]
    texts += [(str(path), path.read_text(encoding="utf-8-sig")) for path in paths if path.is_file()]
    topics: dict[str, Topic] = {}
    measures: dict[str, str] = {}
    problems: list[Problem] = []
    for path, text in texts:
        found = parsed(load(text, path), vocabulary, problems)
        topics |= {topic.id: topic for topic in found.topics}
        measures |= found.measures
    if problems:
        raise PackError(problems)
    return Catalogue(measures=measures, topics=list(topics.values()))


def parsed(document: Document, vocabulary: Vocabulary, problems: list[Problem]) -> Catalogue:
    """Return the statistics of one file; what is wrong with it is added to the problems."""
    try:
        found = Catalogue.model_validate(document.data)
    except ValidationError as error:
        problems += document.problems(error, Catalogue)
        return Catalogue()
    for name in found.measures:
        if name and name not in vocabulary.tables:
            problems.append(Problem(document.place(["measures", name], key=True), f"没有表 {name}{nearest(name, vocabulary.tables)}"))
    for number, topic in enumerate(found.topics):
        problems += (Problem(place, message) for place, message in _faults(document, number, topic, vocabulary))
    return found


def _faults(document: Document, number: int, topic: Topic, vocabulary: Vocabulary) -> Iterator[tuple[Place, str]]:
    at = ("topics", number)
    spec = vocabulary.tables.get(topic.table)
    if spec is None:
        yield document.place([*at, "table"]), f"没有表 {topic.table}{nearest(topic.table, vocabulary.tables)}"
        return
    if topic.date is None and spec.event is None and any(figure.date is None for figure in topic.figures):
        yield document.place(at), f"表 {topic.table} 没有 event,要写 date"
    for position, figure in enumerate(topic.figures):
        here = (*at, "figures", position)
        for name, path, kind in _fields(topic, figure):
            found = resolve_path(path, topic.table, vocabulary)
            loc = document.place([*here, *name])
            if isinstance(found, str):
                yield loc, found
            elif not _fits(found, kind):
                yield loc, f"{path} 是 {found.type},这里要{kind}"
        faults: list[tuple[Place, str]] = []
        for key, where in (("where", figure.where), ("share", figure.share)):
            if where is not None:
                parse(where, topic.table, vocabulary, _collector(document, [*here, key], faults))
        yield from faults


def _collector(document: Document, at: Sequence[str | int], faults: list[tuple[Place, str]]) -> Any:
    return lambda loc, message: faults.append((document.place([*at, *loc]), message))


def _fields(topic: Topic, figure: FigureSpec) -> Iterator[tuple[tuple[str, ...], str, str]]:
    named: Mapping[tuple[str, ...], tuple[str | None, str]] = {
        ("date",): (figure.date or topic.date, "日期字段"),
        ("by",): (figure.by, "文本、选项或列表字段"),
        ("sum",): (figure.sum, "数字字段"),
        ("on_time",): (figure.on_time, "日期字段"),
        ("workdays", "from"): (figure.workdays.start if figure.workdays else None, "日期字段"),
        ("workdays", "to"): (figure.workdays.end if figure.workdays else None, "日期字段"),
    }
    return ((name, path, kind) for name, (path, kind) in named.items() if path is not None)


def _fits(spec: FieldSpec, kind: str) -> bool:
    if kind == "日期字段":
        return spec.type.is_moment
    if kind == "数字字段":
        return spec.type.is_number
    return spec.type in (FieldType.TEXT, FieldType.ENUM, FieldType.LIST, FieldType.BOOLEAN)
