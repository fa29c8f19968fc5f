"""An audit made of values that break reports: markup, controls, formulas, templates, surrogates, direction marks, very long cells."""

from __future__ import annotations

import datetime as dt

from govaudit.results import Audit, Input, PackRef, RejectedCell, Run
from govaudit.states import Force, State
from tests.reports.build import clause, rule_result

#: Each must come out of every format as text, or as its escape, and do nothing.
VALUES = (
    "[/]",
    "[red]红[/red]",
    "a\x0bb",
    "=1+1",
    "+1",
    "@x",
    "<script>alert(1)</script>",
    '"onload=',
    "{x.__class__}",
    "{n}",
    "abc\u202edef",
    "零\u200b宽",
    "\x1b[31m红\x1b[0m",
    "两\r\n行\t格",
    "\u2028",
    "\ufeff",
    "nul\x00",
    "\x9b31m",
    "a,b;c|d",
    "```",
    "# 标题",
    "\\",
    "'",
    "%0A::error::",
    "👨\u200d👩\u200d👧",
    "e\u0301" * 5,
)
LONG = "长" * 10_000
SURROGATE = "坏\udcff名"


def hostile() -> Audit:
    """Return the audit; lone surrogates stand where the file system or JSON can put them, for polars refuses them in its columns."""
    findings = [
        {
            "record": value,
            "clause": value,
            "state": state,
            "unit": value,
            "message": value,
            "remedy": value,
            "due": value if state == "pending" else "2021-08-02",
            "overdue": value,
            "src": 0,
            "row": number,
            "field": "f",
            "evidence": {"title": value, value: value, "lone": SURROGATE},
        }
        for number, value in enumerate((*VALUES, LONG))
        for state in ("fail", "pending", "undecided", "manual", "error")
    ]
    number = len(VALUES) + 1
    counts = dict.fromkeys((State.FAIL, State.PENDING, State.UNDECIDED, State.MANUAL, State.ERROR), number) | {
        State.PASS: 1,
        State.NOT_APPLICABLE: number,
    }
    texts = (*VALUES, LONG, SURROGATE)
    reasons = tuple((state, text, 1) for text in texts[:-1] for state in (State.UNDECIDED, State.NOT_APPLICABLE))
    one = rule_result("[bold]H-1\x1b[0m", "".join(VALUES), (), "[table]", counts, *findings, force=Force.SHOULD, pack="[/]", reasons=reasons, notes=texts)
    clauses = tuple(clause(text, text, text) for text in texts)
    two = rule_result(SURROGATE, LONG, clauses, SURROGATE, {State.PASS: 1}, force=Force.INFERRED, notes=(SURROGATE,))
    columns = {"f": ("a/b~c\x0b[red]", 0)}
    inputs = tuple(
        Input(text, "00", kind, SURROGATE if kind == "json" else "t", text, 1, 1, text if kind == "xlsx" else None, columns)
        for kind, text in (("json", "[/]\x1b[31m.json"), ("xlsx", SURROGATE), ("csv", "\u202egpj.csv"))
    )
    rejects = tuple(
        RejectedCell(text, text, text if row % 2 else None, row, text, "/[/]\x0b" if row % 3 else None, text, text, whole_row=row % 2 == 0)
        for row, text in enumerate(texts)
    )
    packs = (PackRef("[/]", "[blink]\x07" + SURROGATE, "{version}", "<b>", None, (dt.date(2021, 1, 1), dt.date(2021, 12, 31))),)
    run = Run(
        "[0]",
        dt.datetime.combine(dt.date(2021, 12, 31), dt.time()),
        "\x1b]0;owned\x07",
        "[engine]",
        packs,
        inputs,
        "[/cal]\x0b",
        None,
        retroactive=True,
        unit=SURROGATE,
        role="[/role]\u202e",
        parameters={SURROGATE: "[/]", "[a]": LONG},
        selection={"select": texts},
    )
    return Audit(run, (one, two), rejects, labels={"attestations": "[/]\x0b"})
