"""A slider is drawn and the ranking follows; without scripts the button does the same."""

import pytest

from tests.support.browser import PHONE

pytestmark = pytest.mark.browser

ABSENCE = "rules.training.absence.each"
URL = f"/2025/try/?{ABSENCE}=1"
FIELD = "p-rules-training-absence-each"
OTHER, OTHER_FIELD = "items.training.full", "p-items-training-full"
OFFERED = "!document.getElementById('saving').hidden"


def test_a_slider_moves_the_ranking_at_once_and_it_is_saved_as_a_proposal(bureau, visitor):
    page = visitor.sign_in(bureau.office).open(URL)
    page.locator(f"[data-kh-for={FIELD}]").focus()
    page.keyboard.press("ArrowRight")
    visitor.until(OFFERED)
    assert page.locator(f"#{FIELD}").input_value() == "1.05"
    assert "each=1.05" in page.url
    assert page.locator("#reset").is_visible()
    page.locator("#id_label").fill("缺勤从严")
    page.locator(f"#{FIELD}").fill("1.5")
    page.locator("#saving button").click()  # at once, before the ranking has followed
    page.wait_for_load_state("networkidle")
    assert "缺勤从严" in page.locator(".kh-message:visible").first.inner_text()
    assert "1 → 1.5" in page.locator(".kh-tasks").inner_text()


def test_what_is_being_tried_stays_when_a_proposal_is_withdrawn_a_parameter_removed_or_the_language_changed(bureau, visitor):
    from decimal import Decimal

    from kaohe.cycles.actions import write_amendment

    write_amendment(officer=bureau.office, cycle=bureau.cycle, label="从严", values={ABSENCE: Decimal(2)})
    page = visitor.sign_in(bureau.office).open(f"{URL}&{OTHER}=9")

    def typed_then(value, press):
        page.locator(f"#{FIELD}").fill(value)
        with page.expect_navigation():
            press.evaluate("button => button.click()")  # the language stands in a folded menu
        visitor.settle()
        assert page.locator(f"#{FIELD}").input_value() == value
        assert f"each={value}" in page.url

    typed_then("0.4", page.locator(".kh-tasks button"))
    typed_then("1.8", page.locator(f"button[name=drop][value='{OTHER}']"))
    assert page.locator(f"#{OTHER_FIELD}").count() == 0
    typed_then("1.9", page.locator("button[name=language][value=en]").first)
    with page.expect_navigation():
        page.locator(f"#{FIELD}").press("Enter")
    assert page.locator(f"#{FIELD}").input_value() == "1.9"  # Enter tries, and takes nothing away


def test_without_scripts_what_stands_on_the_page_is_saved_and_a_name_stays_when_something_is_tried(bureau, visitor):
    plain = visitor.sign_in(bureau.office).as_seen(scripts=False)
    page = plain.open(f"/2025/try/?{ABSENCE}=2")
    page.locator("#id_label").fill("缺勤从严")
    page.locator("#id_reason").fill("缺勤增多")
    page.locator("#add").select_option(OTHER)
    plain.led_by(page.locator(".kh-trying-add button"))
    assert [page.locator(field).input_value() for field in ("#id_label", "#id_reason")] == ["缺勤从严", "缺勤增多"]
    assert "key" not in page.url
    page.locator(f"#{FIELD}").fill("3")
    plain.led_by(page.locator("#saving button"))
    assert "“缺勤从严”：无故缺勤 · 每次分值 1 → 3。" in page.locator(".kh-message:visible").first.inner_text()
    assert "缺勤增多" in page.locator(".kh-tasks").inner_text()
    plain.close()


def test_with_scripts_it_is_said_all_the_time_what_would_be_saved_and_enter_saves_it(bureau, visitor):
    page = visitor.sign_in(bureau.office).open(f"/2025/try/?{ABSENCE}=2")
    assert "1 → 2。" in page.locator("#to-save").inner_text()
    page.locator(f"#{FIELD}").fill("3")
    visitor.until("document.getElementById('to-save').textContent.includes('1 → 3。')")
    page.locator("#id_label").fill("从严")
    with page.expect_navigation():
        page.locator("#id_label").press("Enter")
    visitor.settle()
    assert "“从严”：无故缺勤 · 每次分值 1 → 3。" in page.locator(".kh-message:visible").first.inner_text()


def test_one_question_is_asked_at_a_time_and_the_last_value_is_what_is_answered(bureau, visitor):
    page, asked = visitor.sign_in(bureau.office).open(URL), []

    def hold_the_first(route):
        asked.append(route)
        if len(asked) > 1:
            route.continue_()

    page.route("**/try/?*", hold_the_first)
    for value in ("1.1", "1.2", "1.3"):
        page.locator(f"#{FIELD}").fill(value)
        page.wait_for_timeout(350)
    assert len(asked) == 1
    asked[0].continue_()
    visitor.until("document.getElementById('to-save').textContent.includes('1 → 1.3')")
    assert ["each=1.1" in asked[0].request.url, "each=1.3" in asked[1].request.url, len(asked)] == [True, True, 2]


def test_a_grid_waits_until_the_slider_is_let_go(bureau, visitor):
    page = visitor.sign_in(bureau.office).open(f"{URL}&several:{ABSENCE}=0.5,1&several:{OTHER}=6,7&{OTHER}=7")
    grid = page.locator("#grid")
    slider = page.locator(f"[data-kh-for={OTHER_FIELD}]")
    before = grid.inner_html()
    slider.evaluate("slider => { slider.value = '9'; slider.dispatchEvent(new Event('input')); }")
    visitor.until("document.getElementById('to-save').textContent.includes('→ 9')")
    assert grid.inner_html() == before
    assert "kh-behind" in grid.get_attribute("class")
    with page.expect_response("**/try/?*") as got:
        slider.evaluate("slider => slider.dispatchEvent(new Event('change'))")
    assert "drawing" not in got.value.url
    visitor.until("!document.getElementById('grid').classList.contains('kh-behind')")
    assert grid.locator("tbody tr").count() == 4


def test_an_arrow_in_the_list_of_parameters_leaves_the_page_where_it_is(bureau, visitor):
    page = visitor.sign_in(bureau.office).open(URL)
    page.locator("#add").focus()
    page.keyboard.press("ArrowDown")
    visitor.settle()
    assert page.evaluate("document.activeElement.id") == "add"
    visitor.led_by(page.locator(".kh-trying-add button"))
    assert page.locator(".kh-dial").count() == 2


def test_who_is_signed_out_meanwhile_is_told_that_nothing_was_tried(bureau, visitor):
    page = visitor.sign_in(bureau.office).open(URL)
    visitor.context.clear_cookies()
    page.locator(f"#{FIELD}").fill("1.5")
    page.locator("[data-kh-lost]").wait_for()
    assert "没有算成" in page.locator("[data-kh-lost]").inner_text()
    visitor.complaints.clear()  # the browser notes an answer that leads elsewhere


def test_a_server_that_says_nothing_for_a_minute_is_given_up_and_asked_again(bureau, visitor):
    page, held = visitor.sign_in(bureau.office).open(URL), []
    page.clock.install()
    page.route("**/try/?*", lambda route: route.continue_() if held else held.append(route))
    page.locator(f"#{FIELD}").fill("1.5")
    page.clock.run_for(300)
    visitor.until("location.search.includes('each=1.5')")
    page.clock.run_for(58_000)
    assert not page.locator("[data-kh-lost]").is_visible()
    page.clock.run_for(3_000)
    page.locator("[data-kh-lost]").wait_for()
    page.locator(f"#{FIELD}").fill("1.6")
    page.clock.run_for(300)
    visitor.until("document.getElementById('to-save').textContent.includes('→ 1.6')")
    assert not page.locator("[data-kh-lost]").is_visible()


def test_a_value_that_can_not_be_used_is_told_at_once_and_the_word_goes_with_it(bureau, visitor):
    page = visitor.sign_in(bureau.office).open(URL)
    field = page.locator(f"#{FIELD}")
    field.fill("abc")
    page.locator("#problems").wait_for()
    assert "“abc”不是数" in page.locator(f"#{FIELD}-why").inner_text()
    assert field.get_attribute("aria-invalid") == "true"
    assert "改好再算" in page.locator("#outcome").inner_text()
    field.fill("1.5")
    visitor.until(OFFERED)
    assert page.locator("#problems").count() == 0
    assert field.get_attribute("aria-invalid") is None


def test_a_forgotten_name_is_led_to_and_not_told_of_any_more_once_it_stands(bureau, visitor):
    page = visitor.sign_in(bureau.office).open(f"/2025/try/?{ABSENCE}=2")
    visitor.led_by(page.locator("#saving button"))
    visitor.until("document.activeElement.id === 'problems'")
    page.locator("#problems a").click()
    assert page.evaluate("document.activeElement.id") == "id_label"
    page.keyboard.type("从严")
    assert page.locator("#problems").count() == 0
    visitor.complaints.clear()  # the browser notes every 422


def test_the_slider_stands_where_the_field_says(bureau, visitor):
    page = visitor.sign_in(bureau.office).open(f"/2025/try/?{ABSENCE}=1.357&{OTHER}=9")
    slider, other = (page.locator(f"[data-kh-for={field}]") for field in (FIELD, OTHER_FIELD))
    assert slider.input_value() == "1.357"
    for typed, shown in (("1.35", "1.35"), ("3", "3"), ("1000000000", "20"), ("0.4", "0.4")):
        page.locator(f"#{FIELD}").fill(typed)
        assert slider.input_value() == shown
    assert slider.get_attribute("max") == "2"
    page.locator(f"#{OTHER_FIELD}").fill("9.3")
    assert other.input_value() == "9.3"


def test_on_a_telephone_what_stands_today_and_the_way_between_them_are_in_sight(bureau, visitor):
    seen = visitor.sign_in(bureau.office).as_seen(viewport=PHONE)
    page = seen.open(f"/2025/try/?{ABSENCE}=2.5&several:{ABSENCE}=1,2")
    row = page.locator(".kh-tried tbody tr", has_text="预算科")
    today, tried, way = (row.locator(part).bounding_box() for part in (".kh-was", "td:nth-child(4)", ".kh-dumbbell"))
    assert today["y"] >= tried["y"] + tried["height"]
    assert abs(today["x"] + today["width"] - tried["x"] - tried["width"]) < 1  # one under the other
    assert way["width"] > 100
    assert way["x"] + way["width"] < today["x"]
    grid = page.locator(".kh-variants")
    assert grid.bounding_box()["width"] <= PHONE["width"]
    assert grid.locator("tbody td").last.is_visible()
    assert seen.sideways() == 0
    seen.close()
