"""Accounts: made, named, closed and opened again; one-time passwords that only their owner ever sees."""

from datetime import date

import pytest

from kaohe.audit.models import Record
from kaohe.people.actions import add_officer, close_account, issue_secrets, name_officer, reopen_account, set_mail
from kaohe.people.models import Officer
from kaohe.people.roles import Role
from tests.support.bureau import PASSWORD, appoint_at_once, recorded, refused


def issue(world, *people, officer="administrator"):
    return issue_secrets(officer=getattr(world, officer), bureau=world.bureau, to=people)


def test_a_one_time_password_opens_the_door_once_and_must_be_changed(world):
    with recorded("people:secret:issued"):
        secret = issue(world, world.clerk)["north-clerk"]
    clerk = world.clerk
    assert clerk.check_password(secret)
    assert clerk.must_change_password
    assert clerk.secret_until == date(2025, 10, 22)


def test_no_record_holds_a_password(world):
    secret = issue(world, world.clerk)["north-clerk"]
    assert not any(secret in str(each.contents()) for each in Record.objects.all())


def test_two_one_time_passwords_are_never_the_same(world):
    issued = issue(world, world.clerk, world.officer)
    assert len(set(issued.values())) == 2
    assert issue(world, world.clerk)["north-clerk"] != issued["north-clerk"]


@pytest.mark.parametrize("role", ["office", "auditor", "director", "clerk"])
def test_only_the_administrator_issues_passwords(world, role):
    with refused("people.may_not"):
        issue(world, world.officer, officer=role)


def test_passwords_that_must_not_be_issued_are_refused_all_at_once(world, elsewhere):
    Officer.objects.filter(pk=world.officer.pk).update(is_active=False)
    with refused("people.own_secret", "people.other_bureau", "people.account_closed"):
        issue(world, world.administrator, elsewhere.clerk, world.officer)
    assert world.administrator.check_password(PASSWORD)


def test_more_passwords_than_anyone_hands_out_at_once_are_refused(world):
    with refused("people.too_many_secrets"):
        issue(world, *[world.clerk] * 31)


def test_a_name_is_corrected_and_what_was_signed_keeps_the_old_one(world):
    entry = world.absence()
    with recorded("people:officer:named"):
        name_officer(officer=world.administrator, who=world.office, name="李四", title="主任")
    entry.refresh_from_db()
    assert (world.office.name, entry.recorder_name) == ("李四", "north·office")


def test_a_person_keeps_a_name(world):
    with refused("people.nameless"):
        name_officer(officer=world.administrator, who=world.office, name="　", title="")


def test_a_mail_address_is_set_by_its_owner_or_by_who_keeps_accounts(world):
    for officer in (world.clerk, world.administrator):
        with recorded("people:mail:set"):
            set_mail(officer=officer, who=world.clerk, mail=f" {officer.username}@north.example ")
    assert world.clerk.email == "north-administrator@north.example"
    set_mail(officer=world.clerk, who=world.clerk, mail="")
    assert world.clerk.email == ""


@pytest.mark.parametrize(
    ("code", "officer", "mail"),
    [("people.may_not", "office", "a@b.example"), ("people.may_not", "security", "a@b.example"), ("people.mail_unfit", "clerk", "no address")],
)
def test_a_mail_address_that_must_not_be_is_refused(world, code, officer, mail):
    with refused(code):
        set_mail(officer=getattr(world, officer), who=world.clerk, mail=mail)


def test_a_closed_account_may_nothing_and_is_opened_again(world):
    with recorded("people:account:closed"):
        close_account(officer=world.administrator, who=world.office, reason="停职")
    assert not world.office.is_active
    with refused("people.closed_already"):
        close_account(officer=world.administrator, who=world.office)
    with recorded("people:account:reopened"):
        reopen_account(officer=world.administrator, who=world.office)
    with refused("people.open_already"):
        reopen_account(officer=world.administrator, who=world.office)


def test_nobody_closes_their_own_account(world):
    with refused("people.own_account"):
        close_account(officer=world.administrator, who=world.administrator)


def test_two_administrators_do_not_close_each_other(world):
    """The second acts on what they knew a moment ago, when their own account was still open."""
    appoint_at_once(world.nobody, Role.ADMINISTRATOR)
    second = world.nobody
    assert second.roles_held
    close_account(officer=world.administrator, who=world.nobody)
    with refused("people.last_keeper"):
        close_account(officer=second, who=world.administrator)


@pytest.mark.parametrize("login", ["", "two words", "slash/slash", "x" * 151])
def test_a_login_that_nobody_can_type_is_refused(world, login):
    with refused("people.login_unfit"):
        add_officer(officer=world.administrator, bureau=world.bureau, login=login, name="新人")


def test_a_login_is_the_same_in_capitals(world):
    with refused("people.login_taken"):
        add_officer(officer=world.administrator, bureau=world.bureau, login="NORTH-CLERK", name="新人")
