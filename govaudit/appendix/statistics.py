"""The statistics of the year: every number counted from one ledger, with the records it rests on and those it leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govaudit import frames as fr
from govaudit.appendix.catalogue import FigureSpec, Topic
from govaudit.appendix.desk import Desk
from govaudit.appendix.facts import fact_of
from govaudit.appendix.filters import described
from govaudit.appendix.kinds import Asked, label_of, uncounted, worked_out
from govaudit.appendix.model import Figure, Notes, Said, Statistic
from govaudit.appendix.shares import share
from govaudit.checks.condition import fields_of, parse
from govaudit.checks.deadline import Deadline
from govaudit.checks.scope import Scope
from govaudit.reports.wording import say
from govaudit.states import State

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class _Count:
    """The records of one figure: those of the year, those without a date, those of which the condition cannot be told, those that are still to come."""

    rows: pl.DataFrame
    left_out: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class _Told:
    """One figure in words, the numbers for the table and the note, and what was left out."""

    words: str
    figures: tuple[Figure, ...]
    remarks: tuple[str, ...] = ()


def statistics(topics: Sequence[Topic], desks: Sequence[Desk], notes: Notes) -> tuple[Statistic, ...]:
    """Return all topics in their order; those whose ledger was not supplied say so."""
    return tuple(_Topic(topic, desks, notes).told() for topic in topics)


class _Topic:
    """One topic being counted."""

    def __init__(self, topic: Topic, desks: Sequence[Desk], notes: Notes) -> None:
        self._topic = topic
        self._desks = desks
        self._desk = desks[0]
        self._notes = notes

    def told(self) -> Statistic:
        """Count everything and put it in words."""
        topic, view, label = self._topic, self._desk.context.tables.get(self._topic.table), self._desk.label(self._topic.table)
        if view is None:
            figures = tuple((label_of(figure) or topic.title, say("appendix.absent")) for figure in topic.figures if figure.on_time is None)
            return Statistic(topic.title, (Said(say("appendix.absent.ledger", table=label)),), figures, None)
        found = [told for figure in topic.figures for told in self._figure(figure)]
        remarks = list(dict.fromkeys(remark for one in found for remark in one.remarks))
        if view.rejected:
            remarks.append(say("appendix.rejected", n=view.rejected))
        numbers = [figure for one in found for figure in one.figures]
        note = self._notes.add(("statistics", topic.id), topic.title, label, numbers, remarks)
        paragraph = [Said(_joined([one.words for one in found if one.words]), note), Said(say("appendix.stop"))]
        paragraph += [Said(say("appendix.remarks", remarks=say("appendix.semicolon").join(remarks)))] if remarks else []
        return Statistic(topic.title, tuple(paragraph), tuple((figure.label, figure.value) for figure in numbers), note)

    def _figure(self, figure: FigureSpec) -> Iterator[_Told]:
        if figure.on_time is not None:
            yield from self._on_time(figure, figure.on_time)
            return
        date = self._date(figure)
        lacking = next((path for path in self._paths(figure, date) if not self._scope().supplied(path)), None)
        if lacking is not None:
            words, figures = uncounted(figure, say("appendix.no_column", column=self._desk.context.vocabulary.label(self._topic.table, lacking)))
            yield _Told(words, tuple(figures))
            return
        count = self._count(figure, date)
        asked = Asked(self._desk, self._topic, figure, count.rows, self._condition(figure, date))
        unknown = count.left_out["unknown"]
        nothing = bool(unknown) and not count.rows.height
        words, figures = uncounted(figure, say("appendix.unknown.all", n=asked.n(len(unknown))), unknown) if nothing else worked_out(asked)
        left = self._left_out(asked, date, {**count.left_out, "unknown": ()} if nothing else count.left_out)
        yield _Told(words, (*figures, *(one for one, _ in left)), tuple(remark for _, remark in left))

    def _scope(self) -> Scope:
        return Scope(self._topic.table, self._desk.context)

    def _date(self, figure: FigureSpec) -> str:
        return str(figure.date or self._topic.date or self._desk.context.vocabulary.tables[self._topic.table].event)

    def _paths(self, figure: FigureSpec, date: str) -> Iterator[str]:
        """Give every field that a figure cannot be worked out without."""
        yield from (path for path in (date, figure.by, figure.sum) if path is not None)
        if figure.workdays is not None:
            yield from (figure.workdays.start, figure.workdays.end)
        for where in (figure.where, figure.share):
            if where is not None:
                yield from fields_of(parse(where, self._topic.table, self._desk.context.vocabulary, lambda _loc, _message: None))

    def _count(self, figure: FigureSpec, date: str) -> _Count:
        import polars as pl

        scope, year = self._scope(), self._desk.year
        moment = scope.moment(date)
        columns = {"day": moment.day, "ahead": moment.lo > fr.lit(year.as_of, fr.DATETIME), "holds": self._desk.holds(scope, figure.where)}
        columns["share"] = self._desk.holds(scope, figure.share)
        columns |= {name: fr.col(scope.column(path)) for name, path in (("by", figure.by), ("sum", figure.sum)) if path is not None}
        if figure.workdays is not None:
            start, end = scope.moment(figure.workdays.start), scope.moment(figure.workdays.end)
            columns |= {"start": start.day, "start_at": start.lo, "end": end.day, "end_at": end.lo}
        rows = self._desk.rows(scope, columns)
        maybe = pl.col("holds").fill_null(value=True)
        dated = rows.filter(pl.col("day").is_between(year.first, year.last))
        left_out = {
            "undated": rows.filter(pl.col("day").is_null() & maybe),
            "unknown": dated.filter(~pl.col("ahead") & pl.col("holds").is_null()),
            "ahead": dated.filter(pl.col("ahead") & maybe),
        }
        return _Count(dated.filter(~pl.col("ahead") & pl.col("holds")), {name: tuple(part["_key"]) for name, part in left_out.items()})

    def _condition(self, figure: FigureSpec, date: str) -> str:
        year, label = self._desk.year, self._desk.context.vocabulary.label(self._topic.table, date)
        where = described(self._desk, self._topic.table, figure.where)
        return say("appendix.statistics.condition", where=where, date=label, first=year.first, last=min(year.last, year.as_of.date()))

    def _left_out(self, asked: Asked, date: str, left_out: dict[str, tuple[str, ...]]) -> list[tuple[Figure, str]]:
        """Say, once per date and once per condition, which records were left out."""
        label = self._desk.context.vocabulary.label(self._topic.table, date)
        first = asked.spec is next(one for one in self._topic.figures if self._date(one) == date)
        found = []
        for name, keys in left_out.items():
            if keys and (first or name == "unknown"):
                n = asked.n(len(keys))
                figure = Figure(say(f"appendix.{name}.figure", label=asked.label), n, say(f"appendix.{name}.condition", date=label), keys)
                found.append((figure, say(f"appendix.{name}", n=n, date=label, what=asked.label.removeprefix(say("appendix.among")))))
        return found

    def _on_time(self, figure: FigureSpec, end: str) -> Iterator[_Told]:
        """Tell what the notices' own deadlines on this ledger came to."""
        for desk in self._desks:
            for rule in desk.pack.rules:
                if (
                    rule.table != self._topic.table
                    or rule.id not in desk.results
                    or not any(isinstance(one, Deadline) and one.end == end for one in rule.checks)
                ):
                    continue
                fact = fact_of(desk, rule, rule.clauses[0], self._notes)
                done, late = fact.counts.get(State.PASS, 0), fact.counts.get(State.FAIL, 0)
                if done + late:
                    value = share(done, done + late)
                    keys = tuple(one.name for one in fact.subjects if one.state in (State.PASS, State.FAIL))
                    words = figure.say.replace("{parts}", say("appendix.on_time.rule", title=rule.title, share=value))
                    number = Figure(say("appendix.on_time.rule.label", title=rule.title), value, say("appendix.on_time.rule.how", rule=rule.id), keys)
                    yield _Told(words, (number,))


def _joined(parts: Sequence[str]) -> str:
    """Join figures; one that tells a part of the figure before it follows closely."""
    text = ""
    for part in parts:
        closely = part.startswith(say("appendix.among"))
        text += (say("appendix.comma" if closely else "appendix.semicolon") if text else "") + part
    return text
