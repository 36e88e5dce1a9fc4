"""What the group rules at its meeting, goal by goal, as the secretary writes it down; and all that members agree on at once."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.engine import Problem, Refused
from kaohe.goals.models import Goal
from kaohe.panels.actions.meeting import held
from kaohe.panels.agreement import agreed_on
from kaohe.panels.dossiers import dossiers_of
from kaohe.panels.models import GradingMeeting, Ruling
from kaohe.panels.recusal import circle_of
from kaohe.panels.verdicts import Verdict, problems_of
from kaohe.panels.words import GradeName, Nothing
from kaohe.people.deeds import Deed, may
from kaohe.people.fields import new_token
from kaohe.people.models import Officer


@transaction.atomic
def rule_goal(
    *, officer: Officer, meeting: GradingMeeting, goal: Goal, verdict: Verdict, version: str = ""
) -> Ruling:
    """Write down what the group decided on one goal; a later word replaces it, until the meeting is concluded.

    Raises Refused without the right, for a department from which the writer is recused, once concluded, where somebody
    else wrote meanwhile, for the grade that stands already, and with everything that the grade asks for.
    """
    meeting = held(officer, meeting, goal)
    ruling = Ruling.objects.filter(meeting=meeting, goal=goal).first()
    _require_unchanged(goal, ruling, version, verdict)
    rulebook = meeting.cycle.rulebook()
    found = problems_of(rulebook, goal, verdict, list(goal.excuses.all()), ruling=True)
    standing = goal.gradings.standing().first()
    if standing and standing.grade == verdict.grade:
        found.append(Problem("panels.same_grade", {"goal": goal.code}))
    elif standing and not verdict.reason.strip():
        found.append(Problem("panels.regrade_without_why", {"goal": goal.code}))
    if found:
        raise Refused(found)
    before = _ruled(ruling) if ruling else {}
    ruling = _written(officer, meeting, goal, verdict, ruling)
    record(Tag.RULING_ENTERED, officer=officer, subject=ruling, bureau=meeting.cycle.bureau, before=before, after=_ruled(ruling))
    return ruling


@transaction.atomic
def withdraw_ruling(*, officer: Officer, meeting: GradingMeeting, goal: Goal, version: str = "") -> None:
    """Take back what was written down; members may change their opinions again. Raises Refused as `rule_goal` does."""
    meeting = held(officer, meeting, goal)
    ruling = Ruling.objects.filter(meeting=meeting, goal=goal).first()
    if ruling is None:
        raise Refused([Problem("panels.not_ruled", {"goal": goal.code})])
    _require_unchanged(goal, ruling, version, None)
    record(Tag.RULING_WITHDRAWN, officer=officer, subject=ruling, bureau=meeting.cycle.bureau, before=_ruled(ruling))
    ruling.delete()


@transaction.atomic
def rule_agreed(*, officer: Officer, meeting: GradingMeeting) -> list[Ruling]:
    """Write down at once every open goal on which all members who may decide and are there agree, and the suggestion with them.

    Left out: departments from which the writer is recused, and those for which too few are left. Raises Refused without
    the right, once concluded, and where there is no such goal.
    """
    meeting = held(officer, meeting)
    circle = circle_of(meeting.cycle.bureau, meeting.cycle.bureau.today())
    present = frozenset(meeting.present.values_list("pk", flat=True))
    agreed = [
        (each.goal, verdict)
        for each in dossiers_of(meeting.cycle).goals
        if may(officer, Deed.HOLD_MEETING, each.goal.department) and (verdict := agreed_on(each, circle, present))
    ]
    if not agreed:
        raise Refused([Problem("panels.nothing_agreed")])
    rulings = [_written(officer, meeting, goal, verdict, None) for goal, verdict in agreed]
    after = {"goals": [f"{goal.department.code}/{goal.code}" for goal, _verdict in agreed]}
    record(Tag.RULINGS_AGREED, officer=officer, subject=meeting, bureau=meeting.cycle.bureau, after=after)
    return rulings


def _require_unchanged(goal: Goal, ruling: Ruling | None, version: str, verdict: Verdict | None) -> None:
    """Raises Refused where somebody else wrote since the officer looked: "" means that they saw nothing written."""
    seen = ruling.version if ruling else ""
    if version != seen:
        values = {
            "goal": goal.code,
            "now": GradeName(goal, ruling.grade) if ruling else Nothing(),
            "by": f" · {ruling.signature}" if ruling else "",
            "yours": GradeName(goal, verdict.grade) if verdict else Nothing(),
        }
        raise Refused([Problem("panels.ruling_stale", values)])


def _written(officer: Officer, meeting: GradingMeeting, goal: Goal, verdict: Verdict, ruling: Ruling | None) -> Ruling:
    ruling = ruling or Ruling(meeting=meeting, goal=goal)
    ruling.grade, ruling.conditions, ruling.reason = verdict.grade, list(verdict.conditions), verdict.reason.strip()
    ruling.evidence = [each.strip() for each in verdict.evidence if each.strip()]
    ruling.entered_by, ruling.signature = officer, officer.signature
    ruling.version, ruling.at = new_token(), timezone.now()
    ruling.save()
    return ruling


def _ruled(ruling: Ruling) -> dict[str, object]:
    return {"grade": ruling.grade, "conditions": ruling.conditions, "about": ruling.reason, "evidence": ruling.evidence}
