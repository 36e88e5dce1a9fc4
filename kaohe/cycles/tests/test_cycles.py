"""A year: its edition, its stages, its days."""

from datetime import date

import pytest

from kaohe.audit.models import Record
from kaohe.cycles import editions
from kaohe.cycles.actions import adopt_edition, advance_stage, open_cycle
from kaohe.cycles.models import Cycle, Edition
from kaohe.cycles.stages import MOVES, Stage
from kaohe.engine import Refused, has_phrase
from tests.support.bureau import recorded, refused, rulebook


def texts(**changed):
    return {**rulebook().texts, **changed}


def adopt(world, **changed):
    told = {"officer": world.director, "bureau": world.bureau, "texts": texts(), "code": "second", "label": "第二版"}
    return adopt_edition(**{**told, **changed})


def amended():
    """The founding measures with one weight of words changed, so that they are another edition."""
    return texts(**{"rulebook.yaml": rulebook().texts["rulebook.yaml"] + "\n# amended\n"})


def test_an_edition_is_adopted_and_read_back(world):
    with recorded("cycles:edition:adopted"):
        edition = adopt(world, texts=amended())
    again = Edition.objects.get(pk=edition.pk)
    assert again.rulebook().digest == edition.digest != rulebook().digest
    assert again.adopted_on == date(2025, 10, 15)
    assert Record.objects.first().after["digest_sm3"] == edition.digest_sm3


def test_the_long_texts_are_fetched_only_when_read(world, django_assert_num_queries):
    editions._read.clear()
    with django_assert_num_queries(1):
        cycle = Cycle.objects.with_edition().get(pk=world.cycle.pk)
        assert "texts" not in cycle.edition.__dict__
    with django_assert_num_queries(1):
        cycle.rulebook()
        cycle.rulebook()


def test_an_edition_whose_own_cases_fail_is_not_adopted(world):
    wrong = texts(
        **{
            "rulebook.yaml": rulebook()
            .texts["rulebook.yaml"]
            .replace("label: 无故缺勤, each: 1", "label: 无故缺勤, each: 2")
        }
    )
    with refused("check.case_failed"):
        adopt(world, texts=wrong)


def test_an_edition_that_cannot_be_read_is_not_adopted(world):
    with refused("rulebook.file_missing"):
        adopt(world, texts={"rulebook.yaml": "format: 1"})


def test_an_edition_is_adopted_once(world):
    with refused("cycles.edition_taken"):
        adopt(world)


def test_only_those_who_lead_adopt_an_edition(world):
    with refused("people.may_not"):
        adopt(world, officer=world.office, texts=amended())


def test_texts_changed_behind_our_back_are_not_used(world):
    editions._read.clear()
    with pytest.raises(Refused) as caught:
        editions.rulebook("0" * 64, lambda: rulebook().texts)
    assert caught.value.problems[0].code == "cycles.edition_changed"


def open_year(world, **changed):
    told = {"officer": world.office, "bureau": world.bureau, "year": 2026, "edition": world.cycle.edition}
    return open_cycle(**{**told, **changed})


def test_a_year_is_opened_with_its_quarters(world):
    with recorded("cycles:cycle:opened"):
        cycle = open_year(world)
    assert cycle.stage == Stage.SETTING
    assert [(period.starts, period.ends) for period in cycle.periods.all()] == [
        (date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2026, 9, 30)),
        (date(2026, 10, 1), date(2026, 12, 31)),
    ]
    assert [period.label for period in cycle.periods.all()] == list(rulebook().periods)


def test_a_year_is_opened_once(world):
    with refused("cycles.year_taken"):
        open_year(world, year=2025)


def test_only_the_office_opens_a_year(world):
    with refused("people.may_not"):
        open_year(world, officer=world.director)


def test_a_year_does_not_follow_another_bureaus_edition(world, elsewhere):
    with refused("cycles.edition_foreign"):
        open_year(world, edition=elsewhere.cycle.edition)


def test_two_bureaus_open_the_same_year(world, elsewhere):
    assert open_year(world).year == open_year(elsewhere).year


def test_the_daily_assessment_ends_with_the_closing(world):
    with recorded("cycles:stage:advanced"):
        cycle = advance_stage(officer=world.office, cycle=world.cycle, to=Stage.CLOSING)
    assert cycle.stage == Stage.CLOSING
    assert Record.objects.first().before == {"stage": "running"}


def test_a_stage_that_needs_a_look_at_goals_or_results_has_its_own_action(world):
    with refused("cycles.own_action"):
        advance_stage(officer=world.office, cycle=world.cycle, to=Stage.FINAL)


def test_a_stage_is_advanced_by_the_office_only(world):
    with refused("people.may_not"):
        advance_stage(officer=world.clerk, cycle=world.cycle, to=Stage.CLOSING)


@pytest.mark.parametrize("start", Stage)
@pytest.mark.parametrize("to", Stage)
def test_only_the_moves_of_the_table_are_made(world, start, to):
    cycle = world.at(start).cycle
    if to in MOVES[start]:
        cycle.advance(to)
        assert Cycle.objects.get(pk=cycle.pk).stage == to
    else:
        with refused("cycles.move"):
            cycle.advance(to)


def test_of_two_who_move_a_year_at_once_one_is_told(world):
    first, second = (Cycle.objects.with_edition().get(pk=world.cycle.pk) for _ in range(2))
    first.advance(Stage.CLOSING)
    with refused("cycles.moved_already"):
        second.advance(Stage.CLOSING)


@pytest.mark.parametrize(
    ("day", "code"), [(date(2024, 12, 31), "cycles.outside_year"), (date(2025, 10, 16), "cycles.not_yet")]
)
def test_a_day_outside_the_year_or_still_to_come_is_refused(world, day, code):
    with refused(code):
        world.cycle.require(Stage.RUNNING, on=day)


def test_a_running_year_is_known_up_to_today_and_a_closing_one_as_a_whole(world):
    assert world.cycle.as_of() == date(2025, 10, 15)
    assert world.at(Stage.CLOSING).cycle.as_of() is None


def test_totals_are_for_few_before_the_notice_and_for_all_after(world, elsewhere):
    seeing = {role for role in world.people if world.cycle.board_visible_to(getattr(world, role))}
    assert seeing == {"office", "director", "leading_group", "deputy_director", "auditor"}
    published = world.at(Stage.NOTICED).cycle
    assert all(published.board_visible_to(getattr(world, role)) for role in world.people)
    assert not published.board_visible_to(elsewhere.director)


def test_another_bureaus_year_is_not_found(world, elsewhere):
    assert list(Cycle.objects.visible_to(world.office)) == [world.cycle]
    assert list(Edition.objects.visible_to(world.office)) == [world.cycle.edition]


def test_every_stage_has_its_name_in_both_languages():
    assert all(has_phrase(f"stage.{stage}") for stage in Stage)
