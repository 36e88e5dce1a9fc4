"""Exact numbers: Decimal everywhere, a Fraction only where a split such as 60/7 has no decimal, rounding in one place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Context, Decimal, Inexact, InvalidOperation
from fractions import Fraction
from functools import reduce
from typing import Final

Exact = Decimal | Fraction

ZERO: Final = Decimal(0)
MINUS: Final = Decimal(-1)

#: Every sum and product of the engine runs in this context: a result that would lose a digit raises instead.
CONTEXT: Final = Context(prec=60, traps=[Inexact, InvalidOperation])

#: The one context that may drop digits; only rounded() uses it. Wide enough for any sum that facts can come to.
_ROUNDING: Final = Context(prec=120, traps=[InvalidOperation])

#: How a rulebook may round, by the name it uses.
MODES: Final = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "down": ROUND_DOWN, "up": ROUND_UP}

#: Longest number a rulebook or a fact may hold.
MOST_DIGITS: Final = 12

#: A number as people write it, after full-width characters were made plain: grouping commas stand where they belong.
_WRITTEN: Final = re.compile(r"[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?|[+-]?\.[0-9]+|[+-]?[0-9]+/[0-9]+")


def read_number(text: str) -> Exact:
    """Read "7", "-0.5", "1,250" or "60/7" exactly; full-width digits too. Raises ValueError for anything else."""
    written = unicodedata.normalize("NFKC", text[: 9 * MOST_DIGITS]).strip().replace("−", "-")
    if len(text) > 9 * MOST_DIGITS or not _WRITTEN.fullmatch(written):
        _refuse(text)
    above, _, below = written.replace(",", "").partition("/")
    if below and not int(below):
        _refuse(text)
    number = plainest(Fraction(int(above), int(below))) if below else Decimal(above)
    return number if is_plain(number) else _refuse(text)


def is_plain(number: Exact) -> bool:
    """True for a number that a rulebook or a fact may hold: finite, and short enough for a person to check."""
    if isinstance(number, Decimal):
        return number.is_finite() and len(number.as_tuple().digits) <= MOST_DIGITS >= abs(number.adjusted())
    return max(abs(number.numerator), number.denominator) < 10**MOST_DIGITS


def _refuse(text: str) -> Exact:
    raise ValueError(f"not an exact number of at most {MOST_DIGITS} digits: {text!r}")


def plainest(number: Exact) -> Exact:
    """The same number as a Decimal where it has one that CONTEXT can hold, else unchanged."""
    if isinstance(number, Decimal):
        return number
    below, twos, fives = number.denominator, 0, 0
    while below % 2 == 0:
        below, twos = below // 2, twos + 1
    while below % 5 == 0:
        below, fives = below // 5, fives + 1
    if below != 1:
        return number
    places = max(twos, fives)
    digits = number.numerator * 10**places // number.denominator
    return number if abs(digits) >= 10**CONTEXT.prec else Decimal(digits).scaleb(-places, CONTEXT)


def total(numbers: Iterable[Exact]) -> Exact:
    """The exact sum; a Decimal whenever the sum has one."""
    numbers = list(numbers)
    try:
        return reduce(CONTEXT.add, numbers, ZERO)  # type: ignore[arg-type]
    except (TypeError, Inexact):  # a Fraction is among them, or needed: the rare case pays
        return plainest(sum((Fraction(number) for number in numbers), Fraction(0)))


def times(left: Exact, right: Exact) -> Exact:
    """The exact product; a Decimal whenever the product has one."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        try:
            return CONTEXT.multiply(left, right)
        except Inexact:  # more digits than CONTEXT holds: a Fraction holds any number of them
            pass
    return plainest(Fraction(left) * Fraction(right))


def share(number: Exact, among: int) -> Exact:
    """An equal share, exact: share(60, 7) is 60/7."""
    return plainest(Fraction(number) / among)


def rounded(number: Exact, places: int, mode: str) -> Decimal:
    """The published figure: the only place where digits are dropped. `mode` is a key of MODES."""
    unit = Decimal(1).scaleb(-places)
    number = plainest(number)
    if isinstance(number, Decimal):
        return number.quantize(unit, MODES[mode], _ROUNDING)
    # A fraction without a decimal is never a tie, so one more digit, marked as "more than", decides rightly.
    scaled = abs(number) * 10 ** (places + 2)
    digits = Decimal(scaled.numerator // scaled.denominator * 10 + 1).scaleb(-places - 3, _ROUNDING)
    return digits.copy_sign(Decimal(1 if number > 0 else -1)).quantize(unit, MODES[mode], _ROUNDING)


def shown(number: Exact) -> str:
    """The shortest exact text: "7", "−0.5" is "-0.5", "60/7". Read back by read_number."""
    if isinstance(number, Fraction):
        return f"{number.numerator}/{number.denominator}"
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def read_shown(text: str) -> Exact:
    """The number of which `shown` made this text, however long; only for what this program itself wrote."""
    above, _, below = text.partition("/")
    return Fraction(int(above), int(below)) if below else Decimal(above)


def signed(number: Exact) -> str:
    """With its sign, as the tree's lines show it: "+7", "−9", "0" (a true minus sign)."""
    text = shown(number)
    if text.startswith("-"):
        return "−" + text[1:]
    return text if text == "0" else "+" + text
