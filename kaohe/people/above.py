"""Who stands above whom: the bureaus under a superior, down to the lowest level, and who may look at what they have published."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from kaohe.people.deeds import Deed, may
from kaohe.people.models import Bureau, Officer


class Under(NamedTuple):
    """A bureau under a superior. `depth` is 1 for those directly under it, 2 for those under these, and so on."""

    bureau: Bureau
    depth: int


def under(superior: Bureau) -> list[Under]:
    """Every bureau under that one, each followed by its own, in the order of their codes. One query."""
    below: dict[int, list[Bureau]] = defaultdict(list)
    for each in Bureau.objects.filter(superior__isnull=False).order_by("code"):
        below[each.superior_id or 0].append(each)
    found: list[Under] = []
    waiting = [Under(each, 1) for each in reversed(below[superior.pk])]
    while waiting:
        found.append(here := waiting.pop())
        waiting += [Under(each, here.depth + 1) for each in reversed(below[here.bureau.pk])]
    return found


def chain(bureau: Bureau) -> list[Bureau]:
    """The bureau's superior, that one's superior, up to the highest. One query."""
    every = Bureau.objects.in_bulk()
    found: list[Bureau] = []
    at = bureau.superior_id
    while at is not None:
        found.append(every[at])
        at = every[at].superior_id
    return found


def leads(officer: Officer) -> bool:
    """True for whoever looks at subordinates in a bureau that has any. No query where the officer was read with that."""
    bureau = officer.bureau
    if bureau is None or not may(officer, Deed.SEE_SUBORDINATES):
        return False
    return bureau.subordinates.exists() if officer.bureau_leads is None else officer.bureau_leads


def subordinates_of(officer: Officer) -> list[Under]:
    """Those whose published results the officer may see; none for anyone else. One query at most."""
    return under(officer.bureau) if officer.bureau and may(officer, Deed.SEE_SUBORDINATES) else []
