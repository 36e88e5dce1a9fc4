"""Everybody at once at the year's end: one notice, one final result, and never half of anything."""

import pytest

from kaohe.audit.models import Record
from kaohe.audit.recording import first_broken
from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.ledger.actions import AGREED, answer_entry
from kaohe.panels.actions import grade_goal
from kaohe.people.models import Officer
from kaohe.people.roles import Role
from kaohe.results.actions import Disputed, decide_objection, file_objection, lapse_due, propose, publish_results
from kaohe.results.boards import facts_of
from kaohe.results.facts import digest_of
from kaohe.results.models import Ask, Decision, Kind, Notice, Objection, Outcome, Proposal, Snapshot
from tests.support.at_once import against, fire, one_won, succeeded
from tests.support.bureau import PAPER, appoint_at_once, found
from tests.support.ending import AFTER, DEADLINE, NOTICE, again, final, lapsed, objected, published, ready, reviewed


@pytest.fixture
def world(transactional_db):
    """The bureau with nothing left to be done before the notice."""
    north = found("north")
    answer_entry(officer=north.department_head, entry=north.absence(), text=AGREED)
    return ready(north)


def proposed(world, ask=Ask.NOTICE, at=NOTICE):
    return propose(officer=world.office, cycle=world.cycle, ask=ask, at=at)


def test_fifty_agree_and_it_is_published_once(world):
    proposed(world)
    answers = fire(world.director, "/2025/results/", {"deed": "agree"})
    one_won(answers, "已由他人办理", "已办理")
    assert Notice.objects.count() == Snapshot.objects.count() == 1
    assert Record.objects.filter(tag="results:notice:published").count() == 1
    assert first_broken() is None


def test_fifty_propose_and_there_is_one_proposal(world):
    answers = fire(world.office, "/2025/results/", {"deed": "propose-notice", "reason": ""})
    assert [each.status_code for each in answers].count(302) == 1
    assert Proposal.objects.count() == 1


def test_publishing_against_a_changing_grade(world):
    """Either the grades stood first and nobody published what was not proposed, or they came too late."""
    proposal = proposed(world)
    director, goal = world.director, world.goal()
    group = [Officer.objects.create(username=f"north-g{n}", name=f"成员{n}", bureau=world.bureau, password="!") for n in range(2)]
    for officer in group:
        appoint_at_once(officer, Role.LEADING_GROUP)

    def publish():
        return publish_results(officer=director, proposal=proposal, at=NOTICE)

    def regrade():
        return grade_goal(officer=group[0], goal=goal, grade="good", conditions=["g1"], reason="重议", evidence=PAPER)

    done = succeeded(against(publish, regrade))
    assert len(done) == 1
    again(world)
    if Notice.objects.exists():
        assert world.cycle.stage == Stage.NOTICED
        assert Notice.objects.get().snapshot.facts_digest == proposal.facts_digest == digest_of(facts_of(world.cycle))
    else:
        assert world.cycle.stage == Stage.CLOSING
        assert world.goal().gradings.standing().get().grade == "good"
        assert digest_of(facts_of(world.cycle)) != proposal.facts_digest
    assert first_broken() is None


def test_an_objection_in_the_last_second_against_the_clock(world):
    """Whoever is quicker, what arrived in time is under review, once."""
    notice = published(world)
    head, budget = world.department_head, world.budget
    line = Disputed("training", "学习培训 −1", entry=world.cycle.entries.get(number=1))

    def objects():
        return file_objection(officer=head, notice=notice, department=budget, line=line, reason="已请假", at=DEADLINE)

    against(objects, lambda: lapse_due(AFTER))
    lapse_due(AFTER)
    again(world)
    assert Objection.objects.count() == Record.objects.filter(tag="results:objection:filed").count() == 1
    assert Record.objects.filter(tag="results:objections:lapsed").count() == 1
    assert world.cycle.stage == Stage.REVIEWING
    assert first_broken() is None


def test_one_decision_however_many_write_it_down(world):
    published(world)
    objection = objected(world)
    lapsed(world)
    objection = reviewed(world, objection)
    group = world.leading_group

    def decide():
        return decide_objection(officer=group, objection=objection, outcome=Outcome.REFUSED, reason="事后补写")

    assert len(succeeded(against(decide, times=16))) == 1
    assert Decision.objects.count() == 1


def test_fifty_finalise_and_it_is_final_once(world):
    published(world)
    proposed(world, Ask.FINAL, AFTER)
    answers = fire(world.director, "/2025/results/", {"deed": "agree"})
    one_won(answers, "已由他人办理", "已办理")
    assert Snapshot.objects.filter(kind=Kind.FINAL).count() == 1
    assert Cycle.objects.get().stage == Stage.FINAL


def test_two_ticks_close_the_time_once(world):
    published(world)
    against(lambda: lapse_due(AFTER), times=12)
    assert Record.objects.filter(tag="results:objections:lapsed").count() == 1
    assert final(world).kind == Kind.FINAL
