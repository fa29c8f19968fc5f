"""Records from memory: the same rules, and every field there if asked for."""

import datetime as dt
import subprocess
import sys

import pytest

from govaudit.errors import SourceError
from govaudit.records import records_from
from govaudit.records.formats import CHUNKED, READERS
from govaudit.vocabulary.model import Vocabulary


def test_records_are_typed(vocabulary: Vocabulary) -> None:
    """Records are read as from JSON, with Python's dates beside; a record without a key is called after its position."""
    records = records_from({"公文": [{"id": "A", "issued": dt.date(2021, 3, 1)}, {"发布时间": "2021-02-30"}, {"页数": "1,200"}]}, vocabulary)
    ledger = records.ledgers["documents"]

    assert [("A", 0, dt.date(2021, 3, 1), None), ("2", 1, None, None), ("3", 2, None, 1200)] == ledger.frame.select("_key", "_row", "issued", "pages").rows()
    assert {"id", "issued", "published", "pages"} == ledger.fields
    assert [("/公文/1/发布时间", "没有这一天:2021 年 2 月 30 日")] == [(reject.pointer, reject.reason) for reject in records.rejects]


@pytest.mark.parametrize("height", [0, 1, 100])
def test_complete(vocabulary: Vocabulary, height: int) -> None:
    """Every field counts as supplied, but those that are missing, even if a record has them."""
    records = records_from({"documents": [{"title": "甲", "pages": 1}] * height}, vocabulary, complete=True, missing={"documents": {"pages", "published"}})
    ledger = records.ledgers["documents"]

    assert {"id", "title", "issued", "status", "traits"} == ledger.fields
    assert ["_key", "_src", "_row", "id", "title", "issued", "status", "traits"] == ledger.frame.columns
    assert [(str(number + 1), "甲", None) for number in range(height)] == ledger.frame.select("_key", "title", "traits").rows()


def test_remembered_frames_are_not_written_to(vocabulary: Vocabulary) -> None:
    """A frame of blanks is used again for the next records; it stays blank."""
    for expected in ("x", None, "y"):
        frame = records_from({"documents": [{} if expected is None else {"id": expected, "issued": "?"}]}, vocabulary, complete=True).ledgers["documents"].frame

        assert [(expected or "1", expected, None)] == frame.select("_key", "id", "issued").rows()


@pytest.mark.parametrize(
    ("tables", "problem"),
    [
        ({"公闻": []}, "没有“公闻”这张表"),
        ({"公文": [{"a": 1}]}, "“公文”没有“a”这一列"),
        ({"公文": {"id": 1}}, "“公文”不是记录的列表"),
        ({"公文": [1]}, "“公文”不是记录的列表"),
    ],
)
def test_wrong_names_and_shapes(vocabulary: Vocabulary, tables: dict[str, list[dict[str, object]]], problem: str) -> None:
    """What the dictionary does not know is an error here too."""
    with pytest.raises(SourceError, match=problem):
        records_from(tables, vocabulary)


def test_the_package_is_cheap_to_import() -> None:
    """Neither polars nor Pydantic is imported before something is read."""
    code = "import sys, govaudit.records; sys.exit(bool({'polars', 'pydantic', 'yaml'} & set(sys.modules)))"

    assert 0 == subprocess.run([sys.executable, "-c", code], check=False).returncode


def test_every_reader_has_a_name() -> None:
    """The registry gives, per suffix, the name of the format and its reader; formats that are read in chunks are among them."""
    names = {suffix: name for suffix, (name, _) in READERS.items()}

    assert {".csv": "csv", ".tsv": "csv", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet"}.items() <= names.items()
    assert {"csv", "jsonl", "parquet"} == CHUNKED.keys()
