"""Recording in a real browser: the round on a telephone in four touches, kept through a dead line, usable by everyone."""

from datetime import date

import pytest

from tests.support.browser import PHONE

pytestmark = pytest.mark.browser

ROUND = "/2025/ledger/screens/attendance/"
PAGES = [
    "/2025/ledger/record/", "/2025/ledger/record/training.absence/", "/2025/ledger/record/brief.adopted/",
    "/2025/ledger/record/brief.noted/", "/2025/ledger/screens/leave/", ROUND, "/2025/ledger/screens/briefs/", "/2025/ledger/bulk/",
    "/2025/ledger/1/reverse/", "/2025/ledger/1/",
]  # fmt: skip


@pytest.fixture
def staffed(bureau):
    """The bureau with two people in its first department."""
    from kaohe.people.models import Officer
    from kaohe.people.roles import Role
    from tests.support.bureau import appoint_at_once

    for number, name in enumerate(["王浩然", "马俊杰"]):
        officer = Officer.objects.create(username=f"budget{number}", name=name, bureau=bureau.bureau)
        appoint_at_once(officer, Role.OFFICER, bureau.budget)
    return bureau


@pytest.fixture
def on_leave(staffed):
    """One of the two is away until the day after tomorrow."""
    from datetime import timedelta

    from kaohe.ledger.actions import record_leave

    today = staffed.bureau.today()
    rows = record_leave(
        officer=staffed.office, cycle=staffed.cycle, department=staffed.budget, rule="discipline.leave", persons=["王浩然"],
        starts=today - timedelta(days=1), until=today + timedelta(days=2),
    )  # fmt: skip
    return f"/2025/ledger/{rows[0].number}/"


class Touches:
    """Counts what a finger does on the page."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def __call__(self, selector):
        self.page.click(selector)
        self.count += 1


def entries(world):
    from kaohe.ledger.models import Entry

    return Entry.objects.filter(cycle=world.cycle, rule="discipline.absence")


def go_round(page):
    touch = Touches(page)
    touch(".kh-stop:first-of-type summary")
    touch("#finding-budget-0")
    touch("input[value=王浩然]")
    return touch


def test_a_finding_of_the_round_takes_four_touches(staffed, visitor):
    phone = visitor.sign_in(staffed.checker).as_seen(viewport=PHONE)
    page = phone.open(ROUND)
    touch = go_round(page)
    touch("button:has-text('完成')")
    page.wait_for_selector("text=已登记 1 笔")
    assert touch.count <= 4
    entry = entries(staffed).get()
    assert (entry.persons, entry.department, entry.occurred_on) == (["王浩然"], staffed.budget, date(2025, 10, 15))
    phone.close()


def test_a_round_survives_a_dead_line(staffed, visitor):
    page = visitor.sign_in(staffed.checker).open(ROUND)
    touch = go_round(page)
    visitor.context.set_offline(True)
    touch("button:has-text('完成')")
    page.wait_for_selector("text=现在没有网络")
    assert not entries(staffed).exists()
    assert page.is_checked("#finding-budget-0")
    visitor.context.set_offline(False)
    page.wait_for_selector("text=网络恢复了")
    touch("button:has-text('完成')")
    page.wait_for_selector("text=已登记 1 笔")
    assert entries(staffed).count() == 1
    visitor.complaints[:] = [each for each in visitor.complaints if "ERR_INTERNET_DISCONNECTED" not in each]


def test_what_was_ticked_is_there_when_the_page_opens_again(staffed, visitor):
    page = visitor.sign_in(staffed.checker).open(ROUND)
    go_round(page)
    page.wait_for_selector("text=已保存")
    page = visitor.open(ROUND)
    page.wait_for_selector("text=已恢复")
    assert page.is_checked("#finding-budget-0")


def test_a_round_works_without_scripts(staffed, visitor):
    plain = visitor.sign_in(staffed.checker).as_seen(viewport=PHONE, scripts=False)
    page = plain.open(ROUND)
    go_round(page)
    plain.led_by(page.locator("button:has-text('完成')"))
    assert "已登记 1 笔" in page.content()
    plain.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_recording_has_a_barrier(staffed, on_leave, visitor, scheme):
    visitor.sign_in(staffed.office)
    assert [barrier for path in [*PAGES, on_leave] for barrier in visitor.barriers(path, scheme=scheme)] == []


def test_no_page_of_recording_is_wider_than_a_telephone(staffed, on_leave, visitor):
    phone = visitor.sign_in(staffed.office).as_seen(viewport=PHONE)
    wide = {}
    for path in [*PAGES, on_leave]:
        phone.open(path)
        wide[path] = phone.sideways()
    phone.close()
    assert wide == dict.fromkeys([*PAGES, on_leave], 0)
