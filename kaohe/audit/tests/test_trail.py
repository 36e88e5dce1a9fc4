"""The audit trail: continued, never changed, and able to prove it."""

import pytest
from django.db import DatabaseError, connection, transaction

from kaohe.audit import guard
from kaohe.audit.models import Record
from kaohe.audit.recording import coming_from, first_broken, record
from kaohe.audit.tags import Tag


def write(world, **changed):
    told = {"officer": world.office, "subject": world.budget, "bureau": world.bureau, "after": {"size": 6}}
    return record(Tag.DEPARTMENTS_SET, **{**told, **changed})


def edit(sql, *values):
    """What someone with the database's own tools might do."""
    with guard.lifted(connection), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_a_record_tells_who_did_what_to_what(world):
    with coming_from("10.0.0.7", "r-1"):
        written = write(world, reason="人员调整")
    assert (written.officer_name, written.officer_login, written.bureau_code) == (
        "north·office",
        "north-office",
        "north",
    )
    assert (written.subject, written.subject_kind, written.subject_id) == (
        "预算科",
        "people.Department",
        str(world.budget.pk),
    )
    assert (written.address, written.request_id, written.reason) == ("10.0.0.7", "r-1", "人员调整")
    assert Record.objects.of(world.budget).get() == written


def test_outside_a_request_a_record_has_no_origin(world):
    assert write(world).address == ""


def test_the_trail_is_numbered_without_gaps_and_whole(world):
    records = [write(world, after={"size": size}) for size in range(5)]
    assert [each.sequence for each in records] == [1, 2, 3, 4, 5]
    assert first_broken() is None


@pytest.mark.parametrize("statement", ["UPDATE audit_record SET reason = 'x'", "DELETE FROM audit_record"])
def test_the_database_itself_refuses_to_change_a_record(world, statement):
    write(world)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Record.objects.get().reason == ""


def test_an_edited_record_is_found(world):
    for size in range(3):
        write(world, after={"size": size})
    edit("UPDATE audit_record SET officer_name = 'someone else' WHERE sequence = %s", 2)
    assert first_broken() == 2


def test_a_removed_record_is_found(world):
    for size in range(3):
        write(world, after={"size": size})
    edit("DELETE FROM audit_record WHERE sequence = %s", 2)
    assert first_broken() == 2


def test_two_records_that_changed_places_are_found(world):
    for size in range(2):
        write(world, after={"size": size})
    edit("UPDATE audit_record SET sequence = 9 WHERE sequence = %s", 1)
    edit("UPDATE audit_record SET sequence = 1 WHERE sequence = %s", 2)
    edit("UPDATE audit_record SET sequence = 2 WHERE sequence = %s", 9)
    assert first_broken() == 1


def test_a_deed_that_fails_leaves_no_record(world):
    with pytest.raises(AttributeError), transaction.atomic():
        write(world).no_such_thing()
    assert not Record.objects.exists()


def test_a_record_outlives_what_it_tells_of(world):
    kept = write(world, subject=world.general)
    edit("DELETE FROM goals_goal WHERE department_id = %s", world.general.pk)
    assert Record.objects.get(pk=kept.pk).subject == "综合科"
