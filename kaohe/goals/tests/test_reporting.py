"""The quarter as the department tells it: filled in, handed to the head, submitted, sent back, asked for."""

import pytest

from kaohe.audit.models import Record
from kaohe.cycles.stages import Stage
from kaohe.desk.models import Message
from kaohe.evidence.actions import store_file
from kaohe.goals.actions import (
    Progress,
    hand_in_progress,
    remind_progress,
    return_progress,
    save_progress,
    submit_progress,
    withdraw_progress,
)
from kaohe.goals.models import Told
from kaohe.goals.papers import pieces
from tests.support.bureau import recorded, refused
from tests.support.files import Upload, pdf

DONE = Progress(met=True, completion=100, sentence="按计划完成", evidence=("示财办〔2025〕31号",))
GOALS = ("Y-Z1", "Y-Z2", "Y-Q1", "Y-Q2", "Y-Q3", "Y-Q4")
EVERY = dict.fromkeys(GOALS, DONE)


@pytest.fixture
def quarter(world):
    return world.cycle.periods.get(number=3)


def save(world, quarter, told=EVERY, **more):
    return save_progress(officer=world.clerk, period=quarter, department=world.budget, told=told, **more)


def submitted(world, quarter):
    return submit_progress(officer=world.department_head, report=save(world, quarter))


def test_a_quarter_is_filled_in_by_the_clerk_and_submitted_by_the_head(world, quarter):
    with recorded("goals:progress:saved"):
        report = save(world, quarter)
    with recorded("goals:progress:filled"):
        hand_in_progress(officer=world.clerk, report=report)
    with recorded("goals:progress:submitted"):
        report = submit_progress(officer=world.department_head, report=report)
    assert report.state == Told.SUBMITTED
    assert report.lines.count() == len(GOALS)
    assert report.lines.get(goal__code="Y-Z1").evidence == ["示财办〔2025〕31号"]
    assert [step.step for step in report.steps.all()] == ["filled", "submitted"]


def test_a_half_filled_quarter_is_kept_and_not_yet_handed_on(world, quarter):
    report = save(world, quarter, {"Y-Z1": Progress(sentence="正在办理")})
    with refused("progress.lacks_met", "progress.lacks_completion", "progress.lacks_sentence") as caught:
        submit_progress(officer=world.department_head, report=report)
    goals = {problem.values["goal"] for problem in caught.value.problems}
    assert goals == set(GOALS), "every goal that lacks something is named at once"


def test_what_was_saved_is_replaced_by_what_is_saved_next(world, quarter):
    save(world, quarter)
    report = save(world, quarter, {"Y-Z1": Progress(met=False, completion=60, sentence="系统上线推迟")})
    line = report.lines.get(goal__code="Y-Z1")
    assert (line.met, line.completion, line.evidence) == (False, 60, [])
    assert report.lines.count() == len(GOALS)


def test_nobody_writes_over_what_they_have_not_seen(world, quarter):
    seen = save(world, quarter).version
    save(world, quarter, version=seen)
    with refused("progress.stale"):
        save(world, quarter, version=seen)


def test_the_head_sends_it_back_with_a_sentence(world, quarter):
    report = hand_in_progress(officer=world.clerk, report=save(world, quarter))
    with refused("goals.no_sentence"):
        return_progress(officer=world.department_head, report=report, sentence=" ")
    with recorded("goals:progress:returned"):
        report = return_progress(officer=world.department_head, report=report, sentence="请补充第二项的进度")
    assert report.state == Told.DRAFT
    assert report.steps.last().sentence == "请补充第二项的进度"


def test_the_checkers_send_a_submitted_report_back(world, quarter):
    report = return_progress(officer=world.checker, report=submitted(world, quarter), sentence="佐证不符")
    assert report.state == Told.DRAFT


def test_a_submitted_report_is_taken_back_before_it_is_verified(world, quarter):
    report = submitted(world, quarter)
    with recorded("goals:progress:withdrawn"):
        report = withdraw_progress(officer=world.department_head, report=report)
    assert report.state == Told.DRAFT
    with refused("progress.state"):
        withdraw_progress(officer=world.department_head, report=report)


def test_a_submitted_report_is_not_written_again(world, quarter):
    submitted(world, quarter)
    with refused("progress.state"):
        save(world, quarter)


@pytest.mark.parametrize("role", ["officer", "office", "checker", "deputy_director", "auditor", "administrator", "nobody"])
def test_only_the_department_tells_its_own_progress(world, quarter, role):
    report = save(world, quarter)
    who = getattr(world, role)
    with refused():
        save_progress(officer=who, period=quarter, department=world.budget, told=EVERY)
    with refused():
        submit_progress(officer=who, report=report)


def test_the_clerk_does_not_submit_for_the_head(world, quarter):
    report = save(world, quarter)
    with refused("people.may_not"):
        submit_progress(officer=world.clerk, report=report)


def test_nobody_tells_the_progress_of_another_department(world, quarter):
    with refused("people.may_not_here"):
        save_progress(officer=world.clerk, period=quarter, department=world.general, told={})


def test_another_bureau_is_unknown_here(world, elsewhere, quarter):
    with refused("people.other_bureau"):
        save_progress(officer=elsewhere.clerk, period=quarter, department=world.budget, told=EVERY)


def test_a_quarter_that_has_not_begun_is_not_told(world, quarter):
    world.bureau.clock = quarter.starts.replace(month=6)
    world.bureau.save()
    with refused("progress.not_begun"):
        save(world, world.cycle.periods.get(number=3))


def test_a_year_that_is_closed_takes_no_more_reports(world, quarter):
    world.at(Stage.NOTICED)
    with refused("cycles.stage"):
        save(world, world.cycle.periods.get(number=3))


def test_goals_and_figures_that_cannot_be_are_all_named(world, quarter):
    told = {"Y-Z9": DONE, "Y-Z1": Progress(completion=1001), "Y-Z2": Progress(sentence="字" * 1001)}
    with refused("goals.not_on_sheet", "progress.completion", "progress.too_long"):
        save(world, quarter, told)


def post():
    return {(each.officer.username.removeprefix("north-"), each.kind, each.subject) for each in Message.objects.select_related("officer")}


def test_who_is_asked_and_who_gets_a_report_back_is_told_so(world, quarter):
    remind_progress(officer=world.office, period=quarter, departments=[world.budget])
    asked = f"请尽快填报预算科{quarter.label}完成情况"
    assert post() == {("clerk", "reminder", asked), ("department_head", "reminder", asked)}
    Message.objects.all().delete()
    report = submitted(world, quarter)
    return_progress(officer=world.checker, report=report, sentence="与佐证不符")
    back = f"预算科{quarter.label}完成情况已退回，请修改后再报"
    assert post() == {("clerk", "notice", back), ("department_head", "notice", back)}


def test_the_office_asks_all_who_are_late_once_a_day(world, quarter):
    submitted(world, quarter)
    both = [world.budget, world.general]
    with recorded("goals:progress:reminded"):
        asked = remind_progress(officer=world.office, period=quarter, departments=both)
    assert [report.department for report in asked] == [world.general], "who has sent theirs isn't bothered"
    with refused("goals.nobody_to_remind"):
        remind_progress(officer=world.office, period=quarter, departments=both)
    with refused("people.may_not"):
        remind_progress(officer=world.clerk, period=quarter, departments=both)


# --- papers


@pytest.fixture
def brought(world, settings, tmp_path):
    """A file that the clerk brought under a number."""
    settings.EVIDENCE = tmp_path / "evidence"
    return store_file(officer=world.clerk, bureau=world.bureau, upload=Upload("现场.pdf", pdf()), document_number="青财12号")


def test_a_number_brings_its_file_along_and_counts_once(world, quarter, brought):
    report = save(world, quarter, {"Y-Z1": Progress(evidence=("青财12号", " 青财12号 ", "纪要"), files=(brought,))})
    line = report.lines.get()
    assert (line.evidence, list(line.files.all())) == (["青财12号", "纪要"], [brought])
    assert pieces(line.evidence, line.files.all()) == ("纪要", "青财12号 现场.pdf")
    assert Record.objects.get(tag="goals:progress:saved").after["Y-Z1"]["evidence"] == ["纪要", "青财12号 现场.pdf"]


def test_a_file_that_is_nobodys_here_is_refused(world, quarter, brought, elsewhere):
    foreign = store_file(officer=world.office, bureau=world.bureau, upload=Upload("别.pdf", pdf()))
    other = store_file(officer=elsewhere.clerk, bureau=elsewhere.bureau, upload=Upload("别局.pdf", pdf()))
    with refused("progress.file_foreign") as caught:
        save(world, quarter, {"Y-Z1": Progress(files=(brought, foreign, other))})
    assert len(caught.value.problems) == 2


def test_what_the_department_attached_before_may_be_attached_by_its_head(world, quarter, brought):
    save(world, world.cycle.periods.get(number=2), {"Y-Z1": Progress(files=(brought,))})
    told = {"Y-Z1": Progress(files=(brought,))}
    report = save_progress(officer=world.department_head, period=quarter, department=world.budget, told=told)
    assert list(report.lines.get().files.all()) == [brought]


def test_more_papers_than_anyone_reads_are_refused(world, quarter, brought):
    with refused("progress.too_many_papers"):
        save(world, quarter, {"Y-Z1": Progress(evidence=("一", "二", "三", "四", "五"), files=(brought,))})
    assert save(world, quarter, {"Y-Z1": Progress(evidence=("一", "二", "三", "四", "青财12号"), files=(brought,))})
