"""How firmly the ranking stands: each pair of neighbours, their gap, and the single changes that would swap them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaohe.engine import Happened, Pair, Regraded, Repriced, Single, Swap, TakenBack, stability

from .figures import fixed
from .supposing import address, entry_of, goal_words, grade_words, rule_words, title, words_of

if TYPE_CHECKING:
    from kaohe.web.desk import Desk

#: Of changes of one kind that come to the same, so many are named with their numbers.
MOST_NAMED = 8


class Way(NamedTuple):
    """One kind of change that would do it: in words, the entries any of which it may be, and what the two would come to."""

    words: str
    entries: tuple[tuple[str, str], ...]
    more: str
    upper: str
    lower: str
    url: str


class Neighbours(NamedTuple):
    """Two neighbours, the upper one first. `hidden`: changes in departments whose details are not this person's to see."""

    upper_rank: str
    upper: str
    upper_url: str
    upper_value: str
    lower_rank: str
    lower: str
    lower_url: str
    lower_value: str
    gap: str
    ways: tuple[Way, ...]
    number: int
    hidden: str
    tone: str
    verdict: str


def firmness(desk: Desk) -> tuple[Neighbours, ...]:
    """Every pair from the top; empty while nobody is ranked."""
    ranks = {each.department.code: str(each.rank or "—") for each in desk.board.standings}
    return tuple(_pair(desk, each, ranks) for each in stability(desk.rulebook, desk.facts))


def _pair(desk: Desk, pair: Pair, ranks: dict[str, str]) -> Neighbours:
    seen = [swap for swap in pair.swaps if _department(desk, swap.change) in (None, *desk.seen)]
    hidden, count = len(pair.swaps) - len(seen), len(pair.swaps)
    if not pair.gap:
        tone, verdict = "amber", _("并列")
    elif count:
        tone = "amber"
        verdict = ngettext("%s 项单项变动会使二者易位", "%s 项单项变动会使二者易位", count) % count
    else:
        tone, verdict = "green", _("没有任何单项变动会使二者易位")
    return Neighbours(
        upper_rank=ranks[pair.upper],
        upper=title(desk, pair.upper),
        upper_url=desk.department_at(pair.upper),
        upper_value=fixed(pair.upper_value),
        lower_rank=ranks[pair.lower],
        lower=title(desk, pair.lower),
        lower_url=desk.department_at(pair.lower),
        lower_value=fixed(pair.lower_value),
        gap=fixed(pair.gap),
        ways=_ways(desk, seen),
        number=count,
        hidden=ngettext("另有 %s 项在您不能查看的科室", "另有 %s 项在您不能查看的科室", hidden) % hidden if hidden else "",
        tone=tone,
        verdict=verdict,
    )


def _department(desk: Desk, change: Single) -> str | None:
    """The department whose details the change speaks of; None for a rule."""
    match change:
        case Regraded(department):
            return department
        case TakenBack(number):
            entry = entry_of(desk, number)
            return entry.department if entry else ""
        case Happened(entry):
            return entry.department
    return None


def _ways(desk: Desk, swaps: Iterable[Swap]) -> tuple[Way, ...]:
    """Entries of one rule and one outcome are one way: any of them would do it."""
    groups: dict[object, list[Swap]] = {}
    for swap in swaps:
        groups.setdefault(_kind(desk, swap), []).append(swap)
    return tuple(_way(desk, group) for group in groups.values())


def _kind(desk: Desk, swap: Swap) -> object:
    change = swap.change
    if isinstance(change, Regraded | Repriced):
        return change
    entry = entry_of(desk, change.entry) if isinstance(change, TakenBack) else change.entry
    what = (entry.department, entry.rule, entry.level) if entry else change
    return type(change).__name__, what, swap.upper, swap.lower


def _way(desk: Desk, group: list[Swap]) -> Way:
    first = group[0]
    numbers = [number for swap in group if (number := _number(swap.change))]
    named = tuple((f"#{number}", reverse("entry", args=[desk.cycle.year, int(number)])) for number in numbers[:MOST_NAMED])
    more = _("等 %s 笔中的任一笔") % len(numbers) if len(numbers) > MOST_NAMED else _("中的任一笔") if len(numbers) > 1 else ""
    return Way(_words(desk, first.change), named, more, fixed(first.upper), fixed(first.lower), address(desk.cycle.year, [first.change]))


def _number(change: Single) -> str:
    """The entry that the change is about, by its number in the ledger."""
    number = change.entry if isinstance(change, TakenBack) else change.entry.id.lstrip("+") if isinstance(change, Happened) else ""
    return number if number.isdecimal() else ""


def _words(desk: Desk, change: Single) -> str:
    match change:
        case Regraded(department, goal, grade):
            told = {"department": title(desk, department), "goal": goal_words(desk, department, goal), "grade": grade_words(desk, grade)}
            return _("%(department)s的目标 %(goal)s 划为“%(grade)s”") % told
        case TakenBack(number):
            entry = entry_of(desk, number)
            assert entry is not None
            told = {"department": title(desk, entry.department), "what": rule_words(desk, desk.rulebook, entry.rule, entry.level)}
            return _("收回%(department)s的一笔“%(what)s”") % told
        case Happened(entry):
            told = {"department": title(desk, entry.department), "what": rule_words(desk, desk.rulebook, entry.rule, entry.level)}
            return _("%(department)s再有一笔“%(what)s”（与下列记录同样的另一件事）") % told
        case Repriced():
            return words_of(desk, change, desk.rulebook)
