"""Adopting the measures: their texts are kept for good, after their own cases were run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Q

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.cycles.models import Edition
from kaohe.engine import Problem, Refused, Rulebook, check, errors, load
from kaohe.people.deeds import Deed, require
from kaohe.people.models import Bureau, Officer


@transaction.atomic
def adopt_edition(
    *,
    officer: Officer,
    bureau: Bureau,
    texts: Mapping[str, str],
    code: str = "",
    label: str = "",
    on: date | None = None,
) -> Edition:
    """Adopt the measures whose files are `texts`, after running their own cases. Code and label default to theirs.

    Raises Refused without the right, where they can't be read, fail a check or a case, or were adopted before.
    """
    require(officer, Deed.ADOPT_EDITION, bureau=bureau)
    rulebook = sound(texts)
    known = Q(code=code or rulebook.code) | Q(digest=rulebook.digest)
    if bureau.editions.filter(known).exists():
        raise Refused([Problem("cycles.edition_taken", {"code": code or rulebook.code})])
    edition = Edition.objects.create(
        bureau=bureau,
        code=code or rulebook.code,
        label=label or rulebook.label,
        texts=dict(texts),
        digest=rulebook.digest,
        digest_sm3=rulebook.digest_sm3,
        adopted_on=on or bureau.today(),
        adopted_by=officer,
    )
    after = {"code": edition.code, "digest": edition.digest, "digest_sm3": edition.digest_sm3}
    record(Tag.EDITION_ADOPTED, officer=officer, subject=edition, bureau=bureau, after=after)
    return edition


def sound(texts: Mapping[str, str]) -> Rulebook:
    """The rulebook of these texts, its own cases run. Writes nothing. Raises Refused with everything that is wrong."""
    loaded = load(texts)
    if loaded.rulebook is None:
        raise Refused(loaded.problems)
    if wrong := errors((*loaded.problems, *check(loaded.rulebook))):
        raise Refused(wrong)
    return loaded.rulebook
