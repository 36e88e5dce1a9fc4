"""What stands on every answer: pages, errors, redirects, files. And what must not stand in any page."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import transaction
from django.test import Client

from kaohe.web.middleware import HEADERS, POLICY
from kaohe.web.tests.test_access import NOT_THERE, ONWARD, OPEN, PAGES
from tests.support.bureau import found

pytestmark = [pytest.mark.once, pytest.mark.django_db]

PATHS = [*(path for path, _ in PAGES.values()), *OPEN.values(), *ONWARD.values(), *NOT_THERE]


@pytest.fixture(scope="module")
def answers(django_db_setup, django_db_blocker):
    """Each address asked once by the office and once by a visitor, for all that is looked at below."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = found("north")
        world.absence()
        office, visitor = Client(), Client()
        office.force_login(world.office)
        yield {(path, signed_in): _read(client.get(path)) for path in PATHS for signed_in, client in ((True, office), (False, visitor))}
        transaction.set_rollback(True)


def _read(answer):
    """Headers and text; a file's content stays away."""
    text = answer.content.decode() if "html" in answer.headers.get("Content-Type", "") else ""
    return answer.headers, text


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("signed_in", [True, False])
def test_every_answer_carries_the_policy(answers, path, signed_in):
    headers, _text = answers[path, signed_in]
    assert {name: headers.get(name) for name in HEADERS} == HEADERS


def test_a_file_of_our_own_carries_it_too(client):
    answer = client.get("/static/kaohe/frame.css")
    answer.close()
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


@pytest.mark.parametrize("path", PATHS)
def test_nothing_that_belongs_to_a_person_is_kept_in_a_cache(answers, path):
    headers, _text = answers[path, True]
    assert "no-store" in headers["Cache-Control"]


def test_the_policy_lets_nothing_leave_the_machine():
    assert "default-src 'self'" in POLICY
    assert not re.search(r"unsafe|\*|https?:|data:(?!$)", POLICY.replace("img-src 'self' data:", ""))


@pytest.mark.parametrize("path", [path for path, _ in PAGES.values() if "export" not in path] + ["/sign-in/", "/nowhere/"])
def test_a_page_holds_no_style_no_script_and_no_foreign_address(answers, path):
    _headers, page = answers[path, path != "/sign-in/"]
    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", page)
    scripts = re.findall(r"<script([^>]*)>", page)
    assert all("src=" in attributes or "application/json" in attributes for attributes in scripts)
    assert not re.findall(r"(?:src|href|action)=\"(?:https?:)?//[^\"]*", page)


@pytest.mark.parametrize("name", ["tokens", "frame", "parts", "pages", "print", "pictures"])
def test_a_style_sheet_needs_nothing_newer_than_its_readers_browser(name):
    """The floor is Chromium 90."""
    sheet = re.sub(r"/\*.*?\*/", "", Path(finders.find(f"kaohe/{name}.css")).read_text("utf-8"), flags=re.DOTALL)
    newer = r":has\(|@layer|@container|color-mix\(|accent-color|\bdvh\b|text-wrap|@property|&:|oklch|light-dark\("
    assert not re.search(newer, sheet)
    assert "url(" not in sheet
    inner = re.sub(r"@(media|page|supports|top-left|top-right|bottom-right)[^{]*", "", sheet)
    depth = most = 0
    for sign in inner:
        depth += (sign == "{") - (sign == "}")
        most = max(most, depth)
    assert depth == 0
    assert most <= 2, "a rule stands inside a rule"


@pytest.mark.parametrize("name", ["theme", "page", "chart", "chart-options"])
def test_a_script_needs_nothing_newer_than_its_readers_browser(name):
    script = Path(finders.find(f"kaohe/{name}.js")).read_text("utf-8")
    assert not re.search(r"\.at\(|structuredClone|hasOwn|\?\?=|\|\|=|replaceAll|\binert\b|showPopover|static \{", script)
    assert not re.search(r"\beval\(|new Function|innerHTML|https?://", script)


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
