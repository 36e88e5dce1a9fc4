"""A problem says where, what, by which clause and what to do; a refusal carries all of them at once."""

from kaohe.engine import ERROR, PENDING, WARNING, Place, Problem, Refused, errors

GOAL = {"goal": "Z-1", "department": "预算科"}
MISSING = Problem(
    "grading.missing", GOAL, Place("facts.xlsx", sheet="目标", row=4, column="编号"), "附件2 二1", PENDING, "budget"
)


def test_a_problem_is_one_sentence_with_its_place_in_front_and_its_clause_behind():
    assert MISSING.message() == str(MISSING)
    assert (
        str(MISSING) == "facts.xlsx › 目标 › 第 4 行 › 编号: 预算科目标 Z-1 尚未划档。请考核小组先划档。（附件2 二1）"
    )
    assert MISSING.message("en").startswith("facts.xlsx › 目标 › row 4 › 编号: 预算科's goal Z-1 has no grade yet.")


def test_what_is_unknown_of_a_place_is_left_out():
    assert Place().text() == ""
    assert Place("rulebook.yaml", 12).text() == "rulebook.yaml › 第 12 行"
    assert Place("rulebook.yaml", 12).text("en") == "rulebook.yaml › line 12"
    assert not Problem("facts.no_departments").message().startswith(":")


def test_as_data_it_keeps_only_what_is_known_of_its_place():
    data = MISSING.as_data("en")
    assert data["place"] == {"file": "facts.xlsx", "sheet": "目标", "row": 4, "column": "编号"}
    assert (data["code"], data["severity"], data["department"], data["clause"]) == (
        "grading.missing", "pending", "budget", "附件2 二1",
    )  # fmt: skip


def test_a_refusal_carries_every_reason_one_a_line():
    refused = Refused([MISSING, Problem("facts.no_departments")])
    assert refused.message().splitlines() == [str(problem) for problem in refused.problems]
    assert str(refused) == refused.message("zh")
    assert len(refused.message("en").splitlines()) == 2


def test_only_errors_must_be_mended():
    one = [Problem("facts.no_departments", severity=severity) for severity in (WARNING, ERROR, PENDING)]
    assert errors(one) == (one[1],)
