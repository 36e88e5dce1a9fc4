"""The administrator opens and closes the ways on which messages leave the house."""

import pytest

from kaohe.desk.models import Channel
from tests.support.forms import filled

URL = "/desk/channels/"
DINGTALK = {
    "way": "dingtalk", "address": "https://oapi.dingtalk.com/robot/send?access_token=abc", "secret": "SEC-1",
    "quiet_from": "20:00", "quiet_until": "08:00", "daily_at": "",
}  # fmt: skip


@pytest.fixture
def administrator(world, client):
    client.force_login(world.administrator)
    return world.administrator


def test_a_way_is_opened_shown_without_its_secret_and_closed(administrator, client):
    assert client.post(URL, filled(DINGTALK)).status_code == 302
    page = client.get(URL + "?way=dingtalk").content.decode()
    assert "“钉钉群机器人”已启用" in page
    assert "SEC-1" not in page
    assert client.post(URL + "dingtalk/close/", filled()).status_code == 302
    assert not Channel.objects.get().standing


def test_a_wrong_address_is_refused_and_what_was_typed_stays(administrator, client):
    answer = client.post(URL, filled({**DINGTALK, "address": "https://evil.example/hook"}))
    assert answer.status_code == 422
    assert "KAOHE_OUTBOUND" in answer.content.decode()
    assert "https://evil.example/hook" in answer.content.decode()
    assert not Channel.objects.exists()


def test_a_time_that_is_none_is_named(administrator, client):
    answer = client.post(URL, filled({**DINGTALK, "quiet_from": "25:00"}))
    assert (answer.status_code, "免打扰从" in answer.content.decode()) == (422, True)


def test_a_way_that_is_closed_already_is_not_there(administrator, client):
    assert client.post(URL + "feishu/close/", filled()).status_code == 404


def test_another_bureau_s_ways_are_not_there(administrator, elsewhere, client):
    client.post(URL, filled(DINGTALK))
    client.force_login(elsewhere.administrator)
    assert "钉钉群机器人</a>" not in client.get(URL).content.decode()
    assert client.post(URL + "dingtalk/close/", filled()).status_code == 404
