"""Numbers as they are printed: shares with their fraction, means and sums, rounded half up and never before they are complete."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from govaudit.reports.wording import say

_CENT = Decimal("0.01")


def rounded(value: Fraction) -> str:
    """Return an exact number with two decimals, half a hundredth rounded away from zero."""
    hundredths, rest = divmod(abs(value.numerator) * 100, value.denominator)
    hundredths += 2 * rest >= value.denominator
    return str((Decimal(hundredths) / 100 * (-1 if value < 0 else 1)).quantize(_CENT, ROUND_HALF_UP))


def share(part: Fraction | int, whole: Fraction | int) -> str:
    """Return a share as `13/22(59.09%)`; of nothing there is none."""
    fraction = f"{plain(Fraction(part))}/{plain(Fraction(whole))}"
    return (
        say("appendix.share.none", fraction=fraction) if not whole else say("appendix.share", fraction=fraction, percent=rounded(Fraction(part) / whole * 100))
    )


def total(values: Iterable[float]) -> Fraction:
    """Add numbers up as they were written, so that 0.1 + 0.2 is 0.3."""
    return sum((Fraction(str(value)) for value in values), Fraction(0))


def plain(value: Fraction) -> str:
    """Return a whole number as it is, another with at most two decimals."""
    return str(value.numerator) if value.denominator == 1 else rounded(value).rstrip("0")
