"""The tree as values and as JSON: exact texts, nothing lost, the same tree always the same text."""

import json
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from kaohe.engine import Facts, Goal, board_data, line_data, node_data, read_number, score
from kaohe.engine.tests.little import YEAR, entry, little, stand, undone
from tests.support.founding import founding_rulebook

BOOK = little()


def numbers(data: object):
    """Everything in the data that is neither text, truth nor nothing."""
    if isinstance(data, dict):
        for value in data.values():
            yield from numbers(value)
    elif isinstance(data, list):
        for value in data:
            yield from numbers(value)
    elif not isinstance(data, str | bool) and data is not None:
        yield data


def a_board():
    goals = tuple(Goal(f"Z-{number}", "a", "key") for number in range(1, 4))
    grades = [entry("grade.key", f"g{n}", goal=f"Z-{n}", level="good", conditions=("g1",)) for n in range(1, 4)]
    absence = entry("absence", "7", count=3)
    entries = (*grades, absence, undone(absence, count=-1), entry("absence", "8", occurred_on=date(YEAR, 12, 1)))
    return score(BOOK, Facts(YEAR, (), goals, entries, date(YEAR, 11, 30)))


def test_json_holds_no_float_and_comes_back_as_it_went():
    data = board_data(a_board())
    assert json.loads(json.dumps(data, ensure_ascii=False)) == data
    assert {type(number) for number in numbers(data)} <= {int}


def test_points_are_exact_texts_that_can_be_read_back():
    tree = a_board().of("a").tree
    line = tree.find("goals").lines[0]
    assert line.points == Fraction(4, 3)
    assert line_data(line)["points"] == "4/3"
    values: Any = line_data(line)["values"]
    assert read_number(values["base"]) == Fraction(4, 3)


def test_what_is_unknown_is_null_and_not_zero():
    data = node_data(a_board().of("b").tree)
    assert (data["points"], data["raw"]) == (None, None)
    assert (data["settled"], data["undecided"]) == ("12", "8")


def test_a_line_names_its_entries_by_number():
    tree = a_board().of("a").tree
    assert line_data(tree.find("study").lines[1])["entries"] == ["7", "r"]
    later = a_board().of("a").aside[0]
    assert line_data(later) == {
        "points": "0", "what": "later", "clause": "1", "rule": "absence", "label": "缺勤", "entries": ["8"],
        "counted": False, "values": {"as_of": "2025-11-30"},
    }  # fmt: skip


def test_the_board_says_edition_year_day_and_everything_open():
    board = a_board()
    data: Any = board_data(board)
    assert (data["rulebook"], data["digest"], data["year"], data["as_of"]) == ("small", BOOK.digest, YEAR, "2025-11-30")
    assert [each["code"] for each in data["departments"]] == ["a", "b"]
    assert len(data["problems"]) == len(board.problems) > 0
    assert set(data["rankings"]) == {"total"}
    assert set(data["honours"]) == {"best"}


def test_any_box_can_be_found_and_a_missing_one_is_an_error():
    tree = stand(BOOK).tree
    assert [node.code for node in tree.walk()] == ["total", "goals", "study", "duty", "duty.1", "duty.2", "briefs"]
    assert tree.find("duty.2").label == "下半年"
    with pytest.raises(KeyError, match="dancing"):
        tree.find("dancing")
    with pytest.raises(KeyError, match="z"):
        a_board().of("z")


def test_what_was_raised_anywhere_is_known_at_the_top():
    standing = stand(BOOK, entry("forged"))
    assert [(each.consequence, each.rule) for each in standing.tree.all_raised()] == [("veto", "forged")]
    assert standing.raised == standing.tree.all_raised()
    assert node_data(standing.tree.find("study"))["raised"] == [
        {"consequence": "veto", "clause": "1", "rule": "forged", "label": "作假", "entries": ["1"]}
    ]


def test_every_line_of_the_founding_rulebook_names_a_clause_of_its_document():
    book = founding_rulebook()
    for node in stand(book).tree.walk():
        assert node.clause in book.clauses
        assert all(line.clause in book.clauses for line in node.lines)
