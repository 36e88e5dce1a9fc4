"""The department's word on what was written down about it."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from kaohe.cycles.models import Period
from kaohe.cycles.stages import Stage
from kaohe.ledger.actions import answer_entry
from kaohe.ledger.models import Answer
from tests.support.bureau import recorded, refused


@pytest.mark.parametrize("role", ["department_head", "clerk"])
def test_the_department_answers(world, role):
    entry = world.absence()
    with recorded("ledger:entry:answered"):
        answer = answer_entry(officer=getattr(world, role), entry=entry, text=" 当日在外开会，附会议通知 ")
    assert (answer.text, answer.officer, list(entry.answers.all())) == (
        "当日在外开会，附会议通知",
        getattr(world, role),
        [answer],
    )


def test_an_answer_moves_nothing_and_further_ones_follow(world):
    entry = world.absence()
    answer_entry(officer=world.clerk, entry=entry, text="情况属实")
    answer_entry(officer=world.department_head, entry=entry, text="已补交说明")
    assert entry.answers.count() == 2
    entry.refresh_from_db()
    assert entry.count == 1


@pytest.mark.parametrize("role", ["office", "checker", "officer", "deputy_director", "director", "auditor", "nobody"])
def test_nobody_else_answers_for_the_department(world, role):
    entry = world.absence()
    with refused("people.may_not"):
        answer_entry(officer=getattr(world, role), entry=entry, text="不知道")


def test_nobody_answers_for_another_department(world, elsewhere):
    entry = world.absence(department=world.general)
    with refused("people.may_not_here"):
        answer_entry(officer=world.clerk, entry=entry, text="不知道")
    with refused("people.other_bureau"):
        answer_entry(officer=elsewhere.clerk, entry=entry, text="不知道")


def test_an_answer_says_something(world):
    entry = world.absence()
    with refused("ledger.answer_empty"):
        answer_entry(officer=world.clerk, entry=entry, text="  ")
    with refused("ledger.answer_long"):
        answer_entry(officer=world.clerk, entry=entry, text="长" * 2001)


def test_after_the_bulletin_it_is_too_late(world):
    entry = world.absence()
    Period.objects.filter(cycle=world.cycle, number=1).update(closed_on=date(2025, 4, 8), last_entry=entry.number)
    with refused("ledger.announced"):
        answer_entry(officer=world.clerk, entry=entry, text="晚了")


def test_what_was_recorded_after_the_bulletin_is_still_answered(world):
    Period.objects.filter(cycle=world.cycle, number=1).update(closed_on=date(2025, 4, 8), last_entry=0)
    assert answer_entry(officer=world.clerk, entry=world.absence(), text="补记的，情况属实")


@pytest.mark.parametrize("stage", [Stage.NOTICED, Stage.REVIEWING, Stage.FINAL])
def test_once_announced_there_is_the_objection(world, stage):
    entry = world.absence()
    world.at(stage)
    with refused("cycles.stage"):
        answer_entry(officer=world.clerk, entry=entry, text="晚了")


def test_an_answer_is_never_changed_or_deleted(world):
    answer = answer_entry(officer=world.clerk, entry=world.absence(), text="属实")
    for statement in ("UPDATE ledger_answer SET text = 'x' WHERE id = %s", "DELETE FROM ledger_answer WHERE id = %s"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [answer.pk])
    assert Answer.objects.get() == answer
