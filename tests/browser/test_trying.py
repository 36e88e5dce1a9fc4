"""A slider is drawn and the ranking follows; without scripts the button does the same."""

import pytest

pytestmark = pytest.mark.browser

URL = "/2025/try/?rules.training.absence.each=1"
FIELD = "p-rules-training-absence-each"


def test_a_slider_moves_the_ranking_at_once_and_it_is_saved_as_a_proposal(bureau, visitor):
    page = visitor.sign_in(bureau.office).open(URL)
    page.locator(f"[data-kh-for={FIELD}]").focus()
    page.keyboard.press("ArrowRight")
    visitor.until("!!document.getElementById('t-label')")
    assert page.locator(f"#{FIELD}").input_value() == "1.05"
    assert "each=1.05" in page.url
    page.locator("#t-label").fill("缺勤从严")
    page.locator(f"#{FIELD}").fill("1.5")
    visitor.until("document.querySelector('#outcome input[type=hidden][name*=\"absence.each\"]').value === '1.5'")
    assert page.locator("#t-label").input_value() == "缺勤从严"
    page.locator("#outcome form button").click()
    page.wait_for_load_state("networkidle")
    assert "缺勤从严" in page.locator(".kh-message").first.inner_text()
    assert "1 → 1.5" in page.locator(".kh-tasks").inner_text()
