"""What the pages of the year's end ask of the database: few questions, and no more for many departments, lines or objections."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kaohe.cycles.models import Cycle, Period
from kaohe.results.actions import Disputed, close_quarter, issue_bulletin
from kaohe.results.models import Objection
from kaohe.web.tests.test_effort import forget
from tests.support.crowd import crowd, fill
from tests.support.ending import AFTER, NOTICE, again, final, objected, published, ready

pytestmark = pytest.mark.once

#: Pages that everybody looks at, and those on which somebody decides.
MOST = 20
SHOWN = ["/2025/quarters/1/", "/2025/notices/1/", "/2025/notices/1/budget/", "/2025/objections/", "/2025/final/"]


def questions(client, path):
    forget()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def grown(world):
    """Ten bureaus of thirty departments stand beside it, and its own has twenty more."""
    crowd()
    fill(world.bureau, 20, 2)


@pytest.fixture
def noticed(world):
    for number in range(1, 4):
        world.absence(occurred_on=date(2025, 1, number))
    issue_bulletin(officer=world.office, period=close_quarter(officer=world.office, period=Period.objects.get(number=1)))
    ready(world)
    return world


@pytest.mark.parametrize("path", ["/2025/results/", "/2025/quarters/1/", "/2025/quarters/2/"])
def test_before_the_notice(noticed, client, path):
    client.force_login(noticed.office)
    client.get("/2025/")
    few = questions(client, path)
    grown(noticed)
    # The check page looks at eight things before it says that nothing is in the way.
    assert questions(client, path) <= few <= MOST + 8 * path.endswith("results/")


@pytest.mark.parametrize("path", SHOWN)
def test_after_the_notice(noticed, client, path):
    published(noticed, NOTICE)
    for entry in noticed.cycle.entries.filter(rule="training.absence").order_by("number")[:2]:
        objected(noticed, at=NOTICE + timedelta(hours=1), line=Disputed("training", "学习培训 −1", entry=entry))
    if "final" in path:
        Objection.objects.update(state="withdrawn")
        Cycle.objects.filter(pk=noticed.cycle.pk).update(objection_deadline=AFTER - timedelta(hours=1))
        again(noticed)
        final(noticed)
    client.force_login(noticed.office)
    client.get("/2025/")
    few = questions(client, path)
    if "final" not in path:
        objected(noticed, at=NOTICE + timedelta(hours=1), line=Disputed("training", "学习培训", entry=noticed.cycle.entries.get(number=3)))
    assert questions(client, path) <= few <= MOST
