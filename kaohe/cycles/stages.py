"""The stages of a year and the table of allowed moves; `Cycle.advance` consults it and only actions call that."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Stage(TextChoices):
    """Where a year stands (阶段)."""

    SETTING = "setting", _("制定目标")
    RUNNING = "running", _("日常考核")
    CLOSING = "closing", _("年终考核")
    NOTICED = "noticed", _("公示")
    REVIEWING = "reviewing", _("复核")
    FINAL = "final", _("定案")


MOVES: dict[Stage, tuple[Stage, ...]] = {
    Stage.SETTING: (Stage.RUNNING,),
    Stage.RUNNING: (Stage.CLOSING,),
    Stage.CLOSING: (Stage.NOTICED,),
    Stage.NOTICED: (Stage.REVIEWING, Stage.FINAL),
    Stage.REVIEWING: (Stage.FINAL,),
    Stage.FINAL: (Stage.CLOSING,),  # reopened by two persons; the result that was final stays on record
}

#: From the public notice on, everyone in the bureau sees everyone's totals and places.
PUBLISHED = (Stage.NOTICED, Stage.REVIEWING, Stage.FINAL)

#: While a year is planned, its dates may move; once the results are announced, they are history.
PLANNED = (Stage.SETTING, Stage.RUNNING, Stage.CLOSING)
