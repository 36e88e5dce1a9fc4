"""Common examinations passed, and outside courses with both certificates."""

from __future__ import annotations

from kaohe.demo.calendar import exam_day, later
from kaohe.demo.drafts import dice
from kaohe.demo.people import STAFF, names_of
from kaohe.demo.presence import Presence
from kaohe.demo.texts.routine import COURSES, EXAMS


def write_learning(presence: Presence) -> None:
    """Everyone sits two of the three examinations and takes one course or two."""
    for department in STAFF:
        for number, name in enumerate(names_of(department)):
            _exams(presence, department, name, spared=number % len(EXAMS))
            _courses(presence, department, name)


def _exams(presence: Presence, department: str, name: str, spared: int) -> None:
    drafts = presence.drafts
    for number, (month, title) in enumerate(EXAMS):
        day = exam_day(drafts.year, month)
        if number != spared and (name, day) not in presence.taken:
            mark = 68 + dice(drafts.year, name, "exam", month).randrange(30)
            announced = later(day, 8)
            drafts.write(
                department, "exam.passed", day, persons=(name,), about=f"{title}，{mark}分", recorded_on=announced
            )


def _courses(presence: Presence, department: str, name: str) -> None:
    drafts = presence.drafts
    chance = dice(drafts.year, name, "courses")
    wanted = 1 + chance.randrange(2)
    while wanted:
        course, length = chance.choice(COURSES), 2 + chance.randrange(4)
        days = presence.span(name, chance.randrange(len(presence.days)), length)
        if days:
            number = 100 + chance.randrange(900)
            proof = (f"示训证〔{drafts.year}〕{number}号", f"示训绩〔{drafts.year}〕{number}号")
            about = f"{course}，{length}天，双证齐全"
            drafts.write(
                department,
                "credits.complete",
                days[-1],
                persons=(name,),
                about=about,
                evidence=proof,
                recorded_on=later(days[-1], 3 + chance.randrange(5)),
            )
            wanted -= 1
