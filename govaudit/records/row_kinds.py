"""Rows of a sheet that are no records: totals, notes and signatures below the table.

The signs are narrow on purpose: a row is left out only if it cannot be a record, and every row left out is counted and said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from govaudit.records.values import WHITE
from govaudit.vocabulary.model import fold

_TOTAL = re.compile(r"(本页|本月|本季度?|本年度?|全年|全部|上页|单位|各单位)?(合计|小计|总计|共计|累计|总数)(数|\(?\d+[件条项个份]?\)?)?[:。.]?")
_NOTE = re.compile(
    r"(注|备注|附注|说明|填表说明|填报说明|数据来源|资料来源|注意|注意事项)\d*[:.、].+|[*※★].+|以下空白|\(?以下无(正文|记录)\)?|第\d+页[,/]?共\d+页", re.DOTALL
)
_SIGNED = re.compile(
    r"((填表|填报|制表|编制|审核|审批|复核|经办|联系|负责|单位负责|统计|报送|登记|打印|导出|制单)(人|单位|部门|日期|时间|负责人|电话|方式)"
    r"|分管领导|主要领导|联系电话|盖章|公章|单位公章|签字|签章)(\((签字|签章|盖章|公章)\))?:.*",
    re.DOTALL,
)
_FIGURE = re.compile(r"-?[\d,]+(\.\d+)?(%|[^\d\W]{1,2})?")
_FIRST = frozenset("本全上单各合小总共累注备附说填数资*＊※★以(（第制编审复经联负统报登打导主分盖公签")
"""What such a row can begin with: nearly all records are told apart by this."""


def kind_of(row: Sequence[Any], key: int | None) -> str | None:
    """Tell what a row is that is no record: `total` or `note`; None for a record. `key` is the position of the key's column."""
    first = next((cell for cell in row if cell is not None and cell != ""), None)
    if not isinstance(first, str) or first.lstrip(WHITE)[:1] not in _FIRST or len(first) > 2000:
        return None
    text = fold(first)
    filled = [cell for cell in row if cell is not None and cell != ""]
    if _TOTAL.fullmatch(text):
        keyless = key is None or key >= len(row) or row[key] in (None, "", first)
        return "total" if keyless or all(_is_figure(cell) for cell in filled[1:]) else None
    if _NOTE.fullmatch(text):
        return "note" if len(filled) == 1 else None
    return "note" if _SIGNED.fullmatch(text) and _is_signed(filled) else None


def _is_figure(cell: Any) -> bool:
    """Tell whether a cell is a number, with or without a unit."""
    return isinstance(cell, int | float) or (isinstance(cell, str) and _FIGURE.fullmatch(fold(cell)) is not None)


def _is_signed(cells: Sequence[Any]) -> bool:
    """Tell whether all cells are labels with what was filled in: `填表人:甲`, or `填表人:` and the name in the next cell."""
    waiting = False
    for cell in cells:
        text = fold(cell) if isinstance(cell, str) else ""
        if _SIGNED.fullmatch(text):
            waiting = text.endswith(":")
        elif waiting:
            waiting = False
        else:
            return False
    return True
