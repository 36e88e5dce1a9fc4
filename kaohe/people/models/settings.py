"""How a bureau chose to work where the measures leave it a choice (考核设置). A further choice is a further field here."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.people.fields import ListField, new_token
from kaohe.people.models.bureau import Bureau


class BureauSettingsManager(models.Manager["BureauSettings"]):
    """Finds what a bureau chose."""

    def of(self, bureau: Bureau) -> BureauSettings:
        """Its choices; the defaults, not written anywhere, where it has chosen nothing so far."""
        return self.filter(bureau=bureau).first() or BureauSettings(bureau=bureau)


class BureauSettings(models.Model):
    """One row a bureau.

    opinions_first      at the grading meeting, a member sees suggestion and others' opinions only after entering their own
    supervisors_recused who supervises a department stands aside in its matters, as its own people do
    quorum              how many members must be left to decide; None: more than half
    single_keys         pages may be worked with single keys where the person wants that too (WCAG 2.1.4)
    paper_…             what stands on the bureau's official papers (公文要素); what is empty is left out, or written by custom
    letter_…            which papers to a department are set as letters (信函格式) instead of plain sheets
    version             changes with every writing, so that nobody writes over what they haven't seen
    """

    bureau = models.OneToOneField(Bureau, models.PROTECT, related_name="settings")
    opinions_first = models.BooleanField(_("先填意见，再看建议"), default=False)
    supervisors_recused = models.BooleanField(_("分管领导回避所分管的科室"), default=False)
    quorum = models.PositiveSmallIntegerField(_("划档会的法定人数"), null=True, blank=True)
    single_keys = models.BooleanField(_("允许单键快捷"), default=True)
    paper_mark = models.CharField(_("发文机关标志"), max_length=60, blank=True)
    paper_code = models.CharField(_("机关代字"), max_length=20, blank=True)
    paper_addressee = models.CharField(_("主送机关"), max_length=200, blank=True)
    paper_copies = ListField(_("抄送机关"), default=list, blank=True)
    paper_printer = models.CharField(_("印发机关"), max_length=60, blank=True)
    paper_contact = models.CharField(_("受理联系部门"), max_length=60, blank=True)
    paper_telephone = models.CharField(_("联系电话"), max_length=40, blank=True)
    paper_place = models.CharField(_("受理地点"), max_length=60, blank=True)
    letter_receipt = models.BooleanField(_("异议受理回执用信函格式"), default=True)
    letter_decision = models.BooleanField(_("复核决定书用信函格式"), default=True)
    letter_score = models.BooleanField(_("得分告知单用信函格式"), default=False)
    version = models.CharField(max_length=16, default=new_token, editable=False)
    changed_at = models.DateTimeField(_("变动时间"), default=timezone.now)

    objects = BureauSettingsManager()

    class Meta:
        verbose_name_plural = "bureau settings"
        constraints = [
            models.CheckConstraint(
                name="a_quorum_is_somebody", condition=models.Q(quorum__isnull=True) | models.Q(quorum__gte=1)
            )
        ]

    def __str__(self) -> str:
        return str(self.bureau)


#: What may be chosen, in the order in which the page lists it: how the bureau works, and what stands on its papers.
WORKING = ("opinions_first", "supervisors_recused", "quorum", "single_keys")
PAPERS = (
    "paper_mark", "paper_code", "paper_addressee", "paper_copies", "paper_printer", "paper_contact", "paper_telephone", "paper_place",
    "letter_receipt", "letter_decision", "letter_score",
)  # fmt: skip
CHOICES = (*WORKING, *PAPERS)
