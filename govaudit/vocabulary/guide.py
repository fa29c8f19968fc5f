"""docs/vocabulary.md: every table and field a ledger may have, for those who fill it in and those who write rules."""

from __future__ import annotations

from govaudit.vocabulary.markdown import code, escaped, heading, table
from govaudit.vocabulary.model import FieldSpec, FieldType, TableSpec, Vocabulary

_INTRO = """# 台账词汇表

govaudit 认得的表和栏目:{tables} 张表,{fields} 个字段。台账里可用字段名、中文名或别名作栏名,全角半角、大小写、空格不论;规则里只用字段名。

> 本文件由 `govaudit rules vocabulary -o docs/vocabulary.md` 生成,不要手改。

**类型**:{types}。

**取值**一栏列出限定的取值,括号里是读入时认得的其他写法;写着“可填其他”的,没有列出的取值也收下。规则里写括号外的写法。
"""

_TYPES = {
    FieldType.TEXT: "文字",
    FieldType.INTEGER: "整数",
    FieldType.NUMBER: "数",
    FieldType.PERCENT: "百分比",
    FieldType.BOOLEAN: "是否",
    FieldType.DATE: "日期",
    FieldType.DATETIME: "时间,也可只有日期",
    FieldType.ENUM: "限定取值之一",
    FieldType.LIST: "多项",
}


def guide(vocabulary: Vocabulary) -> str:
    """Return the whole guide as Markdown, the same in every run."""
    tables = vocabulary.tables
    types = ";".join(f"{code(kind)} {_TYPES[kind]}" for kind in FieldType)
    rows = [(f"[{escaped(spec.label)}](#{name})", code(name), escaped(spec.description), str(len(spec.fields))) for name, spec in tables.items()]
    parts = [
        _INTRO.format(tables=len(tables), fields=sum(len(spec.fields) for spec in tables.values()), types=types),
        table(("表", "名称", "说明", "字段"), rows),
        *(_table(name, spec, vocabulary) for name, spec in tables.items()),
    ]
    return "\n".join(parts)


def _table(name: str, spec: TableSpec, vocabulary: Vocabulary) -> str:
    lines = [f"{escaped(spec.description)}。\n" if spec.description else ""]
    if spec.aliases:
        lines.append(f"- 其他表名:{'、'.join(map(escaped, spec.aliases))}")
    known = (("编号", spec.key), ("责任单位", spec.unit), ("发生时间", spec.event))
    lines.append("- " + ";".join(f"{label}:{code(field)}" if field else f"{label}:无" for label, field in known))
    lines += [
        f"- 关系 {code(relation)}:{code(link.field)} 填[{escaped(vocabulary.label(link.to))}](#{link.to})的编号,规则里写 {code(f'{relation}.字段')}"
        for relation, link in spec.relations.items()
    ]
    fields = table(("字段", "名称", "类型", "取值", "其他栏名", "说明"), (_field(field, one) for field, one in spec.fields.items()))
    return f"{heading(2, f'{escaped(spec.label)} {code(name)}', name)}\n" + "\n".join(line for line in lines if line) + f"\n\n{fields}"


def _field(name: str, spec: FieldSpec) -> tuple[str, ...]:
    values = [escaped(value) + (f"({'、'.join(map(escaped, others))})" if others else "") for value, others in spec.values.items()]
    if spec.open:
        values.append("可填其他")
    told = ";".join(part for part in (escaped(spec.description), f"单位:{escaped(spec.unit)}" if spec.unit else "") if part)
    return (code(name), escaped(spec.label), code(spec.type), "、".join(values), "、".join(map(escaped, spec.aliases)), told)
