"""The small parts: shares, sections of a notice, one word for a clause."""

from __future__ import annotations

from fractions import Fraction

import pytest

from govaudit.appendix.combine import Judged, combined
from govaudit.appendix.sections import section_of, within
from govaudit.appendix.shares import plain, rounded, share, total
from govaudit.checks.condition import _TESTS  # the closed list; there is no public name for it
from govaudit.reports.wording import say
from govaudit.states import Force, State

MUST, SHOULD, INFERRED = Force.MUST, Force.SHOULD, Force.INFERRED
P, F, U, M, W, N, E = State.PASS, State.FAIL, State.UNDECIDED, State.MANUAL, State.PENDING, State.NOT_APPLICABLE, State.ERROR


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (13, 22, "13/22(59.09%)"),
        (1, 3, "1/3(33.33%)"),
        (2, 3, "2/3(66.67%)"),
        (1, 800, "1/800(0.13%)"),  # 0.125: half up, where rounding to even gives 0.12
        (1, 160, "1/160(0.63%)"),
        (5999, 10000, "5999/10000(59.99%)"),
        (59999, 100000, "59999/100000(60.00%)"),
        (0, 5, "0/5(0.00%)"),
        (5, 5, "5/5(100.00%)"),
        (0, 0, "0/0(没有可计的记录)"),
    ],
)
def test_share(part: int, whole: int, shown: str) -> None:
    """A share is told with its fraction, its percentage rounded half up to two decimals."""
    assert share(part, whole) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(Fraction(1, 8), "0.13"), (Fraction(1, 200), "0.01"), (Fraction(7), "7.00"), (Fraction(-1, 200), "-0.01"), (Fraction(2, 3), "0.67")]
)
def test_rounded(value: Fraction, shown: str) -> None:
    """Halves go away from zero, and whole numbers keep their decimals."""
    assert rounded(value) == shown


def test_sums_are_of_the_numbers_as_written() -> None:
    """0.1 + 0.2 is 0.3, and a whole number has no decimals."""
    assert plain(total([0.1, 0.2])) == "0.3"
    assert plain(total([1.0, 2.0])) == "3"


@pytest.mark.parametrize(
    ("place", "section", "rest"),
    [
        ("正文“一、夯实政务公开工作基础”(一)第1句", "正文“一、夯实政务公开工作基础”(一)", "第1句"),
        ("正文第一个“三、”(加强解读和回应实效)(三)第2句", "正文第一个“三、”(加强解读和回应实效)(三)", "第2句"),
        ("“四、加强日常管理”(二)末句", "“四、加强日常管理”(二)", "末句"),
        ("附表2第13行“任务内容”栏", "附表2", "第13行“任务内容”栏"),
        ("《实施细则》一(三)第2句前半", "《实施细则》一(三)", "第2句前半"),
        ("《实施细则》末段第2句", "《实施细则》末段", "第2句"),
        ("一、(二)第1句", "一、(二)", "第1句"),
        ("前言", "前言", "前言"),
        ("第3条", "第3条", "第3条"),
    ],
)
def test_section(place: str, section: str, rest: str) -> None:
    """A printed place is parted into its section and what stands in it."""
    assert (section_of(place), within(place)) == (section, rest)


@pytest.mark.parametrize(
    ("rules", "outcome", "word"),
    [
        ([(MUST, {P: 3})], "met", "符合"),
        ([(MUST, {P: 3}), (MUST, {N: 2})], "met", "符合"),
        ([(MUST, {N: 2})], "not_applicable", "不适用"),
        ([(MUST, {})], "not_applicable", "不适用"),
        ([(MUST, {P: 3}), (MUST, {U: 1})], "partly", "部分核实 1/2(项规则)"),
        ([(MUST, {P: 3}), (MUST, {P: 1}), (MUST, {M: 1})], "partly", "部分核实 2/3(项规则)"),
        ([(MUST, {P: 33, U: 1})], "partly", "部分核实 33/34(项记录)"),
        ([(MUST, {P: 33, W: 1})], "partly", "部分核实 33/34(项记录)"),
        ([(MUST, {P: 1, U: 1}), (MUST, {P: 2, W: 1})], "partly", "部分核实 3/5(项记录)"),
        ([(MUST, {P: 1}), (MUST, {E: 1})], "partly", "部分核实 1/2(项规则)"),
        ([(MUST, {U: 1}), (MUST, {M: 1})], "undecided", "无法判定"),
        ([(MUST, {M: 1}), (MUST, {W: 1})], "manual", "待人工"),
        ([(MUST, {W: 1}), (MUST, {N: 1})], "pending", "未到期"),
        ([(MUST, {E: 1}), (MUST, {U: 1})], "error", "出错"),
        ([(MUST, {P: 9, F: 1}), (MUST, {U: 1})], "fail", "有违规"),
        ([(SHOULD, {F: 1}), (MUST, {P: 1})], "warning", "有预警"),
        ([(INFERRED, {F: 1}), (MUST, {P: 1})], "hint", "有提示"),
        ([(INFERRED, {F: 1}), (SHOULD, {F: 1}), (MUST, {F: 1})], "fail", "有违规"),
    ],
)
def test_combined(rules: list[tuple[Force, dict[State, int]]], outcome: str, word: str) -> None:
    """What fails wins; what was judged in part is never met and says k of n."""
    assert combined([Judged(force, counts) for force, counts in rules]) == (outcome, word)


@pytest.mark.parametrize("operator", _TESTS)
def test_every_operator_has_its_words(operator: str) -> None:
    """Whatever a rule's condition asks can be said of the records that count."""
    assert "“字段”" in say(f"appendix.filter.op.{operator}", field="字段", value="值")
