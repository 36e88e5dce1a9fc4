"""Ranks and honours: ties share a rank, the vetoed stand outside, and nobody has a rank while one is pending."""

from dataclasses import replace
from decimal import Decimal

from kaohe.engine import Board, Department, Entry, Facts, score
from kaohe.engine.tests.little import RULES, YEAR, entry, little

# Only "study" moves: no goals, no quotas, and the ranking goes by it.
START, END = RULES.index("    - item: goals"), RULES.index("    - item: study")
PLAIN = RULES.replace(RULES[START:END], "").replace(
    RULES[RULES.index("    - item: duty") : RULES.index("rankings:")], ""
)
BOOK = little(rulebook=PLAIN.replace("  full: 20", "  full: 10"))
NAMES = "abcde"


def board(*absences: int, entries: tuple[Entry, ...] = (), book=BOOK) -> Board:
    """Departments a, b, c … that were absent so often."""
    departments = tuple(Department(code, f"{code}科") for code in NAMES[: len(absences)])
    lost = [entry("absence", code, department=code, count=n) for code, n in zip(NAMES, absences, strict=False) if n]
    return score(book, Facts(YEAR, departments, (), (*lost, *entries)))


def ranks(found: Board) -> list[int | None]:
    return [standing.rank for standing in found.standings]


def test_the_highest_total_comes_first_and_standings_keep_the_decreed_order():
    found = board(3, 1, 2)
    assert ranks(found) == [3, 1, 2]
    assert [standing.department.code for standing in found.standings] == ["a", "b", "c"]
    assert [standing.department.code for standing in found.ranked()] == ["b", "c", "a"]


def test_ties_share_a_rank_and_the_next_is_left_out():
    assert ranks(board(1, 2, 2, 3)) == [1, 2, 2, 4]
    assert ranks(board(2, 2, 2)) == [1, 1, 1]


def test_ranks_go_by_the_published_total_and_not_by_what_is_hidden_behind_it():
    third = replace(BOOK, rounding=replace(BOOK.rounding, places=0))
    slight = little(
        rulebook=PLAIN.replace("  full: 20", "  full: 10").replace("each: 1, per: 人次", "each: 0.1, per: 人次")
    )
    assert ranks(board(1, 2, 9, book=replace(slight, rounding=third.rounding))) == [1, 1, 3]


def test_a_tie_is_shown_in_the_order_of_the_second_item_but_shares_the_rank():
    rules = PLAIN.replace("  full: 20", "  full: 10").replace("      full: 10\n", "      full: 5\n", 1)
    other = '    - {item: other, label: 其他, clause: "1", full: 5, rules: [{kind: deduct, code: lapse, label: 疏漏, each: 1}]}\n'
    book = little(rulebook=rules.replace("rankings:", other + "rankings:"))
    lapse = entry("lapse", "l", department="b", count=2)
    tied = board(2, 0, entries=(lapse,), book=book)
    assert ranks(tied) == [1, 1]
    assert [placing.department for placing in tied.rankings["total"]] == ["b", "a"]


def test_the_vetoed_stand_outside_and_the_others_close_up():
    found = board(1, 0, 2, entries=(entry("forged", "f", department="b"),))
    assert ranks(found) == [1, None, 2]
    assert found.standings[1].published == 0, "the score is kept"
    assert [(placing.department, placing.why) for placing in found.rankings["total"]] == [
        ("a", ""),
        ("c", ""),
        ("b", "veto"),
    ]
    assert [standing.department.code for standing in found.ranked()] == ["a", "c", "b"]


def test_nobody_has_a_rank_while_one_who_would_be_ranked_is_pending():
    found = board(1, 0, entries=(entry("absence", "x", department="b", count=0),))
    assert ranks(found) == [None, None]
    assert {placing.why for placing in found.rankings["total"]} == {"pending"}


def test_one_who_is_outside_anyway_holds_nobody_up():
    wrong = entry("absence", "x", department="b", count=0)
    assert ranks(board(1, 0, 2, entries=(wrong, entry("forged", "f", department="b")))) == [1, None, 2]


def test_the_barred_come_last_among_the_honoured_with_the_reason():
    rules = PLAIN.replace("  full: 20", "  full: 10").replace("code: breach,", "code: breach, raises: [bar],")
    book = little(rulebook=rules)
    breach = entry("breach", "x", department="a", level="light")
    found = board(0, 3, 2, entries=(breach,), book=book)
    assert ranks(found) == [1, 3, 2], "a bar keeps nobody out of the ranking"
    assert [(each.department, each.rank, each.why) for each in found.honours["best"]] == [
        ("c", 2, ""), ("b", 3, ""), ("a", None, "bar"),
    ]  # fmt: skip
    assert (found.of("a").barred, found.of("a").vetoed, found.of("b").barred) == (True, False, False)


def test_a_ranking_may_leave_out_the_barred_too_and_says_which_consequence_did():
    rules = PLAIN.replace("  full: 20", "  full: 10").replace("code: breach,", "code: breach, raises: [bar],")
    book = little(rulebook=rules.replace("without: [veto]", "without: [veto, bar]"))
    entries = (entry("breach", "x", department="a", level="light"), entry("forged", "f", department="b"))
    placings = board(0, 0, 2, entries=entries, book=book).rankings["total"]
    assert [(each.department, each.rank, each.why) for each in placings] == [
        ("c", 1, ""), ("a", None, "bar"), ("b", None, "veto"),
    ]  # fmt: skip


def test_a_ranking_can_go_by_the_points_before_any_limit():
    rules = RULES.replace("of: total, value: published, then_by: study", "of: briefs, value: raw")
    rules = rules.replace("      cap: none\n", "")
    book = little(rulebook=rules)
    departments = tuple(Department(code, f"{code}科", attributes={"briefs": Decimal(0)}) for code in "ab")
    sent = tuple(entry("brief", code, department=code, count=n) for code, n in (("a", 4), ("b", 6)))
    found = score(book, Facts(YEAR, departments, (), sent))
    assert [each.tree.find("briefs").points for each in found.standings] == [2, 2], "both are at the cap"
    assert [(each.department, each.value, each.rank) for each in found.rankings["total"]] == [
        ("b", Decimal("5.00"), 1), ("a", Decimal("4.00"), 2),
    ]  # fmt: skip


def test_a_board_of_nobody_has_no_ranks():
    empty = score(replace(BOOK, departments=()), Facts(YEAR))
    assert (empty.rankings["total"], empty.honours["best"], empty.ranked()) == ((), (), ())
