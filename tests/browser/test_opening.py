"""The office opens a year, loads the working days and adopts an edition, in few steps; and everyone can use those pages."""

from datetime import date

import pytest

from tests.support.browser import PHONE

pytestmark = pytest.mark.browser

PAGES = [
    "/2025/tasks/", "/2026/tasks/", "/2026/tasks/dates/", "/2026/stage/", "/years/open/?like=last", "/editions/",
    "/calendar/2026/", "/calendar/2027/", "/calendar/load/",
]  # fmt: skip


class Steps:
    """Counts every deliberate act."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def click(self, role, name, **more):
        self.count += 1
        self.page.get_by_role(role, name=name, **more).click()


@pytest.fixture
def planned(bureau):
    from kaohe.cycles.actions import open_cycle

    open_cycle(officer=bureau.office, bureau=bureau.bureau, year=2026, edition=bureau.cycle.edition)
    return bureau


def test_a_year_is_opened_in_four_steps(bureau, visitor):
    from kaohe.cycles.models import Cycle

    steps = Steps(visitor.sign_in(bureau.office).open("/2025/"))
    steps.click("link", "年度任务")
    steps.click("link", "开启下一年度")
    assert steps.page.get_by_role("heading", level=1).inner_text() == "开启 2026 年度"
    assert steps.page.get_by_text("考核办法与上年相同").is_visible()
    steps.click("button", "确认开启")
    steps.page.wait_for_url("**/2026/tasks/")
    assert steps.page.get_by_text("2026 年度已开启").is_visible()
    assert steps.count <= 4
    assert Cycle.objects.get(year=2026).dates.get(milestone="goals").day == date(2026, 5, 29)


def test_a_refused_date_is_found_by_its_link_and_mended(bureau, visitor):
    page = visitor.sign_in(bureau.office).open("/years/open/")
    page.get_by_label("目标审定").fill("2026-05-02")
    page.get_by_role("button", name="确认开启").click()
    page.get_by_role("alert").get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.id || location.hash").endswith("f-goals")
    page.get_by_label("目标审定").fill("2026-05-06")
    page.get_by_role("button", name="确认开启").click()
    page.get_by_text("2026 年度已开启").wait_for()
    visitor.complaints[:] = [each for each in visitor.complaints if "422" not in each]  # the refusal's own status


def test_the_token_that_guards_a_form_never_stands_in_an_address(bureau, visitor):
    page, asked = visitor.sign_in(bureau.office).open("/years/open/"), []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label("年度", exact=True).fill("2027")
    visitor.led_by(page.get_by_role("button", name="按此重新推算"))
    assert page.url.partition("?")[2].startswith("year=2027&edition=")
    assert "csrf" not in " ".join(asked)
    visitor.led_by(page.get_by_role("button", name="确认开启"))
    assert page.get_by_text("2027 年度已开启").is_visible()


@pytest.mark.parametrize("field", ["目标审定", "年度"])
def test_enter_in_a_field_of_the_year_to_be_opened_loses_nothing_that_was_typed(bureau, visitor, field):
    page = visitor.sign_in(bureau.office).open("/years/open/")
    page.get_by_label("目标审定").fill("2026-05-20")
    page.get_by_label("结果公示").fill("2027-01-25")
    with page.expect_navigation(wait_until="load"):
        page.get_by_label(field, exact=True).press("Enter")
    assert page.get_by_role("heading", level=1).inner_text() == "开启 2026 年度"
    assert page.get_by_label("目标审定").input_value() == "2026-05-20"
    assert page.get_by_label("结果公示").input_value() == "2027-01-25"
    assert page.get_by_text("2 个日期是手填的").is_visible()
    visitor.led_by(page.get_by_role("link", name="改回推算的日期"))
    assert page.get_by_label("目标审定").input_value() == "2026-05-29"


def test_a_year_is_opened_with_what_was_typed_and_reckoned_anew(bureau, visitor):
    from kaohe.cycles.models import Cycle

    page = visitor.sign_in(bureau.office).open("/years/open/")
    page.get_by_label("目标审定").fill("2026-05-20")
    page.get_by_label("年度", exact=True).fill("2027")
    visitor.led_by(page.get_by_role("button", name="按此重新推算"))
    visitor.led_by(page.get_by_role("button", name="确认开启"))
    assert Cycle.objects.get(year=2027).dates.get(milestone="goals").day == date(2027, 5, 20)


def test_next_years_days_are_loaded_in_five_steps(planned, visitor, tmp_path):
    table = tmp_path / "日历.csv"
    table.write_text("日期,至,类型,名称\n2027-01-01,2027-01-03,休息日,元旦\n", "utf-8")
    page = visitor.sign_in(planned.office).open("/2026/tasks/")
    assert page.get_by_text("暂定", exact=True).count() == 6
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name="工作日历").click()
    page.get_by_role("link", name="导入一年").click()
    page.get_by_label("年份").fill("2027")
    page.get_by_label("依据").fill("国办发明电〔2026〕7号")
    page.get_by_label("文件").set_input_files(str(table))
    page.get_by_role("button", name="预检").click()
    page.get_by_text("新增 3 / 修改 0 / 不变 0 / 错误 0").wait_for()
    page.get_by_role("button", name="确认导入").click()
    page.wait_for_url("**/calendar/2027/")
    assert visitor.open("/2026/tasks/").get_by_text("暂定", exact=True).count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_the_year_has_a_barrier(planned, visitor, scheme):
    visitor.sign_in(planned.office)
    assert [barrier for path in PAGES for barrier in visitor.barriers(path, scheme=scheme)] == []


def test_no_page_of_the_year_has_a_barrier_on_a_telephone(planned, visitor):
    visitor.sign_in(planned.office)
    assert [barrier for path in PAGES for barrier in visitor.barriers(path, viewport=PHONE)] == []


@pytest.mark.parametrize("width", [360, 768, 1366])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_page_of_the_year_is_wider_than_its_screen(planned, visitor, width, language):
    visitor.sign_in(planned.office)
    visitor.context.add_cookies([{"name": "django_language", "value": language, "url": visitor.address}])
    screen = visitor.as_seen(viewport={"width": width, "height": 768})
    wide = {}
    for path in PAGES:
        screen.open(path)
        wide[path] = screen.sideways()
    screen.close()
    assert wide == dict.fromkeys(wide, 0)


def test_a_leader_checks_and_adopts_with_keys_alone(planned, visitor, tmp_path):
    from tests.support.bureau import rulebook

    for name, content in rulebook().texts.items():
        path = tmp_path / name.replace("cases/", "")
        path.write_text(content.replace("objection: {days: 2", "objection: {days: 3"), "utf-8")
    page = visitor.sign_in(planned.leading_group).open("/editions/")
    page.get_by_label("考核办法的文件").set_input_files([str(path) for path in tmp_path.iterdir()])
    page.get_by_role("button", name="检查", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_text("个案例全部通过").wait_for()
    page.get_by_label("代码").fill("second")
    page.keyboard.press("Enter")
    page.get_by_text("已采用“").wait_for()
    assert page.get_by_role("link", name="second").is_visible()
