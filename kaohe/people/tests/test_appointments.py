"""Appointments with dates: who is in charge, terms in the groups, and duties that must not meet in one person."""

from datetime import date
from itertools import combinations

import pytest

from kaohe.engine import Refused
from kaohe.people.actions import appoint, end_appointment, put_in_charge
from kaohe.people.deeds import Deed, may, require
from kaohe.people.models import Appointment, Officer
from kaohe.people.roles import INCOMPATIBLE, OF_A_DEPARTMENT, Post, Role, clash_of
from tests.support.bureau import appoint_at_once, recorded, refused

NOV = date(2025, 11, 1)


def give(world, role, to="nobody", **told):
    return appoint(officer=world.administrator, to=getattr(world, to), role=role, **{"since": NOV, **told})


def test_a_member_of_the_leading_group_has_a_place_and_a_term(world):
    with recorded("people:officer:appointed"):
        given = give(world, Role.LEADING_GROUP, post=Post.LEADER, until=date(2026, 12, 31))
    assert (given.post, given.until) == ("leader", date(2026, 12, 31))
    assert not world.nobody.roles_held
    assert world.nobody.roles_on(NOV)[0].role == Role.LEADING_GROUP


def test_a_place_in_a_group_is_for_groups(world):
    with refused("people.post_foreign"):
        give(world, Role.CLERK, department=world.budget, post=Post.LEADER)


def test_a_second_term_may_follow_the_first_but_not_meet_it(world):
    give(world, Role.CHECKER, until=date(2025, 12, 31))
    with refused("people.already_appointed"):
        give(world, Role.CHECKER, since=date(2025, 12, 31))
    give(world, Role.CHECKER, since=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("code", "role", "told"),
    [
        ("people.ended_before", Role.AUDITOR, {"until": date(2025, 10, 1)}),
        ("people.department_needed", Role.DEPARTMENT_HEAD, {}),
        ("people.member_already", Role.CLERK, {"to": "officer"}),
        ("people.incompatible", Role.DIRECTOR, {"to": "auditor"}),
        ("people.incompatible", Role.CHECKER, {"to": "administrator"}),
    ],
)
def test_an_appointment_that_must_not_be_is_refused(world, code, role, told):
    department = {"department": world.budget} if code == "people.member_already" else {}
    with refused(code):
        give(world, role, **told, **department)


def test_nobody_is_appointed_to_a_department_that_is_gone_or_elsewhere(world, elsewhere):
    world.budget.retired_on = NOV
    world.budget.save()
    with refused("people.department_gone"):
        give(world, Role.CLERK, department=world.budget)
    with refused("people.other_bureau"):
        give(world, Role.CLERK, department=elsewhere.budget)


def test_a_closed_account_is_appointed_to_nothing(world):
    Officer.objects.filter(pk=world.nobody.pk).update(is_active=False)
    with refused("people.account_closed"):
        give(world, Role.AUDITOR)


@pytest.mark.parametrize("pair", [pair for pair in combinations(Role, 2) if clash_of(set(pair))], ids="-".join)
def test_duties_that_must_not_meet_are_refused_when_given_and_when_used(world, pair):
    for first, second in (pair, pair[::-1]):
        Appointment.objects.filter(officer=world.nobody).delete()
        appoint_at_once(world.nobody, first, world.budget if first in OF_A_DEPARTMENT else None)
        with refused("people.incompatible"):
            give(world, second, department=world.budget if second in OF_A_DEPARTMENT else None)
    appoint_at_once(world.nobody, pair[0], world.budget if pair[0] in OF_A_DEPARTMENT else None)
    nobody = world.nobody
    assert nobody.clash
    assert not any(may(nobody, deed) for deed in Deed)
    with refused("people.clash"):
        require(nobody, Deed.SEE_DEPARTMENT, bureau=world.bureau)


def given(world, roles):
    """Gives these roles one after the other, as an administrator would; False where one was refused for a clash."""
    for role in roles:
        # Head, clerk and officer exclude each other within a department, so here they meet in different ones.
        department = {Role.DEPARTMENT_HEAD: world.budget, Role.DEPUTY_DIRECTOR: world.budget}.get(role, world.general)
        try:
            give(world, role, department=department if role in OF_A_DEPARTMENT else None)
        except Refused as refusal:
            return {problem.code for problem in refusal.problems} != {"people.incompatible"}
    return True


@pytest.mark.parametrize("size", [1, 2, 3])
def test_every_set_of_roles_is_refused_exactly_where_two_of_them_clash(world, size):
    for roles in combinations(Role, size):
        if {Role.CLERK, Role.OFFICER} <= set(roles):
            continue
        Appointment.objects.filter(officer=world.nobody).delete()
        assert given(world, roles) is (clash_of(set(roles)) is None), roles


def test_who_watches_or_makes_accounts_only_belongs_somewhere_beside_it():
    for role in (Role.AUDITOR, Role.ADMINISTRATOR):
        assert INCOMPATIBLE[role] == set(Role) - {role, Role.OFFICER}


def test_a_new_head_takes_over_on_a_day(world):
    with recorded("people:officer:appointed"):
        put_in_charge(
            officer=world.administrator, department=world.budget, role=Role.DEPARTMENT_HEAD, to=world.clerk, since=NOV
        )
    assert [held.role for held in world.department_head.roles_on(date(2025, 10, 31))] == [Role.DEPARTMENT_HEAD]
    assert world.department_head.roles_on(NOV) == ()
    assert [held.role for held in world.clerk.roles_on(date(2025, 10, 31))] == [Role.CLERK]
    assert [held.role for held in world.clerk.roles_on(NOV)] == [Role.DEPARTMENT_HEAD]


def test_a_deputy_director_supervises_from_a_day_on(world):
    put_in_charge(
        officer=world.administrator, department=world.general, role=Role.DEPUTY_DIRECTOR, to=world.director, since=NOV
    )
    assert may(world.deputy_director, Deed.SEE_DEPARTMENT, world.budget)
    assert world.director.roles_on(NOV)[-1] == (Role.DEPUTY_DIRECTOR, world.general.pk)


@pytest.mark.parametrize(
    ("code", "role", "to"),
    [
        ("people.not_in_charge", Role.CLERK, "nobody"),
        ("people.already_appointed", Role.DEPARTMENT_HEAD, "department_head"),
        ("people.incompatible", Role.DEPARTMENT_HEAD, "auditor"),
    ],
)
def test_who_must_not_be_in_charge_is_refused(world, code, role, to):
    with refused(code):
        put_in_charge(
            officer=world.administrator, department=world.budget, role=role, to=getattr(world, to), since=NOV
        )
    assert world.department_head.roles_held


def test_only_the_administrator_puts_someone_in_charge(world):
    with refused("people.may_not"):
        put_in_charge(
            officer=world.director, department=world.budget, role=Role.DEPARTMENT_HEAD, to=world.clerk, since=NOV
        )


def test_an_ended_appointment_is_not_drawn_out(world):
    appointment = Appointment.objects.get(officer=world.clerk)
    end_appointment(officer=world.administrator, appointment=appointment, until=date(2025, 6, 30))
    with refused("people.ended_already"):
        end_appointment(officer=world.administrator, appointment=appointment, until=date(2025, 7, 31))


def test_the_last_administrator_is_not_dismissed(world):
    with refused("people.last_administrator"):
        end_appointment(
            officer=world.administrator, appointment=Appointment.objects.get(officer=world.administrator), until=NOV
        )
