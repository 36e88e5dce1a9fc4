"""How the bureau divides money by a final result: its own choices, as values that can be kept, read back and checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, NamedTuple, Self

from kaohe.engine import Problem, read_number, shown

#: So many tiers at most.
MOST_TIERS: Final = 6
#: Money has two decimals, and no more digits than a person can check.
CENT: Final = Decimal("0.01")
MOST_MONEY: Final = Decimal("9999999999.99")


class Way(StrEnum):
    """Where the money comes from."""

    POOL = "pool"  # a sum that is divided to the last cent
    VALUE = "value"  # so much for each point and person


class By(StrEnum):
    """What the tiers go by."""

    NONE = "none"
    RANK = "rank"
    SCORE = "score"


class Heads(StrEnum):
    """How heads are counted."""

    YEAR_END = "year_end"  # whoever belongs to the department on 31 December, each as one
    MONTHS = "months"  # a twelfth for each month on whose fifteenth they belong to it
    DAYS = "days"  # by the day
    SIZE = "size"  # the department's number of officers, without names


class Tier(NamedTuple):
    """By rank: up to this place; by score: from this score on. Without a bound: all that are left."""

    bound: Decimal | None
    coefficient: Decimal


@dataclass(frozen=True, slots=True)
class Settings:
    """One way to divide.

    amount    the pool, or the value of a point (of a head, where the score is left aside), in yuan
    by_score  the published score counts as it is
    outside   the coefficient of whoever stands outside the ranking (vetoed); 0 for nothing
    """

    way: Way
    amount: Decimal
    by_score: bool = True
    by: By = By.NONE
    tiers: tuple[Tier, ...] = ()
    outside: Decimal = Decimal(0)
    heads: Heads = Heads.MONTHS

    def problems(self) -> Iterator[Problem]:
        """Everything that is wrong with the settings by themselves."""
        if not 0 < self.amount <= MOST_MONEY or self.amount != self.amount.quantize(CENT):
            yield Problem("uses.odd_amount", {"found": self.amount})
        if any(each < 0 for each in (self.outside, *(tier.coefficient for tier in self.tiers))):
            yield Problem("uses.odd_coefficient")
        if self.by != By.NONE and not self.tiers:
            yield Problem("uses.no_tiers")
        bounds = [tier.bound for tier in self.tiers]
        known = [bound for bound in bounds if bound is not None]
        in_order = sorted(set(known), reverse=self.by == By.SCORE)
        if None in bounds[:-1] or known != in_order:
            yield Problem("uses.tiers_order.score" if self.by == By.SCORE else "uses.tiers_order.rank")

    def coefficient(self, score: Decimal, rank: int | None) -> Decimal | None:
        """What a department's tier counts; None where it falls into none."""
        if rank is None:
            return self.outside
        if self.by == By.NONE:
            return Decimal(1)
        for tier in self.tiers:
            if tier.bound is None or (rank <= tier.bound if self.by == By.RANK else score >= tier.bound):
                return tier.coefficient
        return None

    def as_data(self) -> dict[str, Any]:
        """For the record: every number as its exact text."""
        tiers = [[shown(tier.bound) if tier.bound is not None else None, shown(tier.coefficient)] for tier in self.tiers]
        return {
            "way": str(self.way), "amount": shown(self.amount), "by_score": self.by_score, "by": str(self.by), "tiers": tiers,
            "outside": shown(self.outside), "heads": str(self.heads),
        }  # fmt: skip

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Read back what as_data wrote. Raises ValueError, KeyError or TypeError for anything else."""
        tiers = tuple(Tier(_number(bound) if bound is not None else None, _number(share)) for bound, share in data["tiers"])
        return cls(
            Way(data["way"]), _number(data["amount"]), bool(data["by_score"]), By(data["by"]), tiers[:MOST_TIERS],
            _number(data["outside"]), Heads(data["heads"]),
        )  # fmt: skip


def _number(text: str) -> Decimal:
    number = read_number(text)
    if not isinstance(number, Decimal):
        raise ValueError(text)
    return number
