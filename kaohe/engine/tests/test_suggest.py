"""The suggestion, as properties that hold of any goal and as the few cases that a table can't show."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kaohe.engine import Entry, Goal, GoalYear, bearing_rules, grading_rule, has_phrase, load, suggest
from kaohe.engine.suggest import WORDS
from kaohe.engine.tests.little import DOCUMENT, READINGS, RULES

SCALE = """\
scales:
  - scale: grades
    clause: "1"
    grades:
      - {grade: top, label: 优, coefficient: 1, clause: "1", needs: condition, completion: 100, readings: [R1],
         conditions: [{condition: t1, label: 表彰, shown_by: [praise]}]}
      - {grade: fair, label: 中, coefficient: 0.8, clause: "1", completion: 100}
      - {grade: poor, label: 差, coefficient: 0.6, clause: "1", completion: 80, readings: [R1]}
      - {grade: failed, label: 劣, coefficient: 0.4, clause: "1", needs: condition, overrides: true, readings: [R1],
         conditions: [{condition: f1, label: 太少, proposed_if: below}, {condition: f2, label: 重点未完成, proposed_if: key_work},
                      {condition: f3, label: 违规, shown_by: [breach], levels: [grave]},
                      {condition: f4, label: 失误, weigh: [absence]}]}
      - {grade: excused, label: 客观, coefficient: 0.6, clause: "1", needs: evidence, proposed_if: excuse}
"""
GRADED = RULES[: RULES.index("scales:")] + SCALE + RULES[RULES.index("tree:") :]
SCORE = {"top": 5, "fair": 4, "poor": 3, "excused": 3, "failed": 2, "": 0}
EVENTS = st.sampled_from([("praise", ""), ("breach", "grave"), ("breach", "light"), ("absence", ""), ("forged", "")])


def book(rules=GRADED):
    rulebook, problems = load({"document.md": DOCUMENT, "readings.yaml": READINGS, "rulebook.yaml": rules})
    assert rulebook is not None, "\n".join(map(str, problems))
    return rulebook


BOOK = book()


def event(number, rule, level=""):
    return Entry(id=str(number), department="a", rule=rule, level=level, occurred_on=date(2025, 3, 1))


def year(completion=100, *, key_work=False, excused=False, events=()):
    goal = Goal("Z1", "a", "key", key_work=key_work)
    known = None if completion is None else Decimal(completion)
    return GoalYear(goal, known, excused, tuple(event(number, *each) for number, each in enumerate(events, 1)))


YEARS = st.builds(
    lambda completion, key_work, excused, events: year(completion, key_work=key_work, excused=excused, events=events),
    st.none() | st.integers(0, 130), st.booleans(), st.booleans(), st.lists(EVENTS, max_size=4),
)  # fmt: skip


def codes(found):
    return [reason.code for reason in found.reasons]


@given(YEARS)
def test_a_suggestion_is_a_grade_of_the_scale_with_what_that_grade_needs(about):
    found = suggest(BOOK, about)
    rule = grading_rule(BOOK, "key")
    assert rule is not None
    assert found.grade in {"", *rule.scale.grades}
    assert found.reasons
    if found.grade:
        grade = rule.scale.grades[found.grade]
        assert set(found.conditions) <= {each.code for each in grade.conditions}
        assert grade.needs != "condition" or found.conditions
        assert any(reason.decides for reason in found.reasons)
    else:
        assert about.completion is None


@given(YEARS)
def test_every_reason_speaks_both_languages_and_names_its_clause(about):
    for reason in suggest(BOOK, about).reasons:
        assert reason.message("zh") != reason.message("en")
        assert reason.clause == "1" or not reason.decides
        assert set(reason.readings) <= {"R1"}


@given(YEARS, st.integers(0, 30))
def test_more_done_never_suggests_less(about, more):
    if about.completion is not None:
        better = replace(about, completion=about.completion + more)
        assert SCORE[suggest(BOOK, better).grade] >= SCORE[suggest(BOOK, about).grade]


@given(YEARS)
def test_a_granted_reason_never_suggests_less(about):
    if about.completion is not None:
        assert SCORE[suggest(BOOK, replace(about, excused=True)).grade] >= SCORE[suggest(BOOK, replace(about, excused=False)).grade]


@given(YEARS)
def test_a_grave_fact_outweighs_everything(about):
    worse = replace(about, entries=(*about.entries, event(9, "breach", "grave")))
    assert suggest(BOOK, worse).grade == "failed"
    assert "f3" in suggest(BOOK, worse).conditions


@given(YEARS)
def test_what_only_people_can_weigh_changes_nothing(about):
    """A mistake of unknown weight, and an event of a rule that no condition names."""
    with_it = replace(about, entries=(*about.entries, event(8, "absence"), event(9, "forged")))
    assert suggest(BOOK, with_it).grade == suggest(BOOK, about).grade
    assert "suggest.weigh" in codes(suggest(BOOK, with_it))


@given(YEARS, st.randoms())
def test_the_order_of_entries_changes_no_grade(about, order):
    shuffled = list(about.entries)
    order.shuffle(shuffled)
    assert suggest(BOOK, replace(about, entries=tuple(shuffled))).grade == suggest(BOOK, about).grade


def test_facts_for_the_best_are_told_where_they_could_not_count():
    assert "suggest.unmet" in codes(suggest(BOOK, year(85, events=[("praise", "")])))
    assert "suggest.overrides" in codes(suggest(BOOK, year(100, events=[("praise", ""), ("breach", "grave")])))
    assert "suggest.excuse_conduct" in codes(suggest(BOOK, year(85, excused=True, events=[("breach", "grave")])))
    assert "suggest.excuse_idle" in codes(suggest(BOOK, year(100, excused=True)))
    assert "suggest.unshown" in codes(suggest(BOOK, year(100)))


def test_the_numbers_of_the_entries_stand_in_the_sentence():
    [_complete, reason] = suggest(BOOK, year(100, events=[("praise", ""), ("praise", "")])).reasons
    assert reason.message() == "表彰：表扬 #1 #2"


def test_an_edition_without_the_keys_suggests_nothing_and_says_so():
    assert suggest(book(RULES), year()).grade == ""
    assert codes(suggest(book(RULES), year())) == ["suggest.silent"]
    assert codes(suggest(BOOK, replace(year(), goal=Goal("X", "a", "unknown")))) == ["suggest.silent"]


def test_an_edition_that_leaves_a_hole_leaves_it_to_the_group():
    holey = book(GRADED.replace(", proposed_if: below", ""))
    assert suggest(holey, year(40)).grade == ""
    assert codes(suggest(holey, year(40))) == ["suggest.below"]


def test_the_rules_whose_entries_matter():
    assert bearing_rules(BOOK, "key") == {"praise", "breach", "absence"}
    assert bearing_rules(BOOK, "unknown") == frozenset()


def test_a_condition_names_rules_and_levels_that_there_are():
    for odd, found in [("shown_by: [praise]", "shown_by: [prayse]"), ("weigh: [absence]", "weigh: [absense]"), ("levels: [grave]", "levels: [gravest]")]:
        rulebook, problems = load({"document.md": DOCUMENT, "readings.yaml": READINGS, "rulebook.yaml": GRADED.replace(odd, found)})
        assert [problem.code for problem in problems] == ["rulebook.dead_reference"]
        assert rulebook is None or problems[0].place.line


def test_every_sentence_is_registered():
    assert all(has_phrase(code) for code in WORDS)
