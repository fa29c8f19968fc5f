"""Single cells: what is accepted, as what, and what is refused, why."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from govaudit.records.values import BLANKS, Moment, read_cell, shown
from govaudit.vocabulary.model import FieldSpec, FieldType

CHINA = dt.timezone(dt.timedelta(hours=8))
DAY = dt.date(2019, 7, 19)


def field(kind: str, **more: Any) -> FieldSpec:
    """Make a field of a type."""
    return FieldSpec(type=FieldType(kind), label="字段", **more)


def at(*parts: int, timed: bool = True) -> Moment:
    """Make a moment on 19 July 2019, or another."""
    return Moment(dt.datetime(*(parts if len(parts) > 4 else (2019, 7, 19, *parts))), timed)  # type: ignore[arg-type]


ENUM = field("enum", values={"微博": ["政务微博"], "12345热线": ["12345"]})
ENUM_WITH_NONE = field("enum", values={"有": [], "无": ["没有"]}, open=True)
LIST = field("list", values={"涉企": ["涉企政策"], "民生": []})
OPEN_LIST = field("list", values={"涉企": ["涉企政策"], "无": ["未发现"], "收/发": []}, open=True)


@pytest.mark.parametrize(
    ("spec", "value", "expected"),
    [
        *[(field("date"), text, DAY) for text in ("2019-07-19", "2019-7-19", "2019/07/19", "2019.7.19", "2019年7月19日", "20190719", 20190719)],
        *[(field("date"), text, DAY) for text in (" 2019-07-19\u3000", "\ufeff2019-07-19\u200b", DAY, dt.datetime(2019, 7, 19, 9, tzinfo=CHINA))],
        *[(field("date"), text, DAY) for text in ("2019-07-19 23:59:59", "2019年7月19日9:32", "2019-07-18T16:00:00Z")],
        (field("date"), "2020-02-29", dt.date(2020, 2, 29)),
        *[(field("datetime"), text, at(9, 32, 9)) for text in ("2019-07-19 09:32:09", "2019/7/19 9:32:09", "2019-07-19T09:32:09", "2019-07-19T09:32:09+08:00")],
        *[(field("datetime"), text, at(9, 32, 9)) for text in ("2019-07-19T01:32:09Z", "2019-07-18 20:32:09-0500", "2019年7月19日9:32:09", "20190719 9:32:09")],
        (field("datetime"), "2019.7.19 9:32", at(9, 32)),
        (field("datetime"), "2019-07-19T09:32:09.25", at(9, 32, 9, 250000)),
        (field("datetime"), "2019-07-19T09:32:09.1234567Z", at(2019, 7, 19, 17, 32, 9, 123456)),
        (field("datetime"), "2019-07-19", at(0, 0, timed=False)),
        (field("datetime"), DAY, at(0, 0, timed=False)),
        (field("datetime"), "2019-07-19 00:00", at(0, 0)),
        (field("datetime"), dt.datetime(2019, 7, 19, 1, 32, tzinfo=dt.UTC), at(9, 32)),
        *[(field("integer"), value, 1200) for value in (1200, 1200.0, "1200", "1,200", "1\uff0c200", "+1200", "1200.00", Decimal(1200))],
        (field("integer"), "-3", -3),
        (field("number"), "1,200.5", 1200.5),
        (field("number"), 3, 3.0),
        *[(field("percent"), value, 0.04) for value in ("4%", "4\uff05", "4.0 %", 0.04, "0.04")],
        (field("percent"), "4.35%", 0.0435),
        (field("percent"), "150%", 1.5),
        (field("percent"), 1, 1.0),
        *[(field("boolean"), value, True) for value in (True, "是", "有", "√", 1, "1", 1.0, "Y", "y", "TRUE", " 是 ", "\uff39")],
        *[(field("boolean"), value, False) for value in (False, "否", "无", "×", 0, "0", "N", "false")],
        *[(field("boolean"), value, None) for value in ("暂无", "—", "-", "/")],
        (field("text"), "  第一行\n第二行 ", "第一行\n第二行"),
        *[
            (field("text"), value, expected)
            for value, expected in ((12, "12"), (12.0, "12"), (0.1, "0.1"), (1e22, "1" + "0" * 22), (-3, "-3"), (Decimal("1.50"), "1.5"))
        ],
        (field("text"), DAY, "2019-07-19"),
        *[(ENUM, value, "12345热线") for value in ("12345热线", "12345", 12345, " 12345 热线 ", "\uff11\uff12345")],
        (ENUM, "无", None),
        (ENUM_WITH_NONE, "没有", "无"),
        (ENUM_WITH_NONE, "无", "无"),
        (ENUM_WITH_NONE, "-", None),
        (ENUM_WITH_NONE, " 说不清 ", "说不清"),
        *[
            (LIST, value, ["涉企", "民生"])
            for value in (["涉企政策", "民生"], "涉企、民生", "涉企政策;民生", "涉企\uff1b民生", "涉企,民生", "涉企\uff0c民生", "涉企/民生", "涉企\n民生")
        ],
        (LIST, ["涉企", None, " ", "涉企政策", "-"], ["涉企"]),
        *[(LIST, value, []) for value in ([], "无", "暂无", "—", "-", "/", ["无"])],
        *[(OPEN_LIST, value, ["无"]) for value in ("无", "未发现", ["无"])],
        (OPEN_LIST, "涉企、其他", ["涉企", "其他"]),
        (OPEN_LIST, "收/发", ["收/发"]),
        (field("list"), [12, 1.0], ["12", "1"]),
        (field("list"), "http://a.gov.cn/b/c、 https://d.gov.cn/e", ["http://a.gov.cn/b/c", "https://d.gov.cn/e"]),
        *[(field(kind), blank, None) for kind in ("text", "date", "datetime", "integer", "number", "percent") for blank in (None, " \u3000", *BLANKS)],
        *[(spec, blank, None) for spec in (ENUM, LIST, field("boolean")) for blank in (None, "", " \u3000")],
    ],
)
def test_accepted(spec: FieldSpec, value: Any, expected: Any) -> None:
    """A cell is typed, or blank."""
    assert (expected, "") == read_cell(spec, value)


@pytest.mark.parametrize(
    ("spec", "value", "reason"),
    [
        (field("date"), "2021-02-30", "没有这一天:2021 年 2 月 30 日"),
        (field("date"), "2019-00-10", "没有这一天:2019 年 0 月 10 日"),
        (field("date"), "0000年8月29日", "年份 0000 不可信"),
        (field("date"), "20210230", "没有这一天"),
        *[(field("date"), text, "不是日期") for text in ("下周", "2019-07", "2019-7/19", "2019年7月", "19-07-19", "2019-07-19x", "٢٠١٩-٠٧-١٩")],
        (field("datetime"), "2019-07-19 24:00", "没有这个时刻:24:00"),
        (field("datetime"), "2019-07-19 23:59:60", "没有这个时刻"),
        (field("datetime"), "2019-07-19 9时整", "时间看不懂"),
        (field("datetime"), "2019-07-19T09:32:09+99:00", "没有这个时区"),
        (field("date"), "2019-07-19 25:00", "没有这个时刻"),
        (field("integer"), "12.5", "不是整数"),
        (field("integer"), 2**63, "数字过大"),
        *[(field("integer"), text, "不是数字") for text in ("三", "3条", "1,20", "1 200", "1e3", "٣", "1" * 200)],
        (field("number"), float("inf"), "不是有限的数"),
        (field("number"), DAY, "是日期"),
        *[(field("percent"), value, "没有百分号") for value in (4, "4", 1.01, -2)],
        (field("percent"), "%", "百分号前没有数字"),
        (field("boolean"), "可能", "不是“是”或“否”"),
        (field("boolean"), 2, "不是“是”或“否”"),
        (ENUM, "微薄", "“微薄”不是允许的取值:微博、12345热线(相近的有:微博)"),
        (LIST, "涉企、涉农", "“涉农”不是允许的取值"),
        (LIST, ["涉企", ["民生"]], "是列表"),
        (LIST, {"a": 1}, "是嵌套的对象"),
        *[(field(kind), {"a": 1}, "是嵌套的对象") for kind in FieldType if kind is not FieldType.ENUM],
        *[(field(kind), True, "是布尔值 true") for kind in ("text", "integer", "number", "percent", "date", "datetime", "list")],
        *[(field(kind), [1], "是列表") for kind in ("text", "integer", "boolean", "date")],
        (field("text"), "\ud800", "含有无效字符"),
        (field("text"), float("nan"), "不是有限的数"),
    ],
)
def test_refused(spec: FieldSpec, value: Any, reason: str) -> None:
    """A cell that cannot be typed is null, and the reason says what is wrong with it."""
    typed, why = read_cell(spec, value)

    assert typed is None
    assert reason in why


def test_shown_values_are_short_and_printable() -> None:
    """A quoted value is one line, of limited length, without invisible characters."""
    assert 'a\\u000ab["\\u001b"]' == shown("a\nb") + shown(["\x1b"])
    assert 200 == len(shown("长" * 1000))
    assert '{"a": 1}' == shown({"a": 1})
