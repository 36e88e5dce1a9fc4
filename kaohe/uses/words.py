"""How money is divided, in words: the whole division, and every single amount with its numbers."""

from __future__ import annotations

from fractions import Fraction

from kaohe.engine import Exact, listed, phrase, readable, shown
from kaohe.uses.models import Kept
from kaohe.uses.settings import By, Heads, Settings, Tier, Way

#: Into how many parts a year is divided where heads count in part.
PARTS = {Heads.MONTHS: (12,), Heads.DAYS: (365, 366)}


def money(amount: Exact) -> str:
    """An amount as people read it: 12,345.60."""
    return f"{amount:,.2f}" if not isinstance(amount, Fraction) else readable(amount)


def money_moved(amount: Exact) -> str:
    """With its sign: +1,200.00, −3.50, 0.00."""
    told = money(amount).replace("-", "−")
    return f"+{told}" if amount > 0 else told


def say_division(settings: Settings, weights: Exact, spare: int, language: str = "zh") -> tuple[str, ...]:
    """The whole division, a sentence for each of its choices."""
    values = {"pool": money(settings.amount), "value": shown(settings.amount), "weights": readable(weights), "spare": spare}
    outside = {"coefficient": settings.outside}
    tiers = listed((_tier(each, settings.by, language) for each in settings.tiers), language)
    return (
        phrase(f"uses.told.{settings.way}", language, values),
        phrase("uses.told.weight.score" if settings.by_score else "uses.told.weight.plain", language),
        phrase(f"uses.told.by.{settings.by}", language, {"tiers": tiers}),
        phrase("uses.told.outside", language, outside),
        phrase(f"uses.told.heads.{settings.heads}", language),
    )


def say_line(line: Kept, settings: Settings, weights: Exact, outside: bool, language: str = "zh") -> str:
    """One amount: every number that it comes of."""
    counted = {"score": line.score, "coefficient": line.coefficient, "heads": say_heads(line.heads, settings.heads)}
    weight = phrase("uses.weight.score" if settings.by_score else "uses.weight.plain", language, counted)
    values = {
        "pool": money(settings.amount), "value": shown(settings.amount), "weight": weight, "weights": readable(weights),
        "exact": _about(line.exact), "amount": money(line.amount),
    }  # fmt: skip
    code = "uses.line.pool" if settings.way == Way.POOL else "uses.line.value"
    told = phrase(code, language, values)
    if outside:
        told += phrase("uses.line.outside", language, {"coefficient": line.coefficient})
    return told + (phrase("uses.line.spare", language) if line.spare else "")


def say_heads(heads: Exact, how: Heads) -> str:
    """A head in part as the months or days that it is: 8/12, 231/365."""
    if heads == int(heads):
        return shown(heads)
    for parts in PARTS.get(how, ()):
        counted = Fraction(heads) * parts
        if counted.denominator == 1:
            return f"{counted.numerator}/{parts}"
    return shown(heads)


def _about(number: Exact) -> str:
    """The exact text where it is short; else the nearest with four decimals."""
    told = readable(number)
    return told.split(" (")[0] if isinstance(number, Fraction) else told


def _tier(tier: Tier, by: By, language: str) -> str:
    if tier.bound is None:
        return phrase("uses.tier.rest", language, {"coefficient": tier.coefficient})
    return phrase(f"uses.tier.{by}", language, {"bound": tier.bound, "coefficient": tier.coefficient})
