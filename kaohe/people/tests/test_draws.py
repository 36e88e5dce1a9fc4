"""Heads of departments are drawn into the checking group in turn: fair over the years, and anyone can do it again."""

import random
from datetime import date
from hashlib import sha256

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from kaohe.people import draws
from kaohe.people.actions import draw_checkers
from kaohe.people.deeds import Deed, may, require
from kaohe.people.draws import ASIDE, SERVING, Lot
from kaohe.people.models import Appointment, Department, Draw, Officer
from kaohe.people.roles import Role
from tests.support.bureau import appoint_at_once, recorded, refused

NOV, JAN = date(2025, 11, 1), date(2026, 1, 31)


@pytest.fixture
def heads(world):
    """Five heads of departments: the one that every bureau of the tests has, and four more."""
    for number in range(1, 5):
        department = Department.objects.create(bureau=world.bureau, code=f"d{number}", name=f"{number}科", order=number + 5)
        officer = Officer.objects.create(username=f"head-{number}", name=f"科长{number}", bureau=world.bureau)
        appoint_at_once(officer, Role.DEPARTMENT_HEAD, department)
    return world


def draw(world, seats=2, officer="office", since=NOV, until=JAN, aside=(), reason=""):
    told = {"since": since, "until": until, "aside": [getattr(world, each, each) for each in aside], "reason": reason}
    return draw_checkers(officer=getattr(world, officer), bureau=world.bureau, seats=seats, **told)


def names(made):
    return {each.login for each in draws.lots_of(made) if each.drawn}


def test_the_office_draws_heads_for_a_term_and_everything_is_on_record(heads):
    with recorded("people:checkers:drawn"):
        made = draw(heads)
    serving = Officer.objects.filter(appointments__role=Role.CHECKER, appointments__since=NOV)
    assert {each.username for each in serving} == names(made)
    assert len(names(made)) == 2
    assert {(each.until, each.post) for each in Appointment.objects.filter(since=NOV)} == {(JAN, "member")}
    assert len(draws.lots_of(made)) == 5


def test_anyone_can_do_the_draw_again_with_the_record_in_hand(heads):
    made = draw(heads)
    assert draws.holds(made)
    for lot in draws.lots_of(made):
        assert lot.lot == sha256(f"{made.seed}:{lot.login}".encode()).hexdigest()[:8]
    by_hand = sorted(draws.lots_of(made), key=lambda lot: (lot.tally, lot.served, lot.lot))
    assert {each.login for each in by_hand[:2]} == names(made)


def test_a_record_that_was_tampered_with_shows(heads):
    made = draw(heads)
    made.rows[0], made.rows[-1] = {**made.rows[0], "drawn": False}, {**made.rows[-1], "drawn": True}
    assert not draws.holds(made)
    with pytest.raises(DatabaseError), transaction.atomic():
        Draw.objects.update(seats=3)


def test_whoever_served_waits_until_the_others_have(heads):
    first, second, third = (
        draw(heads, since=date(2025, month, 1), until=date(2025, month, 28)) for month in (1, 2, 3)
    )
    assert not names(first) & names(second)
    [fifth] = {each.username for each in Officer.objects.holding(Role.DEPARTMENT_HEAD)} - names(first) - names(second)
    assert fifth in names(third)
    assert len(names(third) & names(first)) == 1, "of those drawn once, who served longer ago"


def test_who_is_serving_takes_no_part(heads):
    first = draw(heads)
    second = draw(heads, since=JAN, until=date(2026, 3, 1))
    assert not names(first) & names(second)
    assert {each.login for each in draws.lots_of(second) if each.left == SERVING} == names(first)


def test_who_can_not_take_part_comes_first_the_next_time(heads):
    with refused("people.aside_without_why"):
        draw(heads, aside=["department_head"])
    made = draw(heads, seats=4, aside=["department_head"], reason="住院")
    assert [each.login for each in draws.lots_of(made) if each.left == ASIDE] == ["north-department_head"]
    again = draw(heads, seats=1, since=date(2026, 2, 1), until=date(2026, 3, 1))
    assert names(again) == {"north-department_head"}


def test_a_new_head_begins_where_the_others_stand(heads):
    for month in (1, 2, 3, 4, 5):
        draw(heads, since=date(2025, month, 1), until=date(2025, month, 28))
    assert {lot.tally for lot in draws.standing(heads.bureau, NOV, JAN)} == {2}
    department = Department.objects.create(bureau=heads.bureau, code="new", name="新科")
    appoint_at_once(heads.nobody, Role.DEPARTMENT_HEAD, department)
    lots = {lot.login: lot for lot in draws.standing(heads.bureau, NOV, JAN)}
    assert lots["north-nobody"].tally == 2
    assert names(draw(heads, seats=1)) == {"north-nobody"}, "who never served comes before who did"


def test_terms_from_before_there_were_draws_count(heads):
    Appointment.objects.create(officer=heads.department_head, role=Role.CHECKER, since=date(2024, 1, 1), until=date(2024, 3, 31))
    lots = {lot.login: lot for lot in draws.standing(heads.bureau, NOV, JAN)}
    assert (lots["north-department_head"].tally, lots["north-department_head"].served) == (1, "2024-03-31")


def test_a_drawn_head_does_not_check_their_own_department(world):
    draw(world, seats=1, since=date(2025, 10, 1))
    assert may(world.department_head, Deed.RECORD_ENTRY, world.general)
    with refused("people.recusal"):
        require(world.department_head, Deed.RECORD_ENTRY, world.budget, bureau=world.bureau)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("people.heads_nothing", {"aside": ["clerk"], "reason": "住院"}),
        ("people.nobody_drawn", {"seats": 0}),
        ("people.too_few_heads", {"seats": 6}),
        ("people.too_few_heads", {"seats": 5, "aside": ["department_head"], "reason": "住院"}),
        ("people.ended_before", {"until": date(2025, 1, 1)}),
        ("people.may_not", {"officer": "administrator"}),
        ("people.may_not", {"officer": "leading_group"}),
    ],
)
def test_a_draw_that_must_not_be_is_refused(heads, code, told):
    with refused(code):
        draw(heads, **told)


def test_another_bureau_s_heads_are_not_drawn(heads, elsewhere):
    draw(elsewhere, seats=1)
    assert {lot.tally for lot in draws.standing(heads.bureau, NOV, JAN)} == {0}
    with refused("people.other_bureau"):
        draw_checkers(officer=heads.office, bureau=elsewhere.bureau, seats=1, since=NOV, until=JAN)


@given(st.integers(0, 2**32), st.integers(2, 9), st.integers(1, 25))
def test_over_the_years_nobody_who_could_always_serve_serves_two_more_than_another(seed, always, years):
    """New heads come, others go or can't take part now and then; seats differ from draw to draw."""
    rng = random.Random(seed)
    tally, served, others = dict.fromkeys((f"always-{each}" for each in range(always)), 0), {}, {}
    for year in range(years):
        if rng.random() < 0.4:
            others[f"new-{year}"] = min([*tally.values(), *others.values()])
        if others and rng.random() < 0.3:
            others.pop(rng.choice(sorted(others)))
        heads = [Lot(login, login, "", times, served.get(login, "")) for login, times in {**tally, **others}.items()]
        heads = [each._replace(left=ASIDE if each.login in others and rng.random() < 0.3 else "") for each in heads]
        able = sum(not each.left for each in heads)
        for each in draws.drawn(heads, str(rng.random()), rng.randint(1, able)):
            if each.drawn:
                served[each.login] = f"{2000 + year}-12-31"
                (tally if each.login in tally else others)[each.login] += 1
        assert max(tally.values()) - min(tally.values()) <= 1


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["", "2024-01-01", "2025-01-01"])), min_size=1, max_size=8), st.integers(1, 8))
def test_the_order_in_which_heads_are_listed_decides_nothing(people, seats):
    heads = [Lot(f"p{number}", "", "", tally, served) for number, (tally, served) in enumerate(people)]
    seats = min(seats, len(heads))
    forward, backward = (draws.drawn(each, "seed", seats) for each in (heads, heads[::-1]))
    assert {each.login for each in forward if each.drawn} == {each.login for each in backward if each.drawn}
