"""What stands in the way of a year's next stage, all at once: read by the actions, which refuse for it, and by the pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

from kaohe.cycles.calendar import calendar_of
from kaohe.cycles.dates import waiting
from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.days.calendar import Calendar
from kaohe.days.counting import OFFICE_CLOSES, Deadline, deadline, workdays_after
from kaohe.engine import PENDING, Problem, Standing, errors, shown
from kaohe.goals.models import ProgressReport, Told
from kaohe.ledger.models import Entry
from kaohe.panels.models import Answer, Excuse, Grading
from kaohe.people.models import Appointment
from kaohe.people.roles import MEMBERS
from kaohe.results.boards import board_of, facts_of
from kaohe.results.facts import digest_of
from kaohe.results.models import Notice, Objection
from kaohe.results.outages import waits_for_a_word

#: So many working days a department has to answer an entry before it counts in the year's notice (口径 R17's two days).
ANSWER_DAYS = 2
#: How many entries or goals a sentence names.
MOST_NAMED = 6


class Check(NamedTuple):
    """One thing that is looked at before results are announced, and what was found; nothing found, nothing in the way."""

    code: str
    problems: tuple[Problem, ...]


def checks(cycle: Cycle, moment: datetime) -> tuple[Check, ...]:
    """Everything that is looked at before the results are announced at that moment, in the order of the year."""
    calendar, open_or_wrong = calendar_of(cycle.bureau), unsettled(cycle)
    grades = [each for each in open_or_wrong if each.code.startswith("grading.")]
    looks: dict[str, Iterable[Problem]] = {
        "quarters": _open_quarters(cycle),
        "progress": _unverified(cycle),
        "excuses": _undecided_excuses(cycle),
        "answers": _being_answered(cycle, moment, calendar),
        "meeting": _sitting(cycle),
        "grading": grades,
        "recusal": _not_recused(cycle),
        "sums": [each for each in open_or_wrong if each not in grades],
        "deadline": _uncounted(cycle, moment, calendar),
    }
    return tuple(Check(code, tuple(found)) for code, found in looks.items())


def hindrances(cycle: Cycle, to: Stage, moment: datetime) -> list[Problem]:
    """Everything that would have to be mended before the year could move there now; nothing is written."""
    if to == Stage.RUNNING:
        return without_goals(cycle)
    if to == Stage.CLOSING:
        return waiting(cycle)
    if to == Stage.NOTICED:
        return in_the_way(cycle, moment)
    return [*objectable(cycle, moment), *undecided(cycle), *unannounced(cycle), *unsettled(cycle)]


def in_the_way(cycle: Cycle, moment: datetime) -> list[Problem]:
    """Everything against announcing the year's results now: the first time, or anew after a review."""
    if cycle.stage == Stage.REVIEWING:
        return [*undecided(cycle), *unsettled(cycle), *_same_as_announced(cycle), *_worse_than_announced(cycle)]
    return [problem for check in checks(cycle, moment) for problem in check.problems]


def without_goals(cycle: Cycle) -> list[Problem]:
    """Departments that still lack goals."""
    return [each for each in board_of(cycle).problems if each.code == "goals.none" and each.severity == PENDING]


def unsettled(cycle: Cycle) -> list[Problem]:
    """All that is open or wrong on the year's board."""
    board = board_of(cycle)
    wrong = errors(board.problems)
    return [each for each in board.problems if each.severity == PENDING or each in wrong]


def objections_until(cycle: Cycle, moment: datetime, calendar: Calendar | None = None) -> Deadline | None:
    """When objections close if the results are announced at that moment; None where the measures give no time for any."""
    window = cycle.rulebook().objection
    if window is None:
        return None
    days = calendar or calendar_of(cycle.bureau)
    return deadline(moment, window.days, window.unit, days, window.close or OFFICE_CLOSES)


def answers_until(cycle: Cycle) -> Deadline | None:
    """By when objections are to be decided, counted from the end of the time for them (口径 R18); None before that is known."""
    window, until = cycle.rulebook().review, cycle.objection_deadline
    if window is None or until is None:
        return None
    return deadline(until, window.days, window.unit, calendar_of(cycle.bureau), window.close or OFFICE_CLOSES)


def objectable(cycle: Cycle, moment: datetime) -> Iterator[Problem]:
    """The time for objections, while it runs."""
    if cycle.objection_deadline and moment <= cycle.objection_deadline:
        yield Problem("results.objections_open", {"deadline": timezone.localtime(cycle.objection_deadline)})
    elif waits_for_a_word(cycle, moment):
        yield Problem("results.outage_unanswered", {"year": cycle.year})


def undecided(cycle: Cycle) -> Iterator[Problem]:
    """Objections that nobody has decided on."""
    rows = Objection.objects.open().filter(notice__cycle=cycle).select_related("department").order_by("number")
    for each in rows:
        values = {"number": each.number, "department": each.department.title}
        yield Problem("results.objection_open", values, department=each.department.code)


def unannounced(cycle: Cycle) -> Iterator[Problem]:
    """What changed since the last notice: nobody may find a final result that was never announced."""
    if changed_since_notice(cycle):
        yield Problem("results.not_announced")


def changed_since_notice(cycle: Cycle) -> bool:
    """True where the year's facts are no longer those of its last notice."""
    digest = (
        Notice.objects.filter(cycle=cycle).order_by("-number").values_list("snapshot__facts_digest", flat=True).first()
    )
    return digest is not None and digest != digest_of(facts_of(cycle))


def _same_as_announced(cycle: Cycle) -> Iterator[Problem]:
    if not changed_since_notice(cycle):
        yield Problem("results.nothing_changed")


def _worse_than_announced(cycle: Cycle) -> Iterator[Problem]:
    """Departments that stand worse than in the notice to which they could object: nobody is asked anew after a review (G10, 口径 R18)."""
    notice = Notice.objects.filter(cycle=cycle, until__isnull=False).select_related("snapshot__cycle__edition").order_by("-number").first()
    announced = {each.department.code: each for each in notice.snapshot.read_board().standings} if notice else {}
    for standing in board_of(cycle).standings:
        code = standing.department.code
        if code in announced and worse(announced[code], standing):
            values = {
                "department": standing.department.title,
                "before": exact_total(announced[code]),
                "after": exact_total(standing),
            }
            yield Problem("results.worse_than_announced", values, department=code)


def worse(before: Standing, after: Standing) -> bool:
    """True where a department lost points, or got a consequence that it didn't have."""
    old, new = before.tree.points, after.tree.points
    had = {(each.consequence, each.rule) for each in before.raised}
    more = {(each.consequence, each.rule) for each in after.raised} - had
    return bool(more) or (old is not None and (new is None or new < old))


def exact_total(standing: Standing) -> str:
    """The exact total as text; "" where it isn't known."""
    return "" if standing.tree.points is None else shown(standing.tree.points)


def _uncounted(cycle: Cycle, moment: datetime, calendar: Calendar) -> Iterator[Problem]:
    """A deadline that would hang on days nobody knows yet."""
    until = objections_until(cycle, moment, calendar)
    if until and until.provisional:
        yield Problem("results.deadline_provisional", {"day": until.day})


def _open_quarters(cycle: Cycle) -> Iterator[Problem]:
    for period in (each for each in cycle.periods.all() if each.closed_on is None):
        yield Problem("results.period_not_closed", {"period": period.label})


def _unverified(cycle: Cycle) -> Iterator[Problem]:
    """Reports that a department has told and nobody has held against the evidence: claims are no facts."""
    rows = ProgressReport.objects.filter(period__cycle=cycle, state__in=[Told.FILLED, Told.SUBMITTED])
    for each in rows.select_related("period", "department").order_by("period", "department__order", "department__code"):
        values = {"period": each.period.label, "department": each.department.title}
        yield Problem("results.progress_unverified", values, department=each.department.code)


def _undecided_excuses(cycle: Cycle) -> Iterator[Problem]:
    rows = Excuse.objects.filter(goal__cycle=cycle, answer=Answer.ASKED).select_related("goal__department")
    for each in rows.order_by("goal__department__order", "goal__pk"):
        values = {"goal": each.goal.code, "department": each.goal.department.title}
        yield Problem("results.excuse_undecided", values, department=each.goal.department.code)


def _being_answered(cycle: Cycle, moment: datetime, calendar: Calendar) -> Iterator[Problem]:
    """Entries that a department has not answered and still may: it was told of them hardly a day ago."""
    rulebook = cycle.rulebook()
    telling = [code for code, rule in rulebook.rules.items() if rule.name != "flag" and "grade" not in rule.asks]
    rows = Entry.objects.filter(
        cycle=cycle, rule__in=telling, reverses__isnull=True, answers__isnull=True, recorded_at__lte=moment
    )
    today = timezone.localdate(moment)
    until: dict[date, date] = {}
    waiting_for: dict[tuple[str, str], list[tuple[int, date]]] = defaultdict(list)
    # Whatever the holidays, two working days are over after four weeks.
    recent = rows.standing().filter(recorded_at__gte=moment - timedelta(weeks=4))
    for code, name, number, at in recent.order_by("department__order", "number").values_list(
        "department__code", "department__name", "number", "recorded_at"
    ):
        day = timezone.localdate(at)
        last = until.setdefault(day, workdays_after(day, ANSWER_DAYS, calendar).day)
        if today < last:
            waiting_for[code, name].append((number, last))
    for (code, name), numbers in waiting_for.items():
        values = {
            "department": name,
            "count": len(numbers),
            "numbers": " ".join(f"#{number}" for number, _ in numbers[:MOST_NAMED]),
            "until": max(last for _, last in numbers),
        }
        yield Problem("results.answers_open", values, department=code)


def _sitting(cycle: Cycle) -> Iterator[Problem]:
    """A grading meeting whose decisions are written down and not concluded."""
    for meeting in cycle.grading_meetings.sitting():
        yield Problem("results.meeting_sits", {"minutes": meeting.minutes})


def _not_recused(cycle: Cycle) -> Iterator[Problem]:
    """Grades written down by somebody who belonged to the department on that day (口径 R43). Two queries."""
    rows = Grading.objects.standing().filter(goal__cycle=cycle).select_related("goal__department", "decided_by")
    members: dict[tuple[int, int | None], list[Appointment]] = defaultdict(list)
    for held in Appointment.objects.filter(officer__bureau=cycle.bureau, role__in=MEMBERS):
        members[held.officer_id, held.department_id].append(held)
    for grading in rows:
        day, department = grading.decided_on, grading.goal.department
        own = members[grading.decided_by_id, department.pk]
        if any(held.since <= day and (held.until is None or day <= held.until) for held in own):
            values = {
                "goal": grading.goal.code,
                "officer": grading.decided_by.name,
                "department": department.title,
            }
            yield Problem("results.not_recused", values, department=department.code)
