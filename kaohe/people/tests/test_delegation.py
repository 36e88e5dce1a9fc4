"""Acting for another (代办授权): the other's permissions, never more; both names on the record; over on the day."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from kaohe.audit.models import Record
from kaohe.audit.recording import first_broken
from kaohe.people.actions import appoint, begin_acting, change_password, delegate, revoke_delegation
from kaohe.people.deeds import Deed, may, require
from kaohe.people.models import Bureau, Delegation, Officer
from kaohe.people.roles import Role
from tests.support.bureau import PASSWORD, TODAY, appoint_at_once, recorded, refused

END = date(2025, 10, 31)


def lend(world, giver="office", to="clerk", **changed):
    told = {"since": TODAY, "until": END, "reason": "出差"}
    return delegate(officer=getattr(world, giver), to=getattr(world, to), **{**told, **changed})


def acting(world, giver="office", to="clerk"):
    """The taker as a request knows them while they act for the giver."""
    delegation = Delegation.objects.with_names().get(giver=world.people[giver], taker=world.people[to])
    officer = getattr(world, to)
    officer.delegation = delegation
    return officer


def test_both_names_stand_on_the_ledger_and_on_the_trail(world):
    with recorded("people:delegation:given"):
        lend(world)
    entry = world.absence(officer=acting(world))
    assert entry.recorder_name == "north·clerk（代north·office）"
    assert entry.recorded_by == world.clerk
    record = Record.objects.first()
    assert (record.officer_name, record.on_behalf_of, record.on_behalf_login) == ("north·clerk", "north·office", "north-office")
    assert first_broken() is None


def test_whoever_takes_a_name_off_the_record_breaks_the_trail(world):
    from django.db import connection

    from kaohe.audit import guard

    lend(world)
    world.absence(officer=acting(world))
    with guard.lifted(connection), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_record SET on_behalf_of = '', on_behalf_login = ''")
    assert first_broken() == 2


def test_a_record_of_nobody_elses_behalf_is_sealed_as_it_always_was(world):
    world.absence()
    assert not {"on_behalf_of", "on_behalf_login"} & Record.objects.first().contents().keys()


def test_the_others_permissions_are_lent_and_no_more(world):
    lend(world)
    clerk = acting(world)
    for deed in Deed:
        for department in (world.budget, world.general):
            assert may(clerk, deed, department) <= may(world.office, deed, department), deed
    assert may(clerk, Deed.RECORD_ENTRY, world.budget)
    assert not may(world.clerk, Deed.RECORD_ENTRY, world.budget), "without acting, one is only oneself"


def test_ones_own_permissions_rest_meanwhile(world):
    lend(world, "clerk", "office")
    office = acting(world, "clerk", "office")
    assert may(world.office, Deed.OPEN_CYCLE)
    assert not may(office, Deed.OPEN_CYCLE)


def test_whoever_acts_stays_recused_for_their_own_department(world):
    """The clerk belongs to the budget department; the checker they act for belongs to the general one."""
    lend(world, "checker", "clerk")
    clerk = acting(world, "checker", "clerk")
    assert may(world.checker, Deed.RECORD_ENTRY, world.budget)
    for department in (world.budget, world.general):
        with refused("people.recusal"):
            require(clerk, Deed.RECORD_ENTRY, department, bureau=world.bureau)


@pytest.mark.parametrize("day", [date(2025, 10, 14), date(2025, 11, 1)])
def test_before_and_after_its_days_it_lends_nothing(world, day):
    delegation = lend(world)
    assert delegation.stands_on(TODAY)
    assert not delegation.stands_on(day)
    assert not Delegation.objects.in_force(day).exists()
    Bureau.objects.filter(pk=world.bureau.pk).update(clock=day)
    with refused("people.delegation_over"):
        begin_acting(officer=world.clerk, delegation=delegation)


def test_it_is_used_by_whom_it_was_given_to(world):
    delegation = lend(world)
    with recorded("people:delegation:used"):
        begin_acting(officer=world.clerk, delegation=delegation)
    with refused("people.not_your_delegation"):
        begin_acting(officer=world.officer, delegation=delegation)


@pytest.mark.parametrize("who", ["office", "clerk"])
def test_either_side_ends_it_at_once(world, who):
    delegation = lend(world)
    with recorded("people:delegation:revoked"):
        revoke_delegation(officer=getattr(world, who), delegation=delegation)
    delegation.refresh_from_db()
    assert not delegation.stands_on(TODAY)
    with refused("people.delegation_over"):
        revoke_delegation(officer=getattr(world, who), delegation=delegation)


def test_others_do_not_end_it(world, elsewhere):
    delegation = lend(world)
    for stranger in (world.director, elsewhere.office):
        with refused("people.not_your_delegation"):
            revoke_delegation(officer=stranger, delegation=delegation)


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("people.to_oneself", {"to": "office"}),
        ("people.delegation_without_reason", {"reason": " "}),
        ("people.ended_before", {"until": TODAY - timedelta(days=1)}),
        ("people.delegation_backwards", {"since": date(2025, 10, 1)}),
        ("people.delegation_long", {"until": date(2026, 10, 31)}),
        ("people.delegation_clash", {"to": "auditor"}),
        ("people.delegation_clash", {"to": "administrator"}),
        ("people.delegation_clash", {"to": "security"}),
        ("people.may_not", {"giver": "security"}),
        ("people.may_not", {"giver": "auditor"}),
        ("people.may_not", {"giver": "administrator"}),
        ("people.may_not", {"giver": "nobody"}),
    ],
)
def test_a_delegation_that_must_not_be_is_refused(world, code, changed):
    with refused(code):
        lend(world, **changed)


def test_it_is_given_within_the_bureau_and_to_open_accounts(world, elsewhere):
    with refused("people.other_bureau"):
        delegate(officer=world.office, to=elsewhere.clerk, since=TODAY, until=END, reason="出差")
    Officer.objects.filter(pk=world.clerk.pk).update(is_active=False)
    with refused("people.account_closed"):
        lend(world)


def test_it_is_given_once_for_the_same_days(world):
    lend(world)
    with refused("people.delegated_already"):
        lend(world)
    lend(world, since=date(2025, 11, 1), until=date(2025, 11, 2))


def test_what_was_lent_is_not_lent_on(world):
    lend(world)
    with refused("people.own_matter"):
        delegate(officer=acting(world), to=world.officer, since=TODAY, until=END, reason="出差")


def test_ones_password_is_ones_own_matter(world):
    lend(world)
    with refused("people.own_matter"):
        change_password(officer=acting(world), old=PASSWORD, new="another-long-one-26")


def test_whoever_makes_accounts_lends_no_such_right(world):
    """Not even where they sit: a keeper is that and nothing else."""
    appoint_at_once(world.administrator, Role.OFFICER, world.general)
    with refused("people.may_not"):
        lend(world, "administrator", "clerk")
    lend(world, "officer", "clerk")
    appoint_at_once(world.officer, Role.SECURITY)
    clerk = acting(world, "officer", "clerk")
    assert [held.role for held in clerk.roles_held] == [Role.OFFICER]
    with refused("people.may_not"):
        appoint(officer=clerk, to=world.nobody, role=Role.AUDITOR, since=TODAY)


@pytest.mark.parametrize("keeper", ["administrator", "security", "auditor"])
def test_a_keeper_acts_for_nobody(world, keeper):
    with refused("people.delegation_clash"):
        lend(world, "officer", keeper)
    lend(world, "officer", "nobody")
    appoint_at_once(world.nobody, Role(keeper))
    nobody = acting(world, "officer", "nobody")
    assert nobody.clash
    assert not any(may(nobody, deed) for deed in Deed)


def test_duties_that_come_to_clash_later_stop_it(world):
    delegation = lend(world)
    appoint_at_once(world.clerk, Role.AUDITOR)
    with refused("people.delegation_clash"):
        begin_acting(officer=world.clerk, delegation=delegation)
    clerk = acting(world)
    assert clerk.clash
    assert not may(clerk, Deed.RECORD_ENTRY)


def test_nobody_acts_for_a_closed_account(world):
    lend(world)
    Officer.objects.filter(pk=world.office.pk).update(is_active=False)
    with refused("people.delegation_over"):
        begin_acting(officer=world.clerk, delegation=Delegation.objects.with_names().get())
    assert not Delegation.objects.in_force(TODAY).exists()


def test_the_database_too_lets_nobody_act_for_themselves(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        Delegation.objects.create(giver=world.office, taker=world.office, since=TODAY, until=END, reason="x")
