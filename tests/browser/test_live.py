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
