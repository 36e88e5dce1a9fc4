"""Fairness as its page draws it: bars whose widths are figures of the tables they stand in."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from kaohe.engine import Exact, rounded, shown, times, total
from kaohe.results.fairness import (
    DELAYS,
    Leaning,
    Losses,
    Recorder,
    Spread,
    by_department,
    by_member,
    grades_of,
    losses,
    recording,
)
from kaohe.results.verdicts import heard

from .figures import aside, change, figure, size, width
from .ways import ledger_at

if TYPE_CHECKING:
    from kaohe.web.desk import Desk

#: Of a department's kinds of losses, so many are named.
MOST_KINDS = 4


class Bar(NamedTuple):
    """One part of a bar a hundred wide: which look, from where, how wide."""

    css: str
    x: str
    width: str


class GradeRow(NamedTuple):
    """A department's or a member's grades."""

    name: str
    url: str
    bars: tuple[Bar, ...]
    counts: tuple[str, ...]
    mean: str


class LeanRow(NamedTuple):
    """A member beside the others; the bar leads to the right of the middle where they grade higher."""

    grades: GradeRow
    number: int
    beside: str
    lean: str
    bar: Bar
    words: str


class LossRow(NamedTuple):
    """Where a department's losses come from."""

    name: str
    url: str
    graded: str
    lost: str
    bars: tuple[Bar, ...]
    kinds: tuple[tuple[str, str], ...]
    share: str
    one: bool


class PeriodRow(NamedTuple):
    """A quarter's records."""

    label: str
    url: str
    number: int
    late: int
    bars: tuple[Bar, ...]


class HandRow(NamedTuple):
    """Somebody who writes records down."""

    name: str
    url: str
    number: int
    share: str
    bar: Bar
    late: int
    delays: tuple[int, ...]


class FairnessPage(NamedTuple):
    """The whole page."""

    grades: tuple[tuple[str, str], ...]
    departments: tuple[GradeRow, ...]
    members: tuple[LeanRow, ...]
    own: bool
    losses: tuple[LossRow, ...]
    number: int
    late: int
    periods: tuple[PeriodRow, ...]
    hands: tuple[HandRow, ...]
    delays: tuple[str, ...]
    one_hand: tuple[tuple[str, str], ...]
    graded: bool


def fairness_page(desk: Desk) -> FairnessPage:
    """From the year's board and facts, and what members said; two queries beside those of the desk."""
    rulebook, board, year = desk.rulebook, desk.board, desk.cycle.year
    labels = {code: grade.label for scale in rulebook.scales.values() for code, grade in scale.grades.items()}
    names = {each.department.code: desk.say(each.department.title) for each in board.standings}
    spreads = by_department(rulebook, board)
    lost = losses(rulebook, board)
    most: Exact = max((total([each.graded, each.lost]) for each in lost), default=Fraction(1)) or Fraction(1)
    spans = [(desk.say(each.label), each.starts, each.ends) for each in desk.periods]
    voices = heard(desk.cycle)
    records = recording(rulebook, desk.facts, spans)
    busiest = max((number for _label, number, _late in records.periods), default=0) or 1
    return FairnessPage(
        grades=tuple((str(at), desk.say(labels[code])) for at, code in enumerate(grades_of(rulebook))),
        departments=tuple(_grades(names[each.name], each, desk.department_at(each.name)) for each in spreads),
        members=tuple(_member(each, reverse("grading", args=[year])) for each in by_member(rulebook, voices.verdicts)),
        own=voices.own,
        losses=tuple(_losses(desk, names[each.department], each, most) for each in lost),
        number=records.number,
        late=records.late,
        periods=tuple(
            PeriodRow(label, ledger_at(year, period=period.number), number, late, _stack([("b", number - late), ("lost", late)], busiest))
            for period, (label, number, late) in zip(desk.periods, records.periods, strict=True)
        ),
        hands=tuple(_hand(each, year) for each in records.recorders),
        delays=(*(_("%s 天内") % most for most in DELAYS), _("更晚")),
        one_hand=tuple(
            (
                _("“%(what)s”%(number)s 笔，都由 %(name)s 登记") % {"what": desk.say(each.label), "number": each.number, "name": each.name},
                ledger_at(year, rule=each.rule, by=each.name),
            )
            for each in records.one_hand
        ),
        graded=any(sum(each.counts) for each in spreads),
    )


def _grades(name: str, spread: Spread, url: str = "") -> GradeRow:
    whole = sum(spread.counts) or 1
    bars = _stack([(f"grade-{at}", number) for at, number in enumerate(spread.counts)], whole)
    return GradeRow(name, url, bars, tuple(str(number) if number else "·" for number in spread.counts), figure(spread.mean))


def _member(leaning: Leaning, url: str) -> LeanRow:
    lean = leaning.lean
    if lean is None:
        bar, words = Bar("b", "50", "0"), _("无从比较")
    else:
        # The whole scale is about a point wide; half of the drawing on either side.
        wide = width(size(lean), Fraction(1), 50)
        start = "50" if lean > 0 else width(Fraction(1) - Fraction(size(lean)), Fraction(1), 50)
        bar = Bar("a" if lean > 0 else "lost", start, wide)
        words = _("偏高") if lean > 0 else _("偏低") if lean < 0 else _("持平")
    return LeanRow(_grades(leaning.spread.name, leaning.spread, url), leaning.number, figure(leaning.beside), change(lean), bar, words)


def _losses(desk: Desk, name: str, found: Losses, most: Exact) -> LossRow:
    kinds = found.kinds[:MOST_KINDS]
    rest = sum((Fraction(each.lost) for each in found.kinds[MOST_KINDS:]), Fraction(0))
    parts: list[tuple[str, Exact]] = [("b", found.graded), *((f"kind-{at}", each.lost) for at, each in enumerate(kinds))]
    words = tuple(
        (f"{desk.say(each.label)} {figure(each.lost)}{aside(str(each.records))}", ledger_at(desk.cycle.year, department=found.department, rule=each.rule))
        for each in kinds
    )
    share = _percent(found.share) if found.share is not None else "—"
    bars = _stack([*parts, ("open", rest)], most)
    url = desk.department_at(found.department)
    return LossRow(name, url, figure(found.graded), figure(found.lost), bars, words, share, found.one)


def _hand(recorder: Recorder, year: int) -> HandRow:
    bar = Bar("a", "0", width(recorder.share, Fraction(1)))
    url = ledger_at(year, by=recorder.name) if recorder.name else ""
    return HandRow(recorder.name, url, recorder.number, _percent(recorder.share), bar, recorder.late, recorder.delays)


def _percent(share: Exact) -> str:
    """A part of a whole, to the nearest hundredth."""
    return f"{shown(rounded(times(share, Decimal(100)), 0, 'half_up'))}%"


def _stack(parts: Sequence[tuple[str, Exact | int]], whole: Exact | int) -> tuple[Bar, ...]:
    """Parts of a bar, one behind the other."""
    bars, at = [], Fraction(0)
    for css, number in parts:
        if number:
            bars.append(Bar(css, width(at, Fraction(whole)), width(Fraction(number), Fraction(whole))))
            at += Fraction(number)
    return tuple(bars)
