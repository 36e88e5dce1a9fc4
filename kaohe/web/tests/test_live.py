"""Pages that run along: nothing while nothing changed, else what moved in words, to each what they may see and no more."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kaohe.cycles.stages import Stage
from kaohe.ledger.actions import reverse_entry
from kaohe.results import boards
from kaohe.web import live


def since(client, path):
    """The mark that the page carries."""
    return re.search(r'data-kh-since="(\w+)"', client.get(path).content.decode()).group(1)


@pytest.fixture
def office(world, client):
    client.force_login(world.office)
    return client


def test_nothing_is_answered_while_nothing_changed(world, office):
    mark = since(office, "/2025/")
    got = office.get("/2025/live/", {"since": mark})
    assert (got.status_code, got.content) == (204, b"")


def test_what_an_entry_moved_is_told_beside_the_page_anew(world, office):
    mark = since(office, "/2025/")
    world.absence()
    told = office.get("/2025/live/", {"since": mark}).json()
    assert told["told"] == ["预算科：学习培训 7 → 6；年度总分 35.20 → 34.80"]
    assert told["body"].strip() in office.get("/2025/").content.decode()
    assert office.get("/2025/live/", {"since": told["since"]}).status_code == 204


def test_what_was_taken_back_moves_it_back(world, office):
    entry = world.absence()
    mark = since(office, "/2025/departments/budget/")
    reverse_entry(officer=world.office, entry=entry, why="登记有误")
    told = office.get("/2025/departments/budget/live/", {"since": mark}).json()["told"]
    assert told == ["预算科：学习培训 6 → 7；年度总分 34.80 → 35.20"]


def test_a_veto_that_came_or_went_is_told(world, office):
    mark = since(office, "/2025/")
    entry = world.absence(rule="integrity.breach", about="违反规定")
    told = office.get("/2025/live/", {"since": mark}).json()
    assert told["told"][0].endswith("；一票否决：取消本年度评比资格，不参加排名")
    reverse_entry(officer=world.office, entry=entry, why="登记有误")
    told = office.get("/2025/live/", {"since": told["since"]}).json()["told"]
    assert told[0].endswith("；不再有：一票否决：取消本年度评比资格，不参加排名")


def test_a_department_is_told_nothing_of_others(world, client):
    client.force_login(world.clerk)
    mark = since(client, "/2025/")
    world.absence(department=world.general)
    got = client.get("/2025/live/", {"since": mark}).json()
    assert got["told"] == []
    assert client.get("/2025/departments/general/live/").status_code == 404


def test_one_departments_page_tells_of_it_alone(world, office):
    mark = since(office, "/2025/departments/budget/")
    world.absence(department=world.general)
    assert office.get("/2025/departments/budget/live/", {"since": mark}).json()["told"] == []


def test_where_too_much_was_recorded_since_it_is_said_so_and_no_board_of_now_stands_for_one_of_then(world, office):
    mark = since(office, "/2025/")
    world.absence()
    boards._kept.clear()
    boards._gathered.clear()
    told = office.get("/2025/live/", {"since": mark}).json()["told"]
    assert told == ["您离开期间记录较多，不再逐项列出；本页已是最新。"]
    assert boards.kept_in(live._told.peek(mark)) is None


def test_a_mark_that_nobody_knows_gets_the_page_without_words(world, office):
    mark = since(office, "/2025/")
    live._told.clear()
    world.absence()
    got = office.get("/2025/live/", {"since": mark}).json()
    assert (got["told"], "预算科" in got["body"]) == ([], True)
    assert office.get("/2025/live/", {"since": "x" * 500}).status_code == 200


def test_a_mark_of_another_bureau_tells_nothing(world, elsewhere, client):
    client.force_login(elsewhere.office)
    mark = since(client, "/2025/")
    client.force_login(world.office)
    assert client.get("/2025/live/", {"since": mark}).json()["told"] == []


def test_a_year_that_is_over_stands_still(world, office):
    world.at(Stage.FINAL)
    assert "data-kh-live" not in office.get("/2025/").content.decode()


def test_asking_costs_a_handful_of_questions(world, office):
    mark = since(office, "/2025/")
    with CaptureQueriesContext(connection) as asked:
        office.get("/2025/live/", {"since": mark})
    assert len(asked) <= 7
