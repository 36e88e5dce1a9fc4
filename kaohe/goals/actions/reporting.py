"""The quarter as the department tells it: filled in, handed to the head, submitted, returned; and who is late is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.cycles.models import Cycle, Period
from kaohe.cycles.stages import Stage
from kaohe.engine import Problem, Refused
from kaohe.evidence.checks import MOST_FILES
from kaohe.evidence.models import StoredFile
from kaohe.goals import papers
from kaohe.goals.actions.sheets import UNWRITTEN
from kaohe.goals.models import Goal, ProgressLine, ProgressReport, ProgressStep, ReportStep, Told
from kaohe.goals.telling import tell_of_report
from kaohe.goals.words import ToldNames
from kaohe.people.deeds import Deed, require
from kaohe.people.fields import new_token
from kaohe.people.models import Department, Officer

#: Quarters are told while the year runs, and the last one while it is being closed.
TELLING = (Stage.RUNNING, Stage.CLOSING)
LONGEST_SENTENCE = 1000


@dataclass(frozen=True, slots=True)
class Progress:
    """What the department says of one goal.

    evidence  document numbers or names of papers; one under which a file is known brings the file along
    files     brought by whoever fills this in, or attached by the department before
    """

    met: bool | None = None
    completion: int | None = None
    sentence: str = ""
    evidence: tuple[str, ...] = ()
    files: tuple[StoredFile, ...] = ()


@transaction.atomic
def save_progress(
    *, officer: Officer, period: Period, department: Department, told: Mapping[str, Progress], version: str = ""
) -> ProgressReport:
    """Keep what was filled in so far, goal by goal (by code). Nothing need be complete yet.

    Raises Refused without the right, at another stage, for a quarter not begun, once it is submitted, where somebody
    else wrote meanwhile, and for goals or figures that can't be.
    """
    require(officer, Deed.FILL_PROGRESS, department, bureau=period.cycle.bureau)
    report = held(period, department)
    require_told(report, Told.DRAFT, Told.FILLED)
    require_unchanged(report, version)
    goals = {goal.code: goal for goal in goals_of(report)}
    attachable = papers.attachable(officer, department)
    known = set(attachable.filter(pk__in=[file.pk for each in told.values() for file in each.files]))
    filed = papers.named(attachable, [name.strip() for each in told.values() for name in each.evidence])
    told = {code: _tidy(each, filed) for code, each in told.items()}
    found = [problem for code, each in told.items() for problem in _wrong(code, each, goals, report)]
    found += [problem for code, each in told.items() for problem in _papers_wrong(code, each, known | {*filed.values()}, report)]
    if found:
        raise Refused(found)
    for code, each in told.items():
        values = {"met": each.met, "completion": each.completion, "sentence": each.sentence, "evidence": list(each.evidence)}
        line, _new = ProgressLine.objects.update_or_create(report=report, goal=goals[code], defaults=values)
        line.files.set(each.files)
    move(report, Told(report.state))
    record(Tag.PROGRESS_SAVED, officer=officer, subject=report, bureau=period.cycle.bureau, after=content(report))
    return report


@transaction.atomic
def hand_in_progress(*, officer: Officer, report: ProgressReport, version: str = "") -> ProgressReport:
    """The clerk hands the finished report to the head of the department. Raises Refused while something is missing."""
    return _onward(officer, Deed.FILL_PROGRESS, report, version, Told.FILLED, ReportStep.FILLED, Told.DRAFT)


@transaction.atomic
def submit_progress(*, officer: Officer, report: ProgressReport, version: str = "") -> ProgressReport:
    """The head of the department submits it to the checkers. Raises Refused while something is missing."""
    allowed = (Told.DRAFT, Told.FILLED)
    return _onward(officer, Deed.SUBMIT_PROGRESS, report, version, Told.SUBMITTED, ReportStep.SUBMITTED, *allowed)


@transaction.atomic
def withdraw_progress(*, officer: Officer, report: ProgressReport) -> ProgressReport:
    """Take a submitted report back before it is verified. Raises Refused without the right or once it is verified."""
    require(officer, Deed.SUBMIT_PROGRESS, report.department, bureau=report.period.cycle.bureau)
    report = held(report.period, report.department)
    require_told(report, Told.SUBMITTED)
    move(report, Told.DRAFT)
    step(report, ReportStep.WITHDRAWN, officer, tag=Tag.PROGRESS_WITHDRAWN)
    return report


@transaction.atomic
def return_progress(*, officer: Officer, report: ProgressReport, sentence: str) -> ProgressReport:
    """Send it back with a sentence: the head to the clerk, the checkers to the department.

    Raises Refused without the right, without a sentence, or at another state.
    """
    now = ProgressReport.objects.get(pk=report.pk)
    deed = Deed.SUBMIT_PROGRESS if now.state == Told.FILLED else Deed.VERIFY_PROGRESS
    require(officer, deed, report.department, bureau=report.period.cycle.bureau)
    report = held(report.period, report.department)
    require_told(report, Told.FILLED, Told.SUBMITTED)
    if not sentence.strip():
        raise Refused([Problem("goals.no_sentence")])
    move(report, Told.DRAFT)
    step(report, ReportStep.RETURNED, officer, tag=Tag.PROGRESS_RETURNED, sentence=sentence.strip())
    return report


@transaction.atomic
def remind_progress(
    *, officer: Officer, period: Period, departments: Sequence[Department], on: date | None = None
) -> list[ProgressReport]:
    """Ask those whose report is still missing, each at most once a day; returns the reports of those asked now.

    Raises Refused without the right, at another stage, or where there is nobody to ask.
    """
    require(officer, Deed.REMIND_PROGRESS, bureau=period.cycle.bureau)
    today = on or period.cycle.bureau.today()
    reports = [held(period, department) for department in departments]
    late = [each for each in reports if each.state in (Told.DRAFT, Told.FILLED) and each.reminded_on != today]
    if not late:
        raise Refused([Problem("goals.nobody_to_remind")])
    for report in late:
        report.reminded_on = today
        report.save(update_fields=["reminded_on"])
        step(report, ReportStep.REMINDED, officer, tag=Tag.PROGRESS_REMINDED)
    return late


def held(period: Period, department: Department) -> ProgressReport:
    """The department's report of that quarter, a fresh one where there is none, held with its year.

    Raises Refused at another stage, for another bureau's department, and for a quarter that hasn't begun.
    """
    cycle = Cycle.objects.locked(period.cycle)
    cycle.require(*TELLING)
    if department.bureau_id != cycle.bureau_id:
        raise Refused([Problem("people.other_bureau", {"officer": department.title, "bureau": cycle.bureau.name})])
    if period.starts > cycle.bureau.today():
        raise Refused([Problem("progress.not_begun", {"period": period.label, "starts": period.starts})])
    report, _new = ProgressReport.objects.get_or_create(period=period, department=department)
    report = ProgressReport.objects.locked(report)
    report.period.cycle = cycle
    return report


def goals_of(report: ProgressReport) -> list[Goal]:
    """The goals that the report speaks of: the department's fixed ones, struck ones left out."""
    found = Goal.objects.filter(cycle=report.period.cycle, department=report.department, struck_on__isnull=True)
    return list(found.order_by("-category", "pk").order_by("pk"))


def require_told(report: ProgressReport, *states: Told) -> None:
    """Raises Refused unless the report stands in one of these states."""
    if report.state not in states:
        values: dict[str, object] = {"department": report.department.title, "period": report.period.label}
        values |= {"state": ToldNames([report.state]), "expected": ToldNames(states)}
        raise Refused([Problem("progress.state", values, department=report.department.code)])


def require_unchanged(report: ProgressReport, version: str) -> None:
    """Raises Refused where it was written since the officer looked at it; an empty version asks nothing."""
    if report.lines.exists() if version == UNWRITTEN else version and version != report.version:
        values = {"department": report.department.title, "period": report.period.label}
        raise Refused([Problem("progress.stale", values, department=report.department.code)])


def move(report: ProgressReport, to: Told) -> None:
    """Write the report's state. Call it with the report held."""
    report.state, report.version, report.changed_at = to, new_token(), timezone.now()
    report.save(update_fields=["state", "version", "changed_at"])


def step(report: ProgressReport, what: ReportStep, officer: Officer, *, tag: Tag, sentence: str = "") -> None:
    """Write the step down, in the report's own history and in the audit trail, and tell whom it concerns."""
    ProgressStep.objects.create(
        report=report, step=what, officer=officer, signature=officer.signature, sentence=sentence
    )
    tell_of_report(report, what)
    after = {"state": report.state, **(content(report) if what == ReportStep.SUBMITTED else {})}
    record(tag, officer=officer, subject=report, bureau=report.period.cycle.bureau, after=after, reason=sentence)


def content(report: ProgressReport) -> dict[str, Any]:
    """What the report says, for the audit trail."""
    lines = report.lines.select_related("goal").prefetch_related("files").order_by("goal__pk")
    return {
        line.goal.code: {
            "met": line.met, "completion": line.completion, "sentence": line.sentence,
            "evidence": list(papers.pieces(line.evidence, line.files.all())),
            "digests": [file.digest for file in line.files.all()],
        }
        for line in lines
    }  # fmt: skip


def _onward(
    officer: Officer, deed: Deed, report: ProgressReport, version: str, to: Told, what: ReportStep, *states: Told
) -> ProgressReport:
    require(officer, deed, report.department, bureau=report.period.cycle.bureau)
    report = held(report.period, report.department)
    require_told(report, *states)
    require_unchanged(report, version)
    if missing := _missing(report):
        raise Refused(missing)
    move(report, to)
    tag = Tag.PROGRESS_FILLED if what == ReportStep.FILLED else Tag.PROGRESS_SUBMITTED
    step(report, what, officer, tag=tag)
    return report


def _missing(report: ProgressReport) -> list[Problem]:
    """Every goal of which the report doesn't say enough; and a word where the department has no goals at all."""
    lines = {line.goal_id: line for line in report.lines.all()}
    goals, department = goals_of(report), report.department
    if not goals:
        return [Problem("goals.none_fixed", {"department": department.title}, department=department.code)]
    found = []
    for goal in goals:
        line = lines.get(goal.pk)
        lacks = ["met", "completion", "sentence"] if line is None else [
            name for name in ("met", "completion", "sentence") if getattr(line, name) in (None, "")
        ]  # fmt: skip
        found += [Problem(f"progress.lacks_{name}", {"goal": goal.code}, department=department.code) for name in lacks]
    return found


def _tidy(told: Progress, filed: Mapping[str, StoredFile]) -> Progress:
    """The same without stray blanks, and with the files that its numbers bring along."""
    names = tuple(dict.fromkeys(name.strip() for name in told.evidence if name.strip()))
    files = tuple(dict.fromkeys((*told.files, *(filed[name] for name in names if name in filed))))
    return replace(told, sentence=told.sentence.strip(), evidence=names, files=files)


def _papers_wrong(code: str, told: Progress, known: set[StoredFile], report: ProgressReport) -> list[Problem]:
    department = report.department.code
    found = [
        Problem("progress.file_foreign", {"goal": code, "file": file.name}, department=department)
        for file in told.files
        if file not in known
    ]
    if number := papers.too_many(told.evidence, told.files):
        values = {"goal": code, "found": number, "most": MOST_FILES}
        found.append(Problem("progress.too_many_papers", values, department=department))
    return found


def _wrong(code: str, told: Progress, goals: Mapping[str, Goal], report: ProgressReport) -> list[Problem]:
    found = []
    if code not in goals:
        found.append(Problem("goals.not_on_sheet", {"department": report.department.title, "goal": code}))
    if told.completion is not None and not 0 <= told.completion <= 1000:
        found.append(Problem("progress.completion", {"goal": code, "found": told.completion}))
    if len(told.sentence) > LONGEST_SENTENCE:
        found.append(Problem("progress.too_long", {"goal": code, "most": LONGEST_SENTENCE}))
    return found
