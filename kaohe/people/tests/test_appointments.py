"""Appointments with dates: who is in charge, terms in the groups, and duties that must not meet in one person."""

from datetime import date
from itertools import combinations

import pytest
from django.db import transaction

from kaohe.engine import Refused
from kaohe.people.actions import appoint, end_appointment, move_officer, put_in_charge
from kaohe.people.deeds import Deed, may, require
from kaohe.people.models import Appointment, Officer
from kaohe.people.roles import INCOMPATIBLE, KEEPERS, OF_A_DEPARTMENT, Post, Role, clash_of
from tests.support.bureau import appoint_at_once, recorded, refused

NOV = date(2025, 11, 1)


def give(world, role, to="nobody", **told):
    return appoint(officer=world.security, to=getattr(world, to), role=role, **{"since": NOV, **told})


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


def place_of(world, role):
    """Head, clerk and officer exclude each other within a department, so here they meet in different ones."""
    department = {Role.DEPARTMENT_HEAD: world.budget, Role.DEPUTY_DIRECTOR: world.budget}.get(role, world.general)
    return department if role in OF_A_DEPARTMENT else None


def walk(world, combined, most=3, held=()):
    """Gives every set of at most so many roles to nobody, one role more at each step; returns the sets that were tried.

    Beyond a set that is refused there is nothing to give.
    """
    tried = set()
    for role in list(Role)[list(Role).index(held[-1]) + 1 if held else 0 :]:
        roles = (*held, role)
        if {Role.CLERK, Role.OFFICER} <= set(roles):
            continue
        tried.add(roles)
        fine = clash_of(set(roles), combined=combined) is None
        with transaction.atomic():
            assert given(world, role) is fine, roles
            if not fine:  # as an older version, or a hand in the database, might have it
                appoint_at_once(world.nobody, role, place_of(world, role))
            Appointment.objects.filter(officer=world.people["nobody"]).update(since=date(2025, 1, 1))
            nobody = world.nobody
            assert any(may(nobody, deed) for deed in Deed) is fine, roles
            assert (nobody.clash is None) is fine, roles
            if fine and len(roles) < most:
                Appointment.objects.filter(officer=world.people["nobody"]).update(since=NOV)
                tried |= walk(world, combined, most, roles)
            transaction.set_rollback(True)
    return tried


def given(world, role):
    """True where the security administrator may give it; False where it is refused for a clash and nothing else."""
    codes = set()
    try:
        with transaction.atomic():
            give(world, role, department=place_of(world, role))
    except Refused as refusal:
        codes = {problem.code for problem in refusal.problems}
    assert codes <= {"people.incompatible"}
    return not codes


@pytest.mark.parametrize("combined", [False, True], ids=["separate", "combined"])
def test_every_set_of_three_roles_is_refused_when_given_and_when_used_exactly_where_two_of_them_clash(world, combined):
    if combined:
        world.combined()
    tried = walk(world, combined)
    for size in (1, 2, 3):
        for roles in combinations(Role, size):
            refused_already = any(clash_of(set(roles[:part]), combined=combined) for part in range(1, size))
            assert roles in tried or refused_already or {Role.CLERK, Role.OFFICER} <= set(roles), roles


def test_the_table_of_what_must_not_meet_is_that_of_the_three_administrators():
    """By hand, beside the code: any of the three with any duty, and with one another unless they are combined."""
    for pair in combinations(Role, 2):
        keepers = set(pair) & {"administrator", "security", "auditor"}
        assert bool(clash_of(set(pair))) is (bool(keepers) and "officer" not in pair), pair
        assert bool(clash_of(set(pair), combined=True)) is (len(keepers) == 1 and "officer" not in pair), pair


@pytest.mark.parametrize("role", KEEPERS)
def test_no_move_makes_a_keeper_of_a_department_more_than_one_who_sits_there(world, role):
    appoint_at_once(world.nobody, role)
    for duty in (Role.DEPARTMENT_HEAD, Role.CLERK):
        with refused("people.incompatible"):
            move_officer(officer=world.security, who=world.nobody, department=world.general, role=duty, since=NOV)
    move_officer(officer=world.security, who=world.nobody, department=world.general, role=Role.OFFICER, since=NOV)
    with refused("people.incompatible"):
        move_officer(officer=world.security, who=world.nobody, department=world.budget, role=Role.CLERK, since=date(2025, 12, 1))


def test_a_keeper_only_belongs_somewhere_beside_it():
    assert set(INCOMPATIBLE) == {Role.AUDITOR, Role.ADMINISTRATOR, Role.SECURITY}
    for role, others in INCOMPATIBLE.items():
        assert others == set(Role) - {role, Role.OFFICER}


def test_a_new_head_takes_over_on_a_day(world):
    with recorded("people:officer:appointed"):
        put_in_charge(
            officer=world.security, department=world.budget, role=Role.DEPARTMENT_HEAD, to=world.clerk, since=NOV
        )
    assert [held.role for held in world.department_head.roles_on(date(2025, 10, 31))] == [Role.DEPARTMENT_HEAD]
    assert world.department_head.roles_on(NOV) == ()
    assert [held.role for held in world.clerk.roles_on(date(2025, 10, 31))] == [Role.CLERK]
    assert [held.role for held in world.clerk.roles_on(NOV)] == [Role.DEPARTMENT_HEAD]


def test_a_deputy_director_supervises_from_a_day_on(world):
    put_in_charge(
        officer=world.security, department=world.general, role=Role.DEPUTY_DIRECTOR, to=world.director, since=NOV
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
            officer=world.security, department=world.budget, role=role, to=getattr(world, to), since=NOV
        )
    assert world.department_head.roles_held


@pytest.mark.parametrize("role", ["director", "office", "administrator", "auditor"])
def test_only_the_security_administrator_gives_duties(world, role):
    officer = getattr(world, role)
    with refused("people.may_not"):
        put_in_charge(officer=officer, department=world.budget, role=Role.DEPARTMENT_HEAD, to=world.clerk, since=NOV)
    with refused("people.may_not"):
        appoint(officer=officer, to=world.nobody, role=Role.CHECKER, since=NOV)
    with refused("people.may_not"):
        end_appointment(officer=officer, appointment=Appointment.objects.get(officer=world.clerk), until=NOV)


def test_an_ended_appointment_is_not_drawn_out(world):
    appointment = Appointment.objects.get(officer=world.clerk)
    end_appointment(officer=world.security, appointment=appointment, until=date(2025, 6, 30))
    with refused("people.ended_already"):
        end_appointment(officer=world.security, appointment=appointment, until=date(2025, 7, 31))


@pytest.mark.parametrize("role", KEEPERS)
def test_the_last_keeper_of_a_kind_is_not_dismissed(world, role):
    last = Appointment.objects.get(officer=world.people[role])
    with refused("people.last_keeper"):
        end_appointment(officer=world.security, appointment=last, until=NOV)
    appoint_at_once(world.nobody, role)
    with recorded("people:appointment:ended"):
        end_appointment(officer=world.security, appointment=last, until=NOV)


@pytest.mark.parametrize("role", [Role.SECURITY, Role.ADMINISTRATOR, Role.CHECKER])
def test_nobody_gives_themselves_a_duty(world, role):
    with refused("people.own_appointment"):
        give(world, role, to="security")
    with refused("people.own_appointment"):
        put_in_charge(officer=world.security, department=world.general, role=Role.DEPARTMENT_HEAD, to=world.security, since=NOV)


def test_where_somebody_sits_is_no_duty_and_lets_a_keeper_do_nothing(world):
    give(world, Role.OFFICER, to="security", department=world.general, since=date(2025, 10, 1))
    security = world.security
    assert security.own_departments == {world.general.pk}
    assert {deed for deed in Deed if may(security, deed)} == {Deed.APPOINT, Deed.GUARD_ACCOUNTS, Deed.REVIEW_DUTIES}
    assert not may(security, Deed.SEE_DEPARTMENT, world.general)
