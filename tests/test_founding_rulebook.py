"""The founding rulebook says everything that the founding document says, and its cases bite."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kaohe.engine import Rulebook, check, load, load_folder, run_cases
from kaohe.engine.check import cited_clauses, cited_readings
from kaohe.engine.rulebook import Item

FOLDER = Path(__file__).resolve().parents[1] / "rulebooks" / "shinan-finance-2005"

# The inventory of everything that the founding document asks of a system.
CLAUSE_IDS = ["F1", *(f"G{number}" for number in range(1, 15)), *(f"O{number}" for number in range(1, 16)), "P1"]
READINGS = [f"R{number}" for number in range(1, 50)]
THAT_MOVE_SCORES = ["R1", "R2", "R6", "R10", "R13", "R20", "R23", "R29", "R30", "R37", "R41"]


def loaded() -> Rulebook:
    """The rulebook as it lies in its folder."""
    rulebook, problems = load_folder(FOLDER)
    assert not problems, "\n".join(map(str, problems))
    assert rulebook is not None
    return rulebook


BOOK = loaded()


# --- the document


def test_it_loads_and_checks_without_a_problem():
    assert [str(problem) for problem in check(BOOK)] == []


def test_every_clause_of_the_inventory_stands_in_the_document():
    assert sorted({clause.id for clause in BOOK.clauses.values() if clause.id}) == sorted(CLAUSE_IDS)


def test_every_clause_has_a_summary_and_says_where_it_stands():
    bare = [clause.anchor for clause in BOOK.clauses.values() if not (clause.summary and clause.label and clause.title)]
    assert bare == []


def test_every_scoring_clause_is_cited_and_tried_by_a_case():
    scoring = {clause.anchor for clause in BOOK.clauses.values() if clause.scores}
    cased = {result.clause for result in run_cases(BOOK)}
    assert scoring - cited_clauses(BOOK) == set()
    assert scoring - cased == set()
    assert len(scoring) >= 25


def test_every_clause_that_names_points_is_marked_as_scoring():
    """An item or a rule that cites a clause makes points of it, so the clause must say that it scores."""
    used = {item.clause for item in BOOK.tree.walk()} | {rule.clause for rule in BOOK.rules.values()}
    assert [anchor for anchor in sorted(used) if not BOOK.clauses[anchor].scores] == []


def test_the_ten_departments_have_their_quotas_and_both_their_names():
    quotas = {department.title: int(department.attributes["brief_quota"]) for department in BOOK.departments}
    assert quotas == {
        "办公室": 4, "预算科": 4, "行财科": 3, "综合科": 3, "采购办": 2,
        "国资办": 3, "企财科": 3, "会计科": 3, "监督科": 2, "核算中心": 3,
    }  # fmt: skip
    for name in (
        "行政事业财务管理科",
        "国有资产管理办公室",
        "企业财务管理科",
        "会计管理科",
        "监督检查科",
        "会计核算中心",
    ):
        assert BOOK.department_named(name) is not None


# --- readings and translation


def test_every_reading_stands_and_governs_something():
    assert sorted(BOOK.readings) == sorted(READINGS)
    assert sorted(set(READINGS) - cited_readings(BOOK)) == []


def test_the_readings_that_move_scores_are_marked():
    assert [code for code in READINGS if BOOK.readings[code].important] == THAT_MOVE_SCORES


def test_a_reading_says_its_gap_its_default_and_why():
    bare = [
        each.code for each in BOOK.readings.values() if not (each.gap and each.default and each.why and each.clauses)
    ]
    assert bare == []


def test_the_caution_stands_beside_every_rule_and_condition_it_is_about():
    assert BOOK.items["information"].caution == BOOK.rules["brief.adopted"].caution == BOOK.rules["brief.noted"].caution == "K1"
    excellent = BOOK.scales["grades"].grades["excellent"]
    assert [each.code for each in excellent.conditions if each.caution == "K1"] == ["e6", "e7"]


def texts_of(book: Rulebook) -> Iterator[str]:
    """Every text of the rulebook that a reader may see."""
    yield from (book.label, book.bureau, *book.periods, *book.banner, *book.unscored.values(), *book.attributes.values())
    for department in book.departments:
        yield from (department.name, department.short)
    for clause in book.clauses.values():
        yield from (clause.label, clause.title, clause.summary)
    for reading in book.readings.values():
        yield from (reading.gap, reading.default, reading.why, *reading.also)
    for caution in book.cautions.values():
        yield from (caution.title, caution.text)
    yield from (category.label for category in book.categories.values())
    yield from (ranking.label for ranking in book.rankings)
    yield from (honour.label for honour in book.honours)
    for scale in book.scales.values():
        for grade in scale.grades.values():
            yield from (grade.label, *(condition.label for condition in grade.conditions))
    for item in book.tree.walk():
        yield item.label
        for rule in item.rules:
            yield from (rule.label, rule.per, *rule.words, *(level.label for level in getattr(rule, "levels", ())))
    for result in run_cases(book):
        yield result.name


def test_every_text_has_its_english():
    missing = [text for text in dict.fromkeys(texts_of(BOOK)) if text and text not in BOOK.english]
    assert missing == []


def test_the_english_has_no_text_left_over():
    assert sorted(BOOK.english.keys() - set(texts_of(BOOK))) == []


def test_the_english_is_english():
    assert [text for text in BOOK.english.values() if not text or re.search(r"[\u4e00-\u9fff]", text)] == []


# --- the cases


def test_all_cases_pass():
    failed = [
        (result.name, *result.failures, *map(str, result.problems)) for result in run_cases(BOOK) if not result.passed
    ]
    assert failed == []


def test_there_are_many_cases_and_two_in_five_are_refusals_or_limits():
    results = run_cases(BOOK)
    strict = [result for result in results if result.kind in ("limit", "refusal")]
    assert len(results) >= 60
    assert len(strict) * 5 >= len(results) * 2
    assert len({result.name for result in results}) == len(results)


def test_every_rule_level_and_grade_occurs_in_a_case():
    given = "\n".join(text for name, text in BOOK.texts.items() if name.startswith("cases/"))
    wanted = [f"rule: {code}," for code in BOOK.rules]
    wanted += [f"level: {level.code}," for rule in BOOK.rules.values() for level in getattr(rule, "levels", ())]
    wanted += [f"level: {grade}," for scale in BOOK.scales.values() for grade in scale.grades]
    assert [text for text in wanted if text not in given] == []


# --- a changed rule makes a case fail

RULES = BOOK.texts["rulebook.yaml"]
SCORING_KEYS = "each|base|extra|coefficient|each_period|cap|size_at_least|brief_quota|weight|places|full"


def alterations() -> Iterator[tuple[str, str]]:
    """Each scoring number of rulebook.yaml altered once: what was altered, and the whole altered text."""
    for found in re.finditer(rf"\b({SCORING_KEYS}): ([0-9.]+)", RULES):
        key, number = found.groups()
        line = RULES.count("\n", 0, found.start()) + 1
        changed = f"{float(number) + 0.1:.2f}" if "." in number else str(int(number) + 1)
        yield f"line {line}: {key} {number} → {changed}", RULES[: found.start(2)] + changed + RULES[found.end(2) :]


def words_altered() -> Iterator[tuple[str, str]]:
    """Each setting that is a word, altered once."""
    for pattern, changed in [
        (r"mode: half_up", "mode: half_even"),
        (r"once_per_matter: true", "once_per_matter: false"),
        (r"highest_of: \w+", 'highest_of: ""'),
        (r"matter_in_item", "matter"),
        (r"start: zero", "start: full"),
        (r"needs: (condition|evidence)", 'needs: ""'),
        (r"cap: none", "cap: 20"),
        (r"raises: \[[a-z, ]+\]", "raises: []"),
        (r"without: \[veto\]", "without: []"),
        (r"barred_by: \[bar, veto\]", "barred_by: []"),
        (r"value: raw", "value: published"),
        (r"unknown: full", "unknown: pending"),
        (r"kind: void", "kind: flag"),
    ]:
        for found in re.finditer(pattern, RULES):
            line = RULES.count("\n", 0, found.start()) + 1
            text = RULES[: found.start()] + changed + RULES[found.end() :]
            yield f"line {line}: {found.group()} → {changed}", text


def failing_cases(text: str) -> list[str]:
    """Names of the cases that fail under the altered rules; all of them where the text can't be read at all."""
    book, problems = load({**BOOK.texts, "rulebook.yaml": text})
    if book is None:
        return [str(problem) for problem in problems]
    return [result.name for result in run_cases(book) if not result.passed]


ALTERED = [*alterations(), *words_altered()]


def test_the_alterations_reach_every_rule_that_moves_points():
    assert len(ALTERED) >= 80


def sums_tell(name: str) -> bool:
    """What a heading is worth in all moves no point; that it isn't the sum of its items is for the check to notice."""
    return re.search(r": full [0-9]", name) is not None


@pytest.mark.parametrize(("name", "text"), ALTERED, ids=[name for name, _ in ALTERED])
def test_an_altered_rule_is_noticed(name: str, text: str):
    noticed = failing_cases(text)
    if not noticed and sums_tell(name):
        book, _ = load({**BOOK.texts, "rulebook.yaml": text})
        assert book is not None
        noticed = [str(problem) for problem in check(book)]
    assert noticed != []


def test_an_item_with_other_full_points_fails_a_case():
    leaves: list[Item] = [
        item for item in BOOK.tree.walk() if item.rules and item.start == "full" and not item.each_period
    ]
    assert len(leaves) == 8
    for item in leaves:
        old = f"item: {item.code}\n"
        at = RULES.index(f"full: {item.full}", RULES.index(old))
        changed = RULES[:at] + f"full: {item.full + 1}" + RULES[at + len(f"full: {item.full}") :]
        assert failing_cases(changed), item.code
