"""What every page of the grading starts from: who asks, as what, the meeting, who stands aside, and the goals."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from kaohe.cycles.stages import Stage
from kaohe.engine import Grade
from kaohe.goals.models import Goal
from kaohe.panels.dossiers import Dossier, Dossiers, dossiers_of, standing_goals
from kaohe.panels.models import Grading, GradingMeeting, Opinion, Ruling
from kaohe.panels.recusal import Circle, circle_of
from kaohe.panels.sight import Sight, sight
from kaohe.panels.verdicts import grades_of
from kaohe.people.deeds import Deed, departments_for, may
from kaohe.people.models import BureauSettings, Department, Officer
from kaohe.web.desk import Desk

OPINION, DECISION, REMARK, READ = "opinion", "decision", "remark", "read"
#: Which deed a way of using the page needs.
DEEDS = {OPINION: Deed.GIVE_OPINION, DECISION: Deed.HOLD_MEETING, REMARK: Deed.COMMENT_GRADING}


class Chip(NamedTuple):
    """A grade, or another word, in a box."""

    label: str
    tone: str
    note: str = ""


class Outline(NamedTuple):
    """The goals in their order; by number, those the group has decided on, and those on which one has an opinion."""

    goals: list[Goal]
    decided: set[int]
    said: set[int]


class Bench:
    """One request about the grading of a year: who asks, as what, and everything on record. Raises Http404 for the others."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.officer, self.cycle = desk, desk.officer, desk.cycle
        self.settings = BureauSettings.objects.of(self.cycle.bureau)
        self.circle: Circle = circle_of(self.cycle.bureau, self.cycle.bureau.today())
        self.modes = [mode for mode, deed in DEEDS.items() if may(self.officer, deed)]
        asked = desk.request.POST.get("as") or desk.request.GET.get("as", "")
        self.mode = asked if asked in self.modes else next(iter(self.modes), READ)
        self.open_year = self.cycle.stage == Stage.CLOSING

    @property
    def member(self) -> Officer:
        """Whose opinion is entered here."""
        return self.officer.acting_for or self.officer

    @cached_property
    def meeting(self) -> GradingMeeting | None:
        """The one that sits."""
        return self.cycle.grading_meetings.sitting().prefetch_related("present").first()

    @cached_property
    def present(self) -> frozenset[int] | None:
        """Who is there, by number; None while nobody sits."""
        return frozenset(each.pk for each in self.meeting.present.all()) if self.meeting else None

    @cached_property
    def outline(self) -> Outline:
        """Every goal that this person may see, and what is said and decided so far. Four queries."""
        reach = departments_for(self.officer, Deed.SEE_GRADING)
        goals = [each for each in standing_goals(self.cycle) if reach is None or each.department_id in reach]
        graded = Grading.objects.standing().filter(goal__cycle=self.cycle)
        ruled = Ruling.objects.filter(goal__cycle=self.cycle, meeting__closed_at__isnull=True)
        decided = {*graded.values_list("goal", flat=True), *ruled.values_list("goal", flat=True)}
        said = Opinion.objects.filter(member=self.member, goal__cycle=self.cycle).values_list("goal", flat=True)
        return Outline(goals, decided, set(said))

    @cached_property
    def everything(self) -> Dossiers:
        """All of them with what is on record."""
        return dossiers_of(self.cycle, self.outline.goals)

    def goal(self, number: str) -> Goal | None:
        """One goal by its row's number, if this person may see it. One query."""
        reach = departments_for(self.officer, Deed.SEE_GRADING)
        rows = Goal.objects.standing().filter(cycle=self.cycle).select_related("department")
        rows = rows if reach is None else rows.filter(department__in=reach)
        found = rows.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 12 else None
        if found:
            found.cycle = self.cycle
        return found

    def dossiers(self, *goals: Goal) -> list[Dossiers]:
        """Some of them, each for itself, with their evidence."""
        found = dossiers_of(self.cycle, {goal.pk: goal for goal in goals}.values(), proofs=True)
        return [found._replace(goals=tuple(each for each in found.goals if each.goal.pk == goal.pk)) for goal in goals]

    def renew(self) -> None:
        """After a deed: nothing that was read before it is taken for what is."""
        for name in ("outline", "everything", "meeting"):
            self.__dict__.pop(name, None)

    def sight(self, dossier: Dossier) -> Sight:
        """What may be seen of it."""
        return sight(self.officer, dossier, self.circle, self.settings)

    def able(self, department: Department) -> bool:
        """True where this person may do here what they came for."""
        if self.mode == READ or not self.open_year:
            return False
        if self.mode == REMARK and department.pk in self.officer.recused_from:
            return False
        return may(self.officer, DEEDS[self.mode], department)

    def owed(self, goal: Goal) -> bool:
        """True where this person still owes something on it, as they are here."""
        if not self.able(goal.department) or goal.pk in self.outline.decided:
            return False
        return self.mode == DECISION or (self.mode == OPINION and goal.pk not in self.outline.said)

    @property
    def left(self) -> int:
        """On how many goals they still do."""
        return sum(self.owed(each) for each in self.outline.goals)

    def own(self, dossier: Dossier) -> Opinion | None:
        """One's own opinion."""
        return next((each for each in dossier.opinions if each.member_id == self.member.pk), None)

    def ruled(self, dossier: Dossier) -> bool:
        """True where something is written down at the meeting that sits."""
        return dossier.ruling is not None and dossier.ruling.meeting.closed_at is None

    def counted(self, dossier: Dossier) -> list[Opinion]:
        """The opinions of those who may decide."""
        able = {each.pk for each in self.circle.able(dossier.goal.department_id)}
        return [each for each in dossier.opinions if each.member_id in able]

    def url(self, goal: int | None = None, mode: str = "") -> str:
        """The page's address, at one goal."""
        asked = {"as": mode or self.mode} | ({"goal": str(goal)} if goal else {})
        return f"{reverse('grading', args=[self.cycle.year])}?{urlencode(asked)}"

    def following(self, goal: Goal) -> Goal:
        """The next goal that is still owed, in the order of the page and round; the next one at all where none is."""
        goals = self.outline.goals
        at = next(place for place, each in enumerate(goals) if each.pk == goal.pk)
        others = [*goals[at + 1 :], *goals[:at]]
        return next((each for each in others if self.owed(each)), next(iter(others), goal))

    # ---- words

    def chip(self, goal: Goal, grade: str, note: str = "") -> Chip:
        """A grade as a box, in the tone of its place on the scale."""
        grades = grades_of(self.desk.rulebook, goal)
        found = grades.get(grade)
        return Chip(self.desk.say(found.label), tone_of(found, grades), note) if found else Chip(grade, "line", note)

    def spread(self, dossier: Dossier) -> tuple[tuple[str, int], ...]:
        """How many are for which grade, in the order of the scale."""
        counts = Counter(each.grade for each in self.counted(dossier))
        grades = grades_of(self.desk.rulebook, dossier.goal)
        return tuple((self.desk.say(each.label), counts[code]) for code, each in grades.items() if counts[code])


def tone_of(grade: Grade, grades: dict[str, Grade]) -> str:
    """Green at the top, red at the bottom, amber below the middle; the excuse apart."""
    if grade.proposed_if == "excuse":
        return "line"
    ordered = sorted((each.coefficient for each in grades.values() if each.proposed_if != "excuse"), reverse=True)
    place = ordered.index(grade.coefficient)
    if place == 0:
        return "green"
    return "seal" if place == len(ordered) - 1 else "amber" if place == len(ordered) - 2 else "blue"
