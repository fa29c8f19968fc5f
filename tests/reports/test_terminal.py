"""The terminal report: width, colour, safety, sums, caps and the verdict in words."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

from govaudit.reports import FORMATS, Options
from govaudit.reports.wording import mark
from govaudit.results import Audit
from govaudit.states import Force, Severity, State
from tests.reports.build import clause, rule_result
from tests.reports.cases import AUDITS
from tests.reports.fixtures import RUN, canonical

ANSI = re.compile(r"\x1b\[[0-9;]*m")
UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]")


def text_of(audit: Audit, options: Options | None = None) -> str:
    """Render an audit for the terminal."""
    return FORMATS["terminal"].text(audit, options or Options())


@pytest.mark.parametrize("width", [None, 40, 60, 80, 120, 200])
@pytest.mark.parametrize("audit", AUDITS)
def test_no_line_is_wider_than_asked(audit: str, width: int | None) -> None:
    """Every line fits, Chinese characters counted as two cells."""
    text = text_of(AUDITS[audit](), Options(width=width, verbosity=2))

    assert [] == [line for line in text.splitlines() if cell_len(line) > (width or 80)]


@pytest.mark.parametrize("audit", AUDITS)
def test_colour_changes_nothing_but_colour(audit: str) -> None:
    """Without colour there is no escape sequence; with it, only sequences that set colours are added."""
    plain = text_of(AUDITS[audit](), Options(verbosity=2))
    colored = text_of(AUDITS[audit](), Options(verbosity=2, color=True))

    assert "\x1b" not in plain
    assert "\x1b" in colored
    assert plain == ANSI.sub("", colored)


def test_environment_is_not_consulted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the options decide on width and colour."""
    plain = text_of(canonical())
    for name in ("COLUMNS", "FORCE_COLOR", "NO_COLOR", "TERM"):
        monkeypatch.setenv(name, "33")

    assert plain == text_of(canonical())


def test_hostile_values_are_shown_and_do_nothing() -> None:
    """No control, direction mark, zero-width character or lone surrogate reaches the terminal; markup and templates are plain text."""
    text = text_of(AUDITS["hostile"](), Options(verbosity=2, width=400))

    assert UNSEEN.search(text) is None
    for shown in (
        "[/]",
        "[red]红[/red]",
        r"a\x0bb",
        "=1+1",
        "<script>alert(1)</script>",
        "{x.__class__}",
        "{n}",
        r"abc\u202edef",
        r"零\u200b宽",
        r"坏\udcff名",
    ):
        assert shown in text
    assert "(共 10000 字)" in text
    text.encode("utf-8")


def test_a_chinese_windows_console_can_print_it() -> None:
    """The report itself uses no character outside GBK."""
    text_of(canonical(), Options(verbosity=2)).encode("gbk")


@pytest.mark.parametrize("audit", AUDITS)
def test_sums_close(audit: str) -> None:
    """All nine numbers are printed and add up to the printed total."""
    text = text_of(AUDITS[audit]())
    marks = [mark(state, severity) for state in State for severity in (Severity if state is State.FAIL else [Severity.ERROR])]
    numbers = [int(re.search(rf"{re.escape(one.symbol)} {one.word} (\d+)", text)[1]) for one in marks]  # type: ignore[index]
    total = re.search(r"合计 (\d+) 项判断,出自 (\d+) 条规则", text)

    assert total is not None
    assert int(total[1]) == sum(numbers) == AUDITS[audit]().subjects
    assert int(total[2]) == len(AUDITS[audit]().rules)


def test_what_is_cut_is_counted() -> None:
    """With a limit every list says how many it left out, and of how many."""
    text = text_of(canonical(), Options(verbosity=1, limit=1))

    for said in ("另有 4 个单位,共 5 个", "另有 1 条规则,共 2 条", "另有 2 项,共 3 项", "另有 5 项,共 6 项", "另有 29 项,共 30 项"):
        assert said in text


def test_verbose_lists_every_finding() -> None:
    """With -v each finding is there with its record and place."""
    audit = canonical()
    text = text_of(audit, Options(verbosity=1, width=200))
    details = text[text.index("逐项列出") :]

    for word, state in (("违规", State.FAIL), ("无法判定", State.UNDECIDED), ("未到期", State.PENDING), ("待人工", State.MANUAL)):
        listed = len(re.findall(rf"^    \S {word} ", details, re.MULTILINE))
        expected = audit.fails_by_severity[Severity.ERROR] if state is State.FAIL else audit.counts[state]
        assert expected == listed
    assert "exports/留言答复台账.csv 第 114 行“答复时间”栏" in details


def test_passes_and_what_does_not_apply_come_with_vv() -> None:
    """Inspections want passes printed: -vv names every rule that subjects pass, and why others do not apply."""
    audit = canonical()
    text = text_of(audit, Options(verbosity=2, width=200))
    tail = text[text.index("合格的规则") :]

    assert [] == [rule.id for rule in audit.rules if rule.counts.get(State.PASS) and f"项  {rule.id}" not in tail]
    assert "台账中没有适用的记录" in tail
    assert "合格的规则" not in text_of(audit, Options(verbosity=1))


def judged(fails: int = 0, force: Force = Force.MUST, others: str = "") -> Audit:
    """Make an audit of one rule with so many subjects in each state."""
    counts = {State.FAIL: fails} | {State(part.split()[0]): int(part.split()[1]) for part in others.split(",") if part}
    found = [{"state": str(state), "message": "m"} for state, number in counts.items() if state.is_finding for _ in range(number)]
    return Audit(RUN, (rule_result("R-1", "规则", (clause("c", "第一条", "d"),), "documents", counts, *found, force=force),), ())


@pytest.mark.parametrize(
    ("audit", "options", "expected"),
    [
        (judged(2), Options(), "违规 2 项,须整改。(退出码 1)"),
        (judged(2), Options(fail_on=None), "违规 2 项,须整改。(退出码 0)"),
        (judged(2, Force.SHOULD), Options(), "没有违规,有预警 2 项。(退出码 0)"),
        (judged(2, Force.SHOULD), Options(fail_on=Severity.WARNING), "没有违规,有预警 2 项。(退出码 1)"),
        (judged(others="pass 3"), Options(), "已判定的 3 项都符合要求。(退出码 0)"),
        (judged(others="pass 3,undecided 1"), Options(), "已判定的 3 项都符合要求;另有无法判定 1 项,还不能认定已经落实。(退出码 0)"),
        (
            judged(others="pass 3,manual 1"),
            Options(strict=True),
            "已判定的 3 项都符合要求;另有待人工 1 项,还不能认定已经落实。(退出码 3)",
        ),
        (judged(others="pending 2"), Options(), "没有判定任何一项,不能说明是否落实;未到期 2 项。(退出码 3)"),
        (judged(1, others="error 1"), Options(), "出错 1 项,结果不完整;违规 1 项,须整改。(退出码 2)"),
    ],
)
def test_verdict(audit: Audit, options: Options, expected: str) -> None:
    """The last lines say in words what the exit code says, and never call what was not judged met."""
    assert expected in text_of(audit, replace(options, width=200))


def test_the_next_command_names_the_gravest_rule() -> None:
    """A reader is told which rule to look up."""
    assert "govaudit rules show DX21-3.3.3" in text_of(canonical())
    assert "rules show" not in text_of(AUDITS["clean"]())


def test_the_unit_with_the_most_violations_comes_first() -> None:
    """Units are in the order of their violations, the worst record is the example, and a finding without a unit comes last."""
    text = text_of(canonical())
    places = [text.index(name) for name in ("党政办  ×", "民政办  ×", "村镇建设办  ×", "自然资源所  ×", "未注明责任单位")]

    assert sorted(places) == places
    assert "例如 LY-2021-0113" in text
    assert "最早一项 2021-08-02 到期,最长逾期 58 个工作日" in text
