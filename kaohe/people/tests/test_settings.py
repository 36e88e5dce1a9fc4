"""How a bureau chooses to work where the measures leave it a choice."""

import pytest

from kaohe.audit.models import Record
from kaohe.people.actions import choose_settings
from kaohe.people.models import BureauSettings
from tests.support.bureau import recorded, refused


def choose(world, officer="office", version="", **values):
    return choose_settings(officer=getattr(world, officer), bureau=world.bureau, values=values, version=version)


def test_a_bureau_that_chose_nothing_has_the_defaults(world):
    found = BureauSettings.objects.of(world.bureau)
    assert (found.opinions_first, found.supervisors_recused, found.quorum, found.single_keys) == (False, False, None, True)
    assert not BureauSettings.objects.exists()


@pytest.mark.parametrize("officer", ["office", "director", "leading_group"])
def test_the_office_and_the_leaders_choose_and_it_is_on_record(world, officer):
    with recorded("people:settings:chosen"):
        choose(world, officer, opinions_first=True, quorum=3, single_keys=True)
    found = BureauSettings.objects.of(world.bureau)
    assert (found.opinions_first, found.quorum) == (True, 3)
    record = Record.objects.first()
    assert (record.before, record.after) == ({"opinions_first": False, "quorum": None}, {"opinions_first": True, "quorum": 3})


@pytest.mark.parametrize("officer", ["clerk", "department_head", "checker", "auditor", "administrator", "deputy_director"])
def test_nobody_else_chooses(world, officer):
    with refused("people.may_not"):
        choose(world, officer, opinions_first=True)


def test_what_changes_nothing_or_can_not_be_is_refused(world):
    with refused("people.settings_same"):
        choose(world, opinions_first=False)
    with refused("people.no_quorum"):
        choose(world, quorum=0)


def test_nobody_writes_over_what_they_have_not_seen(world):
    seen = choose(world, opinions_first=True).version
    choose(world, "director", quorum=2, version=seen)
    with refused("people.settings_stale"):
        choose(world, quorum=5, version=seen)
    assert BureauSettings.objects.of(world.bureau).quorum == 2
    choose(world, quorum=None, version=BureauSettings.objects.of(world.bureau).version)
    assert BureauSettings.objects.of(world.bureau).quorum is None


def test_each_bureau_has_its_own(world, elsewhere):
    choose(world, opinions_first=True)
    assert not BureauSettings.objects.of(elsewhere.bureau).opinions_first
    with refused("people.other_bureau"):
        choose_settings(officer=world.office, bureau=elsewhere.bureau, values={"opinions_first": True})
