"""Who acts for whom, for a time (代办授权): the other's permissions, one's own name, and both on the record."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.people.models.officer import Officer


class DelegationQuerySet(models.QuerySet["Delegation"]):
    """Ways to look at delegations."""

    def visible_to(self, officer: Officer) -> DelegationQuerySet:
        """Those that the officer gave or was given."""
        return self.filter(Q(giver_id=officer.pk) | Q(taker_id=officer.pk))

    def in_force(self, on: date) -> DelegationQuerySet:
        """Those under which somebody may act on that day."""
        return self.filter(revoked_at__isnull=True, since__lte=on, until__gte=on, giver__is_active=True)

    def with_names(self) -> DelegationQuerySet:
        """With both people at hand."""
        return self.select_related("giver__bureau", "taker")


class Delegation(models.Model):
    """One person lets another act for them from one day to another, unless they take it back earlier."""

    giver = models.ForeignKey(Officer, models.PROTECT, related_name="delegations_given")
    taker = models.ForeignKey(Officer, models.PROTECT, related_name="delegations_taken")
    since = models.DateField(_("起"))
    until = models.DateField(_("止"))
    reason = models.CharField(_("事由"), max_length=200)
    given_at = models.DateTimeField(_("授权时间"), default=timezone.now)
    revoked_at = models.DateTimeField(_("收回时间"), null=True, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(name="nobody_acts_for_themselves", condition=~Q(giver=F("taker"))),
            models.CheckConstraint(name="a_delegation_ends_after_it_begins", condition=Q(until__gte=F("since"))),
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.taker}"

    def stands_on(self, day: date) -> bool:
        """True where the taker may act under it on that day."""
        return self.revoked_at is None and self.since <= day <= self.until and self.giver.is_active
