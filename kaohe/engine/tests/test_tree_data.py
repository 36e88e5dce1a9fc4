"""A board that was put away as data comes back as it was: every figure, every sentence, nothing computed anew."""

import json

from kaohe.engine import Department, Facts, board_data, board_from_data, explain, rounded, score
from kaohe.engine.tests.lawful import BOOK, either, finished, law


def again(board, facts):
    """The board after its way through JSON and back."""
    return board_from_data(json.loads(json.dumps(board_data(board))), facts)


def told(standing, tongue):
    """What is said of a standing."""
    return [sentence.text for sentence in explain(standing.tree, BOOK, tongue)]


@law
def test_a_board_comes_back_to_the_last_digit(seed):
    facts, _rng = either(seed)
    board = score(BOOK, facts)
    back = board_data(again(board, facts))
    assert back == {**board_data(board), "problems": []}


def test_of_two_departments_that_share_a_code_by_mistake_the_one_that_was_scored_comes_back():
    first, second = Department("budget", "预算科"), Department("budget", "监督科")
    for facts in (Facts(2025, (first, second)), Facts(2025, (second, first))):
        board = score(BOOK, facts)
        assert board_data(again(board, facts))["departments"] == board_data(board)["departments"]


@law
def test_what_came_back_is_explained_in_the_same_words(seed):
    facts, _rng = finished(seed)
    board = score(BOOK, facts)
    for old, new in zip(board.standings, again(board, facts).standings, strict=True):
        for tongue in ("zh", "en"):
            assert told(new, tongue) == told(old, tongue)


@law
def test_figures_that_come_back_are_figures_to_go_on_with(seed):
    facts, _rng = finished(seed)
    board = score(BOOK, facts)
    for old, new in zip(board.standings, again(board, facts).standings, strict=True):
        assert [node.points for node in new.tree.walk()] == [node.points for node in old.tree.walk()]
        assert (
            new.published == rounded(new.tree.points, 2, "half_up")
            if new.tree.points is not None
            else new.published is None
        )
        assert (new.vetoed, new.barred, new.department) == (old.vetoed, old.barred, old.department)


def test_a_department_that_only_the_rulebook_names_keeps_its_name():
    facts = Facts(2025)
    board = score(BOOK, facts)
    back = again(board, facts)
    assert [each.department.name for each in back.standings] == [each.department.name for each in board.standings]
