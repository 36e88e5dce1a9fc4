"""The key figures of the overview, and only those that the data really hold."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaohe.engine import Board, Exact, Standing, plainest, total
from kaohe.results.queries import Announced

from .figures import change, fixed, listed
from .known import Known, balance, followed_item, note_on, so_far


class Figure(NamedTuple):
    """A key figure: what, how much, and one line of context."""

    label: str
    value: str
    unit: str
    note: str
    tone: str = ""


def key_figures(known: Known) -> tuple[Figure, ...]:
    """The key key_figures, and only those that the data really hold."""
    graded, missing = _goals(known.board)
    goals = Figure(
        _("目标划档"), str(graded), f"/ {graded + missing}",
        _("全部目标已划档") if not missing else _("还有 %s 项待划档") % missing if known.due else _("年底划档"),
        "amber" if missing and known.due else "",
    )
    late = known.counts.late
    entries = Figure(
        _("台账记录"), str(known.counts.entries), _("笔"),
        _("其中 %s 笔过了季末才登记") % late if late else _("全部在当季登记"),
    )
    if not known.everyone:
        return (*(_own(each, known) for each in known.board.standings[:3]), goals, entries)
    ranked = [each for each in known.board.standings if each.published is not None and not each.vetoed]
    if not ranked:
        return (_lowest_loss(known), _quota(known), goals, entries, _vetoed(known))
    return (_mean(ranked, known.before), _best(ranked, known), goals, entries, _vetoed(known))


def _own(standing: Standing, known: Known) -> Figure:
    note = note_on(standing) or _("每一分都可点开看依据")
    return Figure(known.title(standing), fixed(so_far(standing)), "", note)


def _goals(board: Board) -> tuple[int, int]:
    """How many goals have a grade, and how many await one."""
    found = [line.what for each in board.standings for node in each.tree.walk() for line in node.lines if line.what.startswith("grade")]
    return found.count("grade"), len(found) - found.count("grade")


def _lowest_loss(known: Known) -> Figure:
    """While nothing is final: who has lost least of the block that quarters decide."""
    block = known.rulebook.items[followed_item(known.rulebook)]
    balances = {known.title(each): balance(each, block) for each in known.board.standings if not each.vetoed}
    best = max(balances.values(), default=None)
    names = listed(name for name, value in balances.items() if value == best)
    return Figure(_("%s余额最高") % known.say(block.label), fixed(best), "", names)


def _quota(known: Known) -> Figure:
    """How many departments missed a quota so far."""
    missed = [
        known.title(each)
        for each in known.board.standings
        if any(line.what == "quota_unmet" for node in each.tree.walk() for line in node.lines)
    ]
    note = listed(missed) or _("各科室均已完成")
    return Figure(
        _("信息任务未完成"), str(len(missed)), ngettext("个科室", "个科室", len(missed)), note, "amber" if missed else ""
    )


def _mean(ranked: Sequence[Standing], before: Mapping[str, Announced]) -> Figure:
    mean = _average([each.published for each in ranked if each.published is not None])
    earlier = [each.published for each in before.values() if each.published is not None and not each.vetoed]
    note = _("%s 个科室，不含一票否决") % len(ranked)
    if earlier:
        note = _("较上年 %s") % change(total([mean, -_average(earlier)]))
    return Figure(_("全局平均分"), fixed(mean), "", note)


def _average(published: Sequence[Exact]) -> Exact:
    """The exact mean; what is shown of it is rounded where it is written."""
    return plainest(Fraction(total(published)) / len(published))


def _best(ranked: Sequence[Standing], known: Known) -> Figure:
    best = max(each.published for each in ranked if each.published is not None)
    names = listed(known.title(each) for each in ranked if each.published == best)
    return Figure(_("最高分"), fixed(best), "", names)


def _vetoed(known: Known) -> Figure:
    vetoed = [known.title(each) for each in known.board.standings if each.vetoed]
    return Figure(_("一票否决"), str(len(vetoed)), ngettext("个科室", "个科室", len(vetoed)), listed(vetoed) or _("本年度没有"), "seal" if vetoed else "")
