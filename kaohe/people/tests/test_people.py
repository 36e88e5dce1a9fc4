"""Bureaus are founded, departments set, people added and appointed."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from kaohe import engine
from kaohe.audit.models import Record
from kaohe.people.actions import (
    Newcomer,
    add_officer,
    appoint,
    change_password,
    end_appointment,
    first_keepers,
    found_bureau,
    open_demonstration_accounts,
    set_departments,
)
from kaohe.people.models import Appointment, Bureau, Department, Officer
from kaohe.people.roles import KEEPERS, Role
from tests.support.bureau import PASSWORD, recorded, refused

DAY = date(2025, 1, 1)
LEGAL = engine.Department("legal", "法规科", "法规", ("法制科",), 3, False, {"brief_quota": Decimal(2)})


ADMIN, GUARD = Newcomer("west-admin", "张三"), Newcomer("west-guard", "李四")


def west(people, **told):
    return first_keepers(bureau=found_bureau(code="west", name="西区局", **told), people=people, since=DAY)


def test_a_bureau_begins_with_one_who_makes_accounts_and_one_who_gives_them_duties(db):
    keepers = west({Role.ADMINISTRATOR: ADMIN, Role.SECURITY: GUARD})
    admin, security = keepers[Role.ADMINISTRATOR], keepers[Role.SECURITY]
    added = add_officer(officer=admin, bureau=admin.bureau, login="west-li", name="李明", password=PASSWORD)
    appoint(officer=security, to=added, role=Role.OFFICE, since=DAY)
    assert added.check_password(PASSWORD)
    assert added.must_change_password
    assert added.holds(Role.OFFICE)
    assert Record.objects.about_bureau("west").count() == 5


def test_in_a_combined_bureau_the_first_is_all_three(db):
    [admin] = west({Role.ADMINISTRATOR: ADMIN}, combined=True).values()
    assert {held.role for held in admin.roles_held} == set(KEEPERS)
    assert admin.clash is None
    added = add_officer(officer=admin, bureau=admin.bureau, login="west-li", name="李明")
    appoint(officer=admin, to=added, role=Role.OFFICE, since=DAY)


@pytest.mark.parametrize(
    ("code", "people", "combined"),
    [
        ("people.keepers_needed", {Role.ADMINISTRATOR: ADMIN}, False),
        ("people.keepers_needed", {Role.ADMINISTRATOR: ADMIN, Role.SECURITY: GUARD, Role.OFFICE: GUARD}, False),
        ("people.keepers_one", {Role.ADMINISTRATOR: ADMIN, Role.SECURITY: GUARD}, True),
        ("people.keepers_one", {Role.SECURITY: GUARD}, True),
        ("people.login_taken", {Role.ADMINISTRATOR: ADMIN, Role.SECURITY: ADMIN}, False),
    ],
)
def test_first_accounts_that_must_not_be_are_refused(db, code, people, combined):
    with refused(code):
        west(people, combined=combined)


def test_a_bureau_code_is_given_once(world):
    with refused("people.bureau_taken"):
        found_bureau(code="north", name="另一个局")


def test_only_the_first_administrator_comes_from_outside(world):
    with refused("people.not_first"):
        first_keepers(bureau=world.bureau, people={Role.ADMINISTRATOR: ADMIN, Role.SECURITY: GUARD}, since=DAY)


def test_departments_are_set_in_their_order(world):
    version = world.bureau.departments_version
    with recorded("people:departments:set"):
        rows = set_departments(
            officer=world.administrator, bureau=world.bureau, departments=[LEGAL, world.budget.as_fact()]
        )
    assert [row.order for row in rows] == [1, 2]
    assert Department.objects.get(bureau=world.bureau, code="legal").as_fact() == LEGAL
    assert Bureau.objects.get(pk=world.bureau.pk).departments_version != version


def test_departments_are_refused_to_others(world):
    with refused("people.may_not"):
        set_departments(officer=world.office, bureau=world.bureau, departments=[LEGAL])


def test_one_code_for_two_departments_is_refused(world):
    with refused("people.duplicate_department"):
        set_departments(officer=world.administrator, bureau=world.bureau, departments=[LEGAL, LEGAL])


def test_two_bureaus_may_use_the_same_codes(world, elsewhere):
    set_departments(officer=world.administrator, bureau=world.bureau, departments=[LEGAL])
    set_departments(officer=elsewhere.administrator, bureau=elsewhere.bureau, departments=[LEGAL])
    assert Department.objects.filter(code="legal").count() == 2


def test_an_account_without_a_password_opens_for_nobody(world):
    added = add_officer(officer=world.administrator, bureau=world.bureau, login="new", name="新人")
    assert not added.has_usable_password()


@pytest.mark.parametrize("easy", ["short", "123456789012", "password1234", "north-zhangsan"])
def test_an_easy_password_is_refused(world, easy):
    with refused("people.password"):
        add_officer(
            officer=world.administrator, bureau=world.bureau, login="north-zhangsan", name="张三", password=easy
        )


def test_a_login_is_given_once_in_the_whole_installation(world, elsewhere):
    with refused("people.login_taken"):
        add_officer(officer=world.administrator, bureau=world.bureau, login="south-office", name="同名")


def test_an_administrator_of_another_bureau_adds_nobody_here(world, elsewhere):
    with refused("people.other_bureau"):
        add_officer(officer=elsewhere.administrator, bureau=world.bureau, login="x", name="外人")


def test_an_appointment_is_recorded(world):
    with recorded("people:officer:appointed"):
        appoint(officer=world.security, to=world.nobody, role=Role.CLERK, department=world.general, since=DAY)
    assert world.nobody.own_departments == {world.general.pk}


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("people.department_needed", {"role": Role.CLERK}),
        ("people.department_foreign", {"role": Role.AUDITOR, "department": "budget"}),
        ("people.may_not", {"role": Role.CHECKER, "officer": "office"}),
        ("people.already_appointed", {"role": Role.OFFICE, "to": "office"}),
        ("people.incompatible", {"role": Role.AUDITOR, "to": "office"}),
        ("people.incompatible", {"role": Role.OFFICE, "to": "administrator"}),
        ("people.incompatible", {"role": Role.ADMINISTRATOR, "to": "auditor"}),
    ],
)
def test_an_appointment_that_must_not_be_is_refused(world, code, changed):
    department = world.budget if "department" in changed else None
    officer, to = (
        getattr(world, changed.get(name, default)) for name, default in (("officer", "security"), ("to", "nobody"))
    )
    with refused(code):
        appoint(officer=officer, to=to, role=changed["role"], department=department, since=DAY)


def test_an_appointment_ends_and_stays_on_record(world):
    appointment = Appointment.objects.get(officer=world.clerk)
    with recorded("people:appointment:ended"):
        end_appointment(officer=world.security, appointment=appointment, until=date(2025, 6, 30))
    assert not world.clerk.roles_held
    assert Appointment.objects.standing(date(2025, 6, 30)).filter(officer=world.clerk).exists()


def test_an_appointment_does_not_end_before_it_began(world):
    with refused("people.ended_before"):
        end_appointment(
            officer=world.security,
            appointment=Appointment.objects.get(officer=world.clerk),
            until=date(2020, 1, 1),
        )


def test_the_database_refuses_a_department_where_the_role_has_none(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(officer=world.nobody, role=Role.AUDITOR, department=world.budget, since=DAY)


def test_someone_changes_their_own_password(world):
    Officer.objects.filter(pk=world.clerk.pk).update(must_change_password=True)
    with recorded("people:password:changed"):
        change_password(officer=world.clerk, old=PASSWORD, new="another-long-one-26")
    assert world.clerk.check_password("another-long-one-26")
    assert not world.clerk.must_change_password


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("people.password_wrong", "not-this-one-2025", "another-long-one-26"),
        ("people.password_same", PASSWORD, PASSWORD),
        ("people.password", PASSWORD, "short"),
        ("people.password", PASSWORD, "north-clerk-north-clerk"),
    ],
)
def test_a_password_that_must_not_be_is_refused(world, code, old, new):
    with refused(code):
        change_password(officer=world.clerk, old=old, new=new)
    assert world.clerk.check_password(PASSWORD)


def test_a_well_known_password_is_for_demonstrations_only(world):
    with recorded("people:demonstration:opened"):
        open_demonstration_accounts(bureau=world.bureau, password=PASSWORD)
    assert world.nobody.check_password(PASSWORD)
    Bureau.objects.filter(pk=world.bureau.pk).update(demonstration=False, clock=None)
    world.bureau.refresh_from_db()
    with refused("people.no_demonstration"):
        open_demonstration_accounts(bureau=world.bureau, password=PASSWORD)
