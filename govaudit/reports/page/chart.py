"""What the charts draw: bars and columns as shares of their room, with all that must be said of them in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from govaudit.reports.page.tally import ALL_MARKS, MARKS, told
from govaudit.reports.wording import listed, say

#: The most bars of a chart; the others are drawn as one.
BARS = 10
#: How many months a column of the timeline may stand for, and how many columns at the most there are room for.
_STEPS = ((1, 18), *((step, 12) for step in (3, 12, 24, 60, 120, 600, 1200, 12000)))
#: The height of the timeline's columns, in pixels.
HEIGHT = 120


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a bar: what it stands for, how many, and where it begins and how long it is, in per cent of the room."""

    key: str
    symbol: str
    word: str
    number: int
    start: str
    size: str

    @property
    def words(self) -> str:
        """The piece in words."""
        return say("report.mark", word=self.word, n=self.number)


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with what it is called, what it is called beside that, and the value of the filter that picks it."""

    name: str
    aside: str
    pieces: tuple[Piece, ...]
    total: int
    value: str = ""
    drawn: bool = True


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the timeline: a month or longer, the labels under it, and its pieces from the bottom."""

    when: str
    label: str
    year: str
    left: str
    middle: str
    width: str
    slot: str
    slot_width: str
    pieces: tuple[Piece, ...]
    total: int
    top: str
    now: bool


def pieces(counts: Mapping[str, int], whole: int, order: Sequence[str] = MARKS, room: float = 100.0) -> tuple[Piece, ...]:
    """Return the pieces of a bar of which `whole` would fill the room."""
    done: list[Piece] = []
    before = 0
    for key in order:
        if number := counts.get(key, 0):
            mark = told(key)
            done.append(Piece(key, mark.symbol, mark.word, number, _percent(before, whole, room), _percent(number, whole, room)))
            before += number
    return tuple(done)


def _percent(part: int, whole: int, room: float = 100.0) -> str:
    return f"{room * part / whole:.3f}".rstrip("0").rstrip(".")


def state_bar(counts: Mapping[str, int]) -> Bar:
    """Return the bar of all subjects, passes first."""
    total = sum(counts.values())
    return Bar("", "", pieces(counts, max(total, 1), ALL_MARKS), total)


def bars(entries: Iterable[tuple[str, str, str, Counter[str]]], rest: str) -> list[Bar]:
    """Return the bars of a chart from name, aside, filter value and counts: those with the gravest first, what there is no room for summed up as `rest`."""
    ordered = sorted((entry for entry in entries if entry[3].total()), key=lambda entry: tuple(-entry[3][key] for key in MARKS))
    shown = ordered if len(ordered) <= BARS + 1 else ordered[:BARS]
    whole = max((entry[3].total() for entry in shown), default=1)
    found = [Bar(name, aside, pieces(counts, whole), counts.total(), value) for name, aside, value, counts in shown]
    if left := ordered[len(shown) :]:
        together: Counter[str] = sum((entry[3] for entry in left), Counter())
        # Its bar would be drawn against the others' scale, and so is not drawn at all.
        found.append(Bar(say(rest, n=len(left)), "", pieces(together, together.total()), together.total(), drawn=False))
    return found


def timeline(months: Mapping[int, Counter[str]], now: int) -> list[Column]:
    """Return the columns of the timeline from the first deadline to the last; `now` is the month of the as-of date, and always among them."""
    if not months:
        return []
    first, last = min(*months, now), max(*months, now)
    step = next(step for step, room in _STEPS if last // step - first // step < room)
    slots: dict[int, Counter[str]] = {slot: Counter() for slot in range(first // step, last // step + 1)}
    for month, counts in months.items():
        slots[month // step].update(counts)
    whole = max(counts.total() for counts in slots.values())
    return [_column(slot, step, position, len(slots), counts, whole, now=slot == now // step) for position, (slot, counts) in enumerate(sorted(slots.items()))]


def _column(slot: int, step: int, position: int, columns: int, counts: Counter[str], whole: int, *, now: bool) -> Column:
    year, month = divmod(slot * step, 12)
    quarter = month // 3 + 1
    if step == 1:
        when, label = say("page.when.month", year=year, month=month + 1), say("page.when.m", month=month + 1)
    elif step == 3:
        when, label = say("page.when.quarter", year=year, quarter=quarter), say("page.when.q", quarter=quarter)
    else:
        last = year + step // 12 - 1
        when, label = say("page.when.year", year=year) if last == year else say("page.when.years", year=year, last=last), str(year)
    drawn = tuple(
        Piece(one.key, one.symbol, one.word, one.number, f"{_from_top(one):.1f}", f"{float(one.size):.1f}") for one in pieces(counts, whole, room=HEIGHT)
    )
    return Column(
        when,
        label,
        str(year) if step < 12 and (position == 0 or month == 0) else "",
        _percent(position * 100 + 15, columns * 100),
        _percent(position * 100 + 50, columns * 100),
        _percent(70, columns * 100),
        _percent(position, columns),
        _percent(1, columns),
        drawn,
        counts.total(),
        f"{HEIGHT - HEIGHT * counts.total() / whole:.1f}",
        now,
    )


def _from_top(piece: Piece) -> float:
    return HEIGHT - float(piece.start) - float(piece.size)


def in_words(found: Iterable[Piece]) -> str:
    """Return the pieces of a bar in words."""
    return listed(piece.words for piece in found)
