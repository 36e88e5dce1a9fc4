"""A year that came in from a workbook has its quarterly reports from its ledger: whole ones, and over nobody's own."""

from datetime import date

import pytest

from kaohe.audit.models import Record
from kaohe.desk.models import Message
from kaohe.goals.models import ProgressReport, Told
from kaohe.panels.actions import take_in_progress
from kaohe.panels.models import Verification
from tests.support.bureau import refused

BUDGET = ("Y-Z1", "Y-Z2", "Y-Q1", "Y-Q2", "Y-Q3", "Y-Q4")


def told(world, codes, rule="duty.progress", day=date(2025, 3, 31)):
    return [
        world.absence(rule=rule, occurred_on=day, goal=world.goal(code), persons=[], about=f"{code}：如实填报") for code in codes
    ]


@pytest.fixture
def first(world):
    return world.cycle.periods.get(number=1)


def test_the_ledgers_findings_become_a_verified_report(world, first):
    entries = told(world, BUDGET[1:]) + told(world, BUDGET[:1], "duty.goal_missed")
    heard = Message.objects.count()
    (report,) = take_in_progress(officer=world.office, period=first)
    assert (report.department, report.state) == (world.budget, Told.VERIFIED)
    assert {line.goal.code: line.met for line in report.lines.all()} == {code: code != "Y-Z1" for code in BUDGET}
    assert set(Verification.objects.values_list("entry", flat=True)) == {each.pk for each in entries}
    assert not report.lines.exclude(completion=None).exists(), "nobody wrote down how far it was"
    assert Record.objects.first().tag == "panels:progress:taken_in"
    assert Message.objects.count() == heard, "nobody need be told"


def test_it_is_done_once(world, first):
    told(world, BUDGET)
    take_in_progress(officer=world.office, period=first)
    assert take_in_progress(officer=world.office, period=first) == []


def test_a_department_of_which_something_is_missing_is_left_as_it_is(world, first):
    told(world, BUDGET[1:])
    told(world, BUDGET[:1], day=date(2025, 4, 1))
    assert take_in_progress(officer=world.office, period=first) == []
    assert not ProgressReport.objects.exists()


def test_a_report_begun_by_the_department_is_its_own(world, first):
    told(world, BUDGET)
    begun = ProgressReport.objects.create(period=first, department=world.budget)
    assert take_in_progress(officer=world.office, period=first) == []
    begun.refresh_from_db()
    assert begun.state == Told.DRAFT


def test_only_who_runs_the_quarter_does_it(world, first):
    told(world, BUDGET)
    with refused("people.may_not"):
        take_in_progress(officer=world.checker, period=first)
    assert not ProgressReport.objects.exists()
