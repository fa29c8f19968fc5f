"""Files that are dropped into `positive/` and `negative/` are picked up.

A positive file is read without a reject. A negative one
has a file of the same name with `.expected`: the problems of the refusal, or the rejects, one per line.
"""

from pathlib import Path

import pytest

from govaudit.errors import GovauditError
from govaudit.records import Records, Reject, load_mapping, read
from govaudit.vocabulary.load import standard_vocabulary

HERE = Path(__file__).parent
SUFFIXES = {".json", ".jsonl", ".csv"}


def found(folder: str) -> list[Path]:
    """List the ledgers of a folder."""
    return sorted(path for path in (HERE / folder).iterdir() if path.suffix in SUFFIXES)


def reading(path: Path) -> Records:
    """Read a file with the mapping of the same name, if there is one."""
    mapping = path.with_suffix(".mapping.yaml")
    return read([path], standard_vocabulary(), load_mapping(mapping) if mapping.exists() else None)


def line(reject: Reject) -> str:
    """Write a reject as the `.expected` files do."""
    return f"{reject.row} {reject.column or '整行'}: {reject.value}: {reject.reason}"


@pytest.mark.parametrize("path", found("positive"), ids=lambda path: path.name)
def test_positive(path: Path) -> None:
    """Everything in the file is taken."""
    records = reading(path)

    assert () == records.rejects
    assert any(len(ledger.frame) for ledger in records.ledgers.values())


@pytest.mark.parametrize("path", found("negative"), ids=lambda path: path.name)
def test_negative(path: Path) -> None:
    """What is refused is refused for the reasons expected."""
    try:
        said = [line(reject) for reject in reading(path).rejects]
    except GovauditError as error:
        said = [str(problem) for problem in error.problems]

    expected = path.with_suffix(".expected").read_text(encoding="utf-8").splitlines()
    assert expected == [text.replace(f"{path.parent}/", "") for text in said]
