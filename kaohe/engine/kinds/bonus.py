"""bonus: so much is earned for each occurrence; of several rewards of one matter only the highest, where it says so."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Final, Self

from kaohe.engine.account import Account, Net
from kaohe.engine.exact import CONTEXT, ZERO
from kaohe.engine.kinds.base import Kind, read_levels
from kaohe.engine.phrases import register
from kaohe.engine.rulebook import Level
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Bonus(Kind):
    """`each` points per occurrence, or by level; `highest_of: matter` counts one matter once, at its highest."""

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
        return cls(**common, levels=levels, each=each, highest_of=fields.choice("highest_of", ("matter",), ""))

    def known_levels(self) -> tuple[str, ...] | None:
        """The levels of its table, where it has one."""
        return tuple(level.code for level in self.levels) or None

    def lines(self, account: Account) -> list[Line]:
        """One line an entry, in the order of the ledger; the beaten ones stay visible."""
        nets = account.of(self.code)
        winners = self._winners(nets) if self.highest_of else {}
        applies = self.applies(account)
        return [self._line(net, winners.get(net.entry.matter), applies) for net in nets]

    def _winners(self, nets: list[Net]) -> dict[str, Net]:
        """The best entry of each matter; of equal ones the first in the ledger."""
        best: dict[str, Net] = {}
        for net in nets:
            matter = net.entry.matter
            if matter and (matter not in best or self._level(net).each > self._level(best[matter]).each):
                best[matter] = net
        return best

    def _level(self, net: Net) -> Level:
        if not self.levels:
            return Level("", "", self.each)
        return next(level for level in self.levels if level.code == net.entry.level)

    def _line(self, net: Net, winner: Net | None, applies: bool) -> Line:
        level = self._level(net)
        # One matter is one thing however often it is reported: under highest-only its count doesn't multiply.
        count = 1 if winner is not None else net.count
        gain = CONTEXT.multiply(level.each, Decimal(count))
        if not applies:
            return Line(ZERO, "exempt_bonus", self.clause, self.code, self.label, net.trail, False, {})
        values: dict[str, object]
        if winner is not None and winner is not net:
            values = {"level": level.label, "winner": winner.entry.id, "winner_level": self._level(winner).label}
            return Line(gain, "beaten", self.clause, self.code, self.label, net.trail, False, values)
        values = {"count": count, "per": self.per, "each": level.each}
        if not level.code:
            return Line(gain, "bonus_plain", self.clause, self.code, self.label, net.trail, True, values)
        return Line(
            gain, "bonus", self.clause, self.code, self.label, net.trail, True, {**values, "level": level.label}
        )
