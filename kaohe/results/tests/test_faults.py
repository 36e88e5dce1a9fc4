"""Whatever fails in the middle of publishing, deciding or finalising: all of it has happened, or nothing."""

import pytest

from kaohe.results.actions import (
    GradeAnew,
    TakeBack,
    decide_objection,
    finalise_results,
    propose,
    publish_results,
    reopen_year,
)
from kaohe.results.boards import board_of
from kaohe.results.models import Ask, Decision, Notice, Outcome, Snapshot
from tests.support.ending import AFTER, NOTICE, again, lapsed, objected, published, ready, reviewed
from tests.support.faults import all_or_nothing


@pytest.fixture
def closing(world):
    world.absence()
    return ready(world)


def warm(world):
    """The board is computed before, so that the same statements are asked each time."""
    board_of(world.cycle)


def test_publishing(closing):
    proposal = propose(officer=closing.office, cycle=closing.cycle, ask=Ask.NOTICE, at=NOTICE)
    warm(closing)
    failed = all_or_nothing(lambda: publish_results(officer=closing.director, proposal=proposal, at=NOTICE))
    assert failed > 20
    assert (Notice.objects.count(), Snapshot.objects.count()) == (1, 1)


@pytest.mark.parametrize("remedy", [TakeBack(), GradeAnew("good", ("g1",))])
def test_deciding(closing, remedy):
    from kaohe.results.actions import Disputed

    published(closing)
    line = {} if isinstance(remedy, TakeBack) else {"line": Disputed("business.key", "目标 Y-Z1", goal=closing.goal())}
    objection = objected(closing, **line)
    lapsed(closing)
    objection = reviewed(closing, objection)
    warm(closing)
    deed = {
        "officer": closing.leading_group,
        "objection": objection,
        "outcome": Outcome.UPHELD,
        "reason": "属实",
        "remedies": [remedy],
    }
    assert all_or_nothing(lambda: decide_objection(**deed)) > 20
    assert Decision.objects.count() == 1


def test_finalising_and_reopening(closing):
    published(closing)
    again(closing)
    proposal = propose(officer=closing.office, cycle=closing.cycle, ask=Ask.FINAL, at=AFTER)
    warm(closing)
    assert all_or_nothing(lambda: finalise_results(officer=closing.director, proposal=proposal, at=AFTER)) > 20
    again(closing)
    proposal = propose(officer=closing.office, cycle=closing.cycle, ask=Ask.REOPEN, reason="查实", at=AFTER)
    assert all_or_nothing(lambda: reopen_year(officer=closing.director, proposal=proposal, at=AFTER)) > 10
