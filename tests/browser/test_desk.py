"""The desk in a real browser: what is typed is kept, anything is found with two keys, and a slip is undone."""

import re

import pytest

from tests.support.browser import PHONE

pytestmark = pytest.mark.browser

RECORD = "/2025/ledger/record/training.session/"
PAGES = [
    "/inbox/", "/inbox/done/", "/inbox/started/", "/inbox/messages/", "/search/?q=ysk", "/search/?q=查无此物", "/history/cycle/{}/",
]  # fmt: skip


@pytest.fixture
def told(bureau):
    """Something in every list of the desk."""
    from kaohe.desk.actions.messages import tell
    from kaohe.desk.models import Draft, Kind
    from kaohe.engine import Said

    office, late = bureau.office, Said("told.report_late", {"department": "预算科", "period": "一季度"})
    tell(to=[office], kind=Kind.REMINDER, subject=late, link="/2025/ledger/")
    Draft.objects.create(officer=office, name="a-form", title="登记 · 无故缺勤", address="/2025/ledger/record/training.absence/")
    return bureau


@pytest.mark.parametrize(("scheme", "viewport"), [("light", None), ("dark", None), ("light", PHONE)])
def test_no_page_of_the_desk_has_a_barrier(told, visitor, scheme, viewport):
    visitor.sign_in(told.office)
    paths = [path.format(told.cycle.pk) for path in PAGES]
    assert [each for path in paths for each in visitor.barriers(path, scheme=scheme, viewport=viewport)] == []


def test_the_auditor_s_and_the_administrator_s_pages_have_no_barrier(told, visitor):
    visitor.sign_in(told.auditor)
    assert [each for path in ("/trail/?check=1", "/trail/sign-ins/") for each in visitor.barriers(path)] == []
    visitor.sign_in(told.administrator)
    assert visitor.barriers("/desk/channels/") == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_page_of_the_desk_is_wider_than_a_telephone(told, visitor, language):
    visitor.sign_in(told.office)
    visitor.context.add_cookies([{"name": "django_language", "value": language, "url": visitor.address}])
    phone = visitor.as_seen(viewport=PHONE)
    wide = {path: phone.open(path.format(told.cycle.pk)) and phone.sideways() for path in PAGES}
    phone.close()
    assert wide == dict.fromkeys(PAGES, 0)


def test_what_is_typed_is_saved_within_two_seconds_and_put_back(bureau, visitor):
    page = visitor.sign_in(bureau.office).open(RECORD)
    page.locator("[name=about]").fill("第 40 次集中学习，学习预算法")
    status = page.locator("form[data-draft] [role=status]")
    status.get_by_text("已保存").wait_for(timeout=2000)
    assert re.search(r"已保存 \d\d:\d\d:\d\d", status.inner_text())
    page = visitor.open(RECORD)
    status.get_by_text("已恢复").wait_for()
    assert page.locator("[name=about]").input_value() == "第 40 次集中学习，学习预算法"
    page.get_by_role("button", name="丢弃草稿").click()
    visitor.until("document.querySelector('[name=about]').value === ''")
    assert visitor.open(RECORD).locator("[name=about]").input_value() == ""


def test_what_was_sent_is_no_draft_any_more_and_a_slip_is_undone(bureau, visitor):
    from kaohe.desk.models import Draft

    page = visitor.sign_in(bureau.office).open(RECORD)
    page.locator("[name=department]").select_option("budget")
    page.locator("[name=occurred_on]").fill("2025-04-02")
    page.locator("[name=about]").fill("第 40 次集中学习")
    if page.locator("[name=numbers]").count():
        page.locator("[name=numbers]").fill("签到表 40")
    page.locator("form[data-draft] [role=status]").get_by_text("已保存").wait_for()
    page.locator("form[data-draft] button.kh-button-strong").last.click()
    page.wait_for_url("**/2025/ledger/5*/")
    assert not Draft.objects.exists()
    page.get_by_role("button", name="撤销").click()
    page.get_by_text("已冲正").first.wait_for()


def test_two_keys_find_a_department(bureau, visitor):
    page = visitor.sign_in(bureau.office).open("/2025/")
    page.keyboard.press("Control+k")
    page.keyboard.type("ysk")
    page.locator("#find").get_by_role("link", name="预算科").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/2025/departments/budget/")


def test_the_window_of_finding_closes_with_escape_and_opens_from_the_menu(bureau, visitor):
    page = visitor.sign_in(bureau.office).open("/2025/")
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name="查找").click()
    assert page.locator("#find").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#find").is_visible()
    assert page.url.endswith("/2025/")


def test_j_and_k_walk_through_what_one_owes_and_may_be_switched_off(bureau, visitor):
    page = visitor.sign_in(bureau.department_head).open("/inbox/")
    links = page.locator(".kh-owed-what a")
    count = links.count()
    assert count >= 2
    here = "Array.from(document.querySelectorAll('.kh-owed-what a')).indexOf(document.activeElement)"
    stops = []
    for key in ["j", "j", "k", "k", "k"]:
        page.keyboard.press(key)
        stops.append(page.evaluate(here))
    assert stops == [0, 1, 0, 0, 0]
    page.keyboard.press("ArrowDown")
    assert page.evaluate(here) == 1, "arrows move within the list"
    page.locator("[data-kh-keys-choice] input").uncheck()
    page.keyboard.press("j")
    assert page.evaluate(here) == -1
    assert not visitor.open("/inbox/").locator("[data-kh-keys-choice] input").is_checked(), "it is remembered"


def test_the_menu_counts_what_waits(told, visitor):
    page = visitor.sign_in(told.office).open("/2025/")
    assert int(page.locator("[data-kh-count]").inner_text()) >= 1
