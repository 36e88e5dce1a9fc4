"""The record of the director's meeting: when, where, who was there; and what it may not say."""

from datetime import date, time, timedelta

import pytest

from kaohe.audit.models import Record
from kaohe.cycles.stages import Stage
from kaohe.goals.actions import record_meeting
from kaohe.goals.models import DirectorsMeeting, GoalVersion
from tests.support.bureau import recorded, refused

NUMBER = "局长办公会〔2025〕5号"


def write(world, **changed):
    told = {
        "officer": world.office, "cycle": world.cycle, "minutes": f" {NUMBER} ", "held_on": date(2025, 5, 20), "begins": time(9, 30),
        "place": " 三楼会议室 ", "chair": "周建国", "present": ["陈平", "陈平"], "attending": ["各科室负责人", " "], "excused": ["李明"],
    }  # fmt: skip
    return record_meeting(**{**told, **changed})


@pytest.fixture
def setting(world):
    world.at(Stage.SETTING)
    return world


def test_a_meeting_is_on_record_with_who_was_there(setting):
    with recorded("goals:meeting:recorded"):
        write(setting)
    found = DirectorsMeeting.objects.get()
    assert (found.minutes, found.place, found.begins) == (NUMBER, "三楼会议室", time(9, 30))
    assert (found.chair, found.present, found.attending, found.excused) == ("周建国", ["周建国", "陈平"], ["各科室负责人"], ["李明"])


def test_a_record_is_mended_and_the_trail_keeps_what_it_said(setting):
    found = write(setting)
    with recorded("goals:meeting:recorded"):
        write(setting, meeting=found, version=found.version, excused=[], place="一楼会议室")
    kept = Record.objects.first()
    assert (kept.before["place"], kept.after["place"], "excused" in kept.after) == ("三楼会议室", "一楼会议室", False)
    assert DirectorsMeeting.objects.get().version != found.version


def test_what_is_wrong_is_told_at_once(setting):
    tomorrow = setting.bureau.today() + timedelta(days=1)
    with refused("goals.no_minutes", "cycles.not_yet", "goals.nobody_present"):
        write(setting, minutes=" ", held_on=tomorrow, chair="", present=[" "])


def test_nobody_is_both_there_and_excused(setting):
    with refused("goals.there_and_excused"):
        write(setting, excused=["周建国"])
    with refused("goals.there_and_excused"):
        write(setting, attending=["李明"])


def test_a_number_speaks_of_one_meeting(setting):
    write(setting)
    with refused("goals.minutes_taken"):
        write(setting)
    other = write(setting, minutes="局长办公会〔2025〕6号")
    with refused("goals.minutes_taken"):
        write(setting, meeting=other)


def test_a_number_stays_once_goals_were_fixed_under_it(setting):
    found = write(setting)
    goal = setting.goal("Y-Z1")
    GoalVersion.objects.create(goal=goal, number=1, decision="approved", minutes=NUMBER, officer=setting.office)
    with refused("goals.minutes_used"):
        write(setting, meeting=found, minutes="局长办公会〔2025〕6号")
    assert write(setting, meeting=found, place="一楼会议室").place == "一楼会议室"


def test_two_who_write_at_once_do_not_overwrite_each_other(setting):
    found = write(setting)
    seen = found.version
    write(setting, meeting=found, version=seen, place="一楼会议室")
    with refused("goals.meeting_stale"):
        write(setting, meeting=found, version=seen, place="二楼会议室")
    with refused("goals.meeting_same"):
        write(setting, meeting=found, place="一楼会议室")


@pytest.mark.parametrize("role", ["department_head", "deputy_director", "director"])
def test_the_office_writes_it(setting, role):
    with refused("people.may_not"):
        write(setting, officer=getattr(setting, role))


def test_nothing_is_written_once_the_year_closes(setting):
    setting.at(Stage.CLOSING)
    with refused("cycles.stage"):
        write(setting)
