"""A board that runs along: what the office writes down shows on a leader's open page, in words, without a click."""

import pytest

pytestmark = pytest.mark.browser


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


def test_where_nothing_on_the_page_changed_nothing_is_said(bureau, visitor):
    visitor.sign_in(bureau.clerk)
    page = visitor.open("/2025/")
    mark = page.locator("#live").get_attribute("data-kh-since")
    bureau.absence(department=bureau.general, about="别的科室的一笔")
    visitor.until(f"document.getElementById('live').getAttribute('data-kh-since') !== '{mark}'")
    assert page.locator("#running").is_hidden()
