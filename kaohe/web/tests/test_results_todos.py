"""The end of the year waits with whom it waits for, and with nobody else."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from kaohe.cycles.models import Cycle, Period
from kaohe.cycles.stages import Stage
from kaohe.people.roles import Role
from kaohe.results.actions import assign_reviewer, close_quarter, propose
from kaohe.results.models import Ask, Outage
from kaohe.results.outages import proposed_day
from kaohe.web.shapes.results_todos import todos
from tests.support.ending import AFTER, NOTICE, again, lapsed, objected, published, ready, reviewed, second_reviewer
from tests.support.forms import filled


def waits(world):
    """For whom something waits: roles → the kinds."""
    found = {role: [each.kind for each in todos(getattr(world, role), world.cycle, world.bureau.today())] for role in world.people}
    return {role: kinds for role, kinds in found.items() if kinds}


@pytest.fixture
def noticed(world):
    world.absence()
    ready(world)
    published(world, NOTICE)
    Cycle.objects.filter(pk=world.cycle.pk).update(objection_deadline=timezone.now() + timedelta(days=1))
    again(world)
    return world


def test_the_office_closes_the_first_quarter_that_is_over_and_announces_it(world):
    assert waits(world) == {"office": ["季度"]}
    close_quarter(officer=world.office, period=world.cycle.periods.get(number=1))
    assert waits(world) == {"office": ["通报", "季度"]}


def test_a_proposal_waits_with_those_who_may_agree_and_not_with_who_made_it(world):
    from tests.support.bureau import appoint_at_once

    ready(world)
    Period.objects.filter(cycle=world.cycle).delete()
    appoint_at_once(world.office, Role.LEADING_GROUP)
    propose(officer=world.office, cycle=world.cycle, ask=Ask.NOTICE, at=NOTICE)
    assert waits(world) == {"office": ["公示"], "director": ["审核"], "leading_group": ["审核"]}


def test_the_heads_look_at_what_was_published_while_there_is_time(noticed):
    assert waits(noticed) == {"department_head": ["核对"]}


def test_an_outage_waits_with_who_may_lengthen_the_time_and_the_form_is_filled_in(noticed, client):
    since = timezone.now() - timedelta(hours=5)
    Outage.objects.create(since=since, until=since + timedelta(hours=3))
    assert waits(noticed) == {"department_head": ["核对"], "director": ["延长"], "leading_group": ["延长"]}
    client.force_login(noticed.director)
    shown = client.get("/2025/results/").content.decode()
    assert "建议延长一个工作日" in shown
    day = proposed_day(noticed.cycle)
    assert f'value="{day:%Y-%m-%d}"' in shown
    client.post("/2025/results/", filled({"deed": "extend", "until": f"{day:%Y-%m-%d}", "reason": "系统停用三小时"}))
    again(noticed)
    assert timezone.localdate(noticed.cycle.objection_deadline) == day
    assert waits(noticed) == {"department_head": ["核对"]}


def test_an_objection_waits_with_one_after_the_other(noticed):
    Cycle.objects.filter(pk=noticed.cycle.pk).update(objection_deadline=AFTER - timedelta(hours=1))
    objection = objected(noticed, at=AFTER - timedelta(hours=2))
    lapsed(noticed)
    assert waits(noticed) == {"office": ["复核"], "leading_group": ["复核"]}
    # Five working days after 21 January, a Wednesday (口径 R18).
    assert {each.until for each in todos(noticed.office, noticed.cycle, noticed.bureau.today())} == {date(2026, 1, 28)}
    reviewer = second_reviewer(noticed)
    assign_reviewer(officer=noticed.office, objection=objection, reviewer=reviewer)
    assert waits(noticed) == {}
    assert [each.kind for each in todos(reviewer, noticed.cycle, noticed.bureau.today())] == ["复核"]
    reviewed(noticed, objection)
    assert waits(noticed) == {"leading_group": ["决定"]}


def test_when_nobody_objects_the_office_proposes_the_final_result(noticed):
    Cycle.objects.filter(pk=noticed.cycle.pk).update(objection_deadline=AFTER - timedelta(hours=1))
    lapsed(noticed)
    assert waits(noticed) == {"office": ["定案"]}


def test_a_final_year_asks_nothing(noticed):
    assert waits(noticed.at(Stage.FINAL)) == {}
