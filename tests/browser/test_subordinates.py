"""Above the bureau: the superior's pages have no barrier, fit a telephone in both languages, and lead to what was published."""

import pytest

from kaohe.people.models import Department
from tests.support.browser import DESKTOP, PHONE

pytestmark = pytest.mark.browser

PAGE = "/subordinates/2025/"
LONG = "预算编制与国库集中支付管理科（含政府采购监督管理办公室）"


@pytest.fixture
def above(bureau):
    """The bureau of the browser over three others: two that have announced results, one that hasn't."""
    from kaohe.people.actions import place_under
    from tests.support.bureau import found
    from tests.support.ending import published, ready

    for code in ("south", "east"):
        world = found(code)
        Department.objects.filter(pk=world.budget.pk).update(name=LONG)
        world.absence()
        published(ready(world))
        place_under(bureau=world.bureau, superior=bureau.bureau)
    place_under(bureau=found("west").bureau, superior=world.bureau)
    return bureau


def test_a_superior_looks_at_what_was_published(above, visitor):
    page = visitor.sign_in(above.office).open("/2025/")
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name="下级单位").click()
    assert page.url.endswith(PAGE)
    items = page.locator("[data-kh-chart=items-0-data]")
    items.scroll_into_view_if_needed()
    items.locator(".kh-chart-field").focus()
    for _ in range(12):
        page.keyboard.press("ArrowDown")
        if items.locator("[aria-live]").text_content().startswith("学习培训："):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**item=*")
    assert "学习培训：各单位" in page.locator("#item").inner_text()
    key = page.url.partition("?")[2].partition("#")[0]
    found = [
        barrier
        for path in (PAGE, f"{PAGE}?{key}", "/subordinates/2025/south/")
        for scheme, viewport in (("light", None), ("dark", None), ("light", PHONE))
        for barrier in visitor.barriers(path, scheme=scheme, viewport=viewport)
    ]
    assert found == []
    for language in ("zh-hans", "en"):
        visitor.context.add_cookies([{"name": "django_language", "value": language, "url": visitor.address}])
        phone = visitor.as_seen(viewport=PHONE)
        for path in (PAGE, "/subordinates/2025/south/"):
            phone.open(path)
            phone.page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
            assert phone.sideways() == 0, (path, language)
        phone.close()


def test_no_name_in_a_list_of_places_runs_over_the_points_beside_it(above, visitor):
    visitor.sign_in(above.office)
    for language in ("zh-hans", "en"):
        visitor.context.add_cookies([{"name": "django_language", "value": language, "url": visitor.address}])
        for screen in (DESKTOP, PHONE):
            guest = visitor.as_seen(viewport=screen)
            names = guest.open(PAGE).locator(".kh-ranks li > span:nth-child(2)")
            guest.page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
            assert LONG in names.all_inner_texts()
            assert names.evaluate_all("all => all.filter(name => name.scrollWidth > name.clientWidth).length") == 0, (screen, language)
            guest.close()


def test_on_a_telephone_every_figure_of_a_bureau_is_in_sight(above, visitor):
    phone = visitor.sign_in(above.office).as_seen(viewport=PHONE)
    page = phone.open(PAGE)
    row = page.locator(".kh-under tbody tr", has_text="south局")
    for cell in row.locator("> *").all():
        box = cell.bounding_box()
        assert 0 <= box["x"] < box["x"] + box["width"] <= PHONE["width"]
    row.locator("summary").click()
    assert phone.sideways() == 0
    page = phone.open("/subordinates/2025/south/")
    total = page.locator(".kh-paper tbody tr").first.locator(".kh-total").bounding_box()
    assert total["x"] + total["width"] <= PHONE["width"]
    phone.close()
