"""The newcomer's path: in at the gate, and on to the very clause that a point rests on; with the mouse and with keys alone."""

import pytest

pytestmark = pytest.mark.browser


def test_a_newcomer_finds_out_why_a_point_was_lost(bureau, visitor, password):
    page = visitor.open("/")
    page.get_by_label("账号").fill("north-office")
    page.get_by_label("口令").fill(password)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name="考核总览").click()

    page.wait_for_url("**/2025/")
    assert page.get_by_role("heading", level=1).inner_text() == "2025 年度考核总览"
    page.locator(".kh-ranking").get_by_role("link", name="预算科").click()

    page.wait_for_url("**/2025/departments/budget/")
    box = page.locator("details#training")
    assert not box.get_by_text("扣完为止").is_visible()
    box.locator("summary").first.click()
    assert box.get_by_text("扣完为止").is_visible()
    box.get_by_text("无故缺勤", exact=True).click()
    assert box.get_by_text("第 1 次未参加集中学习").is_visible()
    box.get_by_role("link", name="#1", exact=True).click()

    page.wait_for_url("**/2025/ledger/1/")
    # Nine times one point against seven: without this one of them, the item is used up all the same.
    assert page.get_by_text("分数没有变动").is_visible()
    page.get_by_role("region", name="依据条款").get_by_role("link").click()

    page.wait_for_url("**/rulebook/shinan-finance-2005/#3.1.1.1")
    clause = page.locator("[id='3.1.1.1']")
    assert clause.get_by_role("heading", name="学习培训").is_visible()
    visitor.until("document.getElementById('3.1.1.1').getBoundingClientRect().top < 400")


def test_records_that_moved_nothing_are_fetched_when_they_are_asked_for(bureau, visitor):
    page = visitor.sign_in(bureau.office).open("/2025/departments/budget/#training")
    group = page.locator("details#training details[data-kh-more]")
    assert group.locator("tr").count() == 0
    group.locator("summary").click()
    group.locator("tbody tr").first.wait_for()
    assert group.locator("tbody tr").count() == 12


def test_everything_opens_and_closes_at_once(bureau, visitor):
    page = visitor.sign_in(bureau.office).open("/2025/departments/budget/")
    closed = "document.querySelectorAll('#tree-body details:not([open]):not([data-kh-more])').length"
    page.get_by_role("button", name="全部展开").click()
    assert page.evaluate(closed) == 0
    page.get_by_role("button", name="全部收起").click()
    assert page.evaluate(closed) > 10


def test_an_address_of_a_point_opens_the_boxes_around_it(bureau, visitor):
    page = visitor.sign_in(bureau.office).open("/2025/departments/budget/#training")
    assert page.locator("details#training").get_by_text("扣完为止").is_visible()


def test_keys_alone_lead_to_the_sentence_of_a_point(bureau, visitor):
    page = visitor.sign_in(bureau.office).open("/2025/departments/budget/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.parentElement.id") == "training":
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.locator("details#training").get_by_text("扣完为止").is_visible()


def test_the_menu_of_a_telephone_opens_closes_and_gives_the_focus_back(bureau, visitor):
    phone = visitor.sign_in(bureau.office).as_seen(viewport={"width": 360, "height": 740})
    page = phone.open("/2025/")
    menu = page.get_by_role("navigation", name="主菜单")
    assert not menu.is_visible()
    page.get_by_role("link", name="打开菜单").press("Enter")
    page.wait_for_timeout(300)
    assert menu.get_by_role("link", name="台账").is_visible()
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    assert not menu.is_visible()
    assert page.evaluate("document.activeElement.dataset.khOpen") == "side"
    phone.close()


def test_a_menu_longer_than_the_screen_shows_where_one_is(bureau, visitor):
    low = visitor.sign_in(bureau.office).as_seen(viewport={"width": 1366, "height": 480})
    page = low.open("/2025/try/")
    box = page.locator("#side [aria-current]").bounding_box()
    assert 0 <= box["y"] < box["y"] + box["height"] <= 480
    assert page.evaluate("scrollY") == 0
    low.close()


def test_light_dark_and_language_are_chosen_in_the_menu(bureau, visitor):
    page = visitor.sign_in(bureau.office).open("/2025/")
    page.locator("summary", has_text="账户与显示").click()
    page.get_by_role("button", name="深色").click()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"
    page.locator("summary", has_text="账户与显示").click()
    page.get_by_role("button", name="English").click()
    page.wait_for_load_state("networkidle")
    assert page.get_by_role("heading", level=1).inner_text() == "Overview of 2025"


def test_the_system_decides_where_nobody_chose(bureau, visitor):
    night = visitor.sign_in(bureau.office).as_seen(scheme="dark")
    assert night.open("/2025/").evaluate("document.documentElement.dataset.bsTheme") == "dark"
    night.close()


def test_the_drawing_is_made_on_the_page_itself(bureau, visitor):
    page = visitor.sign_in(bureau.office).open("/2025/")
    page.locator(".kh-chart canvas").wait_for()
    page.get_by_text("以表格查看").click()
    assert page.get_by_role("region", name="得分构成与名次（数字）").get_by_role("row").count() == 3
