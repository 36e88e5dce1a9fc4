"""The pages about goals: the grid, the deputy's page, the office's list, the meeting, the import, and the people."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.files.goal_drafts import Draft, read_goal_drafts, write_goal_drafts
from kaohe.goals.actions import (
    Part,
    Ruling,
    agree,
    assign_goal,
    compile_sheets,
    decide_goals,
    fix_sheets,
    propose,
    save_draft_goals,
)
from kaohe.goals.models import Assignment, Decision, Goal, GoalSheet, GoalVersion, State
from kaohe.goals.rows import row_of
from kaohe.people.models import Department
from kaohe.people.roles import Role
from tests.support.bureau import appoint_at_once, rulebook
from tests.support.forms import filled
from tests.support.goal_rows import goal_row, goal_rows

BUDGET = "/2025/departments/budget/goals/"


@pytest.fixture
def setting(world):
    """The bureau before its goals are fixed."""
    world.cycle.goals.all().delete()
    return world.at(Stage.SETTING)


def draft(world, rows=None):
    return save_draft_goals(officer=world.clerk, cycle=world.cycle, department=world.budget, rows=rows or goal_rows())


def proposed(world):
    return propose(officer=world.department_head, sheet=draft(world))


def compiled(world):
    agree(officer=world.deputy_director, sheet=proposed(world))
    return compile_sheets(officer=world.office, cycle=world.cycle)[0]


def fixed(world):
    sheet = compiled(world)
    decide_goals(officer=world.office, sheet=sheet, rulings={row["code"]: Ruling(Decision.APPROVED) for row in sheet.rows})
    return fix_sheets(officer=world.office, cycle=world.cycle, minutes="〔2025〕8号")


def typed(rows, **more):
    cells = {f"row-{number}-{field}": text for number, row in enumerate(rows, 1) for field, text in row.items() if text}
    return filled({**cells, **more})


def page(client, officer, path, status=200):
    client.force_login(officer)
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def send(client, officer, path, data):
    client.force_login(officer)
    answer = client.post(path, data)
    return answer, answer.content.decode()


# ---- the grid ----


def test_a_clerk_types_goals_into_the_grid_and_saves_them(setting, client):
    assert "起草目标" in page(client, setting.clerk, BUDGET + "draft/")
    answer, _ = send(client, setting.clerk, BUDGET + "draft/", typed(goal_rows(), act="save"))
    assert (answer.status_code, answer["Location"]) == (302, BUDGET + "draft/")
    assert GoalSheet.objects.get().rows == draft_rows()
    assert "重点工作1" in page(client, setting.clerk, BUDGET + "draft/")


def draft_rows():
    return [{**row} for row in goal_rows()]


def test_the_head_saves_and_proposes_with_one_button(setting, client):
    answer, _ = send(client, setting.department_head, BUDGET + "draft/", typed(goal_rows(), act="propose"))
    assert (answer.status_code, answer["Location"]) == (302, BUDGET)
    assert GoalSheet.objects.get().state == State.PROPOSED


def test_a_refused_proposal_keeps_all_that_was_typed_and_leads_to_each_cell(setting, client):
    rows = goal_rows()
    rows[0] |= {"due": "五月底"}
    rows[3] |= {"quality": ""}
    answer, shown = send(client, setting.department_head, BUDGET + "draft/", typed(rows, act="propose"))
    assert answer.status_code == 422
    assert 'href="#row-1-due"' in shown
    assert 'href="#row-4-quality"' in shown
    assert 'value="五月底"' in shown
    assert "<title>错误：" in shown
    assert not GoalSheet.objects.exists(), "nothing is half done"


def test_a_grid_that_somebody_else_overtook_is_a_conflict(setting, client):
    seen = draft(setting).version
    draft(setting, goal_rows()[:2])
    answer, shown = send(client, setting.clerk, BUDGET + "draft/", typed(goal_rows(), act="save", version=seen))
    assert answer.status_code == 409
    assert "重点工作1" in shown


def test_a_row_ticked_to_be_dropped_is_gone(setting, client):
    send(client, setting.clerk, BUDGET + "draft/", typed(goal_rows(), act="save", **{"row-2-drop": "yes"}))
    assert [row["code"] for row in GoalSheet.objects.get().rows] == ["Z1", "Y1", "Y2", "Y3", "Y4"]


def test_a_pasted_range_joins_the_grid_without_a_script(setting, client):
    text = "重点业务目标\t\t粘贴来的\t30\t区政府\t按时\t全部\t好\t2025-12-31\t是"
    send(client, setting.clerk, BUDGET + "draft/", typed(goal_rows()[:1], act="paste", pasted=text))
    assert [row["title"] for row in GoalSheet.objects.get().rows] == ["重点工作1", "粘贴来的"]


def test_more_rows_come_without_a_script_too(setting, client):
    answer, _ = send(client, setting.clerk, BUDGET + "draft/", typed(goal_rows()[:1], act="more"))
    assert page(client, setting.clerk, answer["Location"]).count("kh-grid-row") == 1 + 8 + 1


def test_last_years_goals_are_filled_in_a_year_later(setting, client):
    last = Cycle.objects.create(bureau=setting.bureau, year=2024, edition=setting.cycle.edition, stage=Stage.FINAL)
    Goal.objects.create(cycle=last, department=setting.budget, code="Z1", category="key", title="去年的目标", due="2024-02-29")
    shown = page(client, setting.clerk, BUDGET + "draft/?from=last")
    assert "去年的目标" in shown
    assert 'value="2025-02-28"' in shown
    assert not GoalSheet.objects.exists(), "shown and not yet saved"


def test_more_goals_than_usual_are_remarked_upon(setting, client):
    draft(setting, [*goal_rows(), *[goal_row("ordinary", code=f"Y{number}") for number in range(5, 10)]])
    assert "通常为 4–8 项" in page(client, setting.clerk, BUDGET + "draft/")


def test_why_the_goals_came_back_stands_over_the_grid(setting, client):
    proposed(setting)
    send(client, setting.deputy_director, BUDGET + "step/", filled({"act": "return", "reason": "指标请量化"}))
    assert "指标请量化" in page(client, setting.clerk, BUDGET + "draft/")


# ---- the way ----


def test_a_deputy_agrees_with_a_department_in_one_step(setting, client):
    sheet = proposed(setting)
    shown = page(client, setting.deputy_director, "/2025/goals/agree/")
    assert "重点工作1" in shown
    form = filled({"act": "agree", "version": sheet.version, "from": "agree"})
    answer, _ = send(client, setting.deputy_director, BUDGET + "step/", form)
    assert (answer.status_code, answer["Location"]) == (302, "/2025/goals/agree/")
    assert GoalSheet.objects.get().state == State.AGREED


def test_a_deputy_agrees_with_all_departments_at_once_or_with_none(setting, client):
    appoint_at_once(setting.people["deputy_director"], Role.DEPUTY_DIRECTOR, setting.general)
    head = setting.people["nobody"]
    appoint_at_once(head, Role.DEPARTMENT_HEAD, setting.general)
    other = save_draft_goals(officer=setting.nobody, cycle=setting.cycle, department=setting.general, rows=goal_rows())
    versions = {
        "version-budget": proposed(setting).version,
        "version-general": propose(officer=setting.nobody, sheet=other).version,
    }
    assert "全部同意" in page(client, setting.deputy_director, "/2025/goals/agree/")
    stale = {**versions, "version-general": "seen long ago"}
    answer, shown = send(client, setting.deputy_director, "/2025/goals/agree/all/", filled(stale))
    assert answer.status_code == 409
    assert 'name="version-budget"' in shown, "it still waits, and the page says so"
    assert {sheet.state for sheet in GoalSheet.objects.all()} == {State.PROPOSED}
    send(client, setting.deputy_director, "/2025/goals/agree/all/", filled(versions))
    assert {sheet.state for sheet in GoalSheet.objects.all()} == {State.AGREED}


def test_a_return_without_a_word_is_refused_on_the_deputys_page(setting, client):
    proposed(setting)
    answer, shown = send(client, setting.deputy_director, BUDGET + "step/", filled({"act": "return", "from": "agree"}))
    assert answer.status_code == 422
    assert "请写一句说明原因" in shown


def test_what_the_browser_shows_the_deputy_can_no_longer_be_withdrawn(setting, client):
    proposed(setting)
    assert "撤回" in page(client, setting.department_head, BUDGET)
    assert page(client, setting.deputy_director, BUDGET).count("data-kh-opened") == 1
    answer, _ = send(client, setting.deputy_director, BUDGET + "opened/", {})
    assert answer.status_code == 204
    assert "撤回" not in page(client, setting.department_head, BUDGET)
    answer, shown = send(client, setting.department_head, BUDGET + "step/", filled({"act": "withdraw"}))
    assert answer.status_code == 409
    assert "不能再撤回" in shown


def test_a_proposal_is_withdrawn_with_one_button(setting, client):
    proposed(setting)
    answer, _ = send(client, setting.department_head, BUDGET + "step/", filled({"act": "withdraw"}))
    assert answer.status_code == 302
    assert GoalSheet.objects.get().state == State.DRAFT


def test_a_clerk_who_sends_the_heads_form_is_refused(setting, client):
    draft(setting)
    answer, shown = send(client, setting.clerk, BUDGET + "step/", filled({"act": "propose"}))
    assert answer.status_code == 422
    assert "科室负责人" in shown


def test_a_step_that_nobody_knows_is_not_there(setting, client):
    draft(setting)
    assert send(client, setting.department_head, BUDGET + "step/", filled({"act": "jump"}))[0].status_code == 404


# ---- the office ----


def test_the_office_sees_who_is_late_reminds_and_compiles(setting, client):
    agree(officer=setting.deputy_director, sheet=proposed(setting))
    shown = page(client, setting.office, "/2025/goals/")
    assert "还差 1 个科室" in shown
    send(client, setting.office, "/2025/goals/office/", filled({"act": "remind"}))
    assert "已催办" in page(client, setting.office, "/2025/goals/")
    send(client, setting.office, "/2025/goals/office/", filled({"act": "compile"}))
    assert GoalSheet.objects.get(department=setting.budget).state == State.COMPILED


def test_reminding_twice_a_day_is_refused_on_the_page(setting, client):
    send(client, setting.office, "/2025/goals/office/", filled({"act": "remind"}))
    answer, shown = send(client, setting.office, "/2025/goals/office/", filled({"act": "remind"}))
    assert answer.status_code == 422
    assert "今天已经催过" in shown


def test_once_all_is_fixed_the_year_begins_from_the_list(world, client):
    world.at(Stage.SETTING)
    assert "锁定目标" in page(client, world.office, "/2025/goals/")
    send(client, world.office, "/2025/goals/office/", filled({"act": "lock"}))
    assert Cycle.objects.get(pk=world.cycle.pk).stage == Stage.RUNNING


# ---- the meeting ----


def test_the_meeting_decides_and_fixes_on_the_screen(setting, client):
    sheet = compiled(setting)
    shown = page(client, setting.office, "/2025/goals/meeting/")
    assert "还有 6 项没有决定" in shown
    form = {"department": "budget", "version": sheet.version, "minutes": "〔2025〕8号"}
    changed = {"ruling": "changed:Z1", "target-Z1": "一个不漏", "title-Z1": "重点工作1"}
    answer, _ = send(client, setting.office, "/2025/goals/meeting/", filled({**form, **changed}))
    assert answer["Location"] == "/2025/goals/meeting/?department=budget#motion-Z2"
    for more in ({"ruling": "struck:Y4"}, {"act": "rest"}):
        form["version"] = GoalSheet.objects.get().version
        send(client, setting.office, "/2025/goals/meeting/", filled({**form, **more}))
    shown = page(client, setting.office, "/2025/goals/meeting/")
    assert "<ins>" in shown
    answer, _ = send(client, setting.office, "/2025/goals/fix/", filled({"minutes": "〔2025〕8号"}))
    assert answer["Location"] == "/2025/goals/"
    assert {goal.code: goal.target for goal in Goal.objects.all()}["Z1"] == "一个不漏"
    assert not Goal.objects.filter(code="Y4").exists()


def test_fixing_too_early_says_what_is_left_and_stays(setting, client):
    compiled(setting)
    answer, shown = send(client, setting.office, "/2025/goals/fix/", filled({"minutes": "〔2025〕8号"}))
    assert answer.status_code == 422
    assert "还有目标没有决定" in shown


def test_a_decision_that_changes_nothing_keeps_what_was_typed(setting, client):
    sheet = compiled(setting)
    form = filled({"department": "budget", "version": sheet.version, "ruling": "changed:Z1", "sentence-Z1": "再想想"})
    answer, shown = send(client, setting.office, "/2025/goals/meeting/", form)
    assert answer.status_code == 422
    assert "再想想" in shown


# ---- what is fixed ----


def test_a_fixed_goal_shows_each_decision_with_its_words_marked(setting, client):
    fixed(setting)
    assert "登记会议变更" in page(client, setting.office, BUDGET)
    rows = [{**row, "base": base} for row, base in zip(goal_rows(), ["30", "30", "10", "10", "10", "10"], strict=True)]
    rows[0]["target"] = "覆盖全部预算单位"
    answer, _ = send(client, setting.office, BUDGET + "change/", typed(rows, minutes="〔2025〕15号", sentence="市里调整"))
    assert (answer.status_code, answer["Location"]) == (302, BUDGET)
    shown = page(client, setting.clerk, BUDGET)
    assert "〔2025〕15号" in shown
    assert "<del>一级</del>" in shown or "<del>一</del>" in shown


def test_a_change_without_minutes_is_refused_and_kept(setting, client):
    fixed(setting)
    rows = goal_rows()
    rows[0]["title"] = "改名"
    answer, shown = send(client, setting.office, BUDGET + "change/", typed(rows, sentence="市里调整"))
    assert answer.status_code == 422
    assert "纪要编号" in shown
    assert "改名" in shown
    assert "市里调整" in shown


# ---- the import ----


def workbook(world, drafts):
    target = io.BytesIO()
    known = [each.as_fact() for each in Department.objects.filter(bureau=world.bureau)]
    write_goal_drafts(target, rulebook(), known, drafts, year=2025)
    return SimpleUploadedFile("目标.xlsx", target.getvalue())


def both(world):
    return workbook(world, [Draft(0, code, row) for code in ("budget", "general") for row in goal_rows()])


def hidden(shown, name):
    return shown.split(f'name="{name}" value="')[1].split('"')[0]


def test_goals_of_many_departments_come_in_in_three_steps(setting, client):
    answer, shown = send(client, setting.office, "/2025/goals/import/", filled({"file": both(setting)}))
    assert answer.status_code == 200
    assert not GoalSheet.objects.exists(), "a dry run writes nothing"
    assert "可导入 12 行，错误 0 行" in shown
    answer, _ = send(client, setting.office, "/2025/goals/import/", filled({"plan": hidden(shown, "plan")}))
    assert answer["Location"] == "/2025/goals/"
    assert [len(sheet.rows) for sheet in GoalSheet.objects.all()] == [6, 6]


def test_failed_rows_go_back_as_a_file_and_the_good_ones_come_in(setting, client):
    rows = [Draft(0, "budget", goal_row(code="Z1")), Draft(0, "budget", goal_row(code="Z2", due="五月底", title="坏行"))]
    _, shown = send(client, setting.office, "/2025/goals/import/", filled({"file": workbook(setting, rows)}))
    assert "可导入 1 行，错误 1 行" in shown
    assert "第 5 行" in shown
    signed = shown.split("failed.xlsx")[1].split('name="plan" value="')[1].split('"')[0]
    answer = client.post("/2025/goals/import/failed.xlsx", {"plan": signed})
    known = [each.as_fact() for each in Department.objects.filter(bureau=setting.bureau)]
    [back] = read_goal_drafts(answer.content, "x.xlsx", rulebook(), known, 2025).rows
    assert (back.texts["title"], back.texts["due"]) == ("坏行", "五月底")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04no", b"text"])
def test_a_file_that_is_none_is_refused_in_words(setting, client, content):
    upload = SimpleUploadedFile("目标.xlsx", content)
    answer, shown = send(client, setting.office, "/2025/goals/import/", filled({"file": upload}))
    assert answer.status_code == 422
    assert 'role="alert"' in shown


def test_no_file_at_all_is_asked_for(setting, client):
    answer, shown = send(client, setting.office, "/2025/goals/import/", filled())
    assert answer.status_code == 422
    assert "请选择一个 Excel 文件" in shown


def test_a_plan_that_was_tampered_with_is_not_carried_out(setting, client):
    answer, _ = send(client, setting.office, "/2025/goals/import/", filled({"plan": "x:y:z"}))
    assert answer.status_code == 422
    assert client.post("/2025/goals/import/failed.xlsx", {"plan": "x"}).status_code == 422


def test_what_is_exported_reads_back(setting, client):
    draft(setting)
    client.force_login(setting.clerk)
    content = client.get("/2025/goals/export.xlsx").content
    known = [each.as_fact() for each in Department.objects.filter(bureau=setting.bureau)]
    assert [each.texts for each in read_goal_drafts(content, "x.xlsx", rulebook(), known, 2025).rows] == goal_rows()


# ---- the people ----


def test_a_head_gives_a_goal_to_a_pair(world, client):
    assert "B角" in page(client, world.department_head, BUDGET + "people/")
    form = {"goal": "Y-Z1", "officer-0": world.clerk.pk, "cover-0": world.people["officer"].pk, "part-0": "", "plan-0-1": "摸底"}
    answer, _ = send(client, world.department_head, BUDGET + "people/", filled(form))
    assert (answer.status_code, answer["Location"]) == (302, BUDGET + "people/#goal-Y-Z1")
    assert Assignment.objects.get().plan == {"1": "摸底"}


def test_a_goal_without_a_second_person_is_refused_and_kept(world, client):
    form = filled({"goal": "Y-Z1", "officer-0": world.clerk.pk, "part-0": "编制", "plan-0-1": "摸底"})
    answer, shown = send(client, world.department_head, BUDGET + "people/", form)
    assert answer.status_code == 422
    assert "没有 B 角" in shown
    assert 'value="摸底"' in shown


def test_a_line_without_a_person_is_asked_about(world, client):
    answer, shown = send(client, world.department_head, BUDGET + "people/", filled({"goal": "Y-Z1", "part-0": "编制"}))
    assert answer.status_code == 422
    assert "没有选 A 角" in shown


def test_goals_without_persons_are_listed(world, client):
    parts = [Part(world.clerk, world.people["officer"])]
    assign_goal(officer=world.department_head, goal=world.goal(), parts=parts)
    shown = page(client, world.office, "/2025/goals/people/")
    assert "12 项目标中有 11 项没有落实到人" in shown
    assert "#goal-Y-Z2" in shown
    assert "#goal-Y-Z1" not in shown


# ---- how much a page asks of the database ----

PATHS = [
    "/2025/goals/", "/2025/goals/agree/", "/2025/goals/meeting/", "/2025/goals/people/", BUDGET, BUDGET + "draft/",
    BUDGET + "people/", "/2025/goals/import/",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_a_page_about_goals_asks_little_and_nothing_for_each_row(setting, client, path):
    everybody = setting.office
    for role in (Role.DIRECTOR, Role.LEADING_GROUP):
        appoint_at_once(everybody, role)
    appoint_at_once(everybody, Role.DEPARTMENT_HEAD, setting.budget)
    draft(setting)
    counts = []
    for number in range(2):
        for each in range(number * 4):
            department = Department.objects.create(bureau=setting.bureau, code=f"d{each}", name=f"科{each}", order=9)
            GoalSheet.objects.create(cycle=setting.cycle, department=department, rows=goal_rows(), state=list(State)[each])
        client.force_login(everybody)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        counts.append(len(asked))
    assert max(counts) <= 15, counts
    assert counts[0] == counts[1], [query["sql"] for query in asked]


def many_fixed(world, number):
    """The department has so many goals, all with what a goal must say."""
    for each in range(number):
        Goal.objects.create(cycle=world.cycle, department=world.budget, code=f"M{each}", category="ordinary", title=f"又一项{each}")
    Goal.objects.of(world.budget).update(measure="按时", target="全部", quality="合格", due="2025-11-30", base=None)
    return [row_of(goal) for goal in Goal.objects.standing().of(world.budget).order_by("pk")]


def test_the_grid_of_fixed_goals_asks_little_and_nothing_for_each_goal(world, client):
    client.force_login(world.office)
    counts = []
    for number in (0, 20):
        many_fixed(world, number)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(BUDGET + "change/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 15


@pytest.mark.parametrize("what", ["changed", "struck", "added"])
def test_a_decision_on_fixed_goals_asks_nothing_for_each_of_them(world, client, what):
    """Twenty goals changed, struck or added at once cost what two cost."""
    client.force_login(world.office)
    rows = many_fixed(world, 22)
    counts = []
    for number, numbers in ((1, range(2)), (2, range(2, 22))):
        if what == "changed":
            rows = [{**row, "target": f"第{number}次"} if row["code"] in {f"M{each}" for each in numbers} else row for row in rows]
        elif what == "struck":
            rows = [row for row in rows if row["code"] not in {f"M{each}" for each in numbers}]
        else:
            rows = [*rows, *(goal_row("ordinary", code=f"N{number}-{each}") for each in range(len(numbers)))]
        with CaptureQueriesContext(connection) as asked:
            answer = client.post(BUDGET + "change/", typed(rows, minutes=f"〔2025〕{number}号", sentence="市里调整"))
        assert answer.status_code == 302, answer.content.decode()[:3000]
        counts.append(len(asked))
    assert GoalVersion.objects.count() >= 22
    assert counts[1] <= counts[0], [query["sql"][:120] for query in asked]
