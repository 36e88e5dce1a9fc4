"""The orders that entries are told and decided in, over arrays."""

import random

import numpy as np
import polars as pl
import pytest

from kaohe.bulk.polars import order
from kaohe.bulk.polars.columns import Doubtful
from kaohe.bulk.polars.order import dealt, dearest, in_turn, running, spelled

NUMBERS = [0, 1, 2, 9, 10, 11, 19, 100, 101, 110, 999, 1000, 10**15, 10**15 + 1, 10**16 - 1]


@pytest.mark.parametrize("more", [[], [10**16], [10**18], [-5]], ids=str)
def test_numbers_are_spelled_letter_by_letter_whatever_their_size(more):
    entries = pl.Series([*NUMBERS, *more])
    assert entries.gather(spelled(entries).arg_sort()).to_list() == sorted([*NUMBERS, *more], key=str)


@pytest.mark.parametrize("wide", [1, 1 << 50])
@pytest.mark.parametrize("kind", [pl.Int64, pl.String])
def test_entries_are_told_group_by_group_by_day_and_of_a_day_by_their_letters(kind, wide):
    """`wide`: groups whose numbers leave no room beside days and places."""
    rng = random.Random(7)
    rows = [(rng.randrange(5) * wide, rng.randrange(20_000, 20_010), entry) for entry in range(500)]
    rng.shuffle(rows)
    group, days, numbers = zip(*rows, strict=True)
    entries = pl.DataFrame({"entry": pl.Series(numbers).cast(kind), "day": pl.Series(days, dtype=pl.Int32)})
    told = [rows[at] for at in in_turn(entries, np.array(group))]
    assert told == sorted(rows, key=lambda row: (row[0], row[1], str(row[2])))


def test_where_there_is_nothing_nothing_is_told():
    nothing = pl.DataFrame({"entry": [], "day": []}, schema={"entry": pl.Int64, "day": pl.Int32})
    none = np.zeros(0, "int64")
    assert [len(in_turn(nothing, none)), len(running(none, none)), len(dearest(nothing, none, none))] == [0, 0, 0]


def test_running_sums_begin_anew_with_each_group():
    assert running(np.array([1, 2, 3, 4, 5]), np.array([7, 7, 8, 8, 9])).tolist() == [1, 3, 3, 7, 5]


def test_of_a_group_the_dearest_counts_and_of_equals_the_first_by_day_and_letters():
    entries = pl.DataFrame({"entry": [1, 2, 9, 10, 5, 6], "day": pl.Series([3, 3, 3, 3, 2, 1], dtype=pl.Int32)})
    won = dearest(entries, np.array([4, 4, 1, 1, 2, 2]), np.array([5, 6, 7, 7, 8, 8]))
    assert dict(zip(entries["entry"], won.tolist(), strict=True)) == {1: False, 2: True, 9: False, 10: True, 5: False, 6: True}


def test_where_sixty_two_bits_do_not_take_groups_days_and_places_it_is_left_to_others():
    entries = pl.DataFrame({"entry": range(1 << 17), "day": pl.Series([0, 2**31 - 1] * (1 << 16), dtype=pl.Int32)})
    with pytest.raises(Doubtful):
        in_turn(entries, np.arange(1 << 17))


@pytest.mark.parametrize("wide", [1, 1 << 58], ids=["with their places in one number", "too wide for that"])
@pytest.mark.parametrize("rows", [8, 1000], ids=["dealt out", "at once"])
def test_who_counts_is_the_same_however_many_are_looked_at_at_once(monkeypatch, wide, rows):
    monkeypatch.setattr(order, "_DEALT", rows)
    rng = random.Random(3)
    told = [(rng.randrange(16) * wide, rng.randrange(4), rng.randrange(20_000, 20_003), entry) for entry in range(400)]
    group, cost, days, numbers = zip(*told, strict=True)
    entries = pl.DataFrame({"entry": numbers, "day": pl.Series(days, dtype=pl.Int32)})
    won = dearest(entries, np.array(group), np.array(cost))
    first: dict[int, int] = {}
    for at in sorted(range(len(told)), key=lambda at: (-cost[at], days[at], str(numbers[at]))):
        first.setdefault(group[at], at)
    assert np.flatnonzero(won).tolist() == sorted(first.values())


@pytest.mark.parametrize(
    "group",
    [[], [0] * 30, list(range(30)), [1 << 60, 0, 5, 1 << 60] * 9],
    ids=["none", "one", "each its own", "far apart"],
)
def test_everyone_is_dealt_to_one_share_and_a_group_lies_in_one(monkeypatch, group):
    monkeypatch.setattr(order, "_DEALT", 4)
    shares = [own.tolist() for own in dealt(np.array(group, "int64"))]
    assert sorted(at for own in shares for at in own) == list(range(len(group)))
    assert all(
        len({at for at, own in enumerate(shares) for row in own if group[row] == each}) == 1 for each in set(group)
    )
