"""One record for one deed. Names stand as text and point nowhere, so a record outlives everything it tells of."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from kaohe.audit.chain import moment
from kaohe.audit.tags import Tag

SEALED = (
    "sequence", "at", "tag", "officer_name", "officer_login", "bureau_code", "subject", "subject_kind", "subject_id",
    "before", "after", "reason", "address", "request_id",
)  # fmt: skip
#: Sealed only where somebody acted for another: every record without it keeps the seal that it had before there were any.
SEALED_IN_BEHALF = ("on_behalf_of", "on_behalf_login")


class RecordQuerySet(models.QuerySet["Record"]):
    """Ways to look at the trail."""

    def of(self, subject: models.Model) -> RecordQuerySet:
        """The history of one object, oldest first."""
        return self.filter(subject_kind=subject._meta.label, subject_id=str(subject.pk)).order_by("sequence")

    def about_bureau(self, code: str) -> RecordQuerySet:
        """What was done in that bureau, and what the machine did to the whole installation."""
        return self.filter(Q(bureau_code=code) | Q(bureau_code="", officer_login=""))


class Record(models.Model):
    """Who did what, for whom, when, to what, from where; sealed to the record before it with SHA-256 and with SM3."""

    append_only: ClassVar[bool] = True

    sequence = models.PositiveBigIntegerField("序号", unique=True)
    at = models.DateTimeField("时间")
    tag = models.CharField("事项", max_length=60, db_index=True)
    officer_name = models.CharField("姓名", max_length=60, blank=True)
    officer_login = models.CharField("账号", max_length=150, blank=True)
    on_behalf_of = models.CharField("代谁办理", max_length=60, blank=True)
    on_behalf_login = models.CharField("代谁办理（账号）", max_length=150, blank=True)
    bureau_code = models.CharField("单位", max_length=60, blank=True, db_index=True)
    subject = models.CharField("对象", max_length=300)
    subject_kind = models.CharField("对象类别", max_length=60)
    subject_id = models.CharField("对象编号", max_length=60)
    before = models.JSONField("之前", default=dict)
    after = models.JSONField("之后", default=dict)
    reason = models.TextField("原因", blank=True)
    address = models.CharField("来源地址", max_length=60, blank=True)
    request_id = models.CharField("请求号", max_length=60, blank=True)
    seal = models.CharField("封记", max_length=64)
    seal_sm3 = models.CharField("封记（SM3）", max_length=64)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["-sequence"]
        indexes = [models.Index(fields=["subject_kind", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.sequence} {self.tag} {self.subject}"

    @property
    def deed(self) -> Tag:
        """The tag as what it means."""
        return Tag(self.tag)

    def contents(self) -> dict[str, Any]:
        """What the seal covers."""
        names = (*SEALED, *SEALED_IN_BEHALF) if self.on_behalf_login or self.on_behalf_of else SEALED
        return {**{name: getattr(self, name) for name in names}, "at": moment(self.at)}
