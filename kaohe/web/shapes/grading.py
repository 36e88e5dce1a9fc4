"""The grading page: a goal a row in the decreed order, what is known of it, what one has said, what the group rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _

from kaohe.panels.dossiers import Dossier, Quarter
from kaohe.panels.models import Answer
from kaohe.web.bench import DECISION, OPINION, Bench, Chip
from kaohe.web.shapes.figures import figure, listed


class Sign(NamedTuple):
    """One quarter in a row: a sign, and what it says."""

    sign: str
    tone: str
    words: str


class Row(NamedTuple):
    """One goal in the list."""

    pk: int
    url: str
    code: str
    title: str
    key_work: bool
    quarters: tuple[Sign, ...]
    completion: str
    marks: tuple[Chip, ...]
    own: Chip | None
    suggested: Chip | None
    group: Chip | None
    spread: tuple[tuple[str, int], ...]
    open: bool
    here: bool


class Group(NamedTuple):
    """One department: who stands aside, whether enough are left, and its goals."""

    code: str
    name: str
    aside: str
    thin: str
    loose: int
    left: int
    rows: tuple[Row, ...]


def groups(bench: Bench, here: int | None) -> tuple[Group, ...]:
    """The goals by department, in the decreed order."""
    found: dict[int, list[Dossier]] = {}
    for dossier in bench.everything.goals:
        found.setdefault(dossier.goal.department_id, []).append(dossier)
    return tuple(_group(bench, dossiers, here) for dossiers in found.values())


def _group(bench: Bench, dossiers: list[Dossier], here: int | None) -> Group:
    department = dossiers[0].goal.department
    able = bench.circle.able(department.pk, bench.present)
    thin = ""
    if not bench.circle.quorate(department.pk, bench.present):
        values = {"able": len(able), "quorum": bench.circle.quorum}
        thin = _("可参加的成员 %(able)s 人，不足法定 %(quorum)s 人") % values
    loose = bench.everything.loose.get(department.pk, ())
    return Group(
        department.code, bench.desk.say(department.title), listed(bench.circle.aside(department.pk)), thin,
        sum(each.settled is None for each in loose), sum(bench.owed(each.goal) for each in dossiers),
        tuple(row_of(bench, each, here) for each in dossiers),
    )  # fmt: skip


def row_of(bench: Bench, dossier: Dossier, here: int | None) -> Row:
    """One goal in the list."""
    goal, seen = dossier.goal, bench.sight(dossier)
    own = bench.own(dossier) if bench.mode == OPINION else None
    suggested = bench.chip(dossier.goal, dossier.suggestion.grade) if seen.suggestion and dossier.suggestion.grade else None
    return Row(
        pk=goal.pk,
        url=bench.url(goal.pk),
        code=goal.code,
        title=goal.title,
        key_work=goal.key_work,
        quarters=tuple(sign_of(bench, each) for each in dossier.quarters),
        completion=f"{figure(dossier.completion)}%" if dossier.completion is not None else "",
        marks=tuple(_marks(dossier)),
        own=bench.chip(dossier.goal, own.grade) if own else None,
        suggested=suggested,
        group=_decided(bench, dossier),
        spread=bench.spread(dossier) if seen.opinions and bench.mode == DECISION else (),
        open=bench.owed(goal),
        here=goal.pk == here,
    )


def _decided(bench: Bench, dossier: Dossier) -> Chip | None:
    if bench.ruled(dossier) and dossier.ruling and not bench.sight(dossier).recused:
        return bench.chip(dossier.goal, dossier.ruling.grade, _("已记下"))
    return bench.chip(dossier.goal, dossier.grading.grade, _("已划档")) if dossier.grading else None


def _marks(dossier: Dossier) -> Iterable[Chip]:
    words = {
        Answer.ASKED: (_("客观原因待决定"), "amber"), Answer.GRANTED: (_("客观原因"), "green"), Answer.DENIED: (_("客观原因未批准"), "line"),
    }  # fmt: skip
    if dossier.excuses:
        yield Chip(*words[Answer(dossier.excuses[-1].answer)])
    if dossier.entries:
        yield Chip(_("事项 %s") % len(dossier.entries), "amber")
    if dossier.remarks:
        yield Chip(_("分管意见"), "line")


def sign_of(bench: Bench, quarter: Quarter) -> Sign:
    """A quarter in one sign: verified as done, as not done, told and not verified, or nothing."""
    label = bench.desk.say(quarter.period.label)
    if quarter.fact is not None:
        done = figure(quarter.completion) + "%" if quarter.completion is not None else ""
        words = _("已核实：按计划完成") if quarter.met else _("已核实：未完成")
        return Sign("✓" if quarter.met else "✗", "green" if quarter.met else "seal", f"{label} {words} {done}".strip())
    if quarter.line is not None:
        return Sign("…", "amber", f"{label} {_('已报，未核实')}")
    return Sign("–", "line", f"{label} {_('没有填报')}")
