"""The page of fairness: figures beside their drawings, for those who lead, run and watch, and a word that nothing follows."""

import html

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kaohe.audit.models import Record
from tests.support.ending import ready


def text(answer):
    return " ".join(html.unescape(answer.content.decode()).split())


@pytest.fixture
def page(world, client):
    world.absence(count=2)
    world.absence(rule="execution.error", matter="甲", confirmed=True)
    ready(world)
    client.force_login(world.auditor)
    return text(client.get("/2025/fairness/"))


def test_the_page_shows_grades_losses_and_hands(page):
    assert "各科室的档次" in page
    assert "工作差错 2（1） · 无故缺勤 0.8（1）" in page
    assert "影响得分的记录 2 笔" in page
    assert "north·office" in page


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
