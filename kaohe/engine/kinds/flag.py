"""flag: moves no points; the record exists for proof, or for the consequence that it raises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from kaohe.engine.account import Account
from kaohe.engine.columns import Columns, Leaf, stands
from kaohe.engine.exact import ZERO
from kaohe.engine.kinds.base import Kind
from kaohe.engine.phrases import register
from kaohe.engine.tree import Line

WORDS: Final = {
    "kind.flag": ("备查记录，不计分", "a record only, no points"),
    "line.flag": ("{label}：共 {count} {per}，不计分", "{label}: {count} {per} in all, no points"),
}
register(WORDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag(Kind):
    """One line names all its entries."""

    name: ClassVar[str] = "flag"
    by_period: ClassVar[bool] = True

    def lines(self, account: Account) -> list[Line]:
        """One line for all entries of the rule; none where there are none."""
        nets = account.of(self.code)
        if not nets:
            return []
        entries = tuple([entry for net in nets for entry in net.trail])
        values = {"count": sum([net.count for net in nets]), "per": self.per}
        return [Line(ZERO, "flag", self.clause, self.code, self.label, entries, True, values)]

    def columns(self, leaf: Leaf) -> Columns:
        """Over columns: nothing but what it raises."""
        tally, some = stands(self.code, leaf)
        return Columns(tallies=(tally,), raised=some) if self.raises else Columns()
