"""What is done to a year: adopting the measures, opening the year, moving it on."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Q

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.cycles.models import Cycle, Edition, Period, StageNames
from kaohe.cycles.stages import Stage
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
    rulebook = _sound(texts)
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


@transaction.atomic
def open_cycle(*, officer: Officer, bureau: Bureau, year: int, edition: Edition) -> Cycle:
    """Open a year under an adopted edition; its periods are those that the edition names, equally long.

    Raises Refused without the right, for another bureau's edition, or where the year is open already.
    """
    require(officer, Deed.OPEN_CYCLE, bureau=bureau)
    if edition.bureau_id != bureau.pk:
        raise Refused([Problem("cycles.edition_foreign", {"edition": edition.label, "bureau": bureau.name})])
    if bureau.cycles.filter(year=year).exists():
        raise Refused([Problem("cycles.year_taken", {"year": year})])
    cycle = Cycle.objects.create(bureau=bureau, year=year, edition=edition)
    Period.objects.bulk_create(_periods(cycle, edition.rulebook().periods))
    after = {"year": year, "edition": edition.code, "digest": edition.digest}
    record(Tag.CYCLE_OPENED, officer=officer, subject=cycle, bureau=bureau, after=after)
    return cycle


@transaction.atomic
def advance_stage(*, officer: Officer, cycle: Cycle, to: Stage) -> Cycle:
    """Move a year on where nothing else hangs on it: from the daily assessment to the closing.

    Raises Refused without the right, for a move that the table doesn't allow, and for moves that have their own action
    because they must look at goals or results first (`lock_goals`, `publish_results`, `finalise_results`).
    """
    require(officer, Deed.ADVANCE_STAGE, bureau=cycle.bureau)
    cycle = Cycle.objects.locked(cycle)
    if to != Stage.CLOSING:
        raise Refused([Problem("cycles.own_action", {"to": StageNames([to])})])
    before = cycle.stage
    cycle.advance(to)
    record(
        Tag.STAGE_ADVANCED, officer=officer, subject=cycle, bureau=cycle.bureau,
        before={"stage": before}, after={"stage": cycle.stage},
    )  # fmt: skip
    return cycle


def _sound(texts: Mapping[str, str]) -> Rulebook:
    """The rulebook of these texts, its own cases run. Raises Refused with everything that is wrong."""
    loaded = load(texts)
    if loaded.rulebook is None:
        raise Refused(loaded.problems)
    if wrong := errors((*loaded.problems, *check(loaded.rulebook))):
        raise Refused(wrong)
    return loaded.rulebook


def _periods(cycle: Cycle, labels: tuple[str, ...]) -> list[Period]:
    """Equal parts of the year in whole months, one for each label."""
    months = 12 // len(labels)
    found = []
    for number, label in enumerate(labels, start=1):
        last = number * months
        starts, ends = date(cycle.year, last - months + 1, 1), date(cycle.year, last, monthrange(cycle.year, last)[1])
        found.append(Period(cycle=cycle, number=number, label=label, starts=starts, ends=ends))
    return found
