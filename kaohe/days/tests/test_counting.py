"""When "within two days" is over: a table worked by hand around every holiday of three years, and laws that hold of any day."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.days.calendar import Calendar, Day, Kind
from kaohe.days.counting import NATURAL, WORKING, ZONE, deadline, from_day, up_to_day, workdays_after
from kaohe.days.national import SOURCE, national

#: Announced on, two calendar days moved off rest, two working days; the weekdays beside them.
BY_HAND = [
    ("2023-12-29", "2024-01-02", "2024-01-03"),  # 五 → 二 / 三
    ("2024-01-02", "2024-01-04", "2024-01-04"),  # 二 → 四 / 四
    ("2024-02-08", "2024-02-18", "2024-02-18"),  # 四 → 日 / 日
    ("2024-02-09", "2024-02-18", "2024-02-19"),  # 五 → 日 / 一
    ("2024-02-14", "2024-02-18", "2024-02-19"),  # 三 → 日 / 一
    ("2024-02-16", "2024-02-18", "2024-02-19"),  # 五 → 日 / 一
    ("2024-02-17", "2024-02-19", "2024-02-19"),  # 六 → 一 / 一
    ("2024-04-02", "2024-04-07", "2024-04-07"),  # 二 → 日 / 日
    ("2024-04-03", "2024-04-07", "2024-04-08"),  # 三 → 日 / 一
    ("2024-04-05", "2024-04-07", "2024-04-08"),  # 五 → 日 / 一
    ("2024-04-26", "2024-04-28", "2024-04-29"),  # 五 → 日 / 一
    ("2024-04-29", "2024-05-06", "2024-05-06"),  # 一 → 一 / 一
    ("2024-04-30", "2024-05-06", "2024-05-07"),  # 二 → 一 / 二
    ("2024-05-10", "2024-05-13", "2024-05-13"),  # 五 → 一 / 一
    ("2024-06-06", "2024-06-11", "2024-06-11"),  # 四 → 二 / 二
    ("2024-06-07", "2024-06-11", "2024-06-12"),  # 五 → 二 / 三
    ("2024-09-12", "2024-09-14", "2024-09-14"),  # 四 → 六 / 六
    ("2024-09-13", "2024-09-18", "2024-09-18"),  # 五 → 三 / 三
    ("2024-09-14", "2024-09-18", "2024-09-19"),  # 六 → 三 / 四
    ("2024-09-27", "2024-09-29", "2024-09-30"),  # 五 → 日 / 一
    ("2024-09-30", "2024-10-08", "2024-10-09"),  # 一 → 二 / 三
    ("2024-10-11", "2024-10-14", "2024-10-14"),  # 五 → 一 / 一
    ("2024-12-30", "2025-01-02", "2025-01-02"),  # 一 → 四 / 四
    ("2024-12-31", "2025-01-02", "2025-01-03"),  # 二 → 四 / 五
    ("2025-01-24", "2025-01-26", "2025-01-27"),  # 五 → 日 / 一
    ("2025-01-26", "2025-02-05", "2025-02-05"),  # 日 → 三 / 三
    ("2025-01-27", "2025-02-05", "2025-02-06"),  # 一 → 三 / 四
    ("2025-02-04", "2025-02-06", "2025-02-06"),  # 二 → 四 / 四
    ("2025-02-07", "2025-02-10", "2025-02-10"),  # 五 → 一 / 一
    ("2025-04-02", "2025-04-07", "2025-04-07"),  # 三 → 一 / 一
    ("2025-04-03", "2025-04-07", "2025-04-08"),  # 四 → 一 / 二
    ("2025-04-25", "2025-04-27", "2025-04-28"),  # 五 → 日 / 一
    ("2025-04-29", "2025-05-06", "2025-05-06"),  # 二 → 二 / 二
    ("2025-04-30", "2025-05-06", "2025-05-07"),  # 三 → 二 / 三
    ("2025-05-29", "2025-06-03", "2025-06-03"),  # 四 → 二 / 二
    ("2025-05-30", "2025-06-03", "2025-06-04"),  # 五 → 二 / 三
    ("2025-09-26", "2025-09-28", "2025-09-29"),  # 五 → 日 / 一
    ("2025-09-29", "2025-10-09", "2025-10-09"),  # 一 → 四 / 四
    ("2025-09-30", "2025-10-09", "2025-10-10"),  # 二 → 四 / 五
    ("2025-10-08", "2025-10-10", "2025-10-10"),  # 三 → 五 / 五
    ("2025-10-10", "2025-10-13", "2025-10-13"),  # 五 → 一 / 一
    ("2025-12-30", "2026-01-04", "2026-01-04"),  # 二 → 日 / 日
    ("2025-12-31", "2026-01-04", "2026-01-05"),  # 三 → 日 / 一
    ("2026-01-01", "2026-01-04", "2026-01-05"),  # 四 → 日 / 一
    ("2026-01-05", "2026-01-07", "2026-01-07"),  # 一 → 三 / 三
    ("2026-01-09", "2026-01-12", "2026-01-13"),  # 五 → 一 / 二
    ("2026-02-12", "2026-02-14", "2026-02-14"),  # 四 → 六 / 六
    ("2026-02-13", "2026-02-24", "2026-02-24"),  # 五 → 二 / 二
    ("2026-02-14", "2026-02-24", "2026-02-25"),  # 六 → 二 / 三
    ("2026-02-23", "2026-02-25", "2026-02-25"),  # 一 → 三 / 三
    ("2026-02-27", "2026-03-02", "2026-03-02"),  # 五 → 一 / 一
    ("2026-04-02", "2026-04-07", "2026-04-07"),  # 四 → 二 / 二
    ("2026-04-03", "2026-04-07", "2026-04-08"),  # 五 → 二 / 三
    ("2026-04-29", "2026-05-06", "2026-05-06"),  # 三 → 三 / 三
    ("2026-04-30", "2026-05-06", "2026-05-07"),  # 四 → 三 / 四
    ("2026-05-08", "2026-05-11", "2026-05-11"),  # 五 → 一 / 一
    ("2026-06-17", "2026-06-22", "2026-06-22"),  # 三 → 一 / 一
    ("2026-06-18", "2026-06-22", "2026-06-23"),  # 四 → 一 / 二
    ("2026-09-18", "2026-09-20", "2026-09-21"),  # 五 → 日 / 一
    ("2026-09-23", "2026-09-28", "2026-09-28"),  # 三 → 一 / 一
    ("2026-09-24", "2026-09-28", "2026-09-29"),  # 四 → 一 / 二
    ("2026-09-29", "2026-10-08", "2026-10-08"),  # 二 → 四 / 四
    ("2026-09-30", "2026-10-08", "2026-10-09"),  # 三 → 四 / 五
    ("2026-10-09", "2026-10-12", "2026-10-12"),  # 五 → 一 / 一
]

DAYS = st.dates(date(2004, 1, 1), date(2026, 11, 30))
COUNTS = st.integers(1, 15)
UNITS = st.sampled_from([WORKING, NATURAL])


def at(day, hour=9, minute=0, second=0):
    return datetime.combine(day, time(hour, minute, second), ZONE)


def ends(start, n=2, unit=WORKING, calendar=None):
    return deadline(at(start), n, unit, calendar or national()).day


@pytest.mark.parametrize(("start", "natural", "working"), BY_HAND)
def test_two_days_end_where_a_pencil_finds_them(start, natural, working):
    start = date.fromisoformat(start)
    assert ends(start, unit=NATURAL) == date.fromisoformat(natural)
    assert ends(start) == date.fromisoformat(working)


def test_a_period_ends_when_the_office_closes_or_with_the_day():
    assert deadline(at(date(2026, 1, 9)), 2, WORKING, national()).moment == at(date(2026, 1, 13), 17, 30)
    assert deadline(at(date(2026, 1, 9)), 2, WORKING, national(), "12:00").moment == at(date(2026, 1, 13), 12)
    whole = deadline(at(date(2026, 1, 9)), 2, WORKING, national(), "24:00").moment
    assert at(date(2026, 1, 13), 23, 59, 59) < whole < at(date(2026, 1, 14), 0)


def test_the_days_between_are_worked_on_the_made_up_weekends_of_2026():
    found = [each.day for each in national().days.values() if each.kind == Kind.MADE_UP and each.day.year == 2026]
    assert [f"{day:%m-%d}" for day in sorted(found)] == ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]
    assert all(national().is_workday(day) for day in found)


def test_every_day_of_the_table_is_no_ordinary_one_and_says_whose_word_it_is():
    for day, each in national().days.items():
        assert each.worked == (day.weekday() >= 5), f"{day} is what its weekday says"
        assert each.name
        assert each.source == SOURCE
    assert national().years == frozenset(range(2004, 2027))


def test_in_2026_two_working_days_are_never_shorter_and_at_most_a_day_longer():
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    asked = [day for day in days if national().is_workday(day)]
    pairs = [
        (ends(day), ends(day, unit=NATURAL))
        for day in asked
        if not deadline(at(day), 2, WORKING, national()).provisional
    ]
    longer = [(working - natural).days for working, natural in pairs]
    assert set(longer) == {0, 1}


def test_a_day_that_no_table_reaches_is_unknown_and_what_hangs_on_it_provisional():
    assert national().is_workday(date(2027, 1, 4)) is None
    assert national().is_workday(date(2003, 12, 31)) is None
    found = deadline(at(date(2026, 12, 30)), 2, WORKING, national())
    assert (found.day, found.provisional) == (date(2027, 1, 1), True)
    assert deadline(at(date(2026, 12, 29)), 2, WORKING, national()) == (
        at(date(2026, 12, 31), 17, 30),
        False,
        national().version,
    )


def test_a_year_once_known_makes_its_days_certain():
    known = national().with_days([Day(date(2027, 1, 1), Kind.REST, "元旦")], [2027])
    found = deadline(at(date(2026, 12, 30)), 2, WORKING, known)
    assert (found.day, found.provisional) == (date(2027, 1, 4), False)
    assert found.version == known.version != national().version


def test_a_day_spoken_of_is_known_before_its_year_is():
    told = national().with_days([Day(date(2027, 1, 1), Kind.REST, "元旦")])
    assert told.is_workday(date(2027, 1, 1)) is False
    assert told.is_workday(date(2027, 1, 4)) is None


def test_a_local_holiday_stands_above_the_countrys_calendar():
    local = national().with_days([Day(date(2026, 1, 12), Kind.REST, "地方节日"), Day(date(2026, 1, 17), Kind.MADE_UP)])
    assert ends(date(2026, 1, 9), calendar=local) == date(2026, 1, 14)
    assert ends(date(2026, 1, 15), calendar=local) == date(2026, 1, 17)


def test_the_version_tells_any_change_that_counts_and_no_other():
    day = date(2026, 1, 12)
    named, renamed, worked = (
        national().with_days([each])
        for each in (Day(day, Kind.REST, "甲"), Day(day, Kind.REST, "乙"), Day(day, Kind.WORK))
    )
    assert named.version == renamed.version
    assert len({national().version, named.version, worked.version}) == 3
    assert Calendar([2026]).version != Calendar([2026, 2027]).version


@pytest.mark.parametrize(
    "wrong",
    [
        {"n": 0},
        {"n": -1},
        {"unit": "weeks"},
        {"close": "half past five"},
        {"start": at(date(2026, 1, 5)).replace(tzinfo=None)},
    ],
)
def test_a_period_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValueError):
        deadline(**{"start": at(date(2026, 1, 5)), "n": 2, "unit": WORKING, "calendar": national(), **wrong})


def test_the_worked_day_next_to_a_day():
    assert from_day(date(2026, 2, 15), national()) == (date(2026, 2, 24), False)
    assert up_to_day(date(2026, 5, 31), national()) == (date(2026, 5, 29), False)
    assert (
        from_day(date(2026, 2, 14), national()).day == up_to_day(date(2026, 2, 14), national()).day == date(2026, 2, 14)
    )
    assert from_day(date(2027, 1, 2), national()) == (date(2027, 1, 4), True)
    assert workdays_after(date(2026, 9, 30), 5, national()) == (date(2026, 10, 13), False)


@given(DAYS, COUNTS, UNITS)
def test_a_period_never_ends_on_a_day_of_rest_and_never_on_its_first(start, n, unit):
    found = ends(start, n, unit)
    assert found > start
    assert found.year > 2026 or national().is_workday(found)


@given(DAYS, st.integers(0, 40), COUNTS, UNITS)
def test_who_is_told_later_never_has_to_answer_sooner(start, later, n, unit):
    assert ends(start, n, unit) <= ends(start + timedelta(days=later), n, unit)


@given(DAYS, COUNTS, UNITS)
def test_a_longer_period_never_ends_sooner(start, n, unit):
    assert ends(start, n, unit) <= ends(start, n + 1, unit)


@given(DAYS, COUNTS, UNITS, st.times())
def test_the_hour_of_the_day_makes_no_difference(start, n, unit, hour):
    assert deadline(datetime.combine(start, hour, ZONE), n, unit, national()) == deadline(
        at(start), n, unit, national()
    )


@given(DAYS, COUNTS, UNITS)
def test_neither_does_the_clock_of_the_server(start, n, unit):
    assert deadline(at(start, 23, 59, 59).astimezone(UTC), n, unit, national()) == deadline(
        at(start), n, unit, national()
    )
