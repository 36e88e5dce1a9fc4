"""The comparison of engine and columns by the hundred million: it sees what differs, meets what matters, and may be stopped."""

import os
import signal
from collections import Counter
from concurrent.futures import Future

import pytest

pytest.importorskip("duckdb", reason="columns need ./run setup --bulk")

from benchmarks import cents, held, met
from benchmarks.held import BATCH, batch
from kaohe.engine import read_number

BUREAUS = 300  # departments of a batch: more than one bureau
SEEDS = range(1, 7)


def done(found=None, wrong=None):
    """A batch as the run gets it from another process: what it found, or what it stumbled over."""
    made = Future()
    made.set_exception(wrong) if wrong else made.set_result(found)
    return made


@pytest.fixture(scope="module")
def compared():
    """Some batches, added up."""
    return sum((batch(seed, BUREAUS) for seed in SEEDS), Counter())


def test_every_department_of_every_bureau_is_compared_and_nothing_differs(compared):
    assert compared[BATCH, "departments"] == len(SEEDS) * BUREAUS
    assert compared[BATCH, "figures"] > 2 * compared[BATCH, "scores"] > 0
    assert not compared[BATCH, "wrong"]


def test_a_bureau_meets_ties_limits_reversals_and_empty_departments(compared):
    met_groups = {group for (group, word), number in compared.items() if number}
    assert set(met.MET) <= met_groups


def test_the_same_seed_is_the_same_year():
    once, again = ({key: number for key, number in batch(2, BUREAUS).items() if key[0] != held.SECONDS} for _ in range(2))
    assert once == again


def test_float64_needs_no_number_of_a_department_that_moves_no_points():
    assert not batch(10210, 20)[BATCH, "wrong"]  # found by the run itself: a quota under a rule that the compiler sees to be worth nothing


def test_a_column_that_is_off_by_one_unit_in_one_department_is_found(monkeypatch):
    columns = held._columns

    def off(plan, year):
        slots, steps = columns(plan, year)
        steps[plan.root.settled] = steps[plan.root.settled].copy()
        steps[plan.root.settled][7] += 1
        return slots, steps

    monkeypatch.setattr(held, "_columns", off)
    assert batch(1, BUREAUS)[BATCH, "wrong"] == 1


def test_an_array_that_is_off_by_one_unit_in_one_department_is_found(monkeypatch):
    arrays = held._arrays

    def off(plan, year):
        steps = arrays(plan, year)
        steps[plan.root.settled] = steps[plan.root.settled].copy()
        steps[plan.root.settled][7] += 1
        return steps

    monkeypatch.setattr(held, "_arrays", off)
    assert batch(1, BUREAUS)[BATCH, "wrong"] == 1


def test_a_number_of_the_engine_that_is_no_whole_number_of_units_differs():
    assert held._Whole(100)[read_number("0.125")] == held._NO_WHOLE
    assert held._Whole(1000)[read_number("0.125")] == 125


def test_a_batch_that_differs_is_told_with_the_seed_that_shows_it_again(capsys):
    tally = cents.Tally(9000, first=41)
    tally.add(done(Counter({(BATCH, "departments"): 4000})))
    tally.add(done(Counter({(BATCH, "wrong"): 3})))
    tally.add(done(wrong=ValueError("a mistake where there is none")))
    assert (tally.odd, tally.following, tally.missing) == ([42, 43], 44, 2)
    said = capsys.readouterr().err
    assert "cents 4000 42: 3 figures differ" in said
    assert "cents 4000 43: ValueError" in said


@pytest.mark.parametrize("asking", [signal.SIGINT, signal.SIGTERM])
def test_who_asks_the_run_to_stop_gets_what_it_compared_up_to_then_even_when_they_ask_twice(asking):
    usual = signal.getsignal(asking)
    with cents._stoppable() as asked:
        os.kill(os.getpid(), asking)
        os.kill(os.getpid(), asking)
        assert asked == [asking, asking]
    assert signal.getsignal(asking) == usual
