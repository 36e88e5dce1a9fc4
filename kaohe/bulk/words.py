"""Many small sums in one machine word: slots side by side as lanes, added together and taken apart again, exactly.

A department's sums are small, and adding four words is cheaper than adding thirty. Lanes never run into each other
unseen: beside the words the total of all lanes is added as well, and a lane that overflows makes the parts come to less
than the total, always. Then the same text is run with wider lanes, in the end with one lane a word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from kaohe.bulk.plan import Plan, Row

#: Occurrences that a lane takes, in bits; the next is tried where one was too narrow.
WIDTHS: Final = (6, 12, 24, 62)
_WORD: Final = 62


class Lane(NamedTuple):
    """Where a slot stands: which word, from which bit, how many bits."""

    word: int
    shift: int
    bits: int


def lanes(plan: Plan, rows: Sequence[Row], width: int) -> dict[str, Lane]:
    """Lanes for the slots of those rows: as wide as `width` occurrences of their largest weight, packed in order."""
    found: dict[str, Lane] = {}
    word, shift = 0, 0
    for name, largest in _largest(plan, rows).items():
        bits = min(_WORD, width + max(0, largest.bit_length() - 1))
        if shift + bits > _WORD:
            word, shift = word + 1, 0
        found[name] = Lane(word, shift, bits)
        shift += bits
    return found


def _largest(plan: Plan, rows: Sequence[Row]) -> Mapping[str, int]:
    """The largest that one occurrence can add to each slot."""
    largest: dict[str, int] = {}
    for row in rows:
        most = plan.slot[row.slot].most // plan.limits.counted if row.of == "amount" else row.weight
        largest[row.slot] = max(largest.get(row.slot, 0), most)
    return largest


def taken_apart(lane: Lane, word: str, divide: str) -> str:
    """A lane out of its word, in SQL."""
    above = f"({word} {divide} {1 << lane.shift})" if lane.shift else word
    return f"({above} % {1 << lane.bits})" if lane.shift + lane.bits < _WORD or lane.shift else above
