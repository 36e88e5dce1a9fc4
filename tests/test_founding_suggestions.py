"""What the founding measures suggest, in a table that an official can check with a pencil (附件2 二1, readings 6–13)."""

from datetime import date
from decimal import Decimal

import pytest

from kaohe.engine import Entry, Goal, GoalYear, suggest
from tests.support.founding import founding_rulebook

BOOK = founding_rulebook()

PRAISED = ("integrity.praised", "district")
JOURNAL = ("brief.adopted", "city_journal")
ADOPTED = ("brief.adopted", "city")
COMPLAINT = ("service.complaint_upheld", "")
ERROR = ("execution.error", "")

#: 完成率, 实事或重点工作, 批准了客观原因, 关联的记录 → 建议的档次, 条件, 引用的口径
TABLE = [
    (100, False, False, [], "qualified", [], "R7 R8"),
    (120, False, False, [], "qualified", [], "R7 R8"),
    (100, True, False, [], "qualified", [], "R7 R8"),
    (100, False, False, [PRAISED], "excellent", ["e5"], ""),
    (100, False, False, [JOURNAL], "excellent", ["e6"], ""),
    (100, False, False, [JOURNAL, PRAISED], "excellent", ["e5", "e6"], ""),
    (100, False, False, [ADOPTED], "qualified", [], "R7 R8"),
    (99, False, False, [], "basically_qualified", [], ""),
    (90, False, False, [PRAISED], "basically_qualified", [], "R7 R8"),
    (81, False, False, [], "basically_qualified", [], ""),
    (80, False, False, [], "basically_qualified", [], "R9"),
    (79, False, False, [], "unqualified", ["u1"], "R9"),
    (0, False, False, [], "unqualified", ["u1"], "R9"),
    (99, True, False, [], "unqualified", ["u2"], "R10"),
    (90, True, False, [], "unqualified", ["u2"], "R10"),
    (79, True, False, [], "unqualified", ["u1", "u2"], "R9 R10"),
    (90, True, True, [], "excused", [], "R13"),
    (50, False, True, [], "excused", [], "R13"),
    (100, True, True, [], "qualified", [], "R7 R8"),
    (100, False, False, [COMPLAINT], "unqualified", ["u5"], "R12"),
    (100, False, False, [COMPLAINT, PRAISED], "unqualified", ["u5"], "R11 R12"),
    (50, False, True, [COMPLAINT], "unqualified", ["u5"], "R12"),
    (100, False, False, [ERROR], "qualified", [], "R7 R8 R12"),
    (None, False, False, [], "", [], ""),
    (None, True, False, [], "", [], ""),
    (None, False, True, [], "excused", [], "R13"),
    (None, False, False, [COMPLAINT], "unqualified", ["u5"], "R12"),
    (None, False, False, [PRAISED], "", [], ""),
]  # fmt: skip


@pytest.mark.parametrize("category", ["key", "ordinary"])
@pytest.mark.parametrize(("completion", "key_work", "excused", "facts", "grade", "conditions", "readings"), TABLE)
def test_the_table(category, completion, key_work, excused, facts, grade, conditions, readings):
    entries = tuple(
        Entry(id=str(number), department="budget", rule=rule, level=level, occurred_on=date(2025, 6, 1))
        for number, (rule, level) in enumerate(facts, 1)
    )
    known = None if completion is None else Decimal(completion)
    found = suggest(BOOK, GoalYear(Goal("Z-1", "budget", category, key_work=key_work), known, excused, entries))
    assert found.grade == grade
    assert sorted(found.conditions) == conditions
    cited = {code for reason in found.reasons for code in reason.readings}
    assert cited == set(readings.split())
    assert all(BOOK.clauses[reason.clause] for reason in found.reasons if reason.clause)


def test_the_reasons_of_a_key_goal_at_ninety_per_cent_read_as_an_official_would_say_them():
    found = suggest(BOOK, GoalYear(Goal("Z-1", "budget", "key", key_work=True), Decimal(90)))
    assert [reason.message() for reason in found.reasons] == [
        "实事或重点工作，完成率 90%，没有全部完成，也没有批准的客观原因"
    ]
    assert found.reasons[0].clause == "2.2.1"
