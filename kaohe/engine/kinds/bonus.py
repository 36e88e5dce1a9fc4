"""bonus: so much is earned for each occurrence; of several rewards of one matter only the highest, where it says so."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Final, NamedTuple, Self

from kaohe.engine.account import Account, Net
from kaohe.engine.books import LEDGER_ORDER
from kaohe.engine.columns import Columns, Every, Leaf, Term, at_least, stands
from kaohe.engine.exact import CONTEXT, ZERO
from kaohe.engine.kinds.base import Kind, read_levels
from kaohe.engine.phrases import register
from kaohe.engine.rulebook import Item, Level
from kaohe.engine.tree import Line
from kaohe.engine.yaml_text import Fields

WORDS: Final = {
    "kind.bonus": ("逐次加分", "points earned for each occurrence"),
    "line.bonus": ("{label}（{level}）：{count} {per} × 加 {each} 分", "{label} ({level}): {count} {per} × {each}"),
    "line.bonus_plain": ("{label}：{count} {per} × 加 {each} 分", "{label}: {count} {per} × {each}"),
    "line.beaten": (
        "{label}（{level}）：同一事项已按最高的记录 {winner}（{winner_level}）加分，此处不重复计",
        "{label} ({level}): the same matter counts by its highest, entry {winner} ({winner_level}); not counted again",
    ),
    "line.exempt_bonus": ("{label}：本科室不适用，不加分", "{label}: the department is exempt"),
}
register(WORDS)

IN_ITEM: Final = "matter_in_item"
HIGHEST_OF: Final = ("matter", IN_ITEM)


class _Reward(NamedTuple):
    """One entry, and what it is worth under its own rule."""

    net: Net
    level: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Bonus(Kind):
    """`each` points per occurrence, or by level.

    highest_of  "matter": of this rule's rewards for one matter only the highest; "matter_in_item": of those of all
                rules of the item that say so (an article adopted here, praised there)
    """

    name: ClassVar[str] = "bonus"
    priced: ClassVar[tuple[str, ...]] = ("each",)
    by_period: ClassVar[bool] = True

    each: Decimal = ZERO
    levels: tuple[Level, ...] = ()
    highest_of: str = ""

    @classmethod
    def read(cls, fields: Fields, common: dict[str, Any]) -> Self:
        """Settings: `each` or `levels`; `highest_of`."""
        levels = read_levels(fields)
        each = ZERO if levels else fields.amount("each")
        return cls(**common, levels=levels, each=each, highest_of=fields.choice("highest_of", HIGHEST_OF, ""))

    def known_levels(self) -> tuple[str, ...] | None:
        """The levels of its table, where it has one."""
        return tuple(level.code for level in self.levels) or None

    def lines(self, account: Account) -> list[Line]:
        """One line an entry, in the order of the ledger; the beaten ones stay visible."""
        nets = account.of(self.code)
        if not nets:
            return []
        winners = _winners(self._rivals(account)) if self.highest_of else {}
        applies = self.applies(account)
        return [self._line(net, winners.get(net.entry.matter), applies) for net in nets]

    def _rivals(self, account: Account) -> list[_Reward]:
        """All that may be the highest of a matter, in the order of the ledger."""
        rules = self.rivals(account.item)
        found = [_Reward(net, rule.level_of(net)) for rule in rules for net in account.of(rule.code)]
        return found if len(rules) == 1 else sorted(found, key=lambda reward: LEDGER_ORDER(reward.net.entry))

    def columns(self, leaf: Leaf) -> Columns:
        """Over columns: the price times the count, earned; under highest-only the best price of each matter, once.

        Rules that are rivals for a matter name the contest by the first of them.
        """
        prices = {level.code: level.each for level in self.levels} or {"": self.each}
        matter = "best" if self.highest_of else "any"
        contest = self.rivals(leaf.item)[0].code
        tally, some = stands(self.code, leaf)
        return Columns(
            terms=tuple(Term(self.code, price, level, matter=matter, contest=contest) for level, price in prices.items()),
            tallies=(tally,) if self.raises else (),
            raised=Every((some, at_least(self.size_at_least))),
            size_at_least=self.size_at_least,
        )

    def rivals(self, item: Item | None) -> list[Bonus]:
        """The rules of its item among which one matter counts once, itself among them."""
        if self.highest_of != IN_ITEM or item is None:
            return [self]
        return [each for each in item.rules if isinstance(each, Bonus) and each.highest_of == IN_ITEM]

    def level_of(self, net: Net) -> Level:
        """What the entry's level is called and worth; without levels, what every entry is."""
        if not self.levels:
            return Level("", "", self.each)
        return next(level for level in self.levels if level.code == net.entry.level)

    def _line(self, net: Net, winner: _Reward | None, applies: bool) -> Line:
        level = self.level_of(net)
        # One matter is one thing however often it is reported: under highest-only its count doesn't multiply.
        count = 1 if winner is not None else net.count
        gain = CONTEXT.multiply(level.each, Decimal(count))
        if not applies:
            return Line(ZERO, "exempt_bonus", self.clause, self.code, self.label, net.trail, False, {})
        values: dict[str, object]
        if winner is not None and winner.net is not net:
            values = {"level": level.label, "winner": winner.net.entry.id, "winner_level": winner.level.label}
            return Line(gain, "beaten", self.clause, self.code, self.label, net.trail, False, values)
        values = {"count": count, "per": self.per, "each": level.each}
        if not level.code:
            return Line(gain, "bonus_plain", self.clause, self.code, self.label, net.trail, True, values)
        return Line(
            gain, "bonus", self.clause, self.code, self.label, net.trail, True, {**values, "level": level.label}
        )


def _winners(rewards: list[_Reward]) -> dict[str, _Reward]:
    """The best reward of each matter; of equal ones the first in the ledger."""
    best: dict[str, _Reward] = {}
    for reward in rewards:
        matter = reward.net.entry.matter
        if matter and (matter not in best or reward.level.each > best[matter].level.each):
            best[matter] = reward
    return best
