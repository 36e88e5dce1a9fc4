"""People and departments from a workbook: tried without a trace, told by cell, carried out in one piece."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kaohe.audit.models import Record
from kaohe.people.actions import carry_out
from kaohe.people.models import Appointment, Department, Intake, Officer
from kaohe.people.roles import Role
from kaohe.people.rosters import Outcome, changed
from kaohe.people.tests.rosters import exported, handed_in, taken, workbook
from tests.support.bureau import TODAY, appoint_at_once, recorded, refused, rulebook

ZHANG = ["张三", None, "预算科", "科员", None, None, date(2025, 11, 1)]


@pytest.fixture
def world(world):
    """Where one administrator is all three, duties are given at once; elsewhere they wait: test_nominations.py."""
    return world.combined()


def told(intake, language="zh"):
    return [(line.kind, line.name, " ".join(line.said(language))) for line in Outcome.of(intake.outcome).lines]


def test_a_trial_tells_what_would_be_done_and_does_nothing(world, tmp_path):
    people, records = Officer.objects.count(), Record.objects.count()
    intake = handed_in(world, workbook(tmp_path, [ZHANG]))
    assert told(intake) == [("new", "张三", "新账号 zhangsan 任 科室人员（预算科），自 2025-11-01 起")]
    assert told(intake, "en")[0][2].startswith("a new account, zhangsan")
    assert (Officer.objects.count(), Record.objects.count()) == (people, records)


def test_what_was_tried_is_carried_out_with_one_record(world, tmp_path):
    intake = handed_in(world, workbook(tmp_path, [ZHANG]))
    with recorded("people:people:imported"):
        carry_out(officer=world.administrator, intake=intake)
    zhang = Officer.objects.get(username="zhangsan")
    assert zhang.roles_on(date(2025, 11, 1)) == ((Role.OFFICER, world.budget.pk),)
    assert not zhang.has_usable_password()
    assert not Intake.objects.exists()
    assert Record.objects.first().after["counts"] == {"new": 1, "changed": 0, "same": 0, "wrong": 0}


def test_two_of_one_name_get_two_logins_in_one_workbook(world, tmp_path):
    taken(world, workbook(tmp_path, [["张三", "zhangsan", "预算科"], ["张三", "zhangsan2", "综合科"], ["张姗", None, "综合科"]]))
    assert Officer.objects.get(username="zhangshan").name == "张姗"


def test_names_spread_with_spaces_and_departments_by_other_names_are_known(world, tmp_path):
    world.general.aliases = ["综合管理科"]
    world.general.save()
    taken(world, workbook(tmp_path, [["李　四", None, " 综合管理科 "]]))
    assert Officer.objects.get(name="李四").username == "lisi"


def test_an_export_comes_back_without_a_difference(world):
    appoint_at_once(world.director, Role.DEPUTY_DIRECTOR, world.general)
    content = exported(world.bureau, TODAY, rulebook())
    intake = handed_in(world, content, rulebook=rulebook())
    assert {line.kind for line in Outcome.of(intake.outcome).lines} == {"same"}, told(intake)
    assert len(Outcome.of(intake.outcome).lines) == 2 + len(world.people)
    with refused("people.roster_idle"):
        carry_out(officer=world.administrator, intake=intake, rulebook=rulebook())


def test_the_whole_demonstration_comes_back_without_a_difference(db):
    from kaohe.cli.demo_loading import load_demo

    bureau = load_demo()
    rules = bureau.editions.get().rulebook()
    admin = Officer.objects.filter(bureau=bureau).holding(Role.ADMINISTRATOR, bureau.today()).get()
    from kaohe.people.actions import hand_in

    content = exported(bureau, bureau.today(), rules)
    intake = hand_in(officer=admin, bureau=bureau, name="x.xlsx", content=content, rulebook=rules)
    counts = Outcome.of(intake.outcome).counts()
    assert counts == {"new": 0, "changed": 0, "same": 10 + Officer.objects.count(), "wrong": 0}, [each for each in told(intake) if each[0] != "same"]


def test_changes_are_told_one_by_one_and_history_stays(world, tmp_path):
    row = ["north·clerk", "north-clerk", "综合科", "文书", "科室负责人、考核小组", None, date(2025, 11, 1)]
    intake = handed_in(world, workbook(tmp_path, [row]))
    kind, _name, words = told(intake)[0]
    assert kind == "changed"
    assert words == (
        "职务：— → 文书 不再任 科室内勤（预算科），到 2025-10-31 为止 任 科室负责人（综合科），自 2025-11-01 起 任 考核小组，自 2025-11-01 起"
    )
    carry_out(officer=world.administrator, intake=intake)
    assert world.clerk.roles_on(date(2025, 10, 31)) == ((Role.CLERK, world.budget.pk),)
    assert set(world.clerk.roles_on(date(2025, 11, 1))) == {(Role.DEPARTMENT_HEAD, world.general.pk), (Role.CHECKER, None)}


def test_a_column_that_is_missing_changes_nothing(world, tmp_path):
    content = workbook(tmp_path, [["north·checker", "north-checker"]], header=["姓名", "账号"])
    assert told(handed_in(world, content)) == [("same", "north·checker", "")]


def test_departments_are_new_changed_and_put_in_order(world, tmp_path):
    header = ["代码", "科室", "简称", "别名", "人数", "每季信息任务数"]
    rows = [header, ["general", "综合科", None, None, 4, "3"], [None, "国库科", None, "国库", 5, "3"], ["budget", "预算科", "预算", None, 7, "4"]]
    intake = handed_in(world, workbook(tmp_path, [["王五", None, "国库", None, None, None, None]], rows), rulebook=rulebook())
    assert [(kind, name) for kind, name, _words in told(intake)] == [
        ("changed", "综合科"), ("new", "国库科"), ("changed", "预算科"), ("new", "王五"),
    ]  # fmt: skip
    carry_out(officer=world.administrator, intake=intake, rulebook=rulebook())
    assert [each.code for each in Department.objects.filter(bureau=world.bureau)] == ["general", "guokuke", "budget"]
    assert Department.objects.get(code="guokuke").attributes == {"brief_quota": "3"}
    assert Appointment.objects.get(officer__name="王五").department.code == "guokuke"


def test_departments_left_out_keep_everything_as_it_was(world, tmp_path):
    intake = handed_in(world, workbook(tmp_path, (), [["代码", "科室"], ["general", "综合科"]]))
    assert told(intake) == [("same", "综合科", "")]


@pytest.mark.parametrize(
    ("row", "cell", "says"),
    [
        (["赵六", None, "预算课"], "C 科室", "科室“预算课”不认识"),
        (["赵六", None, "预算科", None, "打字员"], "E 职责", "不认识的职责“打字员”"),
        (["赵六", None, None, None, "科室负责人"], "C 科室", "须写明所在科室"),
        (["赵六", None, None, None, "分管局长"], "F 分管科室", "须写明分管哪些科室"),
        (["赵六", None, "预算科", None, "科室负责人、科室内勤"], "A 姓名", "只能写一项"),
        (["赵六", None, "预算科", None, "审计员、考核办"], "E 职责", "不能同时担任"),
        (["赵六", None, "预算科", None, None, None, "三月"], "G 起始日期", "三月"),
        (["赵六", "two words", "预算科"], "B 账号", "不合要求"),
        (["赵六", "south-office", "预算科"], "B 账号", "已被使用"),
        (["north·auditor", "north-auditor", None, None, "审计员、考核小组"], "E 职责", "不能同时担任"),
        (["north·administrator", "north-administrator", None, None, None], "E 职责", "最后一名系统管理员"),
        ([None, "zhaoliu", "预算科"], "A 姓名", "姓名"),
    ],
)
def test_each_mistake_is_told_with_its_cell(world, elsewhere, tmp_path, row, cell, says):
    intake = handed_in(world, workbook(tmp_path, [ZHANG, [*row, *[None] * (7 - len(row))]]))
    first, second = Outcome.of(intake.outcome).lines
    assert first.kind == "new"
    assert second.kind == "wrong"
    assert f"第 3 行 › {cell}" in second.said("zh")[0], second.said("zh")
    assert says in second.said("zh")[0]


def test_everything_wrong_with_a_row_is_told_at_once(world, tmp_path):
    intake = handed_in(world, workbook(tmp_path, [["赵六", None, "预算课", None, "打字员", None, "三月"]]))
    assert len(Outcome.of(intake.outcome).lines[0].said("zh")) == 3


def test_rows_that_are_wrong_are_left_out_and_the_others_taken(world, tmp_path):
    outcome = taken(world, workbook(tmp_path, [ZHANG, ["赵六", None, "预算课"]]))
    assert outcome.counts() == {"new": 1, "changed": 0, "same": 0, "wrong": 1}
    assert not Officer.objects.filter(name="赵六").exists()


def test_a_row_that_fails_half_way_leaves_nothing_of_itself(world, tmp_path):
    """The account is made before the duties, which clash: neither stays."""
    taken(world, workbook(tmp_path, [ZHANG, ["赵六", None, "预算科", None, "审计员、考核办", None, None]]))
    assert not Officer.objects.filter(name="赵六").exists()


def test_one_name_twice_is_asked_about(world, tmp_path):
    intake = handed_in(world, workbook(tmp_path, [ZHANG, ["张三", None, "综合科", None, None, None, None]]))
    assert [kind for kind, _name, _words in told(intake)] == ["new", "wrong"]
    assert "第 2 行已经出现" in told(intake)[1][2]


def test_a_name_that_several_bear_needs_the_login(world, tmp_path):
    for login in ("zhangsan", "zhangsan2"):
        Officer.objects.create(username=login, name="张三", bureau=world.bureau)
    intake = handed_in(world, workbook(tmp_path, [ZHANG]))
    assert "有多人叫“张三”（账号 zhangsan、zhangsan2）" in told(intake)[0][2]


def test_mail_addresses_come_in_and_go_out_and_what_is_none_is_told_with_its_cell(world, tmp_path):
    header = ["姓名", "账号", "电子邮箱"]
    rows = [["north·clerk", "north-clerk", "clerk@north.example"], ["north·office", "north-office", "somewhere"], ["张三", None, "zs@north.example"]]
    intake = handed_in(world, workbook(tmp_path, rows, header=header))
    assert [kind for kind, _name, _words in told(intake)] == ["changed", "wrong", "new"]
    assert "第 3 行 › C 电子邮箱" in told(intake)[1][2]
    carry_out(officer=world.administrator, intake=intake)
    assert world.clerk.email == "clerk@north.example"
    assert Officer.objects.get(name="张三").email == "zs@north.example"
    again = handed_in(world, exported(world.bureau, TODAY))
    assert {line.kind for line in Outcome.of(again.outcome).lines} == {"same"}


def test_what_changed_since_the_trial_stops_it(world, tmp_path):
    intake = handed_in(world, workbook(tmp_path, [ZHANG]))
    Officer.objects.create(username="zhangsan", name="张三", bureau=world.bureau)
    with refused("people.roster_changed"):
        carry_out(officer=world.administrator, intake=intake)
    assert Intake.objects.exists()


@pytest.mark.parametrize("role", ["office", "director", "auditor", "clerk"])
def test_only_the_administrator_hands_lists_in(world, tmp_path, role):
    content = workbook(tmp_path, [ZHANG])
    with refused("people.may_not"):
        handed_in(world, content, officer=role)
    intake = handed_in(world, content)
    with refused("people.may_not"):
        carry_out(officer=getattr(world, role), intake=intake)


def test_another_bureau_is_out_of_reach(world, elsewhere, tmp_path):
    intake = handed_in(world, workbook(tmp_path, [ZHANG]))
    with refused("people.other_bureau"):
        carry_out(officer=elsewhere.administrator, intake=intake)
    row = ["south·office", "south-office", "预算科", None, None, None, None]
    assert told(handed_in(world, workbook(tmp_path, [row])))[0][0] == "wrong"


def test_the_next_workbook_takes_the_place_of_the_last(world, tmp_path):
    handed_in(world, workbook(tmp_path, [ZHANG]))
    handed_in(world, workbook(tmp_path, [["李四", None, "预算科"]]))
    assert Intake.objects.count() == 1


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_said_so(world, content):
    outcome = Outcome.of(handed_in(world, content).outcome)
    assert outcome.broken
    assert outcome.notes["zh"]
    with refused("people.roster_idle"):
        carry_out(officer=world.administrator, intake=Intake.objects.get())


def test_a_file_that_is_no_list_of_people_is_refused_by_its_size(world):
    with refused("people.roster_large"):
        handed_in(world, b"x" * 4_000_001)


def test_a_trial_asks_a_fixed_number_of_questions_for_each_row(world, tmp_path):
    """Each row is really tried; what it takes must not grow with the rows before it."""

    def asked(count):
        content = workbook(tmp_path, [[f"新人{number}", f"new{number}", "预算科"] for number in range(count)], header=["姓名", "账号", "科室"])
        with CaptureQueriesContext(connection) as queries:
            handed_in(world, content)
        return len(queries)

    ten, twenty, thirty = asked(10), asked(20), asked(30)
    assert thirty - twenty == twenty - ten
    assert thirty - twenty <= 10 * 12


@pytest.mark.parametrize(("language", "said"), [("zh", "一科、1科"), ("en", "一科, 1科")])
def test_several_names_of_a_department_are_listed_as_the_readers_language_does(language, said):
    assert said in changed("aliases", (), ("一科", "1科")).in_language(language)
