"""Leave and going out: one leave is one entry, from a day to a day, known ahead, never why; who has it isn't counted."""

from datetime import date, timedelta

import pytest

from kaohe.audit.chain import BEGINNING, sealed
from kaohe.cycles.stages import Stage
from kaohe.ledger.actions import (
    Finding,
    end_leave,
    record_entries,
    record_entry,
    record_leave,
    record_round,
    reverse_entry,
)
from kaohe.ledger.models import Entry
from kaohe.results.boards import board_of
from kaohe.results.facts import gather
from tests.support.bureau import PAPER, TODAY, recorded, refused

MONDAY, FRIDAY = date(2025, 10, 20), date(2025, 10, 24)
LEAVE = "discipline.leave"


def leave(world, *persons, **changed):
    told = {
        "officer": world.office, "cycle": world.cycle, "department": world.budget, "rule": LEAVE, "persons": persons or ["王浩然"],
        "starts": MONDAY, "until": FRIDAY,
    }  # fmt: skip
    return record_leave(**{**told, **changed})


def walk(world, day, *persons):
    world.bureau.clock = day
    world.bureau.save(update_fields=["clock"])
    world.at(Stage.RUNNING)
    found = [Finding(world.budget, "discipline.absence", persons, about="不在岗")]
    return record_round(officer=world.office, cycle=world.cycle, occurred_on=day, findings=found, excusing=[LEAVE], evidence=["检查表"])


def test_a_leave_of_days_to_come_is_one_entry(world):
    with recorded("ledger:leave:registered"):
        (entry,) = leave(world)
    assert (entry.occurred_on, entry.until, entry.persons, entry.count, entry.about) == (MONDAY, FRIDAY, ["王浩然"], 1, "已请假")
    assert entry.occurred_on > TODAY


def test_a_leave_of_one_day_has_no_last_day(world):
    assert [leave(world, starts=TODAY, until=last)[0].until for last in (None,)] == [None]
    assert leave(world, "马俊杰", starts=TODAY, until=TODAY)[0].until is None


def test_several_people_have_an_entry_each_written_down_in_one_go(world):
    rows = leave(world, "王浩然", "马俊杰", "王浩然", about="因公外出")
    assert [(row.persons, row.about, row.number) for row in rows] == [(["王浩然"], "因公外出", 1), (["马俊杰"], "因公外出", 2)]


def test_its_last_day_is_under_its_seal(world):
    (entry,) = leave(world)
    assert entry.seal == sealed(BEGINNING, entry.contents([]))
    entry.until = FRIDAY + timedelta(days=1)
    assert entry.seal != sealed(BEGINNING, entry.contents([]))


def test_the_engine_reads_the_same_days(world):
    leave(world)
    (fact,) = [each for each in gather(world.cycle).entries if each.rule == LEAVE]
    assert fact.covers(MONDAY) and fact.covers(FRIDAY) and not fact.covers(FRIDAY + timedelta(days=1))  # noqa: PT018
    assert board_of(world.cycle).of("budget").tree.find("discipline").settled == 7


@pytest.mark.parametrize("day", [MONDAY, MONDAY + timedelta(days=2), FRIDAY])
def test_who_has_leave_is_not_counted_on_any_of_its_days(world, day):
    leave(world)
    with refused("ledger.on_leave"):
        walk(world, day, "王浩然", "马俊杰")
    assert len(walk(world, day, "马俊杰")) == 1


@pytest.mark.parametrize("day", [MONDAY - timedelta(days=1), FRIDAY + timedelta(days=1)])
def test_before_and_after_it_everybody_counts(world, day):
    leave(world)
    assert len(walk(world, day, "王浩然")) == 1


# --- coming back early


def test_who_comes_back_early_counts_again_from_the_next_day(world):
    (entry,) = leave(world)
    wednesday = MONDAY + timedelta(days=2)
    with recorded("ledger:leave:ended"):
        shorter = end_leave(officer=world.office, entry=entry, last_day=wednesday)
    assert (shorter.occurred_on, shorter.until, shorter.persons) == (MONDAY, wednesday, ["王浩然"])
    reversal = Entry.objects.get(reverses=entry)
    assert (reversal.count, reversal.until, reversal.about) == (-1, FRIDAY, "提前返岗，实际至2025-10-22，另记一笔")
    with refused("ledger.on_leave"):
        walk(world, wednesday, "王浩然")
    assert len(walk(world, wednesday + timedelta(days=1), "王浩然")) == 1


def test_who_comes_back_after_the_first_day_had_a_leave_of_one_day(world):
    assert end_leave(officer=world.office, entry=leave(world)[0], last_day=MONDAY).until is None


@pytest.mark.parametrize("day", [MONDAY - timedelta(days=1), FRIDAY, FRIDAY + timedelta(days=1)])
def test_an_early_return_lies_within_the_leave(world, day):
    (entry,) = leave(world)
    with refused("ledger.not_shorter"):
        end_leave(officer=world.office, entry=entry, last_day=day)


def test_a_leave_ends_early_once(world):
    (entry,) = leave(world)
    end_leave(officer=world.office, entry=entry, last_day=MONDAY)
    with refused("ledger.reversed_already"):
        end_leave(officer=world.office, entry=entry, last_day=MONDAY)


def test_a_leave_that_was_not_taken_is_reversed_and_excuses_nothing(world):
    (entry,) = leave(world)
    reverse_entry(officer=world.office, entry=entry, why="取消休假")
    assert len(walk(world, MONDAY, "王浩然")) == 1


def test_what_does_not_last_has_no_early_end(world):
    with refused("ledger.not_lasting"):
        end_leave(officer=world.office, entry=world.absence(), last_day=TODAY)


# --- what is refused


def test_the_reason_is_not_kept_and_neither_is_a_paper(world):
    with refused("ledger.other_words") as caught:
        leave(world, about="病假，住院")
    assert "只登记“已请假、因公外出”" in caught.value.message("zh")
    told = {"officer": world.office, "cycle": world.cycle, "department": world.budget, "rule": LEAVE, "occurred_on": TODAY, "persons": ["甲"]}
    with refused("ledger.other_words", "ledger.no_proof_wanted"):
        record_entry(**told, about="病假", evidence=PAPER)
    with refused("ledger.other_words"):
        record_entries(officer=world.office, cycle=world.cycle, entries=[_fact(about="住院治疗")])
    assert record_entries(officer=world.office, cycle=world.cycle, entries=[_fact()])[0].about == "已请假"


def _fact(**changed):
    from kaohe.engine import Entry as Fact

    return Fact(**{"id": "1", "department": "budget", "rule": LEAVE, "occurred_on": TODAY, "persons": ("甲",), **changed})


def test_days_to_come_are_for_leave_alone(world):
    with refused("cycles.not_yet"):
        world.absence(occurred_on=MONDAY)
    with refused("cycles.not_yet"):
        record_entries(
            officer=world.office, cycle=world.cycle, confirmed=False,
            entries=[_fact(rule="training.absence", occurred_on=MONDAY, about="缺勤", evidence=("签到表",))],
        )  # fmt: skip
    assert record_entries(officer=world.office, cycle=world.cycle, entries=[_fact(occurred_on=MONDAY, until=FRIDAY)], confirmed=False)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"until": MONDAY - timedelta(days=1)}, "ledger.bad_until"),
        ({"starts": date(2025, 12, 30), "until": date(2026, 1, 3)}, "ledger.bad_until"),
        ({"starts": date(2026, 1, 3), "until": None}, "cycles.outside_year"),
        ({"persons": []}, "ledger.lacks_person"),
        ({"rule": "discipline.absence"}, "ledger.not_lasting"),
    ],
)
def test_a_leave_that_cannot_be_is_refused(world, changed, code):
    with refused(code):
        leave(world, **changed)


def test_an_absence_has_no_last_day(world):
    with refused("ledger.bad_until"):
        world.absence(until=date(2025, 3, 14))


def test_overlapping_leave_of_one_person_is_asked_about(world):
    leave(world)
    with refused("ledger.twin"):
        leave(world, starts=FRIDAY, until=FRIDAY + timedelta(days=3))
    assert leave(world, "马俊杰")
    assert leave(world, starts=FRIDAY + timedelta(days=3), until=None)
    assert leave(world, confirmed=True)


@pytest.mark.parametrize("role", ["clerk", "department_head", "director", "auditor", "nobody"])
def test_only_the_office_and_the_checkers_keep_the_register(world, role):
    (entry,) = leave(world)
    with refused("people.may_not"):
        leave(world, officer=getattr(world, role))
    with refused("people.may_not"):
        end_leave(officer=getattr(world, role), entry=entry, last_day=MONDAY)


def test_a_checker_keeps_no_register_of_their_own_department(world):
    with refused("people.recusal"):
        leave(world, officer=world.checker, department=world.general)


def test_the_register_is_kept_while_the_year_runs(world):
    (entry,) = leave(world)
    world.at(Stage.NOTICED)
    with refused("cycles.stage"):
        leave(world, "马俊杰")
    with refused("cycles.stage"):
        end_leave(officer=world.office, entry=entry, last_day=MONDAY)
