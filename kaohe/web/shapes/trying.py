"""The page "try a rulebook": parameters in words, the changed ranking beside today's, drawn; the grid; what was proposed before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaohe.engine import Rulebook, overtaken, shown, sums
from kaohe.engine.parameters import Parameter
from kaohe.results.trying import Moved, Outcome
from kaohe.web.forms.trying import Asked, address

from .figures import MINUS, aside, fixed, joined, listed, size
from .problems import Shown

if TYPE_CHECKING:
    from kaohe.web.desk import Desk


class Choice(NamedTuple):
    """A parameter that can be chosen, in its group."""

    path: str
    words: str


class Dial(NamedTuple):
    """A chosen parameter: its words, its field, and the ends of its slider."""

    path: str
    field: str
    words: str
    clause: str
    clause_url: str
    stands: str
    typed: str
    several: str
    least: str
    most: str
    step: str
    changed: bool
    wrong: str
    wrong_several: str


class Row(NamedTuple):
    """A department under the variant, beside today; each `x_` in hundredths of the drawing."""

    name: str
    url: str
    old_place: str
    new_place: str
    move: str
    move_words: str
    old: str
    new: str
    difference: str
    tone: str
    open: bool
    x_old: str
    x_new: str
    x_from: str
    x_wide: str


class Variant(NamedTuple):
    """A row of the grid."""

    words: str
    url: str
    gained: int
    lost: int
    moved: int
    most: str
    least: str
    firsts: str


def kind_words(parameter: Parameter) -> str:
    """What kind of number it is."""
    kinds = {
        "full": _("满分"), "weight": _("权重"), "floor": _("下限"), "cap": _("上限"), "each_period": _("每季分值"),
        "each": _("每次分值"), "base": _("达标得分"), "extra": _("超额每件得分"), "most": _("单次最高"),
        "size_at_least": _("适用的最少人数"), "places": _("公布时的小数位数"),
    }  # fmt: skip
    if parameter.path.startswith("scales."):
        return pgettext("trying", "系数")
    return _("分值") if parameter.level else kinds[parameter.path.rpartition(".")[2]]


def words_of(parameter: Parameter, desk: Desk) -> str:
    """Such as "无故缺勤 · 每次分值"."""
    return " · ".join(desk.say(words) for words in (parameter.label, parameter.level) if words) + f" · {kind_words(parameter)}"


def groups(known: Mapping[str, Parameter], desk: Desk, chosen: Iterable[str]) -> list[tuple[str, list[Choice]]]:
    """Every parameter that isn't chosen yet, under the item that it belongs to."""
    taken = set(chosen)
    found: dict[str, list[Choice]] = {}
    item = ""
    for path, parameter in known.items():
        if path.startswith("items."):
            item = desk.say(parameter.label)
        elif not path.startswith("rules."):
            item = _("全局")
        if path not in taken:
            found.setdefault(item, []).append(Choice(path, words_of(parameter, desk)))
    return list(found.items())


def dial(asked: Asked, desk: Desk, problems: Iterable[Shown]) -> Dial:
    """A chosen parameter as the page shows it."""
    parameter, wrong = asked.parameter, {each.field: each.words for each in problems}
    most = max(parameter.value * 2, Decimal(1))
    fine = most <= 2 and not parameter.path.endswith((".places", ".size_at_least"))
    step = "0.05" if fine else "1" if parameter.path.endswith((".places", ".size_at_least")) else "0.5"
    anchor = desk.rulebook.clauses[parameter.clause].anchor if parameter.clause in desk.rulebook.clauses else ""
    return Dial(
        path=parameter.path,
        field=asked.field,
        words=words_of(parameter, desk),
        clause=desk.place(anchor) if anchor else "",
        clause_url=desk.sheet().clause_url(anchor) if anchor else "",
        stands=shown(parameter.value),
        typed=asked.typed,
        several=asked.typed_several,
        least="0",
        most=shown(most),
        step=step,
        changed=asked.value is not None and asked.value != parameter.value,
        wrong=wrong.get(asked.field, ""),
        wrong_several=wrong.get(f"{asked.field}-several", ""),
    )


def heads(running: bool) -> tuple[tuple[str, str], tuple[str, str]]:
    """Over the two columns of points, and beside the two dots of the drawing: the word, and what is said of it where there is room."""
    said = aside(_("未定按满分计")) if running else ""
    return (_("现行"), said), (pgettext("trying", "试算"), said)


def rows(outcome: Outcome, desk: Desk) -> list[Row]:
    """The ranking under the variant."""
    figures = [point for row in outcome.rows for point in (row.old.points, row.new.points)]
    low, high = (min(figures), max(figures)) if figures else (Decimal(0), Decimal(1))
    departments = _names(desk)
    places = _places(outcome, desk)
    return [_row(row, departments[row.code], desk, low, max(high - low, Decimal("0.01")), places) for row in outcome.rows]


def _places(outcome: Outcome, desk: Desk) -> int:
    """Decimals that hold the points of both rulebooks."""
    return max(outcome.rulebook.rounding.places, desk.rulebook.rounding.places)


def _names(desk: Desk) -> dict[str, str]:
    """Department → what it is called."""
    return {standing.department.code: desk.say(standing.department.title) for standing in desk.board.standings}


def _row(row: Moved, name: str, desk: Desk, low: Decimal, span: Decimal, places: int) -> Row:
    up = row.old.place - row.new.place if row.old.place and row.new.place else 0
    x_old, x_new = (float((point - low) / span) * 100 for point in (row.old.points, row.new.points))
    return Row(
        name=name,
        url=reverse("department", args=[desk.cycle.year, row.code]),
        old_place=str(row.old.place or "—"),
        new_place=str(row.new.place or "—"),
        move="" if not up else f"▲{up}" if up > 0 else f"▼{-up}",
        move_words="" if not up else (_("上升 %s 位") if up > 0 else _("下降 %s 位")) % abs(up),
        old=fixed(row.old.points, places),
        new=fixed(row.new.points, places),
        difference=_signed(row.difference, places),
        tone="up" if row.difference > 0 else "down" if row.difference < 0 else "same",
        open=row.new.open,
        x_old=f"{x_old:.1f}",
        x_new=f"{x_new:.1f}",
        x_from=f"{min(x_old, x_new):.1f}",
        x_wide=f"{abs(x_new - x_old):.1f}",
    )


def _signed(difference: Decimal, places: int) -> str:
    """What is gained or lost, with the decimals of the figures beside it."""
    return f"{'+' if difference > 0 else MINUS}{fixed(size(difference), places)}" if difference else "0"


def lead(outcome: Outcome, desk: Desk) -> str:
    """What the variant comes to, in one sentence."""
    if not outcome.gained and not outcome.lost:
        return _("各科室得分都不变。")
    names = _names(desk)
    firsts = listed(names[code] for code in outcome.firsts) or "—"
    values = {"gained": outcome.gained, "lost": outcome.lost, "moved": outcome.moved, "firsts": firsts}
    return _("%(gained)s 个科室得分上升，%(lost)s 个下降，%(moved)s 个名次变动；第一名：%(firsts)s。") % values


def variants(outcomes: Sequence[Outcome], asked: Sequence[Asked], desk: Desk) -> list[Variant]:
    """The grid, a row for each combination."""
    names = _names(desk)
    several = [row for row in asked if row.several]
    found = []
    for outcome in outcomes:
        differences = [row.difference for row in outcome.rows] or [Decimal(0)]
        values = {path: shown(value) for path, value in outcome.values.items()}
        found.append(
            Variant(
                words=joined(f"{words_of(row.parameter, desk)} {values[row.parameter.path]}" for row in several)
                + (aside(_("有不一致之处")) if untidy(outcome.rulebook, desk) else ""),
                url=address(
                    {row.parameter.path: values.get(row.parameter.path, row.typed) for row in asked},
                    {row.parameter.path: row.typed_several for row in asked},
                ),
                gained=outcome.gained,
                lost=outcome.lost,
                moved=outcome.moved,
                most=_signed(max(differences), _places(outcome, desk)) if outcome.gained else "—",
                least=_signed(min(differences), _places(outcome, desk)) if outcome.lost else "—",
                firsts=listed(names[code] for code in outcome.firsts) or "—",
            )
        )
    return found


def untidy(rulebook: Rulebook, desk: Desk) -> list[str]:
    """What the variant's author must still answer for, and what its figures don't show: points that no longer add up, and grades out of order."""
    items = {item.code: desk.say(item.label) for item in rulebook.tree.walk()}
    words = [_untidy_words(problem.code) % {**problem.values, "code": items[str(problem.values["code"])]} for problem in sums(rulebook)]
    pairs = ({"lower": desk.say(lower.label), "higher": desk.say(higher.label)} for lower, higher in overtaken(desk.rulebook, rulebook))
    return [*words, *(_("“%(lower)s”的系数高于“%(higher)s”。") % pair for pair in pairs)]


def _untidy_words(code: str) -> str:
    """The sentence for what doesn't add up, by the code of `check`."""
    return {
        "rulebook.limits": _("“%(code)s”下限 %(floor)s 高于满分或上限 %(cap)s；正式修订时须改正。"),
        "check.full_sum": _("“%(code)s”满分 %(expected)s，其下各项按权重合计 %(found)s；正式修订时须一致。"),
        "check.weight_sum": _("“%(code)s”之下的权重合计 %(found)s，应为 1；正式修订时须改正。"),
        "check.period_sum": _("“%(code)s”每期 %(each)s 分、共 %(count)s 期，与满分 %(expected)s 不符；正式修订时须一致。"),
        "check.category_full": _("“%(code)s”改为 %(expected)s 分，下达的目标仍合计 %(found)s 分：得分只是在 %(expected)s 分封顶，没有按比例折算。"),
    }[code]
