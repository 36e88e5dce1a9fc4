"""The end of the year on its pages: the check, two hands, the notice, the objection from its line, the final and its archive."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from kaohe.cycles.models import Cycle, Period
from kaohe.cycles.stages import Stage
from kaohe.evidence.models import StoredFile
from kaohe.files.bundle import verify_bundle
from kaohe.ledger.actions import AGREED, answer_entry
from kaohe.people.roles import Role
from kaohe.results.models import Decision, Notice, Objection, Proposal, Snapshot, State
from tests.support.bureau import appoint_at_once
from tests.support.ending import (
    AFTER,
    NOTICE,
    again,
    final,
    lapsed,
    objected,
    published,
    ready,
    reviewed,
    second_reviewer,
)
from tests.support.files import pdf
from tests.support.forms import filled
from tests.support.pages import at, text

INSIDERS = [*(str(role) for role in Role), "nobody"]


@pytest.fixture
def closing(world):
    answer_entry(officer=world.department_head, entry=world.absence(), text=AGREED)
    return ready(world)


@pytest.fixture
def noticed(closing):
    """Published an hour ago, so that there is time for objections now."""
    published(closing, NOTICE)
    Cycle.objects.filter(pk=closing.cycle.pk).update(objection_deadline=timezone.now() + timedelta(days=1))
    again(closing)
    return closing


def entry_line(number=1):
    return f"/2025/objections/new/?department=budget&item=training&entry={number}"


# ---- the quarter -----------------------------------------------------------------------------------------------------


def test_a_quarter_goes_from_opening_to_its_bulletin_on_one_page(world):
    world.absence()
    office = at(world.office)
    for deed, words in [("open", "已开启"), ("close", "可以通报"), ("issue", "已通报")]:
        answer = office.post("/2025/quarters/1/", filled({"deed": deed}), follow=True)
        assert words in text(answer), deed
    page = text(at(world.nobody).get("/2025/quarters/1/"))
    assert "1季度考核情况通报" in page
    assert Snapshot.objects.count() == 1


def test_the_draft_is_for_those_who_may_see_everyones_points(world):
    assert "草稿" in text(at(world.office).get("/2025/quarters/1/"))
    assert "还没有通报" in text(at(world.department_head).get("/2025/quarters/1/"))


def test_a_bulletin_names_nobody_to_whom_it_does_not_belong(world):
    world.absence()
    office = at(world.office)
    for deed in ("close", "issue"):
        office.post("/2025/quarters/1/", filled({"deed": deed}))
    own, other = (text(at(officer).get("/2025/quarters/1/")) for officer in (world.department_head, world.nobody))
    assert "未参加集中学习，未请假" in own
    assert "未参加集中学习，未请假" not in other
    assert "/2025/ledger/1/" not in other
    assert "无故缺勤" in other


def test_what_came_in_late_is_marked_in_the_next_bulletin(world):
    from datetime import date

    office = at(world.office)
    office.post("/2025/quarters/1/", filled({"deed": "close"}))
    office.post("/2025/quarters/1/", filled({"deed": "issue"}))
    world.absence()
    world.absence(occurred_on=date(2025, 4, 10))
    page = text(office.get("/2025/quarters/2/"))
    assert "其中补记 1 笔" in page


def test_figures_of_a_bulletin_lead_to_the_points_as_they_were_announced(world):
    office, place = at(world.office), "/2025/quarters/1/1/budget/"
    assert office.get(place).status_code == 404, "nothing was announced"
    for deed in ("close", "issue"):
        office.post("/2025/quarters/1/", filled({"deed": deed}))
    world.absence()  # of the first quarter, recorded after its bulletin
    assert f'href="{place}#' in office.get("/2025/quarters/1/").content.decode()
    then, now = (_points_of(office.get(path)) for path in (place, "/2025/departments/budget/?period=1"))
    assert then - now == 1, "the bulletin's figure is explained as it was, whatever came in later"
    assert [office.get(path).status_code for path in ("/2025/quarters/1/2/budget/", "/2025/quarters/1/0/budget/")] == [404, 404]


def _points_of(answer):
    """The training item's points, out of the page's tree."""
    shown = answer.content.decode()
    return Decimal(re.search(r"<strong>([\d.]+)</strong>", shown[shown.index('id="training"') :])[1])


def test_the_quarters_lead_to_the_one_that_is_to_be_dealt_with(world):
    assert at(world.office).get("/2025/quarters/")["Location"] == "/2025/quarters/1/"
    Period.objects.filter(cycle=world.cycle, number__lt=3).update(closed_on=world.bureau.today(), last_entry=0)
    assert at(world.office).get("/2025/quarters/")["Location"] == "/2025/quarters/3/"
    Period.objects.filter(cycle=world.cycle).update(closed_on=world.bureau.today(), last_entry=0)
    assert at(world.office).get("/2025/quarters/")["Location"] == "/2025/quarters/4/"


# ---- two hands -------------------------------------------------------------------------------------------------------


def test_the_check_page_lists_everything_at_once(world):
    world.at(Stage.CLOSING)
    page = text(at(world.office).get("/2025/results/"))
    assert page.count("尚未划档") >= 12
    assert page.count("尚未关闭") == 4
    assert "提请公示" not in page
    assert "公示预览" in page


def test_published_in_few_steps_and_by_a_second_person(closing):
    """Office: open the page, press. Director: open the page, press."""
    office, director = at(closing.office), at(closing.director)
    assert "提请公示" in text(office.get("/2025/results/"))
    assert office.post("/2025/results/", filled({"deed": "propose-notice", "propose-notice-reason": "", "reason": ""})).status_code == 302
    page = text(director.get("/2025/results/"))
    assert "同意并公示" in page
    assert director.post("/2025/results/", filled({"deed": "agree"})).status_code == 302
    notice = Notice.objects.get()
    assert (notice.proposal.proposed_by, notice.proposal.answered_by) == (closing.office, closing.director)


def test_the_preview_is_the_notice(closing):
    preview = text(at(closing.office).get("/2025/results/"))
    published(closing)
    notice = text(at(closing.nobody).get("/2025/notices/1/"))
    for row in ("预算科", "综合科", "85.", "关于2025年度目标绩效考核结果的公示", "校验码"):
        assert (row in preview) == (row in notice), row
    code = Snapshot.objects.get().facts_digest
    words = " ".join(code[each : each + 4] for each in range(0, 24, 4))
    assert words in preview
    assert words in notice


def test_who_proposed_is_not_offered_to_agree_and_refused_when_they_try(closing):
    appoint_at_once(closing.office, Role.LEADING_GROUP)
    office = at(closing.office)
    office.post("/2025/results/", filled({"deed": "propose-notice", "reason": ""}))
    answer = office.post("/2025/results/", filled({"deed": "agree"}))
    assert answer.status_code == 422
    assert "两人办理" in text(answer)
    assert not Notice.objects.exists()


def test_the_second_person_returns_it_with_a_sentence(closing):
    at(closing.office).post("/2025/results/", filled({"deed": "propose-notice", "reason": ""}))
    director = at(closing.director)
    assert director.post("/2025/results/", filled({"deed": "return", "sentence": ""})).status_code == 422
    assert director.post("/2025/results/", filled({"deed": "return", "sentence": "再核对"})).status_code == 302
    assert Proposal.objects.get().sentence == "再核对"


def test_those_without_a_part_in_it_see_what_was_announced_and_no_more(closing):
    page = text(at(closing.clerk).get("/2025/results/"))
    assert "公示前检查" not in page
    assert "公示预览" not in page
    published(closing)
    assert "结果公示（1）" in text(at(closing.clerk).get("/2025/results/"))


# ---- the notice and the line that is disputed ------------------------------------------------------------------------


@pytest.mark.parametrize("person", INSIDERS)
def test_the_notice_is_for_everyone_and_its_details_for_whom_they_concern(noticed, elsewhere, person):
    client = at(getattr(noticed, person))
    sees_all = person in {"office", "director", "leading_group", "auditor", "checker"}
    assert client.get("/2025/notices/1/").status_code == 200
    assert (client.get("/2025/notices/1/general/").status_code == 200) == sees_all
    heads = {"department_head", "clerk", "officer", "deputy_director"}
    assert (client.get("/2025/notices/1/budget/").status_code == 200) == (sees_all or person in heads)
    assert (client.get(entry_line()).status_code == 200) == (person == "department_head")
    assert client.get("/2025/final/").status_code == client.get("/2025/final/archive.kaohe").status_code == 404


def test_an_objection_is_filed_from_its_line_and_receipted(noticed):
    head = at(noticed.department_head)
    page = text(head.get("/2025/notices/1/budget/"))
    assert "?department=budget&item=training&entry=1" in page
    answer = head.post(entry_line(), filled({"reason": "当日已请假", "evidence": "请假条"}))
    assert answer["Location"] == "/2025/objections/1/"
    page = text(head.get("/2025/objections/1/"))
    assert "受理回执" in page
    assert "学习培训 −1" in page
    assert Objection.objects.get().evidence == ["请假条"]


def test_a_file_comes_along_with_an_objection_and_whoever_reviews_it_opens_it(noticed, settings, tmp_path):
    settings.EVIDENCE = tmp_path
    at(noticed.department_head).post(entry_line(), filled({"reason": "当日已请假", "evidence": "", "files": [SimpleUploadedFile("假条.pdf", pdf())]}))
    file = StoredFile.objects.get()
    reviewer = at(second_reviewer(noticed))
    page = text(reviewer.get("/2025/objections/1/"))
    assert f'<a href="/evidence/{file.digest}/">{file.title}</a> <span class="kh-mark">未经病毒扫描</span>' in page
    assert reviewer.get(f"/evidence/{file.digest}/").content == pdf()
    assert at(noticed.nobody).get(f"/evidence/{file.digest}/").status_code == 404


def test_a_graded_goal_is_disputed_as_the_goal(noticed):
    grading = noticed.goal().gradings.get()
    head = at(noticed.department_head)
    line = f"/2025/objections/new/?department=budget&item=business.key&entry={grading.entry.number}"
    head.post(line, filled({"reason": "应为良好", "evidence": ""}))
    assert Objection.objects.get().goal == noticed.goal()


def test_the_moment_it_arrived_decides_and_not_what_the_form_says(noticed):
    Cycle.objects.filter(pk=noticed.cycle.pk).update(objection_deadline=timezone.now() - timedelta(seconds=1))
    answer = at(noticed.department_head).post(entry_line(), filled({"reason": "迟了", "evidence": "", "at": "2020-01-01"}))
    assert answer.status_code == 422
    assert "已过截止时间" in text(answer)


def test_an_objection_without_a_reason_keeps_what_was_typed(noticed):
    answer = at(noticed.department_head).post(entry_line(), filled({"reason": "", "evidence": "局文〔2025〕1号"}))
    assert answer.status_code == 422
    assert 'value="局文〔2025〕1号"' in text(answer)


@pytest.mark.parametrize("query", ["item=nothing", "item=training&entry=99", "", "item=training&entry=x"])
def test_a_line_that_is_not_there_is_not_there(noticed, query):
    assert at(noticed.department_head).get(f"/2025/objections/new/?department=budget&{query}").status_code == 404


# ---- review and decision ---------------------------------------------------------------------------------------------


@pytest.fixture
def reviewing(noticed):
    """One objection, reviewed, after the time for objections."""
    Cycle.objects.filter(pk=noticed.cycle.pk).update(objection_deadline=AFTER - timedelta(hours=1))
    objection = objected(noticed, at=AFTER - timedelta(hours=2))
    lapsed(noticed)
    reviewed(noticed, objection)
    return noticed


def test_an_objection_goes_through_assigning_reviewing_and_deciding_on_its_page(noticed):
    Cycle.objects.filter(pk=noticed.cycle.pk).update(objection_deadline=AFTER - timedelta(hours=1))
    objected(noticed, at=AFTER - timedelta(hours=2))
    reviewer = second_reviewer(noticed)
    page = "/2025/objections/1/"
    assert at(noticed.office).post(page, filled({"deed": "assign", "reviewer": str(reviewer.pk)})).status_code == 302
    told = {"deed": "review", "outcome": "upheld", "finding": "假条在册"}
    assert at(reviewer).post(page, filled(told)).status_code == 302
    lapsed(noticed)
    told = {"deed": "decide", "outcome": "upheld", "reason": "请假手续完备", "minutes": "〔2026〕2号", "remedy": "take_back", "count": "1"}
    assert at(noticed.leading_group).post(page, filled(told)).status_code == 302
    assert Decision.objects.get().entries
    shown = text(at(noticed.department_head).get(page))
    assert "请假手续完备" in shown
    assert "→" in shown


def test_a_fact_is_written_down_from_the_page(reviewing):
    told = {
        "deed": "decide", "outcome": "partly", "reason": "漏记一篇采用", "minutes": "", "remedy": "write_down", "rule": "brief.adopted",
        "level": "city", "occurred_on": "2025-03-20", "matter": "预算经验", "persons": "",
    }  # fmt: skip
    assert at(reviewing.leading_group).post("/2025/objections/1/", filled(told)).status_code == 302
    assert reviewing.cycle.entries.latest("number").rule == "brief.adopted"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"outcome": "upheld", "remedy": ""}, "怎样更正"),
        ({"outcome": "refused", "remedy": "take_back", "count": "1"}, "不成立"),
        ({"remedy": "write_down"}, "补记事实须填写"),
        ({"reason": ""}, "决定的理由"),
    ],
)
def test_what_a_decision_lacks_is_said_beside_it_and_nothing_is_done(reviewing, changed, words):
    told = {"deed": "decide", "outcome": "upheld", "reason": "属实", "minutes": "", "remedy": "take_back", "count": "1", **changed}
    answer = at(reviewing.leading_group).post("/2025/objections/1/", filled(told))
    assert answer.status_code == 422
    assert words in text(answer)
    assert not Decision.objects.exists()
    assert Objection.objects.get().state == State.REVIEWED


def test_each_sees_only_the_deeds_that_are_theirs(reviewing):
    page = "/2025/objections/1/"
    assert "记录决定" in text(at(reviewing.leading_group).get(page))
    assert "撤回异议" in text(at(reviewing.department_head).get(page))
    for role in ("auditor", "clerk"):
        shown = text(at(getattr(reviewing, role)).get(page))
        assert "记录决定" not in shown
        assert "撤回异议" not in shown
    assert at(reviewing.nobody).get(page).status_code == 404


def test_the_second_notice_shows_what_the_review_changed(reviewing):
    told = {"deed": "decide", "outcome": "upheld", "reason": "属实", "minutes": "", "remedy": "take_back", "count": "1"}
    at(reviewing.leading_group).post("/2025/objections/1/", filled(told))
    again(reviewing)
    published(reviewing, AFTER)
    own, other = (text(at(officer).get("/2025/notices/2/")) for officer in (reviewing.department_head, reviewing.nobody))
    assert "变动明细" in other
    assert '学习培训 <span class="kh-number">6 → 7</span>' in other
    assert "<del>无故缺勤" in own
    assert "<del>" not in other


# ---- final -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def finished(noticed):
    Cycle.objects.filter(pk=noticed.cycle.pk).update(objection_deadline=AFTER - timedelta(hours=1))
    final(noticed)
    return noticed


def test_the_final_page_shows_places_honours_and_who_signs(finished):
    page = text(at(finished.nobody).get("/2025/final/"))
    assert "签字页" in page
    assert "信息考核排名" in page
    assert "不得列入先进" in page


def test_the_notice_promises_when_objections_are_decided(noticed):
    assert "复核决定在异议截止后 5 个工作日内作出" in text(at(noticed.nobody).get("/2025/notices/1/"))


def test_every_figure_of_the_final_page_leads_to_the_tree_that_was_announced(finished):
    """Not to the board of now: after a reopening that one goes on, and the final result stands."""
    page = text(at(finished.auditor).get("/2025/final/"))
    assert '<a href="/2025/notices/1/budget/">' in page
    assert '<a href="/2025/notices/1/budget/#information">' in page
    assert "/2025/departments/budget/" not in page[page.index("final-ranking") :]
    assert "/2025/notices/1/budget/" not in text(at(finished.nobody).get("/2025/final/"))


def test_a_person_leads_to_the_articles_behind_the_points(world):
    world.absence(rule="brief.sent", matter="经验做法", about="报送经验做法一篇")
    published(ready(world))
    final(world)
    way = re.search(r'href="(/2025/ledger/[^"]+)">王浩然', text(at(world.auditor).get("/2025/final/")))
    assert "经验做法" in text(at(world.auditor).get(way[1]))
    assert "王某某" in text(at(world.nobody).get("/2025/final/"))


def test_the_archive_verifies_offline_and_names_a_changed_byte(finished, tmp_path):
    answer = at(finished.office).get("/2025/final/archive.kaohe")
    file = tmp_path / "a.kaohe"
    file.write_bytes(answer.content)
    verdict = verify_bundle(file)
    assert verdict.ok
    assert b"papers/notices.json" in answer.content
    spot = answer.content.index(b'"agreed_by"') + 1
    file.write_bytes(answer.content[:spot] + b"X" + answer.content[spot + 1 :])
    problems = verify_bundle(file).problems
    assert [problem.values["member"] for problem in problems] == ["papers/notices.json"]


def test_the_archive_is_for_those_who_may_see_all_of_it(finished):
    assert at(finished.department_head).get("/2025/final/archive.kaohe").status_code == 404
    assert at(finished.auditor).get("/2025/final/archive.kaohe").status_code == 200


def test_a_round_that_never_was_is_not_there(finished):
    for path in ("/2025/final/?round=7", "/2025/final/?round=x", "/2025/final/archive.kaohe?round=7", "/2025/notices/9/"):
        assert at(finished.office).get(path).status_code == 404
