"""The board comes from the rows, is the engine's own, and is never out of date."""

from datetime import date
from threading import Thread

import pytest
from django.db import connection, transaction

from kaohe.cycles.stages import Stage
from kaohe.engine import Entry, Facts, score, shown
from kaohe.ledger import facts as ledger_facts
from kaohe.ledger.actions import record_entries, reverse_entry
from kaohe.panels.actions import grade_goal
from kaohe.people.actions import set_departments
from kaohe.results import boards
from kaohe.results.boards import board_of, facts_of
from kaohe.results.facts import gather
from tests.support.bureau import PAPER, YEAR, found, rulebook


def points(world, item="training", **asked):
    return shown(board_of(world.cycle, **asked).of("budget").tree.find(item).settled)


def test_rows_become_exactly_the_facts_that_they_hold(world):
    world.absence()
    facts = gather(world.cycle)
    assert facts.departments == (world.budget.as_fact(), world.general.as_fact())
    assert {goal.code for goal in facts.goals if goal.department == "budget"} == {
        "Y-Z1", "Y-Z2", "Y-Q1", "Y-Q2", "Y-Q3", "Y-Q4",
    }  # fmt: skip
    assert facts.entries == (
        Entry(
            "1", "budget", "training.absence", date(2025, 3, 12), persons=("王浩然",), about="未参加集中学习，未请假",
            evidence=("考勤表",), recorded_on=None, recorded_by="north·office",
        ),
    )  # fmt: skip
    assert facts.as_of == date(2025, 10, 15)


def test_the_board_is_what_the_engine_says_of_these_facts(world):
    world.absence()
    assert board_of(world.cycle) == score(rulebook(), gather(world.cycle))


def test_one_small_query_while_nothing_changes(world, django_assert_num_queries):
    world.absence()
    first = board_of(world.cycle)
    with django_assert_num_queries(1):
        assert board_of(world.cycle) is first
    with django_assert_num_queries(1):
        assert facts_of(world.cycle).entries


def test_a_new_entry_shows_at_once(world):
    assert points(world) == "7"
    entry = world.absence()
    assert points(world) == "6"
    reverse_entry(officer=world.office, entry=entry, why="补假")
    assert points(world) == "7"


def test_an_entry_that_was_rolled_back_leaves_no_trace(world):
    class Undone(Exception):
        pass

    def record_and_undo():
        with transaction.atomic():
            world.absence()
            assert points(world) == "6"
            raise Undone

    with pytest.raises(Undone):
        record_and_undo()
    assert points(world) == "7"
    world.absence(count=2, persons=["王浩然", "马俊杰"])
    assert points(world) == "5"


def test_only_new_entries_are_read_again(world):
    world.absence()
    board_of(world.cycle)
    world.absence()
    known = ledger_facts._read.peek(world.cycle.pk)
    assert known.number == 1
    assert len(gather(world.cycle).entries) == 2
    assert ledger_facts._read.peek(world.cycle.pk).entries[0] is known.entries[0]


def test_a_ledger_replaced_behind_our_back_is_read_anew(world):
    """As after a restored backup: the same numbers, other contents."""
    world.absence()
    assert points(world) == "6"
    seen = ledger_facts._read.peek(world.cycle.pk)
    ledger_facts._read.put(world.cycle.pk, seen._replace(seal="f" * 64, entries=()))
    boards._kept.clear()
    assert points(world) == "6"


def test_a_changed_department_shows_at_once(world):
    world.absence(rule="duty.no_cover")
    assert points(world, "duty") == "5"
    alone = world.budget.as_fact()
    set_departments(
        officer=world.administrator, bureau=world.bureau,
        departments=[type(alone)(alone.code, alone.name, size=1, attributes=alone.attributes)],
    )  # fmt: skip
    assert points(world, "duty") == "6"


def test_a_grade_shows_at_once_and_so_does_its_change(world):
    world.at(Stage.CLOSING)
    told = {"officer": world.leading_group, "goal": world.goal("Y-Z1"), "reason": "完成情况", "evidence": PAPER}
    grade_goal(**told, grade="qualified")
    assert points(world, "business.key") == "22.5"
    grade_goal(**told, grade="basically_qualified")
    assert points(world, "business.key") == "18"
    assert "grading.conflict" not in {problem.code for problem in board_of(world.cycle).problems}


def test_two_bureaus_with_the_same_codes_never_mix(world, elsewhere):
    world.absence()
    assert (points(world), points(elsewhere)) == ("6", "7")
    assert [entry.recorded_by for entry in gather(elsewhere.cycle).entries] == []


def test_a_dissolved_department_is_not_assessed_the_year_after(world):
    world.general.retired_on = date(YEAR, 1, 1)
    world.general.save()
    assert [department.code for department in gather(world.cycle).departments] == ["budget"]


def test_a_department_dissolved_within_the_year_still_is(world):
    world.general.retired_on = date(YEAR, 6, 1)
    world.general.save()
    assert len(gather(world.cycle).departments) == 2


def late(world):
    """An absence of March that was written down in May."""
    fact = Entry(
        "1", "budget", "training.absence", date(2025, 3, 12), persons=("王浩然",), about="缺勤", evidence=("考勤表",),
        recorded_on=date(2025, 5, 6),
    )  # fmt: skip
    return record_entries(officer=world.office, cycle=world.cycle, entries=[fact])


def test_a_quarter_is_scored_with_what_was_recorded_of_it_later(world):
    late(world)
    assert points(world, as_of=date(2025, 3, 31)) == "6"


def test_what_was_known_up_to_an_entry_leaves_out_what_was_written_down_later(world):
    world.absence()
    late(world)
    assert points(world, as_of=date(2025, 3, 31), up_to=0) == "7"
    assert points(world, as_of=date(2025, 3, 31), up_to=1) == "6"
    assert points(world, as_of=date(2025, 3, 31), up_to=2) == "5"


def test_what_happened_after_the_day_is_set_aside(world):
    world.absence(occurred_on=date(2025, 4, 2))
    assert points(world, as_of=date(2025, 3, 31)) == "7"


def test_a_running_year_is_pending_and_a_closing_one_names_what_is_missing(world):
    assert any(problem.code == "period.open" for problem in board_of(world.cycle).problems)
    codes = {problem.code for problem in board_of(world.at(Stage.CLOSING).cycle).problems}
    assert "grading.missing" in codes
    assert "period.open" not in codes


@pytest.mark.django_db(transaction=True)
def test_threads_share_what_is_computed(transactional_db):
    world = found("north")
    world.absence()
    seen = []

    def look():
        seen.append(board_of(world.cycle))
        connection.close()

    threads = [Thread(target=look) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 6
    assert all(board == seen[0] for board in seen)


def test_an_empty_year_has_a_board_too(world):
    assert isinstance(facts_of(world.cycle), Facts)
    assert points(world) == "7"
