"""The pages about people in a real browser: no barrier, no sideways scrolling, and acting for another as people do it."""

from datetime import date

import pytest

from tests.support.browser import PHONE

pytestmark = pytest.mark.browser

PAGES = [
    "/people/", "/people/?q=ysk", "/people/new/", "/people/of/north-clerk/", "/people/passwords/", "/people/import/", "/departments/",
    "/departments/new/", "/departments/of/budget/", "/groups/", "/duties/", "/delegations/", "/people/nominations/", "/people/review/",
]  # fmt: skip
OPEN_ALL = "document.querySelectorAll('details').forEach(box => { box.open = true })"


@pytest.fixture
def staffed(transactional_db):
    """A bureau with a member of the group, a term that is over, a delegation, an account without a password, a duty that waits.

    Its administrator is all three keepers, and so sees every form there is.
    """
    from kaohe.people.actions import delegate, draw_checkers, take_on
    from kaohe.people.models import Appointment, Officer
    from kaohe.people.roles import Role
    from tests.support.bureau import TODAY, found

    world = found("north")
    Appointment.objects.create(officer=world.nobody, role=Role.LEADING_GROUP, post="leader", since=date(2025, 1, 1))
    Appointment.objects.create(officer=world.department_head, role=Role.CHECKER, since=date(2024, 1, 1), until=date(2024, 3, 31))
    Officer.objects.filter(pk=world.nobody.pk).update(password="!")
    draw_checkers(officer=world.office, bureau=world.bureau, seats=1, since=date(2026, 1, 1), until=date(2026, 3, 31))
    delegate(officer=world.office, to=world.clerk, since=TODAY, until=date(2025, 12, 31), reason="出差")
    told = {"name": "张三", "department": world.budget, "role": Role.OFFICER, "since": TODAY}
    take_on(officer=world.administrator, bureau=world.bureau, **told)
    return world.combined()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_about_people_has_a_barrier(staffed, visitor, scheme):
    visitor.sign_in(staffed.administrator)
    assert [barrier for path in PAGES for barrier in visitor.barriers(path, scheme=scheme)] == []


def test_no_page_about_people_has_a_barrier_on_a_telephone(staffed, visitor):
    visitor.sign_in(staffed.administrator)
    assert [barrier for path in PAGES for barrier in visitor.barriers(path, viewport=PHONE)] == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_page_about_people_is_wider_than_a_telephone(staffed, visitor, language):
    visitor.sign_in(staffed.administrator)
    visitor.context.add_cookies([{"name": "django_language", "value": language, "url": visitor.address}])
    phone = visitor.as_seen(viewport={"width": 360, "height": 740})
    wide = {}
    for path in PAGES:
        phone.open(path).evaluate(OPEN_ALL)
        wide[path] = phone.sideways()
    phone.close()
    assert wide == dict.fromkeys(wide, 0)


def test_somebody_acts_for_another_and_as_themselves_again(staffed, visitor):
    page = visitor.sign_in(staffed.clerk).open("/delegations/")
    page.get_by_role("region", name="我可以代谁办理").get_by_role("button", name="代north·office办理").click()
    page.wait_for_load_state("networkidle")
    visitor.open("/people/")
    banner = page.get_by_role("complementary", name="代办")
    assert "您正在代 north·office 办理" in banner.inner_text()
    assert visitor.barriers("/people/") == []
    visitor.open("/people/")
    banner.get_by_role("button", name="切换回本人").click()
    page.wait_for_load_state("networkidle")
    visitor.open("/people/")
    assert not banner.is_visible()


def test_a_form_of_another_tab_is_not_sent_under_the_wrong_name_and_what_was_typed_is_there_again(staffed, visitor):
    form = "form[data-draft^=offer-delegate]"
    page = visitor.sign_in(staffed.clerk).open("/delegations/")
    page.locator("summary", has_text="授权他人代办").click()
    page.locator(f"{form} [name=reason]").fill("去省厅开会")
    page.locator(f"{form} [role=status]").get_by_text("已保存").wait_for()
    other = visitor.context.new_page()
    other.goto("/people/")
    other.locator(".kh-me summary").click()
    other.get_by_role("button", name="代north·office办理").click()
    other.wait_for_load_state("networkidle")
    page.locator(f"{form} button.kh-button-strong").click()
    page.get_by_role("heading", name="没有执行：身份已经切换").wait_for()
    assert len(visitor.complaints) == 1, "the browser notes the 409, and nothing else"
    visitor.complaints.clear()
    assert "填写的内容已存为草稿" in page.locator("main").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    page.get_by_role("button", name="切换回本人，再打开表单").click()
    page.locator("summary", has_text="授权他人代办").click()
    page.locator(f"{form} [role=status]").get_by_text("已恢复").wait_for()
    assert page.locator(f"{form} [name=reason]").input_value() == "去省厅开会"


def test_everything_that_waits_is_confirmed_with_one_press(staffed, visitor):
    page = visitor.sign_in(staffed.administrator).open("/inbox/")
    page.get_by_role("button", name="全部确认").click()
    page.get_by_text("已确认 1 项任职").wait_for()
    assert page.url.endswith("/inbox/")


def test_an_administrator_moves_somebody_with_keys_alone(staffed, visitor):
    page = visitor.sign_in(staffed.administrator).open("/people/of/north-clerk/")
    page.locator("summary", has_text="调动").focus()
    page.keyboard.press("Enter")
    page.get_by_label("调往科室").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="办理调动").focus()
    page.keyboard.press("Enter")
    page.get_by_text("已办理调动").wait_for()
    assert page.get_by_role("row", name="综合科").is_visible()
