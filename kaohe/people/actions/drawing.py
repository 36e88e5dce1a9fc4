"""Drawing heads of departments into the checking group, in turn and on record (附件3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.engine import Problem, Refused
from kaohe.people import draws
from kaohe.people.actions.appointments import take_office
from kaohe.people.deeds import Deed, require
from kaohe.people.fields import new_token
from kaohe.people.models import Bureau, Draw, Officer
from kaohe.people.roles import Post, Role


@transaction.atomic
def draw_checkers(
    *, officer: Officer, bureau: Bureau, seats: int, since: date, until: date, aside: Sequence[Officer] = (), reason: str = ""
) -> Draw:
    """Draw so many heads of departments into the checking group for a term: those whose turn it is, as `draws` says.

    aside  heads who can't take part this time; the reason says why, and their turn comes first the next time
    Raises Refused without the right, for nobody or more than there are, for who heads nothing, and without a reason
    where somebody is set aside.
    """
    require(officer, Deed.DRAW_CHECKERS, bureau=bureau)
    Bureau.objects.select_for_update().get(pk=bureau.pk)  # two draws at once would draw the same heads
    if until < since:
        raise Refused([Problem("people.ended_before", {"since": since, "until": until})])
    heads = draws.standing(bureau, since, until, {each.username for each in aside})
    if found := _problems(heads, aside, seats, reason):
        raise Refused(found)
    seed = new_token()
    rows = draws.drawn(heads, seed, seats)
    chosen = [each for each in rows if each.drawn]
    officers = {each.username: each for each in Officer.objects.filter(bureau=bureau, username__in=[each.login for each in chosen])}
    for each in chosen:
        take_office(officers[each.login], Role.CHECKER, None, since, until, Post.MEMBER)
    draw = Draw.objects.create(
        bureau=bureau, since=since, until=until, seats=seats, seed=seed, rows=[each._asdict() for each in rows],
        reason=reason.strip(), drawn_by=officer, signature=officer.signature,
    )  # fmt: skip
    after = {"officers": [each.name for each in chosen], "since": since, "until": until, "seed": seed}
    record(Tag.CHECKERS_DRAWN, officer=officer, subject=bureau, bureau=bureau, after=after, reason=draw.reason)
    return draw


def _problems(heads: Sequence[draws.Lot], aside: Sequence[Officer], seats: int, reason: str) -> list[Problem]:
    """Everything against a draw."""
    found = []
    known = {each.login for each in heads}
    found += [Problem("people.heads_nothing", {"officer": each.name}) for each in aside if each.username not in known]
    if aside and not reason.strip():
        found.append(Problem("people.aside_without_why"))
    able = sum(not each.left for each in heads)
    if seats < 1:
        found.append(Problem("people.nobody_drawn"))
    elif seats > able:
        found.append(Problem("people.too_few_heads", {"found": able, "asked": seats}))
    return found
