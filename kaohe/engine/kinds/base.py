"""What every kind of rule offers: it reads its settings, shows its lines, and says what it raises."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Self

from kaohe.engine.account import Account, Net
from kaohe.engine.columns import Columns, Leaf
from kaohe.engine.exact import Exact
from kaohe.engine.facts import Entry
from kaohe.engine.rulebook import Level, Rule
from kaohe.engine.tree import Line
from kaohe.engine.yaml_text import Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Rule):
    """The base of all kinds.

    name        the word that `kind:` uses in rulebook.yaml
    by_period   True where it may stand in an item that is allotted by period
    loses       True where it can only lower the score (the once-per-matter limit looks at these)
    closes      True where it has a word after all others (closing)
    any_date    True where its decisions may be dated after the year's end (a grading in January)
    priced      its settings that are amounts, where it has no levels
    """

    name: ClassVar[str]
    by_period: ClassVar[bool] = False
    loses: ClassVar[bool] = False
    closes: ClassVar[bool] = False
    any_date: ClassVar[bool] = False
    priced: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def read(cls, fields: Fields, common: dict[str, Any]) -> Self:
        """Make the rule from its table; odd settings become problems of `fields`."""
        return cls(**common)

    def lines(self, account: Account) -> list[Line]:
        """What this rule does to its item."""
        raise AssertionError("each kind has its own lines")

    def columns(self, leaf: Leaf) -> Columns:
        """The same over columns, for that leaf."""
        raise AssertionError("each kind has its own columns")

    def closing(self, account: Account, subtotal: Exact) -> list[Line]:
        """What it does after all other rules of the item have spoken (a void takes away what is left)."""
        return []

    def grounds(self, lines: list[Line]) -> list[Line]:
        """Which of its own lines raise its consequences; none where nothing is raised."""
        return [line for line in lines if line.what not in ("exempt", "exempt_bonus")]

    def unfounded(self, entry: Entry) -> Iterable[tuple[str, dict[str, object]]]:
        """What is wrong with the grounds of an entry at a known level, where there must be any: the code of each sentence, and what it says."""
        return ()

    def applies(self, account: Account) -> bool:
        """False for a department that the rule exempts by its size."""
        size = account.department.size
        return self.size_at_least is None or size is None or size >= self.size_at_least

    def worth(self, net: Net) -> Decimal:
        """What the entry is worth by itself, always positive; for the once-per-matter limit."""
        return Decimal(0)

    def known_levels(self) -> tuple[str, ...] | None:
        """The levels an entry may name; None where it needs none."""
        return None

    def amounts(self) -> dict[str, Decimal]:
        """What one occurrence is worth, by level, or by the name of the setting; empty where it has no fixed amount."""
        levels: tuple[Level, ...] = getattr(self, "levels", ())
        return {level.code: level.each for level in levels} or {name: getattr(self, name) for name in self.priced}


def read_levels(fields: Fields) -> tuple[Level, ...]:
    """`levels: [{level: city, label: 市, each: 2}, …]`."""
    levels = []
    for each in fields.many("levels", "level", once=True):
        levels.append(Level(each.text("level"), each.text("label"), each.amount("each")))
        each.done()
    return tuple(levels)
