"""A quarter's pages: one screen for all goals, submitted or returned, verified; who is late, and one reminder to all."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kaohe.goals.models import ProgressReport, Told
from kaohe.ledger.models import Entry
from kaohe.web.shapes.progress_todos import todos
from tests.support.bureau import TODAY
from tests.support.forms import filled

GOALS = ("Y-Z1", "Y-Z2", "Y-Q1", "Y-Q2", "Y-Q3", "Y-Q4")
PAGE, STEP = "/2025/progress/3/budget/", "/2025/progress/3/budget/step/"


def told(act, **changed):
    fields = {f"met-{code}": "yes" for code in GOALS} | {f"sentence-{code}": "按计划完成" for code in GOALS}
    return filled({"act": act, **fields, **changed})


@pytest.fixture
def clerk(world, client):
    client.force_login(world.clerk)
    return client


def test_the_clerk_tells_all_goals_on_one_screen_and_hands_them_to_the_head(world, clerk):
    page = clerk.get(PAGE).content.decode()
    assert all(f'name="sentence-{code}"' in page for code in GOALS)
    answer = clerk.post(STEP, told("hand_in"))
    assert answer.status_code == 302
    report = ProgressReport.objects.get()
    assert report.state == Told.FILLED
    assert {line.completion for line in report.lines.all()} == {100}, "done as planned is a hundred per cent, untyped"


def test_the_head_submits_and_the_checker_verifies_into_the_ledger(world, client):
    client.force_login(world.department_head)
    assert client.post(STEP, told("submit")).status_code == 302
    client.force_login(world.checker)
    version = ProgressReport.objects.get().version
    found = {f"found-{code}": "yes" for code in GOALS} | {"found-Y-Z2": "no", "reason-Y-Z2": "系统尚未上线", "verified-Y-Z2": "60%"}
    assert client.post(STEP, filled({"act": "verify", "version": version, **found})).status_code == 302
    assert Entry.objects.filter(rule="duty.goal_missed").count() == 1
    page = client.get(PAGE).content.decode()
    assert "系统尚未上线" in page
    assert "60%" in page


def test_what_is_missing_is_said_goal_by_goal_and_nothing_typed_is_lost(world, client):
    client.force_login(world.department_head)
    answer = client.post(STEP, told("submit", **{"sentence-Y-Z1": "", "sentence-Y-Z2": "只写了这一句"}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#goal-Y-Z1"' in page
    assert "只写了这一句" in page
    assert not ProgressReport.objects.exists(), "half of it isn't kept behind the person's back"


def test_somebody_was_quicker(world, clerk):
    clerk.post(STEP, told("save"))
    answer = clerk.post(STEP, told("save", version="of-yesterday"))
    assert answer.status_code == 409
    assert "已被他人改动" in answer.content.decode()


def test_the_head_sends_it_back_with_a_sentence(world, client):
    client.force_login(world.clerk)
    client.post(STEP, told("hand_in"))
    client.force_login(world.department_head)
    assert client.post(STEP, filled({"act": "return", "reason": "请补充佐证"})).status_code == 302
    client.force_login(world.clerk)
    assert "请补充佐证" in client.get(PAGE).content.decode()


def test_who_has_just_submitted_may_think_again_for_ten_seconds(world, client):
    client.force_login(world.department_head)
    page = client.get(client.post(STEP, told("submit"))["Location"]).content.decode()
    bar = page[page.index("kh-undo") :].split("</form>")[0]
    assert "刚提交，还想改可以马上撤回" in bar
    assert 'name="act" value="withdraw"' in bar


def test_a_submitted_report_is_taken_back(world, client):
    client.force_login(world.department_head)
    client.post(STEP, told("submit"))
    assert client.post(STEP, filled({"act": "withdraw"})).status_code == 302
    assert ProgressReport.objects.get().state == Told.DRAFT


def test_earlier_evidence_is_offered_again(world, clerk):
    clerk.post("/2025/progress/2/budget/step/", told("save", **{"evidence-Y-Z1": "示财办〔2025〕31号；会议纪要"}))
    page = clerk.get(PAGE).content.decode()
    assert '<option value="示财办〔2025〕31号">' in page
    assert '<option value="会议纪要">' in page


def test_the_office_sees_who_is_late_and_asks_them_all_at_once(world, client):
    client.force_login(world.department_head)
    client.post(STEP, told("submit"))
    client.force_login(world.office)
    page = client.get("/2025/progress/").content.decode()
    assert "1 / 2 个科室已提交" in page
    assert "逾期 1 个" in page
    assert client.post("/2025/progress/remind/?period=3", filled()).status_code == 302
    again = client.post("/2025/progress/remind/?period=3", filled())
    assert again.status_code == 422
    assert "没有需要催办的科室" in again.content.decode()


@pytest.mark.parametrize("role", ["office", "deputy_director", "director", "auditor", "officer"])
def test_who_may_read_it_may_not_write_it(world, client, role):
    client.force_login(getattr(world, role))
    assert client.get(PAGE).status_code == 200
    assert 'name="sentence-Y-Z1"' not in client.get(PAGE).content.decode()
    assert client.post(STEP, told("save")).status_code in (404, 422)
    assert not ProgressReport.objects.exists()


def test_a_deed_that_is_none_is_not_there(world, clerk):
    clerk.post(STEP, told("save"))
    assert clerk.post(STEP, filled({"act": "dance"})).status_code == 404
    assert clerk.post("/2025/progress/9/budget/step/", told("save")).status_code == 404


def test_the_inbox_says_what_the_quarter_asks_of_each(world, client):
    def owed(role):
        return [todo.words for todo in todos(getattr(world, role), world.cycle, TODAY)]

    assert owed("clerk") == ["请填报预算科3季度完成情况"]
    assert "2 个科室的3季度完成情况逾期未报" in owed("office")
    assert owed("auditor") == []
    client.force_login(world.department_head)
    client.post(STEP, told("submit"))
    assert owed("checker") == ["预算科3季度完成情况待核实"]
    assert owed("clerk") == []


def test_a_report_costs_no_query_for_each_goal(world, clerk):
    clerk.post(STEP, told("save"))
    with CaptureQueriesContext(connection) as queries:
        clerk.get(PAGE)
    assert len(queries) <= 15
