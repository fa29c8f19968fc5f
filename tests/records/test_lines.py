"""The line of a JSON file on which a record begins."""

import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govaudit.records import Records, read
from govaudit.records.lines import lines_in
from govaudit.vocabulary.model import Vocabulary

Reading = Callable[..., Records]

PRETTY = """{
  "meta": {"note": ["{", {"公文": [1]}]},
  "公文": [
    {"id": "A", "标题": "带\\"引号\\"和}括号{"},

    {
      "id": "B",
      "特征": ["涉企",
               "无"]
    }, {"id": "C"},
    {"id": "D", "页数": {"嵌套": "}"}},
    5,
    {}
  ],
  "留言": [
    {"id": "M"}
  ]
}
"""


def lines_of(records: Records) -> dict[str, list[int | None]]:
    """Ask every source for the lines of its records, and for one more."""
    return {source.table: [source.line_of(row) for row in range(source.rows + 1)] for source in records.sources if source.line_of is not None}


@pytest.mark.parametrize(
    ("content", "documents", "messages"),
    [
        (PRETTY, [4, 6, 10, 11, 12, 13, None], [16, None]),
        (PRETTY.replace("\n", "\r\n"), [4, 6, 10, 11, 12, 13, None], [16, None]),
        ("\ufeff" + PRETTY, [4, 6, 10, 11, 12, 13, None], [16, None]),
        (json.dumps(json.loads(PRETTY)), [1, 1, 1, 1, 1, 1, None], [1, None]),
    ],
    ids=["pretty", "crlf", "bom", "compact"],
)
def test_every_record_has_its_line(reading: Reading, content: str, documents: list[int | None], messages: list[int | None]) -> None:
    """A record has the line on which its first character stands, however the file is laid out and whatever stands in its texts."""
    records = reading({"a.json": content})

    assert {"documents": documents, "messages": messages} == lines_of(records)
    assert ["/公文", "/留言"] == [source.pointer for source in records.sources]


def test_lines_of_a_compressed_file(reading: Reading) -> None:
    """A compressed file is unpacked again for its lines."""
    assert [4, 6, 10, 11, 12, 13, None] == lines_of(reading({"a.json.gz": gzip.compress(PRETTY.encode())}))["documents"]


@pytest.mark.parametrize("change", [lambda path: path.unlink(), lambda path: path.write_text("\n\n" + PRETTY, encoding="utf-8")], ids=["gone", "changed"])
def test_a_file_that_is_not_the_same_has_no_lines(reading: Reading, tmp_path: Path, change: Callable[[Path], Any]) -> None:
    """Rather no line than a wrong one."""
    records = reading({"a.json": PRETTY})
    change(tmp_path / "a.json")

    assert {None} == set(lines_of(records)["documents"])


def test_only_json_needs_to_be_asked(reading: Reading) -> None:
    """In CSV and JSON Lines the number of a record is its line."""
    records = reading({"公文.csv": "编号\nA\n", "留言.jsonl": '{"id": "M"}\n'})

    assert [None, None] == [source.line_of for source in records.sources]


def test_the_file_is_read_once_more_only_when_asked(tmp_path: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody pays for lines that no report prints."""
    path = tmp_path / "a.json"
    path.write_text(PRETTY, encoding="utf-8")
    monkeypatch.setattr("govaudit.records.lines.lines_in", lambda _: pytest.fail("scanned"))

    assert 6 == read([path], vocabulary).sources[0].rows


values = st.recursive(
    st.none() | st.booleans() | st.integers(-99, 99) | st.text(alphabet='a"\\{}[],:\n é', max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(alphabet='a"{', max_size=2), inner, max_size=3),
    max_leaves=8,
)


@given(tables=st.dictionaries(st.text(alphabet='表"/~]', min_size=1, max_size=3), st.lists(values, max_size=5) | values, max_size=4), crlf=st.booleans())
def test_lines_are_those_of_the_text(tables: dict[str, Any], crlf: bool) -> None:
    """Whatever an object of tables holds, as many lines are found as elements, and each element stands where it is said to begin."""
    newline = "\r\n" if crlf else "\n"
    arrays = {name: value for name, value in tables.items() if isinstance(value, list)}
    parts, expected = [], []
    line = 2
    for name, value in tables.items():
        key = json.dumps(name, ensure_ascii=False)
        if name not in arrays:
            text = f"{key}: {json.dumps(value, indent=2)}"
        else:
            text = f"{key}: ["
            for number, element in enumerate(arrays[name]):
                text += ("," if number else "") + "\n"
                expected.append((f"/{re.sub('/', '~1', re.sub('~', '~0', name))}", line + text.count("\n")))
                text += json.dumps(element, indent=1)
            text += "]"
        line += text.count("\n") + 1
        parts.append(text)
    content = "{\n" + ",\n".join(parts) + "}"

    assert expected == list(lines_in(content.replace("\n", newline).encode()))
