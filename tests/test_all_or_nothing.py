"""Every import is wholly in the database or not at all: the database fails at each statement in turn, and nothing is left."""

import io
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError

from kaohe.cycles.actions import load_calendar
from kaohe.cycles.stages import Stage
from kaohe.days.calendar import Day, Kind
from kaohe.engine import Entry as Fact
from kaohe.files.goal_drafts import Draft, write_goal_drafts
from kaohe.goals.actions import import_draft_goals, save_draft_goals
from kaohe.goals.models import GoalSheet
from kaohe.ledger.actions import Finding, end_leave, record_entries, record_leave, record_round
from kaohe.ledger.models import Entry, Evidence
from kaohe.people.actions import carry_out
from kaohe.people.models import Officer
from kaohe.people.tests.rosters import handed_in, workbook
from tests.support.bureau import rulebook
from tests.support.faults import all_or_nothing, everything, failing_at
from tests.support.forms import filled
from tests.support.goal_rows import goal_rows


def test_a_fault_is_one(world):
    """The proof would be worth nothing if the database didn't fail where it is told to."""
    with failing_at(2) as seen, pytest.raises(OperationalError, match="the disk is full"):
        list(Officer.objects.all())
        list(Entry.objects.all())
    assert len(seen) == 2


def test_goals_of_several_departments_come_in_together_or_not_at_all(world):
    world.cycle.goals.all().delete()
    world.at(Stage.SETTING)
    save_draft_goals(officer=world.clerk, cycle=world.cycle, department=world.budget, rows=goal_rows()[:2])
    rows = {world.budget: goal_rows(), world.general: goal_rows()}
    office = world.office
    number = all_or_nothing(lambda: import_draft_goals(officer=office, cycle=world.cycle, rows=rows, file="目标.xlsx"))
    assert number > 10
    assert [len(sheet.rows) for sheet in GoalSheet.objects.order_by("pk")] == [6, 6]


def facts():
    common = {
        "department": "budget",
        "occurred_on": date(2025, 3, 12),
        "about": "未参加",
        "evidence": ("签到表", "名单"),
    }
    return [
        *(
            Fact(str(number), rule="training.absence", persons=(name,), **common)
            for number, name in enumerate(("甲", "乙"), 1)
        ),
        Fact("3", "general", "training.session", date(2025, 3, 12), count=4, about="集中学习"),
        Fact(
            "4", "budget", "training.absence", date(2025, 3, 12), count=-1, persons=("甲",), about="补假", reverses="1"
        ),
        Fact("5", "general", "discipline.leave", date(2025, 11, 3), persons=("丙",), until=date(2025, 11, 7)),
    ]


def test_entries_come_in_together_or_not_at_all_with_their_evidence_and_their_messages(world):
    office = world.office

    def deed():
        return record_entries(officer=office, cycle=world.cycle, entries=facts(), confirmed=False, telling=True)

    assert all_or_nothing(deed) > 10
    assert (Entry.objects.count(), Evidence.objects.count()) == (5, 4)
    assert len(everything()["desk.Message"]) == 2, "the head and the clerk of the department were told"


def test_departments_and_people_come_in_together_or_not_at_all(world, tmp_path):
    people = [
        ["张三", "zhangsan", "预算科", None, "科室内勤", None, None],
        ["李四", "lisi", "综合科", None, None, None, None],
    ]
    intake = handed_in(world, workbook(tmp_path, people))
    administrator = world.administrator
    assert all_or_nothing(lambda: carry_out(officer=administrator, intake=intake)) > 20
    assert Officer.objects.filter(name__in=["张三", "李四"]).count() == 2


def test_a_year_of_the_calendar_comes_in_whole_or_not_at_all(world):
    days = [Day(date(2027, 1, day), Kind.REST, "元旦") for day in (1, 2, 3)]
    office = world.office
    assert (
        all_or_nothing(lambda: load_calendar(officer=office, bureau=world.bureau, year=2027, days=days, source="通知"))
        > 5
    )


def test_a_round_and_a_leave_are_written_down_wholly_or_not_at_all(world):
    office, day = world.office, date(2025, 10, 14)
    findings = [
        Finding(world.budget, "discipline.absence", ("甲", "乙"), about="不在岗"),
        Finding(world.general, "discipline.present", count=4, about="全部在岗"),
    ]
    assert all_or_nothing(
        lambda: record_round(officer=office, cycle=world.cycle, occurred_on=day, findings=findings, evidence=["检查表"])
    )
    told = {
        "officer": office,
        "cycle": world.cycle,
        "department": world.budget,
        "rule": "discipline.leave",
        "persons": ["甲", "乙"],
    }
    assert all_or_nothing(lambda: record_leave(**told, starts=date(2025, 10, 20), until=date(2025, 10, 24)))
    leave = Entry.objects.filter(rule="discipline.leave").first()
    assert all_or_nothing(lambda: end_leave(officer=office, entry=leave, last_day=date(2025, 10, 21)))


@pytest.mark.parametrize("which", ["goals", "entries"])
def test_the_page_that_confirms_an_import_leaves_nothing_either(world, client, which):
    """Form, deed and answer are one transaction: not even the form's key is left by a failure."""
    client.force_login(world.office)
    client.raise_request_exception = False
    path, name, token = TRIALS[which](world, client)
    before, number = everything(), 1
    while True:
        with failing_at(number) as seen:
            answer = client.post(path, filled({name: token}))
        if answer.status_code == 302:
            break
        assert answer.status_code == 500
        assert everything() == before, seen[number - 1][:200]
        number += 1
    assert number > 20
    assert everything() != before


def _goals(world, client):
    world.cycle.goals.all().delete()
    world.at(Stage.SETTING)
    target = io.BytesIO()
    drafts = [Draft(0, each.code, row) for each in (world.budget, world.general) for row in goal_rows()]
    write_goal_drafts(target, rulebook(), [world.budget.as_fact(), world.general.as_fact()], drafts, year=2025)
    page = client.post(
        "/2025/goals/import/", filled({"file": SimpleUploadedFile("目标.xlsx", target.getvalue())})
    ).content.decode()
    return "/2025/goals/import/", "plan", re.search(r'name="plan" value="([^"]*)"', page)[1]


def _entries(world, client):
    rows = "\n".join(f"预算科\t无故缺勤\t2025-03-1{day}\t1\t王浩然\t未参加\t考勤表" for day in range(3))
    page = client.post("/2025/ledger/bulk/", filled({"rows": rows})).content.decode()
    return "/2025/ledger/bulk/", "rows_tried", re.search(r'name="rows_tried" value="([^"]*)"', page)[1]


TRIALS = {"goals": _goals, "entries": _entries}
