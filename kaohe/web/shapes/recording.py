"""What stands around the recording form: the rules to choose from, and names and matters that the browser proposes."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from kaohe.engine import Item
from kaohe.ledger.models import Entry
from kaohe.people.models import Appointment
from kaohe.people.roles import MEMBERS
from kaohe.web.shapes.figures import listed

if TYPE_CHECKING:
    from kaohe.web.desk import Desk

#: Articles and matters that are proposed again; older ones are typed.
MATTERS = 60
#: Of persons to be looked at again, so many are named.
NAMED = 5


class Choice(NamedTuple):
    """One rule to record under."""

    label: str
    url: str
    code: str
    tone: str


class Group(NamedTuple):
    """The rules of one item."""

    label: str
    place: str
    choices: tuple[Choice, ...]


def choices(desk: Desk, words: str) -> list[Group]:
    """The rules under their items, those that the words name; gradings are the leading group's matter."""
    wanted = words.split()
    groups = []
    for item in desk.rulebook.tree.walk():
        found = tuple(_choice(rule, desk) for rule in item.rules if "grade" not in rule.asks and _is_meant(rule, item, wanted, desk))
        if found:
            groups.append(Group(desk.say(item.label), desk.place(item.clause), found))
    return groups


def _choice(rule: Any, desk: Desk) -> Choice:
    tone = "seal" if rule.loses or rule.name == "void" else "green" if rule.name in ("bonus", "quota") else "line"
    return Choice(desk.say(rule.label), reverse("record", args=[desk.cycle.year, rule.code]), rule.code, tone)


def _is_meant(rule: Any, item: Item, wanted: list[str], desk: Desk) -> bool:
    text = f"{desk.say(rule.label)} {rule.label} {rule.code} {desk.say(item.label)} {item.label}".casefold()
    return all(word.casefold() in text for word in wanted)


def members(desk: Desk) -> dict[int, list[str]]:
    """The people of each department whose details may be seen, as they are appointed today. One query, read once."""
    known: dict[int, list[str]] | None = desk.__dict__.get("_members")
    if known is None:
        standing = Appointment.objects.standing(desk.cycle.bureau.today())
        rows = standing.filter(role__in=MEMBERS, department__in=desk.departments, officer__is_active=True).order_by("officer__username")
        known = {}
        for department, name in rows.values_list("department_id", "officer__name"):
            names = known.setdefault(department, [])
            if name not in names:
                names.append(name)
        desk.__dict__["_members"] = known
    return known


def names_of_officers(desk: Desk) -> list[str]:
    """Everyone whom an entry may name, for the browser to propose."""
    return list(dict.fromkeys(name for names in members(desk).values() for name in names))


def strangers(desk: Desk, rows: Iterable[Entry]) -> str:
    """A word on persons who don't belong to the department they were written down for, mostly a slip; "" where all do.

    A department of which nobody has an account can't be held against anything.
    """
    known = members(desk)
    titles = {each.pk: desk.say(each.title) for each in desk.departments}
    found = []
    for row in rows:
        own = known.get(row.department_id, [])
        for name in row.persons if own else ():
            if name not in own:
                others = [titles[place] for place, names in known.items() if name in names]
                found.append(f"{name}（{listed(others)}）" if others else name)
    if not found:
        return ""
    some = listed(list(dict.fromkeys(found))[:NAMED])
    return _("请核对人员：%s现不在所登记的科室。登错了请撤销或冲正。") % some


def recent_matters(desk: Desk, rule: str) -> list[str]:
    """The matters recorded last, so that the second adoption of an article finds the first."""
    item = desk.rulebook.item_of_rule.get(rule)
    codes = {each.code for each in item.rules} if item else {rule}
    told = (each.matter for each in reversed(desk.facts.entries) if each.rule in codes and each.matter and each.department in desk.seen)
    return list(islice(dict.fromkeys(told), MATTERS))


def notes_on(rule: Any, desk: Desk) -> dict[str, Any]:
    """What whoever records under a rule should know: what later law says of it, and how its gaps are read."""
    caution = desk.rulebook.cautions.get(rule.caution)
    readings = [desk.rulebook.readings[code] for code in rule.readings]
    return {
        "caution": {"title": desk.say(caution.title), "text": desk.say(caution.text)} if caution else None,
        "readings": [{"code": each.code, "gap": desk.say(each.gap), "default": desk.say(each.default)} for each in readings],
    }
