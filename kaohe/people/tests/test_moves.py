"""Moves and departures in mid-year: from that day on it is otherwise, and every day before stays as it was."""

from datetime import date

import pytest

from kaohe.people.actions import appoint, delegate, leave, move_officer
from kaohe.people.models import Appointment, Delegation, Officer
from kaohe.people.roles import Role
from tests.support.bureau import appoint_at_once, recorded, refused

BEFORE, DAY = date(2025, 10, 31), date(2025, 11, 1)


def move(world, who="officer", officer="security", **changed):
    told = {"department": world.general, "role": Role.OFFICER, "since": DAY}
    return move_officer(officer=getattr(world, officer), who=getattr(world, who), **{**told, **changed})


def departs(world, who="officer", officer="security", last_day=BEFORE):
    return leave(officer=getattr(world, officer), who=getattr(world, who), last_day=last_day, reason="退休")


def test_who_moves_belongs_to_the_new_department_from_that_day(world):
    with recorded("people:officer:moved"):
        move(world, title="副科长", reason="轮岗")
    officer = world.officer
    assert officer.roles_on(BEFORE) == ((Role.OFFICER, world.budget.pk),)
    assert officer.roles_on(DAY) == ((Role.OFFICER, world.general.pk),)
    assert officer.title == "副科长"


def test_a_past_days_roles_stay_true_after_any_number_of_moves(world):
    move(world, since=date(2025, 3, 1))
    move(world, department=world.budget, role=Role.CLERK, since=date(2025, 6, 1))
    departs(world, last_day=date(2025, 9, 30))
    days = {date(2024, 6, 1): "budget", date(2025, 2, 28): "budget", date(2025, 3, 1): "general", date(2025, 6, 1): "budget"}
    for day, code in days.items():
        held = Appointment.objects.standing(day).get(officer=world.officer)
        assert held.department.code == code, day
    assert not Appointment.objects.standing(date(2025, 10, 1)).filter(officer=world.officer).exists()


def test_within_a_department_a_move_changes_the_role(world):
    move(world, who="clerk", department=world.budget)
    assert [held.role for held in world.clerk.roles_on(DAY)] == [Role.OFFICER]


def test_duties_that_hang_on_no_department_move_along(world):
    move(world, who="checker", department=world.budget)
    assert set(world.checker.roles_on(DAY)) == {(Role.CHECKER, None), (Role.OFFICER, world.budget.pk)}


def test_a_move_of_yesterday_recuses_from_the_new_department_at_once(world):
    move(world, who="checker", department=world.budget, since=date(2025, 10, 15))
    assert world.checker.own_departments == {world.budget.pk}


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("people.no_membership", {"role": Role.CHECKER}),
        ("people.no_membership", {"role": Role.DEPUTY_DIRECTOR}),
        ("people.ended_before", {"since": date(2024, 1, 1)}),
        ("people.may_not", {"officer": "director"}),
        ("people.may_not", {"officer": "office"}),
    ],
)
def test_a_move_that_must_not_be_is_refused(world, code, changed):
    with refused(code):
        move(world, **changed)


def test_a_move_to_where_one_is_already_is_refused(world):
    with refused("people.already_appointed"):
        move(world, department=world.budget)


def test_nobody_moves_into_another_bureau(world, elsewhere):
    with refused("people.other_bureau"):
        move(world, department=elsewhere.general)
    with refused("people.other_bureau"):
        move_officer(officer=elsewhere.security, who=world.officer, department=world.general, role=Role.OFFICER, since=DAY)


def test_who_leaves_has_every_duty_until_the_last_day(world):
    with recorded("people:officer:left"):
        departs(world, "checker")
    assert len(world.checker.roles_on(BEFORE)) == 2
    assert world.checker.roles_on(DAY) == ()
    assert world.checker.is_active, "the last day is still to come"


def test_who_has_left_has_no_account_any_more(world):
    world.combined()
    departs(world, officer="administrator", last_day=date(2025, 10, 14))
    assert not world.officer.is_active
    with refused("people.closed_already"):
        departs(world, officer="administrator", last_day=date(2025, 10, 14))


def test_who_gives_duties_ends_them_and_leaves_the_account_to_who_makes_them(world):
    departs(world, last_day=date(2025, 10, 14))
    assert world.officer.roles_held == ()
    assert world.officer.is_active


def test_a_departure_shortens_what_was_given_for_longer(world):
    appoint(officer=world.security, to=world.nobody, role=Role.CHECKER, since=date(2025, 1, 1), until=date(2026, 6, 30))
    departs(world, "nobody")
    assert Appointment.objects.get(officer=world.nobody).until == BEFORE


def test_nobody_acts_for_who_left_or_by_them(world):
    delegate(officer=world.office, to=world.clerk, since=date(2025, 10, 15), until=date(2025, 12, 1), reason="出差")
    delegate(officer=world.department_head, to=world.office, since=date(2025, 10, 15), until=date(2025, 12, 1), reason="病")
    departs(world, "office")
    assert not Delegation.objects.filter(revoked_at__isnull=True).exists()


def test_nobody_leaves_by_their_own_hand(world):
    with refused("people.own_account"):
        departs(world, "security")


@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_the_last_keeper_of_a_kind_does_not_leave(world, role):
    appoint_at_once(world.nobody, Role(role))
    Officer.objects.filter(pk=world.nobody.pk).update(is_active=False)
    with refused("people.last_keeper"):
        departs(world, role)


@pytest.mark.parametrize("role", ["director", "office", "auditor", "department_head", "administrator"])
def test_only_the_security_administrator_writes_departures(world, role):
    with refused("people.may_not"):
        departs(world, officer=role)


def test_a_departure_before_the_appointment_is_refused(world):
    with refused("people.ended_before"):
        departs(world, last_day=date(2023, 12, 31))
