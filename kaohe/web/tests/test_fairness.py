"""The page of fairness: figures beside their drawings, for those who lead, run and watch, and a word that nothing follows."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kaohe.audit.models import Record
from tests.support.ending import ready
from tests.support.pages import text


@pytest.fixture
def page(world, client):
    world.absence(count=2)
    world.absence(rule="execution.error", matter="甲", confirmed=True)
    ready(world)
    client.force_login(world.auditor)
    return text(client.get("/2025/fairness/"))


def test_the_page_shows_grades_losses_and_hands(page):
    assert "各科室的档次" in page
    assert re.sub(r"<[^>]+>", "", page).count("工作差错 2（1） · 无故缺勤 0.8（1）") == 1
    assert "影响得分的记录 2 笔" in page
    assert "north·office" in page


def test_every_figure_has_its_way_back(world, client, page):
    """To the department's tree, to the entries of that kind, of that quarter and of that hand, to the grades."""
    ways = set(re.findall(r'href="(/2025/[^"]+)"', page[page.index("by-department") :]))
    assert {
        "/2025/departments/budget/", "/2025/grading/", "/2025/ledger/?department=budget&rule=execution.error", "/2025/ledger/?period=1",
        "/2025/ledger/?by=north%C2%B7office",
    } <= ways  # fmt: skip
    client.force_login(world.auditor)
    for way in ways:
        assert client.get(way).status_code == 200, way
    assert "共 2 笔" in text(client.get("/2025/ledger/?by=north%C2%B7office"))
    assert "共 0 笔" in text(client.get("/2025/ledger/?by=north%C2%B7checker"))


def test_it_says_that_nothing_follows_from_it(page):
    assert "不产生任何后果" in page


def test_looking_leaves_nothing_behind(world, client):
    ready(world)
    client.force_login(world.leading_group)
    before = Record.objects.count()
    with CaptureQueriesContext(connection) as queries:
        client.get("/2025/fairness/")
    assert [each["sql"] for each in queries if not each["sql"].startswith("SELECT")] == []
    assert len(queries) <= 18
    assert Record.objects.count() == before


def test_an_empty_year_says_so(world, client):
    client.force_login(world.office)
    page = text(client.get("/2025/fairness/"))
    assert "还没有划档" in page
    assert "还没有影响得分的记录" in page
