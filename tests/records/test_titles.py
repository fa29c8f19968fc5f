"""Headings: the forms under which they are known, their units, and percents."""

from pathlib import Path

import pytest

from govaudit.errors import SourceError
from govaudit.records import Records, read
from govaudit.records.mapping import IGNORE, Entries, MappingFile
from govaudit.records.titles import contradiction, heading_of, target, unit_of
from govaudit.vocabulary.load import standard_vocabulary
from govaudit.vocabulary.model import FieldSpec, TableSpec, Vocabulary

SPEC = TableSpec.model_validate(
    {
        "label": "申请",
        "fields": {
            "id": {"type": "text", "label": "编号"},
            "received": {"type": "date", "label": "受理日期", "aliases": ["收到日期"]},
            "published": {"type": "date", "label": "公开日期", "aliases": ["发布(上网)日期"]},
            "fee": {"type": "number", "label": "收费", "unit": "元"},
            "count": {"type": "integer", "label": "件数"},
            "share": {"type": "percent", "label": "占比"},
            "title": {"type": "text", "label": "标题"},
        },
    }
)


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (["受理日期"], "received"),
        (["受 理\n日 期"], "received"),
        (["＊受理日期："], "received"),
        (["RECEIVED"], "received"),
        (["受理日期（年月日）"], "received"),
        (["受理日期【必填】"], "received"),
        (["发布（上网）日期"], "published"),
        (["收费（元）"], "fee"),
        (["收费(单位:元)"], "fee"),
        (["受理", "日期"], "received"),
        (["受理情况", "受理日期"], "received"),
        (["基本信息", "标题"], "title"),
        (["基本信息", "受理", "日期"], None),
        (["计划", "公开日期"], None),
        (["计划情况", "公开日期"], None),
        (["应公开信息", "公开日期"], None),
        (["受理", "单位"], None),
        (["序号"], IGNORE),
        (["No."], IGNORE),
        (["日期"], None),
    ],
)
def test_what_a_heading_stands_for(parts: list[str], name: str | None) -> None:
    """A heading is known by its whole, without marks and remarks, and by its last row only below one that just groups."""
    assert name == target(heading_of(tuple(parts)), SPEC, Entries())


@pytest.mark.parametrize("key", ["受理/单位", "受理单位", "受 理 单 位"])
def test_the_mapping_knows_headings_in_rows(key: str) -> None:
    """A heading of two rows is mapped under both together, with a slash or without."""
    entries = MappingFile(columns={key: "标题"}).entries("a.xlsx")

    assert "title" == target(heading_of(("受理", "单位")), SPEC, entries)


@pytest.mark.parametrize(
    ("heading", "field", "unit", "other"),
    [
        ("收费(元)", "fee", "元", None),
        ("收费（人民币元）", "fee", "元", None),
        ("收费(万元)", "fee", "万元", "万元"),
        ("收费(千元)", "fee", "千元", "千元"),
        ("收费(件)", "fee", "件", "件"),
        ("收费(含税)", "fee", None, None),
        ("件数(件)", "count", "件", None),
        ("件数(万件)", "count", "万件", "万件"),
        ("件数(%)", "count", "%", "%"),
        ("占比(%)", "share", "%", None),
        ("占比(‰)", "share", "‰", "‰"),
        ("标题(元)", "title", "元", None),
    ],
)
def test_units(heading: str, field: str, unit: str | None, other: str | None) -> None:
    """A unit in brackets is held against the field's, if the field is a number."""
    found = heading_of((heading,))

    assert unit == unit_of(found)
    assert other == contradiction(found, SPEC.fields[field])


def test_another_unit_is_a_question(tmp_path: Path) -> None:
    """A ledger in ten thousands is not taken for one in units, whatever the mapping says."""
    vocabulary = standard_vocabulary()
    name, field = next((name, field) for name, field in vocabulary.tables["foi_requests"].fields.items() if field.unit == "元")

    assert isinstance(field, FieldSpec)
    found = f"“{field.label}(万元)”以万元为单位,字段“{field.label}”({name})以元为单位"
    path = tmp_path / "依申请公开.csv"
    path.write_text(f"编号,{field.label}(万元)\n1,2\n", encoding="utf-8")
    for mapping in (None, MappingFile(columns={f"{field.label}(万元)": name})):
        with pytest.raises(SourceError) as caught:
            read([path], vocabulary, mapping)

        assert [found] == [problem.found for problem in caught.value.problems]


def test_percents_by_the_heading(tmp_path: Path) -> None:
    """Under `(%)` a number above 1 is a percent; one up to 1 could be meant as a share, and is refused."""
    path = tmp_path / "申请.csv"
    path.write_text("编号,占比(%)\nA,60\nB,0.6\nC,4.5%\nD,0\nE,60%\nF,\nG,1\nH,多\n", encoding="utf-8")

    records: Records = read([path], Vocabulary(tables={"requests": SPEC}))

    assert [0.6, None, 0.045, 0.0, 0.6, None, None, None] == records.ledgers["requests"].frame["share"].to_list()
    assert [
        (3, "0.6", "标题写明是 %,分不清是 0.6% 还是 60%;请带上百分号"),
        (8, "1", "标题写明是 %,分不清是 1% 还是 100%;请带上百分号"),
        (9, "多", "不是数字,应如 1200、1,200 或 12.5(不写单位)"),
    ] == [(reject.row, reject.value, reject.reason) for reject in records.rejects]
