"""Who may do what: one table, asked by buttons and by actions alike."""

from datetime import date

import pytest

from kaohe.engine import Refused, has_phrase
from kaohe.people.actions import choose_settings
from kaohe.people.deeds import MAY, Deed, Scope, departments_for, may, require
from kaohe.people.models import Appointment, Department, Officer
from kaohe.people.roles import Role
from tests.support.bureau import appoint_at_once, refused

#: Who may do a deed for `budget`: written out by hand, to be read beside the table.
FOR_BUDGET = {
    Deed.SEE_BOARD: {"office", "director", "leading_group", "deputy_director", "auditor"},
    Deed.SEE_DEPARTMENT: {
        "office", "director", "leading_group", "deputy_director", "auditor", "checker", "department_head", "clerk", "officer",
    },
    Deed.MANAGE_PEOPLE: {"administrator"},
    Deed.APPOINT: {"security"},
    Deed.GUARD_ACCOUNTS: {"security"},
    Deed.REVIEW_DUTIES: {"administrator", "security", "auditor"},
    Deed.DRAW_CHECKERS: {"office"},
    Deed.SET_CHANNELS: {"administrator"},
    Deed.CHOOSE_SETTINGS: {"office", "director", "leading_group"},
    Deed.DELEGATE: {
        "office", "director", "leading_group", "deputy_director", "department_head", "clerk", "officer", "checker",
    },
    Deed.ADOPT_EDITION: {"leading_group", "director"},
    Deed.TRY_RULEBOOK: {"office", "director", "leading_group"},
    Deed.OPEN_CYCLE: {"office"},
    Deed.SET_DATES: {"office"},
    Deed.KEEP_CALENDAR: {"office"},
    Deed.ADVANCE_STAGE: {"office"},
    Deed.DRAFT_GOALS: {"clerk", "department_head"},
    Deed.PROPOSE_GOALS: {"department_head"},
    Deed.AGREE_GOALS: {"deputy_director", "director"},
    Deed.COMPILE_GOALS: {"office"},
    Deed.FIX_GOALS: {"office"},
    Deed.ASSIGN_GOALS: {"department_head"},
    Deed.FILL_PROGRESS: {"clerk", "department_head"},
    Deed.SUBMIT_PROGRESS: {"department_head"},
    Deed.REMIND_PROGRESS: {"office"},
    Deed.VERIFY_PROGRESS: {"office", "checker"},
    Deed.ASK_EXCUSE: {"department_head"},
    Deed.DECIDE_EXCUSE: {"leading_group"},
    Deed.RECORD_ENTRY: {"office", "checker"},
    Deed.REVERSE_ENTRY: {"office", "checker"},
    Deed.ANSWER_ENTRY: {"department_head", "clerk"},
    Deed.STORE_FILE: {
        "office", "director", "leading_group", "deputy_director", "checker", "department_head", "clerk", "officer",
    },
    Deed.SEE_GRADING: {"office", "director", "leading_group", "auditor", "deputy_director"},
    Deed.GIVE_OPINION: {"leading_group"},
    Deed.HOLD_MEETING: {"office", "leading_group"},
    Deed.COMMENT_GRADING: {"deputy_director"},
    Deed.GRADE_GOAL: {"leading_group"},
    Deed.RUN_QUARTER: {"office"},
    Deed.PROPOSE_RESULTS: {"office"},
    Deed.PUBLISH_RESULTS: {"leading_group", "director"},
    Deed.FINALISE_RESULTS: {"leading_group", "director"},
    Deed.REOPEN_YEAR: {"leading_group", "director"},
    Deed.EXTEND_OBJECTIONS: {"leading_group", "director"},
    Deed.FILE_OBJECTION: {"department_head"},
    Deed.ASSIGN_REVIEWER: {"office", "leading_group"},
    Deed.REVIEW_OBJECTION: {"office", "leading_group", "checker"},
    Deed.DECIDE_OBJECTION: {"leading_group"},
    Deed.PROPOSE_REWARD: {"office"},
    Deed.FIX_REWARD: {"leading_group", "director"},
    Deed.SEE_REWARD: {"office", "director", "leading_group", "auditor", "deputy_director", "department_head"},
    Deed.SEE_DOSSIER: {"office", "director", "leading_group", "auditor", "deputy_director", "department_head"},
    Deed.SEE_FAIRNESS: {"office", "leading_group", "auditor"},
    Deed.SEE_SUBORDINATES: {"office", "director", "leading_group", "auditor"},
    Deed.READ_AUDIT: {"auditor"},
}  # fmt: skip


@pytest.mark.parametrize("deed", Deed)
def test_each_deed_is_for_those_the_table_names(world, deed):
    assert {role for role in world.people if may(getattr(world, role), deed, world.budget)} == FOR_BUDGET[deed]


@pytest.mark.parametrize("deed", Deed)
def test_a_button_never_shows_what_is_refused(world, deed):
    for role in world.people:
        officer = getattr(world, role)
        for department in (None, world.budget, world.general):
            if may(officer, deed, department):
                require(officer, deed, department, bureau=world.bureau)
            else:
                with pytest.raises(Refused):
                    require(officer, deed, department, bureau=world.bureau)


@pytest.mark.parametrize("role", ["deputy_director", "department_head", "clerk", "officer"])
def test_who_belongs_to_one_department_sees_no_other(world, role):
    assert not may(getattr(world, role), Deed.SEE_DEPARTMENT, world.general)


def test_a_right_for_one_department_is_none_for_another(world):
    with refused("people.may_not_here"):
        require(world.clerk, Deed.SEE_DEPARTMENT, world.general, bureau=world.bureau)


def test_a_checker_does_not_record_about_their_own_department(world):
    assert may(world.checker, Deed.RECORD_ENTRY, world.budget)
    with refused("people.recusal"):
        require(world.checker, Deed.RECORD_ENTRY, world.general, bureau=world.bureau)


def test_nobody_acts_in_another_bureau(world, elsewhere):
    for deed in Deed:
        for role in world.people:
            assert not may(getattr(world, role), deed, elsewhere.budget)
    with refused("people.other_bureau"):
        require(world.office, Deed.OPEN_CYCLE, bureau=elsewhere.bureau)


def test_a_department_of_another_bureau_is_not_taken_for_ones_own(world, elsewhere):
    with refused("people.other_bureau"):
        require(world.office, Deed.RECORD_ENTRY, elsewhere.budget, bureau=world.bureau)


def test_a_closed_account_may_nothing(world):
    officer = world.office
    officer.is_active = False
    assert not any(may(officer, deed) for deed in Deed)


def test_an_appointment_that_ended_allows_nothing(world):
    Appointment.objects.filter(officer=world.office).update(until=date(2024, 12, 31))
    assert not may(world.office, Deed.RECORD_ENTRY)


def test_an_appointment_yet_to_begin_allows_nothing(world):
    Appointment.objects.create(officer=world.nobody, role=Role.OFFICE, since=date(2199, 1, 1))
    assert not may(world.nobody, Deed.RECORD_ENTRY)


def test_roles_are_asked_for_once_in_a_request(world, django_assert_num_queries):
    officer = world.office
    with django_assert_num_queries(1):
        for deed in Deed:
            may(officer, deed, world.budget)


def test_the_departments_one_may_see(world):
    assert departments_for(world.office, Deed.SEE_DEPARTMENT) is None
    assert departments_for(world.clerk, Deed.SEE_DEPARTMENT) == {world.budget.pk}
    assert departments_for(world.nobody, Deed.SEE_DEPARTMENT) == frozenset()


def test_departments_and_people_of_another_bureau_are_not_found(world, elsewhere):
    assert set(Department.objects.visible_to(world.clerk)) == {world.budget, world.general}
    assert not Officer.objects.visible_to(world.clerk).filter(bureau=elsewhere.bureau).exists()


def test_someone_without_a_bureau_finds_nothing(world):
    stranger = Officer.objects.create(username="stranger", name="外人")
    assert not Department.objects.visible_to(stranger).exists()
    assert not any(may(stranger, deed) for deed in Deed)


def test_every_deed_and_role_has_its_name_in_both_languages():
    assert set(MAY) == set(Deed)
    assert all(has_phrase(f"deed.{deed}") for deed in Deed)
    assert all(has_phrase(f"role.{role}") for role in Role)


def test_deeds_of_seeing_reach_all_or_ones_own():
    for deed in (Deed.SEE_BOARD, Deed.SEE_DEPARTMENT):
        assert set(MAY[deed].values()) <= {Scope.ALL, Scope.OWN}


def test_membership_is_what_recuses_and_supervising_is_not(world):
    appoint_at_once(world.leading_group, Role.DEPUTY_DIRECTOR, world.budget)
    assert may(world.leading_group, Deed.GRADE_GOAL, world.budget)
    appoint_at_once(world.leading_group, Role.DEPARTMENT_HEAD, world.budget)
    assert not may(world.leading_group, Deed.GRADE_GOAL, world.budget)


def test_supervising_recuses_where_the_bureau_chose_so(world, elsewhere):
    appoint_at_once(world.leading_group, Role.DEPUTY_DIRECTOR, world.budget)
    choose_settings(officer=world.office, bureau=world.bureau, values={"supervisors_recused": True})
    assert may(world.leading_group, Deed.GRADE_GOAL, world.general)
    with refused("people.recusal"):
        require(world.leading_group, Deed.GRADE_GOAL, world.budget, bureau=world.bureau)
    appoint_at_once(elsewhere.leading_group, Role.DEPUTY_DIRECTOR, elsewhere.budget)
    assert may(elsewhere.leading_group, Deed.GRADE_GOAL, elsewhere.budget), "each bureau chooses for itself"
