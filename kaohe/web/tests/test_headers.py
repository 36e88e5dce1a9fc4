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
    assert b"".join(answer.streaming_content), "read to its end, it is closed too"
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
