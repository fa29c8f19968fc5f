"""References between ledgers by document number, which every office writes in its own way: `某府办〔2021〕1号`, `某府办[2021] 01 号`.

A reference that no record has as its key, but that is one record's key written differently, is given that record's spelling, so that it is found. Where it
could be two, nothing is done. Keys stay as they were written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from govaudit.records.model import Ledger
from govaudit.vocabulary.model import Vocabulary, fold

_BRACKETS = str.maketrans(dict.fromkeys("([{〔【［〈《", "〔") | dict.fromkeys(")]}〕】］〉》", "〕"))
_NUMBER = r"[0-9０-９]\s*号"


def plain_number(text: str) -> str:
    """Reduce a document number to what is compared: brackets, white space, full width, `第` and zeros in front of the number do not count."""
    return re.sub(r"(?<![0-9])0+(?=[0-9]+号)", "", re.sub(r"第(?=[0-9]+号)", "", fold(text).translate(_BRACKETS)))


def respelled(ledgers: Mapping[str, Ledger], vocabulary: Vocabulary) -> dict[str, Ledger]:
    """Give references by document number the spelling of the key they stand for."""
    found = {}
    for table, ledger in ledgers.items():
        changed = {}
        for relation in vocabulary.tables[table].relations.values():
            target = ledgers.get(relation.to)
            if target is not None and relation.field in ledger.frame.columns and ledger.frame[relation.field].dtype == pl.String:
                names = _names(ledger.frame[relation.field], target.frame["_key"])
                if names:
                    changed[relation.field] = ledger.frame[relation.field].replace(names)
        found[table] = replace(ledger, frame=ledger.frame.with_columns(**changed)) if changed else ledger
    return found


def _names(references: pl.Series, keys: pl.Series) -> dict[str, str]:
    """Find, for the references that lead nowhere, the key they mean."""
    lost = references.filter(references.str.contains(_NUMBER)).drop_nulls().unique()
    lost = lost.filter(~lost.is_in(keys.implode()))
    if not len(lost):
        return {}
    meant: dict[str, set[str]] = {}
    for key in keys.filter(keys.str.contains("号", literal=True)).to_list():
        meant.setdefault(plain_number(key), set()).add(key)
    found = {reference: meant.get(plain_number(reference), set()) for reference in lost.to_list()}
    return {reference: next(iter(names)) for reference, names in found.items() if len(names) == 1}
