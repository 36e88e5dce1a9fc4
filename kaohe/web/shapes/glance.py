"""How the departments stand under a few rules this quarter: counts, the quota, points and place, at a glance."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from kaohe.engine import read_number
from kaohe.pictures.values import balance_of

from .figures import figure

if TYPE_CHECKING:
    from kaohe.web.desk import Desk


class GlanceRow(NamedTuple):
    """One department. `cells` are the counts in the order of the rules; `short` is True where a quota isn't reached yet."""

    department: str
    cells: tuple[str, ...]
    quota: str
    short: bool
    points: str
    place: str


class Glance(NamedTuple):
    """The table: what its columns are, and the quarter that it looks at."""

    period: str
    columns: tuple[str, ...]
    with_quota: bool
    with_place: bool
    item: str
    rows: tuple[GlanceRow, ...]


def glance(desk: Desk, rules: tuple[str, ...]) -> Glance:
    """The departments whose details may be seen. It asks the database nothing beside the board."""
    day = min(desk.cycle.bureau.today(), desk.cycle.ends)
    period = next((each for each in desk.periods if each.starts <= day <= each.ends), desk.periods[-1])
    sums: Counter[tuple[str, str]] = Counter()
    for entry in desk.facts.entries:
        if entry.rule in rules and period.starts <= entry.occurred_on <= period.ends:
            sums[entry.department, entry.rule] += entry.count
    known = [desk.rulebook.rules[rule] for rule in rules]
    quota = next((each for each in known if each.name == "quota"), None)
    item = desk.rulebook.item_of_rule[rules[0]]
    ranking = next((each for each in desk.rulebook.rankings if each.of == item.code), None)
    places = {each.department: each.rank for each in desk.board.rankings.get(ranking.code, ())} if ranking and desk.whole else {}
    rows = []
    for each in desk.departments:
        node = desk.board.of(each.code).tree.find(item.code)
        asked = each.attributes.get(quota.quota) if quota else None
        wanted = read_number(asked) if asked else None
        done = sums[each.code, quota.code] if quota else 0
        rows.append(
            GlanceRow(
                department=desk.say(each.title),
                cells=tuple(str(sums[each.code, rule]) for rule in rules),
                quota=figure(wanted),
                short=wanted is not None and done < wanted,
                points=figure(balance_of(node, item)),
                place=str(places.get(each.code) or "—"),
            )
        )
    labels = tuple(desk.say(each.label) for each in known)
    return Glance(desk.say(period.label), labels, quota is not None, bool(places), desk.say(item.label), tuple(rows))
