"""`attest`: a person has attested it: who, when, with what evidence, valid until when."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from govaudit import frames as fr
from govaudit.checks.base import Check, Per
from govaudit.checks.ladder import Case
from govaudit.messages import text
from govaudit.states import State


class Attest(Check):
    """A person attests the clause, in the table `attestations`; nothing else can decide it.

    An attestation counts when it names the clause, has a signer, a date not after the as-of date and a file, and is still valid. 已落实 passes,
    未落实 fails, 不适用 is not
    applicable; attestations that contradict each other are undecided; none that is valid: manual. Clauses with `attest:` in clauses.yaml get such a
    rule of their own.

        check: {kind: attest, ask: 主要领导任组长的文件}
    """

    kind: Literal["attest"]
    per: Per = Field(default="office", description="判断对象:office 全机关,unit 各单位")
    ask: str = Field(min_length=1, description="要证明什么、附什么材料")

    @property
    def judges(self) -> Literal["records", "groups", "attestations"]:
        """Attestations."""
        return "attestations"

    @staticmethod
    def attest_cases() -> list[Case]:
        """The ladder over the subjects; columns: `met`, `unmet`, `exempt` (how many valid attestations say so), `ambiguous`, `ask`."""
        met, unmet, exempt = fr.col("met"), fr.col("unmet"), fr.col("exempt")
        several = (
            fr.when(met > 0).then(fr.lit(1)).otherwise(fr.lit(0))
            + fr.when(unmet > 0).then(fr.lit(1)).otherwise(fr.lit(0))
            + fr.when(exempt > 0).then(fr.lit(1)).otherwise(fr.lit(0))
        )
        return [
            Case(State.UNDECIDED, several > 1, text("attest.contradict")),
            Case(State.PASS, met > 0, text("attest.pass")),
            Case(State.FAIL, unmet > 0, text("attest.fail")),
            Case(State.NOT_APPLICABLE, exempt > 0, text("attest.not_applicable")),
            Case(State.UNDECIDED, fr.col("ambiguous"), text("attest.ambiguous")),
            Case(State.MANUAL, None, text("attest.manual")),
        ]
