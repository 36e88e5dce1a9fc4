"""Orders that entries are told and decided in, over arrays: the ledger's own, and who of a matter counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from kaohe.bulk.extras import needed
from kaohe.bulk.polars.columns import Doubtful

#: Bits of a number that is sorted by.
BITS: Final = 62
#: So many rows at once are small (`dealt`).
_DEALT: Final = 1 << 18
#: Numbers of no more digits are spelled as numbers of 64 bits.
_DIGITS: Final = 16


def in_turn(entries: Any, group: Any) -> Any:
    """The order in which entries (a frame of at least entry and day) are told: group by group, by day, and of a day by their numbers, letter by
    letter. Raises Doubtful where no 62 bits take all that.
    """
    np, day = needed("numpy"), entries["day"].to_numpy().astype("int64")
    behind = len(day).bit_length()
    first, last = (int(day.min()), int(day.max())) if len(day) else (0, 0)
    days = (last - first).bit_length()
    if int(group.max(initial=0)).bit_length() + days + behind > BITS:
        group = np.unique(group, return_inverse=True)[1]
    if int(group.max(initial=0)).bit_length() + days + behind > BITS:
        raise Doubtful
    order, key = placed((group.astype("int64") << days) | (day - first), behind)
    _spell(entries, order, key)
    return order


def ascending(numbers: Any) -> Any:
    """Whole numbers in their order, not to be written to. Polars sorts them three times as quickly as NumPy's own sort on some processors."""
    return needed("polars").Series(numbers).sort(in_place=True).to_numpy()


def placed(key: Any, behind: int) -> tuple[Any, Any]:
    """The places of numbers in the order of these, and the numbers in it. `behind`: how many bits a place takes beside them, in 62.

    Numbers that end with their own places are sorted far more quickly than places by numbers.
    """
    both = ascending(key << behind | needed("numpy").arange(len(key)))
    return both & ((1 << behind) - 1), both >> behind


def together(group: Any) -> tuple[Any, Any]:
    """The places of groups so that equal ones lie together, and the groups in that order."""
    behind = len(group).bit_length()
    if int(group.max(initial=0)).bit_length() + behind <= BITS:
        return placed(group, behind)
    order = needed("polars").Series(group).arg_sort().to_numpy()
    return order, group[order]


def _spell(entries: Any, order: Any, key: Any) -> None:
    """Put what has the same key into the order of its numbers, letter by letter."""
    np, pl = needed("numpy"), needed("polars")
    alike = np.flatnonzero(key[1:] == key[:-1])
    tied = np.zeros(len(key), bool)
    tied[alike] = tied[alike + 1] = True
    at = np.flatnonzero(tied)
    rivals = pl.DataFrame({"key": key[at], "entry": spelled(entries["entry"].gather(order[at])), "row": order[at]})
    order[at] = rivals.sort("key", "entry")["row"].to_numpy()


def spelled(entry: Any) -> Any:
    """Numbers of entries as what lies in the order of their letters: 1, 10, 11, 2."""
    np, pl = needed("numpy"), needed("polars")
    if entry.dtype == pl.String or not len(entry) or entry.min() < 0 or entry.max() >= 10**_DIGITS:
        return entry.cast(pl.String)
    number = entry.to_numpy().astype("int64")
    fewer = np.searchsorted(10 ** np.arange(1, _DIGITS), number, side="right")  # digits, less one
    return pl.Series(number * 10 ** (_DIGITS - 1 - fewer) * _DIGITS + fewer)


def begins(group: Any) -> Any:
    """Where each group begins, of groups that lie together."""
    np = needed("numpy")
    return np.flatnonzero(np.append(True, group[1:] != group[:-1])[: len(group)])


def running(values: Any, group: Any) -> Any:
    """The running sums of values that lie group by group, each beginning anew."""
    np = needed("numpy")
    if not len(values):
        return values
    first, changes = begins(group), values.copy()
    changes[first[1:]] -= np.add.reduceat(values, first)[:-1]  # a group takes back what the one before has come to
    return np.cumsum(changes, out=changes)


def dealt(group: Any) -> Iterator[Any]:
    """The places of groups, some groups after the other, so that what is made of them stays small: fresh memory costs more than the work in it."""
    np = needed("numpy")
    shift = max(0, int(group.max(initial=0)).bit_length() - (len(group) // _DEALT).bit_length())
    share = (group >> shift).astype("uint16")
    yield from (np.flatnonzero(share == at) for at in range(int(share.max(initial=0)) + 1))


def dearest(entries: Any, group: Any, cost: Any) -> Any:
    """For entries (a frame of at least entry and day) whether each is the one that counts: of a group the dearest, of equals the first in the ledger."""
    found = needed("numpy").zeros(len(group), bool)
    for own in dealt(group):
        if len(own):
            found[own] = _dearest(entries.select("day", "entry")[own], group[own], cost[own])
    return found


def _dearest(entries: Any, group: Any, cost: Any) -> Any:
    """The same of some of them, at least one."""
    np, pl = needed("numpy"), needed("polars")
    order, group = together(group - group.min())
    cost, first = cost[order], begins(group)
    of_group = np.cumsum(np.append(0, group[1:] != group[:-1]))
    won = cost == np.maximum.reduceat(cost, first)[of_group]
    equal = np.flatnonzero(won & (np.add.reduceat(won, first, dtype="int64") > 1)[of_group])
    rivals = entries[order[equal]]
    rivals = rivals.select("day", spelled(rivals["entry"]).alias("entry"), group=pl.Series(group[equal]), at=pl.Series(equal))
    won[equal] = False
    won[rivals.sort("group", "day", "entry").unique("group", keep="first")["at"].to_numpy()] = True
    found = np.zeros(len(group), bool)
    found[order] = won
    return found
