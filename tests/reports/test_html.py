"""The web page: what it says, what it sums up, what it lists and what it leaves out; how it is put together is tested beside this."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govaudit.reports import FORMATS, Options
from govaudit.reports.page.chart import BARS, bars, timeline
from govaudit.reports.page.listing import FLOOR, allot, label_of_value, listing, values_of
from govaudit.reports.page.tally import month_of, tally
from govaudit.reports.rows import Row, rows_of
from govaudit.results import Audit
from govaudit.states import Force, Severity, State
from tests.reports.build import clause, frame, rule_result
from tests.reports.cases import AUDITS
from tests.reports.fixtures import RUN, canonical
from tests.reports.html_page import GOLDEN, outline, page, page_of, page_read, parsed


def test_what_is_read_is_the_golden_file() -> None:
    """What is read on the page, without its looks, is compared whole; `python -m tests.reports.html_page` writes the file anew."""
    assert GOLDEN.read_text(encoding="utf-8") == outline(page("canonical"))


@pytest.mark.parametrize("name", AUDITS)
def test_sums_close(name: str) -> None:
    """Every state is printed with its number, the zeros too; they add up to the subjects, and so do the rules' own sums."""
    audit = AUDITS[name]()
    lines = page_read(name).lines
    numbers = [audit.counts[State.PASS], *audit.fails_by_severity.values()]
    numbers += [audit.counts[state] for state in State if state not in (State.PASS, State.FAIL)]

    assert any(line.endswith(f"{' + '.join(map(str, numbers))} = {audit.subjects}") for line in lines)
    assert audit.subjects == sum(numbers)
    groups = [line.split(" 条规则,")[1] for line in lines if line.endswith(" 项判断") and " 条规则," in line and "查了什么" not in line and "合计" not in line]
    assert audit.subjects == sum(int(told.split()[0]) for told in groups)


@pytest.mark.parametrize("name", AUDITS)
def test_every_finding_is_on_the_page(name: str) -> None:
    """Unless it is cut the page lists the findings of the JSON report, by their names."""
    audit = AUDITS[name]()
    found = {one["id"] for one in json.loads(FORMATS["json"].text(audit, Options()))["findings"]}

    assert found == {(one.attributes["id"] or "").removeprefix("f-") for one in page_read(name).with_class("f")}


def test_what_is_cut_is_counted() -> None:
    """A page with a limit lists as many, keeps every rule in sight, and says how many there are in all, and in every rule."""
    cut = parsed(page_of(canonical(), limit=12))
    text = "\n".join(cut.lines)

    assert 12 == len(cut.with_class("f"))
    assert "共 30 项,本页列出 12 项:" in text
    assert "本页列出 1 项,另有 8 项未列" in text
    assert len(page_read("canonical").with_class("g")) == len(cut.with_class("g"))


def test_a_limit_of_nothing_still_counts() -> None:
    """Even a page that may list nothing says what there is."""
    text = outline(page_of(canonical(), limit=0))

    assert "共 30 项,本页列出 0 项:" in text
    assert "另有 3 条未列,共 3 条" in text


def test_nothing_to_list() -> None:
    """An audit without findings and one without rules say so, and neither is called in order without having been judged."""
    assert "没有需要列出的项。" in page_read("clean").lines
    assert "没有判定任何一项,不能说明是否落实。" in page_read("empty").lines


@given(st.lists(st.tuples(st.integers(0, 40), st.sampled_from("abc")), max_size=12), st.integers(0, 200))
def test_places_are_shared_out_fairly(groups: list[tuple[int, str]], most: int) -> None:
    """All places are used, no group gets more than it has, and each gets a few before any gets many."""
    sizes, tiers = [size for size, _ in groups], [tier for _, tier in groups]
    given_ = allot(sizes, tiers, most)

    assert min(most, sum(sizes)) == sum(given_)
    assert all(0 <= got <= size for got, size in zip(given_, sizes, strict=True))
    if most >= FLOOR * len(sizes):
        assert all(got >= min(size, FLOOR) for got, size in zip(given_, sizes, strict=True))


def test_the_gravest_are_listed_further() -> None:
    """What is left after every rule has some goes to the first tier, evenly among its rules."""
    assert [9, 9, 3] == allot([50, 50, 50], ["fail.error", "fail.error", "undecided"], 21)
    assert [5, 13, 3] == allot([5, 50, 50], ["fail.error", "fail.error", "undecided"], 21)


def test_the_earliest_deadline_comes_first() -> None:
    """Within a rule the findings are in the order of their deadlines, those without one last; a cut leaves out the last."""
    days = [None, "2021-09-01", "2021-03-01", "2021-06-01"]
    findings = [{"record": f"D{number}", "state": "fail", "due": due} for number, due in enumerate(days)]
    audit = Audit(RUN, (rule_result("R", "", (), "t", {State.FAIL: 4}, *findings),), ())

    assert ["D2", "D3", "D1", "D0"] == [item.record for item in listing(audit).groups[0].items]
    assert ["D2", "D3"] == [item.record for item in listing(audit, 2).groups[0].items]


def row(table: str = "inquiries", src: int | None = 0, **evidence: object) -> Row:
    """Make one finding that rests on these values."""
    return next(rows_of(frame("R", table, Force.MUST, "c1", [{"record": "D1", "state": "fail", "src": src, "row": 2, "evidence": evidence}])))


def test_values_are_called_what_the_audit_calls_them() -> None:
    """A field has the name the audit knows, else that of a computed value, else its heading; a value nobody can name is shown as it is."""
    audit = replace(canonical(), labels={"inquiries.replied_at": "答复的时间", "inquiries.document.title": "公文的标题"})
    named = [label_of_value(audit, row(), key) for key in ("replied_at", "document__title", "elapsed", "unit", "received_at")]

    assert ["答复的时间", "公文的标题", "用时", "答复单位", ""] == named
    assert [("答复的时间", "未填"), ("", "微博")] == list(values_of(audit, row(replied_at=None, channel="微博", title="题", received_at=None)))


def test_values_of_groups() -> None:
    """Of what was counted the number is shown, a list by its parts, and what is nothing not at all."""
    found = list(values_of(canonical(), row(n=0, maybe=0, first_key=None, records=["A1", "A2"], share=0.5)))

    assert [("计入条数", "0"), ("计入的记录", "A1、A2"), ("占比", "0.5")] == found


def test_a_finding_of_several_clauses_counts_for_each() -> None:
    """A finding that names two clauses stands under both, one that names none under all of the rule's."""
    clauses = (clause("c1", "甲", ""), clause("c2", "乙", ""), clause("c3", "丙", ""))
    findings = [{"state": "fail", "clause": named} for named in ("c1、c2", "c2", "")]
    counted = tally(Audit(RUN, (rule_result("R", "", clauses, "t", {State.FAIL: 3}, *findings),), ()))

    assert {"c1": 2, "c2": 3, "c3": 1} == {key: numbers.total() for (_, key), numbers in counted.clauses.items()}


def test_the_rest_of_a_chart_is_summed_up() -> None:
    """Of more bars than there is room for the last ones become one line, and all add up."""
    entries = [(f"单位{number}", "", "", Counter({"fail.error": 40 - number, "pending": number})) for number in range(40)]
    found = bars(entries, "page.chart.rest.units")

    assert BARS + 1 == len(found)
    assert ("其余 30 个单位", 30 * 40, False) == (found[-1].name, found[-1].total, found[-1].drawn)
    assert 40 * 40 == sum(bar.total for bar in found)


def test_a_deadline_without_a_date_is_counted() -> None:
    """What has no date that can be read is not drawn, but counted; all with and without are the violations and what is pending."""
    audit = AUDITS["hostile"]()
    counted = tally(audit)

    assert counted.undated
    assert audit.counts[State.FAIL] + audit.counts[State.PENDING] == counted.undated + sum(one.total() for one in counted.months.values())


@pytest.mark.parametrize(
    ("due", "expected"), [("2021-08-02", 2021 * 12 + 7), ("2021-08-02 16:00", 2021 * 12 + 7), ("2021-13-01", None), ("<b>", None), (None, None)]
)
def test_month_of_a_deadline(due: str | None, expected: int | None) -> None:
    """A deadline falls in a month, with or without a time of day; what is no date falls in none."""
    assert expected == month_of(due)


@pytest.mark.parametrize(
    ("months", "labels"),
    [
        ([2021 * 12 + 6, 2021 * 12 + 9], ["7月", "8月", "9月", "10月", "11月", "12月"]),
        ([2020 * 12, 2022 * 12], ["1季", "2季", "3季", "4季"] * 2 + ["1季"]),
        ([2016 * 12, 2021 * 12], ["2016", "2017", "2018", "2019", "2020", "2021"]),
        ([1900 * 12, 2021 * 12], ["1900", "1950", "2000"]),
        ([12, 9999 * 12], ["0", "1000", "2000", "3000", "4000", "5000", "6000", "7000", "8000", "9000"]),
    ],
)
def test_timeline(months: list[int], labels: list[str]) -> None:
    """Columns stand for months, quarters, years or more, so that there are never too many; the as-of month is always among them."""
    found = timeline({month: Counter({"fail.error": 2, "pending": 1}) for month in months}, 2021 * 12 + 11)

    assert labels == [column.label for column in found]
    assert 3 * len(months) == sum(column.total for column in found)
    assert [True] == [column.now for column in found if column.now]


def test_no_deadline_no_timeline() -> None:
    """Without deadlines there is nothing to draw."""
    assert [] == timeline({}, 2021 * 12)


def test_severities_have_their_own_filter() -> None:
    """Every mark that occurs can be picked, none that does not."""
    boxes = [one.attributes["value"] for one in page_read("canonical").all("input") if one.attributes["type"] == "checkbox"]

    assert ["error", *(f"fail.{severity}" for severity in Severity), "undecided", "manual", "pending"] == boxes
