"""A board that runs along: what the office writes down shows on a leader's open page, in words, without a click."""

import re

import pytest

pytestmark = pytest.mark.browser

TOLD = "#running-told"
MARK = "document.getElementById('live').getAttribute('data-kh-since')"


def follow(visitor, deed):
    """Do something, and let the open page ask at once, as when somebody comes back to it."""
    mark = visitor.page.evaluate(MARK)
    deed()
    visitor.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    visitor.until(f"{MARK} !== '{mark}'")


def test_a_board_on_the_wall_shows_what_is_written_down(bureau, visitor):
    visitor.sign_in(bureau.director)
    page = visitor.open("/2025/")
    before = page.locator("tbody tr", has_text="综合科").first.inner_text()
    bureau.absence(department=bureau.general, about="刚刚登记的一笔")
    visitor.until("!document.getElementById('running').hidden")
    assert "综合科：学习培训 7 → 6" in page.locator("#running-told").inner_text()
    row = page.locator("tr.kh-fresh").first
    assert "综合科" in row.inner_text()
    assert row.inner_text() != before
    assert page.locator(".kh-chart canvas").count() == 1


def test_what_somebody_has_opened_stays_open(bureau, visitor):
    visitor.sign_in(bureau.director)
    page = visitor.open("/2025/departments/budget/#training")
    opened = page.locator("#live details[open]").count()
    assert opened > 1
    bureau.absence(about="刚刚登记的一笔", occurred_on=bureau.cycle.bureau.today())
    visitor.until("!document.getElementById('running').hidden")
    assert page.locator("#live details[open]").count() == opened


def test_who_reads_further_down_sees_that_something_changed_and_stays_where_they_were(bureau, visitor):
    """The bar stays in sight, and the keyboard where it was; the list that is read doesn't jump."""
    visitor.sign_in(bureau.director)
    page = visitor.open("/2025/departments/budget/")
    last = page.locator("#live summary").last
    last.focus()
    last.scroll_into_view_if_needed()
    page.mouse.wheel(0, 4000)
    page.wait_for_timeout(200)
    assert page.evaluate("scrollY") > 0
    held = "[document.activeElement.tagName, document.activeElement.textContent.trim()]"
    before = page.evaluate(held)
    bureau.absence(department=bureau.general, about="别的科室的一笔")
    bureau.absence(about="刚刚登记的一笔", occurred_on=bureau.cycle.bureau.today())
    visitor.until("!document.getElementById('running').hidden")
    bar = page.locator("#running").bounding_box()
    assert 0 <= bar["y"] <= page.viewport_size["height"] - bar["height"]
    assert page.evaluate(held) == before
    assert before[0] == "SUMMARY"


def test_what_concerns_another_department_takes_nothing_away_of_what_was_told(bureau, visitor):
    page = visitor.sign_in(bureau.director).open("/2025/departments/budget/")
    follow(visitor, lambda: bureau.absence(rule="execution.error", about="办错一件事", matter="又一件事"))
    told = page.locator("#running").inner_text()
    assert "预算科：" in told
    page.wait_for_timeout(1100)  # the clock goes on
    follow(visitor, lambda: bureau.absence(department=bureau.general, about="别的科室的一笔"))
    assert page.locator("#running").inner_text() == told


def test_a_second_change_is_told_before_the_first_and_both_rows_stay_marked(bureau, visitor):
    page = visitor.sign_in(bureau.director).open("/2025/")
    follow(visitor, lambda: bureau.absence(department=bureau.general, about="综合科的一笔"))
    follow(visitor, lambda: bureau.absence(rule="service.complaint_upheld", about="预算科的一笔", matter="又一件事"))
    told = page.locator(f"{TOLD} li").all_inner_texts()
    assert ["预算科：" in told[0], "综合科：" in told[1], len(told)] == [True, True, 2]
    assert all(re.match(r"\d\d:\d\d:\d\d ", words) for words in told)
    assert {"预算科", "综合科"} <= set(page.locator(".kh-ranking tr.kh-fresh th a").all_inner_texts())


def test_no_more_than_eight_changes_are_kept_and_a_row_is_marked_for_a_minute(bureau, visitor):
    page = visitor.sign_in(bureau.director).open("/2025/departments/general/")
    page.clock.install()
    page.reload()
    for number in range(9):  # so many absences alone would come to the floor
        what = {} if number % 2 else {"rule": "execution.error", "matter": f"第 {number} 件事"}
        follow(visitor, lambda number=number, what=what: bureau.absence(department=bureau.general, about=f"第 {number} 笔", **what))
    assert page.locator(f"{TOLD} li").count() == 8
    page = visitor.open("/2025/")
    follow(visitor, lambda: bureau.absence(department=bureau.general, about="最后一笔"))
    assert page.locator("tr.kh-fresh").count()
    page.clock.fast_forward(70_000)
    visitor.until("!document.querySelector('tr.kh-fresh')")


def ask_in_vain(visitor, times):
    """Let the open page ask at once so many times, to no end; the browser notes each."""
    for _ in range(times):
        with visitor.page.expect_event("request", predicate=lambda request: "/live/" in request.url):
            visitor.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        visitor.settle()
    visitor.complaints.clear()


def test_who_is_signed_out_is_told_that_the_page_follows_no_more_until_it_does_again(bureau, visitor):
    page = visitor.sign_in(bureau.director).open("/2025/")
    follow(visitor, lambda: bureau.absence(department=bureau.general, about="综合科的一笔"))
    visitor.context.clear_cookies()
    ask_in_vain(visitor, 3)
    assert re.search(r"本页已停止随动.*所示是 \d\d:\d\d:\d\d 的数据", page.locator("#running-lost").inner_text())
    assert page.locator("#running").is_hidden()
    visitor.sign_in(bureau.director)
    follow(visitor, lambda: bureau.absence(department=bureau.general, about="回来以后的一笔"))
    assert page.locator("#running-lost").is_hidden()
    assert page.locator(f"{TOLD} li").count() == 2


def test_a_page_that_is_not_there_any_more_is_no_answer(bureau, visitor):
    page = visitor.sign_in(bureau.director).open("/2025/departments/budget/")
    page.route("**/live/**", lambda route: route.fulfill(status=404))
    ask_in_vain(visitor, 2)
    assert page.locator("#running-lost").is_hidden()
    ask_in_vain(visitor, 1)
    assert page.locator("#running-lost").is_visible()


def test_where_nothing_on_the_page_changed_nothing_is_said(bureau, visitor):
    visitor.sign_in(bureau.clerk)
    page = visitor.open("/2025/")
    mark = page.locator("#live").get_attribute("data-kh-since")
    bureau.absence(department=bureau.general, about="别的科室的一笔")
    visitor.until(f"document.getElementById('live').getAttribute('data-kh-since') !== '{mark}'")
    assert page.locator("#running").is_hidden()
