"""The files of a new pack, to begin from."""

from __future__ import annotations

_PACK = """# yaml-language-server: $schema=../schema/pack.schema.json
id: {id}
prefix: {prefix}
version: 0.1.0
title: {title}
issuer: {issuer}
# issued: {year}-03-01        # 印发日期;原件没有就不写
period: {{from: {year}-01-01, to: {year}-12-31}}
# role: 乡镇街道              # 要点约束的机关的角色
oddities: []                # 原件自身的异样:序号重复、前后不一、缺字
parameters: []              # 原件没有写明、由使用单位设定的数字
"""

_CLAUSES = """# yaml-language-server: $schema=../schema/clauses.schema.json
# 要点的每一项要求一条,软的也列;用自己的话写,数字、日期、列举的名称照原文。
- id: 一(一)-1
  place: 一、(一)第1句
  duty: 网上来件按期答复
- id: 一(一)-2
  place: 一、(一)第2句
  duty: 明确专人负责
  attest: 写明专人姓名的分工文件
"""

_RULES = """# yaml-language-server: $schema=../../schema/rules.schema.json
- id: {prefix}-1.1.1
  clauses: [一(一)-1]
  title: 网上来件 {limit_words}内答复
  force: must
  table: inquiries
  check: {{kind: deadline, from: received_at, to: replied_at, within: {limit}}}
  remedy: 立即答复并向来件人说明原因
  examples:
    - {{name: {in_time_words}答复, record: {{received_at: {year}-03-04, replied_at: {in_time}}}, state: pass}}
    - {{name: {late_words}答复, record: {{received_at: {year}-03-04, replied_at: {late}}}, state: fail}}
    - {{name: 未答复、未到期, as_of: {in_time}, record: {{received_at: {year}-03-04}}, state: pending}}
    - {{name: 缺受理时间, record: {{replied_at: {late}}}, state: undecided}}
"""


def scaffold(pack_id: str, title: str, issuer: str, year: int, prefix: str) -> dict[str, str]:
    """Return the text of each file of a new pack, by its path in the pack's folder; the example's dates are true working days."""
    import datetime as dt
    import json

    from govaudit.calendar import china_calendar

    calendar = china_calendar()
    start = dt.date(year, 3, 4)
    known_year = calendar.first <= start and start.year <= calendar.horizon.year
    # Working days of a year whose notice is not published yet cannot be told: the example then counts days.
    limit = "5 workdays" if known_year else "7 days"
    known = {"id": pack_id, "prefix": prefix, "title": json.dumps(title, ensure_ascii=False), "issuer": json.dumps(issuer, ensure_ascii=False), "year": year}
    in_time = calendar.due(start, 5).date if known_year else start + dt.timedelta(days=7)
    late = calendar.due(start, 6).date if known_year else start + dt.timedelta(days=8)
    words = {
        "limit": limit,
        "limit_words": "5 个工作日" if known_year else "7 日",
        "in_time_words": "第 5 个工作日" if known_year else "第 7 日",
        "late_words": "第 6 个工作日" if known_year else "第 8 日",
    }
    dates = {"in_time": in_time, "late": late, **words}
    return {
        "pack.yaml": _PACK.format(**known),
        "clauses.yaml": _CLAUSES,
        "rules/01.yaml": _RULES.format(**known, **dates),
    }
