"""What a final result is used for, in a browser: money tried and fixed by two, what if without a script, and no barrier anywhere."""

from decimal import Decimal

import pytest

from tests.support.browser import PHONE, Visitor
from tests.support.hand import Hand

pytestmark = pytest.mark.browser

WHAT_IF = "/2025/what-if/?if=grade:budget:Y-Z1:good&if=price:training.absence:each:2"
PAGES = [
    WHAT_IF, "/2025/what-if/stability/", "/2025/uses/", "/2025/uses/reward/?way=pool&amount=500&by=none&outside=0&heads=months",
    "/2025/uses/reward/1/", "/2025/fairness/", "/departments/of/budget/dossier/", "/people/of/north-clerk/dossier/",
]  # fmt: skip
#: Those with looks of their own.
DARK = [WHAT_IF, "/2025/fairness/"]


@pytest.fixture
def done(transactional_db):
    """A bureau whose year is final."""
    from tests.support.bureau import found
    from tests.support.ending import final, published, ready

    world = found("north")
    world.absence()
    ready(world)
    published(world)
    final(world)
    return world


@pytest.fixture
def come(browser, live_server, done):
    """Somebody at a browser, by their role."""
    visitors = []

    def arrive(role, **more):
        visitors.append(Visitor(browser, live_server.url, **more))
        return Hand(visitors[-1].sign_in(getattr(done, role)))

    yield arrive
    complaints = [each for visitor in visitors for each in visitor.complaints]
    for visitor in visitors:
        visitor.close()
    assert not complaints, complaints


def test_money_is_tried_proposed_and_fixed_in_few_steps(come, done):
    office = come("office")
    with office.within(6):
        office.open("/2025/uses/reward/")
        office.type(office.page.get_by_label("总额，或每分的数（元）"), "12000")
        office.choose(office.page.locator("#r-by"), "不分档")
        office.button("试算")
        assert office.page.get_by_text("试算结果（未保存）").count()
        office.button("提请")
    director = come("director")
    with director.within(2):
        director.open("/2025/uses/reward/")
        director.button("同意并确定")
    from kaohe.uses.models import Allotment

    assert Allotment.objects.get().sum == Decimal("12000")
    visitor = come("leading_group").visitor
    found = [barrier for path in PAGES for barrier in visitor.barriers(path)]
    found += [barrier for path in DARK for barrier in visitor.barriers(path, scheme="dark")]
    assert not found, "\n".join(found)
    phone = visitor.as_seen(viewport=PHONE)
    wide = {}
    for path in PAGES:
        phone.open(path)
        wide[path] = phone.sideways()
    phone.close()
    assert wide == dict.fromkeys(PAGES, 0)


def test_what_if_works_without_a_script(visitor, done):
    plain = visitor.sign_in(done.office).as_seen(scripts=False)
    page = plain.open("/2025/what-if/")
    page.get_by_text("某条规则改分值").click()
    form = page.locator("details[open] form")
    form.get_by_label("规则").select_option(label="无故缺勤（现为 1）")
    form.get_by_label("每次改为（分）").fill("3")
    plain.led_by(form.get_by_role("button", name="作这条假设"))
    assert page.get_by_text("学习培训 6 → 4").is_visible()
    page.get_by_text("某项目标改划档次").click()
    form = page.locator("details.kh-offer[open] form")
    form.get_by_label("目标").select_option(label="预算科 Y-Z1 目标Y-Z1")
    form.get_by_label("划为").select_option(label="优秀")
    plain.led_by(form.get_by_role("button", name="作这条假设"))
    assert page.locator(".kh-supposed a").count() == 2
    plain.led_by(page.locator(".kh-supposed a").first)
    assert page.locator(".kh-supposed a").count() == 1
    plain.close()
