"""What the pages about people ask of the database: little, nothing for each row, and the same among ten bureaus of thirty."""

from datetime import date

import pytest

from kaohe.people.actions import delegate
from kaohe.web.tests.test_effort import MOST, questions
from tests.support.bureau import TODAY
from tests.support.crowd import crowd, fill

pytestmark = pytest.mark.once

PATHS = [
    "/people/", "/people/?q=ysk", "/people/new/", "/people/of/north-clerk/", "/people/passwords/", "/people/import/",
    "/people/import/template.xlsx", "/people/import/export.xlsx", "/departments/", "/departments/new/", "/departments/of/budget/",
    "/groups/", "/duties/", "/delegations/", "/people/nominations/", "/people/review/", "/inbox/",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_a_page_about_people_asks_little_and_nothing_for_each_row(world, client, path):
    world.combined()  # one person who sees all there is
    client.force_login(world.administrator)
    client.get(path)
    before = questions(client, path)
    fill(world.bureau, departments=28, people=4)
    crowd()
    assert questions(client, path) <= before <= MOST


def test_acting_for_another_costs_one_question_more(world, client):
    lent = delegate(officer=world.office, to=world.clerk, since=TODAY, until=date(2025, 10, 31), reason="出差")
    client.force_login(world.office)
    own = questions(client, "/2025/ledger/")
    client.force_login(world.clerk)
    client.post("/delegations/act/", {"delegation": lent.pk})
    assert questions(client, "/2025/ledger/") <= own + 2
