"""What stands of the ledger, as Spark finds it at least cost: the same rows as in kept.py, the same doubts as in checking.py.

    words     are looked up in small tables (kept_tabled.py), which every executor is sent
    rows      that nothing is made of are dropped before any are moved; of reversals only the numbers that they name are known there
    numbers   that stand twice are found without moving rows: one bit a number, sixty-four of them in a word
"""

from __future__ import annotations

from kaohe.bulk.dialects import SPARK
from kaohe.bulk.kept_tabled import Tabled
from kaohe.bulk.plan import Plan


class SparkKept(Tabled):
    """The texts for one plan. `blocks`: entries are whole numbers, not texts."""

    named_by = "l.named"

    def __init__(self, plan: Plan, *, blocks: bool) -> None:
        super().__init__(plan, SPARK)
        self.blocks = blocks

    # --- rows

    def numbered(self, only: str = "TRUE") -> str:
        """Only what is asked for, and what a reversal anywhere may name: its `named` is its entry, that of others is empty."""
        joined, named = self._named()
        rows = f"SELECT l.*, CASE WHEN {named} THEN l.entry END AS named FROM ({super().numbered(only)}) l {joined}"
        return f"SELECT * FROM ({rows}) l WHERE {self.needed()} OR l.reverses IS NOT NULL OR l.named IS NOT NULL"

    def _named(self) -> tuple[str, str]:
        """What is joined to know of a row whether a reversal may name it, and how it is known.

        Numbers that follow each other ask for the same block.
        """
        if not self.blocks:
            return "LEFT JOIN (SELECT DISTINCT entry FROM named) b ON b.entry = l.entry", "b.entry IS NOT NULL"
        blocks = f"SELECT {_block('entry')} AS block, BIT_OR({_bit('entry')}) AS bits FROM named GROUP BY {_block('entry')}"
        return f"LEFT JOIN ({blocks}) b ON b.block = {_block('l.entry')}", f"b.bits & {_bit('l.entry')} <> 0"

    # --- numbers and departments

    def astray(self, *, by_bureau: bool = False) -> str:
        """How many blocks have a number `twice` (in all bureaus together, or by bureau), and how many rows are `strange`.

        A block's numbers are all different if there are as many bits as numbers.
        """
        keys = f"{_block('l.entry')}{', d.bureau' if by_bureau else ''}"
        blocks = (
            f"SELECT COUNT(l.entry) - COALESCE(bit_count(BIT_OR({_bit('l.entry')})), 0) AS more, COUNT(*) - COUNT(d.department) AS strange "
            f"FROM ledger l LEFT JOIN everyone d ON d.department = l.department WHERE TRUE{self.known()} GROUP BY {keys}"
        )
        return f"SELECT COUNT(CASE WHEN more > 0 THEN 1 END) AS twice, COALESCE(SUM(strange), 0) AS strange FROM ({blocks}) b"


def _block(entry: str) -> str:
    """Sixty-four numbers that are told apart by the bits of one word."""
    return f"shiftright(CAST({entry} AS BIGINT), 6)"


def _bit(entry: str) -> str:
    """A number's bit in its block."""
    return f"shiftleft(1L, CAST({entry} & 63 AS INT))"
