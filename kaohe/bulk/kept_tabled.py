"""The same texts as in kept.py for engines that would go through a list for every row: words are looked up in small tables."""

from __future__ import annotations

from collections.abc import Sequence

from kaohe.bulk.kept import Found, Kept
from kaohe.bulk.sql import cells


class Tabled(Kept):
    """The texts for one plan in one dialect."""

    def found(self) -> Found:
        """The words' places out of two tables, which are joined to the ledger."""
        names = list(self.lookup.strides_of(self.dialect, "")) if self.lookup.rules else []
        rules, levels = self._table(self.rules, names), self._table(self.levels)
        joined = f" LEFT JOIN {rules} r(word, {', '.join(['number', *names])}) ON r.word = l.rule"
        joined += f" LEFT JOIN {levels} v(word, number) ON v.word = l.level"
        return Found("r.number", "v.number", {name: f"r.{name}" for name in names}, joined)

    def _table(self, words: Sequence[str], strides: Sequence[str] = ()) -> str:
        """Words with their numbers, from 1, and with their strides; none for a rule that moves no sum."""
        rows = []
        for at, word in enumerate(words, 1):
            own = self.lookup.strides.get(word) if strides else None
            rows.append([self.dialect.said(word), at, *(getattr(own, name.removeprefix("by_")) if own else "NULL" for name in strides)])
        return f"(VALUES {cells(rows or [[self.dialect.said(''), 0]])})"

    def odd_always(self) -> dict[str, str]:
        """The same; that a rule is unknown shows in the table."""
        return super().odd_always() | {"ledger.unknown_rule": "r.number IS NULL"}
