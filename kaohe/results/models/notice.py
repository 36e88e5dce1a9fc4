"""What needs two persons: a proposal and the second one's word on it. And the public notice that comes of it (公示)."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kaohe.cycles.models import Cycle
from kaohe.results.models.half import FirstHalf, HalfQuerySet, answered_by_a_hand, one_open_a_year
from kaohe.results.models.snapshot import Snapshot


class Ask(models.TextChoices):
    """What is proposed."""

    NOTICE = "notice", _("公示结果")
    FINAL = "final", _("定案")
    REOPEN = "reopen", _("重新开启年度")


class Proposal(FirstHalf):
    """One person's half of an act that takes two (两人办理).

    facts_digest  what the proposer had before their eyes; where the facts have changed since, the consent is refused
    reason        why a year is to be reopened; else a note for the second person
    """

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="proposals")
    ask = models.CharField(_("事项"), max_length=10, choices=Ask)
    facts_digest = models.CharField(max_length=64)

    objects = HalfQuerySet["Proposal"].as_manager()

    class Meta:
        ordering = ["cycle", "pk"]
        constraints = [
            models.CheckConstraint(name="a_proposal_asks_for_something_known", condition=Q(ask__in=Ask.values)),
            answered_by_a_hand("an_answer_has_its_hand_and_time"),
            one_open_a_year("one_open_proposal_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle} {self.get_ask_display()}"


class Notice(models.Model):
    """One announcement of the year's results within the bureau (公示), never edited.

    number    1, and 2 … for what was announced anew after a review or a reopening
    until     the last moment for objections as it was printed; None for a notice that opens no time for any
    calendar  the version of the working-day calendar by which it was counted
    """

    append_only: ClassVar[bool] = True

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="notices")
    number = models.PositiveSmallIntegerField(_("次第"))
    snapshot = models.OneToOneField(Snapshot, models.PROTECT, related_name="notice")
    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="notice")
    published_at = models.DateTimeField(_("公示时间"))
    until = models.DateTimeField(_("异议截止"), null=True, blank=True)
    calendar = models.CharField(_("截止所依日历"), max_length=12, blank=True)

    class Meta:
        ordering = ["cycle", "number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="one_notice_of_a_number_in_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle} 公示（{self.number}）"

    def takes(self, arrived: datetime) -> bool:
        """True for an objection that arrived at that moment: the last second counts, the next one doesn't."""
        return self.until is not None and arrived <= self.until
