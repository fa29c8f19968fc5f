"""The cases of `values.yaml`: cell by cell, and as whole columns; and that every coercion is declared, shown by an example and met by a case."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

import govaudit.records
from govaudit.records.coercions import COERCIONS
from govaudit.records.columns import typed
from govaudit.records.dates import Moment
from govaudit.records.raw import SHORT, packed
from govaudit.records.values import coerced
from govaudit.vocabulary.model import FieldSpec, FieldType

LISTED = {"主动公开": ["主动"], "不予公开": ["不公开", "不予"]}
CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load(Path(__file__).with_name("values.yaml").read_text(encoding="utf-8"))
FLAT = [(kind, case) for kind, cases in CASES.items() for case in cases]


def spec_of(kind: str) -> FieldSpec:
    """Make the field that all cases of a kind are about."""
    name = kind.removeprefix("open ")
    values = LISTED if name in ("enum", "list") and name == kind else {}
    unit = "元" if name in ("integer", "number") else ""
    return FieldSpec(type=FieldType(name), label="发布日期", aliases=["公开日期"], unit=unit, values=values)


def raw_of(case: dict[str, Any]) -> Any:
    """Give the raw value of a case."""
    if "excel" not in case:
        return case.get("raw", case.get("number"))
    text = str(case["excel"])
    if len(text) == 8:
        return dt.time.fromisoformat(text)
    return dt.date.fromisoformat(text) if len(text) == 10 else dt.datetime.fromisoformat(text)


def plain(value: Any) -> Any:
    """Write a typed value as the cases do: a moment with its time of day only if it came with one."""
    if isinstance(value, Moment):
        return str(value.at if value.timed else value.at.date())
    return str(value) if isinstance(value, dt.date) else value


@pytest.mark.parametrize(("kind", "case"), FLAT, ids=lambda part: part if isinstance(part, str) else str(next(iter(part.values()))))
def test_case(kind: str, case: dict[str, Any]) -> None:
    """A cell is read as the case says, by the coercions it names, or refused for its reason."""
    value, reason, done = coerced(spec_of(kind), raw_of(case))

    assert case.get("reason", "") in reason
    assert bool(reason) is ("reason" in case)
    assert (case.get("value"), set(case.get("by", "").split())) == (plain(value), set(done))


@pytest.mark.parametrize("kind", CASES)
def test_columns_count_what_was_done(kind: str) -> None:
    """A column of all texts of a kind says of each coercion in how many cells it was needed, and names the cells that were refused."""
    texts = [case["raw"] for case in CASES[kind] if "raw" in case] * (SHORT // 10)
    column = typed(spec_of(kind), packed(texts))
    cells = [coerced(spec_of(kind), text) for text in texts]

    assert Counter(name for _, _, done in cells for name in done) == Counter(column.coerced)
    assert [(index, reason) for index, (_, reason, _) in enumerate(cells) if reason] == [(bad.index, bad.reason) for bad in column.bad]


def test_every_coercion_is_declared_and_tried() -> None:
    """The names in the code, those of the table and those of the cases are the same."""
    sources = "".join(path.read_text(encoding="utf-8") for path in Path(govaudit.records.__file__).parent.glob("*.py") if path.stem != "coercions")
    named = {name for name in re.findall(r'"([a-z]+(?:_[a-z]+)+|absent|label|zone|unit|thousands)"', sources) if name in COERCIONS}
    named |= set(re.findall(r'\.did\("([a-z_]+)"\)', sources))

    assert COERCIONS.keys() == named
    assert COERCIONS.keys() == {name for _, case in FLAT for name in case.get("by", "").split()}


@pytest.mark.parametrize("name", COERCIONS)
def test_a_coercion_shows_what_it_does(name: str) -> None:
    """Its example is read with this coercion, by a field of some type."""
    before = COERCIONS[name].before.replace("成文日期", "发布日期")
    raw: Any = int(before) if name == "number_as_text" else dt.date.fromisoformat(before) if name == "date_as_text" else before
    kinds = [kind for kind in CASES if name in coerced(spec_of(kind), raw)[2]]

    assert kinds
    assert COERCIONS[name].label
