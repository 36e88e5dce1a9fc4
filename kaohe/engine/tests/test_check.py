"""Checking a rulebook: each thing that should keep an edition from being adopted is noticed."""

from kaohe.engine import ERROR, WARNING, Rulebook, check
from kaohe.engine.tests.little import DOCUMENT, READINGS, RULES, TEXTS, loaded
from tests.support.founding import founding_rulebook

CASE = """\
- case: 缺勤三次
  clause: "1"
  given: [{rule: absence, department: 甲科, count: 3}]
  expect: {points: {study: 7}}
"""


def book(rules: str = RULES, *, readings: str = READINGS, document: str = DOCUMENT, case: str = CASE) -> Rulebook:
    return loaded(
        {**TEXTS, "rulebook.yaml": rules, "readings.yaml": readings, "document.md": document, "cases/1.yaml": case}
    )


def found(rulebook: Rulebook) -> list[tuple[str, str]]:
    problems = check(rulebook)
    assert all(problem.message("zh") and problem.message("en") and problem.place.file for problem in problems)
    return [(problem.code, problem.severity) for problem in problems]


def changed(old: str, new: str) -> str:
    assert RULES.count(old) == 1
    return RULES.replace(old, new)


def test_a_sound_rulebook_and_the_founding_one_pass():
    assert found(book()) == found(founding_rulebook()) == []


def test_full_points_must_be_the_sum_of_the_items():
    assert found(book(changed("  full: 20", "  full: 21"))) == [("check.full_sum", ERROR)]


def test_weights_must_add_up_to_one():
    rules = changed("  full: 20\n", "  full: 20\n  combine: weighted\n")
    assert found(book(rules)) == [("check.weight_sum", ERROR)]


def test_full_points_by_weight_must_come_to_the_whole():
    rules = changed("  full: 20\n", "  full: 20\n  combine: weighted\n")
    for code in ("goals", "study", "duty", "briefs"):
        rules = rules.replace(f"item: {code}\n", f"item: {code}\n      weight: 0.25\n")
    assert found(book(rules)) == [("check.full_sum", ERROR)]
    assert found(book(rules.replace("  full: 20\n", "  full: 5\n"))) == []


def test_periods_must_come_to_the_items_full_points():
    assert found(book(changed("each_period: 2", "each_period: 3"))) == [("check.period_sum", ERROR)]


def test_a_class_of_goals_must_be_worth_what_its_item_is():
    assert found(book(changed("full: 4, usual", "full: 5, usual"))) == [("check.category_full", ERROR)]


def test_a_class_of_goals_that_no_rule_grades_is_noticed():
    category = '  - {category: extra, label: 附加, clause: "1", full: 4}\n'
    assert found(book(changed("scales:\n", category + "scales:\n"))) == [("check.category_unused", ERROR)]


def test_a_scoring_clause_that_nothing_cites_or_tries_is_noticed_twice():
    document = DOCUMENT + "\n### 3 · A3 · 第三条 · 其他 · 计分\n\n另外计分。\n"
    assert found(book(document=document)) == [("check.uncited", ERROR), ("check.uncased", ERROR)]


def test_a_clause_may_be_left_unscored_for_a_reason():
    document = DOCUMENT.replace("第二条 · 名次", "第二条 · 名次 · 计分")
    assert found(book(document=document)) == []


def test_a_scoring_clause_without_a_case_is_noticed():
    assert found(book(case="[]\n")) == [("check.uncased", ERROR)]


def test_a_case_that_fails_is_noticed_where_it_stands():
    rulebook = book(case=CASE.replace("study: 7", "study: 8"))
    assert found(rulebook) == [("check.case_failed", ERROR)]
    (problem,) = check(rulebook)
    assert (problem.place.file, problem.place.line) == ("cases/1.yaml", 1)
    assert "study: 7 ≠ 8" in problem.message("zh")


def test_what_is_wrong_in_the_text_of_a_case_is_told_too():
    assert found(book(case=CASE.replace("count: 3", "cuont: 3"))) == [("yaml.unknown_key", ERROR)]


def test_a_reading_that_governs_nothing_is_a_warning():
    readings = READINGS.replace("cautions:", "  - {reading: R2, clauses: [], gap: 一, default: 二}\ncautions:")
    rulebook = book(readings=readings)
    assert found(rulebook) == [("check.reading_unused", WARNING)]
    assert check(rulebook)[0].place.line == 3


def test_everything_is_told_at_once():
    rulebook = book(changed("  full: 20", "  full: 21"), case="[]\n")
    assert found(rulebook) == [("check.full_sum", ERROR), ("check.uncased", ERROR)]
