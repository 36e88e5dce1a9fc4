"""void: one fact takes away all that is left of the item (弄虚作假，该项不得分)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from kaohe.engine.account import Account
from kaohe.engine.columns import Columns, Leaf, stands
from kaohe.engine.exact import MINUS, ZERO, Exact, times
from kaohe.engine.kinds.base import Kind
from kaohe.engine.phrases import register
from kaohe.engine.tree import Line

WORDS: Final = {
    "kind.void": ("该项不得分", "the item is worth nothing"),
    "line.void": ("{label}：本项不得分", "{label}: the item is worth nothing"),
    "line.void_again": ("{label}：本项已不得分，不再重复扣", "{label}: the item is worth nothing already"),
}
register(WORDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Void(Kind):
    """The first such entry zeroes the item; further ones are shown and change nothing."""

    name: ClassVar[str] = "void"
    closes: ClassVar[bool] = True

    def lines(self, account: Account) -> list[Line]:
        """Nothing before the others have spoken."""
        return []

    def closing(self, account: Account, subtotal: Exact) -> list[Line]:
        """Takes the subtotal away, were it points earned or points lost beyond zero."""
        lines: list[Line] = []
        for net in account.of(self.code):
            what, left = ("void", times(subtotal, MINUS)) if not lines else ("void_again", ZERO)
            lines.append(Line(left, what, self.clause, self.code, self.label, net.trail, not lines, {}))
        return lines

    def columns(self, leaf: Leaf) -> Columns:
        """Over columns: where one stands, nothing is left of the item."""
        tally, some = stands(self.code, leaf)
        return Columns(tallies=(tally,), void=some, raised=some)
