"""What the uses of a final result ask of a person: the second word on how money is divided."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.people.deeds import Deed, may
from kaohe.people.models import Officer
from kaohe.uses.models import Scheme
from kaohe.web.shapes.todo import Act, Todo


def todos(officer: Officer, cycle: Cycle, today: date) -> list[Todo]:
    """A scheme that waits, for whoever may fix it and didn't propose it. One query for a final year, none for others."""
    if cycle.stage != Stage.FINAL or not may(officer, Deed.FIX_REWARD):
        return []
    found = []
    for scheme in Scheme.objects.open().filter(cycle=cycle).with_names():
        if {scheme.proposed_by, scheme.proposed_for} & {officer, officer.acting_for} - {None}:
            continue
        url = reverse("reward", args=[cycle.year])
        words = _("%(year)s 年度：奖金分配方案，待您同意") % {"year": cycle.year}
        back = Act(_("退回"), url, (("deed", "return"),), _("意见（一句话）"), False)
        found.append(Todo(_("审核"), words, scheme.signature, url, "seal", None, (back,)))
    return found
