"""The year: the adopted edition it follows, its stage, its quarters, its dates; and the bureau's own working days."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Final

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from kaohe.cycles import editions
from kaohe.cycles.milestones import Key, Milestone
from kaohe.cycles.stages import MOVES, PUBLISHED, Stage
from kaohe.days.calendar import Kind
from kaohe.engine import Problem, Refused, Rulebook, phrase
from kaohe.people import deeds
from kaohe.people.fields import new_token
from kaohe.people.models import Bureau, Officer


class EditionManager(models.Manager["Edition"]):
    """Leaves the texts where they are until someone reads them: they are long, and the digest says enough."""

    def get_queryset(self) -> models.QuerySet[Edition]:
        return super().get_queryset().defer("texts")

    def visible_to(self, officer: Officer) -> models.QuerySet[Edition]:
        """Those of the officer's own bureau."""
        return self.filter(bureau_id=officer.bureau_id) if officer.bureau_id else self.none()


class Edition(models.Model):
    """An adopted text of the measures (版本): every file of the rulebook's folder, never edited once adopted."""

    append_only: ClassVar[bool] = True

    bureau = models.ForeignKey(Bureau, models.PROTECT, related_name="editions")
    code = models.SlugField(_("代码"), max_length=80)
    label = models.CharField(_("名称"), max_length=200)
    texts = models.JSONField(_("全文"))
    digest = models.CharField(_("SHA-256"), max_length=64)
    digest_sm3 = models.CharField(_("SM3"), max_length=64)
    adopted_on = models.DateField(_("采用日期"))
    adopted_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")

    objects = EditionManager()

    class Meta:
        ordering = ["-adopted_on", "-pk"]
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["bureau", "code"], name="one_edition_code_in_a_bureau"),
            models.UniqueConstraint(fields=["bureau", "digest"], name="an_edition_is_adopted_once"),
        ]

    def __str__(self) -> str:
        return self.label

    def rulebook(self) -> Rulebook:
        """The rulebook of these texts; read once in each process, because the texts never change."""
        return editions.rulebook(self.digest, lambda: self.texts)


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    """Ways to look at proposals of an amendment."""

    def visible_to(self, officer: Officer) -> AmendmentQuerySet:
        """Those of the officer's own bureau, to whoever may try a rulebook."""
        return self.filter(cycle__bureau_id=officer.bureau_id) if deeds.may(officer, deeds.Deed.TRY_RULEBOOK) else self.none()

    def standing(self) -> AmendmentQuerySet:
        """Those that weren't withdrawn."""
        return self.filter(withdrawal__isnull=True)


#: Letters of an amendment's name, and of its reason.
LONGEST_LABEL: Final = 80
LONGEST_REASON: Final = 400


class Amendment(models.Model):
    """A proposal to amend the measures (修订建议): other numbers for some parameters of an edition. It changes no edition.

    values  the new numbers by the names of their parameters (kaohe/engine/parameters.py), as texts
    """

    append_only: ClassVar[bool] = True

    cycle = models.ForeignKey("Cycle", models.PROTECT, related_name="amendments")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="amendments")
    label = models.CharField(_("名称"), max_length=LONGEST_LABEL)
    values = models.JSONField(_("参数"))
    reason = models.CharField(_("理由"), max_length=LONGEST_REASON)
    written_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("提出时间"))

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.label


class AmendmentWithdrawal(models.Model):
    """Who proposed an amendment takes it back (撤回). The proposal stays readable; it only stands no more."""

    append_only: ClassVar[bool] = True

    amendment = models.OneToOneField(Amendment, models.PROTECT, related_name="withdrawal")
    withdrawn_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(_("撤回时间"))

    def __str__(self) -> str:
        return str(self.amendment)


class CycleQuerySet(models.QuerySet["Cycle"]):
    """Ways to look at years."""

    def visible_to(self, officer: Officer) -> CycleQuerySet:
        """Those of the officer's own bureau."""
        return self.filter(bureau_id=officer.bureau_id) if officer.bureau_id else self.none()

    def with_edition(self) -> CycleQuerySet:
        """Bring bureau and edition along in the same query, without the long texts."""
        return self.select_related("bureau", "edition").defer("edition__texts")

    def locked(self, cycle: Cycle) -> Cycle:
        """That year as it is now, held against other writers until the transaction ends."""
        return self.with_edition().select_for_update(of=("self",)).get(pk=cycle.pk)


class Cycle(models.Model):
    """One year of assessment in one bureau (考核年度).

    goals_version       changes whenever its goals do, for whoever keeps something computed from them
    objection_calendar  the version of the calendar by which the deadline was counted; neither is ever counted anew
    lapsed_at           the moment from which nobody can object any more (逾期不提视为无异议)
    round               1, and one more each time the year was reopened after it was final
    """

    bureau = models.ForeignKey(Bureau, models.PROTECT, related_name="cycles")
    year = models.PositiveSmallIntegerField(_("年度"))
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="cycles")
    stage = models.CharField(_("阶段"), max_length=12, choices=Stage, default=Stage.SETTING)
    goals_fixed_on = models.DateField(_("目标审定日期"), null=True, blank=True)
    graded_on = models.DateField(_("划档日期"), null=True, blank=True)
    noticed_at = models.DateTimeField(_("公示时间"), null=True, blank=True)
    objection_deadline = models.DateTimeField(_("异议截止"), null=True, blank=True)
    objection_calendar = models.CharField(_("截止所依日历"), max_length=12, blank=True)
    lapsed_at = models.DateTimeField(_("异议期满"), null=True, blank=True)
    finalised_on = models.DateField(_("定案日期"), null=True, blank=True)
    round = models.PositiveSmallIntegerField(_("轮次"), default=1)
    goals_version = models.CharField(max_length=16, default=new_token, editable=False)

    objects = CycleQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["bureau", "year"], name="one_cycle_a_year_in_a_bureau"),
            models.CheckConstraint(name="the_stage_is_a_known_one", condition=Q(stage__in=Stage.values)),
        ]

    def __str__(self) -> str:
        return str(self.year)

    def rulebook(self) -> Rulebook:
        """The rules of this year."""
        return self.edition.rulebook()

    @property
    def starts(self) -> date:
        """The first day of the year."""
        return date(self.year, 1, 1)

    @property
    def ends(self) -> date:
        """The last day of the year."""
        return date(self.year, 12, 31)

    @property
    def published(self) -> bool:
        """True from the public notice on."""
        return self.stage in PUBLISHED

    def as_of(self) -> date | None:
        """The day up to which things are known: today while the year runs, None (all is in) from its closing on."""
        return self.bureau.today() if self.stage in (Stage.SETTING, Stage.RUNNING) else None

    def board_visible_to(self, officer: Officer) -> bool:
        """True where the officer may see everyone's totals: all of the bureau once published, few before."""
        if officer.bureau_id != self.bureau_id:
            return False
        return self.published or deeds.may(officer, deeds.Deed.SEE_BOARD)

    def require(self, *stages: Stage, on: date | None = None, ahead: bool = False) -> None:
        """Raises Refused unless the year stands in one of these stages, and the day is in it and not yet to come.

        ahead  the day may be to come
        """
        if self.stage not in stages:
            names = StageNames(stages)
            raise Refused(
                [Problem("cycles.stage", {"year": self.year, "stage": StageNames([self.stage]), "expected": names})]
            )
        if on is not None and not self.starts <= on <= self.ends:
            raise Refused([Problem("cycles.outside_year", {"found": on, "year": self.year})])
        if on is not None and not ahead and on > self.bureau.today():
            raise Refused([Problem("cycles.not_yet", {"found": on, "today": self.bureau.today()})])

    def advance(self, to: Stage, **dates: object) -> None:
        """Move on and set the dates that go with it. Raises Refused for a move not in the table, or one already made.

        The condition stands in the UPDATE itself, so of two who try at once one moves and the other is told.
        """
        if to not in MOVES[Stage(self.stage)]:
            values = {"year": self.year, "stage": StageNames([self.stage]), "to": StageNames([to])}
            raise Refused([Problem("cycles.move", values)])
        moved = Cycle.objects.filter(pk=self.pk, stage=self.stage).update(stage=to, **dates)
        if not moved:
            raise Refused([Problem("cycles.moved_already", {"year": self.year})])
        self.refresh_from_db()


class StageNames:
    """Stages in the reader's language, inside a refusal."""

    def __init__(self, stages: object) -> None:
        self.stages = list(stages)  # type: ignore[call-overload]

    def in_language(self, language: str) -> str:
        names = [phrase(f"stage.{stage}", language) for stage in self.stages]
        return " / ".join(names) if language.startswith("en") else "、".join(names)


class PeriodManager(models.Manager["Period"]):
    """Every period comes with its two planned dates, so that no page asks for them apart."""

    def get_queryset(self) -> models.QuerySet[Period]:
        """The rows with `told_by` and `announced_by`; None in a year that was opened without dates."""
        of_period = CycleDate.objects.filter(cycle=OuterRef("cycle"), number=OuterRef("number"))
        days = {
            name: Subquery(of_period.filter(milestone=milestone).values("day")[:1])
            for name, milestone in (("told_by", Milestone.PROGRESS), ("announced_by", Milestone.BULLETIN))
        }
        return super().get_queryset().annotate(**days)


class Period(models.Model):
    """A quarter of the year (季度).

    opened_on     the day the office asked the departments for it
    closed_on     the day it was closed; what is recorded of it later counts as late (补记)
    last_entry    the newest entry of the ledger when it was closed, up to which its bulletin counts
    told_by       by when the departments tell it, and announced_by when its bulletin is due; read with the row
    """

    told_by: date | None
    announced_by: date | None

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="periods")
    number = models.PositiveSmallIntegerField(_("序号"))
    label = models.CharField(_("名称"), max_length=20)
    starts = models.DateField(_("起"))
    ends = models.DateField(_("止"))
    opened_on = models.DateField(_("开启日期"), null=True, blank=True)
    closed_on = models.DateField(_("关闭日期"), null=True, blank=True)
    last_entry = models.PositiveIntegerField(_("关闭时最后一笔"), null=True, blank=True)

    objects = PeriodManager()

    class Meta:
        ordering = ["cycle", "number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="one_period_of_a_number_in_a_cycle"),
            models.CheckConstraint(name="a_period_ends_after_it_starts", condition=Q(ends__gt=F("starts"))),
        ]

    def __str__(self) -> str:
        return f"{self.cycle} {self.label}"


class CycleDate(models.Model):
    """A date that the year is planned by (日程). `provisional`: the calendar it was counted with isn't known so far."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="dates")
    milestone = models.CharField(_("事项"), max_length=12, choices=Milestone)
    number = models.PositiveSmallIntegerField(_("序号"), default=0)
    day = models.DateField(_("日期"))
    provisional = models.BooleanField(_("暂定"), default=False)

    class Meta:
        ordering = ["cycle", "day", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "milestone", "number"], name="one_date_for_a_milestone_of_a_period"
            )
        ]

    def __str__(self) -> str:
        return f"{self.cycle} {self.get_milestone_display()} {self.day}"

    @property
    def key(self) -> Key:
        """What the date is for."""
        return Key(Milestone(self.milestone), self.number)


class CalendarYear(models.Model):
    """A year whose working days the bureau has loaded whole, and from which paper; the years that ship need none."""

    bureau = models.ForeignKey(Bureau, models.PROTECT, related_name="calendar_years")
    year = models.PositiveSmallIntegerField(_("年份"))
    source = models.CharField(_("依据"), max_length=200)
    loaded_on = models.DateField(_("导入日期"))
    loaded_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["year"]
        constraints = [models.UniqueConstraint(fields=["bureau", "year"], name="one_calendar_of_a_year_in_a_bureau")]

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """A day on which this bureau works or rests otherwise than the country's calendar has it (工作日、休息日、调休上班)."""

    KINDS = [(Kind.WORK.value, _("工作日")), (Kind.REST.value, _("休息日")), (Kind.MADE_UP.value, _("调休上班"))]

    bureau = models.ForeignKey(Bureau, models.PROTECT, related_name="calendar_days")
    day = models.DateField(_("日期"))
    kind = models.CharField(_("类型"), max_length=8, choices=KINDS)
    name = models.CharField(_("名称"), max_length=40, blank=True)
    source = models.CharField(_("依据"), max_length=200)
    loaded = models.ForeignKey(CalendarYear, models.PROTECT, null=True, blank=True, related_name="days")

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["bureau", "day"], name="one_word_on_a_day_in_a_bureau"),
            models.CheckConstraint(
                name="a_day_is_of_a_known_kind", condition=Q(kind__in=[each.value for each in Kind])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.get_kind_display()}"
