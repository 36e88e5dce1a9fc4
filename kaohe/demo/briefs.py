"""Information briefs: sent quarter by quarter, adopted by bodies of several levels, noted by leaders, one withdrawn again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from kaohe.demo.calendar import from_day, later, quarter_days
from kaohe.demo.drafts import Drafts, dice
from kaohe.demo.people import STAFF, names_of
from kaohe.demo.tables import rows_of
from kaohe.demo.texts.briefs import LEADERS, ORGANS, PATTERNS, REGISTERED_LATE, SENT, TOPICS, WITHDRAWN


class Brief(NamedTuple):
    """A brief before it is written: its place such as "2.3" (second quarter, third brief), day, title and authors."""

    department: str
    place: str
    day: date
    title: str
    authors: tuple[str, ...]


def write_briefs(drafts: Drafts) -> None:
    """Write what was sent, withdrawn, adopted and noted. Briefs are numbered by day, over the whole bureau."""
    planned = [brief for department in STAFF for brief in _planned(drafts.year, department)]
    for number, brief in enumerate(sorted(planned, key=lambda each: each.day), start=1):
        matter = f"信息{drafts.year}-{number:03d}"
        _send(drafts, brief, matter)
        for level, days in _told(drafts.year, brief, "adoptions"):
            _adopt(drafts, brief, matter, level, days)
        for level, days in _told(drafts.year, brief, "notes"):
            _note(drafts, brief, matter, level, days)


def _told(year: int, brief: Brief, table: str) -> Iterator[tuple[str, int]]:
    """What the table says of this brief: the level, and after how many days."""
    for row in rows_of(table):
        if (row["year"], row["department"], row["brief"]) == (str(year), brief.department, brief.place):
            yield row["level"], int(row["days"])


def _planned(year: int, department: str) -> list[Brief]:
    chance = dice(year, department, "briefs")
    titles = _titles(year, department)
    briefs = []
    for quarter, count in enumerate(SENT[year][department], start=1):
        days = sorted(chance.sample(quarter_days(year, quarter)[2:-8], count))
        for number, day in enumerate(days, start=1):
            authors = tuple(chance.sample(names_of(department)[1:], 1 + chance.randrange(2)))
            briefs.append(Brief(department, f"{quarter}.{number}", day, titles.pop(), authors))
    return briefs


def _titles(year: int, department: str) -> list[str]:
    """Enough titles for a year, none twice; a topic comes back only after all the others."""
    chance = dice(year, department, "titles")
    topics = TOPICS[department].split("、")
    chance.shuffle(topics)
    first = chance.randrange(len(PATTERNS))
    rounds = range(len(PATTERNS))
    return [
        PATTERNS[(first + number + 3 * turn) % len(PATTERNS)].format(topic=topic)
        for turn in rounds
        for number, topic in enumerate(topics)
    ]


def _send(drafts: Drafts, brief: Brief, matter: str) -> None:
    place = (drafts.year, brief.department, brief.place)
    recorded = later(brief.day, REGISTERED_LATE.get(place, 1))
    entry = drafts.write(
        brief.department,
        "brief.sent",
        brief.day,
        matter=matter,
        persons=brief.authors,
        about=f"《{brief.title}》",
        key=matter,
        recorded_on=recorded,
    )
    if place in WITHDRAWN:
        drafts.reverse(entry, recorded_on=later(recorded, 6), about=WITHDRAWN[place])


def _adopt(drafts: Drafts, brief: Brief, matter: str, level: str, days: int) -> None:
    day = from_day(brief.day + timedelta(days=days))
    organs = ORGANS[level]
    organ = organs[dice(drafts.year, matter, level).randrange(len(organs))]
    issue = day.month if level.endswith("journal") else day.isocalendar().week
    drafts.write(
        brief.department,
        "brief.adopted",
        day,
        matter=matter,
        level=level,
        persons=brief.authors,
        about=f"《{brief.title}》被采用",
        evidence=(f"{organ}{drafts.year}年第{issue}期",),
    )


def _note(drafts: Drafts, brief: Brief, matter: str, level: str, days: int) -> None:
    day = from_day(brief.day + timedelta(days=days))
    drafts.write(
        brief.department,
        "brief.noted",
        day,
        matter=matter,
        level=level,
        persons=brief.authors,
        about=f"《{brief.title}》获{LEADERS[level]}批示",
        evidence=(f"批示抄清〔{drafts.year}〕{day.timetuple().tm_yday // 5 + 1}号",),
    )
