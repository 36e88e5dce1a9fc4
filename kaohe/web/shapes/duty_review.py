"""What is looked through each month, in words: clashes, unused accounts, closed doors, and who the three keepers are."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.people.locks import locked
from kaohe.people.review import UNUSED, Conflict, Unused, conflicts, unused
from kaohe.people.roles import KEEPERS, Role
from kaohe.web.shapes.figures import listed

if TYPE_CHECKING:
    from kaohe.web.staff import Staff


class Line(NamedTuple):
    """A person, and what is to be said of them."""

    login: str
    name: str
    title: str
    words: str
    since: date | None = None
    idle: bool = False


def reviewed(staff: Staff, now: datetime) -> dict[str, Any]:
    """Everything that the page shows."""
    shut = locked(staff.open_people, now)
    held = {role: [row.officer.name for rows in staff.held.values() for row in rows if row.role == role] for role in KEEPERS}
    return {
        "clashes": [_clash(each) for each in conflicts(staff.bureau, staff.today)],
        "unused": [_unused(each) for each in unused(staff.bureau, now)],
        "shut": [Line(each.username, each.name, each.title, listed(shut[each.username])) for each in staff.open_people if each.username in shut],
        "keepers": [(str(role.label), listed(names)) for role, names in held.items()],
        "days": UNUSED.days,
    }


def _clash(each: Conflict) -> Line:
    values = {"role": str(Role(each.role).label), "other": str(Role(each.other).label)}
    words = _("%(role)s 与 %(other)s 不得兼任") % values
    if each.giver:
        words = _("代%(giver)s办理：%(words)s") % {"giver": each.giver.name, "words": words}
    return Line(each.officer.username, each.officer.name, each.officer.title, words, each.since)


def _unused(each: Unused) -> Line:
    day = timezone.localtime(each.since).date().isoformat()
    words = (_("上次登录 %s") if each.ever else _("从未登录，%s 建账号")) % day
    return Line(each.officer.username, each.officer.name, each.officer.title, words, idle=each.idle)
