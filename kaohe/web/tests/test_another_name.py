"""Two tabs, one session: a form opened in one name is never carried out in another, and what was typed is kept."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kaohe.audit.models import Record
from kaohe.desk.models import Draft
from kaohe.evidence.models import StoredFile
from kaohe.ledger.models import Entry
from kaohe.people.actions import delegate
from kaohe.people.models import Delegation
from tests.support.bureau import TODAY
from tests.support.forms import filled

URL = "/2025/ledger/record/training.absence/"
TYPED = {
    "department": "budget", "occurred_on": "2025-03-12", "persons": "王浩然", "about": "未参加集中学习", "count": "1", "numbers": "考勤表",
    "confirmed": "1", "draft_name": "absence",
}  # fmt: skip


@pytest.fixture
def lent(world, client):
    """The checker may also act for the office; both may record."""
    client.force_login(world.checker)
    return delegate(officer=world.office, to=world.checker, since=TODAY, until=date(2025, 12, 31), reason="出差")


def opened(client, path=URL):
    """In whose name a form on that page is going to be sent, as the page has it."""
    page = client.get(path).content.decode()
    names = set(re.findall(r'name="opened_for" value="(\d+)"', page))
    assert len(names) == 1
    assert page.count('name="opened_for"') == page.count('name="form_key"')
    return names.pop()


def act(client, delegation, **more):
    return client.post("/delegations/act/", {"delegation": delegation.pk if delegation else "", **more})


def send(client, name, **changed):
    return client.post(URL, filled({**TYPED, "opened_for": name, **changed}), headers={"referer": f"http://testserver{URL}?from=list"})


def test_a_form_opened_as_oneself_is_not_sent_for_another(world, client, lent):
    name = opened(client)
    act(client, lent)
    records = Record.objects.count()
    answer = send(client, name)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "这张表单是以您本人的身份打开的" in page
    assert "切换为代 north·office 办理" in page
    assert "什么也没有改动" in page
    assert "已存为草稿" in page
    assert not Entry.objects.exists()
    assert Record.objects.count() == records


def test_a_form_opened_for_another_is_not_sent_as_oneself(world, client, lent):
    act(client, lent)
    name = opened(client)
    act(client, None)
    answer = send(client, name)
    assert answer.status_code == 409
    assert "这张表单是代 north·office 打开的" in answer.content.decode()
    assert not Entry.objects.exists()


def test_a_form_opened_for_one_is_not_sent_for_another(world, client, lent):
    other = delegate(officer=world.department_head, to=world.checker, since=TODAY, until=TODAY, reason="病假")
    act(client, other)
    name = opened(client, "/2025/departments/budget/goals/draft/")
    act(client, lent)
    assert send(client, name).status_code == 409
    assert not Entry.objects.exists()


def test_back_in_the_right_name_the_draft_is_there_and_the_form_happens_under_both_names(world, client, lent):
    act(client, lent)
    name = opened(client)
    act(client, None)
    page = send(client, name).content.decode()
    assert f'name="delegation" value="{lent.pk}"' in page
    back = page.split('name="next" value="')[1].split('"')[0]
    assert back == f"{URL}?from=list"
    assert act(client, lent, next=back)["Location"] == back
    draft = client.get("/desk/drafts/absence/").json()["data"]
    assert ["about", "未参加集中学习"] in draft
    assert not {name for name, _value in draft} & {"opened_for", "form_key", "draft_name"}
    assert send(client, opened(client)).status_code == 302
    assert Entry.objects.get().recorder_name == "north·checker（代north·office）"
    assert not Draft.objects.exists()


def test_a_draft_keeps_its_title_and_its_page(world, client, lent):
    Draft.objects.create(officer=world.checker, name="absence", title="登记无故缺勤", address=URL)
    name = opened(client)
    act(client, lent)
    send(client, name)
    draft = Draft.objects.get()
    assert (draft.title, draft.address) == ("登记无故缺勤", f"{URL}?from=list")


def test_a_form_without_a_draft_gives_its_sentences_back_to_be_copied(world, client, lent):
    name = opened(client, "/delegations/")
    act(client, lent)
    form = {"deed": "delegate", "to": "north-clerk", "since": "2025-11-01", "until": "2025-11-02", "reason": "去省厅开会<b>"}
    page = client.post("/delegations/", filled({**form, "opened_for": name})).content.decode()
    assert "<li>去省厅开会&lt;b&gt;</li>" in page
    assert "north-clerk" not in page
    assert Delegation.objects.count() == 1


def test_no_file_of_it_is_taken_either(world, client, lent):
    name = opened(client)
    act(client, lent)
    assert send(client, name, files=SimpleUploadedFile("a.txt", "考勤".encode())).status_code == 409
    assert not StoredFile.objects.exists()


def test_where_the_delegation_is_over_nothing_leads_back_into_it(world, client, lent):
    act(client, lent)
    name = opened(client)
    act(client, None)
    Delegation.objects.update(revoked_at="2025-10-15T10:00:00Z")
    page = send(client, name).content.decode()
    assert "那项授权已经结束" in page
    assert 'name="delegation"' not in page


@pytest.mark.parametrize("name", ["x", "", "9" * 40, "-1"])
def test_what_no_page_says_is_no_name(world, client, lent, name):
    assert send(client, name).status_code == 409


def test_a_form_that_says_nothing_is_ones_own(world, client, lent):
    act(client, lent)
    assert client.post(URL, filled(TYPED)).status_code == 409
    act(client, None)
    assert client.post(URL, filled(TYPED)).status_code == 302


def test_drafts_are_kept_in_whosever_name_one_acts(world, client, lent):
    name = opened(client)
    act(client, lent)
    answer = client.post("/desk/drafts/absence/", filled({"data": '[["about", "x"]]', "opened_for": name}))
    assert answer.status_code == 200


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_changing_over_leads_to_our_own_pages_only(world, client, lent, elsewhere):
    assert act(client, lent, next=elsewhere)["Location"] == "/"
    assert act(client, None, next=elsewhere)["Location"] == "/"
