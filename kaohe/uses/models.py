"""How the money of a final year is divided: a scheme as one person proposed it, and the allotment that a second one fixed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaohe.cycles.models import Cycle
from kaohe.engine import Exact, read_shown
from kaohe.people.models import Officer
from kaohe.results.models import FirstHalf, HalfQuerySet, Snapshot, answered_by_a_hand, one_open_a_year
from kaohe.uses.settings import Settings


class SchemeQuerySet(HalfQuerySet["Scheme"]):
    """Ways to look at schemes."""

    def with_names(self) -> SchemeQuerySet:
        """Bring along who proposed and answered, and the result that it rests on, without its long texts."""
        found = super().with_names().select_related("snapshot")
        return found.defer("snapshot__board", "snapshot__facts", "snapshot__details")


class Scheme(FirstHalf):
    """One person's half of fixing an allotment (奖金分配方案): the settings, and what they came to before their eyes.

    digest  the SHA-256 of settings, result and amounts; the second person signs nothing else
    reason  why it is divided once more, where it was before
    """

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="schemes")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="schemes")
    settings = models.JSONField(_("分配设置"))
    digest = models.CharField(max_length=64)

    objects = SchemeQuerySet.as_manager()

    class Meta:
        ordering = ["cycle", "pk"]
        constraints = [
            answered_by_a_hand("a_scheme_is_answered_by_a_hand_at_a_time"),
            one_open_a_year("one_open_scheme_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle} 奖金分配方案"

    def read_settings(self) -> Settings:
        """The settings as values."""
        return Settings.from_data(self.settings)


class Kept(NamedTuple):
    """One line of an allotment as it was fixed."""

    department: str
    person: str
    name: str
    heads: Exact
    score: Exact
    coefficient: Exact
    weight: Exact
    exact: Exact
    amount: Exact
    spare: bool


class AllotmentQuerySet(models.QuerySet["Allotment"]):
    """Ways to look at allotments."""

    def visible_to(self, officer: Officer) -> AllotmentQuerySet:
        """Those of the officer's own bureau; of their lines each sees what concerns them (`sight.py`)."""
        return self.filter(cycle__bureau_id=officer.bureau_id) if officer.bureau_id else self.none()


class Allotment(models.Model):
    """What was fixed (奖金分配), never edited: settings, every line, and the final result that it rests on.

    number          1, and 2 … where a year's money was divided once more; the last one is in force
    weights, total  exact numbers as text, however long
    """

    append_only: ClassVar[bool] = True

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="allotments")
    number = models.PositiveSmallIntegerField(_("次第"))
    scheme = models.OneToOneField(Scheme, models.PROTECT, related_name="allotment")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="allotments")
    settings = models.JSONField(_("分配设置"))
    weights = models.CharField(_("权重合计"), max_length=400)
    total = models.CharField(_("合计"), max_length=40)
    spare = models.PositiveIntegerField(_("余数（分）"))
    lines = models.JSONField(_("明细"))
    digest = models.CharField(max_length=64)
    fixed_at = models.DateTimeField(_("确定时间"))
    fixed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    signature = models.CharField(_("同意人"), max_length=120)

    objects = AllotmentQuerySet.as_manager()

    class Meta:
        ordering = ["cycle", "number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="one_allotment_of_a_number_in_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle} 奖金分配（{self.number}）"

    def read_settings(self) -> Settings:
        """The settings as values."""
        return Settings.from_data(self.settings)

    @property
    def sum(self) -> Exact:
        """What all the amounts come to."""
        return read_shown(self.total)

    def read_lines(self) -> tuple[Kept, ...]:
        """Every line with exact numbers."""
        return tuple(kept(each) for each in self.lines)


def kept(data: Mapping[str, Any]) -> Kept:
    """A line read back from its data."""
    numbers = {name: read_shown(data[name]) for name in ("heads", "score", "coefficient", "weight", "exact", "amount")}
    return Kept(department=data["department"], person=data["person"], name=data["name"], spare=data["spare"], **numbers)
