"""Departments: added, renamed, ordered as decreed, retired; what was announced under the old name stays."""

from datetime import date
from decimal import Decimal

import pytest

from kaohe.audit.models import Record
from kaohe.engine import Department as Fact
from kaohe.people.actions import (
    change_department,
    create_department,
    end_appointment,
    order_departments,
    retire_department,
)
from kaohe.people.models import Appointment, Department
from tests.support.bureau import recorded, refused

ASSETS = Fact("assets", "国有资产科", short="资产科", size=5, attributes={"brief_quota": Decimal(3)})


def create(world, department=ASSETS, officer="administrator"):
    return create_department(officer=getattr(world, officer), bureau=world.bureau, department=department)


def change(world, officer="administrator", **changes):
    return change_department(officer=getattr(world, officer), department=world.budget, changes=changes)


def test_a_department_is_added_behind_the_last(world):
    with recorded("people:department:created"):
        create(world)
    assert [each.code for each in Department.objects.filter(bureau=world.bureau)] == ["budget", "general", "assets"]
    assert Department.objects.get(bureau=world.bureau, code="assets").as_fact() == ASSETS


@pytest.mark.parametrize(
    ("code", "department"),
    [
        ("people.department_taken", Fact("budget", "新科")),
        ("people.department_code", Fact("新科", "新科")),
        ("people.department_code", Fact("", "新科")),
        ("people.department_nameless", Fact("new", " ")),
        ("people.department_name_taken", Fact("new", "预算科")),
        ("people.department_name_taken", Fact("new", "新科", aliases=("综合科",))),
        ("people.department_size", Fact("new", "新科", size=-1)),
        ("people.attribute_negative", Fact("new", "新科", attributes={"brief_quota": Decimal(-1)})),
    ],
)
def test_a_department_that_must_not_be_is_refused(world, code, department):
    with refused(code):
        create(world, department)


def test_everything_wrong_with_a_department_is_told_at_once(world):
    with refused("people.department_taken", "people.department_name_taken", "people.department_size"):
        create(world, Fact("budget", "综合科", size=99999))


@pytest.mark.parametrize("role", ["office", "director", "auditor", "department_head"])
def test_only_the_administrator_keeps_departments(world, role):
    with refused("people.may_not"):
        create(world, officer=role)
    with refused("people.may_not"):
        change(world, officer=role, name="预算处")


def test_another_bureaus_administrator_changes_nothing_here(world, elsewhere):
    with refused("people.other_bureau"):
        change_department(officer=elsewhere.administrator, department=world.budget, changes={"name": "别科"})


def test_a_change_tells_what_was_before_and_after_and_nothing_else(world):
    version = world.bureau.departments_version
    with recorded("people:department:changed"):
        change(world, name="预算管理科", size=6, aliases=["预算科"], attributes={"brief_quota": Decimal(5)})
    record = Record.objects.first()
    assert record.before == {"name": "预算科", "aliases": [], "attributes": {"brief_quota": "4"}}
    assert record.after == {"name": "预算管理科", "aliases": ["预算科"], "attributes": {"brief_quota": "5"}}
    world.bureau.refresh_from_db()
    assert world.bureau.departments_version != version


def test_nothing_changed_leaves_no_record(world):
    change(world, name="预算科", size=6)
    assert not Record.objects.exists()


def test_a_department_is_not_given_the_name_of_another(world):
    with refused("people.department_name_taken"):
        change(world, short_name="综合科")


def test_the_order_is_as_decreed(world):
    with recorded("people:departments:ordered"):
        order_departments(officer=world.administrator, bureau=world.bureau, codes=["general", "budget"])
    assert [each.code for each in Department.objects.filter(bureau=world.bureau)] == ["general", "budget"]


@pytest.mark.parametrize("codes", [["budget"], ["budget", "budget"], ["budget", "general", "nowhere"], []])
def test_an_order_that_leaves_one_out_is_refused(world, codes):
    with refused("people.order_incomplete"):
        order_departments(officer=world.administrator, bureau=world.bureau, codes=codes)


def test_a_department_retires_when_nobody_is_left_in_it(world):
    empty = create(world)
    with recorded("people:department:retired"):
        retire_department(officer=world.administrator, department=empty, on=date(2025, 11, 1), reason="机构改革")
    empty.refresh_from_db()
    assert empty.stood_on(date(2025, 10, 31))
    assert not empty.stood_on(date(2025, 11, 1))
    with refused("people.retired_already"):
        retire_department(officer=world.administrator, department=empty, on=date(2025, 12, 1))


def test_a_department_with_people_does_not_retire(world):
    with refused("people.still_appointed") as caught:
        retire_department(officer=world.administrator, department=world.budget, on=date(2025, 11, 1))
    assert "north·clerk" in caught.value.message()


def test_people_whose_time_is_over_by_then_hold_no_department_up(world):
    for each in Appointment.objects.filter(department=world.budget):
        end_appointment(officer=world.security, appointment=each, until=date(2025, 10, 31))
    retire_department(officer=world.administrator, department=world.budget, on=date(2025, 11, 1))
    world.budget.refresh_from_db()
    assert world.budget.retired_on == date(2025, 11, 1)
