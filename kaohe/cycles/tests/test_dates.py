"""The dates of a year: proposed from the working days, chosen by the office, provisional where nobody knows the calendar."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.audit.models import Record
from kaohe.cycles.actions import advance_stage, load_calendar, open_cycle, set_dates, set_day
from kaohe.cycles.actions.years import spans
from kaohe.cycles.calendar import calendar_of
from kaohe.cycles.dates import frame_of
from kaohe.cycles.milestones import FOLLOWS, Key, Milestone, keys
from kaohe.cycles.plan import Frame, days_of, problems, propose, settle
from kaohe.cycles.stages import Stage
from kaohe.days.calendar import Day, Kind
from kaohe.days.national import national
from kaohe.engine import Refused, Window, has_phrase
from tests.support.bureau import recorded, refused, rulebook

NOTICE, GRADING, FINAL, OBJECTION = (
    Key(each) for each in (Milestone.NOTICE, Milestone.GRADING, Milestone.FINAL, Milestone.OBJECTION)
)
GOALS = Key(Milestone.GOALS)
NEW_YEAR = Day(date(2027, 1, 1), Kind.REST, "元旦")
TWO_DAYS = Window(2, "working", "17:30")


def frame(year, calendar=None, window=TWO_DAYS):
    return Frame(year, tuple(last for _, last in spans(year, 4)), calendar or national(), window)


def opened(world, year=2026, **changed):
    return open_cycle(officer=world.office, bureau=world.bureau, year=year, edition=world.cycle.edition, **changed)


def dates_of(cycle):
    return {row.key: row.day for row in cycle.dates.all()}


def test_the_dates_of_2025_are_those_that_a_clerk_would_count_out():
    assert {key: f"{day:%y-%m-%d}" for key, day, _ in propose(frame(2025))} == {
        Key(Milestone.PROGRESS, 1): "25-04-08",
        Key(Milestone.BULLETIN, 1): "25-04-11",
        GOALS: "25-05-30",
        Key(Milestone.PROGRESS, 2): "25-07-07",
        Key(Milestone.BULLETIN, 2): "25-07-10",
        Key(Milestone.PROGRESS, 3): "25-10-14",
        Key(Milestone.BULLETIN, 3): "25-10-17",
        Key(Milestone.PROGRESS, 4): "26-01-08",
        Key(Milestone.BULLETIN, 4): "26-01-13",
        GRADING: "26-01-15",
        NOTICE: "26-01-19",
        OBJECTION: "26-01-21",
        FINAL: "26-01-22",
    }


@given(st.integers(2004, 2025))
def test_what_is_proposed_is_never_refused(year):
    proposed = propose(frame(year))
    assert not list(problems(frame(year), days_of(proposed)))
    assert not any(each.provisional for each in proposed)
    assert [each.key for each in proposed] == keys(4)


def test_dates_beyond_the_known_calendar_are_provisional():
    provisional = {each.key for each in propose(frame(2026)) if each.provisional}
    assert provisional == {Key(Milestone.PROGRESS, 4), Key(Milestone.BULLETIN, 4), GRADING, NOTICE, OBJECTION, FINAL}


def test_as_last_year_means_the_same_day_or_the_worked_one_after_it():
    last = {**days_of(propose(frame(2024))), GOALS: date(2024, 5, 24), NOTICE: date(2025, 1, 17)}
    dates = days_of(propose(frame(2025), last))
    assert dates[GOALS] == date(2025, 5, 26)
    assert dates[NOTICE] == date(2026, 1, 19)
    assert dates[OBJECTION] == date(2026, 1, 21)


def test_a_leap_day_has_no_day_a_year_later():
    assert days_of(propose(frame(2025), {GOALS: date(2024, 2, 29)}))[GOALS] == date(2025, 3, 3)


def test_where_the_measures_give_no_time_to_object_there_is_no_date_for_it():
    proposed = propose(frame(2025, window=None))
    assert FOLLOWS not in {each.key.milestone for each in proposed}
    assert days_of(proposed)[FINAL] == date(2026, 1, 20)


def test_a_year_is_opened_with_its_dates(world):
    with recorded("cycles:cycle:opened"):
        cycle = opened(world)
    assert dates_of(cycle) == days_of(propose(frame_of(cycle, national())))
    assert Record.objects.first().after["dates"]["goals"] == "2026-05-29"


def test_a_year_is_opened_with_the_dates_that_the_office_chose(world):
    chosen = {**days_of(propose(frame(2026))), GOALS: date(2026, 5, 20)}
    assert dates_of(opened(world, dates=chosen))[GOALS] == date(2026, 5, 20)


WRONG = [
    ({GOALS: None}, "cycles.date_missing"),
    ({GOALS: date(2026, 5, 2)}, "cycles.date_rest"),
    ({NOTICE: date(2027, 1, 4)}, "cycles.date_order"),
    ({Key(Milestone.BULLETIN, 2): date(2026, 7, 1)}, "cycles.date_order"),
    ({Key(Milestone.PROGRESS, 3): date(2026, 9, 30)}, "cycles.date_too_early"),
    ({FINAL: date(2028, 1, 4)}, "cycles.date_far"),
]


@pytest.mark.parametrize(("changed", "code"), WRONG)
def test_dates_that_make_no_sense_are_refused(world, changed, code):
    chosen = {key: day for key, day in {**days_of(propose(frame(2026))), **changed}.items() if day}
    with refused(code):
        opened(world, dates=chosen)


def test_all_that_is_wrong_with_dates_is_said_at_once(world):
    chosen = {**days_of(propose(frame(2026))), GOALS: date(2026, 5, 2), Key(Milestone.BULLETIN, 1): date(2026, 4, 4)}
    with pytest.raises(Refused) as caught:
        opened(world, dates=chosen)
    assert [problem.code for problem in caught.value.problems] == [
        "cycles.date_rest",
        "cycles.date_rest",
        "cycles.date_order",
    ]
    assert "2026-05-06" in caught.value.message("zh")
    assert "period 1" in caught.value.message("en")


def test_the_office_plans_a_year_anew_and_the_deadline_follows_the_notice(world):
    cycle = opened(world, 2024)
    chosen = {**dates_of(cycle), NOTICE: date(2025, 1, 24), FINAL: date(2025, 2, 10)}
    with recorded("cycles:dates:set"):
        set_dates(officer=world.office, cycle=cycle, dates=chosen, reason="春节前公示")
    assert dates_of(cycle)[OBJECTION] == date(2025, 1, 27)
    written = Record.objects.first()
    assert (written.before["notice"], written.after["notice"], written.reason) == (
        "2025-01-17",
        "2025-01-24",
        "春节前公示",
    )


def test_only_the_office_plans_a_year(world, elsewhere):
    cycle = opened(world)
    with refused("people.may_not"):
        set_dates(officer=world.director, cycle=cycle, dates=dates_of(cycle))
    with refused("people.other_bureau"):
        set_dates(officer=elsewhere.office, cycle=cycle, dates=dates_of(cycle))


def test_an_announced_year_is_not_planned_anew(world):
    cycle = opened(world, 2024)
    dates = dates_of(cycle)
    cycle.__class__.objects.filter(pk=cycle.pk).update(stage=Stage.NOTICED)
    with refused("cycles.stage"):
        set_dates(officer=world.office, cycle=cycle, dates=dates)


def test_dates_planned_wrong_leave_the_old_ones(world):
    cycle = opened(world)
    before = dates_of(cycle)
    with refused("cycles.date_rest"):
        set_dates(officer=world.office, cycle=cycle, dates={**before, GOALS: date(2026, 5, 2)})
    assert dates_of(cycle) == before


def running(world):
    cycle = opened(world)
    cycle.__class__.objects.filter(pk=cycle.pk).update(stage=Stage.RUNNING)
    return cycle


def test_the_year_is_not_closed_while_its_dates_are_provisional(world):
    cycle = running(world)
    with refused("cycles.date_provisional") as caught:
        advance_stage(officer=world.office, cycle=cycle, to=Stage.CLOSING)
    assert len(caught.value.problems) == 6
    load_calendar(officer=world.office, bureau=world.bureau, year=2027, days=[NEW_YEAR], source="国办发明电〔2026〕7号")
    assert advance_stage(officer=world.office, cycle=cycle, to=Stage.CLOSING).stage == Stage.CLOSING


def test_a_loaded_calendar_settles_what_was_waiting_and_says_what_moved(world):
    cycle = opened(world)
    assert dates_of(cycle)[Key(Milestone.PROGRESS, 4)] == date(2027, 1, 7)
    bridge = [NEW_YEAR, Day(date(2027, 1, 7), Kind.REST, "调休")]
    with recorded("cycles:calendar:loaded"):
        load_calendar(officer=world.office, bureau=world.bureau, year=2027, days=bridge, source="通知")
    assert dates_of(cycle)[Key(Milestone.PROGRESS, 4)] == date(2027, 1, 8)
    assert not cycle.dates.filter(provisional=True).exists()
    assert Record.objects.first().after["moved"] == ["2026 progress4 2027-01-07 → 2027-01-08"]


def test_a_single_day_of_an_unknown_year_settles_only_itself(world):
    cycle = opened(world)
    day = dates_of(cycle)[GRADING]
    set_day(officer=world.office, bureau=world.bureau, day=day, kind=Kind.WORK, source="市府通知")
    assert {row.key for row in cycle.dates.filter(provisional=False) if row.day.year == 2027} == {GRADING}


def test_firm_dates_stay_where_the_office_put_them(world):
    cycle = opened(world, 2024)
    before = dates_of(cycle)
    set_day(officer=world.office, bureau=world.bureau, day=before[GOALS], kind=Kind.REST, source="市府通知")
    assert dates_of(cycle) == before


def test_settling_again_changes_nothing(world):
    cycle = opened(world)
    hangs_on = frame_of(cycle, calendar_of(world.bureau))
    once = settle(hangs_on, dates_of(cycle))
    assert settle(hangs_on, days_of(once)) == once


def test_every_milestone_has_its_name_in_both_languages():
    assert all(has_phrase(f"milestone.{each}") for each in Milestone)


def test_the_window_of_the_founding_measures_is_two_working_days():
    assert (rulebook().objection.days, rulebook().objection.unit, rulebook().objection.close) == (2, "working", "17:30")
