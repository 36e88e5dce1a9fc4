"""bonus: so much is earned for each occurrence; of several rewards of one matter the highest counts."""

from kaohe.engine import say
from kaohe.engine.tests.little import briefs, codes, entry, one_item, stand, undone

LEVELS = "levels: [{level: city, label: 市级, each: 2}, {level: province, label: 省级, each: 3}, {level: journal, label: 市刊, each: 2}]"
HIGHEST = one_item(
    f"- {{kind: bonus, code: adopted, label: 采用, highest_of: matter, {LEVELS}}}", "full: 10; start: zero"
)
BOTH = one_item(
    f"- {{kind: bonus, code: adopted, label: 采用, highest_of: matter_in_item, {LEVELS}}}\n"
    f"- {{kind: bonus, code: noted, label: 批示, highest_of: matter_in_item, {LEVELS}}}\n"
    "- {kind: bonus, code: praise, label: 表扬, each: 1.5}",
    "full: 10; start: zero",
)
PLAIN = one_item("- {kind: bonus, code: praise, label: 表扬, each: 1.5, per: 项}", "full: 4; start: zero")


def adopted(number: str, level: str, matter: str = "", **more):
    return entry("adopted", number, level=level, matter=matter, **more)


def test_each_occurrence_earns_its_points():
    tree = stand(PLAIN, entry("praise", count=2)).tree
    assert (tree.points, briefs(tree.lines, PLAIN)) == (3, ["表扬 +3"])


def test_nothing_earned_is_nothing():
    assert (stand(PLAIN).tree.points, stand(PLAIN).tree.lines) == (0, ())


def test_more_than_the_item_holds_stops_at_the_cap_and_the_excess_is_a_line_of_its_own():
    tree = stand(PLAIN, entry("praise", count=4)).tree
    assert briefs(tree.lines, PLAIN) == ["表扬 +6", "封顶 −2"]
    assert (tree.points, tree.raw) == (4, 6)


def test_without_a_cap_a_bonus_has_no_limit():
    book = one_item("- {kind: bonus, code: praise, label: 表扬, each: 1.5}", "full: 4; start: zero; cap: none")
    assert stand(book, entry("praise", count=4)).tree.points == 6


def test_of_one_matter_only_the_highest_counts_and_the_beaten_one_stays_visible():
    tree = stand(HIGHEST, adopted("1", "city", "甲"), adopted("2", "province", "甲")).tree
    assert briefs(tree.lines, HIGHEST) == ["(采用（市级） +2)", "采用（省级） +3"]
    assert tree.points == 3
    assert "记录 2（省级）" in say(tree.lines[0], HIGHEST)


def test_of_two_equal_ones_the_first_in_the_ledger_counts():
    tree = stand(HIGHEST, adopted("2", "journal", "甲"), adopted("1", "city", "甲")).tree
    assert [(line.entries[0].id, line.counted) for line in tree.lines] == [("1", True), ("2", False)]


def test_of_two_rules_that_say_so_one_matter_counts_once_under_the_higher():
    tree = stand(BOTH, adopted("1", "city", "甲"), entry("noted", "2", level="province", matter="甲")).tree
    assert briefs(tree.lines, BOTH) == ["(采用（市级） +2)", "批示（省级） +3"]
    assert "记录 2（省级）" in say(tree.lines[0], BOTH)
    tree = stand(BOTH, adopted("1", "province", "甲"), entry("noted", "2", level="city", matter="甲")).tree
    assert briefs(tree.lines, BOTH) == ["采用（省级） +3", "(批示（市级） +2)"]


def test_of_two_rules_with_equal_rewards_the_first_in_the_ledger_counts():
    tree = stand(BOTH, adopted("2", "city", "甲"), entry("noted", "1", level="journal", matter="甲")).tree
    assert [(line.rule, line.counted) for line in tree.lines] == [("adopted", False), ("noted", True)]


def test_a_rule_that_does_not_say_so_is_no_rival():
    tree = stand(BOTH, adopted("1", "city", "甲"), entry("praise", "2", matter="甲")).tree
    assert briefs(tree.lines, BOTH) == ["采用（市级） +2", "表扬 +1.5"]


def test_different_matters_and_matters_without_a_name_all_count():
    tree = stand(
        HIGHEST, adopted("1", "city", "甲"), adopted("2", "city", "乙"), adopted("3", "city"), adopted("4", "city")
    ).tree
    assert tree.points == 8


def test_one_matter_is_one_thing_however_often_it_is_reported():
    assert stand(HIGHEST, adopted("1", "city", "甲", count=3)).tree.points == 2
    assert stand(HIGHEST, adopted("1", "city", count=3)).tree.points == 6


def test_when_the_highest_is_reversed_the_next_counts_again():
    highest = adopted("2", "province", "甲")
    standing = stand(HIGHEST, adopted("1", "city", "甲"), highest, undone(highest))
    assert briefs(standing.tree.lines, HIGHEST) == ["采用（市级） +2"]
    assert briefs(standing.aside, HIGHEST) == ["(采用 0)"]


def test_a_level_must_be_one_of_the_table():
    standing = stand(HIGHEST, adopted("1", "moon"))
    assert (standing.tree.points, codes(standing)) == (None, ["ledger.unknown_level"])
    assert "city、province、journal" in str(standing.problems[0])


def test_an_exempt_department_earns_nothing_and_the_line_says_so():
    book = one_item(
        "- {kind: bonus, code: praise, label: 表扬, each: 1, only: {size_at_least: 5}}", "full: 4; start: zero"
    )
    tree = stand(book, entry("praise")).tree
    assert (tree.points, briefs(tree.lines, book)) == (0, ["(表扬 0)"])
    assert "不适用" in say(tree.lines[0], book)
