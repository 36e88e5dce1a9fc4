"""Everybody at once on a scheme to divide money: one allotment or none, and never half of anything."""

from decimal import Decimal

import pytest

from kaohe.audit.models import Record
from kaohe.audit.recording import first_broken
from kaohe.results.models import Answer
from kaohe.uses.actions import fix_allotment, propose_allotment, withdraw_scheme
from kaohe.uses.models import Allotment, Scheme
from kaohe.uses.settings import Settings, Way
from tests.support.at_once import against, succeeded
from tests.support.bureau import found
from tests.support.ending import final, published, ready


@pytest.fixture
def scheme(transactional_db):
    """A scheme that awaits the second person's word."""
    world = found("north")
    ready(world)
    published(world)
    final(world)
    proposed = propose_allotment(officer=world.office, cycle=world.cycle, settings=Settings(Way.POOL, Decimal("1000")))
    return world, proposed


def test_many_agree_and_it_is_fixed_once(scheme):
    world, proposed = scheme
    director = world.director
    assert len(succeeded(against(lambda: fix_allotment(officer=director, scheme=proposed)))) == 1
    assert Allotment.objects.count() == Record.objects.filter(tag="uses:allotment:fixed").count() == 1
    assert first_broken() is None


def test_fixing_against_withdrawing(scheme):
    world, proposed = scheme
    director, office = world.director, world.office
    done = succeeded(
        against(
            lambda: fix_allotment(officer=director, scheme=proposed), lambda: withdraw_scheme(officer=office, scheme=proposed), times=4
        )
    )
    assert len(done) == 1
    answer = Scheme.objects.get().answer
    assert (answer, Allotment.objects.count()) in ((Answer.CONSENTED, 1), (Answer.WITHDRAWN, 0))
    assert first_broken() is None
