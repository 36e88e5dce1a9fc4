"""Everything on record about each goal of a year, side by side, as the leading group grades it. A dozen queries, whatever its size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q

from kaohe import engine
from kaohe.cycles.models import Cycle, Period
from kaohe.engine import GoalYear, Rulebook, Suggestion, bearing_rules, suggest
from kaohe.goals.models import Goal, ProgressLine, Told
from kaohe.ledger.models import Entry
from kaohe.panels.models import Answer, Bearing, Excuse, Grading, Opinion, Remark, Ruling, Verification


class Quarter(NamedTuple):
    """One goal in one period: what the department told, and what stands as a fact.

    line     what was told, once it was submitted; None before
    fact     the ledger's entry of the verified quarter; None while there is none that stands
    met      whether that entry says it was done as planned
    found    what the checkers wrote beside it; None where the entry came from elsewhere
    """

    period: Period
    line: ProgressLine | None = None
    fact: Entry | None = None
    met: bool | None = None
    found: Verification | None = None

    @property
    def completion(self) -> Decimal | None:
        """Per cent as a fact: as verified; a hundred where it was done as planned and no figure says otherwise."""
        if self.fact is None:
            return None
        figure = self._figure()
        if figure is not None:
            return Decimal(figure)
        return Decimal(100) if self.met else None

    def _figure(self) -> int | None:
        if self.found is None:
            return None
        if self.found.completion is not None:
            return self.found.completion
        return self.line.completion if self.line and self.line.met == self.found.met else None


class Dossier(NamedTuple):
    """One goal with all that bears on its grade."""

    goal: Goal
    quarters: tuple[Quarter, ...]
    excuses: tuple[Excuse, ...]
    entries: tuple[Entry, ...]
    opinions: tuple[Opinion, ...]
    remarks: tuple[Remark, ...]
    ruling: Ruling | None
    grading: Grading | None
    suggestion: Suggestion

    @property
    def completion(self) -> Decimal | None:
        """Per cent at the year's end, as a fact."""
        return self.quarters[-1].completion if self.quarters else None

    @property
    def granted(self) -> Excuse | None:
        """The application that the group granted."""
        return next((each for each in self.excuses if each.answer == Answer.GRANTED), None)


class Loose(NamedTuple):
    """An entry that may bear on a grade and names no goal so far (R12); `settled` where the group said it bears on none."""

    entry: Entry
    settled: Bearing | None


class Dossiers(NamedTuple):
    """A year's goals in the decreed order of departments; and by department what names no goal."""

    goals: tuple[Dossier, ...]
    loose: Mapping[int, tuple[Loose, ...]]


def dossiers_of(cycle: Cycle, goals: Iterable[Goal] | None = None, *, proofs: bool = False) -> Dossiers:
    """The dossiers of the year's standing goals, or of some of them; `proofs` brings their evidence and files at once."""
    rows = list(standing_goals(cycle) if goals is None else goals)
    return _Gathering(cycle, rows, proofs).dossiers()


def standing_goals(cycle: Cycle) -> Iterable[Goal]:
    """The goals to be graded, in the decreed order of their departments."""
    found = Goal.objects.standing().filter(cycle=cycle).select_related("department")
    return found.order_by("department__order", "department__code", "pk")


class _Gathering:
    """One reading of everything."""

    def __init__(self, cycle: Cycle, goals: list[Goal], proofs: bool) -> None:
        self.cycle, self.goals, self.proofs = cycle, goals, proofs
        for goal in goals:
            goal.cycle = cycle  # whose rules and day everyone asks for
        self.rulebook: Rulebook = cycle.rulebook()
        self.pks = [goal.pk for goal in goals]
        self.departments = {goal.department_id for goal in goals}
        self.bearing = frozenset().union(*(bearing_rules(self.rulebook, code) for code in self.rulebook.categories))

    def dossiers(self) -> Dossiers:
        progress, told_of = self._entries()
        lines = self._lines()
        verified = {each.entry_id: each for each in Verification.objects.filter(line__goal__in=self.pks)}
        asked = Excuse.objects.filter(goal__in=self.pks).select_related("asked_by", "decided_by")
        excuses = _by_goal(asked.prefetch_related("files") if self.proofs else asked)
        opinions = _by_goal(Opinion.objects.filter(goal__in=self.pks).select_related("member"))
        remarks = _by_goal(Remark.objects.filter(goal__in=self.pks).select_related("officer"))
        rulings = {each.goal_id: each for each in self._rulings()}
        gradings = Grading.objects.standing().filter(goal__in=self.pks).select_related("entry", "decided_by")
        graded = {each.goal_id: each for each in gradings}
        periods = list(self.cycle.periods.all())
        found = []
        for goal in self.goals:
            quarters = tuple(
                _quarter(period, lines.get((goal.pk, period.pk)), progress.get((goal.pk, period.pk)), self.rulebook, verified)
                for period in periods
            )
            parts = tuple(excuses[goal.pk]), tuple(told_of.get(goal.pk, ()))
            last = quarters[-1].completion if quarters else None
            found.append(
                Dossier(
                    goal, quarters, *parts, tuple(opinions[goal.pk]), tuple(remarks[goal.pk]), rulings.get(goal.pk), graded.get(goal.pk),
                    suggest(self.rulebook, _year(goal, last, *parts)),
                )
            )  # fmt: skip
        return Dossiers(tuple(found), self.loose)

    def _entries(self) -> tuple[dict[tuple[int, int], Entry], dict[int, list[Entry]]]:
        """Entries that stand: those of verified quarters by goal and period, those that bear on a goal, and the loose ones."""
        rules = self.rulebook.progress
        quarterly = {rules.met, rules.missed} if rules else set()
        graded = {code for code, rule in self.rulebook.rules.items() if "grade" in rule.asks}
        concerning = Q(goal__in=self.pks) | Q(department__in=self.departments, rule__in=self.bearing)
        rows = Entry.objects.standing().filter(concerning, cycle=self.cycle).exclude(rule__in=graded)
        rows = (rows.prefetch_related("evidence__file") if self.proofs else rows).order_by("number")
        named = {each.entry_id: each for each in Bearing.objects.filter(entry__cycle=self.cycle).order_by("pk")}
        progress: dict[tuple[int, int], Entry] = {}
        told_of: dict[int, list[Entry]] = defaultdict(list)
        loose: dict[int, list[Loose]] = defaultdict(list)
        periods = list(self.cycle.periods.all())
        for entry in rows:
            bearing = named.get(entry.pk)
            goal = bearing.goal_id if bearing else entry.goal_id
            if entry.rule in quarterly and entry.goal_id:
                period = next((each for each in periods if each.starts <= entry.occurred_on <= each.ends), None)
                if period:
                    progress[entry.goal_id, period.pk] = entry
            elif goal:
                told_of[goal].append(entry)
            elif entry.rule in self.bearing:
                loose[entry.department_id].append(Loose(entry, bearing))
        self.loose = {department: tuple(found) for department, found in loose.items()}
        return progress, told_of

    def _lines(self) -> dict[tuple[int, int], ProgressLine]:
        """What was told of each goal in each period, once the department submitted it."""
        rows = ProgressLine.objects.filter(goal__in=self.pks, report__state__in=(Told.SUBMITTED, Told.VERIFIED))
        rows = rows.select_related("report")
        return {(each.goal_id, each.report.period_id): each for each in (rows.prefetch_related("files") if self.proofs else rows)}

    def _rulings(self) -> Iterable[Ruling]:
        """The latest ruling on each goal: of the meeting that sits, else of the last one concluded."""
        rows = Ruling.objects.filter(goal__in=self.pks).select_related("meeting", "entered_by")
        return rows.order_by("meeting__number")


def _quarter(
    period: Period, line: ProgressLine | None, fact: Entry | None, rulebook: Rulebook, verified: Mapping[int, Verification]
) -> Quarter:
    if fact is None or rulebook.progress is None:
        return Quarter(period, line)
    return Quarter(period, line, fact, fact.rule == rulebook.progress.met, verified.get(fact.pk))


def _year(goal: Goal, completion: Decimal | None, excuses: Sequence[Excuse], entries: Sequence[Entry]) -> GoalYear:
    """The goal as the engine looks at it."""
    granted = any(each.answer == Answer.GRANTED for each in excuses)
    facts = tuple(
        engine.Entry(
            id=str(each.number), department=goal.department.code, rule=each.rule, occurred_on=each.occurred_on, level=each.level,
            goal=goal.code,
        )
        for each in entries
    )  # fmt: skip
    return GoalYear(goal.as_fact(), completion, granted, facts)


def _by_goal(rows: Iterable[object]) -> dict[int, list]:
    found: dict[int, list] = defaultdict(list)
    for row in rows:
        found[row.goal_id].append(row)  # type: ignore[attr-defined]
    return found
