"""The way of a department's goals: drafted, proposed, agreed or returned, compiled; each step by whom it belongs to."""

import pytest

from kaohe.cycles.stages import Stage
from kaohe.desk.models import Message
from kaohe.goals.actions import (
    agree,
    compile_sheets,
    import_draft_goals,
    open_sheet,
    propose,
    remind,
    return_sheet,
    save_draft_goals,
    withdraw,
)
from kaohe.goals.models import GoalSheet, GoalStep, State, Step
from kaohe.people.roles import Role
from kaohe.results.facts import gather
from tests.support.bureau import appoint_at_once, recorded, refused
from tests.support.goal_rows import goal_row, goal_rows


@pytest.fixture
def setting(world):
    """The bureau before its goals are fixed; somebody heads 综合科."""
    world.cycle.goals.all().delete()
    appoint_at_once(world.people["nobody"], Role.DEPARTMENT_HEAD, world.general)
    return world.at(Stage.SETTING)


def draft(world, rows=None, **changed):
    told = {
        "officer": world.clerk,
        "cycle": world.cycle,
        "department": world.budget,
        "rows": goal_rows() if rows is None else rows,
    }
    return save_draft_goals(**{**told, **changed})


def proposed(world):
    return propose(officer=world.department_head, sheet=draft(world))


def agreed(world):
    return agree(officer=world.deputy_director, sheet=proposed(world))


def compiled(world):
    agreed(world)
    return compile_sheets(officer=world.office, cycle=world.cycle)[0]


# ---- drafting ----


def test_a_clerk_saves_the_whole_grid(setting):
    with recorded("goals:draft:saved"):
        sheet = draft(setting)
    assert [row["title"] for row in sheet.rows] == [row["title"] for row in goal_rows()]
    assert draft(setting, goal_rows()[:3]).rows == sheet.rows[:3]


def test_a_draft_may_be_unfinished_and_keeps_what_was_typed(setting):
    sheet = draft(setting, [{"category": "key", "title": "写到一半", "base": "十来分", "due": "五月底"}])
    assert (sheet.rows[0]["base"], sheet.rows[0]["due"]) == ("十来分", "五月底")


def test_rows_without_a_number_are_numbered_within_their_class(setting):
    rows = [
        goal_row("key", code=""),
        goal_row("key", code="Z1"),
        goal_row("ordinary", code=""),
        goal_row("key", code=""),
    ]
    assert [row["code"] for row in draft(setting, rows).rows] == ["Z2", "Z1", "Y1", "Z3"]


def test_empty_rows_are_left_out(setting):
    assert draft(setting, [{"category": "key"}, goal_row(), {}]).rows == draft(setting, [goal_row()]).rows


def test_no_draft_reaches_the_engine(setting):
    compiled(setting)
    assert gather(setting.cycle).goals == ()


@pytest.mark.parametrize("role", ["office", "deputy_director", "officer", "nobody", "auditor"])
def test_nobody_else_drafts_for_a_department(setting, role):
    with refused("people.may_not_here" if role == "nobody" else "people.may_not"):
        draft(setting, officer=getattr(setting, role))


def test_a_clerk_drafts_for_no_other_department(setting):
    with refused("people.may_not_here"):
        draft(setting, department=setting.general)


def test_another_bureaus_clerk_drafts_nothing_here(setting, elsewhere):
    with refused("people.other_bureau"):
        draft(setting, officer=elsewhere.clerk)


def test_a_department_of_another_bureau_has_no_sheet_here(setting, elsewhere):
    with refused("people.other_bureau"):
        draft(setting, department=elsewhere.budget)


def test_what_is_proposed_is_no_longer_drafted(setting):
    proposed(setting)
    with refused("goals.state"):
        draft(setting)


def test_nothing_is_drafted_once_the_year_runs(setting):
    setting.at(Stage.RUNNING)
    with refused("cycles.stage"):
        draft(setting)


def test_a_stale_grid_overwrites_nothing(setting):
    seen = draft(setting).version
    draft(setting, goal_rows()[:2], version=seen)
    with refused("goals.stale"):
        draft(setting, version=seen)
    assert len(GoalSheet.objects.get().rows) == 2


def test_texts_longer_than_their_column_are_refused_with_their_row(setting):
    with refused("goals.too_long", "goals.too_many") as caught:
        draft(setting, [goal_row(title="长" * 301), *[goal_row()] * 60])
    assert "第 1 行“目标名称”" in caught.value.message()


# ---- importing ----


def test_the_office_takes_in_drafts_of_several_departments(setting):
    draft(setting, [goal_row(code="Z1", title="旧"), goal_row(code="Z9", title="留下")])
    rows = {setting.budget: [goal_row(code="Z1", title="新")], setting.general: [goal_row(code="", title="另一科")]}
    sheets = import_draft_goals(officer=setting.office, cycle=setting.cycle, rows=rows, file="目标.xlsx")
    assert [[row["title"] for row in sheet.rows] for sheet in sheets] == [["新", "留下"], ["另一科"]]
    assert GoalStep.objects.filter(step=Step.IMPORTED, sentence="目标.xlsx").count() == 2


def test_an_import_into_a_proposed_sheet_takes_nothing_in_at_all(setting):
    proposed(setting)
    rows = {setting.general: [goal_row()], setting.budget: [goal_row()]}
    with refused("goals.state"):
        import_draft_goals(officer=setting.office, cycle=setting.cycle, rows=rows)
    assert not GoalSheet.objects.filter(department=setting.general).exists()


def test_an_import_of_nothing_is_refused(setting):
    with refused("goals.nothing_to_import"):
        import_draft_goals(officer=setting.office, cycle=setting.cycle, rows={setting.general: []})


def test_a_department_head_imports_nothing_for_all(setting):
    with refused("people.may_not"):
        import_draft_goals(officer=setting.department_head, cycle=setting.cycle, rows={setting.budget: [goal_row()]})


# ---- proposing ----


def test_the_head_proposes_the_goals(setting):
    sheet = draft(setting)
    with recorded("goals:sheet:proposed"):
        assert propose(officer=setting.department_head, sheet=sheet, version=sheet.version).state == State.PROPOSED
    assert sheet.steps.get().officer == setting.department_head


def test_a_clerk_does_not_propose(setting):
    sheet = draft(setting)
    with refused("people.may_not"):
        propose(officer=setting.clerk, sheet=sheet)


def test_goals_are_proposed_once(setting):
    sheet = proposed(setting)
    with refused("goals.state"):
        propose(officer=setting.department_head, sheet=sheet)


def test_what_was_changed_meanwhile_is_not_proposed_unseen(setting):
    seen = draft(setting)
    draft(setting, goal_rows()[:2])
    with refused("goals.stale"):
        propose(officer=setting.department_head, sheet=seen, version=seen.version)


def without(rows, at, **changed):
    return [{**row, **changed} if number == at else row for number, row in enumerate(rows)]


@pytest.mark.parametrize(
    ("code", "rows"),
    [
        ("goals.required", without(goal_rows(), 0, title="")),
        ("goals.required", without(goal_rows(), 1, measure="")),
        ("goals.required", without(goal_rows(), 2, target="")),
        ("goals.required", without(goal_rows(), 3, quality="")),
        ("goals.required", without(goal_rows(), 4, due="")),
        ("goals.category_missing", without(goal_rows(), 0, category="")),
        ("goals.unread", without(goal_rows(), 0, due="五月底")),
        ("goals.unread", without(goal_rows(), 0, base="十来分")),
        ("goals.sum", goal_rows(bases=("30", "20"))),
        ("goals.base_range", goal_rows(bases=("60", "0"))),
        ("goals.duplicate", without(goal_rows(), 1, code="Z1")),
        ("goals.none", goal_rows()[:2]),
        ("goals.none", []),
    ],
)
def test_goals_that_cannot_stand_are_not_proposed(setting, code, rows):
    sheet = draft(setting, rows)
    with refused(code):
        propose(officer=setting.department_head, sheet=sheet)
    assert GoalSheet.objects.get().state == State.DRAFT


def test_everything_wrong_is_said_at_once_with_its_row(setting):
    rows = without(without(goal_rows(), 0, title="", due="五月底"), 3, quality="")
    sheet = draft(setting, rows)
    with refused("goals.required", "goals.unread") as caught:
        propose(officer=setting.department_head, sheet=sheet)
    told = [(problem.values["row"], problem.values["field"]) for problem in caught.value.problems]
    assert told == [(1, "title"), (1, "due"), (4, "quality")]


@pytest.mark.parametrize("count", [1, 7])
def test_an_unusual_number_of_goals_is_worth_a_look_and_no_more(setting, count):
    sheet = draft(setting, [*[goal_row("key", code="") for _ in range(count)], goal_row("ordinary", code="")])
    assert propose(officer=setting.department_head, sheet=sheet).state == State.PROPOSED


def test_sevenths_add_up(setting):
    rows = [*[goal_row("key", code="", base="60/7") for _ in range(7)], goal_row("ordinary", code="", base="40")]
    assert propose(officer=setting.department_head, sheet=draft(setting, rows)).state == State.PROPOSED


# ---- withdrawing and opening ----


def test_what_nobody_opened_may_be_withdrawn(setting):
    sheet = proposed(setting)
    with recorded("goals:sheet:withdrawn"):
        assert withdraw(officer=setting.department_head, sheet=sheet).state == State.DRAFT


def test_what_was_opened_is_not_withdrawn(setting):
    sheet = proposed(setting)
    with recorded("goals:sheet:opened"):
        open_sheet(officer=setting.deputy_director, sheet=sheet)
        open_sheet(officer=setting.deputy_director, sheet=sheet)
    with refused("goals.opened"):
        withdraw(officer=setting.department_head, sheet=sheet)


def test_only_the_head_withdraws(setting):
    sheet = proposed(setting)
    with refused("people.may_not"):
        withdraw(officer=setting.clerk, sheet=sheet)


def test_a_draft_is_not_withdrawn(setting):
    sheet = draft(setting)
    with refused("goals.state"):
        withdraw(officer=setting.department_head, sheet=sheet)


def test_the_office_does_not_open_for_the_deputy(setting):
    sheet = proposed(setting)
    with refused("people.may_not"):
        open_sheet(officer=setting.office, sheet=sheet)


# ---- agreeing and returning ----


def test_the_deputy_agrees_with_all_goals_of_a_department_at_once(setting):
    sheet = proposed(setting)
    with recorded("goals:sheet:agreed"):
        assert agree(officer=setting.deputy_director, sheet=sheet, version=sheet.version).state == State.AGREED


def test_the_director_may_agree_where_no_deputy_can(setting):
    assert agree(officer=setting.director, sheet=proposed(setting)).state == State.AGREED


def test_a_deputy_agrees_for_their_own_departments_only(setting):
    sheet = save_draft_goals(officer=setting.nobody, cycle=setting.cycle, department=setting.general, rows=goal_rows())
    sheet = propose(officer=setting.nobody, sheet=sheet)
    with refused("people.may_not_here"):
        agree(officer=setting.deputy_director, sheet=sheet)


@pytest.mark.parametrize("role", ["department_head", "office", "leading_group"])
def test_nobody_else_agrees(setting, role):
    sheet = proposed(setting)
    with refused("people.may_not"):
        agree(officer=getattr(setting, role), sheet=sheet)


def test_a_draft_is_not_agreed_with(setting):
    sheet = draft(setting)
    with refused("goals.state"):
        agree(officer=setting.deputy_director, sheet=sheet)


def test_nothing_is_agreed_with_that_was_not_looked_at(setting):
    seen = proposed(setting).version
    withdraw(officer=setting.department_head, sheet=GoalSheet.objects.get())
    sheet = propose(officer=setting.department_head, sheet=draft(setting, goal_rows(bases=("20", "40"))))
    with refused("goals.stale"):
        agree(officer=setting.deputy_director, sheet=sheet, version=seen)


def test_the_deputy_returns_the_goals_with_a_sentence(setting):
    sheet = proposed(setting)
    with recorded("goals:sheet:returned"):
        sheet = return_sheet(officer=setting.deputy_director, sheet=sheet, sentence=" 指标请量化 ")
    assert (sheet.state, sheet.steps.last().sentence) == (State.DRAFT, "指标请量化")


def test_goals_are_not_returned_without_a_word(setting):
    sheet = proposed(setting)
    with refused("goals.no_sentence"):
        return_sheet(officer=setting.deputy_director, sheet=sheet, sentence=" ")


def test_what_was_agreed_is_returned_by_the_office_and_not_by_the_deputy(setting):
    sheet = agreed(setting)
    with refused("people.may_not"):
        return_sheet(officer=setting.deputy_director, sheet=sheet, sentence="再议")
    assert return_sheet(officer=setting.office, sheet=sheet, sentence="再议").state == State.DRAFT


def test_what_is_proposed_is_not_returned_by_the_office(setting):
    sheet = proposed(setting)
    with refused("people.may_not"):
        return_sheet(officer=setting.office, sheet=sheet, sentence="再议")


def test_a_draft_is_not_returned(setting):
    sheet = draft(setting)
    with refused("goals.state"):
        return_sheet(officer=setting.office, sheet=sheet, sentence="再议")


# ---- compiling and reminding ----


def test_the_office_compiles_what_is_agreed(setting):
    agreed(setting)
    with recorded("goals:sheet:compiled"):
        sheets = compile_sheets(officer=setting.office, cycle=setting.cycle)
    assert [sheet.state for sheet in sheets] == [State.COMPILED]


def test_nothing_is_compiled_before_anything_is_agreed(setting):
    proposed(setting)
    with refused("goals.nothing_to_compile"):
        compile_sheets(officer=setting.office, cycle=setting.cycle)


def test_a_department_head_compiles_nothing(setting):
    agreed(setting)
    with refused("people.may_not"):
        compile_sheets(officer=setting.department_head, cycle=setting.cycle)


def test_nothing_is_compiled_once_the_year_runs(setting):
    agreed(setting)
    setting.at(Stage.RUNNING)
    with refused("cycles.stage"):
        compile_sheets(officer=setting.office, cycle=setting.cycle)


def test_who_is_late_is_reminded_once_a_day(setting):
    agreed(setting)
    both = [setting.budget, setting.general]
    with recorded("goals:sheet:reminded"):
        assert [each.department for each in remind(officer=setting.office, cycle=setting.cycle, departments=both)] == [
            setting.general
        ]
    with refused("goals.nobody_to_remind"):
        remind(officer=setting.office, cycle=setting.cycle, departments=both)


def test_only_the_office_reminds(setting):
    with refused("people.may_not"):
        remind(officer=setting.department_head, cycle=setting.cycle, departments=[setting.general])


def test_a_sheet_is_seen_by_those_who_may_see_the_department(setting, elsewhere):
    draft(setting)
    assert GoalSheet.objects.visible_to(setting.clerk).count() == 1
    assert not GoalSheet.objects.visible_to(setting.nobody).exists()
    assert not GoalSheet.objects.visible_to(elsewhere.office).exists()


# ---- who is told ----


def told(officer):
    return list(Message.objects.filter(officer=officer).values_list("kind", "link"))


def test_who_acts_next_is_told_with_the_place_to_go_to(setting):
    sheet = proposed(setting)
    assert told(setting.deputy_director) == [("notice", "/2025/goals/agree/")]
    return_sheet(officer=setting.deputy_director, sheet=sheet, sentence="指标请量化")
    assert told(setting.department_head) == told(setting.clerk) == [("notice", "/2025/departments/budget/goals/draft/")]


def test_a_reminder_goes_to_whom_the_goals_wait_for(setting):
    proposed(setting)
    remind(officer=setting.office, cycle=setting.cycle, departments=[setting.budget, setting.general])
    assert ("reminder", "/2025/goals/agree/") in told(setting.deputy_director)
    assert told(setting.nobody) == [("reminder", "/2025/departments/general/goals/draft/")]
    assert told(setting.department_head) == []
