"""Goals as the director's meeting fixed them."""

from decimal import Decimal
from fractions import Fraction

import pytest

from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.engine import Goal as Fact
from kaohe.goals.actions import fix_goals, lock_goals
from kaohe.goals.models import Goal
from tests.support.bureau import recorded, refused


@pytest.fixture
def setting(world):
    """The bureau before its goals are fixed."""
    Goal.objects.filter(cycle=world.cycle).delete()
    return world.at(Stage.SETTING)


def goals(department="budget", keys=("30", "30"), ordinary=("10", "10", "10", "10")):
    made = [("key", f"Z{number}", base) for number, base in enumerate(keys)]
    made += [("ordinary", f"Q{number}", base) for number, base in enumerate(ordinary)]
    return [Fact(code, department, category, f"目标{code}", Decimal(base)) for category, code, base in made]


def fix(world, facts, **changed):
    return fix_goals(**{"officer": world.office, "cycle": world.cycle, "goals": facts, "reason": "纪要3号", **changed})


def test_goals_are_fixed_as_they_were_decided(setting):
    version = setting.cycle.goals_version
    with recorded("goals:goals:fixed"):
        rows = fix(setting, goals())
    assert [row.as_fact() for row in Goal.objects.filter(pk__in=[row.pk for row in rows])] == goals()
    assert Cycle.objects.get(pk=setting.cycle.pk).goals_version != version


def test_goals_of_two_departments_may_have_the_same_codes(setting):
    fix(setting, [*goals(), *goals("general")])
    fix_again = goals()[:1]
    with refused("goals.duplicate"):
        fix(setting, fix_again)


def test_an_exact_base_of_sevenths_survives_the_database(setting):
    seventh = Fact("Z1", "budget", "key", "目标", Fraction(60, 7))
    made = [Fact(f"Z{number}", "budget", "key", "目标", Fraction(60, 7)) for number in range(7)]
    fix(setting, made)
    assert Goal.objects.get(code="Z1").base == seventh.base


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("goals.sum", goals(keys=("30", "20"))),
        ("goals.unknown_department", goals("nowhere")),
        ("goals.unknown_category", [Fact("Z1", "budget", "odd", "目标")]),
        ("goals.base_range", goals(keys=("60", "0"))),
        ("goals.untitled", [Fact("Z1", "budget", "key", " ")]),
    ],
)
def test_goals_that_cannot_stand_are_refused(setting, code, wrong):
    with refused(code):
        fix(setting, wrong)


def test_everything_wrong_is_said_at_once(setting):
    with refused("goals.sum", "goals.unknown_department"):
        fix(setting, [*goals(keys=("30", "20")), *goals("nowhere")])


def test_goals_are_entered_by_the_office_only(setting):
    with refused("people.may_not"):
        fix(setting, goals(), officer=setting.department_head)


def test_goals_are_not_changed_once_the_year_runs(setting):
    running = setting.at(Stage.RUNNING)
    with refused("cycles.stage"):
        fix(running, goals())


def test_another_bureaus_office_fixes_nothing_here(setting, elsewhere):
    with refused("people.other_bureau"):
        fix(setting, goals(), officer=elsewhere.office)


def test_locked_goals_are_the_basis_of_the_year(setting):
    fix(setting, [*goals(), *goals("general")])
    with recorded("goals:goals:locked"):
        cycle = lock_goals(officer=setting.office, cycle=setting.cycle)
    assert (cycle.stage, cycle.goals_fixed_on) == (Stage.RUNNING, setting.bureau.today())


def test_goals_are_not_locked_while_a_department_has_none(setting):
    fix(setting, goals())
    with refused("goals.none"):
        lock_goals(officer=setting.office, cycle=setting.cycle)


def test_goals_are_locked_once(world):
    with refused("cycles.stage"):
        lock_goals(officer=world.office, cycle=world.cycle)


def test_a_clerk_does_not_lock_goals(setting):
    with refused("people.may_not"):
        lock_goals(officer=setting.clerk, cycle=setting.cycle)


def test_goals_are_seen_by_those_who_may_see_the_department(world, elsewhere):
    assert {goal.department for goal in Goal.objects.visible_to(world.clerk)} == {world.budget}
    assert {goal.department for goal in Goal.objects.visible_to(world.office)} == {world.budget, world.general}
    assert not Goal.objects.visible_to(world.office).filter(department=elsewhere.budget).exists()
    assert not Goal.objects.visible_to(world.nobody).exists()
