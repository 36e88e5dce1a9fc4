"""A department's year, lived through the screens by the people who do each step; at its end the tree is the engine's own."""

import io
from datetime import date
from decimal import Decimal

import pytest

from tests.support.browser import PHONE, Visitor
from tests.support.files import pdf
from tests.support.hand import Hand

pytestmark = pytest.mark.browser

KEY, ORDINARY = ("Z1", "Z2"), ("Y1", "Y2", "Y3", "Y4", "Y5", "Y6")
GOALS = (*KEY, *ORDINARY)
BASES = dict(zip(GOALS, (30, 30, 10, 10, 5, 5, 5, 5), strict=True))
BUDGET = "/2025/departments/budget/goals/"
MINUTES = "〔2025〕1号"
QUARTERS = [(1, date(2025, 3, 31)), (2, date(2025, 6, 30)), (3, date(2025, 9, 30)), (4, date(2025, 12, 31))]


@pytest.fixture
def beginning(transactional_db):
    """A bureau in January: one department has its goals, the other has none yet, and nothing has happened."""
    from kaohe.cycles.stages import Stage
    from tests.support.bureau import found

    world = found("north")
    world.cycle.goals.filter(department=world.budget).delete()
    return on(world.at(Stage.SETTING), date(2025, 1, 10))


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.EVIDENCE = tmp_path / "evidence"


@pytest.fixture
def come(browser, live_server, password):
    """Someone by their role, signed in at the gate with a browser of their own; whoever came before is still there."""
    present, phones, complaints = {}, {}, []

    def comes(role, *, phone=False):
        if role not in present:
            present[role] = Hand(Visitor(browser, live_server.url, complaints=complaints)).sign_in(f"north-{role}", password)
        if phone and role not in phones:
            phones[role] = Hand(present[role].visitor.as_seen(viewport=PHONE))
        return phones[role] if phone else present[role]

    yield comes
    for hand in (*phones.values(), *present.values()):
        hand.visitor.close()
    assert not complaints, "\n".join(["the browsers complained:", *complaints])


def on(world, day):
    """The bureau's clock stands at another day."""
    world.bureau.clock = day
    world.bureau.save(update_fields=["clock"])
    return world


def test_a_department_lives_its_year_through_the_screens(beginning, come):
    world = beginning
    goals_from_draft_to_persons(world, come)
    an_attendance_finding(on(world, date(2025, 3, 12)), come)
    a_quarter(world, come, *QUARTERS[0])
    a_failed_examination(on(world, date(2025, 5, 20)), come)
    a_quarter(world, come, *QUARTERS[1], missed="Y6")
    an_adopted_article(on(world, date(2025, 8, 8)), come)
    the_examination_taken_back(come)
    a_quarter(world, come, *QUARTERS[2], contradicted="Z2")
    a_quarter(world, come, *QUARTERS[3])
    the_tree_is_the_engines(world)
    the_department_sees_it(come)


# ---- January ----


def goals_from_draft_to_persons(world, come):
    clerk, head, deputy, office = (come(role) for role in ("clerk", "department_head", "deputy_director", "office"))
    clerk.open(f"{BUDGET}draft/").paste(clerk.page.locator("#row-1-category"), sheet_of_goals())
    clerk.button("保存草稿")
    head.open(BUDGET).button("报分管局长")
    deputy.open("/2025/goals/agree/")
    with deputy.within(1):
        deputy.button("同意 预算科")
    office.open("/2025/goals/").send(office.page.locator("button[value=compile]"))
    the_meeting(office)
    office.open("/2025/goals/").button("锁定目标，开始日常考核")
    the_goals_are_given_to_persons(head)


def sheet_of_goals():
    """The eight goals as they are copied from a spreadsheet."""
    rows = [
        (
            "重点业务目标" if code in KEY else "业务目标", code, f"目标{code}", str(BASES[code]), "局年度工作要点",
            "按时完成", "全部完成", "一次通过审查", "2025-11-30", "是" if code == "Z1" else "",
        )
        for code in GOALS
    ]  # fmt: skip
    return "\n".join("\t".join(cells) for cells in rows)


def the_meeting(office):
    """It asks more of one goal, agrees with the others, and fixes them all."""
    page = office.open("/2025/goals/meeting/").page
    office.press(page.get_by_text("修改内容与说明 Z1"))
    office.type(page.locator("#target-Z1"), "一个不漏").type(page.locator("#minutes"), MINUTES)
    office.button("其余全部同意")
    if not page.locator("#fix-minutes").input_value():
        office.type(page.locator("#fix-minutes"), MINUTES)
    office.button("审定全部目标")


def the_goals_are_given_to_persons(head):
    page = head.open(f"{BUDGET}people/").page
    for code in GOALS:
        head.choose(page.locator(f"[id='{code}-officer-0']"), "north·clerk")
        head.choose(page.locator(f"[id='{code}-cover-0']"), "north·officer")
        head.button(f"保存 {code}")
    assert not page.get_by_text("没有落实到人").count()


# ---- the year ----


def an_attendance_finding(world, come):
    checker = come("checker", phone=True)
    page = checker.open("/2025/ledger/screens/attendance/").page
    with checker.within(4):
        checker.press(page.locator("summary", has_text="预算科"))
        checker.press(page.get_by_role("radio", name="无故离岗"))
        checker.press(page.get_by_role("checkbox", name="north·clerk"))
        checker.button("完成")
    assert page.get_by_text("已登记 1 笔").is_visible()


def a_quarter(world, come, number, ends, *, missed="", contradicted=""):
    """The clerk tells it with a paper for each goal, the head submits it, the checker verifies it; on the day it ends."""
    on(world, ends)
    clerk, head, checker = (come(role) for role in ("clerk", "department_head", "checker"))
    path = f"/2025/progress/{number}/budget/"
    with clerk.within(25):
        page = clerk.open(path).page
        if missed:
            clerk.press(page.locator(f"[name='met-{missed}'][value=no]")).type(page.locator(f"[id='completion-{missed}']"), "60")
        clerk.button("其余全部按计划完成")
        for code in GOALS:
            clerk.type(page.locator(f"[id='sentence-{code}']"), f"{number}季度{code}的情况")
            a_paper(clerk, number, code)
        clerk.button("送科室负责人")
    head.open(path).button("提交")
    page = checker.open(path).page
    the_papers_open(page, number)
    if contradicted:
        checker.press(page.locator(f"[name='found-{contradicted}'][value=no]"))
        checker.type(page.locator(f"[id='reason-{contradicted}']"), "现场查看尚未上线")
    checker.button("核实，记入台账")


def a_paper(clerk, number, code):
    """In the first quarter a file is brought, in the second it is used again, after that its number is enough."""
    page = clerk.page
    if number == 1:
        clerk.bring(page.locator(f"[id='files-{code}']"), {"name": f"{code}.pdf", "mimeType": "application/pdf", "buffer": pdf(code.encode())})
    elif number == 2:
        clerk.press(page.locator(f"[name='stored-{code}']"))
    else:
        clerk.type(page.locator(f"[id='evidence-{code}']"), f"{code}.pdf" if number == 3 else "局务会纪要")


def the_papers_open(page, number):
    """Whoever verifies reads what was attached."""
    links = page.locator(".kh-told-list a[href^='/evidence/']")
    assert links.count() == (len(GOALS) if number < 4 else 0)
    if number < 4:
        assert page.request.get(links.first.get_attribute("href")).body().startswith(b"%PDF")


def a_failed_examination(world, come):
    office = come("office")
    page = office.open("/2025/ledger/screens/exams/").page
    office.press(page.locator("summary", has_text="预算科")).press(page.get_by_role("radio", name="统考成绩不合格"))
    office.press(page.get_by_role("checkbox", name="north·officer")).button("完成")


def an_adopted_article(world, come):
    office = come("office")
    page = office.open("/2025/ledger/screens/briefs/?rule=brief.adopted").page
    office.choose(page.locator("#id_department"), "预算科").choose(page.locator("#id_level"), "市级机关采用")
    office.type(page.locator("#id_matter"), "信息 2025-8").type(page.locator("#id_about"), "预算公开做法被采用")
    office.type(page.locator("#id_numbers"), "采用通知").button("登记")


def the_examination_taken_back(come):
    office = come("office")
    page = office.open("/2025/ledger/10/reverse/").page
    office.type(page.locator("#id_why"), "成绩登记有误").button("冲正")


# ---- the end ----


def the_tree_is_the_engines(world):
    from kaohe.audit.recording import first_broken
    from kaohe.cycles.models import Cycle
    from kaohe.engine import board_data, score
    from kaohe.results.boards import board_of
    from kaohe.results.facts import gather

    cycle = Cycle.objects.with_edition().get(pk=world.cycle.pk)
    board = board_of(cycle)
    assert board_data(board) == board_data(score(cycle.rulebook(), gather(cycle)))
    told = score(cycle.rulebook(), facts_told_by_hand(world))
    assert tree_of(board_data(board), "budget") == tree_of(board_data(told), "budget")
    assert first_broken() is None


def tree_of(data, department):
    return next(each for each in data["departments"] if each["code"] == department)


def facts_told_by_hand(world):
    """The same year told to the engine without any page, row or query."""
    from kaohe.engine import Department, Entry, Facts, Goal

    departments = (
        Department("budget", "预算科", size=6, attributes={"brief_quota": Decimal(4)}),
        Department("general", "综合科", size=4, attributes={"brief_quota": Decimal(3)}),
    )
    goals = [
        Goal(code, "budget", "key" if code in KEY else "ordinary", f"目标{code}", Decimal(BASES[code]), key_work=code == "Z1")
        for code in GOALS
    ]
    goals += [Goal(f"G-Z{number}", "general", "key", f"目标G-Z{number}") for number in (1, 2)]
    goals += [Goal(f"G-Q{number}", "general", "ordinary", f"目标G-Q{number}") for number in (1, 2, 3, 4)]
    events = [("discipline.absence", date(2025, 3, 12), {"persons": ("north·clerk",)}), *quarter(0)]
    events += [("exam.failed", date(2025, 5, 20), {"persons": ("north·officer",)}), *quarter(1, "Y6")]
    events += [("brief.adopted", date(2025, 8, 8), {"level": "city", "matter": "信息 2025-8"})]
    events += [("exam.failed", date(2025, 5, 20), {"persons": ("north·officer",), "count": -1, "reverses": "10"})]
    events += [*quarter(2, "Z2"), *quarter(3)]
    entries = [Entry(str(number), "budget", rule, day, **more) for number, (rule, day, more) in enumerate(events, 1)]
    return Facts(2025, departments, tuple(goals), tuple(entries), as_of=date(2025, 12, 31))


def quarter(which, missed=""):
    day = QUARTERS[which][1]
    return [("duty.goal_missed" if code == missed else "duty.progress", day, {"goal": code}) for code in GOALS]


def the_department_sees_it(come):
    head = come("department_head")
    tree = head.open("/2025/departments/budget/").page.locator("#tree-body").text_content()
    assert [words for words in ("无故离岗", "季度目标未完成", "信息采用") if words not in tree] == []


# ---- ten departments ----


@pytest.fixture
def ten(beginning):
    """Ten departments without goals."""
    from kaohe.people.models import Department

    beginning.cycle.goals.all().delete()
    for number in range(8):
        Department.objects.create(bureau=beginning.bureau, code=f"d{number}", name=f"第{number}科", size=3, order=number + 2)
    return beginning


def test_the_goals_of_ten_departments_come_in_with_three_acts(ten, come):
    from kaohe.goals.models import GoalSheet

    office = come("office")
    page = office.open("/2025/goals/import/").page
    with office.within(3):
        office.bring(page.locator("#file"), workbook(ten)).button("核对").button("确认导入 60 行")
    assert [len(sheet.rows) for sheet in GoalSheet.objects.all()] == [6] * 10


def workbook(world):
    from kaohe.files.goal_drafts import Draft, write_goal_drafts
    from kaohe.people.models import Department
    from tests.support.bureau import rulebook
    from tests.support.goal_rows import goal_rows

    known = [each.as_fact() for each in Department.objects.filter(bureau=world.bureau)]
    target = io.BytesIO()
    drafts = [Draft(0, each.code, row) for each in known for row in goal_rows()]
    write_goal_drafts(target, rulebook(), known, drafts, year=2025)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "目标.xlsx", "mimeType": kind, "buffer": target.getvalue()}
