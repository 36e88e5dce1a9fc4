"""Batches: many papers asked for at once, made beside the server, and fetched as one file."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kaohe.cycles.models import Cycle
from kaohe.people.models import Officer


class State(models.TextChoices):
    """How far a batch is."""

    WAITING = "waiting", _("等候")
    RUNNING = "running", _("办理中")
    DONE = "done", _("已办好")
    CANCELLED = "cancelled", _("已取消")
    FAILED = "failed", _("没有办成")


#: Those that still have to be made, or are being made.
OPEN = (State.WAITING, State.RUNNING)


class Form(models.TextChoices):
    """As what the papers are made."""

    PDF = "pdf", "PDF"
    WORD = "docx", "Word"
    BOTH = "both", _("PDF 和 Word")


class BatchQuerySet(models.QuerySet["Batch"]):
    """Ways to look at batches."""

    def visible_to(self, officer: Officer) -> BatchQuerySet:
        """One's own: what somebody may print is nobody else's."""
        return self.filter(officer_id=officer.pk)

    def open(self) -> BatchQuerySet:
        """Those that are not over."""
        return self.filter(state__in=OPEN)


class Batch(models.Model):
    """Papers of a year asked for by one person.

    what     the code of a kind of paper, or `reports.batches.ALL`
    address  the page on which a paper's code is checked, as the asker's browser reaches it
    run      of whoever makes it now; who lost it to another stops
    beat_at  when the maker last gave a sign
    file     its name in the folder of batches; empty until it is done
    """

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="batches")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="batches")
    what = models.SlugField(max_length=40)
    form = models.CharField(max_length=10, choices=Form, default=Form.PDF)
    address = models.CharField(max_length=300)
    state = models.CharField(max_length=20, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField()
    asked_at = models.DateTimeField()
    beat_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, db_index=True)
    run = models.CharField(max_length=32, blank=True)
    file = models.CharField(max_length=40, blank=True)
    size = models.PositiveBigIntegerField(default=0)

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="a_batch_that_is_done_and_only_such_has_a_file",
                condition=(Q(state=State.DONE) & ~Q(file="")) | (~Q(state=State.DONE) & Q(file="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.done}/{self.total}"

    @property
    def path(self) -> Path:
        """Where its file lies, or would."""
        return settings.BATCHES / self.file
