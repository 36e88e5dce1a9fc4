"""Who gives duties is told that some wait: once for all of them, by message too, and not again while it is unopened."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from kaohe.desk.actions.messages import mark_read
from kaohe.desk.actions.nominations import tell_of_nominations
from kaohe.desk.models import Message
from kaohe.people.actions import take_on
from kaohe.people.models import Nomination
from kaohe.people.roles import Role

NOW = timezone.now()


@pytest.fixture
def newcomer(world):
    def come(name):
        told = {"login": name, "name": name, "role": Role.OFFICER, "department": world.budget, "since": date(2025, 11, 1)}
        return take_on(officer=world.administrator, bureau=world.bureau, **told)

    return come


def test_one_message_tells_of_all_that_waits(world, newcomer):
    newcomer("first"), newcomer("second")
    assert tell_of_nominations(now=NOW) == 1
    message = Message.objects.get()
    assert (message.officer, message.subject, message.link) == (world.security, "有 2 项拟任待您确认", "/people/nominations/")
    assert not Nomination.objects.filter(told_at=None).exists()


def test_nobody_is_told_twice_nor_again_before_the_first_is_opened(world, newcomer):
    newcomer("first")
    tell_of_nominations(now=NOW)
    assert tell_of_nominations(now=NOW + timedelta(minutes=1)) == 0
    newcomer("second")
    assert tell_of_nominations(now=NOW + timedelta(minutes=2)) == 0, "the message is still unopened; its page shows both"
    mark_read(officer=world.security, message=Message.objects.get(), now=NOW)
    newcomer("third")
    assert tell_of_nominations(now=NOW + timedelta(minutes=3)) == 1


def test_other_bureaus_are_not_told(world, newcomer):
    newcomer("first")
    tell_of_nominations(now=NOW)
    assert {message.officer.bureau for message in Message.objects.all()} == {world.bureau}
