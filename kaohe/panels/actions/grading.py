"""What the leading group decides: the grade of a goal, given once and, where need be, decided anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from kaohe import engine
from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.engine import Problem, Refused, Rulebook, grading_rule
from kaohe.goals.models import Goal
from kaohe.ledger.actions import drafts_of, referred_to, reversal_of
from kaohe.ledger.posting import Draft, Proof, check, post
from kaohe.panels.models import Grading
from kaohe.panels.recusal import circle_of, recused_names
from kaohe.people.deeds import Deed, require
from kaohe.people.models import Officer

#: One grading, at the year's end; a review may decide anew.
GRADING = (Stage.CLOSING, Stage.REVIEWING)


@dataclass(frozen=True, slots=True)
class Decided:
    """A grade about to be given to a goal: with what it rests on, the day it was decided, and whose hand wrote it."""

    goal: Goal
    grade: str
    conditions: tuple[str, ...]
    reason: str
    evidence: tuple[Proof, ...]
    on: date
    by: Officer
    signature: str


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
    day = on or cycle.bureau.today()
    decided = Decided(goal, grade, tuple(conditions), reason, tuple(evidence), day, officer, officer.signature)
    recused = {goal.department_id: recused_names(goal.department)}
    return grade_all(officer=officer, cycle=cycle, decided=[decided], recused=recused)[0]


def grade_all(
    *, officer: Officer, cycle: Cycle, decided: Sequence[Decided], recused: Mapping[int, list[str]]
) -> list[Grading]:
    """Give goals their grades, in their order; the calling action has asked for the right and holds the year.

    recused  by department, the members of the group who stood aside
    Raises Refused with everything against any of them.
    """
    rows = Grading.objects.standing().filter(goal__in=[each.goal for each in decided])
    standing = {row.goal_id: row for row in rows.select_related("goal", "entry__department", "entry__goal")}
    found: list[Problem] = []
    drafts: list[Draft] = []
    for each in decided:
        drafts += _reversals(standing.get(each.goal.pk), each, found)
        drafts.append(_draft(cycle, each))
    check(cycle, [draft for draft in drafts if not draft.fact.reverses], also=found)
    entries = [entry for entry in post(cycle, drafts) if not entry.reverses_id]
    gradings = Grading.objects.bulk_create(
        Grading(
            goal=each.goal, entry=entry, grade=each.grade, conditions=list(each.conditions), reason=each.reason,
            decided_on=entry.occurred_on, decided_by=each.by, recused=recused[each.goal.department_id],
        )
        for each, entry in zip(decided, entries, strict=True)
    )  # fmt: skip
    for each, grading in zip(decided, gradings, strict=True):
        _sign(officer, cycle, each, grading, standing.get(each.goal.pk))
    return gradings


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
    circle = circle_of(cycle.bureau, cycle.bureau.today())
    recused = {draft.department: circle.aside(draft.department.pk) for draft in drafts}
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


def _sign(officer: Officer, cycle: Cycle, decided: Decided, grading: Grading, standing: Grading | None) -> None:
    after = {
        "grade": decided.grade, "conditions": grading.conditions, "entry": grading.entry.number, "recused": grading.recused
    }  # fmt: skip
    record(
        Tag.GOAL_REGRADED if standing else Tag.GOAL_GRADED,
        officer=officer,
        subject=decided.goal,
        bureau=cycle.bureau,
        before={"grade": standing.grade, "entry": standing.entry.number} if standing else {},
        after=after,
        reason=decided.reason,
    )


def _reversals(standing: Grading | None, decided: Decided, found: list[Problem]) -> list[Draft]:
    """What takes the standing grade back: nothing where there is none. What is against that is added to `found`."""
    if standing is None:
        return []
    if standing.grade == decided.grade:
        found.append(Problem("panels.same_grade", {"goal": standing.goal.code}))
        return []
    if not decided.reason.strip():
        found.append(Problem("panels.regrade_without_why", {"goal": standing.goal.code}))
        return []
    return [reversal_of(standing.entry, decided.by, decided.reason)]


def _draft(cycle: Cycle, decided: Decided) -> Draft:
    goal = decided.goal
    fact = engine.Entry(
        id="", department=goal.department.code, rule=_rule_for(cycle.rulebook(), goal),
        level=decided.grade, occurred_on=decided.on, goal=goal.code, about=decided.reason.strip(), conditions=decided.conditions,
        evidence=tuple(proof.title for proof in decided.evidence),
    )  # fmt: skip
    return Draft(fact, goal.department, decided.by, timezone.now(), decided.signature, goal, decided.evidence)


def _rule_for(rulebook: Rulebook, goal: Goal) -> str:
    """The rule that grades goals of this category. Raises Refused where the edition has none."""
    rule = grading_rule(rulebook, goal.category)
    if rule is None:
        raise Refused([Problem("panels.no_rule", {"goal": goal.code})])
    return rule.code


def _is_graded(rulebook: Rulebook, rule: str) -> bool:
    return rule in rulebook.rules and "grade" in rulebook.rules[rule].asks
