"""The grading meeting: opened with who is there, amended while it sits, concluded into the ledger under its minutes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.engine import Problem, Refused, phrase
from kaohe.goals.models import Goal
from kaohe.ledger.posting import Proof
from kaohe.panels.actions.grading import Decided, grade_all
from kaohe.panels.minutes import minutes_of
from kaohe.panels.models import Answer, Excuse, GradingMeeting, Ruling
from kaohe.panels.recusal import Circle, circle_of
from kaohe.panels.verdicts import grades_of
from kaohe.people.deeds import Deed, require
from kaohe.people.fields import new_token
from kaohe.people.models import Officer


@transaction.atomic
def open_meeting(
    *, officer: Officer, cycle: Cycle, held_on: date, minutes: str, present: Sequence[Officer], begins: time | None = None, place: str = "",
    attending: Sequence[str] = (),
) -> GradingMeeting:  # fmt: skip
    """The leading group sits. Raises Refused without the right, at another stage, while one sits, and as `amend_meeting`."""
    require(officer, Deed.HOLD_MEETING, bureau=cycle.bureau)
    cycle = Cycle.objects.locked(cycle)
    cycle.require(Stage.CLOSING)
    if sitting := cycle.grading_meetings.sitting().first():
        raise Refused([Problem("panels.meeting_sits", {"minutes": sitting.minutes})])
    _check(cycle, None, held_on, minutes, present)
    last = cycle.grading_meetings.aggregate(last=Max("number"))["last"] or 0
    meeting = GradingMeeting.objects.create(
        cycle=cycle, number=last + 1, held_on=held_on, minutes=minutes.strip(), begins=begins, place=place.strip(),
        attending=list(attending), opened_by=officer,
    )  # fmt: skip
    meeting.present.set(present)
    record(Tag.GRADING_OPENED, officer=officer, subject=meeting, bureau=cycle.bureau, after=_told(meeting, present))
    return meeting


@transaction.atomic
def amend_meeting(
    *, officer: Officer, meeting: GradingMeeting, held_on: date, minutes: str, present: Sequence[Officer], begins: time | None = None,
    place: str = "", attending: Sequence[str] = (), version: str = "",
) -> GradingMeeting:  # fmt: skip
    """Who came or left, another number, day, hour or place, while it sits.

    Raises Refused without the right, once concluded, where it was changed meanwhile, without a number, for one that
    another meeting has, for a day to come, and for who is no member.
    """
    meeting = held(officer, meeting)
    if version and version != meeting.version:
        raise Refused([Problem("panels.meeting_stale", {"minutes": meeting.minutes})])
    _check(meeting.cycle, meeting, held_on, minutes, present)
    before = _told(meeting, list(meeting.present.all()))
    meeting.held_on, meeting.minutes, meeting.begins, meeting.place = held_on, minutes.strip(), begins, place.strip()
    meeting.attending, meeting.version = list(attending), new_token()
    meeting.save(update_fields=["held_on", "minutes", "begins", "place", "attending", "version"])
    meeting.present.set(present)
    record(
        Tag.GRADING_AMENDED, officer=officer, subject=meeting, bureau=meeting.cycle.bureau,
        before=before, after=_told(meeting, present),
    )  # fmt: skip
    return meeting


@transaction.atomic
def conclude_meeting(*, officer: Officer, meeting: GradingMeeting, version: str = "") -> GradingMeeting:
    """What was written down becomes the goals' grades, in the ledger, under the number of the minutes; the record is frozen.

    Raises Refused without the right, once concluded, where it was changed meanwhile, with nobody there, with nothing
    written down, and with everything that the rules have against any of it. Then nothing of it stands.
    """
    meeting = held(officer, meeting)
    if version and version != meeting.version:
        raise Refused([Problem("panels.meeting_stale", {"minutes": meeting.minutes})])
    cycle = meeting.cycle
    circle = circle_of(cycle.bureau, cycle.bureau.today())
    rows = meeting.rulings.select_related("goal__department", "entered_by")
    rulings = list(rows.order_by("goal__department__order", "goal__department__code", "goal__pk"))
    if found := _hindering(meeting, rulings, circle):
        raise Refused(found)
    granted = _granted(rulings)
    decided = [_decided(meeting, each, granted.get(each.goal_id)) for each in rulings]
    recused = {department: circle.aside(department) for department in {each.goal.department_id for each in rulings}}
    gradings = grade_all(officer=officer, cycle=cycle, decided=decided, recused=recused)
    for ruling, grading in zip(rulings, gradings, strict=True):
        ruling.grading = grading
    Ruling.objects.bulk_update(rulings, ["grading"])
    meeting.closed_by, meeting.closed_at, meeting.version = officer, timezone.now(), new_token()
    meeting.record = minutes_of(meeting, circle).as_data()
    meeting.save(update_fields=["closed_by", "closed_at", "version", "record"])
    after = {"minutes": meeting.minutes, "gradings": len(gradings)}
    record(Tag.GRADING_CONCLUDED, officer=officer, subject=meeting, bureau=cycle.bureau, after=after)
    return meeting


def held(officer: Officer, meeting: GradingMeeting, goal: Goal | None = None) -> GradingMeeting:
    """The meeting, held with its year, which must still sit. Raises Refused without the right, at another stage, once concluded."""
    cycle = Cycle.objects.locked(meeting.cycle)
    require(officer, Deed.HOLD_MEETING, goal.department if goal else None, bureau=cycle.bureau)
    cycle.require(Stage.CLOSING)
    meeting = GradingMeeting.objects.locked(meeting)
    meeting.cycle = cycle
    if meeting.closed_at is not None:
        raise Refused([Problem("panels.meeting_closed", {"minutes": meeting.minutes})])
    if goal is not None:
        if goal.cycle_id != cycle.pk:
            raise Refused([Problem("goals.not_on_sheet", {"goal": goal.code, "department": goal.department.title})])
        if goal.struck_on is not None:
            raise Refused([Problem("panels.goal_struck", {"goal": goal.code})])
        goal.cycle = cycle
    return meeting


def _check(cycle: Cycle, meeting: GradingMeeting | None, held_on: date, minutes: str, present: Sequence[Officer]) -> None:
    """Raises Refused with everything against a meeting's particulars."""
    found = []
    others = cycle.grading_meetings.exclude(pk=meeting.pk) if meeting else cycle.grading_meetings
    if not minutes.strip():
        found.append(Problem("panels.no_minutes"))
    elif others.filter(minutes=minutes.strip()).exists():
        found.append(Problem("panels.minutes_taken", {"minutes": minutes.strip()}))
    if held_on > cycle.bureau.today():
        found.append(Problem("cycles.not_yet", {"found": held_on, "today": cycle.bureau.today()}))
    if not present:
        found.append(Problem("panels.nobody_present"))
    members = {each.pk for each in circle_of(cycle.bureau, cycle.bureau.today()).members}
    found += [Problem("panels.no_member", {"officer": each.name}) for each in present if each.pk not in members]
    if found:
        raise Refused(found)


def _hindering(meeting: GradingMeeting, rulings: Sequence[Ruling], circle: Circle) -> list[Problem]:
    found = []
    if not rulings:
        found.append(Problem("panels.nothing_ruled"))
    if not meeting.present.exists():
        found.append(Problem("panels.nobody_present"))
    for each in rulings:
        department = each.goal.department
        if each.entered_by_id in circle.recused.get(department.pk, frozenset()):
            values = {"goal": each.goal.code, "officer": each.entered_by.name, "department": department.title}
            found.append(Problem("panels.ruled_by_recused", values, department=department.code))
        if each.goal.struck_on is not None:
            found.append(Problem("panels.goal_struck", {"goal": each.goal.code}, department=department.code))
    return found


def _granted(rulings: Sequence[Ruling]) -> Mapping[int, Excuse]:
    """The granted application of each goal that has one."""
    rows = Excuse.objects.filter(goal__in=[each.goal_id for each in rulings], answer=Answer.GRANTED).prefetch_related("files")
    return {each.goal_id: each for each in rows}


def _decided(meeting: GradingMeeting, ruling: Ruling, excuse: Excuse | None) -> Decided:
    """A ruling as a grade to be given: proved by the minutes, and by the application where it relies on one."""
    goal = ruling.goal
    goal.cycle = meeting.cycle
    grade = grades_of(meeting.cycle.rulebook(), goal).get(ruling.grade)
    proofs = [Proof(meeting.minutes), *(Proof(title) for title in ruling.evidence)]
    if excuse and grade and grade.needs == "evidence":
        proofs += [Proof(title) for title in excuse.evidence]
        proofs += [Proof(file.title, file.digest, file.kind, file) for file in excuse.files.all()]
    about = ruling.reason or phrase("panels.as_ruled", "zh", {"minutes": meeting.minutes})
    conditions, by = tuple(ruling.conditions), ruling.entered_by
    return Decided(goal, ruling.grade, conditions, about, tuple(proofs), meeting.held_on, by, ruling.signature)


def _told(meeting: GradingMeeting, present: Sequence[Officer]) -> dict[str, object]:
    return {**meeting.told(), "present": sorted(each.name for each in present)}
