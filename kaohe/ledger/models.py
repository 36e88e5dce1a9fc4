"""The ledger: what happened, never what it is worth. Entries and their evidence are written once and never edited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from kaohe.cycles.models import Cycle, Period
from kaohe.evidence.models import StoredFile
from kaohe.goals.models import Goal
from kaohe.people.deeds import Deed, departments_for
from kaohe.people.fields import ExactField, ListField
from kaohe.people.models import Department, Officer


class EntryQuerySet(models.QuerySet["Entry"]):
    """Ways to look at the ledger."""

    def of(self, department: Department) -> EntryQuerySet:
        """Those about one department."""
        return self.filter(department=department)

    def standing(self) -> EntryQuerySet:
        """Those that still count for something: no reversals, and none reversed in full."""
        undone = Coalesce(Sum("reversals__count"), 0)
        return self.filter(reverses__isnull=True).annotate(undone=undone).filter(count__gt=-F("undone"))

    def of_progress(self, cycle: Cycle, period: Period) -> EntryQuerySet:
        """What stands of goals as it was found in that quarter; none where the measures have no rule for it."""
        rules = cycle.rulebook().progress
        if rules is None:
            return self.none()
        days = (period.starts, period.ends)
        return self.standing().filter(cycle=cycle, goal__isnull=False, rule__in=(rules.met, rules.missed), occurred_on__range=days)

    def covering(self, first: date, last: date | None = None) -> EntryQuerySet:
        """Those whose fact was so on that day, or on any day from the first to the last."""
        ends = Coalesce("until", "occurred_on")
        return self.alias(ends=ends).filter(occurred_on__lte=last or first, ends__gte=first)

    def uncounted(self) -> EntryQuerySet:
        """Those that no closed quarter counts: of a time that is still open, or written down after its quarter was closed."""
        counting = Period.objects.filter(
            cycle=OuterRef("cycle"), ends__gte=OuterRef("occurred_on"), last_entry__gte=OuterRef("number")
        )
        return self.filter(~Exists(counting))

    def visible_to(self, officer: Officer) -> EntryQuerySet:
        """Those about departments that the officer may see."""
        if not officer.bureau_id:
            return self.none()
        mine = self.filter(cycle__bureau_id=officer.bureau_id)
        departments = departments_for(officer, Deed.SEE_DEPARTMENT)
        return mine if departments is None else mine.filter(department_id__in=departments)


class Entry(models.Model):
    """One event (记录).

    number       its place in the year's ledger: 1, 2, 3 … without a gap
    occurred_on  the day of the fact; recorded_at the moment it was written down
    until        its last day, where it lasts several (a leave); one leave is one entry
    count        how often; negative exactly where the entry reverses another
    level        which body adopted or praised, or which grade was given
    matter       the key of the matter: one fact counts once
    amount       points that were judged, for judged rules only
    seal         the digest of this entry after the one before it: equal seals, equal ledgers
    """

    append_only: ClassVar[bool] = True

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="entries")
    department = models.ForeignKey(Department, models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField(_("记录号"))
    rule = models.CharField(_("规则"), max_length=80)
    occurred_on = models.DateField(_("发生日期"))
    until = models.DateField(_("至"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("登记时间"))
    recorded_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    recorder_name = models.CharField(_("登记人"), max_length=60)
    count = models.IntegerField(_("数量"), default=1)
    level = models.CharField(_("层级或档次"), max_length=40, blank=True)
    matter = models.CharField(_("事项"), max_length=120, blank=True)
    goal = models.ForeignKey(Goal, models.PROTECT, null=True, blank=True, related_name="entries")
    amount = ExactField(_("评定分值"), null=True, blank=True)
    persons = ListField(_("人员"), default=list, blank=True)
    about = models.TextField(_("说明"), blank=True)
    conditions = ListField(_("依据条件"), default=list, blank=True)
    reverses = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="reversals")
    seal = models.CharField(_("封记"), max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["cycle", "number"]
        indexes = [
            models.Index(fields=["cycle", "department", "rule"]),
            models.Index(fields=["cycle", "occurred_on"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="one_entry_of_a_number_in_a_cycle"),
            models.CheckConstraint(name="an_entry_counts_something", condition=~Q(count=0)),
            models.CheckConstraint(
                name="an_entry_ends_after_it_begins", condition=Q(until__isnull=True) | Q(until__gte=F("occurred_on"))
            ),
            models.CheckConstraint(
                name="only_a_reversal_counts_back",
                condition=Q(count__gt=0, reverses__isnull=True) | Q(count__lt=0, reverses__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.number}"

    def contents(self, evidence: Sequence[Evidence]) -> dict[str, Any]:
        """What the seal covers: by codes and numbers and with its evidence, so that it can be checked outside."""
        lasting = {"until": self.until} if self.until else {}  # older seals cover entries that knew no such thing
        return {
            "number": self.number,
            "department": self.department.code,
            "rule": self.rule,
            "occurred_on": self.occurred_on,
            **lasting,
            "recorded_at": self.recorded_at,
            "recorder": self.recorder_name,
            "count": self.count,
            "level": self.level,
            "matter": self.matter,
            "goal": self.goal.code if self.goal else "",
            "amount": self.amount,
            "persons": self.persons,
            "about": self.about,
            "conditions": self.conditions,
            "evidence": [[each.title, each.digest, each.kind] for each in evidence],
            "reverses": self.reverses.number if self.reverses else None,
        }


class Evidence(models.Model):
    """One piece of proof of an entry (佐证): a file, known by the digest of its contents, or the number of a document.

    The digest stands beside the file, because it is what the entry's seal covers: a file exchanged would show.
    """

    append_only: ClassVar[bool] = True

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="evidence")
    number = models.PositiveSmallIntegerField(_("序号"))
    title = models.CharField(_("名称"), max_length=200)
    digest = models.CharField(_("SHA-256"), max_length=64, blank=True)
    kind = models.CharField(_("类型"), max_length=40, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="proves")

    class Meta:
        ordering = ["entry", "number"]
        verbose_name_plural = "evidence"
        constraints = [models.UniqueConstraint(fields=["entry", "number"], name="one_evidence_number_in_an_entry")]

    def __str__(self) -> str:
        return self.title


class Answer(models.Model):
    """What the department says to an entry about it (答复): that it is so, or why not. It moves no points."""

    append_only: ClassVar[bool] = True

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="answers")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    text = models.TextField(_("答复"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        ordering = ["entry", "pk"]

    def __str__(self) -> str:
        return self.text[:60]
