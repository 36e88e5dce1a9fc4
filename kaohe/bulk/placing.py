"""Ranks with ties over arrays of whole numbers: one more than how many of the same group have more."""

from __future__ import annotations

from typing import Any, NamedTuple

from kaohe.bulk.arithmetic import MOST
from kaohe.bulk.extras import needed


class Groups(NamedTuple):
    """Who is ranked among whom: each one's group, how many stand in the groups before it, and who is ranked at all."""

    number: int
    group: Any
    before: Any
    ranked: Any


def grouped(group: Any, number: int, ranked: Any) -> Groups:
    """Groups from 0, so many of them. Who isn't ranked stands in one more behind them."""
    np = needed("numpy")
    own = np.where(ranked, group, number)
    sizes = np.bincount(own, minlength=number + 1)
    return Groups(number + 1, own, (np.cumsum(sizes) - sizes)[own], ranked)


def ranks(points: Any, groups: Groups) -> Any:
    """Everyone's rank in the group, 0 for who isn't ranked."""
    down = points.max() - points
    span = int(down.max()) + 1
    if (groups.number * span) << _bits(down) > MOST:
        down, span = _dense(down), len(down)
    return (_smaller(groups.group * span + down) - groups.before + 1) * groups.ranked


def _smaller(keys: Any) -> Any:
    """How many keys are smaller than each: counted where they are few, sorted together with their places where they aren't."""
    np = needed("numpy")
    if keys.max() < 4 * len(keys):
        counts = np.bincount(keys)
        return (np.cumsum(counts) - counts)[keys]
    bits = _bits(keys)
    together = np.sort(keys << bits | np.arange(len(keys)))
    keys, places, at = together >> bits, together & ((1 << bits) - 1), np.arange(len(keys))
    found = np.empty_like(keys)
    found[places] = np.maximum.accumulate(np.where(np.diff(keys, prepend=-1), at, 0))
    return found


def _bits(values: Any) -> int:
    """How many bits a place among them takes."""
    return len(values).bit_length()


def _dense(values: Any) -> Any:
    """Numbers below their count, in the same order."""
    return needed("numpy").unique(values, return_inverse=True)[1]
