"""Anything is found by its name, by the letters it is spelled in, or by the first of each; and nobody finds what isn't theirs."""

import pytest

from kaohe.web.shapes.search import fit


@pytest.mark.parametrize(
    ("asked", "text"),
    [("预算", "预算科"), ("ysk", "预算科"), ("yusuan", "预算科"), ("ys", "预算科"), ("suan", "预算科"), ("kjk", "会计科"),
     ("kuaiji", "会计科"), ("YSK".casefold(), "预算科"), ("y-z1", "Y-Z1"), ("yu suan", "预算科")],
)  # fmt: skip
def test_a_name_is_found_by_what_people_type(asked, text):
    assert fit(asked, text) is not None


@pytest.mark.parametrize(("asked", "text"), [("ysb", "预算科"), ("k", "预算科"), ("综合", "预算科"), ("12", "预算科")])
def test_what_does_not_fit_is_not_found(asked, text):
    assert fit(asked, text) is None


def test_the_better_fit_comes_first():
    names = ["全市预算", "预算科", "预算", "育苏"]
    assert sorted(names, key=lambda name: fit("预算", name) if fit("预算", name) is not None else 9) == ["预算", "预算科", "全市预算", "育苏"]


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
