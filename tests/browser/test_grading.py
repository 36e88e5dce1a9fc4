"""The grading page as people use it: eighty goals by keyboard alone, two people at once, without scripts, and for everyone."""

import pytest

from tests.support.browser import PHONE

pytestmark = pytest.mark.browser

PAGE, MEETING = "/2025/grading/", "/2025/grading/meeting/"
#: Every key that goes down is counted; what is written into a reason comes in at once, as from an input method.
COUNT = "window.pressed = 0; document.addEventListener('keydown', () => { window.pressed += 1 }, true)"
#: What the member thinks, goal after goal; the rest is qualified.
GOOD, EXCELLENT, NOT_QUITE = (3, 17, 29, 41, 53, 67), (0, 23, 47, 71), (8, 19, 36, 58)
UNQUALIFIED, EXCUSED = 62, 12


@pytest.fixture
def eighty(transactional_db):
    """Ten departments with eight goals each; for one of them an objective reason was granted."""
    from kaohe.panels.actions import ask_excuse, decide_excuse
    from kaohe.people.roles import Role
    from tests.support.bureau import appoint_at_once
    from tests.support.grading import graded_bureau

    world = graded_bureau()
    goal = goals_of(world)[EXCUSED]
    appoint_at_once(world.people["department_head"], Role.DEPARTMENT_HEAD, goal.department)
    excuse = ask_excuse(officer=world.department_head, goal=goal, reason="上级政策调整", evidence=["市财〔2025〕8号"])
    decide_excuse(officer=world.leading_group, excuse=excuse, granted=True, sentence="属实")
    return world


@pytest.fixture
def few(transactional_db):
    """Two departments with three goals each, a complaint of no goal, and a meeting that sits."""
    from tests.support.grading import sitting, world_to_grade

    world = world_to_grade(2, 3)
    world.absence(rule="service.complaint_upheld", matter="投诉一件", about="办事群众投诉查实")
    sitting(world)
    return world


def goals_of(world):
    from kaohe.goals.models import Goal

    rows = Goal.objects.filter(cycle=world.cycle).select_related("department", "cycle__bureau")
    return list(rows.order_by("department__order", "department__code", "pk"))


def reason(visitor, text):
    """The cursor is in the reason; it is written, and Enter saves."""
    visitor.until("document.activeElement.id === 'grade-reason'")
    visitor.page.keyboard.insert_text(text)
    visitor.page.keyboard.press("Enter")


def test_eighty_goals_are_graded_by_keyboard_alone_with_at_most_a_hundred_presses(eighty, visitor):
    from kaohe.panels.models import Opinion

    page = visitor.sign_in(eighty.leading_group).open(PAGE)
    page.evaluate(COUNT)
    for place in range(80):
        if place in EXCELLENT:
            page.keyboard.press("1")
            page.keyboard.press("4")
            reason(visitor, "参与区重点工作，按时完成")
        elif place in GOOD:
            page.keyboard.press("2")
            page.keyboard.press("1")
        elif place == UNQUALIFIED:
            page.keyboard.press("5")
            page.keyboard.press("1")
            reason(visitor, "完成率不到八成")
        else:
            page.keyboard.press("4" if place in NOT_QUITE else "0" if place == EXCUSED else "3")
        if place % 10 == 9:
            visitor.until(f"document.querySelector('[data-kh-left]').textContent === '{79 - place}'")
    pressed = page.evaluate("window.pressed")
    said = {opinion.goal_id: opinion for opinion in Opinion.objects.all()}
    found = [said[goal.pk].grade for goal in goals_of(eighty)]
    assert found == [expected(place) for place in range(80)]
    assert {said[goals_of(eighty)[place].pk].conditions[0] for place in EXCELLENT} == {"e4"}
    assert pressed <= 100, f"{pressed} presses"


def expected(place):
    special = {UNQUALIFIED: "unqualified", EXCUSED: "excused"} | dict.fromkeys(EXCELLENT, "excellent") | dict.fromkeys(GOOD, "good")
    return (special | dict.fromkeys(NOT_QUITE, "basically_qualified")).get(place, "qualified")


def test_the_office_moves_with_keys_writes_down_and_concludes(few, visitor):
    from kaohe.panels.models import Grading, Ruling

    page = visitor.sign_in(few.office).open(PAGE)
    goals = goals_of(few)
    page.keyboard.press("j")
    visitor.until(f"document.getElementById('panel').dataset.khGoal === '{goals[1].pk}'")
    visitor.until("document.activeElement.matches('[data-kh-open-goal]')")
    page.keyboard.press("ArrowUp")
    visitor.until(f"document.getElementById('panel').dataset.khGoal === '{goals[0].pk}'")
    for left in (2, 1, 0):
        page.keyboard.press("3")
        visitor.until(f"document.querySelector('[data-kh-left]').textContent === '{left}'")
    assert Ruling.objects.count() == 3, "the office's own department is left to others"
    visitor.open(MEETING)
    visitor.led_by(page.get_by_role("button", name="形成决定：3 项记入台账"))
    assert Grading.objects.count() == 3
    assert page.get_by_role("heading", name="划档会记录").is_visible()


def test_single_keys_can_be_switched_off_and_stay_off(few, visitor):
    from kaohe.panels.models import Opinion

    page = visitor.sign_in(few.leading_group).open(PAGE)
    page.get_by_label("单键快捷").uncheck()
    page = visitor.open(PAGE)
    page.keyboard.press("3")
    page.locator("[data-kh-open-goal]").first.focus()
    page.keyboard.press("ArrowDown")
    visitor.until(f"document.getElementById('panel').dataset.khGoal === '{goals_of(few)[1].pk}'")
    assert not Opinion.objects.exists()
    page.get_by_label("单键快捷").check()
    page.locator("h1").click()
    page.keyboard.press("3")
    visitor.until("document.querySelector('[data-kh-left]').textContent === '5'")
    assert Opinion.objects.get().grade == "qualified"


def test_who_was_slower_sees_both_and_what_was_typed_is_kept(few, visitor):
    from kaohe.panels.actions import rule_goal
    from kaohe.panels.models import GradingMeeting
    from kaohe.panels.verdicts import Verdict

    page = visitor.sign_in(few.office).open(PAGE)
    page.keyboard.press("2")
    page.keyboard.press("Escape")  # another grade after all
    rule_goal(officer=few.leading_group, meeting=GradingMeeting.objects.get(), goal=goals_of(few)[0], verdict=Verdict("qualified"))
    page.keyboard.press("1")
    page.keyboard.press("2")
    reason(visitor, "全市评比一等")
    both = page.locator(".kh-two-sides")
    both.wait_for()
    assert "north·leading_group" in both.inner_text()
    assert "全市评比一等" in both.inner_text()
    assert "合格 已记下" in page.locator("tr.kh-here").inner_text().replace("\n", " ").replace("\t", " ")
    assert page.locator("#grade-reason").input_value() == "全市评比一等"
    page.get_by_role("button", name="记下集体决定").click()
    visitor.until("document.querySelector('[data-kh-said]').textContent.includes('优秀')")
    visitor.complaints[:] = [each for each in visitor.complaints if "409" not in each]


def test_a_reason_half_written_is_kept(few, visitor):
    from kaohe.desk.models import Draft

    page = visitor.sign_in(few.leading_group).open(PAGE)
    page.keyboard.press("j")
    page.keyboard.press("1")
    page.keyboard.press("2")
    visitor.until("document.activeElement.id === 'grade-reason'")
    page.keyboard.type("a half")
    visitor.until("document.querySelector('[data-kh-grade] [role=status]').textContent.includes('已保存')")
    assert "a half" in str(Draft.objects.get().data)


def test_without_scripts_the_page_is_a_plain_form(few, visitor):
    from kaohe.panels.models import Opinion

    plain = visitor.sign_in(few.leading_group).as_seen(viewport=PHONE, scripts=False)
    page = plain.open(PAGE)
    plain.led_by(page.get_by_role("link", name="预算公开").first)  # the page before it has such a form too
    page.get_by_label("良好").check()
    page.get_by_label("创造性完成，产生较大效益，本局首创").check()
    page.get_by_role("button", name="保存我的意见").click()
    page.get_by_text("已保存您的意见“良好”").wait_for()
    plain.close()
    assert Opinion.objects.get().conditions == ["g1"]


def test_the_grading_pages_have_no_barrier(few, visitor):
    visitor.sign_in(few.office)
    paths = [PAGE, MEETING, "/2025/grading/minutes/1/", "/settings/"]
    assert [each for path in paths for each in visitor.barriers(path)] == []
    assert visitor.barriers(f"{PAGE}?goal={goals_of(few)[3].pk}", scheme="dark") == []


def test_a_telephone_reads_the_grading_pages_without_barrier_or_sideways(few, visitor):
    visitor.sign_in(few.leading_group)
    assert visitor.barriers(PAGE, viewport=PHONE) == []
    visitor.context.add_cookies([{"name": "django_language", "value": "en", "url": visitor.address}])
    phone, wide = visitor.as_seen(viewport=PHONE), {}
    for path in (PAGE, MEETING, "/2025/grading/minutes/1/", "/settings/"):
        phone.open(path).evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
        wide[path] = phone.sideways()
    phone.close()
    assert wide == dict.fromkeys(wide, 0)
