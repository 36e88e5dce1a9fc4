"""Who was where: study sessions, attendance checks and the leave register, so that heads always add up."""

from __future__ import annotations

from datetime import date
from typing import Final

from kaohe.demo.calendar import check_day, exam_day, month_days, study_day
from kaohe.demo.drafts import Drafts, dice
from kaohe.demo.people import STAFF, names_of
from kaohe.demo.texts.routine import CHECK_DAY_LEAVE, EXAMS, LEAVE, ON_LEAVE, STUDY

MONTHS: Final = range(1, 13)


class Presence:
    """The days on which each officer is already spoken for: nobody is on leave where the ledger saw them at work."""

    def __init__(self, drafts: Drafts) -> None:
        year = drafts.year
        self.drafts = drafts
        self.common = {day for month in MONTHS for day in (study_day(year, month), check_day(year, month))}
        self.common |= {exam_day(year, month) for month, _ in EXAMS}
        self.taken = {(name, entry.occurred_on) for entry in drafts.written for name in entry.persons}
        self.days = tuple(day for month in MONTHS for day in month_days(year, month))

    def span(self, name: str, start: int, length: int) -> tuple[date, ...]:
        """Working days from the year's working day `start` on, now taken; empty where one of them is spoken for."""
        days = self.days[start : start + length]
        if len(days) < length or any(day in self.common or (name, day) in self.taken for day in days):
            return ()
        self.taken |= {(name, day) for day in days}
        return days

    def away(self, department: str, day: date, rules: tuple[str, ...]) -> int:
        """How many of a department the ledger has away that day under these rules, reversals taken off."""
        seen = (entry for entry in self.drafts.written if (entry.department, entry.occurred_on) == (department, day))
        return sum(entry.count for entry in seen if entry.rule in rules)

    def free(self, department: str, day: date) -> list[str]:
        """Those of a department of whom the ledger says nothing yet on that day; never its head."""
        return [name for name in names_of(department)[1:] if (name, day) not in self.taken]


def write_presence(presence: Presence) -> None:
    """Write sessions, checks and the leave register for every department."""
    for department in STAFF:
        for month in MONTHS:
            _study(presence, department, month)
            _check(presence, department, month)
        for name in names_of(department):
            _leave(presence, department, name)


def _study(presence: Presence, department: str, month: int) -> None:
    drafts = presence.drafts
    day = study_day(drafts.year, month)
    chance = dice(drafts.year, department, "study", month)
    if chance.randrange(5) < 2:
        name = chance.choice(presence.free(department, day))
        drafts.write(department, "training.leave", day, persons=(name,), about=ON_LEAVE)
        presence.taken.add((name, day))
    missing = presence.away(department, day, ("training.absence", "training.leave"))
    size = len(names_of(department))
    about = f"{STUDY[drafts.year][month - 1]}。应到{size}人，实到{size - missing}人"
    drafts.write(department, "training.session", day, count=size - missing, about=about)


def _check(presence: Presence, department: str, month: int) -> None:
    drafts = presence.drafts
    day = check_day(drafts.year, month)
    chance = dice(drafts.year, department, "check", month)
    for _ in range(chance.randrange(3) if len(names_of(department)) > 5 else chance.randrange(2)):
        name = chance.choice(presence.free(department, day))
        drafts.write(department, "discipline.leave", day, persons=(name,), about=chance.choice(CHECK_DAY_LEAVE))
        presence.taken.add((name, day))
    out = presence.away(department, day, ("discipline.leave",))
    absent = presence.away(department, day, ("discipline.absence",))
    size = len(names_of(department))
    about = f"应到{size}人，在岗{size - out - absent}人，登记外出请假{out}人"
    drafts.write(department, "discipline.present", day, count=size - out - absent, about=about)


def _leave(presence: Presence, department: str, name: str) -> None:
    """Five or six times a year for everyone, some of it annual leave."""
    drafts = presence.drafts
    chance = dice(drafts.year, name, "leave")
    wanted = 5 + chance.randrange(2)
    while wanted:
        about, length = chance.choice(LEAVE)
        days = presence.span(name, chance.randrange(len(presence.days)), length)
        if days:
            until = days[-1] if length > 1 else None
            drafts.write(
                department, "discipline.leave", days[0], persons=(name,), about=about, until=until, recorded_on=days[0]
            )
            wanted -= 1
