"""What holds for any records: sums close, order does not matter, taking information away never changes one verdict into another."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from govaudit.checks.by_date import ByDate
from govaudit.checks.condition import Combination, Condition, Test, parse
from govaudit.checks.deadline import Deadline
from govaudit.checks.linked import Linked
from govaudit.checks.related import First
from govaudit.engine.backends import open_backend
from govaudit.engine.run import run_audit
from govaudit.engine.settings import Settings, parse_as_of
from govaudit.packs.load import Pack
from govaudit.packs.model import Rule
from govaudit.records import Records, records_from
from govaudit.results import Audit
from govaudit.states import State
from govaudit.vocabulary.load import standard_vocabulary
from tests.casefiles import NOTICE
from tests.engine.ledgers import PARAMETERS, Tables, case_packs, value_of

ROOT = Path(__file__).parents[2]
VOCABULARY = standard_vocabulary()
#: Few examples, for each holds a hundred rules against dozens of records, in CI more; and no shrinking, for a smaller seed is no simpler ledger.
QUICK = settings(
    max_examples=8 if os.environ.get("CI") else 3, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate], suppress_health_check=list(HealthCheck)
)

#: The fields that are drawn: those the rules of the cases read.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "documents": (
        *("issued_date", "publish_date", "deployed_date", "drafted_date", "signed_off_at", "is_policy", "is_normative"),
        *("title", "doc_no", "doc_type", "traits", "disclosure_attr", "attr_reason", "unit", "drafter"),
    ),
    "interpretations": ("doc_id", "publish_date", "forms", "elements", "kind", "legal_review_date", "unit"),
    "inquiries": ("received_at", "replied_at", "channel", "status", "unit"),
    "catalogs": ("type", "publish_date", "submitted_date", "unit"),
    "meetings": ("date", "publish_date", "listener_role", "unit"),
    "trainings": ("date", "is_organizer", "topic", "unit"),
    "publications": ("category", "publish_date", "unit"),
    "assessments": ("date", "type", "weight", "item_score", "total_score"),
    "units": ("role", "is_pilot"),
    "attestations": ("clause_id", "unit", "result", "signer", "date", "file"),
}
UNITS = ("甲", "乙")
DRAWN_FROM = {
    "doc_id": ["d0", "d1", "d2", "d3", "d9"],
    "unit": UNITS,
    "drafter": UNITS,
    "clause_id": ["c1", "c2"],
    "category": ["财政预算", "扶贫资金", "财政收支", "机构职能", "别的"],
}


@cache
def pack() -> Pack:
    """Return the rules of all cases on the drawn tables as one pack; what the notice around a case was does not matter here."""
    packs = case_packs(lambda one: one.info.period.first.year == 2021 and (not one.rules[0].table or one.rules[0].table in FIELDS))
    rules = tuple(rule for one in packs for rule in one.rules)
    clauses = {clause.id: clause for one in packs for clause in one.clauses}
    return replace(packs[0], rules=rules, clauses=tuple(clauses.values()))


@st.composite
def ledgers(draw: st.DrawFn) -> Tables:
    """Draw up to eight records per table; references lead to a record, to none, or are blank."""
    chance = random.Random(draw(st.integers(0, 2**32)))
    tables: Tables = {"units": [{"name": name} for name in UNITS]}
    for table in FIELDS:
        if table != "units":
            tables[table] = [{"id": f"{table[0]}{number}"} for number in range(draw(st.integers(0, 8)))]
        for row in tables[table]:
            row.update({field: drawn for field in FIELDS[table] if (drawn := _drawn(chance, table, field)) is not None})
    return tables


def _drawn(chance: random.Random, table: str, field: str) -> Any:
    if chance.random() < 0.1:
        return None
    if field in DRAWN_FROM:
        return chance.choice(DRAWN_FROM[field])
    return value_of(chance, VOCABULARY.tables[table].fields[field])


def judged(tables: Tables, missing: Mapping[str, set[str]] | None = None, *, rules: tuple[Rule, ...] | None = None) -> Audit:
    """Judge records by the rules of all cases, in the middle of their year."""
    records = records_from(tables, VOCABULARY, complete=True, missing=missing)
    one = pack() if rules is None else replace(pack(), rules=rules)
    return run_audit(records, [one], VOCABULARY, Settings(parse_as_of("2021-10-08"), parameters=PARAMETERS), backend=open_backend("polars"))


def states_in(audit: Audit) -> dict[tuple[str, str], State]:
    """Return the state of every rule and subject."""
    return {(rule.id, subject): state for rule in audit.rules for subject, state in rule.states().items()}


@QUICK
@given(ledgers())
def test_sums_close(tables: Tables) -> None:
    """For every rule the counts are those of its subjects, and each finding state has its finding; records are judged one by one."""
    for result in judged(tables).rules:
        states = list(result.states().values())

        assert {state: states.count(state) for state in set(states)} == dict(result.counts)
        assert sorted(state for state in states if state.is_finding) == sorted(result.findings["state"])
        assert State.ERROR not in result.counts, result.reason
        rule = next(rule for rule in pack().rules if rule.id == result.id)
        if rule.judges == "records":
            assert len(tables[rule.table]) == len(states)


@settings(QUICK, max_examples=5 if os.environ.get("CI") else 2)
@given(ledgers(), st.randoms(use_true_random=False))
def test_order_does_not_matter(tables: Tables, chance: random.Random) -> None:
    """Neither the order of the records nor that of the rules changes a state or a message."""
    shuffled = {name: chance.sample(rows, k=len(rows)) for name, rows in chance.sample(list(tables.items()), k=len(tables))}
    rules = tuple(chance.sample(pack().rules, k=len(pack().rules)))
    expected, actual = judged(tables), judged(shuffled, rules=rules)

    assert states_in(expected) == states_in(actual)
    assert _told(expected) == _told(actual)


def _told(audit: Audit) -> list[tuple[Any, ...]]:
    """Return the findings without their rows, in an order of their own."""
    return sorted(audit.findings.drop("src", "row").rows(), key=repr)


@settings(QUICK, max_examples=3)
@given(ledgers())
def test_the_same_input_gives_the_same_findings(tables: Tables) -> None:
    """Twice the same audit, twice the same findings in the same order."""
    assert judged(tables).findings.rows() == judged(tables).findings.rows()


# -- taking information away -------------------------------------------------------------------------------------------
#
# A cell that is blank, cannot be read, or whose column the export lacks, is information taken away. The state that is then given must leave the truth
# open: it is the same as before, or undecided. Beside that
#   - pass and fail (and undecided, where two readings differed) may become pending while there is time left: what is known no longer suffices;
#   - where a blank is itself an answer it may change the verdict, but only a *blank* one, never an unreadable cell or a missing column: what `present`
#     and `absent` look at, and the moment that says something was done (`to` of a deadline, `date` of a by_date per record);
#   - a record that `linked` counts is there if its ledger has it: only a date after the as-of moment says that it is not there yet, no date does not.
# Outside the law by definition: the role of a unit (assumed to be bound where not known), the unit of a record (it names the subject), and attestations
# (one that lacks a part is none, so the answer is manual).

OUTSIDE = {
    ("units", "role"),
    *((table, field) for table in FIELDS for field in ("unit", "drafter")),
    *(("attestations", field) for field in FIELDS["attestations"]),
}


def answering(rule: Rule) -> set[tuple[str, str]]:
    """Return the (table, field) pairs in which a blank is an answer to a rule."""
    found = set(_presence(rule.where, rule.table))
    for check in rule.checks:
        for name in ("that", "of"):
            found |= set(_presence(getattr(check, name, None), rule.table))
        if isinstance(check, Linked):
            found |= set(_presence(check.where, check.to))
        if isinstance(check, Deadline):
            found |= set(_presence(check.end.where, check.end.table)) if isinstance(check.end, First) else {_target(check.end, rule.table)}
        if isinstance(check, ByDate) and check.per == "record":
            found.add(_target(str(check.date), rule.table))
    return found


def _presence(raw: dict[str, Any] | None, table: str) -> Iterator[tuple[str, str]]:
    if raw:
        yield from _present_tests(parse(raw, table, VOCABULARY, lambda _loc, _message: None), table)


def _present_tests(condition: Condition, table: str) -> Iterator[tuple[str, str]]:
    if isinstance(condition, Combination):
        for item in condition.items:
            yield from _present_tests(item, table)
    elif isinstance(condition, Test) and condition.op in ("present", "absent"):
        yield _target(condition.path, table)


def _target(path: str, table: str) -> tuple[str, str]:
    relation, dot, field = path.rpartition(".")
    return (VOCABULARY.tables[table].relations[relation].to, field) if dot else (table, path)


def changed_verdicts(before: Audit, after: Audit, exempt: Mapping[str, set[tuple[str, str]]], taken: set[tuple[str, str]]) -> list[str]:
    """Return the subjects whose state may not have become what it is."""
    told = states_in(after)
    wrong: list[str] = []
    for (rule, subject), old in states_in(before).items():
        new = told.get((rule, subject), State.UNDECIDED)
        open_ = {old, State.UNDECIDED} | ({State.PENDING} if old is not State.NOT_APPLICABLE else set())
        if new not in open_ and not taken & exempt[rule]:
            wrong.append(f"{rule} {subject}: {old} -> {new}")
    return wrong


def dating(rule: Rule) -> set[tuple[str, str]]:
    """Return the (table, field) pairs that can only say that a record which counts for a rule is not there yet."""
    return {(check.to, str(VOCABULARY.tables[check.to].event)) for check in rule.checks if isinstance(check, Linked)}


@cache
def exempt_when_blank() -> dict[str, set[tuple[str, str]]]:
    """Return, per rule, in which fields a blank is an answer."""
    return {rule.id: answering(rule) | dating(rule) for rule in pack().rules}


@cache
def exempt_when_unknown() -> dict[str, set[tuple[str, str]]]:
    """Return, per rule, in which fields even an unreadable cell or a missing column is one."""
    return {rule.id: dating(rule) for rule in pack().rules}


@st.composite
def ledgers_and_cells(draw: st.DrawFn) -> tuple[Tables, list[tuple[str, int, str]]]:
    """Draw records and some filled cells of them that are within the law."""
    tables = draw(ledgers().filter(lambda found: any(_cells(found))))
    return tables, draw(st.lists(st.sampled_from(sorted(_cells(tables))), min_size=1, max_size=12, unique=True))


def _cells(tables: Tables) -> Iterator[tuple[str, int, str]]:
    for table, rows in tables.items():
        for number, row in enumerate(rows):
            yield from ((table, number, field) for field in row if field not in ("id", "name") and (table, field) not in OUTSIDE)


def _with(tables: Tables, cells: list[tuple[str, int, str]], value: Any) -> Tables:
    changed = {name: [dict(row) for row in rows] for name, rows in tables.items()}
    for table, number, field in cells:
        changed[table][number][field] = value
    return changed


@QUICK
@given(ledgers_and_cells())
def test_a_blank_cell_never_turns_a_verdict(drawn: tuple[Tables, list[tuple[str, int, str]]]) -> None:
    """Blanking cells leaves every verdict or opens it, but where a blank is an answer."""
    tables, cells = drawn
    taken = {(table, field) for table, _, field in cells}

    assert [] == changed_verdicts(judged(tables), judged(_with(tables, cells, None)), exempt_when_blank(), taken)


@QUICK
@given(ledgers_and_cells())
def test_an_unreadable_cell_never_turns_a_verdict(drawn: tuple[Tables, list[tuple[str, int, str]]]) -> None:
    """A cell that cannot be read is not a blank one: every verdict stays or opens."""
    tables, cells = drawn
    taken = {(table, field) for table, _, field in cells}
    after: Records = records_from(_with(tables, cells, {"不是": "单个值"}), VOCABULARY, complete=True)

    assert len(cells) == len(after.rejects)
    assert [] == changed_verdicts(judged(tables), judged(_with(tables, cells, {"不是": "单个值"})), exempt_when_unknown(), taken)


@QUICK
@given(ledgers(), st.sampled_from(sorted((table, field) for table, fields in FIELDS.items() for field in fields if (table, field) not in OUTSIDE)))
def test_a_missing_column_never_turns_a_verdict(tables: Tables, column: tuple[str, str]) -> None:
    """A column that the export lacks is not a column of blanks: every verdict stays or opens."""
    table, field = column

    assert [] == changed_verdicts(judged(tables), judged(tables, {table: {field}}), exempt_when_unknown(), {column})


@QUICK
@given(ledgers())
def test_mending_what_is_reported_leaves_nothing_to_report(tables: Tables) -> None:
    """If every record that an `expect` rule reports is filled as the rule asks, the rule has no findings any more."""
    raw = {"id": "T-mend", "clauses": ["c1"], "title": "补齐", "force": "must", "table": "documents"}
    rule = Rule.model_validate(
        raw | {"check": {"kind": "expect", "that": {"disclosure_attr": {"in": ["主动公开"]}, "title": {"present": True}, "traits": {"contains": "涉企政策"}}}}
    )
    reported = set(judged(tables, rules=(rule,)).findings["record"])
    good = {"disclosure_attr": "主动公开", "title": "补齐", "traits": ["涉企政策"], "issued_date": "2021-08-01"}
    mended = tables | {"documents": [row | good if row["id"] in reported else row for row in tables["documents"]]}

    assert [] == judged(mended, rules=(rule,)).findings.rows()


def test_the_drawn_fields_are_in_the_dictionary() -> None:
    """What is drawn is what the vocabulary has, and the notice of the cases is that of 2021."""
    assert [] == [(table, field) for table, fields in FIELDS.items() for field in fields if field not in VOCABULARY.tables[table].fields]
    assert {"from": "2021-01-01", "to": "2021-12-31"} == NOTICE["period"]
