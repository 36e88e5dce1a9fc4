"""A department's goals from the empty grid to the fixed list, through the screens, by the people who do each step."""

import io

import pytest

from tests.support.browser import PHONE
from tests.support.goal_rows import goal_rows

pytestmark = pytest.mark.browser

BUDGET = "/2025/departments/budget/goals/"
PASTED = "\n".join(
    "\t".join([kind, "", title, "", "局年度工作要点", "按时完成并报批", "全部覆盖", "一次通过", "2025-11-30", "否"])
    for kind, title in [
        ("重点业务目标", "编制部门预算"), ("重点业务目标", "预算公开"), ("业务目标", "预算执行"), ("业务目标", "绩效评价"),
        ("业务目标", "债务管理"), ("业务目标", "信息化"),
    ]
)  # fmt: skip
#: Puts a text on the clipboard and pastes it into the cell at hand, as a person does with Ctrl+V.
PASTE = """([cell, text]) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    document.getElementById(cell).dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def setting(transactional_db):
    """A bureau before its goals are fixed."""
    from kaohe.cycles.stages import Stage
    from tests.support.bureau import found

    world = found("north")
    world.cycle.goals.all().delete()
    return world.at(Stage.SETTING)


def as_another(visitor, officer):
    """The next person comes to the same screen."""
    visitor.context.clear_cookies()
    return visitor.sign_in(officer)


def press(visitor, name, **where):
    """One deliberate act: a button pressed, and the page that answers."""
    visitor.steps += 1
    visitor.led_by(visitor.page.get_by_role("button", name=name, **where).first)


def test_goals_travel_from_the_empty_grid_to_the_fixed_list(setting, visitor):
    from kaohe.goals.models import Goal, GoalSheet

    visitor.steps = 0
    page = as_another(visitor, setting.clerk).open(BUDGET + "draft/")
    page.evaluate(PASTE, ["row-1-category", PASTED])
    assert page.locator("#row-6-title").input_value() == "信息化"
    assert page.locator("#row-3-category").input_value() == "ordinary"
    press(visitor, "保存草稿")
    assert page.get_by_text("草稿已保存，共 6 项目标").is_visible()

    as_another(visitor, setting.department_head).open(BUDGET)
    press(visitor, "报分管局长")
    as_another(visitor, setting.deputy_director).open("/2025/goals/agree/")
    visitor.steps = 0
    press(visitor, "同意")
    assert visitor.steps == 1, "a department's goals are agreed in one step"
    assert page.get_by_text("已同意预算科的目标").is_visible()
    assert GoalSheet.objects.get().opened_at, "the browser told that they were on the screen"

    as_another(visitor, setting.office).open("/2025/goals/")
    press(visitor, "汇总上会")
    visitor.open("/2025/goals/meeting/")
    page.locator("summary", has_text="修改内容与说明").first.click()
    page.locator("#target-Z1").fill("覆盖全部一级预算单位")
    page.locator("#minutes").fill("〔2025〕8号")
    visitor.steps = 0
    press(visitor, "按修改通过")
    press(visitor, "同意 Z2")
    assert visitor.steps == 2, "one step for each decision"
    assert page.locator("ins").first.is_visible()
    press(visitor, "其余全部同意")
    press(visitor, "审定全部目标")
    assert page.get_by_text("已审定 6 项目标").is_visible()
    assert Goal.objects.get(code="Z1").target == "覆盖全部一级预算单位"

    page = as_another(visitor, setting.department_head).open(BUDGET)
    page.locator("summary", has_text="次会议决定").first.click()
    assert page.get_by_text("〔2025〕8号").first.is_visible()


def test_ten_departments_come_in_from_one_workbook_in_three_steps(setting, visitor, tmp_path):
    from kaohe.files.goal_drafts import Draft, write_goal_drafts
    from kaohe.goals.models import GoalSheet
    from kaohe.people.models import Department
    from tests.support.bureau import rulebook

    for number in range(8):
        Department.objects.create(bureau=setting.bureau, code=f"d{number}", name=f"第{number}科", order=number + 5)
    known = [each.as_fact() for each in Department.objects.filter(bureau=setting.bureau)]
    target = io.BytesIO()
    drafts = [Draft(0, department.code, row) for department in known for row in goal_rows()]
    write_goal_drafts(target, rulebook(), known, drafts, year=2025)
    book = tmp_path / "目标.xlsx"
    book.write_bytes(target.getvalue())
    page = as_another(visitor, setting.office).open("/2025/goals/import/")
    page.set_input_files("#file", str(book))
    visitor.steps = 1
    press(visitor, "核对")
    press(visitor, "确认导入")
    assert visitor.steps == 3
    assert [len(sheet.rows) for sheet in GoalSheet.objects.all()] == [6] * 10


def test_the_grid_is_a_plain_form_without_scripts(setting, visitor):
    from kaohe.goals.models import GoalSheet

    guest = visitor.sign_in(setting.clerk).as_seen(scripts=False)
    page = guest.open(BUDGET + "draft/")
    page.locator("summary", has_text="整块粘贴").click()
    page.locator("#pasted").fill(PASTED)
    guest.led_by(page.get_by_role("button", name="加入表格"))
    assert len(GoalSheet.objects.get().rows) == 6
    guest.close()


def test_the_keyboard_alone_drafts_a_goal(setting, visitor):
    from kaohe.goals.models import GoalSheet

    page = as_another(visitor, setting.clerk).open(BUDGET + "draft/")
    page.locator("#row-1-category").focus()
    page.keyboard.press("ArrowDown")
    for text in ("", "编制部门预算", "", "局要点", "按时", "全部", "通过", "2025-11-30"):
        page.keyboard.press("Tab")
        page.keyboard.type(text)
    page.get_by_role("button", name="保存草稿").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    row = GoalSheet.objects.get().rows[0]
    assert (row["category"], row["title"], row["due"]) == ("key", "编制部门预算", "2025-11-30")


def _every_page(setting):
    """The pages about goals with something on each: one sheet before the meeting, one with the deputy."""
    from kaohe.goals.models import GoalSheet, State
    from kaohe.people.roles import Role
    from tests.support.bureau import appoint_at_once

    rows = goal_rows()
    GoalSheet.objects.create(cycle=setting.cycle, department=setting.budget, rows=rows, state=State.COMPILED)
    GoalSheet.objects.create(cycle=setting.cycle, department=setting.general, rows=rows, state=State.PROPOSED)
    office = setting.people["office"]
    for role in (Role.DIRECTOR, Role.LEADING_GROUP):
        appoint_at_once(office, role)
    appoint_at_once(office, Role.DEPARTMENT_HEAD, setting.budget)
    return ["/2025/goals/", "/2025/goals/agree/", "/2025/goals/meeting/", "/2025/goals/meeting/?record=new", "/2025/goals/import/", "/2025/goals/people/",
            BUDGET, BUDGET + "draft/", "/2025/departments/general/goals/"]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_about_goals_has_a_barrier(setting, visitor, scheme):
    paths = _every_page(setting)
    visitor.sign_in(setting.office)
    assert [each for path in paths for each in visitor.barriers(path, scheme=scheme)] == []


def test_pages_about_fixed_goals_have_no_barrier(bureau, visitor):
    visitor.sign_in(bureau.department_head)
    paths = [BUDGET, BUDGET + "people/", "/2025/goals/people/"]
    assert [each for path in paths for each in visitor.barriers(path, viewport=PHONE)] == []
    visitor.sign_in(bureau.office)
    assert visitor.barriers(BUDGET + "change/") == []


@pytest.mark.parametrize("role", ["clerk", "department_head", "checker"])
def test_pages_about_progress_and_reasons_have_no_barrier(bureau, visitor, role):
    visitor.sign_in(getattr(bureau, role))
    paths = ["/2025/progress/", "/2025/progress/1/budget/", "/2025/excuses/"]
    assert [each for path in paths for each in visitor.barriers(path, viewport=PHONE)] == []


def test_no_page_about_goals_is_wider_than_a_telephone(setting, visitor):
    paths = _every_page(setting)
    phone = visitor.sign_in(setting.office).as_seen(viewport=PHONE)
    wide = {}
    for path in paths:
        phone.open(path)
        phone.page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
        wide[path] = phone.sideways()
    phone.close()
    assert wide == dict.fromkeys(wide, 0)
