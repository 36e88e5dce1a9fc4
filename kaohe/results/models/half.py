"""One person's half of an act that takes two (两人办理): who put it forward, and what the second person said."""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.people.models import Officer


class Answer(models.TextChoices):
    """What became of a half."""

    OPEN = "open", _("待第二人同意")
    CONSENTED = "consented", _("已同意")
    RETURNED = "returned", _("退回")
    WITHDRAWN = "withdrawn", _("撤回")


Half = TypeVar("Half", bound="FirstHalf")


class HalfQuerySet(models.QuerySet[Half]):
    """Ways to look at halves."""

    def open(self) -> Self:
        """Those that await the second person's word: at most one for each year."""
        return self.filter(answer=Answer.OPEN)

    def with_names(self) -> Self:
        """Bring along who proposed and who answered."""
        return self.select_related("cycle__bureau", "proposed_by", "proposed_for", "answered_by")


class FirstHalf(models.Model):
    """What a first person puts before a second one.

    Each kind names its year (`cycle`) and has a HalfQuerySet as `objects`.

    proposed_for  the person for whom the proposer acted, who is as little the second one as the proposer
    """

    reason = models.TextField(_("说明"), blank=True)
    proposed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    proposed_for = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    signature = models.CharField(_("提请人"), max_length=120)
    proposed_at = models.DateTimeField(_("提请时间"), default=timezone.now)
    answer = models.CharField(_("结果"), max_length=10, choices=Answer, default=Answer.OPEN)
    sentence = models.TextField(_("意见"), blank=True)
    answered_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    answer_signature = models.CharField(_("同意人"), max_length=120, blank=True)
    answered_at = models.DateTimeField(_("办理时间"), null=True, blank=True)

    class Meta:
        abstract = True


def answered_by_a_hand(name: str) -> models.CheckConstraint:
    """An answer has its hand and its time, and an open half has neither."""
    open_ = Q(answer=Answer.OPEN, answered_by__isnull=True, answered_at__isnull=True)
    given = Q(answer__in=[Answer.CONSENTED, Answer.RETURNED, Answer.WITHDRAWN])
    return models.CheckConstraint(name=name, condition=open_ | (given & Q(answered_by__isnull=False, answered_at__isnull=False)))


def one_open_a_year(name: str) -> models.UniqueConstraint:
    """At most one half of its kind awaits the second person in a year."""
    return models.UniqueConstraint(name=name, fields=["cycle"], condition=Q(answer=Answer.OPEN))


def first_half(officer: Officer) -> dict[str, Any]:
    """The fields that say who puts it forward."""
    return {"proposed_by": officer, "proposed_for": officer.acting_for, "signature": officer.signature}
