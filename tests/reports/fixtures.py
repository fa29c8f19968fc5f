"""Audits built by hand that every format renders: one with every state, one in which all passes, one with nothing in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from govaudit.results import Audit, Input, PackRef, RejectedCell, Run
from govaudit.states import State
from tests.reports.build import rule_result
from tests.reports.office_rules import office_rules
from tests.reports.record_rules import REPLY, record_rules

END_OF_DAY = dt.time(23, 59, 59, 999999)
MORNING = dt.datetime.combine(dt.date(2021, 12, 31), dt.time(9, 30))
MESSAGES = "exports/留言答复台账.csv"
LEDGERS = "exports/records.json"
BOOK = "exports/政务公开台账.xlsx"

DX = PackRef(
    "dianxia-2021",
    "2021年樟树市店下镇政务公开工作要点",
    "1.0.0",
    "3f1c" * 16,
    dt.date(2021, 7, 16),
    (dt.date(2021, 1, 1), dt.date(2021, 12, 31)),
)
LS = PackRef("lushan-2019", "鲁山县政府信息公开解读回应制度", "1.0.2", "a90b" * 16, None, (dt.date(2019, 1, 1), dt.date(2021, 12, 31)))

INPUTS = (
    Input(
        MESSAGES,
        "11" * 32,
        "csv",
        "inquiries",
        "网民留言与来件",
        2816,
        2,
        columns={"id": ("留言编号", 0), "replied_at": ("答复时间", 5), "unit": ("答复单位", 6)},
    ),
    Input(
        LEDGERS,
        "22" * 32,
        "json",
        "documents",
        "公文",
        9,
        0,
        columns={"id": ("id", 0), "publish_date": ("发布/日期", 3), "doc_type": ("doc_type", 4)},
    ),
    Input(LEDGERS, "22" * 32, "json", "interpretations", "政策解读", 12, 0, columns={"id": ("id", 0)}),
    Input(BOOK, "33" * 32, "xlsx", "trainings", "培训", 1, 0, sheet="培训", columns={"date": ("培训日期", 1)}),
)

REJECTS = (
    RejectedCell(MESSAGES, "inquiries", None, 88, "答复时间", None, "2021-02-30", "不是有效的日期", whole_row=False),
    RejectedCell(MESSAGES, "inquiries", None, 412, "", None, "LY-2021-0410", "编号与第 411 行重复", whole_row=True),
    RejectedCell(MESSAGES, "inquiries", None, 977, "", None, "LY-2021-0410", "编号与第 411 行重复", whole_row=True),
    RejectedCell(
        LEDGERS,
        "documents",
        None,
        3,
        "发布/日期",
        "/documents/3/发布~1日期",
        "九月",
        "不是有效的日期;应为 2019-07-19、2019/7/19 等",
        whole_row=False,
    ),
    RejectedCell(BOOK, "trainings", "培训", 5, "人数", None, "三十余", "不是整数", whole_row=False),
    RejectedCell(BOOK, "trainings", "培训", 6, "人数", None, "若干", "不是整数", whole_row=False),
)

RUN = Run(
    version="0.1.0",
    as_of=dt.datetime.combine(dt.date(2021, 10, 31), END_OF_DAY),
    as_of_source="option",
    engine="polars",
    packs=(DX, LS),
    inputs=INPUTS,
    calendar_source="国务院办公厅历年放假安排",
    calendar_horizon=dt.date(2026, 12, 31),
    unit="店下镇人民政府",
    role="乡镇街道",
    parameters={"interpret_limit": "5 workdays"},
)


def canonical() -> Audit:
    """Return an audit with every state, every kind of place and every section of a report."""
    return Audit(RUN, (*record_rules(), *office_rules()), REJECTS)


def clean() -> Audit:
    """Return an audit in which everything that there is passes."""
    run = Run(
        "0.1.0",
        MORNING,
        "now",
        "duckdb",
        (DX,),
        (replace(INPUTS[0], rejected=0),),
        "",
        None,
        retroactive=True,
        selection={"select": ("DX21-3",)},
    )
    return Audit(run, (rule_result("DX21-3.3.3", "五类平台来件 10 个工作日内答复", (REPLY,), "inquiries", {State.PASS: 2816}),), ())


def empty() -> Audit:
    """Return an audit with nothing in it."""
    return Audit(Run("0.1.0", MORNING, "", "polars", (), (), "", None), (), ())
