"""Checks of the first-inquiry ledger and of the telephone, and assigned matters finished in time."""

from __future__ import annotations

from typing import Final

from kaohe.demo.calendar import later, month_days, quarter_days
from kaohe.demo.drafts import Drafts, dice
from kaohe.demo.people import STAFF, names_of
from kaohe.demo.texts.matters import COMMON, MATTERS
from kaohe.demo.texts.routine import TELEPHONE

#: The window is checked every month; the others every other month.
WINDOW: Final = "treasury_centre"

#: Matters finished in a quarter, at least; larger departments are given more.
FEWEST: Final = 5


def write_service(drafts: Drafts) -> None:
    """Write the year's checks and finished matters for every department."""
    for department in STAFF:
        for month in range(1, 13):
            _telephone(drafts, department, month)
            if department == WINDOW or month % 2 == 0:
                _first_contact(drafts, department, month)
        _matters(drafts, department)


def _found_wanting(drafts: Drafts, department: str, rule: str, month: int) -> bool:
    return any(
        (entry.department, entry.rule, entry.occurred_on.month) == (department, rule, month) for entry in drafts.written
    )


def _telephone(drafts: Drafts, department: str, month: int) -> None:
    if _found_wanting(drafts, department, "service.telephone", month):
        return
    chance = dice(drafts.year, department, "telephone", month)
    day = chance.choice(month_days(drafts.year, month))
    drafts.write(department, "service.telephone_good", day, about=f"电话抽查：{chance.choice(TELEPHONE)}")


def _first_contact(drafts: Drafts, department: str, month: int) -> None:
    if _found_wanting(drafts, department, "service.first_contact", month):
        return
    chance = dice(drafts.year, department, "first contact", month)
    day = chance.choice(month_days(drafts.year, month))
    seen = (60 if department == WINDOW else 8) + chance.randrange(20)
    about = f"抽查首问责任制台账{seen}条，登记及时，去向清楚"
    drafts.write(department, "service.first_contact_kept", day, about=about)


def _matters(drafts: Drafts, department: str) -> None:
    """No matter twice in a quarter; the month in its name tells the same matter of two quarters apart."""
    names = names_of(department)
    chance = dice(drafts.year, department, "matters")
    titles = [*MATTERS[department].split("、"), *COMMON.split("、")]
    for quarter in (1, 2, 3, 4):
        days = quarter_days(drafts.year, quarter)[:-6]
        for title in chance.sample(titles, FEWEST + min(4, len(names) // 2)):
            day = days[chance.randrange(len(days))]
            due = later(day, chance.randrange(6))
            number = 1 + chance.randrange(180)
            drafts.write(
                department,
                "execution.done",
                day,
                persons=(chance.choice(names[1:]),),
                about=f"{title}（{day.month}月交办），限{due.month}月{due.day}日，按时办结",
                evidence=(f"示财督〔{drafts.year}〕{number}号",),
            )
