"""A round: several findings with the same evidence, written down together or not at all; who has leave isn't counted."""

from datetime import date

import pytest

from kaohe.cycles.stages import Stage
from kaohe.ledger.actions import Finding, record_entry, record_round
from kaohe.ledger.models import Entry
from tests.support.bureau import recorded, refused

DAY = date(2025, 10, 14)
LEAVE = ("discipline.leave",)


def findings(world):
    return [
        Finding(world.budget, "discipline.absence", ("王浩然", "马俊杰"), about="不在岗"),
        Finding(world.general, "discipline.present", count=4, about="全部在岗"),
    ]


def walk(world, found=None, **changed):
    told = {
        "officer": world.office, "cycle": world.cycle, "occurred_on": DAY, "evidence": ["出勤检查表"], "excusing": LEAVE,
        "findings": findings(world) if found is None else found,
    }  # fmt: skip
    return record_round(**{**told, **changed})


def leave(world, person="王浩然", **changed):
    told = {"rule": "discipline.leave", "occurred_on": DAY, "persons": [person], "about": "已请假", "evidence": []}
    return world.absence(**{**told, **changed})


def test_a_round_is_written_down_in_one_go(world):
    with recorded("ledger:round:recorded"):
        absent, present = walk(world)
    assert (absent.count, absent.persons, absent.department) == (2, ["王浩然", "马俊杰"], world.budget)
    assert (present.count, present.persons, present.rule) == (4, [], "discipline.present")
    assert [each.title for each in absent.evidence.all()] == ["出勤检查表"]


def test_who_has_leave_is_not_counted(world):
    leave(world)
    with refused("ledger.on_leave") as caught:
        walk(world)
    assert caught.value.problems[0].values["person"] == "王浩然"
    assert len(walk(world, [Finding(world.budget, "discipline.absence", ("马俊杰",), about="不在岗")])) == 1


def test_leave_of_another_day_excuses_nothing(world):
    leave(world, occurred_on=date(2025, 10, 13))
    assert len(walk(world)) == 2


def test_leave_taken_back_excuses_nothing(world):
    from kaohe.ledger.actions import reverse_entry

    reverse_entry(officer=world.office, entry=leave(world), why="未获批准")
    assert len(walk(world)) == 2


def test_leave_is_registered_in_the_same_round_as_presence(world):
    (leave,) = walk(world, [Finding(world.budget, "discipline.leave", ("王浩然",))])
    assert (leave.about, leave.evidence.count()) == ("已请假", 0), "its own words, and no paper"


def test_one_finding_that_lacks_something_keeps_all_from_being_written(world):
    with refused("ledger.lacks_person", "ledger.lacks_about"):
        walk(world, [*findings(world), Finding(world.budget, "discipline.computer")])
    assert not Entry.objects.exists()


def test_a_refused_finding_is_told_by_whose_it_is_and_by_no_number(world):
    with refused("ledger.lacks_person", "ledger.lacks_about", "ledger.bad_count") as caught:
        walk(world, [Finding(world.budget, "discipline.computer", ("王浩然",)), Finding(world.general, "discipline.computer", count=0)])
    told, english = caught.value.message(), caught.value.message("en")
    assert "记录 “预算科 王浩然”（" in told
    assert "记录 “综合科 2025-10-14”：数量 0 应为" in told
    assert "Entry “综合科, 2025-10-14”: the count 0 must be" in english


def test_a_finding_about_many_persons_is_told_by_its_day(world):
    with refused("ledger.lacks_about") as caught:
        walk(world, [Finding(world.budget, "discipline.computer", ("甲", "乙", "丙", "丁"))])
    assert "记录 “预算科 2025-10-14”（" in caught.value.message()


def test_an_empty_round_is_refused(world):
    with refused("ledger.round_empty"):
        walk(world, [])


def test_a_round_told_twice_is_asked_about(world):
    walk(world)
    with refused("ledger.twin"):
        walk(world)
    assert len(walk(world, confirmed=True)) == 2


def test_a_checker_checks_others_and_not_their_own_department(world):
    with refused("people.recusal"):
        walk(world, officer=world.checker)
    assert walk(world, findings(world)[:1], officer=world.checker)


@pytest.mark.parametrize("role", ["clerk", "department_head", "director", "auditor"])
def test_only_the_office_and_the_checkers_go_round(world, role):
    with refused("people.may_not"):
        walk(world, officer=getattr(world, role))


def test_a_round_belongs_to_the_running_year(world):
    with refused("cycles.stage"):
        walk(world.at(Stage.NOTICED))
    with refused("cycles.not_yet"):
        walk(world.at(Stage.RUNNING), occurred_on=date(2025, 10, 16))


def test_grades_are_not_given_on_a_round(world):
    with refused("ledger.graded_rule"):
        walk(world, [Finding(world.budget, "grade.key")])


def test_a_finding_of_the_round_is_an_entry_like_any_other(world):
    walk(world)
    with refused("ledger.twin"):
        record_entry(
            officer=world.office, cycle=world.cycle, department=world.budget, rule="discipline.absence", occurred_on=DAY,
            persons=["马俊杰"], about="不在岗", evidence=["单子"],
        )  # fmt: skip
