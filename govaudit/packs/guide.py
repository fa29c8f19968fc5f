"""docs/packs.md: the notices encoded so far, clause by clause, and what answers each, for readers who do not read YAML."""

from __future__ import annotations

from collections.abc import Sequence

from govaudit.packs.coverage import Answer, Answered, coverage, tally
from govaudit.packs.load import Pack
from govaudit.packs.model import PackInfo
from govaudit.vocabulary.markdown import code, escaped, heading, table

_INTRO = """# 已编码的要点

每份要点的每一项要求都在这里:在原文的哪里,要求什么(用我们的话写,数字和名称照原文),由什么来查。

> 本文件由 `govaudit rules guide -o docs/packs.md` 生成,不要手改。

- **规则可查**:有台账就能判断,写着规则的编号;`govaudit rules show 编号` 显示一条规则。
- **人工证明**:台账判断不了,由责任人证明并留下所写的材料。
- **无从查验**:没有可以查验的事实,写着为什么。
- **非义务**:交代背景、提出方向,没有设定义务。
"""

_WORDS = {
    Answer.RULES: "规则可查",
    Answer.ATTEST: "人工证明",
    Answer.NOT_CHECKABLE: "无从查验",
    Answer.CONTEXT: "非义务",
    Answer.NONE: "没有着落",
}

_UNITS = {"workdays": "工作日", "days": "日", "hours": "小时", "percent": "百分比", "number": "数", "date": "日期", "list": "几项文字"}


def guide(packs: Sequence[Pack]) -> str:
    """Return the whole guide as Markdown, the same in every run."""
    answers = {pack.id: coverage(pack) for pack in packs}
    shown = [answer for answer in Answer if answer is not Answer.NONE or any(tally(each)[answer] for each in answers.values())]
    head = ("要点", "条数", *(_WORDS[answer] for answer in shown), "期间", "印发")
    rows = [_overview(pack, answers[pack.id], shown) for pack in packs]
    every = [one for each in answers.values() for one in each]
    total = ("合计", str(len(every)), *(str(tally(every)[answer]) for answer in shown), "", "")
    parts = [_INTRO, table(head, [*rows, total] if len(packs) > 1 else rows), *(_pack(pack, answers[pack.id]) for pack in packs)]
    return "\n".join(parts)


def _overview(pack: Pack, answers: list[Answered], shown: Sequence[Answer]) -> tuple[str, ...]:
    counts = tally(answers)
    numbers = (str(counts[answer]) for answer in shown)
    return (f"[{escaped(pack.info.title)}](#{pack.id})", str(len(answers)), *numbers, _period(pack.info), _issued(pack.info))


def _period(info: PackInfo) -> str:
    return f"{info.period.first} 至 {info.period.last}"


def _issued(info: PackInfo) -> str:
    return str(info.issued) if info.issued else "原件未印日期"


def _pack(pack: Pack, answers: list[Answered]) -> str:
    sections = [heading(2, escaped(pack.info.title), pack.id), _facts(pack, answers), *_oddities(pack.info), *_parameters(pack.info)]
    clauses = table(("编号", "位置", "要求", "由什么来查"), [_clause(one, pack) for one in answers])
    return "\n".join([*sections, heading(3, f"条款({len(answers)} 条)"), clauses])


def _facts(pack: Pack, answers: list[Answered]) -> str:
    info, counts = pack.info, tally(answers)
    facts = {
        "编号": f"{code(info.id)},规则编号以 {code(f'{info.prefix}-')} 开头,版本 {escaped(info.version)}",
        "印发": escaped(info.issuer) + (f",{escaped(info.number)}" if info.number else "") + f",{_issued(info)}",
        "适用": _period(info) + (f",约束{escaped(info.role)}" if info.role else ""),
        "连同核查": "、".join(f"[{other}](#{other})" for other in info.extends),
        "所读文本": escaped(info.source),
        "着落": ",".join(f"{_WORDS[answer]} {number}" for answer, number in counts.items() if number),
    }
    return "".join(f"- **{label}**:{fact}\n" for label, fact in facts.items() if fact)


def _oddities(info: PackInfo) -> list[str]:
    if not info.oddities:
        return []
    return [heading(3, "原件的异样之处"), table(("位置", "异样和处理"), [(escaped(one.place), escaped(one.note)) for one in info.oddities])]


def _parameters(info: PackInfo) -> list[str]:
    if not info.parameters:
        return []
    told = "原件没有写明、由使用单位设定的数字;没有设定,用到它的规则就无法判定。\n"
    rows = [(code(one.id), escaped(one.label), _UNITS[one.unit], escaped(one.why), "、".join(map(escaped, one.clauses))) for one in info.parameters]
    return [heading(3, "参数"), told, table(("编号", "名称", "单位", "为什么要设定", "条款"), rows)]


def _clause(one: Answered, pack: Pack) -> tuple[str, ...]:
    return (escaped(one.clause.id), escaped(one.clause.place), escaped(one.clause.duty), _answer(one, pack))


def _answer(one: Answered, pack: Pack) -> str:
    if one.answer is Answer.NONE:
        return _WORDS[one.answer]
    if one.answer not in (Answer.RULES, Answer.ATTEST):
        return f"{_WORDS[one.answer]}:{escaped(one.reason)}"
    asked = {rule.id: check.ask for rule in pack.rules if rule.id in one.rules for check in rule.checks if check.kind == "attest"}
    judged = [code(rule) for rule in one.rules if rule not in asked]
    attested = [f"{_WORDS[Answer.ATTEST]}{_written(rule, pack)}:{escaped(ask)}" for rule, ask in asked.items()]
    return "<br>".join([*(["、".join(judged)] if judged else []), *attested])


def _written(rule: str, pack: Pack) -> str:
    """Name a rule of attestation that was written, not made from its clause: it can be selected by its id."""
    return f" {code(rule)}" if rule in pack.origins else ""
