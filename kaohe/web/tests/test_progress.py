"""A quarter's pages: one screen for all goals, submitted or returned, verified; who is late, and one reminder to all."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kaohe.cycles.models import CycleDate
from kaohe.cycles.stages import Stage
from kaohe.evidence.actions import store_file
from kaohe.evidence.models import StoredFile
from kaohe.goals.models import ProgressReport, Told
from kaohe.ledger.models import Entry
from kaohe.web.shapes.progress_todos import todos
from tests.support.bureau import TODAY
from tests.support.files import Upload, pdf
from tests.support.forms import filled

GOALS = ("Y-Z1", "Y-Z2", "Y-Q1", "Y-Q2", "Y-Q3", "Y-Q4")
PAGE, STEP = "/2025/progress/3/budget/", "/2025/progress/3/budget/step/"


def told(act, **changed):
    fields = {f"met-{code}": "yes" for code in GOALS} | {f"sentence-{code}": "按计划完成" for code in GOALS}
    return filled({"act": act, **fields, **changed})


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.EVIDENCE = tmp_path / "evidence"


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


def test_what_was_refused_is_mended_on_the_page_that_said_so(world, clerk):
    clerk.post(STEP, told("save"))
    version = ProgressReport.objects.get().version
    refused = clerk.post(STEP, told("hand_in", version=version, **{"sentence-Y-Z1": ""}))
    shown = re.search(r'name="version" value="([^"]*)"', refused.content.decode())[1]
    assert clerk.post(STEP, told("hand_in", version=shown)).status_code == 302
    assert ProgressReport.objects.get().state == Told.FILLED


def field_of(page, name):
    """The field of that name as the page draws it."""
    return re.search(rf'<input[^>]*name="{name}"[^>]*>', page)[0]


def test_a_refused_verification_loses_none_of_the_checker_s_words(world, client):
    client.force_login(world.department_head)
    client.post(STEP, told("submit"))
    client.force_login(world.checker)
    found = {f"found-{code}": "yes" for code in GOALS} | {"found-Y-Z2": "no", "reason-Y-Z1": "抽查三户", "verified-Y-Z1": "80"}
    answer = client.post(STEP, filled({"act": "verify", "version": ProgressReport.objects.get().version, **found}))
    page = answer.content.decode()
    assert answer.status_code == 422, "a finding against the claim needs a reason"
    assert 'value="抽查三户"' in field_of(page, "reason-Y-Z1")
    assert 'value="80"' in field_of(page, "verified-Y-Z1")
    assert re.search(r'name="found-Y-Z2" value="no" checked', page)
    assert not Entry.objects.filter(rule="duty.goal_done").exists()


@pytest.mark.parametrize("figure", ["九成", "98.5", "-5", "1e2", "9" * 30])
def test_a_percentage_that_is_none_is_said_and_not_dropped(world, client, figure):
    client.force_login(world.department_head)
    for act in ("save", "submit"):
        answer = client.post(STEP, told(act, **{"completion-Y-Z1": figure}))
        assert answer.status_code == 422
        assert f"“{figure[:20]}”不是整数的百分数" in answer.content.decode()
    client.post(STEP, told("submit"))
    client.force_login(world.checker)
    found = {f"found-{code}": "yes" for code in GOALS} | {"verified-Y-Z1": figure}
    answer = client.post(STEP, filled({"act": "verify", "version": ProgressReport.objects.get().version, **found}))
    assert answer.status_code == 422
    assert f'value="{figure}"' in field_of(answer.content.decode(), "verified-Y-Z1")


def test_a_refused_return_keeps_its_sentence(world, client):
    client.force_login(world.department_head)
    client.post(STEP, told("submit"))
    client.post(STEP, filled({"act": "withdraw"}))
    client.force_login(world.checker)
    answer = client.post(STEP, filled({"act": "return", "reason": "请补充佐证"}))
    assert answer.status_code == 409, "it was taken back meanwhile"
    assert "请补充佐证" in answer.content.decode()


def test_somebody_was_quicker(world, clerk):
    clerk.post(STEP, told("save"))
    answer = clerk.post(STEP, told("save", version="of-yesterday"))
    assert answer.status_code == 409
    assert "已被他人改动" in answer.content.decode()


def test_two_who_begin_a_quarter_at_once_do_not_write_over_each_other(world, client):
    client.force_login(world.department_head)
    seen = re.search(r'name="version" value="([^"]*)"', client.get(PAGE).content.decode())[1]
    client.force_login(world.clerk)
    assert client.post(STEP, told("save", version=seen, **{"sentence-Y-Z1": "内勤先填的"})).status_code == 302
    client.force_login(world.department_head)
    answer = client.post(STEP, told("submit", version=seen))
    assert answer.status_code == 409
    assert ProgressReport.objects.get().lines.get(goal__code="Y-Z1").sentence == "内勤先填的"
    shown = answer.content.decode()
    beside = shown[shown.index('id="quicker"') : shown.index("kh-told-all")]
    assert "<del>内勤先填的</del>" in beside
    assert "<ins>按计划完成</ins>" in beside
    assert "Y-Z2" not in beside, "both wrote the same of it"
    now = re.search(r'name="version" value="([^"]*)"', shown)[1]
    assert client.post(STEP, told("submit", version=now)).status_code == 302, "having seen both, one's own may stand"


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


def announced(world, *numbers):
    world.cycle.periods.filter(number__in=numbers).update(closed_on=TODAY)
    return world.at(Stage.RUNNING)


def dated(world, **days):
    for name, day in days.items():
        milestone, number = name.rsplit("_", 1)
        CycleDate.objects.create(cycle=world.cycle, milestone=milestone, number=int(number), day=day)
    return world.at(Stage.RUNNING)


def test_the_inbox_says_what_the_quarter_asks_of_each(world, client):
    announced(world, 1, 2)

    def owed(role):
        return [todo.words for todo in todos(getattr(world, role), world.cycle, TODAY)]

    assert owed("clerk") == ["请填报预算科3季度完成情况"]
    assert "2 个科室的3季度完成情况逾期未报" in owed("office")
    assert owed("auditor") == []
    client.force_login(world.department_head)
    client.post(STEP, told("submit"))
    assert owed("checker") == ["预算科3季度完成情况待核实"]
    assert owed("clerk") == []


def test_a_quarter_that_was_never_told_is_owed_until_it_is_announced(world):
    announced(world, 1)
    assert [todo.words for todo in todos(world.clerk, world.cycle, TODAY)] == ["请填报预算科2季度完成情况", "请填报预算科3季度完成情况"]


def test_what_the_quarter_asks_has_the_deadline_of_the_years_dates(world, client):
    announced(world, 1, 2)
    dated(world, progress_3=date(2025, 10, 17), bulletin_3=date(2025, 10, 22))
    (todo,) = todos(world.clerk, world.cycle, TODAY)
    assert todo.until == date(2025, 10, 17)
    assert todos(world.office, world.cycle, TODAY) == [], "nobody is late before that day"
    (late,) = todos(world.office, world.cycle, date(2025, 10, 18))
    assert (late.words, late.until) == ("2 个科室的3季度完成情况逾期未报", date(2025, 10, 17))
    client.force_login(world.department_head)
    client.post(STEP, told("submit"))
    (todo,) = todos(world.checker, world.cycle, TODAY)
    assert todo.until == date(2025, 10, 22), "verified before it is announced"


def test_who_is_late_follows_the_years_dates(world, client):
    dated(world, progress_3=date(2025, 10, 17))
    client.force_login(world.office)
    page = client.get("/2025/progress/").content.decode()
    assert "2025-10-17 前提交" in page
    assert "逾期" not in page
    assert "2025-10-17 前提交" in client.get(PAGE).content.decode()
    world.bureau.clock = date(2025, 10, 18)
    world.bureau.save(update_fields=["clock"])
    assert "逾期 2 个" in client.get("/2025/progress/").content.decode()


# --- papers


def paper(name="现场.pdf", content=None):
    return SimpleUploadedFile(name, content or pdf())


def attached(code="Y-Z1", number=3):
    return list(ProgressReport.objects.get(period__number=number).lines.get(goal__code=code).files.all())


def test_a_file_is_attached_to_its_goal_and_known_by_the_number_beside_it(world, clerk):
    assert clerk.post(STEP, told("save", **{"evidence-Y-Z1": "青财12号", "files-Y-Z1": [paper()]})).status_code == 302
    (file,) = attached()
    assert (file.document_number, file.name, attached("Y-Z2")) == ("青财12号", "现场.pdf", [])
    page = clerk.get(PAGE).content.decode()
    assert f'name="stored-Y-Z1" value="{file.digest}" checked' in page
    assert f'href="/evidence/{file.digest}/"' in page


def test_a_file_stays_attached_while_it_is_ticked(world, clerk):
    clerk.post(STEP, told("save", **{"files-Y-Z1": [paper()]}))
    (file,) = attached()
    clerk.post(STEP, told("save", **{"stored-Y-Z1": file.digest}))
    assert attached() == [file]
    clerk.post(STEP, told("save"))
    assert attached() == []


def test_a_file_of_an_earlier_quarter_is_used_again_with_one_tick_or_by_its_number(world, clerk):
    clerk.post("/2025/progress/2/budget/step/", told("save", **{"evidence-Y-Z1": "青财12号", "files-Y-Z1": [paper()]}))
    (file,) = attached(number=2)
    page = clerk.get(PAGE).content.decode()
    assert "2季度用过" in page
    assert f'name="stored-Y-Z1" value="{file.digest}">' in page
    assert '<option value="青财12号 现场.pdf">' in page
    clerk.post(STEP, told("save", **{"stored-Y-Z1": file.digest, "evidence-Y-Z2": "青财12号", "evidence-Y-Q1": "青财12号 现场.pdf"}))
    assert attached() == attached("Y-Z2") == attached("Y-Q1") == [file]


def test_whoever_verifies_opens_the_papers_and_they_go_into_the_ledger(world, clerk, client):
    fields = {"evidence-Y-Z1": "青财12号", "files-Y-Z1": [paper()], "evidence-Y-Z2": "局务会纪要"}
    clerk.post(STEP, told("hand_in", **fields))
    client.force_login(world.department_head)
    (file,) = attached()
    assert client.get(f"/evidence/{file.digest}/").status_code == 200
    kept = {"stored-Y-Z1": file.digest, "evidence-Y-Z1": "青财12号", "evidence-Y-Z2": "局务会纪要"}
    assert client.post(STEP, told("submit", **kept)).status_code == 302
    assert attached() == [file], "the head keeps what the clerk brought"
    client.force_login(world.checker)
    page = client.get(PAGE).content.decode()
    assert "青财12号 现场.pdf" in page
    assert "未经病毒扫描" in page
    assert client.get(f"/evidence/{file.digest}/").content == pdf()
    report = ProgressReport.objects.get()
    found = {f"found-{code}": "yes" for code in GOALS}
    assert client.post(STEP, filled({"act": "verify", "version": report.version, **found})).status_code == 302
    titles = {entry.goal.code: [proof.title for proof in entry.evidence.all()] for entry in Entry.objects.all()}
    assert titles["Y-Z1"] == ["青财12号 现场.pdf"], "one paper, told once"
    assert titles["Y-Z2"] == ["局务会纪要"]
    assert Entry.objects.get(goal__code="Y-Z1").evidence.get().file == file


def test_a_file_that_is_not_taken_says_why_beside_what_else_is_missing_and_the_good_ones_stay(world, client):
    client.force_login(world.department_head)
    fields = {"files-Y-Z1": [paper("假.pdf", b"MZ\x90\0")], "files-Y-Z2": [paper()], "sentence-Y-Q1": ""}
    answer = client.post(STEP, told("submit", **fields))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "内容却是程序" in page
    assert 'href="#goal-Y-Z1"' in page
    assert 'href="#goal-Y-Q1"' in page
    file = StoredFile.objects.get()
    assert f'name="stored-Y-Z2" value="{file.digest}" checked' in page
    assert not ProgressReport.objects.exists()


def test_a_refused_file_leaves_the_report_as_it_was(world, clerk):
    answer = clerk.post(STEP, told("hand_in", **{"files-Y-Z1": [paper("假.pdf", b"MZ\x90\0")]}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="hand_in"' in page, "it wasn't handed in, so it still can be"
    assert not ProgressReport.objects.exists()


def test_no_goal_has_more_than_five_papers(world, clerk):
    answer = clerk.post(STEP, told("save", **{"evidence-Y-Z1": "一；二；三；四；五；六"}))
    assert answer.status_code == 422
    assert "目标 Y-Z1 的佐证有 6 件，最多 5 件" in answer.content.decode()
    answer = clerk.post(STEP, told("save", **{"files-Y-Z1": [paper(f"{number}.pdf") for number in range(6)]}))
    assert "最多 5 件" in answer.content.decode()
    assert not StoredFile.objects.exists()


def test_a_file_of_somebody_else_is_not_attached(world, clerk, client):
    store_file(officer=world.office, bureau=world.bureau, upload=Upload("别人的.pdf", pdf()), document_number="办12号")
    digest = StoredFile.objects.get().digest
    clerk.post(STEP, told("save", **{"stored-Y-Z1": digest, "evidence-Y-Z2": "办12号"}))
    assert attached() == attached("Y-Z2") == []
    assert clerk.get(f"/evidence/{digest}/").status_code == 404


def test_the_enter_key_only_saves_and_one_press_tells_all_others_as_planned(world, clerk):
    page = clerk.get(PAGE).content.decode()
    assert page.index('name="act" value="save"') < page.index('name="act" value="all_met"')
    fields = {f"met-{code}": "" for code in GOALS} | {"met-Y-Z2": "no", "completion-Y-Z2": "60"}
    clerk.post(STEP, told("all_met", **fields))
    lines = ProgressReport.objects.get().lines
    assert {line.goal.code: (line.met, line.completion) for line in lines.all()} == {
        code: (False, 60) if code == "Y-Z2" else (True, 100) for code in GOALS
    }


def test_a_report_costs_no_query_for_each_goal_and_none_for_each_paper(world, clerk):
    with CaptureQueriesContext(connection) as bare:
        clerk.get(PAGE)
    papers = {f"files-{code}": [paper(f"{code}.pdf", pdf(code.encode()))] for code in GOALS}
    for number in (1, 2):
        clerk.post(f"/2025/progress/{number}/budget/step/", told("save", **papers))
    clerk.post(STEP, told("save", **papers))
    with CaptureQueriesContext(connection) as queries:
        clerk.get(PAGE)
    assert len(queries) <= 16
    assert len(queries) - len(bare) <= 2
