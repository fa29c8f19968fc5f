"""The findings as the page lists them: by state, then by rule, each with its evidence.

The page lists `CAP` findings at the most. They stand in the page as text, not as data that a script would draw: so it can be read, searched and printed
where scripts are switched off, and on an old browser. 5,000 make some megabytes that a browser opens in a second or two; 100,000 would not open on
an office's computer, and nobody reads them: the page says how many there are and which format has them all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from govaudit.messages import TEXTS
from govaudit.reports.digest import example
from govaudit.reports.page.tally import MARKS, cited, mark_key
from govaudit.reports.rows import Fingerprints, Row, evidence_of, label_of, place_of, rows_of
from govaudit.reports.wording import clip, listed, place_text, say
from govaudit.states import State

if TYPE_CHECKING:
    from govaudit.results import Audit, CitedClause, RuleResult

CAP = 5000
#: So many findings of every rule are listed, if there is room, before the gravest rules are listed further.
FLOOR = 3
#: Groups begin unfolded if the page lists few findings, or the group has very few.
FEW, VERY_FEW = 200, 5
#: The most characters of a name, of a value, and of a message.
NAME, VALUE, MESSAGE = 200, 500, 2000
#: Values that say nothing when they are nothing.
_COUNTED = {"n", "maybe", "first_key", "late_key", "records", "doubtful", "lacking", "signer", "date", "file"}


@dataclass(frozen=True, slots=True)
class Item:
    """One finding as it is shown."""

    id: str
    unit: str
    unit_number: int
    clauses: tuple[int, ...]
    record: str
    title: str
    message: str
    due: str
    overdue: str
    place: str
    table: str
    values: tuple[tuple[str, str], ...]
    narrowed: tuple[str, ...]
    remedy: str


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one rule in one state: how many there are, and those that are listed; `open` if they are shown without being asked for."""

    key: str
    rule: RuleResult
    title: str
    clauses: tuple[str, ...]
    total: int
    remedy: str
    items: tuple[Item, ...]
    open: bool

    @property
    def order(self) -> int:
        """Where the state stands on the page."""
        return MARKS.index(self.key)

    @property
    def left(self) -> int:
        """How many are not listed."""
        return self.total - len(self.items)


@dataclass
class Listing:
    """All groups, the gravest first, and the units and clauses that the filters offer, by their numbers."""

    groups: list[Group] = field(default_factory=list)
    units: dict[str, int] = field(default_factory=dict)
    clauses: dict[tuple[str, str], int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many findings there are."""
        return sum(group.total for group in self.groups)

    @property
    def listed(self) -> int:
        """How many findings are listed."""
        return sum(len(group.items) for group in self.groups)

    @property
    def many(self) -> bool:
        """Whether there are so many that a browser had better draw only those that are in sight."""
        return self.listed > FEW


def listing(audit: Audit, most: int = CAP) -> Listing:
    """Return the findings to list, at the most so many."""
    sizes = {(number, state): size for number, rule in enumerate(audit.rules) for state in State if state.is_finding and (size := rule.counts.get(state, 0))}
    ordered = sorted(sizes, key=lambda one: (MARKS.index(mark_key(one[1], audit.rules[one[0]].severity)), one[0]))
    tiers = [mark_key(state, audit.rules[number].severity) for number, state in ordered]
    quotas = dict(zip(ordered, allot([sizes[one] for one in ordered], tiers, most), strict=True))
    found, names = Listing(), Fingerprints()
    chosen = {
        (number, state): rows
        for number, rule in enumerate(audit.rules)
        if rule.make_findings is not None
        for state, rows in _chosen(rule, names, {state: quotas.get((number, state), 0) for state in State}).items()
    }
    few = sum(map(len, chosen.values())) <= FEW
    for number, state in ordered:
        rows = chosen.get((number, state), [])
        found.groups.append(_group(audit, audit.rules[number], state, sizes[number, state], rows, found, unfolded=few or len(rows) <= VERY_FEW))
    return found


def allot(sizes: Sequence[int], tiers: Sequence[str], most: int) -> list[int]:
    """Share `most` places among groups: first some for every group, then tier by tier in their order, evenly within a tier."""
    given = _evenly([min(size, FLOOR) for size in sizes], most)
    for tier in dict.fromkeys(tiers):
        wanted = [size - got if mine == tier else 0 for size, got, mine in zip(sizes, given, tiers, strict=True)]
        given = [got + more for got, more in zip(given, _evenly(wanted, most - sum(given)), strict=True)]
    return given


def _evenly(wanted: Sequence[int], most: int) -> list[int]:
    """Share places evenly: none gets more than it wants, and the small ones are served before the great ones."""
    given = [0] * len(wanted)
    order = sorted(range(len(wanted)), key=lambda one: wanted[one])
    for done, one in enumerate(order):
        given[one] = min(wanted[one], most // (len(order) - done))
        most -= given[one]
    return given


def _chosen(rule: RuleResult, names: Fingerprints, quotas: dict[State, int]) -> dict[State, list[tuple[str, Row]]]:
    """Return the findings of a rule to list, by state, the earliest deadline first; all are named, for the names of some hang on those before."""
    found: dict[State, list[tuple[str, Row]]] = {}
    for row in rows_of(rule.findings):
        found.setdefault(State(row.state), []).append((names.of(rule, row), row))
    return {state: sorted(rows, key=lambda one: (one[1].due is None, one[1].due or ""))[: quotas[state]] for state, rows in found.items()}


def _group(audit: Audit, rule: RuleResult, state: State, total: int, rows: list[tuple[str, Row]], found: Listing, *, unfolded: bool) -> Group:
    remedies = {row.remedy for _, row in rows} if state is State.FAIL else {None}
    remedy = (remedies.pop() or "") if len(remedies) == 1 else ""
    # The remedy stands once above the findings, unless they differ in it.
    own = state is State.FAIL and not remedy
    items = tuple(_item(audit, rule, name, row, found, own_remedy=own) for name, row in rows)
    return Group(
        mark_key(state, rule.severity), rule, clip(rule.title, NAME), places_of(audit, rule, rule.clauses), total, clip(remedy, MESSAGE), items, unfolded
    )


def places_of(audit: Audit, rule: RuleResult, clauses: Iterable[CitedClause]) -> tuple[str, ...]:
    """Return clauses by place and duty; with the notice's title where there are several notices."""
    notice = say("page.item.notice", title=clip(title_of(audit, rule.pack), NAME)) if len(audit.run.packs) > 1 else ""
    return tuple(notice + say("page.item.duty", place=clip(clause.place, NAME), duty=clip(clause.duty, VALUE)) for clause in clauses)


def title_of(audit: Audit, pack: str) -> str:
    """Return the title of a notice."""
    return next((one.title for one in audit.run.packs if one.id == pack), pack)


def _item(audit: Audit, rule: RuleResult, name: str, row: Row, found: Listing, *, own_remedy: bool) -> Item:
    one = example(row.record, row.evidence, row.message)
    clauses = cited(rule, row.clause or "")
    provisional = say("report.aside", what=say("report.pending.provisional")) if row.provisional else ""
    return Item(
        id=name,
        unit=clip(row.unit or "", NAME),
        unit_number=found.units.setdefault(row.unit or "", len(found.units)),
        clauses=tuple(found.clauses.setdefault((rule.pack, clause.id), len(found.clauses)) for clause in clauses),
        record="" if one.record == row.unit else clip(one.record, NAME),
        title=clip(one.title, NAME),
        message=clip(one.message, MESSAGE),
        due=clip(row.due, NAME) + provisional if row.due else "",
        overdue=clip(row.overdue or "", NAME),
        place=clip(place_text(place_of(audit, row)), MESSAGE),
        table=clip(label_of(audit, row.table), NAME) if row.table else "",
        values=tuple(values_of(audit, row)),
        narrowed=places_of(audit, rule, clauses) if len(clauses) < len(rule.clauses) else (),
        remedy=clip(row.remedy or "", MESSAGE) if own_remedy else "",
    )


def values_of(audit: Audit, row: Row) -> Iterable[tuple[str, str]]:
    """Give the values a finding rests on with what they are called; a blank field is said to be blank, unless nobody knows what it is called."""
    for key, value in evidence_of(row.evidence).items():
        label = label_of_value(audit, row, key)
        nothing = value in (None, "", [])
        if key == "title" or (nothing and not label) or (key in _COUNTED and (nothing or value == 0) and key != "n"):
            continue
        yield clip(label, NAME), clip(say("unfilled") if nothing else _shown(value), VALUE)


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return listed(_shown(one) for one in value)
    return json.dumps(value, ensure_ascii=False)


def label_of_value(audit: Audit, row: Row, key: str) -> str:
    """Return what a value is called: as the audit knows the field, else as a computed value, else by its heading in the ledger."""
    path = key.replace("__", ".")
    known = audit.labels.get(f"{row.table}.{path}") or TEXTS.get(f"page.value.{key}")
    if known:
        return known
    source = audit.run.inputs[row.src] if row.src is not None and 0 <= row.src < len(audit.run.inputs) else None
    return source.columns[path][0] if source is not None and path in source.columns else ""
