"""2025, the year that is over: what it holds, and that it scores without anything left open."""

from collections import Counter
from decimal import Decimal

import pytest

from kaohe.demo import demo_people, demo_year
from kaohe.demo.calendar import works_on
from kaohe.demo.tests.founding import RULEBOOK
from kaohe.engine import ERROR, PENDING, score

FACTS = demo_year(2025)
BOARD = score(RULEBOOK, FACTS)


def entries_of(*rules):
    return [entry for entry in FACTS.entries if entry.rule in rules]


def lines_of(what):
    return [
        line
        for standing in BOARD.standings
        for node in standing.tree.walk()
        for line in node.lines
        if line.what == what
    ]


def test_the_year_holds_about_two_thousand_entries_with_numbers_of_their_own():
    assert 1900 <= len(FACTS.entries) <= 2100
    assert len({entry.id for entry in FACTS.entries}) == len(FACTS.entries)


def test_two_calls_give_the_same_facts():
    assert demo_year(2025) == FACTS


def test_the_year_scores_with_no_error_and_nothing_pending():
    assert [str(problem) for problem in BOARD.problems if problem.severity in (ERROR, PENDING)] == []
    assert all(standing.published is not None for standing in BOARD.standings)


def test_every_rule_of_the_rulebook_occurs():
    assert set(RULEBOOK.rules) - {entry.rule for entry in FACTS.entries} == set()


def test_every_grade_occurs_and_one_goal_is_excused_with_evidence():
    levels = Counter(entry.level for entry in entries_of("grade.key", "grade.ordinary"))
    assert set(levels) == set(RULEBOOK.scales["grades"].grades)
    (excused,) = [entry for entry in FACTS.entries if entry.level == "excused"]
    assert excused.evidence
    assert levels["excellent"] < len(FACTS.goals) / 2


def test_key_goals_add_up_to_sixty_and_ordinary_ones_to_forty():
    sums = Counter()
    for goal in FACTS.goals:
        if goal.base is not None:
            sums[goal.department, goal.category] += goal.base
    assert {points for (_, category), points in sums.items() if category == "key"} == {Decimal(60)}
    assert {points for (_, category), points in sums.items() if category == "ordinary"} == {Decimal(40)}


def test_one_department_splits_equally_among_seven_ordinary_goals():
    split = Counter((goal.department, goal.category) for goal in FACTS.goals if goal.base is None)
    assert split == {("treasury_centre", "key"): 3, ("treasury_centre", "ordinary"): 7}


@pytest.mark.parametrize(("category", "low", "high"), [("key", 2, 4), ("ordinary", 4, 8)])
def test_every_department_has_a_usual_number_of_goals(category, low, high):
    counts = Counter(goal.department for goal in FACTS.goals if goal.category == category)
    assert len(counts) == len(RULEBOOK.departments)
    assert all(low <= count <= high for count in counts.values())


def test_one_department_is_under_a_veto_and_outside_the_ranking():
    vetoed = [standing for standing in BOARD.standings if standing.vetoed]
    assert [(standing.department.code, standing.rank) for standing in vetoed] == [("procurement", None)]


def test_two_departments_share_a_rank_with_equal_published_totals():
    ranks = Counter(standing.rank for standing in BOARD.standings if standing.rank)
    (shared,) = [rank for rank, count in ranks.items() if count > 1]
    tied = [standing for standing in BOARD.standings if standing.rank == shared]
    assert len(tied) == 2
    assert tied[0].published == tied[1].published
    assert shared + 1 not in ranks


def test_totals_and_organ_building_points_are_spread_believably():
    totals = [standing.published for standing in BOARD.standings]
    assert max(totals) < 97
    assert min(totals) > 70
    organ = [standing.tree.find("institution").points for standing in BOARD.standings if not standing.vetoed]
    assert all(80 <= points <= 97 for points in organ)


def test_a_missed_information_quota_bars_one_more_department_from_honours():
    missed = [standing.department.code for standing in BOARD.standings if standing.barred and not standing.vetoed]
    assert missed == ["enterprise"]
    (line,) = lines_of("quota_unmet")
    assert line.points == 0


def test_deductions_are_used_up_to_the_floor_and_information_up_to_its_cap():
    assert BOARD.of("treasury_centre").tree.find("discipline").points == 0
    assert lines_of("floor")
    full = [each.tree.find("information") for each in BOARD.standings if each.tree.find("information").points == 10]
    assert any(node.raw > 10 for node in full)


def test_one_matter_under_two_headings_is_counted_once():
    delay = [line for line in BOARD.of("assets").tree.find("network").lines if line.rule == "network.delay"]
    assert [line.counted for line in delay] == [False]
    assert BOARD.of("assets").tree.find("execution").points == 15


def test_a_later_and_higher_adoption_beats_the_earlier_ones():
    beaten = [line for line in lines_of("beaten") if line.rule == "brief.adopted"]
    assert len(beaten) >= 5
    assert {entry.level for entry in entries_of("brief.adopted")} == {
        level.code for level in RULEBOOK.rules["brief.adopted"].levels
    }


def test_leaders_notes_count_once_with_the_adoptions_of_the_same_article():
    noted = [line for line in [*lines_of("bonus"), *lines_of("beaten")] if line.rule == "brief.noted"]
    assert {line.counted for line in noted} == {True, False}
    assert {entry.level for entry in entries_of("brief.noted")} == {"district", "city"}


def test_reversals_are_full_and_partial_and_name_their_original():
    ledger = {entry.id: entry for entry in FACTS.entries}
    left = {entry.reverses: ledger[entry.reverses].count + entry.count for entry in FACTS.entries if entry.reverses}
    assert 0 in left.values()
    assert max(left.values()) > 0
    assert all(entry.recorded_on >= ledger[entry.reverses].recorded_on for entry in FACTS.entries if entry.reverses)


def test_a_forged_certificate_voids_the_credits_and_is_handed_on():
    item = BOARD.of("enterprise").tree.find("credits")
    assert item.points == 0
    assert "refer" in {raised.consequence for raised in item.raised}


def test_working_events_happen_and_are_recorded_on_working_days():
    assert [
        entry for entry in FACTS.entries if not works_on(entry.occurred_on) or not works_on(entry.recorded_on)
    ] == []


def test_nothing_is_recorded_before_it_happened_and_some_of_it_weeks_later():
    waits = [(entry.recorded_on - entry.occurred_on).days for entry in FACTS.entries if not entry.reverses]
    assert min(waits) == 0
    assert sum(wait > 14 for wait in waits) > 5


def test_only_gradings_lie_outside_the_year():
    outside = {entry.rule for entry in FACTS.entries if entry.occurred_on.year != 2025}
    assert outside == {"grade.key", "grade.ordinary"}


def test_entries_name_officers_of_their_own_department_and_a_recorder_of_another():
    home = {person.name: person.department for person in demo_people()}
    for entry in FACTS.entries:
        assert {home[name] for name in entry.persons} <= {entry.department}
        assert home[entry.recorded_by] != entry.department


def test_nobody_is_away_on_leave_and_seen_at_work_on_one_day():
    leaves = entries_of("discipline.leave")
    seen = entries_of("training.absence", "discipline.absence", "exam.passed", "brief.sent")
    both = [
        (name, entry.occurred_on)
        for entry in seen
        for name in entry.persons
        for leave in leaves
        if name in leave.persons and leave.covers(entry.occurred_on)
    ]
    assert both == []
    assert any(leave.until for leave in leaves)


def test_the_register_of_leave_says_never_why():
    said = {entry.about for entry in entries_of("discipline.leave", "training.leave")}
    assert said == {"已请假", "因公外出"}
    assert not [entry for entry in FACTS.entries if "病" in entry.about]


def test_every_study_session_accounts_for_every_officer():
    heads = Counter()
    for entry in entries_of("training.session", "training.leave", "training.absence"):
        heads[entry.department, entry.occurred_on] += entry.count
    sizes = {department.code: department.size for department in RULEBOOK.departments}
    assert [(place, count) for place, count in heads.items() if count != sizes[place[0]]] == []
    assert len(heads) == 12 * len(sizes)


def test_every_attendance_check_accounts_for_every_officer():
    heads, checked = Counter(), {(entry.department, entry.occurred_on) for entry in entries_of("discipline.present")}
    for entry in entries_of("discipline.present", "discipline.leave", "discipline.absence"):
        heads[entry.department, entry.occurred_on] += entry.count
    sizes = {department.code: department.size for department in RULEBOOK.departments}
    assert [(place, heads[place]) for place in checked if heads[place] != sizes[place[0]]] == []
    assert {(entry.department, entry.occurred_on) for entry in entries_of("discipline.absence")} <= checked
    assert len(checked) == 12 * len(sizes)


def test_every_goal_is_reported_in_every_quarter_as_on_schedule_or_missed():
    reports = Counter()
    for entry in entries_of("duty.progress", "duty.goal_missed"):
        reports[entry.goal, (entry.occurred_on.month + 2) // 3] += 1
    assert set(reports) == {(goal.code, quarter) for goal in FACTS.goals for quarter in (1, 2, 3, 4)}
    assert set(reports.values()) == {1}


def test_no_brief_has_the_title_of_another():
    titles = Counter((entry.department, entry.about) for entry in entries_of("brief.sent") if entry.count > 0)
    assert max(titles.values()) == 1
