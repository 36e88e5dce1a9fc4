"""The minutes of a grading meeting as data: who was there, who stood aside, what was decided, and how members differed.

Drawn from the tables while the meeting sits; frozen into the meeting when it is concluded, so that a document printed years
later says what was true that day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from kaohe.engine import shown
from kaohe.panels.models import Grading, GradingMeeting, Opinion, Ruling
from kaohe.panels.recusal import Circle
from kaohe.panels.verdicts import grades_of


@dataclass(frozen=True, slots=True)
class Aside:
    """One department: the members who stood aside, those who decided, and whether they were enough."""

    department: str
    recused: list[str]
    able: list[str]
    quorate: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on one goal. `spread`: how many members were for which grade; `was`: the grade it had before."""

    department: str
    goal: str
    title: str
    grade: str
    label: str
    coefficient: str
    conditions: list[str]
    reason: str
    evidence: list[str]
    spread: dict[str, int]
    written_by: str
    was: str = ""
    entry: int | None = None


@dataclass(frozen=True, slots=True)
class Minutes:
    """The whole meeting. Names and labels as they were then, in the bureau's own language."""

    year: int
    number: int
    minutes: str
    held_on: str
    present: list[str]
    absent: list[str]
    quorum: int
    departments: list[Aside]
    decisions: list[Decision]
    place: str = ""
    begins: str = ""
    attending: list[str] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Minutes:
        """What `as_data` gave."""
        told = dict(data)
        told["departments"] = [Aside(**each) for each in data["departments"]]
        told["decisions"] = [Decision(**each) for each in data["decisions"]]
        return cls(**told)


def minutes_of(meeting: GradingMeeting, circle: Circle) -> Minutes:
    """The minutes as things stand. Four queries."""
    there = {each.pk for each in meeting.present.all()}
    rows = meeting.rulings.select_related("goal__department", "grading__entry")
    rulings = list(rows.order_by("goal__department__order", "goal__department__code", "goal__pk"))
    said: dict[int, list[Opinion]] = {}
    for opinion in Opinion.objects.filter(goal__in=[each.goal_id for each in rulings]).order_by("pk"):
        said.setdefault(opinion.goal_id, []).append(opinion)
    departments = {each.goal.department_id: each.goal.department for each in rulings}
    earlier = _earlier(rulings)
    return Minutes(
        year=meeting.cycle.year,
        number=meeting.number,
        minutes=meeting.minutes,
        held_on=meeting.held_on.isoformat(),
        present=[each.name for each in circle.members if each.pk in there],
        absent=[each.name for each in circle.members if each.pk not in there],
        quorum=circle.quorum,
        departments=[
            Aside(row.title, circle.aside(pk), [each.name for each in circle.able(pk, there)], circle.quorate(pk, there))
            for pk, row in departments.items()
        ],
        decisions=[_decision(meeting, each, said.get(each.goal_id, []), circle, earlier) for each in rulings],
        place=meeting.place,
        begins=f"{meeting.begins:%H:%M}" if meeting.begins else "",
        attending=list(meeting.attending),
    )


def _earlier(rulings: list[Ruling]) -> dict[int, str]:
    """The grade that each goal had before its ruling: what its latest earlier grading says."""
    mine = {each.grading_id for each in rulings if each.grading_id}
    rows = Grading.objects.filter(goal__in=[each.goal_id for each in rulings]).exclude(pk__in=mine).order_by("pk")
    return dict(rows.values_list("goal", "grade"))


def _decision(
    meeting: GradingMeeting, ruling: Ruling, said: list[Opinion], circle: Circle, earlier: Mapping[int, str]
) -> Decision:
    goal = ruling.goal
    grades = grades_of(meeting.cycle.rulebook(), goal)
    grade = grades.get(ruling.grade)
    labels = {each.code: each.label for each in grade.conditions} if grade else {}
    able = {each.pk for each in circle.able(goal.department_id)}
    counts = Counter(each.grade for each in said if each.member_id in able)
    was = grades.get(earlier.get(goal.pk, ""))
    return Decision(
        department=goal.department.title,
        goal=goal.code,
        title=goal.title,
        grade=ruling.grade,
        label=grade.label if grade else ruling.grade,
        coefficient=shown(grade.coefficient) if grade else "",
        conditions=[labels.get(code, code) for code in ruling.conditions],
        reason=ruling.reason,
        evidence=list(ruling.evidence),
        spread={each.label: counts[code] for code, each in grades.items() if counts[code]},
        written_by=ruling.signature,
        was=was.label if was else "",
        entry=ruling.grading.entry.number if ruling.grading else None,
    )
