"""What a superior sees of the bureaus under it: their states, their published figures drawn, their items side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaohe.cycles.models import Cycle
from kaohe.pictures.strips import Strip, Strips, draw_strips, per_cent, spread
from kaohe.results.above import BureauState, Compared, Family, Row, families

from .figures import fixed, language, listed
from .lines import Sheet
from .pictures import Drawn, drawn

#: How each state is called, and how its mark looks.
STATES = {
    BureauState.UNOPENED: (gettext_lazy("未开启"), "kh-mark-line"), BureauState.RUNNING: (gettext_lazy("进行中"), "kh-mark-line"),
    BureauState.NOTICED: (gettext_lazy("公示"), "kh-mark-blue"),
    BureauState.FINAL: (gettext_lazy("定案"), "kh-mark-green"),
}  # fmt: skip
#: So many names stand in one sentence.
MOST_NAMES = 12


class PlaceLine(NamedTuple):
    """A department in its own bureau's ranking."""

    rank: str
    name: str
    total: str
    vetoed: bool


class BureauLine(NamedTuple):
    """A bureau: what it is assessed by, its state, and, once it has announced results, their figures and its own ranking."""

    name: str
    depth: int
    basis: str
    state: str
    css: str
    at: str
    url: str
    number: str
    mean: str
    median: str
    ends: str
    places: tuple[PlaceLine, ...]


class Comparison(NamedTuple):
    """The items of one text, drawn; `items` are those that can be looked at bureau by bureau."""

    label: str
    names: str
    picture: Drawn


class Page(NamedTuple):
    """The whole page."""

    bureaus: tuple[BureauLine, ...]
    announced: int
    distribution: Drawn | None
    item: Drawn | None
    comparisons: tuple[Comparison, ...]
    alone: tuple[str, ...]


def page_of(rows: Sequence[Row], year: int, asked: str) -> Page:
    """`asked` is the item that the reader wants bureau by bureau, as `item_key` writes it; one that isn't there is passed over."""
    found = families(rows)
    chosen = next(((family, item) for family in found for item in family.items if item_key(family, item) == asked), None)
    strips = distribution(rows, year)
    return Page(
        bureaus=tuple(_bureau(row, year) for row in rows),
        announced=sum(row.published is not None for row in rows),
        distribution=drawn("distribution", draw_strips(strips)) if strips.strips else None,
        item=drawn("item", draw_strips(_one_item(*chosen, year))) if chosen else None,
        comparisons=tuple(_comparison(at, family, year) for at, family in enumerate(found) if family.items),
        alone=tuple(_alone(family) for family in found if not family.items),
    )


def item_key(family: Family, item: Compared) -> str:
    """How the address names an item of a text."""
    return f"{family.document[:8]}.{item.head.code}.{item.head.full}"


def said(row: Row, text: str) -> str:
    """A name of the bureau's own text in the reader's language."""
    return row.basis.in_language(text, language()) if row.basis else text


def clause_of(row: Row, anchor: str) -> str:
    """A clause of the bureau's own text as people call it, in the reader's language."""
    return said(row, row.basis.clause_label(anchor)) if row.basis else anchor


def at_of(row: Row, year: int) -> str:
    """The page of what the bureau has announced; "" before that."""
    return reverse("subordinate", args=[year, row.under.bureau.code]) if row.published else ""


def distribution(rows: Sequence[Row], year: int) -> Strips:
    """Every bureau's totals as shares of its own full points."""
    known = [row for row in rows if row.published]
    number = sum(len(row.published.totals) for row in known if row.published)
    words = _(
        "%(bureaus)s 个单位、%(number)s 个科室。每条是一个单位各科室（含不参加排名的）的总分占本办法满分的比例；"
        "各依其办法，只看单位内的高低和疏密，不在单位之间排名。"
    )
    return Strips(
        _("%s 年度各单位得分分布") % year, words % {"bureaus": len(known), "number": number}, _("单位"), _("一个科室"),
        tuple(Strip(row.under.bureau.title, row.published.totals, at_of(row, year)) for row in known if row.published), language(),
    )  # fmt: skip


def _bureau(row: Row, year: int) -> BureauLine:
    state, css = STATES[row.state]
    found = spread(row.published.totals) if row.published else None
    edition = row.basis.label if row.basis else ""
    return BureauLine(
        name=row.under.bureau.name, depth=min(row.under.depth, 4), basis=said(row, edition) or "—", state=str(state), css=css,
        at=f"{row.at:%Y-%m-%d}" if row.at else "", url=at_of(row, year), number=str(found.number) if found else "—",
        mean=f"{per_cent(found.mean)}%" if found else "—", median=f"{per_cent(found.median)}%" if found else "—",
        ends=f"{per_cent(found.low)}–{per_cent(found.high)}%" if found else "—", places=tuple(_places(row)),
    )  # fmt: skip


def _places(row: Row) -> Iterator[PlaceLine]:
    for each in row.published.places if row.published else ():
        yield PlaceLine(str(each.rank or "—"), said(row, each.name), fixed(each.published), each.vetoed)


def _comparison(at: int, family: Family, year: int) -> Comparison:
    first = family.rows[0]
    words = _(
        "%(number)s 个单位依照同一份办法，计分规则相同的项目才放在一起；"
        "每条是一个项目，一竖是一个单位各科室的平均，占该项目满分的比例。点项目名称，看各单位。"
    )
    strips = Strips(
        _("《%(label)s》各项目") % {"label": said(first, family.label)}, words % {"number": len(family.rows)}, _("项目"), _("一个单位的平均"),
        tuple(
            Strip(
                said(first, item.head.label),
                tuple(found.mean for _row, shares in item.bureaus if (found := spread(shares))),
                f"{reverse('subordinates', args=[year])}?{urlencode({'item': item_key(family, item)})}#item",
            )
            for item in family.items
        ),
        language(),
    )  # fmt: skip
    return Comparison(strips.title, _names(family), drawn(f"items-{at}", draw_strips(strips)))


def _one_item(family: Family, item: Compared, year: int) -> Strips:
    first = family.rows[0]
    values = {"label": said(first, item.head.label), "full": item.head.full, "clause": clause_of(first, item.head.clause)}
    return Strips(
        _("%(label)s：各单位") % values, _("满分 %(full)s 分（条款 %(clause)s）。一竖是一个科室的得分占满分的比例。") % values, _("单位"), _("一个科室"),
        tuple(Strip(row.under.bureau.title, shares, at_of(row, year)) for row, shares in item.bureaus), language(),
    )  # fmt: skip


def _alone(family: Family) -> str:
    values = {"label": said(family.rows[0], family.label), "names": _names(family)}
    return _("《%(label)s》只有%(names)s依照，它的项目与别的单位不可比。") % values


def _names(family: Family) -> str:
    names = [row.under.bureau.title for row in family.rows]
    return listed(names[:MOST_NAMES]) + (_(" 等 %s 个单位") % len(names) if len(names) > MOST_NAMES else "")


class FromAbove:
    """A subordinate's year as its superior reads a notice of it: with its own rulebook, and no department's details."""

    seen: frozenset[str] = frozenset()

    def __init__(self, cycle: Cycle) -> None:
        self.cycle, self.rulebook = cycle, cycle.rulebook()

    def say(self, text: str) -> str:
        """A label of the rulebook in the reader's language."""
        return self.rulebook.in_language(text, language())

    def sheet(self) -> Sheet:
        """Turns lines of this year into rows."""
        return Sheet(self.rulebook, self.cycle.year, self.cycle.edition.code, language())
