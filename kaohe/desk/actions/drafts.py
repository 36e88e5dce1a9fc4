"""Drafts: what is typed is kept on the server, is there when the form opens again, and goes when its deed is done."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from kaohe.desk.models import Draft, FormKey
from kaohe.engine import Problem, Refused
from kaohe.people.models import Officer

#: A grid of three hundred goals has about a hundred thousand characters.
LARGEST = 400_000
MOST = 60
KEPT = timedelta(days=120)


@transaction.atomic
def save_draft(
    *, officer: Officer, name: str, data: Sequence[Sequence[str]], now: datetime, key: UUID | None = None,
    title: str = "", address: str = "",
) -> Draft | None:  # fmt: skip
    """Keep what was typed so far; returns None where the form with that key was sent meanwhile, and keeps nothing.

    data     names and values, in their order
    address  the page of the form on this very site; anything else is left out
    Raises Refused for more than a form holds, or for more forms than anybody fills in at once.
    """
    if key and FormKey.objects.filter(officer=officer, key=key).exists():
        return None
    if len(json.dumps(data, ensure_ascii=False)) > LARGEST:
        raise Refused([Problem("desk.draft_too_large", {"most": LARGEST})])
    others = Draft.objects.filter(officer=officer).exclude(name=name)
    if others.count() >= MOST:
        raise Refused([Problem("desk.too_many_drafts", {"most": MOST})])
    pairs = [[str(field), str(value)] for field, value in data]
    ours = address if address.startswith("/") and not address.startswith("//") else ""
    told = {"data": pairs, "saved_at": now, "title": title[:200], "address": ours[:300]}
    draft, _made = Draft.objects.update_or_create(officer=officer, name=name, defaults=told)
    return draft


@transaction.atomic
def drop_draft(*, officer: Officer, name: str) -> bool:
    """Throw a draft away; True where there was one."""
    return bool(Draft.objects.filter(officer=officer, name=name).delete()[0])


def forget_old_drafts(*, now: datetime) -> int:
    """Drafts that nobody came back to; returns how many."""
    return Draft.objects.filter(saved_at__lt=now - KEPT).delete()[0]
