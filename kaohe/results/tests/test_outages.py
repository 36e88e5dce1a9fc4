"""The system stood still while somebody could have objected: it says so itself, and nothing is closed behind anybody's back."""

from datetime import date, timedelta

import pytest

from kaohe.audit.models import Record
from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.results.actions import extend_objections, feel_pulse, finalise_results, lapse_due, propose
from kaohe.results.models import Ask, Outage
from kaohe.results.outages import proposed_day, unanswered
from tests.support.bureau import refused
from tests.support.ending import AFTER, DEADLINE, NOTICE, objected

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def stood_still(since, until):
    """The chores were gone through at the one moment and then not before the other."""
    feel_pulse(now=since)
    return feel_pulse(now=until)


def extended(world, until, at):
    return extend_objections(officer=world.director, cycle=world.cycle, until=until, reason="系统停用", at=at)


def test_a_minute_between_two_rounds_is_no_outage(db):
    assert stood_still(NOTICE, NOTICE + MINUTE) == []
    assert feel_pulse(now=NOTICE + MINUTE + HOUR) == [], "nor is an hour"


def test_more_than_an_hour_is_one_and_is_written_down_once(db):
    until = NOTICE + HOUR + MINUTE
    assert [(each.since, each.until) for each in stood_still(NOTICE, until)] == [(NOTICE, until)]
    assert feel_pulse(now=until) == feel_pulse(now=NOTICE) == []
    assert Outage.objects.count() == 1


def test_somebodys_deed_in_between_is_a_sign_of_life(world):
    before = Record.objects.count()
    feel_pulse(now=NOTICE)
    record(Tag.PASSWORD_CHANGED, officer=world.clerk, subject=world.clerk, bureau=world.bureau)
    deed = Record.objects.first()
    assert Record.objects.count() == before + 1
    found = feel_pulse(now=deed.at + timedelta(minutes=30))
    assert [(each.since, each.until) for each in found] == [(NOTICE, deed.at)], "only the chores stood still after it"


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (NOTICE - DAY, NOTICE - HOUR),  # over before the notice
        (NOTICE - DAY, NOTICE + HOUR),  # an hour of the time, and not more
        (DEADLINE, DEADLINE + DAY),  # after the last moment
        (DEADLINE - HOUR, DEADLINE + DAY),
    ],
)
def test_what_took_no_more_than_an_hour_of_the_time_weighs_nothing(noticed, since, until):
    stood_still(since, until)
    assert unanswered(noticed.cycle) is None
    assert proposed_day(noticed.cycle) is None
    assert lapse_due(AFTER) == [noticed.cycle]


def test_a_working_day_more_is_proposed_until_it_is_given(noticed):
    stood_still(NOTICE + HOUR, NOTICE + 4 * HOUR)
    assert proposed_day(noticed.cycle) == date(2026, 1, 22)
    extended(noticed, date(2026, 1, 22), NOTICE + 5 * HOUR)
    noticed.cycle.refresh_from_db()
    assert unanswered(noticed.cycle) is None, "it is answered"


def test_the_day_after_a_long_one_is_a_working_day_after_it(noticed):
    stood_still(DEADLINE - 2 * HOUR, DEADLINE + 3 * DAY)  # back on Saturday evening, the 24th
    assert proposed_day(noticed.cycle) == date(2026, 1, 26)


def test_an_outage_over_the_last_moment_closes_nothing_before_somebody_has_spoken(noticed):
    back = DEADLINE + 2 * HOUR
    stood_still(DEADLINE - 2 * HOUR, back)
    assert lapse_due(back + MINUTE) == []
    extended(noticed, date(2026, 1, 22), back + HOUR)
    noticed.cycle.refresh_from_db()
    assert objected(noticed, at=DEADLINE + 20 * HOUR).number == 1


def test_after_a_day_without_a_word_the_time_is_over_all_the_same(noticed):
    back = DEADLINE + 2 * HOUR
    stood_still(DEADLINE - 2 * HOUR, back)
    with refused("results.extend_too_late"):
        extended(noticed, date(2026, 1, 26), back + DAY)
    assert lapse_due(back + DAY) == [noticed.cycle]


def test_no_year_becomes_final_while_the_word_is_awaited(noticed):
    stood_still(DEADLINE - 2 * HOUR, DEADLINE + 2 * HOUR)
    with refused("results.outage_unanswered"):
        finalise_results(
            officer=noticed.leading_group, at=DEADLINE + 3 * HOUR,
            proposal=propose(officer=noticed.office, cycle=noticed.cycle, ask=Ask.FINAL, at=DEADLINE + 3 * HOUR),
        )  # fmt: skip
