"""What the dates of a year ask of the office: the next year's working days, and the next year itself."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from kaohe.cycles.calendar import WARNED_FROM, calendar_of, missing_year
from kaohe.cycles.models import Cycle
from kaohe.people.deeds import Deed, may
from kaohe.people.models import Officer
from kaohe.web.shapes.todo import Todo

#: From December on, the year to come can be opened.
OPENED_FROM = (12, 1)


def todos(officer: Officer, cycle: Cycle, today: date) -> list[Todo]:
    """Told once, beside the year that is running: from November the missing calendar, from December the year not opened."""
    if cycle.year != today.year or (today.month, today.day) < WARNED_FROM:
        return []
    found = []
    until = date(today.year, 12, 31)
    if may(officer, Deed.KEEP_CALENDAR) and (missing := missing_year(calendar_of(cycle.bureau), today)):
        note = _("导入以前，落在那一年的日期都是暂定的")
        found.append(Todo(_("日历"), _("导入 %s 年工作日历") % missing, note, reverse("calendar-load"), "amber", until))
    late = (today.month, today.day) >= OPENED_FROM
    if late and may(officer, Deed.OPEN_CYCLE) and not cycle.bureau.cycles.filter(year=today.year + 1).exists():
        found.append(Todo(_("年度"), _("开启 %s 年度") % (today.year + 1), "", reverse("open-year"), "blue", until))
    return found
