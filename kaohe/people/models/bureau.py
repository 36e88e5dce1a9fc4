"""Bureaus and their departments."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe import engine
from kaohe.people.fields import LettersField, new_token

if TYPE_CHECKING:
    from kaohe.people.models.officer import Officer


class Bureau(models.Model):
    """The owner of everything below (局). One installation may serve many, and none sees another;
    a superior sees what its subordinates have published.

    clock                 the day at which a demonstration stands still; empty for a bureau that lives
    combined              one person may keep accounts, duties and the watch (三员合一); chosen when the bureau is made
    superior              the body in this installation that sees what this bureau has published (上级单位); none for most
    departments_version   changes whenever a department does, for whoever keeps something computed from them
    """

    code = models.SlugField(_("代码"), max_length=60, unique=True)
    name = models.CharField(_("名称"), max_length=100)
    short_name = models.CharField(_("简称"), max_length=40, blank=True)
    demonstration = models.BooleanField(_("演示"), default=False)
    clock = models.DateField(_("演示日期"), null=True, blank=True)
    combined = models.BooleanField(_("三员合一"), default=False)
    superior = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="subordinates", verbose_name=_("上级单位")
    )
    departments_version = models.CharField(max_length=16, default=new_token, editable=False)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="only_a_demonstration_stands_still", condition=Q(clock__isnull=True) | Q(demonstration=True)
            ),
            models.CheckConstraint(name="no_bureau_is_its_own_superior", condition=~Q(superior=F("pk"))),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """The name people use: the short one where there is one."""
        return self.short_name or self.name

    def today(self) -> date:
        """The day it is in this bureau."""
        return self.clock or timezone.localdate()


class DepartmentQuerySet(models.QuerySet["Department"]):
    """Ways to look at departments."""

    def visible_to(self, officer: Officer) -> DepartmentQuerySet:
        """Those of the officer's own bureau: their names are no secret there, and unknown elsewhere."""
        return self.filter(bureau_id=officer.bureau_id) if officer.bureau_id else self.none()

    def standing(self, on: date | None = None) -> DepartmentQuerySet:
        """Those not dissolved on that day (today)."""
        return self.filter(Q(retired_on__isnull=True) | Q(retired_on__gt=on or timezone.localdate()))


class Department(models.Model):
    """An assessed unit (科室), in the order decreed. `attributes` are exact texts that rules ask for, such as a quota."""

    bureau = models.ForeignKey(Bureau, models.PROTECT, related_name="departments")
    code = models.SlugField(_("代码"), max_length=60)
    name = models.CharField(_("名称"), max_length=60)
    short_name = models.CharField(_("简称"), max_length=30, blank=True)
    aliases = models.JSONField(_("别名"), default=list, blank=True)
    order = models.PositiveSmallIntegerField(_("顺序"), default=0)
    size = models.PositiveSmallIntegerField(_("人数"), null=True, blank=True)
    front_office = models.BooleanField(_("窗口科室"), default=False)
    attributes = models.JSONField(_("参数"), default=dict, blank=True)
    retired_on = models.DateField(_("撤销日期"), null=True, blank=True)
    letters = LettersField(of=("name", "short_name", "aliases"))

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        ordering = ["order", "code"]
        constraints = [models.UniqueConstraint(fields=["bureau", "code"], name="one_department_code_in_a_bureau")]

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """The name people use: the short one where there is one."""
        return self.short_name or self.name

    def stood_on(self, day: date) -> bool:
        """True where it wasn't dissolved by that day."""
        return self.retired_on is None or self.retired_on > day

    def as_fact(self) -> engine.Department:
        """The department as the engine knows it."""
        return engine.Department(
            code=self.code,
            name=self.name,
            short=self.short_name,
            aliases=tuple(self.aliases),
            size=self.size,
            front_office=self.front_office,
            attributes={name: engine.read_number(text) for name, text in self.attributes.items()},
        )
