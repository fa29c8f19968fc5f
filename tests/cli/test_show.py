"""`govaudit rules show`: a rule as a person reads it."""

from __future__ import annotations

import pytest

from govaudit.cli.main import main


def lines(capsys: pytest.CaptureFixture[str], rule: str) -> list[str]:
    """Show a rule."""
    assert 0 == main(["rules", "show", rule])
    return capsys.readouterr().out.splitlines()


def test_a_rule_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    """Which records it is about and what its examples are is told in words; the check is as the file has it."""
    shown = lines(capsys, "DX21-3.3.3")

    assert "DX21-3.3.3  五类平台来件 10 个工作日内答复" == shown[0]
    assert "范围  “渠道”为网上咨询、网站留言、12345热线、微信公众号、微博" in shown
    assert "检查  {kind: deadline, from: received_at, to: replied_at, within: 10 workdays}" in shown
    assert "程度  违反时报违规(force: must)" in shown
    assert {"合格", "违规", "未到期", "无法判定", "不适用"} == {line.rpartition(" → ")[2] for line in shown if line.startswith("例")}


def test_both_readings_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """Where the notice contradicts itself, both places and their checks are told."""
    told = [line for line in lines(capsys, "DX21-T24.1") if line.startswith("读法")]

    assert ["任务内容", "时间节点"] == [line.partition("“")[2].partition("”")[0] for line in told]


def test_an_unknown_rule_has_neighbours(capsys: pytest.CaptureFixture[str]) -> None:
    """A mistyped id is answered with the nearest ones."""
    assert 2 == main(["rules", "show", "DX21-3.3.33"])
    assert "DX21-3.3.3" in capsys.readouterr().err
