"""The uses of a final result on their pages: money tried, proposed and fixed; everyone sees what concerns them; dossiers."""

import html
import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kaohe.people.models import Appointment, Officer
from kaohe.people.roles import Role
from kaohe.results.actions import propose, reopen_year
from kaohe.results.models import Answer, Ask
from kaohe.uses.actions import fix_allotment, propose_allotment
from kaohe.uses.models import Allotment, Scheme
from kaohe.uses.settings import Heads, Settings, Way
from kaohe.web.shapes.todos import owed
from tests.support.bureau import appoint_at_once
from tests.support.ending import AFTER, final, published, ready
from tests.support.forms import filled
from tests.support.pages import at, text

PAGE = "/2025/uses/reward/"
TRIED = "?way=pool&amount=10000&by_score=on&by=none&outside=0&heads=months"
SETTINGS = Settings(Way.POOL, Decimal("10000"))


@pytest.fixture
def divided(done):
    """And its money divided."""
    scheme = propose_allotment(officer=done.office, cycle=done.cycle, settings=SETTINGS)
    fix_allotment(officer=done.director, scheme=scheme)
    return done


def test_settings_are_tried_and_nothing_is_saved(done):
    office = at(done.office)
    with CaptureQueriesContext(connection) as queries:
        page = text(office.get(PAGE + TRIED))
    assert [each["sql"] for each in queries if not each["sql"].startswith("SELECT")] == []
    assert "试算结果（未保存）" in page
    assert "10,000.00 元 ×（" in page
    assert "按权重分配到分" in page
    assert "R19" in page
    assert not Scheme.objects.exists()


def test_every_amount_tells_its_numbers(done):
    page = text(at(done.office).get(PAGE + TRIED))
    scores = {each.department.code: each.published for each in final_board(done).standings}
    whole = 3 * scores["budget"] + 2 * scores["general"]
    assert f"10,000.00 元 ×（{scores['budget'].normalize()} 分 × 系数 1 × 1 人）÷ 全部权重 {whole.normalize()}" in page


def final_board(world):
    from kaohe.results.models import Snapshot

    return Snapshot.objects.get(kind="final").read_board()


def test_proposed_by_the_office_and_fixed_by_the_director_in_few_steps(done):
    """Office: try, press. Director: open the page, press."""
    office, director = at(done.office), at(done.director)
    page = office.get(PAGE + TRIED).content.decode()
    settings = html.unescape(page.split('name="settings" value="')[1].split('"')[0])
    answer = office.post(PAGE, filled({"deed": "propose", "settings": settings, "reason": ""}))
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert "所提请的分配" in text(director.get(PAGE))
    assert director.post(PAGE, filled({"deed": "fix"})).status_code == 302
    late = director.post(PAGE, filled({"deed": "fix"}))
    assert (late.status_code, "已由他人办理" in text(late)) == (409, True)
    assert Allotment.objects.get().read_settings() == Settings(Way.POOL, Decimal("10000"), heads=Heads.MONTHS)


def test_what_is_returned_from_the_list_of_todos_comes_back_with_its_sentence(done):
    propose_allotment(officer=done.office, cycle=done.cycle, settings=SETTINGS)
    (todo,) = owed(done.director, [done.cycle])
    assert todo.words == "2025 年度：奖金分配方案，待您同意"
    act = todo.acts[0]
    assert at(done.director).post(act.url, filled({**dict(act.fields), "reason": "再核人数"})).status_code == 302
    assert (Scheme.objects.get().answer, Scheme.objects.get().sentence) == (Answer.RETURNED, "再核人数")


def test_a_scheme_waits_with_those_who_may_fix_it_and_not_with_who_made_it(done):
    appoint_at_once(done.office, Role.LEADING_GROUP)
    propose_allotment(officer=done.office, cycle=done.cycle, settings=SETTINGS)
    waits = {role for role in done.people if any("奖金" in todo.words for todo in owed(getattr(done, role), [done.cycle]))}
    assert waits == {"director", "leading_group"}


def test_a_reopening_that_is_proposed_waits_in_the_list_too(done):
    propose(officer=done.office, cycle=done.cycle, ask=Ask.REOPEN, reason="查实", at=AFTER)
    assert [todo.kind for todo in owed(done.director, [done.cycle])] == ["审核"]


def test_amounts_in_force_stand_beside_those_that_are_tried(divided):
    page = text(at(divided.office).get(PAGE + TRIED.replace("10000", "12000")))
    assert "现行" in page
    assert ">12,000.00<" in page
    assert ">10,000.00<" in page


ODD = (
    ("?way=pool&amount=&by=none&outside=0&heads=months", "总额，或每分的数（元）"),
    ("?way=pool&amount=abc&by=none&outside=0&heads=months", "请填数字"),
    ("?way=pool&amount=1/3&by=none&outside=0&heads=months", "请填小数"),
    ("?way=pool&amount=0&by=none&outside=0&heads=months", "应大于 0"),
    ("?way=pool&amount=100&by=rank&outside=0&heads=months&bound_1=1&coefficient_1=1", "没有落在任何一档"),
    ("?way=pool&amount=100&by=rank&outside=0&heads=months&bound_1=1", "这一档还没有填系数"),
    ("?way=pool&amount=100&by=score&outside=0&heads=months&bound_1=60&coefficient_1=1&bound_2=90&coefficient_2=2", "从高到低"),
)


def test_odd_settings_are_shown_again_with_what_is_wrong(done):
    office = at(done.office)
    for query, words in ODD:
        answer = office.get(PAGE + query)
        assert answer.status_code == 422, query
        assert words in text(answer), query
        assert "提请这个方案" not in text(answer)


def test_settings_that_no_page_wrote_are_not_proposed(done):
    office = at(done.office)
    for settings in ("", "{}", "[]", "nothing", json.dumps({**SETTINGS.as_data(), "heads": "all"})):
        answer = office.post(PAGE, filled({"deed": "propose", "settings": settings, "reason": ""}))
        assert answer.status_code in (409, 422), settings
    assert not Scheme.objects.exists()


def test_before_the_year_is_final_the_page_says_what_it_waits_for(world):
    page = text(at(world.office).get(PAGE + TRIED))
    assert "还没有定案" in page
    assert "提请这个方案" not in page


def test_everyone_sees_their_own_amount_and_those_who_deal_with_it_all(divided):
    own = {role: text(at(getattr(divided, role)).get("/2025/uses/")) for role in divided.people}
    assert {role for role, page in own.items() if "本人" in page} == {"department_head", "clerk", "officer", "office", "checker"}
    lines = {line.person: line for line in Allotment.objects.get().read_lines()}
    amount = f"{lines['north-clerk'].amount:,.2f}"
    assert amount in own["clerk"]
    sees = {}
    for role in divided.people:
        answer = at(getattr(divided, role)).get(f"{PAGE}1/")
        sees[role] = sorted(line.name for line in lines.values() if answer.status_code == 200 and f"<span>{line.name}</span>" in text(answer))
    assert {role for role, names in sees.items() if len(names) == 5} == {"office", "director", "leading_group", "auditor"}
    assert {role for role, names in sees.items() if len(names) == 3} == {"department_head", "deputy_director"}
    assert {role: names for role, names in sees.items() if len(names) == 1} == {
        role: [f"north·{role}"] for role in ("clerk", "officer", "checker")
    }
    assert at(divided.nobody).get(f"{PAGE}1/").status_code == at(divided.nobody).get(f"{PAGE}1/table.csv").status_code == 404


def test_a_table_holds_no_more_than_the_page(divided):
    table = at(divided.department_head).get(f"{PAGE}1/table.csv").content.decode()
    assert "north·clerk" in table
    assert "north·checker" not in table
    assert "north·checker" in at(divided.office).get(f"{PAGE}1/table.csv").content.decode()


def test_another_bureau_sees_nothing(divided, elsewhere):
    assert at(elsewhere.director).get(f"{PAGE}1/").status_code == 404
    assert "第 1 次分配" not in text(at(elsewhere.director).get("/2025/uses/"))


def test_an_allotment_has_its_history_for_those_who_deal_with_it(divided):
    pk = Allotment.objects.get().pk
    page = text(at(divided.auditor).get(f"/history/allotment/{pk}/"))
    assert "确定了奖金分配" in page
    assert "提请确定奖金分配" in page
    assert "金额合计：10000" in page
    assert at(divided.department_head).get(f"/history/allotment/{pk}/").status_code == 404


def test_the_pages_say_that_the_system_pays_and_promotes_nobody(divided):
    client = at(divided.office)
    for path in ("/2025/uses/", PAGE, f"{PAGE}1/", "/departments/of/budget/dossier/", "/people/of/north-clerk/dossier/"):
        assert "不发放奖金，也不决定任用" in text(client.get(path)), path


def test_the_number_of_queries_does_not_grow_with_the_people(divided):
    office = at(divided.office)

    def queries(path):
        with CaptureQueriesContext(connection) as captured:
            assert office.get(path).status_code == 200
        return len(captured)

    paths = ("/2025/uses/", PAGE + TRIED, f"{PAGE}1/")
    before = [queries(path) for path in paths]
    for number in range(6):
        officer = Officer.objects.create(username=f"more-{number}", name=f"新人{number}", bureau=divided.bureau, password="!")
        appoint_at_once(officer, Role.OFFICER, divided.budget)
    assert [queries(path) for path in paths] == before
    assert max(before) <= 18, before


def test_after_a_reopening_what_was_divided_is_no_longer_in_force(divided):
    assert "现行" in text(at(divided.office).get("/2025/uses/"))
    reopening = propose(officer=divided.office, cycle=divided.cycle, ask=Ask.REOPEN, reason="查实", at=AFTER)
    reopen_year(officer=divided.director, proposal=reopening, at=AFTER)
    page = text(at(divided.office).get("/2025/uses/"))
    assert "第 1 次分配" in page
    assert "现行" not in page


# ---- dossiers --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def named(world):
    """The officer of `budget` carries a goal, stands in for another, and is named by an absence."""
    from kaohe.goals.models import Assignment

    officer = world.officer
    Officer.objects.filter(pk=officer.pk).update(name="王浩然")
    for code, first, second in (("Y-Z1", world.officer, world.clerk), ("Y-Q1", world.clerk, world.officer)):
        Assignment.objects.create(goal=world.goal(code), officer=first, cover=second, since=date(2025, 6, 1), plan={})
    world.absence()
    ready(world)
    published(world)
    final(world)
    return world


def test_a_person_sees_their_own_dossier(named):
    page = text(at(named.officer).get("/people/of/north-officer/dossier/"))
    for words in ("Y-Z1 目标Y-Z1", "A角", "Y-Q1 目标Y-Q1", "B角", "合格", "无故缺勤 ×1", "未参加集中学习，未请假", "−1", "科室人员 · 预算科"):
        assert words in page, words


def test_a_goal_leads_to_its_departments_sheet_only_where_there_is_one(named):
    from kaohe.goals.models import GoalSheet

    sheet, officer = 'href="/2025/departments/budget/goals/"', at(named.officer)
    assert sheet not in officer.get("/people/of/north-officer/dossier/").content.decode()
    GoalSheet.objects.create(cycle=named.cycle, department=named.budget, rows=[])
    assert sheet in officer.get("/people/of/north-officer/dossier/").content.decode()
    assert officer.get("/2025/departments/budget/goals/").status_code == 200


def test_a_dossier_is_for_whom_it_concerns(named):
    sees = {role for role in named.people if at(getattr(named, role)).get("/people/of/north-officer/dossier/").status_code == 200}
    assert sees == {"officer", "office", "director", "leading_group", "auditor", "deputy_director", "department_head"}


def test_what_belongs_to_another_department_is_masked(named):
    """The officer moves to `general`; its head sees that there was something, and not what."""
    Appointment.objects.filter(officer=named.officer).update(until=date(2025, 12, 31))
    for officer, role in ((named.officer, Role.OFFICER), (named.nobody, Role.DEPARTMENT_HEAD)):
        Appointment.objects.create(officer=officer, role=role, department=named.general, since=date(2025, 9, 1))
    page = text(at(named.nobody).get("/people/of/north-officer/dossier/"))
    assert page.count("您无权查看") >= 4
    assert "未参加集中学习" not in page
    assert "目标Y-Z1" not in page
    assert "综合科" in page


def test_namesakes_are_pointed_out(named):
    Officer.objects.filter(pk=named.nobody.pk).update(name="王浩然")
    assert "有同名的人" in text(at(named.office).get("/people/of/north-officer/dossier/"))


def test_only_final_years_are_told(world):
    world.absence()
    page = text(at(world.office).get("/departments/of/budget/dossier/"))
    assert "还没有定案的年度" in page
    ready(world)
    published(world)
    final(world)
    page = text(at(world.office).get("/departments/of/budget/dossier/"))
    assert "合格 6" in page
    assert '<a href="/2025/final/">2025</a>' in page


def test_a_dossier_takes_a_constant_number_of_queries(named):
    office = at(named.office)
    with CaptureQueriesContext(connection) as captured:
        office.get("/people/of/north-officer/dossier/")
    assert len(captured) <= 18
