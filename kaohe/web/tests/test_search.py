"""Anything is found by its name, by the letters it is spelled in, or by the first of each; and nobody finds what isn't theirs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kaohe.goals.models import Goal
from kaohe.people import pinyin
from tests.support.crowd import crowd, fill


def page(client, words, **more):
    return client.get("/search/", {"q": words, **more}).content.decode()


def test_initials_lead_to_the_department(world, client):
    client.force_login(world.office)
    found = page(client, "ysk", part=1)
    assert '<a href="/2025/departments/budget/"><span>预算科</span>' in found
    assert "<html" not in found


def test_entries_are_found_by_number_and_by_words(world, client):
    world.absence(about="未参加集中学习")
    client.force_login(world.office)
    for words in ("1", "#1", "集中学习"):
        assert "/2025/ledger/1/" in page(client, words, part=1)


@pytest.mark.parametrize(
    ("words", "leads"),
    [("north-clerk", "/people/of/north-clerk/"), ("wgqq", "#3.1.1.1"), ("Y-Z1", "/2025/departments/budget/goals/"), ("tz", "/2025/ledger/")],
)
def test_people_rules_goals_and_pages_are_found(world, client, words, leads):
    client.force_login(world.office)
    assert leads in page(client, words, part=1)


def test_nobody_finds_what_they_may_not_see(world, client):
    world.absence(about="别科的事", department=world.general, persons=["陈静"])
    client.force_login(world.clerk)
    assert "/2025/departments/general/" not in page(client, "zhk", part=1)
    assert "/2025/ledger/1/" not in page(client, "1", part=1)
    assert "/2025/ledger/1/" not in page(client, "别科", part=1)


def test_another_bureau_is_not_found(world, elsewhere, client):
    elsewhere.absence(about="只属于南局的事")
    client.force_login(world.office)
    for words in ("south-clerk", "只属于南局"):
        assert "没有找到" in page(client, words, part=1)


def test_nothing_typed_finds_nothing_and_complains_of_nothing(world, client):
    client.force_login(world.office)
    assert "没有找到" not in page(client, "")
    assert "没有找到" in page(client, "查无此物")


def test_what_is_typed_is_never_part_of_the_page(world, client):
    client.force_login(world.office)
    assert "<script>alert" not in page(client, "<script>alert(1)</script>")


@pytest.mark.parametrize("words", ["ysk", "目标", "north"])
def test_it_asks_no_more_among_ten_bureaus_and_spells_no_rows_anew(world, client, words, monkeypatch):
    client.force_login(world.office)

    def questions():
        with CaptureQueriesContext(connection) as asked:
            page(client, words, part=1)
        return len(asked)

    page(client, words, part=1)
    before = questions()
    fill(world.bureau, departments=28, people=4)
    crowd()
    for number in range(40):
        Goal.objects.create(cycle=world.cycle, department=world.budget, code=f"Y-Q{number + 9}", category="ordinary", title=f"目标{number}")
    monkeypatch.setattr(pinyin, "spelled", lambda text: pytest.fail(f"{text} was spelled for a search"))
    assert questions() <= before <= 12
