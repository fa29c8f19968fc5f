"""What need not stay in memory makes no difference; what points at nothing is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from govaudit.api import Request, prepare
from govaudit.config import Config
from govaudit.engine.needed import fields_needed
from govaudit.engine.references import dangling
from govaudit.packs.locate import all_packs
from govaudit.records import records_from
from govaudit.reports import FORMATS, Options
from govaudit.vocabulary.load import standard_vocabulary

PLACES = f"“{'x' * 39}…”(#/interpretations/0)、“B0”(#/interpretations/2)、“B1”(#/interpretations/3)"
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("pack", [pytest.param(pack, marks=[] if pack == "lushan-2019" else pytest.mark.slow) for pack in all_packs(ROOT)])
def test_the_other_fields_make_no_difference(pack: str) -> None:
    """A pack gives the same report, to the byte, whether all fields stay in memory or only those that one of its rules may look at."""
    request = Request(packs=(pack,), as_of="2024-12-31", retroactive=True)
    path = str(ROOT / "samples" / f"{'records' if pack == 'dianxia-2021' else pack}.json")
    part, whole = (prepare([path], request, Config(), whole=whole) for whole in (False, True))

    assert sum(len(ledger.frame.columns) for ledger in part.records.ledgers.values()) < sum(len(one.frame.columns) for one in whole.records.ledgers.values())
    assert FORMATS["json"].render(whole.run(), Options()) == FORMATS["json"].render(part.run(), Options())


def test_fields_that_no_rule_mentions_are_not_needed() -> None:
    """A pack of one rule needs what the rule mentions, keys, units, dates, titles and references; the engine's own ledgers are needed whole."""
    task = prepare({"documents": []}, Request(packs=("lushan-2019",), as_of="2019-12-31"), Config())
    pack = task.packs[0]
    rule = next(rule for rule in pack.rules if rule.table == "documents")
    one = replace(pack, rules=(rule,))
    needed = fields_needed([one], task.vocabulary)

    assert {"id", "unit", "title", "issued_date"} <= set(needed["documents"]) < task.vocabulary.tables["documents"].fields.keys()
    assert {"doc_id"} <= set(needed["interpretations"])
    assert {"units", "attestations", "zero_reports"}.isdisjoint(needed)


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ({"documents": [{"id": "A"}], "interpretations": [{"doc_id": "A"}, {"doc_id": None}]}, []),
        ({"interpretations": [{"doc_id": "B"}]}, []),
        (
            {"documents": [], "interpretations": [{"doc_id": "B"}]},
            ["政策解读有 1 处“公文编号”所指的公文不在台账中:“B”(#/interpretations/0);这些记录按查不到公文处理"],
        ),
        (
            {"documents": [{"id": "A"}], "interpretations": [{"doc_id": "x" * 50}, {"doc_id": "A"}, *({"doc_id": f"B{n}"} for n in range(4))]},
            [f"政策解读有 5 处“公文编号”所指的公文不在台账中:{PLACES} 等;这些记录按查不到公文处理"],
        ),
    ],
)
def test_references_to_nothing(tables: dict[str, Any], said: list[str]) -> None:
    """A reference whose record is not in the ledger is said with its place; a blank one, or one to a ledger that was not supplied, is not."""
    vocabulary = standard_vocabulary()

    assert said == list(dangling(records_from(tables, vocabulary), vocabulary))
