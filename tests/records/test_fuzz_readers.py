"""Whatever stands in a file, it is read or refused with a message; a damaged one never ends otherwise."""

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govaudit.errors import GovauditError, Problem
from govaudit.records import Records, read
from govaudit.vocabulary.model import Vocabulary
from tests.records.books import SHEET, Rows, as_csv, of_xml, sheet_xml, with_parts, xls, xlsx

ROWS: Rows = [["某县公文台账", None, None], ["编号", "标题", "成文日期"], ["A", "甲", "2021-03-01"], ["B", "乙(丙、丁)", "2021年3月2日"], ["合计", 2, None]]
SEEDS = {
    "a.xlsx": xlsx({"公文": ROWS, "留言": [["标题", "留言时间"], ["甲", "2021-03-01"]]}, merged={"公文": ["A1:C1"]}),
    "a.xls": xls({"公文": ROWS}),
    "a.csv": as_csv(ROWS).encode(),
    "b.csv": as_csv(ROWS).encode("utf-16"),
    "a.json": '{"meta": {"office": "某县"}, "公文": [{"编号": "A", "成文日期": "2021-03-01", "页数": 3}, {"编号": "B", "特征": ["涉企"]}]}'.encode(),
    "a.jsonl": '{"table": "公文", "编号": "A"}\n{"table": "留言", "标题": "甲"}\n'.encode(),
}

some = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def read_or_problems(path: Path, vocabulary: Vocabulary) -> tuple[Records | None, tuple[Problem, ...]]:
    """Read a file, or give what is wrong with it."""
    try:
        return read([path], vocabulary), ()
    except GovauditError as error:
        return None, error.problems


@pytest.fixture
def survives(tmp_path: Path, vocabulary: Vocabulary) -> Callable[[str, bytes], bool]:
    """Read bytes under a name: True if they were read; a refusal must have words, and rows in are rows judged and rows rejected."""

    def run(name: str, data: bytes) -> bool:
        path = tmp_path / name
        path.write_bytes(data)
        records, problems = read_or_problems(path, vocabulary)
        assert all(problem.found and name in str(problem.place) for problem in problems), problems
        if records is None:
            return False
        for table, ledger in records.ledgers.items():
            mine = [source for source in records.sources if source.table == table]
            assert sum(source.rows for source in mine) == len(ledger.frame) + ledger.rejected
            assert all(reject.reason for reject in records.rejects)
        return True

    return run


@pytest.mark.parametrize("name", SEEDS)
def test_the_seeds_are_read(survives: Callable[[str, bytes], bool], name: str) -> None:
    """What is damaged below is sound before."""
    assert survives(name, SEEDS[name])


@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods", "csv", "json", "jsonl"])
@given(data=st.binary(max_size=200) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")))
@some
def test_bytes(survives: Callable[[str, bytes], bool], suffix: str, data: bytes) -> None:
    """Any bytes are a file."""
    survives(f"公文.{suffix}", data)


@pytest.mark.parametrize("name", SEEDS)
@given(number=st.integers(0, 2**32))
@some
def test_damaged_files(survives: Callable[[str, bytes], bool], name: str, number: int) -> None:
    """A sound file in which bytes are changed, left out or put in twice."""
    dice = random.Random(number)
    data = bytearray(SEEDS[name])
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(data))
        length = dice.choice((1, 1, 2, 8, 60))
        kind = dice.randrange(4)
        if kind == 0:
            data[at : at + length] = dice.randbytes(length)
        elif kind == 1:
            del data[at : at + length]
        elif kind == 2:
            data[at:at] = data[at : at + length]
        else:
            data[at] ^= 1 << dice.randrange(8)
        data = data or bytearray(b"x")
    survives(name, bytes(data))


PIECES = [
    *('<row r="2">', "<row>", '<row r="0">', '<row r="1048576">', "</row>", '<row r="x">', '<row r="-1"/>', '<row r="99999999999">'),
    *('<c r="A2"><v>1</v></c>', '<c t="e"><v>#N/A</v></c>', '<c r="B2" t="s"><v>99</v></c>', '<c r="2A"><v>1</v></c>', '<c r="ZZZ2"><v>1</v></c>'),
    *('<c t="inlineStr"><is><t>编号</t></is></c>', '<c r="A3" t="d"><v>2021-03-01</v></c>', "<c><f>1+1</f><v></v></c>", '<c t="b"><v>7</v></c>'),
    *('<c s="99"><v>44256</v></c>', "<c><v>1e400</v></c>", "<c><v>x</v></c>", '<c t="z"><v>1</v></c>', "<v>1</v>", "&#0;", "&amp;", "<!-- -->", "]]>"),
]


@given(pieces=st.lists(st.sampled_from(PIECES), max_size=12))
@some
def test_sheets_of_pieces(survives: Callable[[str, bytes], bool], pieces: list[str]) -> None:
    """Sheets whose elements are in the wrong place, number or order."""
    survives("公文.xlsx", of_xml('<row r="1"><c r="A1" t="inlineStr"><is><t>编号</t></is></c></row>' + "".join(pieces)))


@pytest.mark.parametrize("part", ["[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedStrings.xml", SHEET])
@pytest.mark.parametrize("content", [b"", b"<", b"<a/>", b"\xff\xfe<\0a\0", sheet_xml("").encode(), None])
def test_missing_and_foreign_parts(survives: Callable[[str, bytes], bool], part: str, content: bytes | None) -> None:
    """A part that is empty, something else, or not there at all."""
    if content is not None:
        survives("公文.xlsx", with_parts(SEEDS["a.xlsx"], {part: content}))
        return
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SEEDS["a.xlsx"])) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
    survives("公文.xlsx", out.getvalue())
