"""Files that were taken, by their digest: who brought them, when, and under which document number they are known."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kaohe.evidence.names import LONGEST_ORIGINAL
from kaohe.people.models import Bureau, Department, Officer


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    """Ways to look at files."""

    def brought_by(self, officer: Officer) -> StoredFileQuerySet:
        """Those that the officer uploaded. Whom else a file concerns, the rooms above say."""
        return self.filter(bureau_id=officer.bureau_id, uploaded_by=officer)

    def numbered(self, bureau: Bureau, number: str) -> StoredFileQuerySet:
        """Those known under that document number, the newest first."""
        return self.filter(bureau=bureau, document_number=number).order_by("-pk")


class StoredFile(models.Model):
    """One file as one person brought it. Equal contents lie on disk only once (`store`).

    digest, digest_sm3  of the content as it is kept
    kind                its ending, such as "pdf": the checks have seen that its content is that
    document_number     the number under which the paper is filed (文号), by which it is used again
    original_name       what it was called on the machine it came from; shown nowhere, kept for whoever must trace it
    department          whose quota it takes from; none for people who sit above the departments
    scanned_by          the virus scanner that found nothing in it; "" where none was at work
    """

    append_only: ClassVar[bool] = True

    bureau = models.ForeignKey(Bureau, models.PROTECT, related_name="files")
    digest = models.CharField("SHA-256", max_length=64, db_index=True)
    digest_sm3 = models.CharField("SM3", max_length=64)
    name = models.CharField(_("名称"), max_length=120)
    original_name = models.CharField(_("原名称"), max_length=LONGEST_ORIGINAL, blank=True)
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="files")
    size = models.PositiveIntegerField(_("大小"))
    kind = models.CharField(_("类型"), max_length=10)
    document_number = models.CharField(_("文号"), max_length=60, blank=True)
    scanned_by = models.CharField(_("病毒扫描"), max_length=40, blank=True)
    uploaded_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("上传时间"))

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["bureau", "document_number"], name="files_by_document_number"),
            models.Index(fields=["uploaded_by", "at"], name="files_by_officer_and_time"),
        ]
        constraints = [
            models.CheckConstraint(name="a_file_has_content", condition=Q(size__gt=0)),
            models.UniqueConstraint(
                fields=["bureau", "digest", "uploaded_by", "name", "document_number", "scanned_by"],
                name="the_same_file_is_kept_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What people call it: its document number where it has one, else its name."""
        return f"{self.document_number} {self.name}".strip()
