"""Orders that entries are told and decided in, over arrays: the ledger's own, and who of a matter counts."""

from __future__ import annotations

from typing import Any, Final

from kaohe.bulk.extras import needed
from kaohe.bulk.polars.columns import Doubtful

#: Bits of a number that is sorted by.
BITS: Final = 62
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
    # Numbers that end with their own places are sorted far more quickly than places by numbers.
    key = ((group.astype("int64") << days) | (day - first)) << behind | np.arange(len(day))
    key.sort()
    order, key = key & ((1 << behind) - 1), key >> behind
    _spell(entries, order, key)
    return order


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
    total, first = np.cumsum(values), begins(group)
    return total - np.repeat((total - values)[first], np.diff(first, append=len(values)))


def dearest(entries: Any, group: Any, cost: Any) -> Any:
    """For entries (a frame of at least entry and day) whether each is the one that counts: of a group the dearest, of equals the first in the ledger."""
    np, pl = needed("numpy"), needed("polars")
    found = np.zeros(len(group), bool)
    if not len(group):
        return found
    order = np.argsort(group)
    group, cost = group[order], cost[order]
    first = begins(group)
    sizes = np.diff(first, append=len(group))
    won = cost == np.repeat(np.maximum.reduceat(cost, first), sizes)
    equal = np.flatnonzero(won & np.repeat(np.add.reduceat(won, first, dtype="int64") > 1, sizes))
    rivals = entries.select("day", "entry")[order[equal]]
    rivals = rivals.select("day", spelled(rivals["entry"]).alias("entry"), group=pl.Series(group[equal]), at=pl.Series(equal))
    won[equal] = False
    won[rivals.sort("group", "day", "entry").unique("group", keep="first")["at"].to_numpy()] = True
    found[order] = won
    return found
