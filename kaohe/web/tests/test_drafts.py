"""What is typed is not lost: kept on the server while it is typed, and put back when the page opens again."""

import json
from uuid import uuid4

import pytest

from kaohe.desk.actions.drafts import KEPT, LARGEST, MOST, forget_old_drafts
from kaohe.desk.models import Draft, FormKey

URL = "/desk/drafts/absence/"


def save(client, data=(("about", "未请假"),), **more):
    return client.post(URL, {"data": json.dumps(data, ensure_ascii=False), **more})


@pytest.fixture
def clerk(world, client):
    client.force_login(world.clerk)
    return world.clerk


def test_a_draft_is_kept_and_given_back(clerk, client):
    saved = save(client, title="登记", address="/2025/ledger/record/")
    assert (saved.status_code, len(saved.json()["saved"])) == (200, len("09:31:05"))
    assert client.get(URL).json() == {"data": [["about", "未请假"]], "saved": saved.json()["saved"]}
    assert Draft.objects.get().address == "/2025/ledger/record/"


def test_the_last_one_typed_counts(clerk, client):
    save(client)
    save(client, [["about", "病假"]])
    assert client.get(URL).json()["data"] == [["about", "病假"]]
    assert Draft.objects.count() == 1


def test_without_a_draft_there_is_nothing_to_put_back(clerk, client):
    assert client.get(URL).status_code == 204


def test_a_draft_is_thrown_away(clerk, client):
    save(client)
    assert client.post(URL, {"drop": "1"}).status_code == 204
    assert client.get(URL).status_code == 204


def test_nobody_sees_the_draft_of_another(clerk, world, client):
    save(client)
    client.force_login(world.department_head)
    assert client.get(URL).status_code == 204


def test_a_visitor_has_no_drafts(world, client):
    assert client.get(URL).status_code == 302
    assert save(client).status_code == 302
    assert not Draft.objects.exists()


def test_what_was_sent_meanwhile_is_no_draft_any_more(clerk, client):
    """The last saving may still be on its way when the form has been dealt with."""
    key = uuid4()
    FormKey.objects.create(officer=clerk, key=key, digest="")
    assert save(client, form_key=str(key)).status_code == 409
    assert not Draft.objects.exists()


@pytest.mark.parametrize("data", ["", "{", "{}", "[1]", '[["a"]]', '[["a", 1]]'])
def test_what_no_form_sends_is_refused(clerk, client, data):
    assert client.post(URL, {"data": data}).status_code == 400
    assert not Draft.objects.exists()


def test_a_draft_larger_than_any_form_is_refused_in_words(clerk, client):
    answer = save(client, [["about", "长" * LARGEST]])
    assert (answer.status_code, "没有保存" in answer.json()["problem"]) == (422, True)


def test_more_drafts_than_anybody_fills_in_are_refused(clerk, client):
    Draft.objects.bulk_create(Draft(officer=clerk, name=f"form-{number}") for number in range(MOST))
    assert save(client).status_code == 422
    assert client.post("/desk/drafts/form-1/", {"data": "[]"}).status_code == 200, "those there are may still change"


@pytest.mark.parametrize("address", ["//evil.example/", "https://evil.example/", "javascript:alert(1)"])
def test_a_way_back_leads_nowhere_else(clerk, client, address):
    save(client, address=address)
    assert Draft.objects.get().address == ""


def test_a_draft_that_nobody_came_back_to_is_forgotten(clerk, client):
    save(client)
    at = Draft.objects.get().saved_at
    assert forget_old_drafts(now=at + KEPT) == 0
    assert forget_old_drafts(now=at + KEPT * 2) == 1
