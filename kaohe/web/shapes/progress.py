"""The quarter as its pages show it: who has told theirs, what was told of each goal, and what the checkers found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from kaohe.cycles.models import Period
from kaohe.engine import Problem
from kaohe.evidence.models import StoredFile
from kaohe.goals.actions import Progress
from kaohe.goals.models import Assignment, Goal, ProgressLine, ProgressReport, Told
from kaohe.goals.papers import pieces
from kaohe.panels.actions import Finding
from kaohe.people.models import Department
from kaohe.web.desk import Desk
from kaohe.web.shapes.figures import listed
from kaohe.web.shapes.papers import scanned
from kaohe.web.shapes.progress_todos import is_late
from kaohe.web.uploads import PAPERS, split_papers

#: How each state is coloured; its words stand beside it.
TONES = {Told.DRAFT: "amber", Told.FILLED: "amber", Told.SUBMITTED: "blue", Told.VERIFIED: "green"}
YES, NO = "yes", "no"


class Row(NamedTuple):
    """One department in the list of a quarter."""

    name: str
    url: str
    state: Told
    tone: str
    when: str
    reminded: str
    code: str
    late: bool


class FileTick(NamedTuple):
    """One file: attached to this goal's quarter (`on`), or attached to the goal in an earlier one and offered again."""

    digest: str
    title: str
    url: str
    scanned: str
    on: bool
    note: str = ""


class GoalRow(NamedTuple):
    """One goal of a report: what is asked of it, what was told, what was found.

    evidence  the document numbers as one field holds them; `papers` those of them that are no attached file
    choice    what the checker's form proposes, with its `figure` and `why`: the claim, or what was typed and refused
    """

    code: str
    title: str
    category: str
    target: str
    plan: str
    persons: str
    met: str
    completion: str
    sentence: str
    evidence: str
    found: bool | None
    verified: str
    reason: str
    entry: int | None
    papers: tuple[str, ...] = ()
    files: tuple[FileTick, ...] = ()
    choice: str = ""
    figure: str = ""
    why: str = ""

    @property
    def attached(self) -> bool:
        """True where a file is attached."""
        return any(each.on for each in self.files)


def period_of(desk: Desk) -> Period:
    """The quarter that the address asks for; without one the latest that is over, else the first."""
    if desk.period is not None:
        return desk.period
    over = [each for each in desk.periods if each.ends <= desk.cycle.bureau.today()]
    return over[-1] if over else desk.periods[0]


def rows_of(desk: Desk, period: Period) -> list[Row]:
    """Every department that this person may see."""
    reports = {each.department_id: each for each in ProgressReport.objects.filter(period=period)}
    over = is_late(period, desk.cycle.bureau.today())
    return [_row(desk, period, each, reports.get(each.pk), over) for each in desk.departments]


def _row(desk: Desk, period: Period, department: Department, report: ProgressReport | None, over: bool) -> Row:
    state = Told(report.state) if report else Told.DRAFT
    url = reverse("progress-report", args=[desk.cycle.year, period.number, department.code])
    when = report.changed_at.date().isoformat() if report else ""
    reminded = report.reminded_on.isoformat() if report and report.reminded_on else ""
    late = over and state in (Told.DRAFT, Told.FILLED)
    return Row(desk.say(department.title), url, state, TONES[state], when, reminded, department.code, late)


def quarter_of(desk: Desk, period: Period, department: Department) -> tuple[list[GoalRow], list[str]]:
    """The department's goals with what was told of each, and the papers of earlier quarters; no query per goal."""
    goals = Goal.objects.filter(cycle=desk.cycle, department=department, struck_on__isnull=True).order_by("pk")
    told: dict[int, ProgressLine] = {}
    before: dict[int, list[ProgressLine]] = {}
    for line in _lines(desk, department, period):
        if line.report.period_id == period.pk:
            told[line.goal_id] = line
        else:
            before.setdefault(line.goal_id, []).append(line)
    given: dict[int, list[Assignment]] = {}
    for each in Assignment.objects.standing().filter(goal__in=goals).select_related("officer"):
        given.setdefault(each.goal_id, []).append(each)
    rows = [_goal(desk, period, goal, told.get(goal.pk), given.get(goal.pk, []), before.get(goal.pk, [])) for goal in goals]
    earlier = {name for lines in before.values() for line in lines for name in pieces(line.evidence, line.files.all())}
    return rows, sorted(earlier)


def _lines(desk: Desk, department: Department, period: Period) -> Iterable[ProgressLine]:
    """What the department told of its goals, up to this quarter; two queries."""
    lines = ProgressLine.objects.filter(
        report__department=department, report__period__cycle=desk.cycle, report__period__number__lte=period.number
    )
    return lines.select_related("report__period", "verification__entry").prefetch_related("files").order_by("report__period__number")


def file_ticks(desk: Desk, attached: Iterable[StoredFile], before: Iterable[ProgressLine]) -> tuple[FileTick, ...]:
    """The files attached, then those of earlier quarters that aren't."""
    found = {each.digest: _tick(each, on=True) for each in attached}
    for line in before:
        for each in line.files.all():
            found.setdefault(each.digest, _tick(each, on=False, note=_("%s用过") % desk.say(line.report.period.label)))
    return tuple(found.values())


def _tick(file: StoredFile, *, on: bool, note: str = "") -> FileTick:
    return FileTick(file.digest, file.title, reverse("evidence", args=[file.digest]), scanned(file), on, note)


def _goal(
    desk: Desk, period: Period, goal: Goal, line: ProgressLine | None, given: list[Assignment], before: list[ProgressLine]
) -> GoalRow:
    category = desk.rulebook.categories.get(goal.category)
    plans = [str(each.plan.get(str(period.number), "")) for each in given]
    found = getattr(line, "verification", None)
    met = "" if line is None or line.met is None else YES if line.met else NO
    completion = "" if line is None or line.completion is None else str(line.completion)
    return GoalRow(
        code=goal.code,
        title=goal.title,
        category=desk.say(category.label) if category else goal.category,
        target=goal.target,
        plan="；".join(plan for plan in plans if plan),
        persons=listed(each.officer.name for each in given),
        met=met,
        completion=completion,
        sentence=line.sentence if line else "",
        evidence="；".join(line.evidence) if line else "",
        found=found.met if found else None,
        verified="" if found is None or found.completion is None else str(found.completion),
        reason=found.reason if found else "",
        entry=found.entry.number if found else None,
        papers=_plain_papers(line) if line else (),
        files=file_ticks(desk, line.files.all() if line else (), before),
        choice=met,
        figure=completion,
    )


def _plain_papers(line: ProgressLine) -> tuple[str, ...]:
    """The papers that are no attached file."""
    files = {each.title for each in line.files.all()}
    return tuple(name for name in pieces(line.evidence, line.files.all()) if name not in files)


def read_told(posted: QueryDict, codes: list[str], files: Mapping[str, tuple[StoredFile, ...]]) -> dict[str, Progress]:
    """What a form says of each goal. "Done as planned" without a figure means a hundred per cent."""
    return {code: _told(posted, code, files.get(code, ())) for code in codes}


def _told(posted: QueryDict, code: str, files: tuple[StoredFile, ...]) -> Progress:
    met = {YES: True, NO: False}.get(posted.get(f"met-{code}", ""))
    figure = posted.get(f"completion-{code}", "").strip()
    completion = _per_cent(figure)
    if met and not figure:
        completion = 100
    evidence = split_papers(posted.get(f"{PAPERS}-{code}", ""))
    return Progress(met, completion, posted.get(f"sentence-{code}", ""), tuple(name[:200] for name in evidence[:10]), files)


def others_met(told: Mapping[str, Progress]) -> dict[str, Progress]:
    """The same, with every goal of which nothing was said told as done as planned."""
    return {
        code: each if each.met is not None else replace(each, met=True, completion=each.completion or 100) for code, each in told.items()
    }


def _per_cent(text: str) -> int | None:
    """A figure with or without its sign; None for what is none."""
    figure = text.strip().rstrip("%％")
    return int(figure) if figure.isdecimal() and len(figure) < 6 else None


def no_figures(posted: QueryDict, codes: list[str], field: str) -> list[Problem]:
    """What stands where a percentage should and is none: it is said, never dropped in silence or taken for the claim."""
    typed = {code: posted.get(f"{field}-{code}", "").strip() for code in codes}
    return [
        Problem("progress.no_figure", {"goal": code, "found": text[:20]})
        for code, text in typed.items()
        if text and _per_cent(text) is None
    ]


def read_found(posted: QueryDict, codes: list[str]) -> dict[str, Finding]:
    """What the checkers found, goal by goal; goals without a choice are left out."""
    chosen = {code: posted.get(f"found-{code}", "") for code in codes}
    return {
        code: Finding(met == YES, posted.get(f"reason-{code}", "")[:500], _per_cent(posted.get(f"verified-{code}", "")))
        for code, met in chosen.items()
        if met in (YES, NO)
    }


def said_met(met: str) -> str:
    """A tick of "done as planned" as words, nothing where there is none."""
    return {YES: _("按计划完成"), NO: _("未完成")}.get(met, "")


def as_typed(rows: list[GoalRow], posted: Mapping[str, str], files: Mapping[str, tuple[StoredFile, ...]]) -> list[GoalRow]:
    """The same rows with what somebody typed and brought and could not be kept, so that nothing is done twice."""
    names = {name: name for name in ("met", "completion", "sentence", PAPERS)} | {"choice": "found", "figure": "verified", "why": "reason"}
    return [
        row._replace(
            **{name: posted.get(f"{field}-{row.code}", getattr(row, name)) for name, field in names.items()},
            files=_as_ticked(row.files, files.get(row.code, ())),
        )
        for row in rows
    ]


def _as_ticked(known: tuple[FileTick, ...], brought: tuple[StoredFile, ...]) -> tuple[FileTick, ...]:
    """What was brought or left ticked is ticked; what was unticked stays offered."""
    found = {each.digest: _tick(each, on=True) for each in brought}
    return (*found.values(), *(each._replace(on=False) for each in known if each.digest not in found))
