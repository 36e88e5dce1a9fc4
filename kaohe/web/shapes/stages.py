"""The stage line of the year: what is done, where it stands, what comes, each with its date."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kaohe.cycles.models import Cycle, Period
from kaohe.cycles.stages import Stage
from kaohe.engine import Rulebook
from kaohe.results.models import Outage


class StageRow(NamedTuple):
    """One step of the line."""

    label: str
    note: str
    css: str
    now: bool


def stages(cycle: Cycle, periods: Sequence[Period], rulebook: Rulebook) -> tuple[StageRow, ...]:
    """The six stages in their order; the one the year stands in is marked."""
    order = list(Stage)
    at = order.index(Stage(cycle.stage))
    done = cycle.stage == Stage.FINAL
    notes = _notes(cycle, periods, rulebook)
    return tuple(
        StageRow(
            str(stage.label),
            notes[stage],
            "kh-done" if number < at or done else "kh-now" if number == at else "",
            number == at,
        )
        for number, stage in enumerate(order)
    )


def _notes(cycle: Cycle, periods: Sequence[Period], rulebook: Rulebook) -> dict[Stage, str]:
    """What is known about each stage: a date, or what is awaited."""
    today = cycle.as_of() or cycle.ends
    over = sum(each.ends <= today for each in periods)
    running = _("已过 %(over)s / %(all)s 季") % {"over": over, "all": len(periods)}
    deadline = cycle.objection_deadline
    notes = {
        Stage.SETTING: _on(cycle, cycle.goals_fixed_on) or _("每年五月前审定"),
        Stage.RUNNING: running,
        Stage.CLOSING: _on(cycle, cycle.graded_on) or _("年底划档"),
        Stage.NOTICED: _on(cycle, cycle.noticed_at) or _("结果齐备后公示"),
        Stage.REVIEWING: _("异议截止 %s") % _moment(deadline) if deadline else _("公示后 %s 个工作日内可提异议") % _days(rulebook),
        Stage.FINAL: _on(cycle, cycle.finalised_on) or _("无异议后定案"),
    }
    return notes


def _days(rulebook: Rulebook) -> str:
    return str(rulebook.objection.days) if rulebook.objection else "—"


def _on(cycle: Cycle, day: date | datetime | None) -> str:
    """The day, with its year only where that is another one."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    return date_format(day, _("n 月 j 日") if day.year == cycle.year else _("Y 年 n 月 j 日"))


def _moment(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), _("n 月 j 日 H:i"))


def stood_still(outage: Outage) -> str:
    """When the installation showed no sign of life, as a sentence."""
    return _("系统在 %(since)s 至 %(until)s 停用。") % {"since": _moment(outage.since), "until": _moment(outage.until)}
