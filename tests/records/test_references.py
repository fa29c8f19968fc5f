"""References by document number, written differently in different ledgers."""

import pytest

from govaudit.records import records_from
from govaudit.records.references import plain_number
from govaudit.vocabulary.load import standard_vocabulary

KEYS = ["某府办〔2021〕1号", "某府办〔2021〕2号", "某府令 第219号", "2021-3"]


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ("某府办〔2021〕1号", "某府办〔2021〕1号"),
        ("某府办[2021]1号", "某府办〔2021〕1号"),
        ("某府办（2021） 01 号", "某府办〔2021〕1号"),
        ("某府办【２０２１】２号", "某府办〔2021〕2号"),
        ("某府办\u200b〔2021〕第2号", "某府办〔2021〕2号"),
        ("某府令219号", "某府令 第219号"),
        ("某府办〔2021〕11号", "某府办〔2021〕11号"),
        ("某府〔2021〕1号", "某府〔2021〕1号"),
        (" 2021-3 ", "2021-3"),
        ("2021_3", "2021_3"),
    ],
)
def test_a_reference_gets_the_spelling_of_its_key(reference: str, found: str) -> None:
    """A number that is one record's key but for brackets, spaces, widths and zeros is that key; another stays as it is."""
    records = records_from({"documents": [{"id": key} for key in KEYS], "interpretations": [{"id": "1", "doc_id": reference}]}, standard_vocabulary())

    assert [found] == records.ledgers["interpretations"].frame["doc_id"].to_list()
    assert KEYS == records.ledgers["documents"].frame["_key"].to_list()


def test_what_could_be_two_stays() -> None:
    """A reference that two keys could mean is not touched, nor is one without a ledger to point into."""
    both = [{"id": "某府办〔2021〕1号"}, {"id": "某府办(2021)1号"}]
    reference = {"id": "1", "doc_id": "某府办[2021]1号"}

    for tables in ({"documents": both, "interpretations": [reference]}, {"interpretations": [reference]}):
        assert ["某府办[2021]1号"] == records_from(tables, standard_vocabulary()).ledgers["interpretations"].frame["doc_id"].to_list()


def test_zeros_count_inside_a_number() -> None:
    """Only zeros in front of the number itself are dropped."""
    assert "某〔2020〕100号" == plain_number("某[2020]0100号")
