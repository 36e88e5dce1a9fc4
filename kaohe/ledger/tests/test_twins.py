"""What looks like one event told twice is asked about, and written down only when someone says that it is another."""

from datetime import date

import pytest

from kaohe.ledger.actions import reverse_entry
from tests.support.bureau import refused


def test_the_same_person_day_and_rule_is_asked_about(world):
    world.absence()
    with refused("ledger.twin") as caught:
        world.absence(persons=["马俊杰", "王浩然"], confirmed=False)
    assert caught.value.problems[0].values["same"] == ["#1"]
    assert world.absence(confirmed=True).number == 2


@pytest.mark.parametrize(
    "changed",
    [
        {"persons": ["马俊杰"]},
        {"occurred_on": date(2025, 3, 13)},
        {"rule": "discipline.absence"},
        {"matter": "另一件事"},
    ],
)
def test_another_person_day_rule_or_matter_is_another_event(world, changed):
    world.absence(matter="一件事")
    assert world.absence(confirmed=False, **changed).number == 2


def test_another_department_is_another_event(world):
    world.absence()
    assert world.absence(department=world.general, confirmed=False).number == 2


def test_what_was_taken_back_is_no_duplicate(world):
    reverse_entry(officer=world.office, entry=world.absence(), why="误记")
    assert world.absence(confirmed=False).number == 3
