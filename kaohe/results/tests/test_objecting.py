"""A department disputes a line of the notice: in time to the second, with reasons, once, and gets its number."""

from datetime import timedelta

from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.desk.models import Message
from kaohe.results.actions import Disputed, extend_objections, withdraw_objection
from kaohe.results.models import Objection, State
from tests.support.bureau import recorded, refused
from tests.support.ending import DEADLINE, NOTICE, lapsed, objected


def test_a_department_objects_to_a_line_and_gets_a_number(noticed):
    with recorded("results:objection:filed"):
        objection = objected(noticed)
    assert (objection.number, objection.state, objection.filed_at) == (1, State.FILED, DEADLINE)
    assert (objection.label, objection.evidence) == ("学习培训 −1", ["请假条"])
    assert Cycle.objects.get(pk=noticed.cycle.pk).stage == Stage.NOTICED


def test_those_who_arrange_the_review_hear_of_it(noticed):
    objected(noticed)
    heard = Message.objects.filter(subject__contains="提出异议").values_list("officer__username", flat=True)
    assert set(heard) == {"north-office", "north-leading_group"}


def test_the_last_second_counts_and_the_next_does_not(noticed):
    with refused("results.too_late"):
        objected(noticed, at=DEADLINE + timedelta(seconds=1))
    with refused("results.too_late"):
        objected(noticed, at=DEADLINE + timedelta(microseconds=1))
    assert objected(noticed, at=DEADLINE).filed_at == DEADLINE


def test_an_objection_that_arrived_in_time_stands_though_the_clock_was_quicker(noticed):
    """It arrived in the last second; by the time its turn came, the time for objections had been closed."""
    lapsed(noticed)
    assert noticed.cycle.stage == Stage.NOTICED
    objected(noticed, at=DEADLINE)
    assert noticed.cycle.stage == Stage.REVIEWING


def test_an_objection_gives_a_reason(noticed):
    with refused("results.objection_without_why"):
        objected(noticed, reason="  ")


def test_a_line_is_disputed_once(noticed):
    first = objected(noticed)
    with refused("results.objected_already"):
        objected(noticed)
    withdraw_objection(officer=noticed.department_head, objection=first)
    assert objected(noticed).number == 2


def test_several_lines_are_several_objections(noticed):
    objected(noticed)
    goal = noticed.goal()
    objected(noticed, line=Disputed("business.key", "目标 Y-Z1 合格", goal=goal))
    objected(noticed, line=Disputed("information", "信息考核"))
    with refused("results.objected_already"):
        objected(noticed, line=Disputed("information", "信息考核"))
    assert list(Objection.objects.values_list("number", flat=True)) == [1, 2, 3]


def test_only_ones_own_lines_are_disputed(noticed):
    foreign = noticed.goal("G-Z1")
    with refused("results.line_not_theirs"):
        objected(noticed, line=Disputed("business.key", "目标 G-Z1", goal=foreign))
    with refused("results.line_not_theirs"):
        objected(noticed, line=Disputed("no.such.item", "不存在"))


def test_what_was_written_down_after_the_notice_is_no_line_of_it(noticed):
    later = noticed.at(Stage.RUNNING).absence(persons=["后来"])
    noticed.at(Stage.NOTICED)
    with refused("results.line_not_theirs"):
        objected(noticed, line=Disputed("training", "学习培训", entry=later))


def test_only_the_head_of_the_department_objects(noticed, elsewhere):
    for officer in (noticed.clerk, noticed.office, noticed.deputy_director):
        with refused("people.may_not"):
            objected(noticed, officer=officer)
    with refused("people.may_not_here"):
        objected(noticed, department=noticed.general)
    with refused("people.other_bureau"):
        objected(noticed, officer=elsewhere.department_head)


def test_before_the_notice_there_is_nothing_to_object_to(noticed):
    noticed.at(Stage.CLOSING)
    with refused("cycles.stage"):
        objected(noticed)


def test_an_objection_is_taken_back_by_who_may_file_it_while_it_is_open(noticed):
    objection = objected(noticed)
    with refused("people.may_not"):
        withdraw_objection(officer=noticed.office, objection=objection)
    with recorded("results:objection:withdrawn"):
        withdraw_objection(officer=noticed.department_head, objection=objection)
    with refused("results.objection_moved"):
        withdraw_objection(officer=noticed.department_head, objection=objection)


def test_others_do_not_see_it(noticed, elsewhere):
    objection = objected(noticed)
    for officer in (noticed.department_head, noticed.office, noticed.leading_group, noticed.auditor):
        assert list(Objection.objects.visible_to(officer)) == [objection]
    for officer in (noticed.nobody, noticed.administrator, elsewhere.office):
        assert not Objection.objects.visible_to(officer).exists()


# ---- the time itself -------------------------------------------------------------------------------------------------


def extend(world, **changed):
    from datetime import date

    told = {
        "officer": world.director,
        "cycle": world.cycle,
        "until": date(2026, 1, 22),
        "reason": "系统停机三小时",
        "at": NOTICE,
    }
    return extend_objections(**{**told, **changed})


def test_the_time_for_objections_may_grow_by_a_decision(noticed):
    with recorded("results:objections:extended"):
        extend(noticed)
    noticed.cycle.refresh_from_db()
    assert noticed.cycle.objection_deadline == DEADLINE + timedelta(days=1)
    assert objected(noticed, at=DEADLINE + timedelta(hours=20)).number == 1


def test_it_never_shrinks_nor_ends_on_a_day_of_rest(noticed):
    from datetime import date

    with refused("results.extend_not_later"):
        extend(noticed, until=date(2026, 1, 21))
    with refused("results.extend_on_rest"):
        extend(noticed, until=date(2026, 1, 24))
    with refused("results.extend_on_rest"):
        extend(noticed, until=date(2027, 5, 6))
    with refused("results.extend_without_why"):
        extend(noticed, reason="")


def test_once_it_is_over_it_is_over(noticed):
    with refused("results.extend_too_late"):
        extend(noticed, at=DEADLINE + timedelta(seconds=1))
    with refused("people.may_not"):
        extend(noticed, officer=noticed.office)
