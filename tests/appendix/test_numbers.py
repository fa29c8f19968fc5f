"""Numbers of the samples, counted once more by hand from the files: none of the program's own code has a part in it."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

import chinese_calendar
import pytest

from tests.appendix.cases import BIG, ROOT, SAMPLES, appendix_of, figure_of, text_of

FIVE = {"网上咨询", "网站留言", "12345热线", "微信公众号", "微博"}
#: Sample → topic → the number that opens its paragraph: ledger, date, what is said before the number.
FIRST = {
    "公文制发和公开": ("documents", "issued_date", "制发公文"),
    "主动公开信息": ("publications", "publish_date", "公开信息"),
    "政策解读": ("interpretations", "publish_date", "发布解读"),
    "留言和来件办理": ("inquiries", "received_at", "受理留言和来件"),
    "依申请公开": ("foi_requests", "received_date", "收到政府信息公开申请"),
    "政务舆情": ("sentiments", "occurred_at", "登记政务舆情"),
    "舆情回应": ("responses", "responded_at", "回应和发布信息"),
    "意见征集": ("consultations", "start_date", "开展意见征集"),
    "重大行政决策": ("decisions", "decided_date", "作出重大行政决策"),
    "会议和听取汇报": ("meetings", "date", "登记会议和听取汇报"),
    "培训": ("trainings", "date", "登记培训和宣传活动"),
    "建议提案办理": ("proposals", "replied_date", "答复建议提案"),
    "公开情况审查": ("disclosure_reviews", "review_date", "开展自查、抽查和动态审查"),
    "网站和新媒体检查": ("site_checks", "date", "检查网站、新媒体和栏目"),
    "行政执法公示": ("enforcement", "decision_date", "登记行政执法决定和检查"),
}


@cache
def sample(name: str) -> dict[str, Any]:
    """Return a sample as it stands in its file."""
    found: dict[str, Any] = json.loads((ROOT / "samples" / f"{name}.json").read_text(encoding="utf-8"))
    return found


def day(value: Any) -> dt.date | None:
    """Return the day of a cell, None where it is blank or no day."""
    try:
        return dt.date.fromisoformat(str(value)[:10].replace("/", "-"))
    except ValueError:
        return None


def of_year(name: str, table: str, field: str) -> list[dict[str, Any]]:
    """Return the records of a ledger whose date lies in the sample's year and not after its as-of day."""
    until = day(sample(name)["meta"]["as_of"])
    assert until is not None
    return [record for record in sample(name)[table] if (found := day(record.get(field))) and found.year == SAMPLES[name] and found <= until]


def percent(part: int, whole: int) -> str:
    """Return a percentage as a hand would round it."""
    return str((Decimal(100 * part) / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP))


def workdays(start: dt.date, end: dt.date) -> int:
    """Count the working days after one day up to another, by another calendar."""
    return sum(chinese_calendar.is_workday(start + dt.timedelta(days=step)) for step in range(1, (end - start).days + 1))


@pytest.mark.parametrize("topic", FIRST)
@pytest.mark.parametrize("name", ["records", "anshan-water-2023", *[pytest.param(name, marks=pytest.mark.slow) for name in BIG]])
def test_records_of_the_year(name: str, topic: str) -> None:
    """Of every ledger as many records are told of as have their date in the year; of a ledger that is not there, none."""
    table, field, words = FIRST[topic]
    told = text_of(appendix_of(name), topic)
    if table not in sample(name):
        assert told.startswith("未提供")
    else:
        expected = of_year(name, table, field)
        number = figure_of(appendix_of(name), topic, words)

        assert told.startswith(f"{words} {len(expected)} ")
        assert sorted(number.keys) == sorted(record["id"] for record in expected)


def test_documents_by_kind_and_attribute() -> None:
    """Kinds and disclosure attributes of the town's documents add up, blanks included."""
    issued = of_year("records", "documents", "issued_date")
    for field, label in (("doc_type", "文件类型"), ("disclosure_attr", "公开属性")):
        for value, number in Counter(record.get(field) or "未填" for record in issued).items():
            assert figure_of(appendix_of("records"), "公文制发和公开", f"{label}:{value}").value == f"{number} 件"


def test_interpretations_by_form() -> None:
    """An interpretation counts for each of its forms, and the share of those with more than text is exact."""
    published = of_year("records", "interpretations", "publish_date")
    made = appendix_of("records")
    for form, number in Counter(form for record in published for form in record["forms"]).items():
        assert figure_of(made, "政策解读", f"解读形式:{form}").value == f"{number} 件"
    rich = [record for record in published if set(record["forms"]) - {"撰稿解读", "政策问答"}]

    assert f"占 {len(rich)}/{len(published)}({percent(len(rich), len(published))}%)" in text_of(made, "政策解读")


def test_mean_working_days_of_replies() -> None:
    """The mean of the working days from receipt to reply is that of another calendar."""
    as_of = day(sample("records")["meta"]["as_of"])
    spans = [(day(one["received_at"]), day(one["replied_at"])) for one in of_year("records", "inquiries", "received_at")]
    lengths = [workdays(start, end) for start, end in spans if start and end and as_of and start <= end <= as_of]
    mean = (Decimal(sum(lengths)) / len(lengths)).quantize(Decimal("0.01"), ROUND_HALF_UP)

    assert f"平均 {mean} 个工作日(按已办结的 {len(lengths)} 件计,最长 {max(lengths)} 个工作日)" in text_of(appendix_of("records"), "留言和来件办理")


def test_replies_in_time() -> None:
    """The replies on five platforms since the notice was issued: in time, late, not due, undecided, as a hand counts them."""
    as_of, issued = dt.date(2021, 12, 20), dt.date(2021, 7, 16)
    found: dict[str, set[str]] = {"按期": set(), "逾期": set(), "未到期": set()}
    for one in sample("records")["inquiries"]:
        start, end = day(one["received_at"]), day(one["replied_at"])
        if start is None or start < issued or one["channel"] not in FIVE or (one["replied_at"] and (end is None or end < start)):
            continue
        length = workdays(start, end or as_of)
        found["逾期" if length > 10 else "按期" if end else "未到期"].add(one["id"])
    made = appendix_of("records")
    for label, keys in found.items():
        assert set(figure_of(made, "五类平台来件 10 个工作日内答复", label).keys) == keys
    done, late = len(found["按期"]), len(found["逾期"])

    assert figure_of(made, "五类平台来件 10 个工作日内答复", "按期率").value == f"{done}/{done + late}({percent(done, done + late)}%)"


def test_trainings_and_their_people() -> None:
    """Trainings, and the people who took part, are those of the ledger."""
    held = of_year("records", "trainings", "date")

    assert figure_of(appendix_of("records"), "培训", "参训").value == f"{sum(record['attendees_count'] or 0 for record in held)} 人"


@pytest.mark.slow
def test_categories_of_a_list() -> None:
    """Every category that the ledger of publications names in the year is told with its records, every other as missing."""
    published = Counter(record["category"] for record in of_year("rongxian-2019", "publications", "publish_date") if record.get("category"))

    for name in ("就业领域", "教育领域", "医疗领域"):
        assert figure_of(appendix_of("rongxian-2019"), "七个民生领域都有公开信息", name).value == f"{published[name]} 条"
