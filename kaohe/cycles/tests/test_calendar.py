"""A bureau's own working days: a day of its own, a whole year loaded from the notice, and the warning while one is missing."""

from datetime import date

import pytest

from kaohe.audit.models import Record
from kaohe.cycles.actions import clear_day, load_calendar, set_day
from kaohe.cycles.calendar import calendar_of, missing_year
from kaohe.cycles.models import CalendarDay
from kaohe.days.calendar import Day, Kind
from kaohe.days.national import national
from tests.support.bureau import recorded, refused

MONDAY = date(2026, 3, 9)
NEW_YEAR = Day(date(2027, 1, 1), Kind.REST, "元旦")
MADE_UP = Day(date(2026, 12, 26), Kind.MADE_UP, "元旦")


def set_one(world, **changed):
    told = {
        "officer": world.office,
        "bureau": world.bureau,
        "day": MONDAY,
        "kind": Kind.REST,
        "name": "三月三",
        "source": "区府规定",
    }
    return set_day(**{**told, **changed})


def load(world, **changed):
    told = {
        "officer": world.office,
        "bureau": world.bureau,
        "year": 2027,
        "days": [NEW_YEAR, MADE_UP],
        "source": "通知",
    }
    return load_calendar(**{**told, **changed})


def test_a_bureau_counts_by_the_countrys_calendar(world):
    assert calendar_of(world.bureau).version == national().version


def test_a_holiday_of_the_place_is_a_day_of_rest_there_only(world, elsewhere):
    with recorded("cycles:day:set"):
        set_one(world)
    assert calendar_of(world.bureau).is_workday(MONDAY) is False
    assert calendar_of(elsewhere.bureau).is_workday(MONDAY) is True
    assert Record.objects.first().after["name"] == "三月三"


def test_a_day_set_again_is_changed_and_both_are_on_record(world):
    set_one(world)
    set_one(world, kind=Kind.WORK)
    assert CalendarDay.objects.get(bureau=world.bureau).kind == Kind.WORK
    assert (Record.objects.first().before["kind"], Record.objects.first().after["kind"]) == ("rest", "work")


def test_what_was_said_of_a_day_is_taken_back(world):
    set_one(world)
    with recorded("cycles:day:cleared"):
        clear_day(officer=world.office, bureau=world.bureau, day=MONDAY)
    assert calendar_of(world.bureau).is_workday(MONDAY) is True
    with refused("cycles.day_not_set"):
        clear_day(officer=world.office, bureau=world.bureau, day=MONDAY)


def test_nobody_but_the_office_keeps_the_calendar(world, elsewhere):
    for deed in (set_one, load):
        with refused("people.may_not"):
            deed(world, officer=world.director)
        with refused("people.other_bureau"):
            deed(world, officer=elsewhere.office)
    with refused("people.may_not"):
        clear_day(officer=world.clerk, bureau=world.bureau, day=MONDAY)


def test_a_day_needs_the_paper_that_says_so(world):
    with refused("cycles.day_unsourced"):
        set_one(world, source="  ")


def test_a_whole_year_is_loaded_and_known_from_then_on(world):
    assert calendar_of(world.bureau).is_workday(date(2027, 1, 4)) is None
    with recorded("cycles:calendar:loaded"):
        load(world)
    calendar = calendar_of(world.bureau)
    assert calendar.is_workday(date(2027, 1, 1)) is False
    assert calendar.is_workday(date(2027, 1, 4)) is True
    assert calendar.is_workday(date(2026, 12, 26)) is True
    assert Record.objects.first().after["days"] == ["2027-01-01 rest 元旦", "2026-12-26 made_up 元旦"]


def test_a_year_loaded_again_is_replaced_but_not_the_bureaus_own_days(world):
    set_one(world, day=date(2027, 3, 8))
    load(world)
    load(world, days=[NEW_YEAR])
    assert list(CalendarDay.objects.values_list("day", flat=True)) == [date(2027, 1, 1), date(2027, 3, 8)]


def test_a_year_that_ships_is_wholly_the_bureaus_own_once_it_loads_it(world):
    load(world, year=2026, days=[Day(date(2026, 1, 1), Kind.REST, "元旦")])
    calendar = calendar_of(world.bureau)
    assert calendar.is_workday(date(2026, 1, 2)) is True
    assert calendar.is_workday(date(2026, 1, 4)) is False
    assert calendar.is_workday(date(2025, 10, 1)) is False


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"source": ""}, "cycles.year_unsourced"),
        ({"days": []}, "cycles.year_empty"),
        ({"days": [Day(date(2028, 1, 1), Kind.REST)]}, "cycles.day_outside"),
        ({"days": [Day(date(2026, 11, 30), Kind.REST)]}, "cycles.day_outside"),
    ],
)
def test_a_year_that_makes_no_sense_is_refused(world, changed, code):
    with refused(code):
        load(world, **changed)


def test_the_next_year_is_missed_from_the_first_of_november_until_it_is_loaded(world):
    calendar = calendar_of(world.bureau)
    assert missing_year(calendar, date(2026, 10, 31)) is None
    assert missing_year(calendar, date(2026, 11, 1)) == 2027
    assert missing_year(calendar, date(2027, 2, 1)) == 2027
    load(world)
    assert missing_year(calendar_of(world.bureau), date(2026, 12, 31)) is None
