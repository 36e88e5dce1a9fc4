"""Cases are tables that an official can check with a pencil: each kind of expectation is met or is told to differ."""

import pytest

from kaohe.engine import CaseResult, run_cases
from kaohe.engine.tests.little import TEXTS, loaded


def run(text: str, file: str = "cases/1.yaml") -> list[CaseResult]:
    return list(run_cases(loaded({**TEXTS, file: text})))


def case(expect: str, given: str = "{rule: absence, department: 甲科, count: 3}", more: str = "") -> CaseResult:
    (result,) = run(f'- case: 一例\n  clause: "1"\n  given: [{given}]\n  expect: {expect}\n{more}')
    return result


MET = [
    "{points: {study: 7}}",
    "{points: {study: 7.00, study.raw: 7, study.settled: 7, total: pending}}",
    "{lines: {study: [满分 +10, 缺勤 −3]}}",
    "{lines: {duty.1: [满分 +2]}}",
    "{raises: []}",
    "{problems: []}",
    "{rank: {甲科: null}}",
    "{rankings: {total: {甲: null}}, honours: {best: {a: null}}}",
    "{published: pending}",
]
DIFFERS = [
    ("{points: {study: 8}}", "study: 7 ≠ 8"),
    ("{points: {study: pending}}", "study: 7 ≠ pending"),
    ("{points: {study: seven}}", "study: 7 ≠ seven"),
    ("{points: {total: 7}}", "total: pending ≠ 7"),
    ("{points: {dancing: 7}}", "dancing: ？"),
    ("{points: {study.raw: 8}}", "study.raw: 7 ≠ 8"),
    ("{lines: {study: [满分 +10]}}", "study: 满分 +10、缺勤 −3 ≠ 满分 +10"),
    ("{lines: {dancing: []}}", "dancing: ？"),
    ("{raises: [veto]}", "raises: — ≠ veto"),
    ("{problems: [period.open]}", "problems: — ≠ period.open"),
    ("{rank: {甲科: 1}}", "rank 甲科: None ≠ 1"),
    ("{rank: {丙科: null}}", "rank 丙科: ？"),
    ("{rankings: {sum: {甲科: null}}}", "rankings sum 甲科: ？"),
    ("{honours: {best: {甲科: 2}}}", "honours best 甲科: None ≠ 2"),
    ("{published: 7}", "published: pending ≠ 7"),
]


@pytest.mark.parametrize("expect", MET)
def test_an_expectation_that_is_met_passes(expect):
    result = case(expect)
    assert (result.failures, result.problems, result.passed) == ((), (), True)


@pytest.mark.parametrize(("expect", "told"), DIFFERS)
def test_an_expectation_that_is_not_met_is_told_with_both_figures(expect, told):
    result = case(expect)
    assert (result.failures, result.passed) == ((told,), False)


def test_a_case_knows_its_name_clause_kind_file_and_line():
    text = '\n- case: 一例\n  clause: "1"\n  kind: refusal\n  given: []\n  expect: {raises: []}\n'
    (result,) = run(text, "cases/3-limits.yaml")
    assert result[:5] == ("一例", "1", "refusal", "cases/3-limits.yaml", 2)


def test_cases_come_in_the_order_of_files_and_lines():
    one = "- {case: 一, clause: '1', given: [], expect: {raises: []}}\n"
    rulebook = loaded({**TEXTS, "cases/2.yaml": one.replace("一", "三"), "cases/1.yaml": one + one.replace("一", "二")})
    assert [result.name for result in run_cases(rulebook)] == ["一", "二", "三"]


@pytest.mark.parametrize(
    ("given", "expect"),
    [
        ("{goal: Z-1, category: key}, {goal: Z-2, category: key, base: 3}", "{points: {goals.settled: 0}}"),
        ("{goal: Z-1, category: key, department: 乙科}", "{problems: [grading.missing, facts.unknown_attribute]}"),
        ("{department: 甲科, size: 1}, {rule: missed}", "{points: {duty: 4}}"),
        ("{department: 甲科, size: 2}, {rule: missed}", "{points: {duty: 3}}"),
        ("{department: 甲科, attributes: {briefs: 0}}", "{points: {briefs: 2}}"),
        ("{rule: absence, id: 9, count: 3}, {rule: absence, count: -3, reverses: 9}", "{points: {study: 10}}"),
        ("{rule: praise, amount: 0.5, on: 2026-01-02}", "{points: {briefs.settled: 0.5}}"),
        (
            "{rule: breach, level: grave, matter: 甲, about: 某事, persons: [张某], evidence: [照片]}",
            "{points: {study: 8}}",
        ),
        ("{rule: absence, department: 丙科}", "{problems: [ledger.unknown_department]}"),
    ],
)
def test_what_can_be_given(given, expect):
    result = case(expect, given)
    assert (result.failures, [problem.message() for problem in result.problems]) == ((), [])


def test_a_case_can_look_at_a_day_and_at_another_department():
    assert case("{points: {duty: pending, duty.settled: 2}}", "", "  as_of: 2025-08-15\n  department: 乙科\n").passed
    later = case(
        "{points: {study: 10}}", "{rule: absence, on: 2025-03-01, recorded_on: 2025-09-01}", "  as_of: 2025-08-15\n"
    )
    assert later.passed


def test_that_business_is_open_goes_without_saying_unless_a_case_says_it():
    assert case("{problems: []}").passed
    assert case("{problems: [goals.none]}").passed


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("case: no list\n", "yaml.expected"),
        ("- [\n", "yaml.syntax"),
        ("- only a text\n", "yaml.expected"),
        ('- {case: 一, clause: "1", given: []}\n', "yaml.missing"),
        ('- {case: 一, clause: "1", given: [], expect: {}}\n', "yaml.missing"),
        ('- {case: 一, clause: "9", given: [], expect: {raises: []}}\n', "rulebook.dead_clause"),
        ('- {case: 一, clause: "1", kind: bad, given: [], expect: {raises: []}}\n', "yaml.expected"),
        ('- {case: 一, clause: "1", department: 丙科, given: [], expect: {raises: []}}\n', "rulebook.dead_reference"),
        (
            '- {case: 一, clause: "1", given: [{department: 丙科, size: 1}], expect: {raises: []}}\n',
            "rulebook.dead_reference",
        ),
        ('- {case: 一, clause: "1", given: [{size: 1}], expect: {raises: []}}\n', "yaml.missing"),
        ('- {case: 一, clause: "1", given: [{rule: absence, on: yesterday}], expect: {raises: []}}\n', "yaml.expected"),
        ('- {case: 一, clause: "1", given: [{rule: absence, cuont: 2}], expect: {raises: []}}\n', "yaml.unknown_key"),
        ('- {case: 一, clause: "1", given: [], expect: {pionts: {study: 1}}}\n', "yaml.unknown_key"),
        ('- {case: 一, clause: "1", given: [], expect: {raises: []}, extra: 1}\n', "yaml.unknown_key"),
    ],
)
def test_what_is_wrong_with_the_text_of_a_case_is_told_with_its_place(text, code):
    (result,) = run(text)
    assert code in [problem.code for problem in result.problems]
    assert all(problem.place.file == "cases/1.yaml" and problem.place.line for problem in result.problems)
    assert not result.passed
