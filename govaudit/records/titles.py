"""What a heading says: the forms under which it is looked up, the field it stands for, and its unit.

A heading counts without white space, line breaks, full width, case and the mark of a required cell (`*`). A remark or unit in brackets at its end
counts only if the whole is not known: `金额(万元)` is looked up as it stands, then as `金额`. Of a heading in several rows (`受理` over `日期`) the whole
counts, `受理日期` or `受理/日期`; the last row alone only below a heading that just groups (`基本信息`), for `计划` over `公开日期` is no date of publication.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from govaudit.records.mapping import IGNORE, Entries
from govaudit.records.values import WHITE
from govaudit.vocabulary.model import FieldSpec, TableSpec, fold

_MARKS = "*★:."
_BRACKET = re.compile(r"(.+?)[(\[【〔{]([^()\[\]【】〔〕{}]*)[)\]】〕}]")
_GROUPS = re.compile(r".*(信息|情况|内容|事项|要素|资料)")
_NOT_GROUPS = re.compile(r"计划|预计|拟|应|预|初|原|上年|上次|上级|下级|延期|整改")
_NUMBERING = frozenset(("序号", "序", "no", "行号", "#"))
_SCALES = "十百千万亿"

_UNITS: dict[str, frozenset[str]] = {
    kind: frozenset(words.split())
    for kind, words in {
        "元": "元 人民币元 rmb",
        "千元": "千元",
        "万元": "万元 人民币万元",
        "亿元": "亿元",
        "天": "天 日 日历日 自然日",
        "工作日": "工作日 个工作日",
        "小时": "小时 时 h",
        "分钟": "分钟 min",
        "月": "月 个月",
        "年": "年",
        "%": "% 百分比 百分数",
        "‰": "‰ 千分比",
        "件": "件 件数",
        "万件": "万件",
        "条": "条 条数",
        "项": "项 项数",
        "个": "个",
        "人": "人 人数 名",
        "人次": "人次",
        "万人次": "万人次",
        "次": "次",
        "分": "分",
        "份": "份",
        "字": "字",
        "页": "页",
    }.items()
}


class Heading(NamedTuple):
    """A heading: how it is shown, the folded forms under which it is looked up in turn, and the unit or remark in brackets."""

    text: str
    forms: tuple[str, ...]
    remark: str


@lru_cache(maxsize=4096)
def heading_of(parts: tuple[str, ...]) -> Heading:
    """Make a heading of the texts that stand above a column, from the top down."""
    shown = [re.sub(r"\s*[\r\n]+\s*", "", part.strip(WHITE)) for part in parts]
    plain = [fold(part).strip(_MARKS) for part in parts]
    whole = "".join(plain)
    forms = [fold(shown[0])] if len(parts) == 1 else ["/".join(plain), whole]
    forms.append(whole)
    found = _BRACKET.fullmatch(whole)
    if found is not None:
        forms.append(found[1].strip(_MARKS))
    if len(parts) > 1 and all(_GROUPS.fullmatch(part) and not _NOT_GROUPS.search(part) for part in plain[:-1]):
        below = heading_of(parts[-1:])
        forms += below.forms
    return Heading("/".join(shown), tuple(dict.fromkeys(forms)), found[2] if found is not None else "")


def target(heading: Heading, spec: TableSpec, entries: Entries) -> str | None:
    """Find the field (or `ignore`) a heading stands for, by the mapping or else by the dictionary."""
    for form in heading.forms:
        entry = entries.columns.get(form)
        if entry is not None:
            return IGNORE if entry.value == IGNORE else spec.headings.get(fold(entry.value))
    for form in heading.forms:
        name = spec.headings.get(form)
        if name is not None:
            return name
    return IGNORE if heading.forms[-1] in _NUMBERING else None


def mapped(heading: Heading, entries: Entries) -> bool:
    """Tell whether the mapping says anything about a heading."""
    return any(form in entries.columns for form in heading.forms)


def unit_of(heading: Heading) -> str | None:
    """Give the unit a heading names in brackets; None if it names none that is known."""
    remark = heading.remark.removeprefix("单位").strip(":")
    known = next((unit for unit, words in _UNITS.items() if remark in words), None)
    if known is None and remark[:1] in _SCALES and any(remark[1:] in words for words in _UNITS.values()):
        return remark
    return known


def contradiction(heading: Heading, field: FieldSpec) -> str | None:
    """Give the unit in a heading that is not the one in which the field is counted."""
    unit = unit_of(heading) if field.type.is_number else None
    expected = "%" if field.type == "percent" else next((unit for unit, words in _UNITS.items() if field.unit in words), field.unit)
    return unit if unit is not None and unit != expected and (expected or unit[0] in f"{_SCALES}%‰") else None
