"""Who makes accounts gives no duties: what a workbook or a new colleague brings waits for the security administrator."""

from datetime import date

import pytest

from kaohe.audit.models import Record
from kaohe.people.actions import carry_out, confirm_nominations, decline_nominations, leave, take_on
from kaohe.people.models import Appointment, Nomination, Officer
from kaohe.people.roles import Role
from kaohe.people.rosters import Outcome
from kaohe.people.tests.rosters import handed_in, workbook
from tests.support.bureau import appoint_at_once, recorded, refused

NOV = date(2025, 11, 1)
ZHANG = ["张三", None, "预算科", "科员", None, None, NOV]
#: The clerk becomes head of another department and a checker.
CLERK = ["north·clerk", "north-clerk", "综合科", None, "科室负责人、考核小组", None, NOV]


def words(intake, language="zh"):
    return [(line.kind, " ".join(line.said(language))) for line in Outcome.of(intake.outcome).lines]


def imported(world, tmp_path, *rows):
    return carry_out(officer=world.administrator, intake=handed_in(world, workbook(tmp_path, rows)))


def waiting():
    return list(Nomination.objects.with_names())


def confirm(world, officer="security", rows=None):
    return confirm_nominations(officer=getattr(world, officer), bureau=world.bureau, nominations=waiting() if rows is None else rows)


def test_a_workbook_makes_people_and_puts_their_duties_forward(world, tmp_path):
    intake = handed_in(world, workbook(tmp_path, [ZHANG, CLERK]))
    assert words(intake) == [
        ("new", "新账号 zhangsan 拟任 科室人员（预算科），自 2025-11-01 起，待安全管理员确认"),
        ("changed", "拟不再任 科室内勤（预算科），到 2025-10-31 为止，待安全管理员确认 "
         "拟任 科室负责人（综合科），自 2025-11-01 起，待安全管理员确认 拟任 考核小组，自 2025-11-01 起，待安全管理员确认"),
    ]  # fmt: skip
    assert not waiting(), "a trial leaves nothing"
    with recorded("people:people:imported"):
        carry_out(officer=world.administrator, intake=intake)
    assert Officer.objects.get(username="zhangsan").roles_on(NOV) == ()
    assert [held.role for held in world.clerk.roles_on(NOV)] == [Role.CLERK]
    assert len(waiting()) == 4


def test_all_of_them_are_given_at_once_each_with_its_own_record(world, tmp_path):
    imported(world, tmp_path, ZHANG, CLERK)
    before = Record.objects.count()
    assert confirm(world) == 4
    assert Officer.objects.get(username="zhangsan").roles_on(NOV) == ((Role.OFFICER, world.budget.pk),)
    assert set(world.clerk.roles_on(NOV)) == {(Role.DEPARTMENT_HEAD, world.general.pk), (Role.CHECKER, None)}
    assert world.clerk.roles_on(date(2025, 10, 31)) == ((Role.CLERK, world.budget.pk),)
    assert not waiting()
    assert Record.objects.count() == before + 4
    assert Record.objects.of(world.clerk).filter(tag="people:officer:appointed").count() == 2
    with refused("people.nothing_nominated"):
        confirm(world, rows=[Nomination(pk=1)])


@pytest.mark.parametrize("role", ["administrator", "auditor", "office", "director"])
def test_only_the_security_administrator_decides_on_them(world, tmp_path, role):
    imported(world, tmp_path, ZHANG)
    with refused("people.may_not"):
        confirm(world, role)
    with refused("people.may_not"):
        decline_nominations(officer=getattr(world, role), bureau=world.bureau, nominations=waiting(), reason="x")


def test_another_bureaus_security_administrator_has_nothing_to_do_with_them(world, elsewhere, tmp_path):
    imported(world, tmp_path, ZHANG)
    with refused("people.other_bureau"):
        confirm_nominations(officer=elsewhere.security, bureau=world.bureau, nominations=waiting())
    with refused("people.nothing_nominated"):
        confirm_nominations(officer=elsewhere.security, bureau=elsewhere.bureau, nominations=waiting())


def test_one_that_can_not_be_done_any_more_holds_up_all_and_is_declined(world, tmp_path):
    imported(world, tmp_path, ZHANG, CLERK)
    appoint_at_once(Officer.objects.get(username="zhangsan"), Role.AUDITOR)
    appoint_at_once(world.clerk, Role.CHECKER)
    with refused("people.already_appointed"):
        confirm(world)
    assert len(waiting()) == 4
    checker = [each for each in waiting() if each.role == Role.CHECKER]
    with recorded("people:nomination:declined"):
        decline_nominations(officer=world.security, bureau=world.bureau, nominations=checker, reason="已是成员")
    assert confirm(world) == 3


def test_it_is_declined_with_a_sentence(world, tmp_path):
    imported(world, tmp_path, ZHANG)
    with refused("people.declined_without_reason"):
        decline_nominations(officer=world.security, bureau=world.bureau, nominations=waiting(), reason="  ")
    decline_nominations(officer=world.security, bureau=world.bureau, nominations=waiting(), reason="应在综合科")
    assert not waiting()
    assert Record.objects.first().reason == "应在综合科"
    assert not Appointment.objects.filter(officer__username="zhangsan").exists()


def test_what_waits_already_is_not_put_forward_again_and_gives_way_to_what_comes_later(world, tmp_path):
    imported(world, tmp_path, ZHANG)
    assert words(handed_in(world, workbook(tmp_path, [ZHANG]))) == [("same", "")]
    later = ["张三", None, "综合科", "科员", None, None, NOV]
    assert "代替此前待确认的任职 拟任 科室人员（综合科）" in words(handed_in(world, workbook(tmp_path, [later])))[0][1]
    imported(world, tmp_path, later)
    assert [each.department for each in waiting()] == [world.general]


def test_what_would_clash_is_told_in_the_trial(world, tmp_path):
    row = ["north·auditor", "north-auditor", None, None, "审计员、考核小组", None, None]
    kind, said = words(handed_in(world, workbook(tmp_path, [row])))[0]
    assert kind == "wrong"
    assert "不能同时担任" in said


def test_where_the_security_administrator_sits_they_may_confirm_themselves(world, tmp_path):
    imported(world, tmp_path, ["north·security", "north-security", "综合科", None, "安全管理员", None, None])
    assert confirm(world) == 1
    assert world.security.own_departments == {world.general.pk}


def test_a_new_colleague_has_an_account_at_once_and_a_place_when_it_is_confirmed(world):
    told = {"name": "张三", "department": world.budget, "role": Role.CLERK, "since": NOV}
    with recorded("people:officer:added"):
        added = take_on(officer=world.administrator, bureau=world.bureau, **told)
    assert not added.appointments.exists()
    confirm(world)
    assert [held.role for held in added.roles_on(NOV)] == [Role.CLERK]


def test_where_one_is_all_three_a_new_colleague_has_a_place_at_once(world):
    world.combined()
    added = take_on(officer=world.administrator, bureau=world.bureau, name="张三", department=world.budget, role=Role.CLERK, since=NOV)
    assert [held.role for held in added.roles_on(NOV)] == [Role.CLERK]
    assert not waiting()


def test_a_place_that_can_not_be_is_refused_with_the_account(world):
    world.budget.retired_on = NOV
    world.budget.save()
    with refused("people.department_gone"):
        take_on(officer=world.administrator, bureau=world.bureau, name="张三", department=world.budget, role=Role.CLERK, since=NOV)


def test_who_leaves_is_put_forward_for_nothing(world, tmp_path):
    imported(world, tmp_path, CLERK)
    leave(officer=world.security, who=world.clerk, last_day=date(2025, 10, 31))
    assert not waiting()
