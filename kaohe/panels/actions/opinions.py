"""What members of the leading group think of a goal, each alone; and what the deputy director in charge says about it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.engine import Problem, Refused
from kaohe.goals.models import Goal
from kaohe.panels.models import Opinion, Remark, Ruling
from kaohe.panels.verdicts import Verdict, problems_of
from kaohe.panels.words import GradeName
from kaohe.people.deeds import Deed, require
from kaohe.people.fields import new_token
from kaohe.people.models import Officer


@transaction.atomic
def enter_opinion(
    *, officer: Officer, goal: Goal, grade: str, conditions: Sequence[str] = (), reason: str = "", version: str = ""
) -> Opinion:
    """A member's own opinion on one goal, new or changed. It moves nothing: the group's decision does.

    Who acts for a member enters the member's opinion. Raises Refused without the right, for a department from which the
    member is recused, at another stage, once the group has ruled, where it was changed meanwhile, and with everything
    that the grade asks for.
    """
    cycle = Cycle.objects.locked(goal.cycle)
    require(officer, Deed.GIVE_OPINION, goal.department, bureau=cycle.bureau)
    cycle.require(Stage.CLOSING)
    require_undecided(goal)
    member = officer.acting_for or officer
    opinion = Opinion.objects.filter(goal=goal, member=member).first()
    verdict = Verdict(grade, tuple(conditions), reason.strip())
    if opinion and version and version != opinion.version:
        values = {"goal": goal.code, "now": GradeName(goal, opinion.grade), "by": opinion.signature}
        raise Refused([Problem("panels.opinion_stale", {**values, "yours": GradeName(goal, grade)})])
    if found := problems_of(cycle.rulebook(), goal, verdict, list(goal.excuses.all()), ruling=False):
        raise Refused(found)
    before = told(opinion) if opinion else {}
    opinion = opinion or Opinion(goal=goal, member=member)
    opinion.grade, opinion.conditions, opinion.reason = verdict.grade, list(verdict.conditions), verdict.reason
    opinion.signature, opinion.version, opinion.at = officer.signature, new_token(), timezone.now()
    opinion.save()
    record(Tag.OPINION_ENTERED, officer=officer, subject=opinion, bureau=cycle.bureau, before=before, after=told(opinion))
    return opinion


@transaction.atomic
def remark(*, officer: Officer, goal: Goal, text: str) -> Remark:
    """What the deputy director in charge says about a goal before the group decides; for the group to read.

    Raises Refused without the right, where the bureau recuses supervisors, at another stage, once the group has ruled,
    and without a word.
    """
    cycle = Cycle.objects.locked(goal.cycle)
    require(officer, Deed.COMMENT_GRADING, goal.department, bureau=cycle.bureau)
    cycle.require(Stage.CLOSING)
    found = []
    if goal.department_id in officer.recused_from:
        found.append(Problem("panels.remark_recused", {"department": goal.department.title}))
    if not text.strip():
        found.append(Problem("goals.no_sentence"))
    if found:
        raise Refused(found)
    require_undecided(goal)
    made = Remark.objects.create(goal=goal, officer=officer, signature=officer.signature, text=text.strip())
    record(Tag.GRADING_REMARKED, officer=officer, subject=made, bureau=cycle.bureau, after={"goal": goal.code}, reason=made.text)
    return made


def require_undecided(goal: Goal) -> None:
    """Raises Refused once the group has ruled on the goal, or graded it."""
    ruled = Ruling.objects.filter(goal=goal, meeting__closed_at__isnull=True).exists()
    if ruled or goal.gradings.standing().exists():
        raise Refused([Problem("panels.ruled_already", {"goal": goal.code})])


def told(opinion: Opinion) -> dict[str, object]:
    """What the audit trail tells of an opinion."""
    return {"grade": opinion.grade, "conditions": opinion.conditions, "about": opinion.reason}

