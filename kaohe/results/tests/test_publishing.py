"""The year's results go before the bureau by two persons' hands, once, with a deadline that never moves."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from kaohe.cycles.actions import load_calendar, set_day
from kaohe.cycles.models import Cycle, Period
from kaohe.cycles.stages import Stage
from kaohe.days.calendar import Day
from kaohe.days.calendar import Kind as KindOfDay
from kaohe.days.national import national
from kaohe.desk.models import Message
from kaohe.engine import board_data
from kaohe.goals.actions import Progress, save_progress, submit_progress
from kaohe.ledger.actions import AGREED, answer_entry
from kaohe.panels.actions import ask_excuse, grade_goal, open_meeting
from kaohe.panels.models import Grading
from kaohe.people.actions import delegate
from kaohe.people.models import Delegation, Officer
from kaohe.people.roles import Role
from kaohe.results.actions import propose, publish_results, return_proposal, withdraw_proposal
from kaohe.results.boards import board_of
from kaohe.results.checking import checks
from kaohe.results.models import Answer, Ask, Notice, Snapshot
from tests.support.bureau import PAPER, appoint_at_once, recorded, refused
from tests.support.ending import DEADLINE, HERE, NOTICE, published, ready


@pytest.fixture
def closing(world):
    """The bureau with nothing left to be done before the notice."""
    return ready(world)


def proposed(world, **changed):
    return propose(**{"officer": world.office, "cycle": world.cycle, "ask": Ask.NOTICE, "at": NOTICE, **changed})


def publish(world, proposal, **changed):
    return publish_results(**{"officer": world.director, "proposal": proposal, "at": NOTICE, **changed})


def test_one_proposes_and_a_second_publishes(closing):
    with recorded("results:proposal:made"):
        proposal = proposed(closing)
    with recorded("results:notice:published"):
        notice = publish(closing, proposal)
    cycle = Cycle.objects.get(pk=closing.cycle.pk)
    assert (cycle.stage, cycle.noticed_at, cycle.objection_deadline) == (Stage.NOTICED, NOTICE, DEADLINE)
    assert (notice.number, notice.until, notice.calendar) == (1, DEADLINE, national().version)
    assert notice.snapshot.board == board_data(board_of(cycle))
    assert [each["rank"] for each in notice.snapshot.board["departments"]] == [1, 1]
    assert cycle.graded_on == closing.bureau.today()


def test_the_proposal_waits_with_those_who_may_say_yes_and_the_notice_reaches_every_department(closing):
    proposal = proposed(closing)
    waiting = set(Message.objects.values_list("officer__username", flat=True))
    assert waiting == {"north-director", "north-leading_group"}
    publish(closing, proposal)
    heard = Message.objects.filter(subject__contains="已公示").values_list("officer__username", flat=True)
    assert set(heard) == {"north-department_head", "north-clerk"}


def test_who_proposed_does_not_agree(closing):
    appoint_at_once(closing.office, Role.LEADING_GROUP)
    proposal = proposed(closing)
    with refused("results.same_person"):
        publish(closing, proposal, officer=closing.office)


def test_nor_does_somebody_who_acts_for_who_proposed(closing):
    appoint_at_once(closing.office, Role.LEADING_GROUP)
    proposal = proposed(closing)
    today = closing.bureau.today()
    lent = delegate(officer=closing.office, to=closing.clerk, since=today, until=today + timedelta(9), reason="出差")
    clerk = closing.clerk
    clerk.delegation = Delegation.objects.with_names().get(pk=lent.pk)
    with refused("results.same_person"):
        publish(closing, proposal, officer=clerk)


def test_nor_does_the_same_person_by_another_account(closing):
    twin = Officer.objects.create(
        username="north-second", name=closing.office.name, bureau=closing.bureau, password="!"
    )
    appoint_at_once(twin, Role.LEADING_GROUP)
    proposal = proposed(closing)
    with refused("results.same_person"):
        publish(closing, proposal, officer=twin)


def test_who_may_propose_and_who_may_publish(closing, elsewhere):
    with refused("people.may_not"):
        proposed(closing, officer=closing.director)
    with refused("people.other_bureau"):
        proposed(closing, officer=elsewhere.office)
    proposal = proposed(closing)
    with refused("people.may_not"):
        publish(closing, proposal, officer=closing.checker)
    with refused("people.other_bureau"):
        publish(closing, proposal, officer=elsewhere.director)


def test_one_proposal_at_a_time(closing):
    proposal = proposed(closing)
    with refused("results.proposal_open"):
        proposed(closing)
    with recorded("results:proposal:withdrawn"):
        withdraw_proposal(officer=closing.office, proposal=proposal)
    assert proposed(closing).answer == Answer.OPEN


def test_the_second_person_may_say_no_with_a_sentence(closing):
    proposal = proposed(closing)
    with refused("goals.no_sentence"):
        return_proposal(officer=closing.director, proposal=proposal, sentence=" ")
    with recorded("results:proposal:returned"):
        returned = return_proposal(officer=closing.director, proposal=proposal, sentence="采购办的一笔还没有核实")
    assert (returned.answer, returned.answered_by) == (Answer.RETURNED, closing.director)
    assert not Notice.objects.exists()
    with refused("results.proposal_answered"):
        publish(closing, proposal)
    with refused("results.proposal_answered"):
        withdraw_proposal(officer=closing.office, proposal=proposal)


def test_nobody_signs_what_was_not_proposed(closing):
    """A fact that comes in between the two hands is seen by the first one before it is published."""
    proposal = proposed(closing)
    closing.absence(persons=["后来登记"])
    with refused("results.changed_since"):
        publish(closing, proposal)
    return_proposal(officer=closing.director, proposal=proposal, sentence="重新核对")
    publish(closing, proposed(closing))


def test_results_are_published_once(closing):
    proposal = proposed(closing)
    publish(closing, proposal)
    with refused("results.proposal_answered"):
        publish(closing, proposal)
    with refused("cycles.stage"):
        proposed(closing)
    assert Notice.objects.count() == Snapshot.objects.count() == 1


def test_a_proposal_to_publish_does_not_finalise(closing):
    from kaohe.results.actions import finalise_results

    with refused("results.other_proposal"):
        finalise_results(officer=closing.director, proposal=proposed(closing))


# ---- what stands in the way, all at once -----------------------------------------------------------------------------


def in_the_way(world, at=NOTICE):
    """What each check finds, by its code."""
    return {
        check.code: [problem.code for problem in check.problems] for check in checks(world.cycle, at) if check.problems
    }


def test_everything_that_stands_in_the_way_is_said_at_once(world):
    world.at(Stage.CLOSING)
    with refused("grading.missing", "results.period_not_closed") as caught:
        proposed(world)
    codes = [problem.code for problem in caught.value.problems]
    assert (codes.count("grading.missing"), codes.count("results.period_not_closed")) == (12, 4)


def test_a_quarter_not_closed_stands_in_the_way(closing):
    Period.objects.filter(cycle=closing.cycle, number=3).update(closed_on=None)
    assert in_the_way(closing) == {"quarters": ["results.period_not_closed"]}


def test_progress_that_was_told_and_not_verified_stands_in_the_way(closing):
    closing.at(Stage.RUNNING)
    period = closing.cycle.periods.get(number=1)
    told = {code: Progress(met=True, completion=100, sentence="完成") for code in
            closing.cycle.goals.filter(department=closing.budget).values_list("code", flat=True)}  # fmt: skip
    report = save_progress(officer=closing.clerk, period=period, department=closing.budget, told=told)
    submit_progress(officer=closing.department_head, report=report)
    assert in_the_way(closing.at(Stage.CLOSING)) == {"progress": ["results.progress_unverified"]}


def test_an_excuse_that_nobody_decided_stands_in_the_way(closing):
    ask_excuse(officer=closing.department_head, goal=closing.goal(), reason="政策调整", evidence=PAPER)
    assert in_the_way(closing) == {"excuses": ["results.excuse_undecided"]}


def test_a_department_has_two_working_days_to_answer_what_was_just_written_down(closing):
    entry = closing.absence()
    soon = entry.recorded_at + timedelta(hours=1)
    assert in_the_way(closing, soon) == {"answers": ["results.answers_open"]}
    assert in_the_way(closing, entry.recorded_at + timedelta(days=12)) == {}
    answer_entry(officer=closing.department_head, entry=entry, text=AGREED)
    assert in_the_way(closing, soon) == {}


def test_what_was_taken_back_needs_no_answer(closing):
    from kaohe.ledger.actions import reverse_entry

    entry = closing.absence()
    reverse_entry(officer=closing.office, entry=entry, why="误记")
    assert in_the_way(closing, entry.recorded_at + timedelta(hours=1)) == {}


def test_a_meeting_that_still_sits_stands_in_the_way(closing):
    open_meeting(
        officer=closing.office,
        cycle=closing.cycle,
        held_on=closing.bureau.today(),
        minutes="〔2026〕1号",
        present=[closing.leading_group],
    )
    assert in_the_way(closing) == {"meeting": ["results.meeting_sits"]}


def test_a_grade_by_somebody_of_the_department_stands_in_the_way(closing):
    """They came to the department on the day before; the grade that they wrote down is not theirs to give."""
    grading = Grading.objects.filter(goal__department=closing.general).first()
    appoint_at_once(closing.leading_group, Role.OFFICER, closing.general)
    found = in_the_way(closing)["recusal"]
    assert found == ["results.not_recused"] * 6
    assert grading.decided_by == closing.leading_group


def test_a_deadline_that_the_calendar_does_not_reach_stands_in_the_way(closing):
    late = datetime(2026, 12, 31, 9, 0, tzinfo=HERE)
    assert in_the_way(closing, late) == {"deadline": ["results.deadline_provisional"]}
    new_year = Day(date(2027, 1, 1), KindOfDay.REST, "元旦")
    load_calendar(
        officer=closing.office, bureau=closing.bureau, year=2027, days=[new_year], source="国办发明电〔2026〕7号"
    )
    assert timezone.localtime(published(closing, late).until) == datetime(2027, 1, 5, 17, 30, tzinfo=HERE)


def test_a_goal_graded_anew_keeps_nothing_in_the_way(closing):
    grade_goal(
        officer=closing.leading_group,
        goal=closing.goal(),
        grade="good",
        conditions=["g1"],
        reason="重议",
        evidence=PAPER,
    )
    assert in_the_way(closing) == {}


# ---- the deadline ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("noticed", "until"),
    [
        ("2026-01-19 23:59", "2026-01-21 17:30"),
        ("2026-01-09 00:00", "2026-01-13 17:30"),
        ("2025-12-31 09:00", "2026-01-05 17:30"),
        ("2026-02-13 09:00", "2026-02-24 17:30"),
    ],
)
def test_objections_close_after_two_working_days_when_the_office_does(closing, noticed, until):
    published(closing, datetime.fromisoformat(f"{noticed}+08:00"))
    assert closing.cycle.objection_deadline == datetime.fromisoformat(f"{until}+08:00")
    assert closing.cycle.objection_calendar == national().version


def test_where_the_server_thinks_it_stands_does_not_matter(closing):
    published(closing, NOTICE.astimezone(UTC))
    assert closing.cycle.objection_deadline == DEADLINE


def rest(world, day, source):
    set_day(officer=world.office, bureau=world.bureau, day=day, kind=KindOfDay.REST, name="地方节日", source=source)


def test_a_holiday_of_the_place_lengthens_the_time_for_objections(closing):
    rest(closing, date(2026, 1, 20), "市府〔2025〕9号")
    published(closing)
    assert timezone.localtime(closing.cycle.objection_deadline).date() == date(2026, 1, 22)


def test_an_announced_deadline_never_moves(closing):
    published(closing)
    rest(closing, date(2026, 1, 20), "市府〔2026〕1号")
    assert Cycle.objects.get(pk=closing.cycle.pk).objection_deadline == DEADLINE
