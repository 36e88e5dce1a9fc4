"""The record of a director's meeting: written down before its decisions, while they are, or after; mended when it was wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, time

from django.db import transaction

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.engine import Problem, Refused
from kaohe.goals.models import DirectorsMeeting, GoalVersion
from kaohe.people.deeds import Deed, require
from kaohe.people.fields import new_token
from kaohe.people.models import Officer


@transaction.atomic
def record_meeting(
    *, officer: Officer, cycle: Cycle, minutes: str, held_on: date, present: Sequence[str], begins: time | None = None, place: str = "",
    chair: str = "", attending: Sequence[str] = (), excused: Sequence[str] = (), meeting: DirectorsMeeting | None = None, version: str = "",
) -> DirectorsMeeting:  # fmt: skip
    """Write down when and where the meeting was held and who was there, by name; `meeting` is the record to be mended.

    Who leads is present. Raises Refused without the right, before goals are set or once the year closes, where the record was changed
    meanwhile, without a number, for one that another meeting has, for another number than that under which goals were fixed, for a day
    to come, with nobody there, for who is both there and excused, and where nothing changes.
    """
    require(officer, Deed.FIX_GOALS, bureau=cycle.bureau)
    cycle = Cycle.objects.locked(cycle)
    cycle.require(Stage.SETTING, Stage.RUNNING)
    found = cycle.directors_meetings.get(pk=meeting.pk) if meeting else DirectorsMeeting(cycle=cycle, recorded_by=officer)
    if version and found.pk and version != found.version:
        raise Refused([Problem("goals.meeting_stale", {"minutes": found.minutes})])
    before = found.told() if found.pk else {}
    number = found.minutes
    found.minutes, found.held_on, found.begins = minutes.strip(), held_on, begins
    found.place, found.chair = place.strip(), chair.strip()
    found.present = _names([*([found.chair] if found.chair and found.chair not in present else []), *present])
    found.attending, found.excused = _names(attending), _names(excused)
    if problems := list(_against(found, number)):
        raise Refused(problems)
    if before == found.told():
        raise Refused([Problem("goals.meeting_same", {"minutes": found.minutes})])
    found.version = new_token()
    found.save()
    record(Tag.GOALS_MEETING, officer=officer, subject=found, bureau=cycle.bureau, before=before, after=found.told())
    return found


def _names(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name.strip() for name in names if name.strip()))


def _against(meeting: DirectorsMeeting, number: str) -> Iterable[Problem]:
    """Everything against the record as it would stand; `number` is that of the minutes so far."""
    cycle = meeting.cycle
    if not meeting.minutes:
        yield Problem("goals.no_minutes")
    elif cycle.directors_meetings.exclude(pk=meeting.pk).filter(minutes=meeting.minutes).exists():
        yield Problem("goals.minutes_taken", {"minutes": meeting.minutes})
    elif number not in ("", meeting.minutes) and GoalVersion.objects.filter(goal__cycle=cycle, minutes=number).exists():
        yield Problem("goals.minutes_used", {"minutes": number})
    if meeting.held_on > cycle.bureau.today():
        yield Problem("cycles.not_yet", {"found": meeting.held_on, "today": cycle.bureau.today()})
    if not meeting.present:
        yield Problem("goals.nobody_present")
    if both := [name for name in meeting.excused if name in {*meeting.present, *meeting.attending}]:
        yield Problem("goals.there_and_excused", {"names": both})
