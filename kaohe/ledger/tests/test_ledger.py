"""The ledger: recorded with everything the rule asks for, taken back in the open, never edited."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from kaohe import engine
from kaohe.audit.chain import BEGINNING, sealed
from kaohe.audit.models import Record
from kaohe.cycles.stages import Stage
from kaohe.ledger.actions import record_entries, record_entry, reverse_entry
from kaohe.ledger.models import Entry, Evidence
from kaohe.ledger.posting import Proof
from tests.support.bureau import PAPER, recorded, refused


def test_an_absence_is_recorded_with_author_and_evidence(world):
    with recorded("ledger:entry:recorded"):
        entry = world.absence()
    assert (entry.number, entry.count, entry.recorder_name) == (1, 1, "north·office")
    assert [each.title for each in entry.evidence.all()] == ["考勤表"]
    assert Record.objects.of(entry).get().after["seal"] == entry.seal


def test_entries_are_numbered_without_gaps_in_each_year(world, elsewhere):
    assert [world.absence().number for _ in range(3)] == [1, 2, 3]
    assert elsewhere.absence().number == 1


def test_a_refused_entry_takes_no_number(world):
    world.absence()
    with refused("ledger.lacks_about"):
        world.absence(about=" ")
    assert world.absence().number == 2


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("ledger.lacks_person", {"persons": ()}),
        ("ledger.lacks_about", {"about": ""}),
        ("ledger.lacks_evidence", {"evidence": ()}),
        ("ledger.lacks_matter", {"rule": "brief.adopted", "level": "city"}),
        ("ledger.lacks_amount", {"rule": "integrity.basic"}),
        ("ledger.unknown_rule", {"rule": "training.unknown"}),
        ("ledger.unknown_level", {"rule": "brief.adopted", "matter": "信息1", "level": "moon"}),
        ("ledger.bad_count", {"count": -1}),
        ("ledger.amount_range", {"rule": "integrity.basic", "amount": Decimal(99)}),
        ("ledger.graded_rule", {"rule": "grade.key", "level": "good"}),
        ("cycles.not_yet", {"occurred_on": date(2025, 10, 16)}),
        ("cycles.outside_year", {"occurred_on": date(2024, 12, 31)}),
    ],
)
def test_an_entry_that_lacks_something_is_refused(world, code, changed):
    with refused(code):
        world.absence(**changed)


def test_everything_that_is_lacking_is_said_at_once(world):
    with refused("ledger.lacks_person", "ledger.lacks_evidence", "ledger.lacks_about"):
        world.absence(persons=(), evidence=(), about="")


@pytest.mark.parametrize(
    "role", ["clerk", "department_head", "deputy_director", "director", "auditor", "administrator"]
)
def test_only_the_office_and_the_checkers_record(world, role):
    with refused("people.may_not"):
        world.absence(officer=getattr(world, role))


def test_a_checker_records_about_others_and_not_about_their_own(world):
    world.absence(officer=world.checker)
    with refused("people.recusal"):
        world.absence(officer=world.checker, department=world.general)


@pytest.mark.parametrize("stage", [Stage.SETTING, Stage.NOTICED, Stage.REVIEWING, Stage.FINAL])
def test_nothing_is_recorded_outside_the_assessment(world, stage):
    with refused("cycles.stage"):
        world.at(stage).absence()


def test_what_december_left_is_recorded_while_closing(world):
    assert world.at(Stage.CLOSING).absence().number == 1


def test_another_bureaus_department_is_not_recorded_about(world, elsewhere):
    with refused("people.other_bureau"):
        world.absence(department=elsewhere.budget)
    with refused("people.other_bureau"):
        world.absence(officer=elsewhere.office)


def test_a_reversal_names_what_it_takes_back_and_why(world):
    entry = world.absence(count=3, persons=["王浩然", "徐婷婷", "马俊杰"])
    with recorded("ledger:entry:reversed"):
        reversal = reverse_entry(officer=world.office, entry=entry, why="补交病假条", count=1)
    assert (reversal.reverses, reversal.count, reversal.about) == (entry, -1, "补交病假条")
    assert reversal.occurred_on == entry.occurred_on
    assert list(Entry.objects.standing()) == [entry]
    reverse_entry(officer=world.office, entry=entry, why="其余也补交")
    assert not Entry.objects.standing().exists()


def test_a_reversal_is_refused_beyond_what_stands(world):
    entry = world.absence(count=2)
    with refused("ledger.reverses_too_much"):
        reverse_entry(officer=world.office, entry=entry, why="多了", count=3)
    with refused("ledger.reverses_too_much"):
        reverse_entry(officer=world.office, entry=entry, why="反了", count=-1)
    reverse_entry(officer=world.office, entry=entry, why="误记")
    with refused("ledger.reversed_already"):
        reverse_entry(officer=world.office, entry=entry, why="再来一次")


def test_a_reversal_without_a_reason_is_refused(world):
    with refused("ledger.reversal_without_why"):
        reverse_entry(officer=world.office, entry=world.absence(), why=" ")


def test_a_reversal_is_not_reversed(world):
    reversal = reverse_entry(officer=world.office, entry=world.absence(), why="误记")
    with refused("ledger.reversal_of_reversal"):
        reverse_entry(officer=world.office, entry=reversal, why="反悔")


def test_a_reversal_is_for_those_who_record(world):
    with refused("people.may_not"):
        reverse_entry(officer=world.clerk, entry=world.absence(), why="不服")


@pytest.mark.parametrize("stage", [Stage.NOTICED, Stage.REVIEWING, Stage.FINAL])
def test_nothing_is_reversed_by_hand_once_the_results_are_announced(world, stage):
    """What a review takes back, its decision takes back: anything else would come after the time to object."""
    entry = world.absence()
    world.at(stage)
    with refused("cycles.stage"):
        reverse_entry(officer=world.office, entry=entry, why="晚了")


def test_another_bureaus_entry_is_not_reversed(world, elsewhere):
    with refused("people.other_bureau"):
        reverse_entry(officer=elsewhere.office, entry=world.absence(), why="越权")


def fact(number, **changed):
    told = {
        "id": str(number), "department": "budget", "rule": "training.absence", "occurred_on": date(2025, 3, 12),
        "persons": ("王浩然",), "about": "缺勤", "evidence": ("考勤表",), "recorded_on": date(2025, 3, 14),
        "recorded_by": "north·checker",
    }  # fmt: skip
    return engine.Entry(**{**told, **changed})


def load(world, facts, **changed):
    told = {
        "officer": world.office,
        "cycle": world.cycle,
        "entries": facts,
        "recorders": {"north·checker": world.checker},
    }
    return record_entries(**{**told, **changed})


def test_a_year_kept_elsewhere_is_loaded_with_its_own_days(world):
    reversal = fact(9, count=-1, reverses="7", about="补假", recorded_on=date(2025, 4, 1))
    with recorded("ledger:entries:loaded"):
        rows = load(world, [fact(7), fact(8), reversal])
    assert [row.number for row in rows] == [1, 2, 3]
    assert rows[2].reverses == rows[0]
    assert rows[0].recorded_by == world.checker
    assert rows[0].recorded_at.date() == date(2025, 3, 14)
    assert Record.objects.first().after["seal"] == rows[-1].seal


def test_a_second_load_may_take_back_what_the_first_brought(world):
    load(world, [fact(1, count=2)])
    rows = load(world, [fact(2, count=-1, reverses="1", about="补假")])
    assert rows[0].reverses.number == 1
    with refused("ledger.reversal_exceeds"):
        load(world, [fact(3, count=-2, reverses="1", about="补假")])


def test_a_load_is_taken_whole_or_not_at_all(world):
    with refused("ledger.lacks_person", "ledger.unknown_rule"):
        load(world, [fact(1), fact(2, persons=()), fact(3, rule="odd")])
    with refused("ledger.unknown_department"):
        load(world, [fact(1), fact(2, department="nowhere")])
    with refused("ledger.no_such_goal"):
        load(world, [fact(1, goal="Z-99")])


def test_a_load_asks_for_the_same_right(world):
    with refused("people.may_not"):
        load(world, [fact(1)], officer=world.clerk)


def test_each_entry_is_sealed_to_the_one_before_with_its_evidence(world):
    entries = [world.absence(), world.absence(evidence=(Proof("签到表", "ab" * 32, "pdf"), *PAPER))]
    seal = BEGINNING
    for entry in Entry.objects.filter(pk__in=[each.pk for each in entries]).order_by("number"):
        seal = sealed(seal, entry.contents(list(entry.evidence.all())))
        assert entry.seal == seal


def test_entries_are_seen_by_those_who_may_see_the_department(world, elsewhere):
    mine, other = world.absence(), world.absence(department=world.general)
    elsewhere.absence()
    assert list(Entry.objects.visible_to(world.clerk)) == [mine]
    assert set(Entry.objects.visible_to(world.checker)) == {mine, other}
    assert not Entry.objects.visible_to(world.nobody).exists()
    assert list(Entry.objects.visible_to(world.office).of(world.general)) == [other]


def test_the_database_knows_that_only_a_reversal_counts_back(world):
    entry = world.absence()
    plain = {"cycle": world.cycle, "department": world.budget, "rule": "x", "occurred_on": date(2025, 1, 2),
             "recorded_at": entry.recorded_at, "recorded_by": world.office, "seal": "s"}  # fmt: skip
    for wrong in ({"count": -1}, {"count": 0}, {"count": 1, "reverses": entry}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Entry.objects.create(number=99, **plain, **wrong)


def test_an_entry_may_be_about_a_goal(world):
    entry = record_entry(
        officer=world.office, cycle=world.cycle, department=world.budget, rule="duty.goal_missed",
        occurred_on=date(2025, 4, 2), goal=world.goal("Y-Z1"), about="一季度未完成", evidence=PAPER,
    )  # fmt: skip
    assert entry.goal.code == "Y-Z1"
    assert Evidence.objects.get(entry=entry).title == "考勤表"
