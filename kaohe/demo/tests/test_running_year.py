"""2026, the year that runs: known up to the end of the third quarter, nothing graded."""

from datetime import date

import pytest

from kaohe.demo import CLOSED, RUNNING_AS_OF, demo_year
from kaohe.demo.tests.founding import RULEBOOK
from kaohe.engine import ERROR, score

FACTS = demo_year(2026, RUNNING_AS_OF)


def test_the_running_year_holds_goals_and_no_gradings():
    assert FACTS.goals
    assert not [entry for entry in FACTS.entries if entry.rule.startswith("grade.")]


def test_nothing_recorded_later_is_known():
    assert FACTS.as_of == RUNNING_AS_OF
    assert all(entry.recorded_on <= RUNNING_AS_OF for entry in FACTS.entries)


def test_an_entry_keeps_its_number_when_more_becomes_known():
    assert demo_year(2026).entries[: len(FACTS.entries)] == FACTS.entries


def test_the_running_year_is_pending_and_holds_no_error():
    board = score(RULEBOOK, FACTS)
    assert [str(problem) for problem in board.problems if problem.severity == ERROR] == []
    assert all(standing.tree.pending for standing in board.standings)
    assert all(standing.tree.find("institution").settled > 0 for standing in board.standings)


def test_the_register_of_leave_says_never_why():
    said = {entry.about for entry in demo_year(2026).entries if entry.rule in ("discipline.leave", "training.leave")}
    assert said == {"已请假", "因公外出"}


def test_the_two_years_differ():
    closed = demo_year(CLOSED)
    assert {goal.target for goal in FACTS.goals} != {goal.target for goal in closed.goals}
    assert {entry.about for entry in FACTS.entries} - {entry.about for entry in closed.entries}


def test_some_matters_are_open_at_the_end_of_the_third_quarter():
    later = demo_year(2026).entries[len(FACTS.entries) :]
    assert {"brief.sent", "service.telephone", "execution.error"} <= {
        entry.rule for entry in later if entry.occurred_on <= RUNNING_AS_OF
    }


def test_before_the_directors_meeting_there_are_no_goals():
    early = demo_year(2026, date(2026, 4, 30))
    assert early.goals == ()
    assert early.entries
    assert not [entry for entry in early.entries if entry.goal]


def test_a_year_without_tables_is_refused():
    with pytest.raises(ValueError, match="2024"):
        demo_year(2024)
