"""How much a page asks of the database: at most fifteen questions, and no more when there is twice as much to show."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kaohe.goals.models import Goal
from kaohe.ledger import facts
from kaohe.results import boards
from kaohe.web import kept
from tests.support.bureau import PAPER

pytestmark = pytest.mark.once

MOST = 15
PATHS = [
    "/2025/", "/2025/?period=2", "/2025/departments/budget/", "/2025/departments/budget/?period=1", "/2025/ledger/",
    "/2025/ledger/?q=学习&department=budget", "/2025/ledger/?rule=training.absence&part=1", "/2025/ledger/1/",
    "/rulebook/shinan-finance-2005/", "/2025/export/board.csv", "/2025/export/scores.xlsx", "/password/", "/sign-in/", "/",
]  # fmt: skip
#: Pages with forms and with what changes from day to day: made anew for everyone, and quick enough for it.
FRESH = ["/2025/tasks/", "/2025/tasks/dates/", "/2025/stage/", "/years/open/", "/editions/", "/calendar/2026/", "/calendar/load/"]
FRESH += [
    "/2025/ledger/record/", "/2025/ledger/record/training.absence/", "/2025/ledger/screens/attendance/",
    "/2025/ledger/screens/briefs/", "/2025/ledger/bulk/", "/2025/ledger/1/reverse/",
]


def forget():
    """As after a start: nothing is kept of boards, ledgers or pages."""
    for shelf in (boards._kept, boards._gathered, facts._read, kept._bodies, kept._files):
        shelf.clear()


def questions(client, path):
    """How many queries the page takes when nothing is kept."""
    forget()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code in (200, 302)
    return len(asked)


def a_month(world, number):
    """Some events of every kind, and another goal."""
    for day in range(1, 6):
        world.absence(occurred_on=date(2025, number, day))
        world.absence(
            occurred_on=date(2025, number, day), rule="brief.adopted", level="city", matter=f"信息{number}-{day}",
            about="信息被采用", evidence=PAPER,
        )  # fmt: skip


@pytest.mark.parametrize("path", PATHS + FRESH)
def test_a_page_asks_little_and_nothing_for_each_row(world, client, path):
    a_month(world, 1)
    client.force_login(world.office)
    client.get("/2025/")
    before = questions(client, path)
    for month in range(2, 6):
        a_month(world, month)
    for number in range(5, 9):
        Goal.objects.create(cycle=world.cycle, department=world.budget, code=f"Y-Q{number}", category="ordinary", title="又一项")
    assert questions(client, path) <= before <= MOST


@pytest.mark.parametrize("path", [path for path in PATHS if path.startswith(("/2025", "/rule"))])
def test_a_second_look_asks_only_whether_anything_has_changed(world, client, path):
    a_month(world, 1)
    client.force_login(world.office)
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    assert len(asked) <= 9


def test_a_new_entry_shows_on_the_next_look(world, client):
    client.force_login(world.office)
    assert "−0.4" not in client.get("/2025/").content.decode()
    world.absence()
    assert "−0.4" in client.get("/2025/").content.decode()


def test_a_new_stage_shows_on_the_next_look(world, client):
    client.force_login(world.office)
    first = client.get("/2025/").content.decode()
    world.at("closing")
    assert client.get("/2025/").content.decode() != first
