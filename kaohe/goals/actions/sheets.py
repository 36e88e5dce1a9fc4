"""What every deed on a sheet begins and ends with: the year and the sheet held, the state asked, the step written down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.engine import Problem, Refused
from kaohe.goals.models import GoalSheet, GoalStep, State, Step
from kaohe.goals.telling import tell_of
from kaohe.goals.words import StateNames
from kaohe.people.deeds import Deed, require
from kaohe.people.fields import new_token
from kaohe.people.models import Department, Officer

#: The version that a page tells of a sheet, or of a report, which nobody had written yet.
UNWRITTEN = "none"


def held(
    officer: Officer, deed: Deed, sheet: GoalSheet, *states: State, stages: tuple[Stage, ...] = (Stage.SETTING,)
) -> GoalSheet:
    """The sheet as it is now, held with its year until the transaction ends.

    Raises Refused unless the officer may do the deed there, and year and sheet stand where it is done.
    """
    cycle = Cycle.objects.locked(sheet.cycle)
    now = GoalSheet.objects.locked(sheet)
    now.cycle = cycle
    require(officer, deed, now.department, bureau=cycle.bureau)
    cycle.require(*stages)
    require_state(now, *states)
    return now


def sheet_of(cycle: Cycle, department: Department) -> GoalSheet:
    """The department's sheet, a fresh one where it has none yet. Call it with the year held."""
    if department.bureau_id != cycle.bureau_id:
        raise Refused([Problem("people.other_bureau", {"officer": department.title, "bureau": cycle.bureau.name})])
    return GoalSheet.objects.select_related("department").get_or_create(cycle=cycle, department=department)[0]


def require_state(sheet: GoalSheet, *states: State) -> None:
    """Raises Refused unless the sheet stands in one of these states."""
    if sheet.state not in states:
        values = {
            "department": sheet.department.title,
            "state": StateNames([sheet.state]),
            "expected": StateNames(states),
        }
        raise Refused([Problem("goals.state", values, department=sheet.department.code)])


def require_seen(sheet: GoalSheet, version: str) -> None:
    """Raises Refused where the sheet has been written since the officer looked at it; an empty version asks nothing."""
    written = bool(sheet.rows) or sheet.state != State.DRAFT
    if written if version == UNWRITTEN else version and version != sheet.version:
        raise Refused(
            [Problem("goals.stale", {"department": sheet.department.title}, department=sheet.department.code)]
        )


def require_sentence(sentence: str, code: str) -> str:
    """The sentence without spaces around it. Raises Refused where there is none."""
    if not sentence.strip():
        raise Refused([Problem(code)])
    return sentence.strip()


def move(sheet: GoalSheet, to: State, **changed: Any) -> None:
    """Write the sheet's new state, and whatever else changes with it."""
    before = sheet.state
    for name, value in {"state": to, "version": new_token(), "changed_at": timezone.now(), **changed}.items():
        setattr(sheet, name, value)
    # The state stands in the condition too: a sheet moved by somebody else is not moved again.
    fields = {name: getattr(sheet, name) for name in ("state", "version", "changed_at", *changed)}
    if not GoalSheet.objects.filter(pk=sheet.pk, state=before).update(**fields):
        raise Refused(
            [Problem("goals.stale", {"department": sheet.department.title}, department=sheet.department.code)]
        )


def step(
    sheet: GoalSheet, what: Step, officer: Officer, *, tag: Tag, sentence: str = "", minutes: str = "",
    before: Mapping[str, Any] | None = None, after: Mapping[str, Any] | None = None,
) -> GoalStep:  # fmt: skip
    """Write the step down, in the sheet's own history and in the audit trail, and tell whom it concerns."""
    taken = GoalStep.objects.create(
        sheet=sheet, step=what, officer=officer, on_behalf_of=officer.acting_for.name if officer.acting_for else "",
        sentence=sentence, minutes=minutes,
    )  # fmt: skip
    tell_of(sheet, what)
    told = {"state": sheet.state, **({"minutes": minutes} if minutes else {}), **(after or {})}
    record(tag, officer=officer, subject=sheet, bureau=sheet.cycle.bureau, before=before, after=told, reason=sentence)
    return taken
