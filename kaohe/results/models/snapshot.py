"""What was announced: the whole board as it stood, kept for good and never recomputed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kaohe.cycles.models import Cycle, Period
from kaohe.engine import Board, Facts, Refused, board_from_data
from kaohe.files.facts_data import facts_from_data
from kaohe.people.models import Officer


class Kind(models.TextChoices):
    """What kind of announcement a snapshot belongs to."""

    BULLETIN = "bulletin", _("季度通报")
    NOTICE = "notice", _("公示")
    FINAL = "final", _("定案")


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    """Ways to look at snapshots."""

    def visible_to(self, officer: Officer) -> SnapshotQuerySet:
        """Those of the officer's own bureau: what was announced there is announced to all."""
        return self.filter(cycle__bureau_id=officer.bureau_id) if officer.bureau_id else self.none()

    def light(self) -> SnapshotQuerySet:
        """Without the boards and facts, which are long."""
        return self.defer("board", "facts", "details")


class Snapshot(models.Model):
    """The board of a year as it was announced, with everything needed to compute it again and compare.

    facts          what it was computed from; `facts_digest` is the SHA-256 of these data
    details        what else the announcement tells and the board doesn't hold: a bulletin's progress of goals
    highest_entry  the last entry of the ledger that was counted, whose seal is `seal`
    round          1, and one more each time the year was reopened
    previous       the snapshot of the same year before this one, to be compared with it
    """

    append_only: ClassVar[bool] = True

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="snapshots")
    kind = models.CharField(_("类型"), max_length=10, choices=Kind)
    period = models.ForeignKey(Period, models.PROTECT, null=True, blank=True, related_name="snapshots")
    round = models.PositiveSmallIntegerField(_("轮次"), default=1)
    board = models.JSONField(_("结果"))
    facts = models.JSONField(_("事实"), default=dict)
    details = models.JSONField(_("另载"), default=dict)
    facts_digest = models.CharField(max_length=64)
    edition_digest = models.CharField(max_length=64)
    highest_entry = models.PositiveIntegerField(default=0)
    seal = models.CharField(max_length=64, blank=True)
    engine_version = models.CharField(max_length=20)
    made_at = models.DateTimeField(_("时间"))
    made_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    previous = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="next")

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["cycle", "pk"]
        constraints = [
            models.CheckConstraint(
                name="a_bulletin_and_only_a_bulletin_has_a_period",
                condition=Q(kind=Kind.BULLETIN, period__isnull=False)
                | (~Q(kind=Kind.BULLETIN) & Q(period__isnull=True)),
            ),
            models.UniqueConstraint(
                fields=["cycle", "round"], condition=Q(kind=Kind.FINAL), name="a_year_is_final_once_in_a_round"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle} {self.get_kind_display()}"

    def read_facts(self) -> Facts:
        """The facts as they were counted. Raises Refused where they are not what they were."""
        read = facts_from_data(self.facts, self.cycle.rulebook())
        if read.facts is None:
            raise Refused(read.problems)
        return read.facts

    def read_board(self) -> Board:
        """The board as it was announced, every figure as it stands in the data."""
        return board_from_data(self.board, self.read_facts())
