"""The end of a year through the screens: published by two, one line upheld, one refused, the rest lapsed, final, and verified offline."""

import subprocess
import sys
from datetime import timedelta

import pytest

from tests.support.browser import PHONE, Visitor
from tests.support.hand import Hand
from tests.support.repository import ROOT

pytestmark = pytest.mark.browser

PAGES = [
    "/2025/quarters/1/", "/2025/results/", "/2025/notices/1/", "/2025/notices/1/budget/", "/2025/notices/2/", "/2025/objections/",
    "/2025/objections/1/", "/2025/final/", "/2025/departments/budget/",
]  # fmt: skip


#: Names at the head of a row that stand in more than two lines.
SQUEEZED = """[...document.querySelectorAll('tbody th')].filter(each => each.innerText && each.innerText.length < 10 && each.offsetHeight > 60)
    .map(each => each.innerText)"""


@pytest.fixture
def closing(transactional_db):
    """A bureau at the end of its year: everything graded, verified and answered, the first bulletin out."""
    from kaohe.cycles.models import Period
    from kaohe.ledger.actions import AGREED, answer_entry
    from kaohe.people.models import Officer
    from kaohe.results.actions import close_quarter, issue_bulletin
    from tests.support.bureau import PASSWORD, found
    from tests.support.ending import ready, second_reviewer

    world = found("north")
    answer_entry(officer=world.department_head, entry=world.absence(), text=AGREED)
    issue_bulletin(officer=world.office, period=close_quarter(officer=world.office, period=Period.objects.get(number=1)))
    reviewer = second_reviewer(world)
    reviewer.set_password(PASSWORD)
    Officer.objects.filter(pk=reviewer.pk).update(password=reviewer.password)
    return ready(world)


@pytest.fixture
def come(browser, live_server, password):
    """Someone by their role, signed in at the gate with a browser of their own."""
    present, complaints = {}, []

    def comes(role):
        if role not in present:
            visitor = Visitor(browser, live_server.url, complaints=complaints)
            present[role] = Hand(visitor).sign_in(f"north-{role}", password)
        return present[role]

    yield comes
    for hand in present.values():
        hand.visitor.close()
    assert not complaints, "\n".join(["the browsers complained:", *complaints])


def test_the_year_ends_through_the_screens(closing, come, tmp_path):
    it_is_published_by_two(come, "提请公示", "同意并公示")
    the_head_objects_to_two_lines(come)
    each_is_given_to_somebody_and_reviewed(come)
    the_time_for_objections_is_over(closing)
    one_is_upheld_and_one_refused(come)
    it_is_published_by_two(come, "提请再次公示", "同意并公示")
    what_changed_stands_in_the_second_notice(come)
    it_is_published_by_two(come, "提请定案", "同意并定案")
    anybody_verifies_it(come, tmp_path)
    nobody_meets_a_barrier(come)


def it_is_published_by_two(come, first, second):
    office, director = come("office"), come("director")
    with office.within(3):
        office.open("/2025/results/").button(first)
    with director.within(3):
        director.open("/2025/results/").button(second)


def the_head_objects_to_two_lines(come):
    head = come("department_head")
    page = head.open("/2025/notices/1/budget/").page
    with head.within(4):
        head.send(page.locator("a.kh-dispute[href*='item=training&entry=1']"))
        head.type(page.locator("#objection-reason"), "当日已请假，假条已交办公室")
        head.bring(page.locator("input[type=file]"), {"name": "假条.txt", "mimeType": "text/plain", "buffer": "假条".encode()})
        head.button("提交异议")
    assert page.get_by_role("heading", name="受理回执").is_visible()
    page = head.open("/2025/notices/1/budget/").page
    head.send(page.locator("a.kh-dispute[href*='item=business.key']").first)
    head.type(page.locator("#objection-reason"), "完成质量应为良好")
    head.button("提交异议")
    assert page.get_by_text("异议 2 号").first.is_visible()


def each_is_given_to_somebody_and_reviewed(come):
    office, reviewer = come("office"), come("reviewer")
    for number, outcome in ((1, "成立"), (2, "不成立")):
        page = office.open(f"/2025/objections/{number}/").page
        office.choose(page.locator("#assign-reviewer"), "复核人").button("指定复核人")
        page = reviewer.open(f"/2025/objections/{number}/").page
        reviewer.choose(page.locator("#review-outcome"), outcome)
        reviewer.type(page.locator("#review-finding"), "查阅登记和佐证").button("提交领导小组")


def the_time_for_objections_is_over(closing):
    """The clock moves on; what ticks beside the server closes the time."""
    from django.utils import timezone

    from kaohe.cycles.models import Cycle
    from kaohe.results.actions import lapse_due

    Cycle.objects.update(objection_deadline=timezone.now() - timedelta(hours=1))
    assert [each.pk for each in lapse_due(timezone.now())] == [closing.cycle.pk]


def one_is_upheld_and_one_refused(come):
    group = come("leading_group")
    page = group.open("/2025/objections/1/").page
    group.choose(page.locator("#decide-outcome"), "成立").type(page.locator("#decide-reason"), "假条在册")
    group.choose(page.locator("#decide-remedy"), "冲正这笔记录").button("记录决定")
    assert page.get_by_text("更正记录").is_visible()
    page = group.open("/2025/objections/2/").page
    group.choose(page.locator("#decide-outcome"), "不成立").type(page.locator("#decide-reason"), "无良好所需条件")
    group.choose(page.locator("#decide-remedy"), "不更正（异议不成立）").button("记录决定")


def what_changed_stands_in_the_second_notice(come):
    page = come("department_head").open("/2025/notices/2/").page
    assert page.get_by_text("（复核后）").first.is_visible()
    assert page.locator("tr.kh-changed").get_by_text("+0.4").is_visible()
    assert not page.get_by_text("逾期不提视为无异议").count()


def anybody_verifies_it(come, tmp_path):
    auditor = come("auditor")
    page = auditor.open("/2025/final/").page
    with page.expect_download() as came:
        page.get_by_role("link", name="下载归档包").click()
    file = tmp_path / "archive.kaohe"
    came.value.save_as(file)
    assert verified(file) == 0
    content = bytearray(file.read_bytes())
    content[content.index(b'"filed_at"') + 3] ^= 1
    file.write_bytes(bytes(content))
    assert verified(file, naming="papers/objections.json") == 2


def verified(file, naming=""):
    """What the command line says of a file, on nothing but itself."""
    command = [sys.executable, "-P", "-m", "kaohe.cli", "verify", str(file)]
    done = subprocess.run(command, cwd=ROOT, env={"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}, capture_output=True, text=True)
    assert naming in done.stdout + done.stderr
    return done.returncode


def nobody_meets_a_barrier(come):
    visitor = come("leading_group").visitor
    for scheme in ("light", "dark"):
        found = [barrier for path in PAGES for barrier in visitor.barriers(path, scheme=scheme)]
        assert not found, "\n".join(found)
    phone = visitor.as_seen(viewport=PHONE)
    wide = {}
    for path in PAGES:
        phone.open(path)
        wide[path] = phone.sideways()
        assert phone.page.evaluate(SQUEEZED) == [], f"{path} breaks names into single characters"
    phone.close()
    assert wide == dict.fromkeys(PAGES, 0)
