"""What a comparison met on its way: a run in which no total was a tie and no limit held would prove nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain
from operator import attrgetter
from typing import Any, Final

import numpy as np

from benchmarks.drawing import Drawn
from benchmarks.measure import Row
from kaohe.bulk.arithmetic import rounding_steps
from kaohe.bulk.plan import Plan
from kaohe.engine import Node, Rulebook, Standing
from kaohe.engine.kinds.table import KINDS

#: Everything that is counted, as (what, word): batches are added up by adding these.
Found = Counter[tuple[str, str]]

LINES, TIES, BACK, BARE = "lines of rules", "totals that are a tie", "reversals drawn", "departments"
#: What must occur, by the words of the tree's own lines where it has one.
MET: Final[Mapping[str, tuple[str, ...]]] = {
    LINES: tuple(KINDS),
    "limits that held": ("floor", "cap"),
    "of one matter only one": ("same_matter", "beaten", "beaten by another rule"),
    "left alone by size": ("exempt", "exempt_bonus"),
    "still open": ("grade_missing", "goals_none", "judged_missing", "quota_open", "period_open"),
    "outside the tree": ("cancelled", "later"),
    "raised": ("veto", "bar", "refer"),
    BACK: ("of a part", "on a later day"),
    BARE: ("without an entry",),
    TIES: ("half_up", "half_even", "down", "up"),
}
_GROUP: Final = {word: group for group, words in MET.items() if group not in (LINES, TIES) for word in words}


def in_trees(rulebook: Rulebook, nodes: Iterable[Node], standings: Iterable[Standing]) -> Found:
    """What the lines of these trees say: which rules spoke, what was limited, beaten, exempt, open or set aside."""
    found: Found = Counter()
    lines = Counter(map(attrgetter("rule", "what"), chain.from_iterable([node.lines for node in nodes])))
    for (code, what), number in lines.items():
        rule = rulebook.rules.get(code)
        if rule is not None:
            found[LINES, rule.name] += number
        if what in _GROUP:
            found[_GROUP[what], what] += number
        if what == "beaten" and len(rule.rivals(rulebook.item_of_rule[code])) > 1:
            found[_GROUP[what], "beaten by another rule"] += number
    outside = [line.what for standing in standings for line in standing.aside]
    raised = [each.consequence for standing in standings for each in standing.raised]
    found.update((_GROUP[word], word) for word in (*outside, *raised))
    return found


def in_columns(drawn: Drawn) -> Found:
    """What was drawn: reversals, and departments of which the ledger says nothing."""
    ledger, departments = drawn.ledger, len(drawn.units["size"])
    back = np.flatnonzero(ledger["reverses"] >= 0)
    origin = ledger["reverses"][back]
    part = ledger["count"][back] + ledger["count"][origin] > 0
    later = ledger["day"][back] > ledger["day"][origin]
    return Counter(
        {
            (BACK, "of a part"): int(part.sum()),
            (BACK, "on a later day"): int(later.sum()),
            (BARE, "without an entry"): departments - len(np.unique(ledger["department"])),
        }
    )


def ties(plan: Plan, totals: Any) -> Found:
    """How many of the known totals lie exactly between two published figures."""
    rounding = plan.rulebook.rounding
    shift, divisor = rounding_steps(plan.root.unit, rounding.places)
    rest = np.abs(totals) * shift % divisor
    return Counter({(TIES, rounding.mode): int((2 * rest == divisor).sum())})


def rows(found: Found) -> list[Row]:
    """What was met, word by word, and how often."""
    return [
        Row(f"{group}: {word}", f"{found[group, word]:,}", "" if found[group, word] else "more")
        for group, words in MET.items()
        for word in words
    ]
