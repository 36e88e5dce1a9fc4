"""Who divides a year's money, when, and how two persons fix it: kept for good, and by a final result only."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from kaohe.people.models import Appointment, Officer
from kaohe.people.roles import Role
from kaohe.results.actions import propose, reopen_year
from kaohe.results.models import Answer, Ask
from kaohe.uses.actions import fix_allotment, propose_allotment, return_scheme, withdraw_scheme
from kaohe.uses.heads import Belonging, heads_of
from kaohe.uses.models import Allotment, Scheme
from kaohe.uses.settings import By, Heads, Settings, Tier, Way
from kaohe.uses.trial import final_of, work_out
from tests.support.bureau import appoint_at_once, recorded, refused
from tests.support.ending import AFTER, again, published, ready
from tests.support.faults import all_or_nothing

POOL = Settings(Way.POOL, Decimal("10000"), by=By.NONE, heads=Heads.MONTHS)


def proposed(world, **changed):
    told = {"officer": world.office, "cycle": world.cycle, "settings": POOL}
    return propose_allotment(**{**told, **changed})


def fixed(world, **changed):
    return fix_allotment(officer=world.director, scheme=proposed(world, **changed))


def test_an_allotment_is_fixed_by_a_second_person_and_kept_with_all_it_rests_on(done):
    with recorded("uses:scheme:proposed"):
        scheme = proposed(done)
    with recorded("uses:allotment:fixed"):
        allotment = fix_allotment(officer=done.director, scheme=scheme)
    lines = allotment.read_lines()
    assert (allotment.number, allotment.snapshot, allotment.sum) == (1, final_of(done.cycle), 10000)
    assert sum(line.amount for line in lines) == 10000
    assert [(line.department, line.name) for line in lines] == [
        ("budget", "north·department_head"), ("budget", "north·clerk"), ("budget", "north·officer"),
        ("general", "north·office"), ("general", "north·checker"),
    ]  # fmt: skip
    scores = {standing.department.code: standing.published for standing in allotment.snapshot.read_board().standings}
    whole = 3 * scores["budget"] + 2 * scores["general"]
    for line in lines:
        assert abs(line.amount - 10000 * scores[line.department] / whole) < Decimal("0.01")
    scheme.refresh_from_db()
    assert (scheme.answer, scheme.answered_by) == (Answer.CONSENTED, done.director)


def test_what_was_fixed_is_never_edited(done):
    allotment = fixed(done)
    with pytest.raises(DatabaseError), transaction.atomic():
        Allotment.objects.filter(pk=allotment.pk).update(total="1")
    with pytest.raises(DatabaseError), transaction.atomic():
        allotment.delete()


def test_who_proposes_and_who_fixes(done, elsewhere):
    for person in (done.director, done.leading_group, done.department_head, done.auditor):
        with refused("people.may_not"):
            proposed(done, officer=person)
    with refused("people.other_bureau"):
        proposed(done, officer=elsewhere.office)
    scheme = proposed(done)
    for person in (done.office, done.department_head, done.auditor):
        with refused("people.may_not"):
            fix_allotment(officer=person, scheme=scheme)
    with refused("people.other_bureau"):
        fix_allotment(officer=elsewhere.director, scheme=scheme)


def test_who_proposed_is_not_the_second_person(done):
    scheme = proposed(done)
    appoint_at_once(done.office, Role.LEADING_GROUP)
    with refused("results.same_person"):
        fix_allotment(officer=done.office, scheme=scheme)


def test_another_account_of_the_same_name_is_the_same_person(done):
    scheme = proposed(done)
    Officer.objects.filter(pk=done.director.pk).update(name=done.office.name)
    with refused("results.same_person"):
        fix_allotment(officer=done.director, scheme=scheme)


def test_only_a_final_result_is_divided_by(world):
    world.absence()
    ready(world)
    with refused("cycles.stage"):
        proposed(world)
    published(world)
    with refused("cycles.stage"):
        proposed(world)


def test_a_year_that_was_taken_up_again_is_not_final(done):
    scheme = proposed(done)
    reopening = propose(officer=done.office, cycle=done.cycle, ask=Ask.REOPEN, reason="查实", at=AFTER)
    reopen_year(officer=done.director, proposal=reopening, at=AFTER)
    again(done)
    with refused("cycles.stage"):
        fix_allotment(officer=done.director, scheme=scheme)
    with refused("cycles.stage"):
        proposed(done)
    assert final_of(done.cycle) is None


def test_settings_that_do_not_hold_together_are_refused_all_at_once(done):
    odd = Settings(Way.POOL, Decimal(0), by=By.RANK, outside=Decimal(-1))
    with refused("uses.odd_amount", "uses.odd_coefficient", "uses.no_tiers"):
        proposed(done, settings=odd)
    with refused("uses.no_tier"):
        proposed(done, settings=Settings(Way.POOL, Decimal(5), by=By.RANK, tiers=(Tier(Decimal(1), Decimal(1)),)))


def test_one_scheme_at_a_time(done):
    proposed(done)
    with refused("uses.scheme_open"):
        proposed(done)


def test_a_scheme_is_withdrawn_or_returned_and_then_answered(done):
    scheme = proposed(done)
    with refused("people.may_not"):
        withdraw_scheme(officer=done.director, scheme=scheme)
    with recorded("uses:scheme:withdrawn"):
        withdraw_scheme(officer=done.office, scheme=scheme)
    with refused("results.proposal_answered"):
        fix_allotment(officer=done.director, scheme=scheme)
    second = proposed(done)
    with refused("goals.no_sentence"):
        return_scheme(officer=done.director, scheme=second, sentence=" ")
    with recorded("uses:scheme:returned"):
        return_scheme(officer=done.director, scheme=second, sentence="系数拉得太开")
    assert Scheme.objects.get(pk=second.pk).sentence == "系数拉得太开"
    assert not Allotment.objects.exists()


def test_the_second_person_signs_only_what_the_first_one_saw(done):
    """Somebody turns out to have left in October; the same settings would come to other amounts."""
    scheme = proposed(done)
    Appointment.objects.filter(officer=done.clerk).update(until=date(2025, 10, 20))
    with refused("uses.changed_since"):
        fix_allotment(officer=done.director, scheme=scheme)


def test_money_is_divided_once_more_only_with_a_reason_and_the_former_stays(done):
    first = fixed(done)
    with refused("uses.allotted_before"):
        proposed(done)
    second = fixed(done, reason="原方案漏计一人", settings=Settings(Way.VALUE, Decimal("10")))
    assert [each.number for each in Allotment.objects.all()] == [1, 2]
    assert Allotment.objects.get(pk=first.pk).lines == first.lines != second.lines


def test_whatever_fails_in_the_middle_nothing_is_left(done):
    scheme = proposed(done)
    final_of(done.cycle)
    assert all_or_nothing(lambda: fix_allotment(officer=done.director, scheme=scheme)) > 12
    assert Allotment.objects.count() == 1


# ---- heads ----------------------------------------------------------------------------------------------------------------


def belonging(department, since, until=None, person="p"):
    return Belonging(person, department, date.fromisoformat(since), date.fromisoformat(until) if until else None)


@pytest.mark.parametrize(
    ("held", "year_end", "months", "days"),
    [
        ([belonging("a", "2024-01-01")], {"a": 1}, {"a": 1}, {"a": 1}),
        # from 15 May on: eight fifteenths; 231 days
        ([belonging("a", "2025-05-15")], {"a": 1}, {"a": "8/12"}, {"a": "231/365"}),
        ([belonging("a", "2025-05-16")], {"a": 1}, {"a": "7/12"}, {"a": "230/365"}),
        # left on 30 September
        ([belonging("a", "2020-01-01", "2025-09-30")], {}, {"a": "9/12"}, {"a": "273/365"}),
        # moved on 1 July
        (
            [belonging("a", "2024-01-01", "2025-06-30"), belonging("b", "2025-07-01")],
            {"b": 1}, {"a": "6/12", "b": "6/12"}, {"a": "181/365", "b": "184/365"},
        ),
        # two departments at once: each a half
        ([belonging("a", "2024-01-01"), belonging("b", "2024-01-01")], {"a": "1/2", "b": "1/2"}, {"a": "1/2", "b": "1/2"}, {"a": "1/2", "b": "1/2"}),
        # head and officer of one department is one head
        ([belonging("a", "2024-01-01"), belonging("a", "2024-01-01", "2025-03-31")], {"a": 1}, {"a": 1}, {"a": 1}),
        ([belonging("a", "2026-01-01")], {}, {}, {}),
    ],
)  # fmt: skip
def test_heads_by_the_pencil(held, year_end, months, days):
    from fractions import Fraction

    for how, expected in ((Heads.YEAR_END, year_end), (Heads.MONTHS, months), (Heads.DAYS, days)):
        found = {department: heads for (department, _), heads in heads_of(held, 2025, how).items()}
        assert found == {department: Fraction(heads) for department, heads in expected.items()}, how


def test_a_leap_year_has_a_day_more():
    from fractions import Fraction

    assert heads_of([belonging("a", "2024-12-31")], 2024, Heads.DAYS) == {("a", "p"): Fraction(1, 366)}


def test_late_joiners_get_their_months_and_the_rest_goes_to_the_others(done):
    """The clerk of `budget` came on 1 July: six months, half of what the others get."""
    Appointment.objects.filter(officer=done.clerk).update(since=date(2025, 7, 1))
    allotted = work_out(final_of(done.cycle), POOL)
    amounts = {line.share.name: line.amount for line in allotted.lines}
    assert abs(amounts["north·clerk"] * 2 - amounts["north·officer"]) <= Decimal("0.02")
    assert allotted.total == 10000
    whole = work_out(final_of(done.cycle), Settings(Way.POOL, Decimal("10000"), heads=Heads.YEAR_END))
    assert len({line.amount for line in whole.of("budget")} ) <= 2  # equal, but for a cent left over


def test_the_number_of_queries_is_constant(done, django_assert_num_queries):
    snapshot = final_of(done.cycle)
    work_out(snapshot, POOL)
    with django_assert_num_queries(1):
        work_out(snapshot, POOL)
