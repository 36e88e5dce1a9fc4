"""The dates that a year is planned by, and their names inside sentences."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kaohe.engine import phrase


class Milestone(TextChoices):
    """What has to be done by a planned date (日程)."""

    GOALS = "goals", _("目标审定")
    PROGRESS = "progress", _("完成情况报送")
    BULLETIN = "bulletin", _("季度通报")
    GRADING = "grading", _("年终划档")
    NOTICE = "notice", _("结果公示")
    OBJECTION = "objection", _("异议截止")
    FINAL = "final", _("结果定案")


#: Those that come once in every period; all others come once a year.
OF_A_PERIOD = (Milestone.PROGRESS, Milestone.BULLETIN)
#: Nobody chooses it: the measures say how long after the notice.
FOLLOWS = Milestone.OBJECTION


class Key(NamedTuple):
    """A milestone, and which period's (0 where it is the year's)."""

    milestone: Milestone
    number: int = 0


def keys(periods: int) -> list[Key]:
    """Every date of a year with so many periods, in the order in which they come."""
    quarters = [Key(each, number) for number in range(1, periods + 1) for each in OF_A_PERIOD]
    yearly = [Key(each) for each in Milestone if each not in OF_A_PERIOD]
    return [*quarters[:2], yearly[0], *quarters[2:], *yearly[1:]]


class MilestoneName:
    """A milestone in the reader's language, inside a refusal."""

    def __init__(self, key: Key) -> None:
        self.key = key

    def in_language(self, language: str) -> str:
        name = phrase(f"milestone.{self.key.milestone}", language)
        return (
            phrase("milestone.numbered", language, {"name": name, "number": self.key.number})
            if self.key.number
            else name
        )
