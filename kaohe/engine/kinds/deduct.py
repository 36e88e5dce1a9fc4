"""deduct: so much is lost for each occurrence (每人次扣1分); the item's floor stops it (扣完为止)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Final, Self

from kaohe.engine.account import Account, Net
from kaohe.engine.columns import Columns, Every, Leaf, Term, at_least, stands
from kaohe.engine.exact import CONTEXT, MINUS, ZERO, times
from kaohe.engine.kinds.base import Kind, read_levels
from kaohe.engine.phrases import register
from kaohe.engine.rulebook import Level
from kaohe.engine.tree import Line
from kaohe.engine.yaml_text import Fields

WORDS: Final = {
    "kind.deduct": ("逐次扣分", "deduction for each occurrence"),
    "line.deduct": ("{label}：{count} {per} × 扣 {each} 分", "{label}: {count} × −{each} per {per}"),
    "line.exempt": (
        "{label}：本科室不适用（不足 {size} 人），不扣分",
        "{label}: the department is exempt (fewer than {size} people)",
    ),
    "line.same_matter": (
        "{label}：与记录 {winner} 为同一事项，已按较高的“{winner_label}”扣分，此处不重复计",
        "{label}: the same matter as entry {winner}, which counts by the higher “{winner_label}”; not counted again",
    ),
}
register(WORDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduct(Kind):
    """`each` points lost per occurrence, or by the entry's level."""

    name: ClassVar[str] = "deduct"
    priced: ClassVar[tuple[str, ...]] = ("each",)
    by_period: ClassVar[bool] = True
    loses: ClassVar[bool] = True

    each: Decimal = ZERO
    levels: tuple[Level, ...] = ()

    @classmethod
    def read(cls, fields: Fields, common: dict[str, Any]) -> Self:
        """Settings: `each`, or `levels`."""
        levels = read_levels(fields)
        return cls(**common, levels=levels, each=ZERO if levels else fields.amount("each"))

    def known_levels(self) -> tuple[str, ...] | None:
        """The levels of its table, where it has one."""
        return tuple(level.code for level in self.levels) or None

    def price(self, net: Net) -> Decimal:
        """Points lost by one occurrence."""
        if not self.levels:
            return self.each
        return next(level.each for level in self.levels if level.code == net.entry.level)

    def worth(self, net: Net) -> Decimal:
        """Points that the entry costs by itself."""
        return CONTEXT.multiply(self.price(net), Decimal(net.count))

    def lines(self, account: Account) -> list[Line]:
        """One line an entry."""
        nets = account.of(self.code)
        exempt = bool(nets) and not self.applies(account)
        return [self._line(net, account, exempt) for net in nets]

    def columns(self, leaf: Leaf) -> Columns:
        """Over columns: the price times the count, lost."""
        prices = {level.code: level.each for level in self.levels} or {"": self.each}
        tally, some = stands(self.code, leaf)
        return Columns(
            terms=tuple(Term(self.code, times(price, MINUS), level) for level, price in prices.items()),  # type: ignore[arg-type]
            tallies=(tally,) if self.raises else (),
            raised=Every((some, at_least(self.size_at_least))),
            size_at_least=self.size_at_least,
        )

    def _line(self, net: Net, account: Account, exempt: bool) -> Line:
        if exempt:
            return Line(
                ZERO, "exempt", self.clause, self.code, self.label, net.trail, False, {"size": self.size_at_least}
            )
        loss = times(self.worth(net), MINUS)
        winner = account.beaten.get(net.entry.id)
        if winner is not None:
            rule = account.rulebook.rules[winner.entry.rule]
            values = {"winner": winner.entry.id, "winner_label": rule.label}
            return Line(loss, "same_matter", self.clause, self.code, self.label, net.trail, False, values)
        values = {"count": net.count, "each": self.price(net), "per": self.per}
        return Line(loss, "deduct", self.clause, self.code, self.label, net.trail, True, values)
