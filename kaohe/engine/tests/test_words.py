"""The tree in sentences: complete in Chinese and in English, each with clause, event, evidence and recorder."""

import random
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings

from kaohe.engine import brief, explain, say, say_entry, say_node, score, spoken
from kaohe.engine.tests.little import YEAR, entry, one_item, stand, undone
from tests.support.founding import founding_rulebook
from tests.support.years import SEEDS, random_year

BOOK = founding_rulebook()
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
ABSENCE = entry(
    "training.absence",
    "318",
    persons=("张某",),
    about="无故缺勤集中学习",
    evidence=("签到表", "照片"),
    recorded_by="李某",
)


def line(book, *entries, number=-1, **more):
    return stand(book, *entries, **more).tree.lines[number]


# --- one line


def test_a_line_says_points_rule_clause_day_event_number_evidence_and_recorder():
    training = stand(BOOK, ABSENCE).tree.find("training")
    assert say(training.lines[1], BOOK) == (
        "−1 无故缺勤：1 人次 × 扣 1 分 · 附件3 一(一)1 · 2025-03-12 张某 无故缺勤集中学习 · 记录 #318 · 佐证 2 件 · 登记 李某"
    )
    assert say(training.lines[1], BOOK, "en").startswith("−1 Absence without excuse: 1 × −1 per person-time")
    assert "entry #318 · pieces of evidence: 2 · recorded by 李某" in say(training.lines[1], BOOK, "en")


def test_a_line_in_a_few_words_has_its_name_and_its_points():
    training = stand(BOOK, replace(ABSENCE, count=9)).tree.find("training")
    assert [brief(each, BOOK) for each in training.lines] == ["满分 +7", "无故缺勤 −9", "扣完为止 +2"]
    assert [brief(each, BOOK, "en") for each in training.lines][::2] == ["full points +7", "used up +2"]


def test_what_does_not_count_says_so():
    reversed_line = stand(BOOK, ABSENCE, undone(ABSENCE)).aside[0]
    assert brief(reversed_line, BOOK) == "(无故缺勤 0)"
    assert say(reversed_line, BOOK).startswith("0（不计） 无故缺勤：已冲正（记录 318、r），不计")


def test_what_is_unknown_is_called_so_and_not_zero():
    goals = stand(BOOK).tree.find("business.key")
    assert brief(goals.lines[0], BOOK) == "没有重点业务目标 ？"
    assert say(goals.lines[0], BOOK).startswith("待定 没有重点业务目标")


def test_an_entry_with_its_reversals_is_one_event():
    wrong = replace(ABSENCE, count=3)
    text = say(stand(BOOK, wrong, undone(wrong, "400", count=-1)).tree.find("training").lines[1], BOOK)
    assert "记录 #318" in text
    assert "冲正 #400" in text


def test_several_entries_behind_one_line_are_counted_even_where_the_last_is_a_reversal():
    book = one_item("- {kind: flag, code: present, label: 到课, per: 人次}")
    first, second = entry("present", "1"), entry("present", "2", count=2)
    text = say(line(book, first, second, undone(second, "3", count=-1)), book)
    assert "记录 3 条" in text
    assert "冲正" not in text


def test_what_an_entry_lacks_is_left_out():
    assert say_entry(entry("any", "5")) == ["2025-03-12", "记录 #5"]


# --- one box


def test_a_box_says_its_points_its_full_points_and_its_clause():
    training = stand(BOOK, ABSENCE).tree.find("training")
    assert say_node(training, BOOK) == "学习培训：6 分（满分 7） · 附件3 一(一)1"


def test_a_pending_box_says_what_is_settled_and_what_is_open():
    text = say_node(stand(BOOK, attributes={"brief_quota": Decimal(0)}).tree.find("business"), BOOK)
    assert text.startswith("业务工作：待定，暂计 0 分，未定 100 分（满分 100），按 60% 计入上级")


def test_a_fraction_is_told_with_its_nearest_decimal():
    node = stand(BOOK).tree.find("training")._replace(points=Fraction(20, 3))
    assert "≈6.6667 (20/3) 分" in say_node(node, BOOK)


def test_what_is_raised_is_a_sentence_of_its_own():
    breach = entry("integrity.breach", count=1)
    texts = [each.text for each in explain(stand(BOOK, breach).tree.find("integrity"), BOOK)]
    assert any(text.startswith("一票否决：违反党风廉政规定") for text in texts)
    assert any(text.startswith("不得列入先进：违反党风廉政规定") for text in texts)


def test_an_explanation_follows_the_tree_and_knows_its_depth():
    tree = stand(BOOK, ABSENCE).tree
    sentences = explain(tree, BOOK)
    assert [each.node for each in sentences if each.line is None and not each.text.startswith("一票")] == [
        node.code for node in tree.walk()
    ]
    assert [each.line for each in sentences if each.line] == [one for node in tree.walk() for one in node.lines]
    assert (sentences[0].depth, max(each.depth for each in sentences)) == (0, 5)


# --- whole years


@settings(max_examples=15, deadline=None)
@given(seed=SEEDS)
def test_a_year_explained_in_chinese_leaks_no_code_names(seed):
    facts = random_year(random.Random(seed), BOOK)
    for standing in score(BOOK, facts).standings:
        for sentence in explain(standing.tree, BOOK):
            bare = sentence.text.replace("AB角", "")
            assert not re.search(r"[A-Za-z_]{2,}|[{}]|None", bare), bare


@settings(max_examples=15, deadline=None)
@given(seed=SEEDS)
def test_a_year_explained_in_english_leaves_no_chinese_but_what_people_wrote(seed):
    facts = random_year(random.Random(seed), BOOK)
    silent = tuple(replace(each, persons=(), about="", matter="") for each in facts.entries)
    goals = tuple(replace(goal, title="") for goal in facts.goals)
    board = score(BOOK, replace(facts, entries=silent, goals=goals, as_of=date(YEAR, 9, 15)))
    texts = [each.text for standing in board.standings for each in explain(standing.tree, BOOK, "en")]
    texts += [say(each, BOOK, "en") for standing in board.standings for each in standing.aside]
    texts += [spoken(problem, BOOK, "en").message("en") for problem in board.problems]
    assert [text for text in texts if CHINESE.search(text)] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_rule_and_item_has_a_name_in_both_languages(language):
    names = [each.label for each in (*BOOK.items.values(), *BOOK.rules.values())]
    told = [BOOK.in_language(name, language) for name in names]
    assert all(bool(CHINESE.search(name)) == (language == "zh") for name in told)
