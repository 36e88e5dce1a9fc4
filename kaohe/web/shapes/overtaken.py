"""Somebody was quicker: what stands now and what the reader typed, side by side wherever the two differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db.models import Model
from django.utils.translation import gettext as _

from kaohe.audit.models import Record
from kaohe.goals.rows import Row, is_filled, numbered
from kaohe.web.desk import Desk
from kaohe.web.shapes.goals import changes_between, moment
from kaohe.web.shapes.marked import Change, change
from kaohe.web.shapes.progress import GoalRow, said_met


class Beside(NamedTuple):
    """One goal in which the two differ, field by field: `old` is what stands, `new` what was typed."""

    title: str
    changes: tuple[Change, ...]


class Overtaken(NamedTuple):
    """Who saved last and when, and the goals that differ; none where both wrote the same."""

    who: str
    when: str
    goals: tuple[Beside, ...]


def overtaken(subject: Model, goals: Iterable[Beside]) -> Overtaken:
    """The two versions of that sheet or report; who saved it last is read from the trail."""
    last = Record.objects.of(subject).last()
    differing = tuple(each for each in goals if each.changes)
    if last is None:  # what the demonstration or an older year brought along has no record
        return Overtaken("", "", differing)
    both = {"officer": last.officer_name, "other": last.on_behalf_of}
    who = _("%(officer)s（代%(other)s）") % both if last.on_behalf_of else last.officer_name
    return Overtaken(who, moment(last.at), differing)


def goals_beside(standing: Sequence[Row], typed: Sequence[Row], desk: Desk) -> list[Beside]:
    """The rows of two grids beside each other by their number; one that the other grid lacks stands beside nothing."""
    theirs, mine = _by_code(standing), _by_code(numbered([dict(row) for row in typed if is_filled(row)], desk.rulebook))
    nothing: Mapping[str, str] = {}
    return [
        Beside(_title(code, theirs.get(code, nothing), mine.get(code, nothing)),
               changes_between(theirs.get(code, nothing), mine.get(code, nothing), desk))
        for code in dict.fromkeys((*theirs, *mine))
    ]  # fmt: skip


def _by_code(rows: Sequence[Row]) -> dict[str, Row]:
    return {row["code"]: row for row in rows}


def _title(code: str, theirs: Mapping[str, str], mine: Mapping[str, str]) -> str:
    name = f"{code} {theirs.get('title') or mine.get('title', '')}"
    return name if theirs and mine else _("%s（您填写的没有这一项）") % name if theirs else _("%s（现在保存的没有这一项）") % name


def reports_beside(standing: Sequence[GoalRow], typed: Sequence[GoalRow]) -> list[Beside]:
    """What a department's report says of each goal, as it stands and as it was typed; both have the same goals."""
    return [Beside(f"{one.code} {one.title}", tuple(_told_apart(one, other))) for one, other in zip(standing, typed, strict=True)]


def _told_apart(standing: GoalRow, typed: GoalRow) -> Iterable[Change]:
    both = (
        (_("本季进度"), said_met(standing.met), said_met(typed.met)),
        (_("完成率"), standing.completion, typed.completion.strip().rstrip("%％")),
        (_("完成情况"), standing.sentence, typed.sentence),
        (_("佐证"), standing.evidence, typed.evidence),
    )
    return (change(label, old, new) for label, old, new in both if old != new)
