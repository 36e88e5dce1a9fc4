"""A department's score in plain sentences: where points went, against last time and the others, what can change, until when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaohe.cycles.stages import Stage
from kaohe.engine import PENDING, Item, Node, Standing, share, total
from kaohe.pictures.values import balance_of
from kaohe.results.balances import Balances

from .department import losses_and_gains
from .figures import change, figure, listed

if TYPE_CHECKING:
    from kaohe.web.desk import Desk
    from kaohe.web.shapes.lines import Sheet

#: How many items a sentence names.
MOST = 3


class Sentence(NamedTuple):
    """One sentence and where it leads."""

    words: str
    url: str
    icon: str


class Told(NamedTuple):
    """What was announced before: its name, its page, and every department's balances in it."""

    name: str
    url: str
    balances: Balances


def said(desk: Desk, standing: Standing, last: Told | None, notice: int | None) -> tuple[Sentence, ...]:
    """The sentences about one department. `last` is what was announced before; `notice` the number of the notice in force."""
    return tuple(
        each
        for each in [
            _whole(desk, standing),
            _lost(standing, desk.sheet()),
            *([_since(desk, standing, last), _beside(desk, standing, last)] if last else []),
            _open(desk, standing),
            _objecting(desk, standing, notice),
        ]
        if each is not None
    )


def _whole(desk: Desk, standing: Standing) -> Sentence:
    """How the total comes about."""
    parts = [
        _("%(item)s %(points)s × %(weight)s") % {"item": desk.say(node.label), "points": _known(node), "weight": figure(node.weight)}
        for node in standing.tree.children
    ]
    words = {"sum": " + ".join(parts), "total": figure(standing.published if standing.published is not None else standing.tree.settled)}
    if standing.published is None:
        return Sentence(_("暂计 %(total)s 分：%(sum)s，未定的部分还没有算进来。") % words, "#tree", "sigma")
    return Sentence(_("总分 %(total)s：%(sum)s。") % words, "#tree", "sigma")


def _known(node: Node) -> str:
    """The points, or what is settled so far; an unknown is no zero."""
    known = node.points if node.points is not None else node.settled or None
    return figure(known, blank=_("待定"))


def _lost(standing: Standing, sheet: Sheet) -> Sentence:
    losses, _gains = losses_and_gains(standing.tree, sheet)
    if not losses:
        return Sentence(_("已定的各项都没有失分。"), "#tree", "circle-check")
    named = listed(
        _("%(item)s %(effect)s（%(reasons)s）") % {"item": each.label, "effect": each.effect, "reasons": each.reasons or _("未得满分")}
        for each in losses[:MOST]
    )
    more = ngettext("另有 %s 项。", "另有 %s 项。", len(losses) - MOST) % (len(losses) - MOST) if len(losses) > MOST else ""
    return Sentence(_("折合总分，失分最多的是：%s。") % named + more, f"#{losses[0].anchor}", "trending-down")


def _since(desk: Desk, standing: Standing, last: Told) -> Sentence:
    """What changed since it was last announced, item by item."""
    before = last.balances.get(standing.department.code, {})
    moved = []
    for item in _items(desk):
        now = balance_of(standing.tree.find(item.code), item)
        if item.code in before and now != before[item.code]:
            moved.append((item, total([now, -before[item.code]])))
    name = {"name": last.name}
    if not moved:
        return Sentence(_("与%(name)s相比没有变动。") % name, last.url, "equal")
    words = listed(f"{desk.say(item.label)} {change(by)}" for item, by in sorted(moved, key=lambda pair: pair[1])[: 2 * MOST])
    return Sentence(_("与%(name)s相比：%(moved)s。") % {**name, "moved": words}, last.url, "git-compare")


def _beside(desk: Desk, standing: Standing, last: Told) -> Sentence | None:
    """Against the mean of all departments, as it was announced to everybody."""
    code = standing.department.code
    own = last.balances.get(code, {})
    apart = []
    for item in _items(desk):
        values = [each[item.code] for each in last.balances.values() if item.code in each]
        if len(values) > 1 and item.code in own:
            apart.append((item, total([own[item.code], -share(total(values), len(values))])))
    if not apart:
        return None
    below = [(item, by) for item, by in sorted(apart, key=lambda pair: pair[1]) if by < 0][:MOST]
    if not below:
        return Sentence(_("按%s，各项都不低于全局平均。") % last.name, last.url, "users")
    words = listed(f"{desk.say(item.label)} {change(by)}" for item, by in below)
    return Sentence(_("按%(name)s，低于全局平均的有：%(items)s。") % {"name": last.name, "items": words}, last.url, "users")


def _open(desk: Desk, standing: Standing) -> Sentence | None:
    """What can still change."""
    if desk.cycle.stage == Stage.FINAL:
        return Sentence(_("结果已定案，不再变动。"), reverse("final", args=[desk.cycle.year]), "lock")
    kinds = {
        "grading.missing": _("%s 项目标待划档"),
        "judged.missing": _("%s 项待评定"),
        "period.open": _("%s 处要到季末才定"),
    }
    counts: dict[str, int] = {}
    for problem in standing.problems:
        if problem.severity == PENDING:
            counts[problem.code] = counts.get(problem.code, 0) + 1
    parts = [words % counts[code] for code, words in kinds.items() if code in counts]
    other = sum(number for code, number in counts.items() if code not in kinds)
    if other:
        parts.append(_("另有 %s 处待定") % other)
    if not parts:
        return None
    return Sentence(_("还会变的：%s。") % listed(parts), "#tree", "hourglass")


def _objecting(desk: Desk, standing: Standing, notice: int | None) -> Sentence | None:
    """Until when the department can object, and where."""
    deadline = desk.cycle.objection_deadline
    if desk.cycle.stage != Stage.NOTICED or deadline is None or notice is None:
        return None
    url = reverse("notice-department", args=[desk.cycle.year, notice, standing.department.code])
    if desk.cycle.lapsed_at is not None or timezone.now() > deadline:
        return Sentence(_("异议期已满（%s）。") % _moment(deadline), url, "calendar-x")
    return Sentence(_("对公示的结果，可在 %s 前由科室负责人从有异议的一行提出。") % _moment(deadline), url, "scale")


def _items(desk: Desk) -> Iterator[Item]:
    """The items that hold rules."""
    return (item for item in desk.rulebook.tree.walk() if not item.items)


def _moment(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
