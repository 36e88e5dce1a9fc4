"""A bureau's superior: set on the machine, on record, never in a circle; and whom it lets see what."""

import pytest

from kaohe.people.above import chain, leads, subordinates_of, under
from kaohe.people.actions import place_under
from kaohe.people.models import Bureau
from tests.support.bureau import recorded, refused


@pytest.fixture
def district(db):
    """A district with a county under it and two bureaus under that."""
    made = {code: Bureau.objects.create(code=code, name=f"{code}单位") for code in ("district", "county", "a", "b")}
    for code, superior in (("county", "district"), ("b", "county"), ("a", "county")):
        place_under(bureau=made[code], superior=made[superior])
    return {code: Bureau.objects.get(code=code) for code in made}


def test_those_under_a_superior_are_of_every_level(district, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = under(district["district"])
    assert [(each.bureau.code, each.depth) for each in found] == [("county", 1), ("a", 2), ("b", 2)]
    assert [each.code for each in chain(district["a"])] == ["county", "district"]
    assert under(district["a"]) == chain(district["district"]) == []


def test_a_superior_is_set_changed_and_taken_away_on_record(district):
    with recorded("people:bureau:placed"):
        moved = place_under(bureau=district["a"], superior=district["district"])
    assert moved.superior == district["district"]
    with recorded("people:bureau:placed"):
        place_under(bureau=district["a"], superior=None)
    assert Bureau.objects.get(code="a").superior is None


def test_nothing_is_set_twice(district):
    with refused("people.placed_already"):
        place_under(bureau=district["a"], superior=district["county"])
    with refused("people.placed_nowhere"):
        place_under(bureau=district["district"], superior=None)


@pytest.mark.parametrize("superior", ["district", "county", "a"])
def test_nobody_stands_under_themselves(district, superior):
    with refused("people.circle") as caught:
        place_under(bureau=district["district"], superior=district[superior])
    assert "district单位" in caught.value.message("zh")
    assert Bureau.objects.get(code="district").superior is None


def test_made_up_figures_stay_among_themselves(district, world):
    with refused("people.demonstration_mixed"):
        place_under(bureau=world.bureau, superior=district["district"])
    with refused("people.demonstration_mixed"):
        place_under(bureau=district["a"], superior=world.bureau)


def test_who_leads_and_watches_sees_subordinates_and_nobody_else(world, elsewhere):
    assert not leads(world.office)
    assert subordinates_of(world.office) == []
    place_under(bureau=elsewhere.bureau, superior=world.bureau)
    seeing = {role for role in world.people if leads(getattr(world, role))}
    assert seeing == {"office", "director", "leading_group", "auditor"}
    assert seeing == {role for role in world.people if subordinates_of(getattr(world, role))}
    assert not any(subordinates_of(getattr(elsewhere, role)) for role in elsewhere.people)
