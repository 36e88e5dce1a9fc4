"""The clock alone closes the time for objections: once, however often it ticks, and never a minute early."""

from datetime import timedelta

import pytest

from kaohe.audit.models import Record
from kaohe.cycles.stages import Stage
from kaohe.results.actions import lapse_due, withdraw_objection
from kaohe.results.actions.lapsing import GRACE
from tests.support.bureau import recorded
from tests.support.ending import AFTER, DEADLINE, lapsed, objected


def test_silence_is_consent(noticed):
    with recorded("results:objections:lapsed"):
        assert lapsed(noticed) == [noticed.cycle]
    assert (noticed.cycle.stage, noticed.cycle.lapsed_at) == (Stage.NOTICED, AFTER)
    told = Record.objects.get(tag="results:objections:lapsed")
    assert (told.after["objected"], told.after["silent"]) == ([], ["budget", "general"])
    assert told.officer_name == ""


def test_what_was_objected_to_comes_under_review_and_the_rest_lapses(noticed):
    objected(noticed)
    lapsed(noticed)
    assert noticed.cycle.stage == Stage.REVIEWING
    told = Record.objects.get(tag="results:objections:lapsed").after
    assert (told["objected"], told["silent"]) == (["budget"], ["general"])


def test_ticking_twice_does_it_once(noticed):
    lapsed(noticed)
    assert lapse_due(AFTER) == lapse_due(AFTER + timedelta(days=30)) == []
    assert Record.objects.filter(tag="results:objections:lapsed").count() == 1


@pytest.mark.parametrize("at", [DEADLINE - timedelta(hours=1), DEADLINE, DEADLINE + GRACE])
def test_not_before_the_last_moment_is_over_and_what_was_on_its_way_has_come_in(noticed, at):
    assert lapse_due(at) == []


def test_an_objection_taken_back_leaves_nothing_to_review(noticed):
    withdraw_objection(officer=noticed.department_head, objection=objected(noticed))
    lapsed(noticed)
    assert noticed.cycle.stage == Stage.NOTICED


def test_years_that_were_never_announced_have_nothing_to_lapse(world):
    assert lapse_due(AFTER) == []
