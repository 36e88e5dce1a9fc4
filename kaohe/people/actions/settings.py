"""What is done to a bureau's choices: changing them, on record."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.engine import Problem, Refused
from kaohe.people.deeds import Deed, require
from kaohe.people.fields import new_token
from kaohe.people.models import Bureau, BureauSettings, Officer
from kaohe.people.models.settings import CHOICES


@transaction.atomic
def choose_settings(
    *, officer: Officer, bureau: Bureau, values: Mapping[str, object], version: str = "", reason: str = ""
) -> BureauSettings:
    """Write down how the bureau works from now on; what `values` don't name stays. Decisions made before stand.

    Raises Refused without the right, where somebody else chose meanwhile, where nothing changes, for a quorum of nobody.
    """
    require(officer, Deed.CHOOSE_SETTINGS, bureau=bureau)
    Bureau.objects.select_for_update().get(pk=bureau.pk)  # two at once would both find no row yet
    settings = BureauSettings.objects.of(bureau)
    if version and version != settings.version and settings.pk:
        raise Refused([Problem("people.settings_stale")])
    before = {name: getattr(settings, name) for name in CHOICES if name in values}
    after = {name: values[name] for name in before if values[name] != before[name]}
    if not after:
        raise Refused([Problem("people.settings_same")])
    if after.get("quorum") is not None and not after["quorum"]:
        raise Refused([Problem("people.no_quorum")])
    for name, value in after.items():
        setattr(settings, name, value)
    settings.version, settings.changed_at = new_token(), timezone.now()
    settings.save()
    changed = {name: before[name] for name in after}
    record(
        Tag.SETTINGS_CHOSEN, officer=officer, subject=bureau, bureau=bureau, before=changed, after=after, reason=reason.strip()
    )
    return settings
