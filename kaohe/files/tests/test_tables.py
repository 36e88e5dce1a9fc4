"""Tables for people and spreadsheets: exact, in the order of the ranking, and never a formula in disguise."""

import csv
import io
import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.engine import Facts, rounded, score, total
from kaohe.files.safe_cells import guarded
from kaohe.files.tables import board_table, csv_text, line_table, ranking_remarks, remarks
from tests.support.founding import founding_rulebook
from tests.support.small import small_facts, small_rulebook
from tests.support.years import random_year


def board_of(seed, **settings):
    return score(founding_rulebook(), random_year(random.Random(seed), founding_rulebook(), **settings))


def parsed(text):
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_a_row_for_each_department_in_the_order_of_the_ranking():
    board = board_of(0, complete=True)
    content = board_table(board, founding_rulebook())
    assert content.header == ("名次", "科室", "业务工作×60%", "机关建设×40%", "总分", "备注")
    ranks = [row[0] for row in content.rows]
    assert ranks == [1, 2, 3, 4, 5, 6, 7, "—"]


def test_the_parts_add_up_to_the_total():
    for seed in range(5):
        for row in board_table(board_of(seed, complete=True), founding_rulebook()).rows:
            parts = [cell for cell in row[2:4] if isinstance(cell, Decimal | Fraction)]
            assert rounded(total(parts), 2, "half_up") == row[4]


def test_nothing_unknown_has_a_number():
    board = board_of(3)
    rows = board_table(board, founding_rulebook()).rows
    pending = [row for row in rows if row[4] is None]
    assert pending
    assert all(row[0] is None and row[2] is None and "暂计" in str(row[5]) for row in pending)
    assert "待定" in csv_text(board_table(board, founding_rulebook()))


def test_a_tie_is_said():
    rulebook = small_rulebook()
    second = replace(rulebook.departments[0], code="b", name="乙科")
    board = score(rulebook, Facts(2025, (*rulebook.departments, second)))
    assert [remarks(standing, board, rulebook) for standing in board.standings] == ["并列", "并列"]
    assert [remarks(standing, board, rulebook, "en") for standing in board.standings] == ["tied", "tied"]


def test_a_further_ranking_has_ties_of_its_own():
    for seed in range(12):
        board = board_of(seed, complete=True)
        ranks = [placing.rank for placing in board.rankings["information"] if placing.rank is not None]
        said = [ranking_remarks(standing, "information", board) for standing in board.standings]
        assert sum("并列" in text for text in said) == sum(ranks.count(rank) > 1 for rank in ranks)


def test_every_line_of_every_tree_has_a_row():
    board = board_of(1)
    lines = [line for standing in board.standings for node in standing.tree.walk() for line in node.lines]
    rows = line_table(board, founding_rulebook()).rows
    assert len(rows) == len(lines)
    assert [row[5] for row in rows] == [line.points for line in lines]


def test_a_line_that_does_not_count_says_so():
    rows = [row for seed in range(4) for row in line_table(board_of(seed), founding_rulebook()).rows]
    assert any(row[6] == "否" and "不重复计" in str(row[7]) for row in rows)


def test_csv_is_utf8_with_a_mark_and_windows_line_ends():
    text = csv_text(board_table(score(small_rulebook(), small_facts()), small_rulebook()))
    assert text == "\ufeff名次,科室,总分,备注\r\n1,甲科,7,\r\n"


def test_english_is_complete():
    text = csv_text(line_table(board_of(2), founding_rulebook(), "en"), "en")
    header = text.splitlines()[0]
    assert not [letter for letter in header if "\u4e00" <= letter <= "\u9fff"]


def test_a_fraction_is_no_date():
    """60/7 in a CSV would be read as a day of July."""
    board = board_of(3)
    assert not [
        cell for row in parsed(csv_text(line_table(board, founding_rulebook()))) for cell in row[5:6] if "/" in cell
    ]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1+cmd", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "＋1", "－1", "＠A"]
)
def test_what_looks_like_a_formula_is_made_text(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["预算科", "—", "1", "a=b", "张某、李某", ""])
def test_what_is_plain_stays_plain(text):
    assert guarded(text) == text


@given(st.text(max_size=20))
def test_no_text_becomes_a_formula(text):
    facts = small_facts()
    entry = replace(facts.entries[0], about=text, id="=1")
    board = score(small_rulebook(), Facts(2025, entries=(replace(entry, occurred_on=date(2025, 3, 12)),)))
    for row in parsed(csv_text(line_table(board, small_rulebook()))):
        for at, cell in enumerate(row):
            number = at == 5
            assert number or not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
