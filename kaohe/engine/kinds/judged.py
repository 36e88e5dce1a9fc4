"""judged: a group decides the points inside the item, with a reason and evidence (酌情扣分、基础工作评定)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Final, Self

from kaohe.engine.account import Account, Net
from kaohe.engine.columns import ALWAYS, NEVER, NOTHING, Columns, Leaf, Not, Number, Term, Where, stands
from kaohe.engine.exact import Exact, times
from kaohe.engine.kinds.base import Kind
from kaohe.engine.phrases import register
from kaohe.engine.tree import Line
from kaohe.engine.yaml_text import Fields

WORDS: Final = {
    "kind.judged": ("由考核小组评定", "judged by the group"),
    "line.judged": ("{label}：考核小组评定 {amount} 分", "{label}: {amount} points by the group's judgement"),
    "line.judged_missing": ("{label}：尚未评定", "{label}: not judged yet"),
}
register(WORDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged(Kind):
    """`effect: deduct` takes the decided amount away, `effect: add` gives it.

    unknown  "full": without a decision nothing moves; "pending": without one the item has no score
    most     the largest amount a decision may hold; None for the item's full points
    """

    name: ClassVar[str] = "judged"
    any_date: ClassVar[bool] = True

    effect: str = "deduct"
    unknown: str = "pending"
    most: Decimal | None = None

    @classmethod
    def read(cls, fields: Fields, common: dict[str, Any]) -> Self:
        """Settings: `effect`, `unknown`, `most`."""
        effect = fields.choice("effect", ("deduct", "add"))
        unknown = fields.choice("unknown", ("full", "pending"), "pending")
        return cls(**common, effect=effect, unknown=unknown, most=fields.amount("most", None))

    def lines(self, account: Account) -> list[Line]:
        """One line a decision; a pending one where a decision is due."""
        nets = account.of(self.code)
        if not nets and self.unknown == "pending":
            account.report("judged.missing", self.clause, "pending", rule=self.label)
            full = account.item.full if account.item else Decimal(0)
            values = {"at_stake": full}
            return [Line(None, "judged_missing", self.clause, self.code, self.label, (), True, values)]
        return [self._line(net) for net in nets]

    def columns(self, leaf: Leaf) -> Columns:
        """Over columns: the amounts decided; the item is open while a decision is due."""
        weight = Decimal(-1 if self.effect == "deduct" else 1)
        tally, some = stands(self.code, leaf)
        due = self.unknown == "pending"
        return Columns(
            terms=(Term(self.code, weight, of="amount"),),
            tallies=(tally,) if due or self.raises else (),
            open=Not(some) if due else NEVER,
            stake=Where(some, NOTHING, Number(leaf.item.full)) if due else NOTHING,
            raised=ALWAYS if due else some,
        )

    def _line(self, net: Net) -> Line:
        amount: Exact = net.entry.amount if net.entry.amount is not None else Decimal(0)
        signed_amount = times(amount, Decimal(-net.count if self.effect == "deduct" else net.count))
        values = {"amount": signed_amount}
        return Line(signed_amount, "judged", self.clause, self.code, self.label, net.trail, True, values)
