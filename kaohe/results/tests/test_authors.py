"""Advanced persons by their articles: each author of an article, the highest adoption once, the barred ones marked."""

from datetime import date

from kaohe.engine import Entry, Facts, score
from kaohe.results.authors import authors
from tests.support.founding import founding_rulebook

BOOK = founding_rulebook()
DEPARTMENTS = tuple(each for each in BOOK.departments if each.code in ("budget", "office"))


def sent(number, matter, *persons, department="budget", **changed):
    return Entry(
        str(number), department, "brief.sent", date(2025, 2, 3), matter=matter, persons=persons, about=matter, **changed
    )


def adopted(number, matter, level, department="budget", **changed):
    return Entry(
        str(number),
        department,
        "brief.adopted",
        date(2025, 2, 20),
        matter=matter,
        level=level,
        evidence=("通知",),
        **changed,
    )


def listed(*entries):
    facts = Facts(2025, DEPARTMENTS, (), entries)
    return [(each.name, each.sent, each.adopted, str(each.points)) for each in authors(BOOK, facts, score(BOOK, facts))]


def test_each_author_of_an_article_has_its_adoption():
    assert listed(sent(1, "甲文", "张三", "李四"), sent(2, "乙文", "李四"), adopted(3, "甲文", "city")) == [
        ("李四", 2, 1, "2"), ("张三", 1, 1, "2"),
    ]  # fmt: skip


def test_of_several_adoptions_of_one_article_the_highest_counts():
    rows = listed(sent(1, "甲文", "张三"), adopted(2, "甲文", "district"), adopted(3, "甲文", "province"))
    assert rows == [("张三", 1, 1, "3")]


def test_what_was_taken_back_was_not_sent():
    assert listed(sent(1, "甲文", "张三"), sent(2, "甲文", "张三", count=-1, reverses="1")) == []


def test_who_belongs_to_a_department_that_missed_a_quota_can_not_be_advanced():
    facts = Facts(2025, DEPARTMENTS, (), (sent(1, "甲文", "张三"),))
    assert [each.barred for each in authors(BOOK, facts, score(BOOK, facts))] == [True]


def test_namesakes_in_two_departments_are_two():
    rows = listed(sent(1, "甲文", "张三"), sent(2, "乙文", "张三", department="office"))
    assert len(rows) == 2
