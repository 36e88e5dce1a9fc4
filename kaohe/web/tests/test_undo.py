"""Ten seconds to think again: the next page offers the deed that undoes the one just done."""

import re
from unittest.mock import patch

import pytest

from kaohe.ledger.models import Entry
from tests.support.forms import filled

RECORD = "/2025/ledger/record/training.absence/"
ABSENCE = {
    "department": "budget", "occurred_on": "2025-03-12", "persons": "王浩然", "about": "未参加集中学习", "count": "1",
    "numbers": "考勤表", "confirmed": "1",
}  # fmt: skip


def bar(page):
    """The bar's form: where it posts to, and its hidden fields."""
    form = re.search(r'<form class="kh-message kh-undo".*?</form>', page, re.DOTALL)
    if not form:
        return None
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form.group()))
    return re.search(r'action="([^"]+)"', form.group()).group(1), fields


@pytest.fixture
def recorded(world, client):
    client.force_login(world.office)
    answer = client.post(RECORD, filled(ABSENCE))
    assert answer.status_code == 302, answer.content.decode()
    return client.get(answer["Location"]).content.decode()


def test_a_delegation_just_given_is_taken_back_with_one_button(world, client):
    from kaohe.people.models import Delegation

    client.force_login(world.office)
    form = {"deed": "delegate", "to": "north-clerk", "since": "2025-10-15", "until": "2025-10-31", "reason": "出差"}
    url, fields = bar(client.get(client.post("/delegations/", filled(form))["Location"]).content.decode())
    assert client.post(url, fields).status_code == 302
    assert Delegation.objects.get().revoked_at


def test_an_entry_just_recorded_is_taken_back_with_one_button(recorded, client):
    url, fields = bar(recorded)
    assert url == "/2025/ledger/1/reverse/"
    assert client.post(url, fields).status_code == 302
    assert list(Entry.objects.order_by("number").values_list("count", flat=True)) == [1, -1]


def test_pressed_twice_it_is_taken_back_once(recorded, client):
    url, fields = bar(recorded)
    assert client.post(url, fields)["Location"] == client.post(url, fields)["Location"]
    assert Entry.objects.count() == 2


def test_the_page_after_offers_it_no_more(recorded, client):
    assert bar(recorded)
    assert bar(client.get("/2025/ledger/1/").content.decode()) is None


def test_after_ten_seconds_it_is_not_offered(world, client):
    client.force_login(world.office)
    answer = client.post(RECORD, filled(ABSENCE))
    with patch("kaohe.web.undo.time", return_value=10**11):
        assert bar(client.get(answer["Location"]).content.decode()) is None


def test_a_refused_deed_offers_nothing(world, client):
    client.force_login(world.office)
    assert client.post(RECORD, filled({**ABSENCE, "department": ""})).status_code == 422
    assert bar(client.get("/2025/ledger/").content.decode()) is None
