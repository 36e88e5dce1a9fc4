"""What the leading group decides: the grade of a goal, given once and, where need be, decided anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from kaohe import engine
from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.engine import Problem, Refused, Rulebook
from kaohe.goals.models import Goal
from kaohe.ledger.actions import drafts_of, referred_to, reversal_of
from kaohe.ledger.posting import Draft, Proof, check, post
from kaohe.panels.models import Grading
from kaohe.people.deeds import Deed, require
from kaohe.people.models import Appointment, Department, Officer
from kaohe.people.roles import MEMBERS, Role

#: One grading, at the year's end; a review may decide anew.
GRADING = (Stage.CLOSING, Stage.REVIEWING)


@transaction.atomic
def grade_goal(
    *, officer: Officer, goal: Goal, grade: str, conditions: Sequence[str] = (), reason: str = "",
    evidence: Sequence[Proof] = (), on: date | None = None,
) -> Grading:  # fmt: skip
    """Give a goal its grade. Where it has one, that is reversed and the new one stands; then a reason is owed.

    Raises Refused without the right, for a goal of one's own department, at another stage, for the grade that stands
    already, and with everything that the grade asks for and isn't given.
    """
    cycle = Cycle.objects.locked(goal.cycle)
    require(officer, Deed.GRADE_GOAL, goal.department, bureau=cycle.bureau)
    cycle.require(*GRADING)
    standing = goal.gradings.standing().select_related("entry").first()
    drafts = _reversals(standing, grade, reason, officer)
    drafts.append(_draft(cycle, officer, goal, grade, tuple(conditions), reason, tuple(evidence), on))
    check(cycle, drafts[-1:])
    entry = post(cycle, drafts)[-1]
    grading = Grading.objects.create(
        goal=goal, entry=entry, grade=grade, conditions=list(conditions), reason=reason,
        decided_on=entry.occurred_on, decided_by=officer, recused=_recused(goal.department),
    )  # fmt: skip
    record(
        Tag.GOAL_REGRADED if standing else Tag.GOAL_GRADED,
        officer=officer,
        subject=goal,
        bureau=cycle.bureau,
        before={"grade": standing.grade, "entry": standing.entry.number} if standing else {},
        after={"grade": grade, "conditions": list(conditions), "entry": entry.number, "recused": grading.recused},
        reason=reason,
    )
    return grading


@transaction.atomic
def grade_goals(
    *, officer: Officer, cycle: Cycle, entries: Sequence[engine.Entry], recorders: Mapping[str, Officer] | None = None
) -> list[Grading]:
    """Load gradings that were decided elsewhere (entries of graded rules, reversals among them), in their order.

    Raises Refused as grade_goal does, with everything wrong in any of them at once.
    """
    cycle = Cycle.objects.locked(cycle)
    cycle.require(*GRADING)
    drafts = drafts_of(cycle, officer, entries, Deed.GRADE_GOAL, recorders or {})
    if wrong := [entry for entry in entries if not _is_graded(cycle.rulebook(), entry.rule)]:
        raise Refused(Problem("panels.no_grading", {"entry": entry.id, "rule": entry.rule}) for entry in wrong)
    check(cycle, drafts, beside=referred_to(cycle, entries))
    recused = {department: _recused(department) for department in {draft.department for draft in drafts}}
    gradings = Grading.objects.bulk_create(
        Grading(
            goal=draft.goal, entry=entry, grade=entry.level, conditions=entry.conditions, reason=entry.about,
            decided_on=entry.occurred_on, decided_by=officer, recused=recused[draft.department],
        )
        for draft, entry in zip(drafts, post(cycle, drafts), strict=True)
        if not entry.reverses_id
    )  # fmt: skip
    after = {"gradings": len(gradings)}
    record(Tag.GOALS_GRADED, officer=officer, subject=cycle, bureau=cycle.bureau, after=after)
    return gradings


def _reversals(standing: Grading | None, grade: str, reason: str, officer: Officer) -> list[Draft]:
    """What takes the standing grade back: nothing where there is none."""
    if standing is None:
        return []
    if standing.grade == grade:
        raise Refused([Problem("panels.same_grade", {"goal": standing.goal.code})])
    if not reason.strip():
        raise Refused([Problem("panels.regrade_without_why", {"goal": standing.goal.code})])
    return [reversal_of(standing.entry, officer, reason)]


def _draft(
    cycle: Cycle, officer: Officer, goal: Goal, grade: str, conditions: tuple[str, ...], reason: str,
    evidence: tuple[Proof, ...], on: date | None,
) -> Draft:  # fmt: skip
    fact = engine.Entry(
        id=goal.code, department=goal.department.code, rule=_rule_for(cycle.rulebook(), goal), level=grade,
        occurred_on=on or cycle.bureau.today(), goal=goal.code, about=reason.strip(), conditions=conditions,
        evidence=tuple(proof.title for proof in evidence),
    )  # fmt: skip
    return Draft(fact, goal.department, officer, timezone.now(), goal=goal, evidence=evidence)


def _rule_for(rulebook: Rulebook, goal: Goal) -> str:
    """The rule that grades goals of this category. Raises Refused where the edition has none."""
    for code, rule in rulebook.rules.items():
        category = getattr(rule, "category", None)
        if category is not None and category.code == goal.category:
            return code
    raise Refused([Problem("panels.no_rule", {"goal": goal.code})])


def _is_graded(rulebook: Rulebook, rule: str) -> bool:
    return rule in rulebook.rules and "grade" in rulebook.rules[rule].asks


def _recused(department: Department) -> list[str]:
    """The members of the leading group who belong to the department, and so stood aside."""
    group = Officer.objects.filter(bureau=department.bureau).holding(Role.LEADING_GROUP)
    own = Appointment.objects.standing().filter(department=department, role__in=MEMBERS)
    return list(group.filter(pk__in=own.values("officer")).values_list("name", flat=True))
