"""The three keepers at work: doors unlocked, sessions ended, passwords none of them can use to be another; and what is reviewed."""

from datetime import date, timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.test import Client
from django.utils import timezone

from kaohe.people.actions import (
    close_account,
    delegate,
    end_sessions,
    issue_secret_here,
    issue_secrets,
    separate_keepers,
    unlock_account,
)
from kaohe.people.models import Appointment, Bureau, Officer
from kaohe.people.review import UNUSED, conflicts, unused
from kaohe.people.roles import Role
from tests.support.bureau import PASSWORD, TODAY, appoint_at_once, recorded, refused


def fail(login, address="10.0.0.7"):
    """Somebody tries until the door is shut."""
    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = Client(REMOTE_ADDR=address).post("/sign-in/", {"username": login, "password": "wrong"})
    assert answer.status_code == 429


def enters(login, address="10.0.0.7"):
    return Client(REMOTE_ADDR=address).post("/sign-in/", {"username": login, "password": PASSWORD}).status_code == 302


def test_a_shut_door_is_opened_again(world):
    fail("north-clerk")
    assert not enters("north-clerk")
    with recorded("people:account:unlocked"):
        unlock_account(officer=world.security, who=world.clerk)
    assert enters("north-clerk")
    with refused("people.not_locked"):
        unlock_account(officer=world.security, who=world.clerk)


def test_only_the_one_door_is_opened(world):
    fail("north-clerk")
    fail("north-office")
    unlock_account(officer=world.security, who=world.clerk)
    assert not enters("north-office")


def test_a_lock_that_is_over_is_none(world):
    fail("north-clerk")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(hours=1))
    with refused("people.not_locked"):
        unlock_account(officer=world.security, who=world.clerk)


def test_sessions_are_over_at_the_next_click_everywhere_and_the_account_stays_open(world):
    machines = [Client(), Client()]
    for machine in machines:
        machine.force_login(world.clerk)
        assert machine.get("/people/").status_code == 200
    with recorded("people:sessions:ended"):
        end_sessions(officer=world.security, who=world.clerk, reason="手机丢失")
    assert [machine.get("/people/").status_code for machine in machines] == [302, 302]
    assert enters("north-clerk")


def test_nobody_ends_their_own_sessions_this_way(world):
    with refused("people.own_sessions"):
        end_sessions(officer=world.security, who=world.security)


@pytest.mark.parametrize("role", ["administrator", "auditor", "office"])
def test_only_the_security_administrator_guards_the_door(world, role):
    fail("north-clerk")
    for act in (unlock_account, end_sessions):
        with refused("people.may_not"):
            act(officer=getattr(world, role), who=world.clerk)


def test_another_bureaus_door_is_not_ours(world, elsewhere):
    for act in (unlock_account, end_sessions):
        with refused("people.other_bureau"):
            act(officer=elsewhere.security, who=world.clerk)


@pytest.mark.parametrize("keeper", ["security", "auditor"])
def test_who_makes_accounts_can_not_come_in_as_another_keeper(world, keeper):
    Officer.objects.filter(pk=world.people[keeper].pk).update(last_login=timezone.now())
    with refused("people.secret_of_keeper"):
        issue_secrets(officer=world.administrator, bureau=world.bureau, to=[getattr(world, keeper), world.clerk])
    with recorded("people:secret:issued"):
        secret = issue_secret_here(who=getattr(world, keeper))
    assert getattr(world, keeper).check_password(secret)


def test_a_keeper_who_never_came_in_is_given_a_first_password_like_everyone(world):
    assert issue_secrets(officer=world.administrator, bureau=world.bureau, to=[world.auditor])


def test_the_machine_gives_no_password_to_a_closed_account(world):
    close_account(officer=world.administrator, who=world.clerk)
    with refused("people.account_closed"):
        issue_secret_here(who=world.clerk)


@pytest.mark.parametrize("keeper", ["security", "auditor"])
def test_the_last_keeper_of_a_kind_is_not_shut_out(world, keeper):
    with refused("people.last_keeper"):
        close_account(officer=world.administrator, who=getattr(world, keeper))


def test_a_combined_bureau_is_separated_once_three_people_are_there(world):
    world.combined()
    with refused("people.still_combined"):
        separate_keepers(bureau=world.bureau)
    Appointment.objects.filter(officer=world.administrator, role__in=(Role.SECURITY, Role.AUDITOR)).update(until=date(2025, 10, 14))
    with recorded("people:keepers:separated"):
        separate_keepers(bureau=world.bureau)
    assert not Bureau.objects.get(pk=world.bureau.pk).combined
    with refused("people.separate_already"):
        separate_keepers(bureau=world.bureau)


def test_a_bureau_without_somebody_to_give_duties_is_not_separated(world):
    world.combined()
    Appointment.objects.filter(role=Role.SECURITY).update(until=date(2025, 10, 14))
    Appointment.objects.filter(officer=world.administrator, role=Role.AUDITOR).delete()
    with refused("people.no_separate_keepers"):
        separate_keepers(bureau=world.bureau)


# --- what is looked through


def test_normally_no_duties_clash(world):
    delegate(officer=world.office, to=world.clerk, since=TODAY, until=TODAY, reason="出差")
    assert conflicts(world.bureau, TODAY) == ()


def test_a_clash_of_today_or_later_is_found_once(world):
    appoint_at_once(world.nobody, Role.OFFICE)
    Appointment.objects.create(officer=world.nobody, role=Role.AUDITOR, since=date(2025, 12, 1))
    Appointment.objects.create(officer=world.clerk, role=Role.SECURITY, since=date(2024, 1, 1), until=date(2024, 2, 1))
    [found] = conflicts(world.bureau, TODAY)
    assert (found.officer, {found.role, found.other}, found.since) == (world.nobody, {Role.OFFICE, Role.AUDITOR}, date(2025, 12, 1))


def test_a_clash_by_acting_for_another_is_found(world):
    delegate(officer=world.office, to=world.clerk, since=TODAY, until=date(2025, 10, 31), reason="出差")
    appoint_at_once(world.clerk, Role.AUDITOR)
    by_lending = [each for each in conflicts(world.bureau, TODAY) if each.giver]
    assert [(each.officer, each.giver) for each in by_lending] == [(world.clerk, world.office)]


def test_in_a_combined_bureau_keepers_do_not_clash_with_each_other(world):
    assert conflicts(world.combined().bureau, TODAY) == ()


def test_accounts_that_nobody_uses_are_found(world):
    now = timezone.now()
    Officer.objects.exclude(pk=world.nobody.pk).update(last_login=now)
    Officer.objects.filter(pk=world.clerk.pk).update(last_login=now - UNUSED - timedelta(days=1))
    found = {each.officer.username: (each.ever, each.idle) for each in unused(world.bureau, now)}
    assert found == {"north-clerk": (True, False), "north-nobody": (False, True)}
    close_account(officer=world.administrator, who=world.nobody)
    assert [each.officer for each in unused(world.bureau, now)] == [world.clerk]


def test_the_review_asks_little_however_many_there_are(world, django_assert_num_queries):
    from tests.support.crowd import fill

    fill(world.bureau, departments=5, people=4)
    with django_assert_num_queries(2):
        conflicts(world.bureau, TODAY)
    with django_assert_num_queries(3):
        unused(world.bureau, timezone.now())
