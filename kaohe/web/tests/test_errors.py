"""What goes wrong is said in words, without its inner matters, and under the same policy as every page."""

import re

import pytest
from django.test import Client

from kaohe.web.middleware import HEADERS

pytestmark = pytest.mark.once


def test_an_error_of_ours_is_said_without_its_inner_matters(world, monkeypatch):
    from kaohe.web.views import overview

    def fails(*_):
        raise RuntimeError("a secret of the house")

    monkeypatch.setattr(overview, "Desk", fails)
    client = Client(raise_request_exception=False)
    client.force_login(world.office)
    answer = client.get("/2025/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "系统出错了" in page
    assert "secret" not in page
    assert re.search(r"<code>[0-9a-f]{8}</code>", page)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_an_error_is_said_even_where_the_database_is_what_broke(world, monkeypatch):
    from django.db import OperationalError

    from kaohe.web import frame

    def gone(*_args, **_named):
        raise OperationalError("no database")

    monkeypatch.setattr(frame.Bureau.objects, "order_by", gone)
    client = Client(raise_request_exception=False)
    answer = client.get("/sign-in/")
    assert answer.status_code == 500
    assert "系统出错了" in answer.content.decode()


def test_a_form_from_elsewhere_is_refused_and_told_so(world):
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/sign-in/", {"username": "north-office", "password": "x"})
    assert answer.status_code == 403
    assert "什么也没有改动" in answer.content.decode()
